"""Records of real clients as the screens tell them: who sent them, what their signature was judged by, what was let go."""

from __future__ import annotations

import msgspec
import pytest

from cogtui.cloud.callers import ANONYMOUS, Keys, Operator, Origin, Service, Signed
from cogtui.cloud.clock import START
from cogtui.cloud.explain import Check, facts
from cogtui.cloud.line import Line
from cogtui.cloud.store import Store
from cogtui.cloud.trail import Record
from cogtui.views.client import agent, client_of, is_client, sender
from cogtui.views.ink import plain
from cogtui.views.sign_in import MOST_ROWS, story
from cogtui.views.status import Clock, status
from cogtui.views.text import span
from cogtui.views.trail import draw_trail, trail_rows
from cogtui.views.why import MOST_LINES, draw_why, why_rows

BOTO3 = "Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux lang/python#3.11.7"
SIGNED = Signed("POST", "/", "", (), "", 0.0, access_key_id="AKIAEXAMPLE")


def a_record(no: int = 1, **more: object) -> Record:
    """Return a record of a boto3 call."""
    record = Record(str(no), "call", "sts", "GetCallerIdentity", "App", "STS", START, origin=Origin("127.0.0.1", BOTO3))
    return msgspec.structs.replace(record, **more)


@pytest.mark.parametrize(
    ("user_agent", "shown"),
    [
        (BOTO3, "Boto3/1.44"),
        ("aws-cli/2.15.30 Python/3.11.8 Linux/6.5 exe/x86_64", "AWS CLI 2.15"),
        ("aws-sdk-js/3.600.0 ua/2.1 os/linux", "AWS SDK for JavaScript 3.600"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "a browser"),
        ("curl/8", "curl/8"),
        ("[red]/1", ""),
        ("", ""),
    ],
)
def test_a_user_agent_is_shortened_to_the_program_that_people_know(user_agent: str, shown: str) -> None:
    assert agent(user_agent) == shown


def test_what_comes_over_http_is_told_from_what_the_app_does() -> None:
    assert is_client(a_record())
    assert client_of(a_record(origin=Origin("127.0.0.1", ""))) == "a client"
    for ours in (
        a_record(origin=Origin()),
        a_record(kind="act"),
        a_record(caller=Service("cognito-identity.amazonaws.com")),
    ):
        assert not is_client(ours)
        assert client_of(ours) == ""


@pytest.mark.parametrize(
    ("caller", "said"),
    [
        (SIGNED, "signed with access key AKIAEXAMPLE"),
        (
            msgspec.structs.replace(SIGNED, session_token="t"),
            "signed with access key AKIAEXAMPLE and a session token",
        ),
        (msgspec.structs.replace(SIGNED, access_key_id=""), "signed with an access key that can't be read"),
        (ANONYMOUS, "unsigned"),
    ],
)
def test_the_why_says_who_sent_a_request_and_with_which_key(caller: Signed, said: str) -> None:
    rows = [plain(draw_why(row, 200)).strip() for row in why_rows(a_record(caller=caller))]
    assert rows[1] == f"sent by Boto3/1.44 at 127.0.0.1, {said}"
    assert sender(a_record(caller=caller)) in rows[1]
    assert rows[-1] == "Nothing had to be decided."


@pytest.mark.parametrize("caller", [Keys("A", "s"), Operator("1"), ANONYMOUS])
def test_the_why_of_the_app_s_own_calls_has_no_sender(caller: Keys) -> None:
    assert not any(row.id == "client" for row in why_rows(a_record(caller=caller, origin=Origin())))


def test_evidence_of_several_lines_stands_line_by_line_below_its_name() -> None:
    request = "GET\n/\n\nhost:127.0.0.1\n\nhost\nabc"
    check = Check("door.signature", False, facts(provided="9f", canonical_request=request))
    rows = [row for row in why_rows(a_record(checks=(check,))) if row.fact is not None]
    lines = [plain(draw_why(row, 80)).strip() for row in rows]
    assert lines == [
        "provided           9f",
        f"canonical request  7 lines, {len(request)} characters  enter",
        *request.split("\n"),
    ]
    assert len({row.id for row in rows}) == len(rows)


def test_evidence_without_end_is_cut_after_some_lines() -> None:
    check = Check("door.signature", False, facts(canonical_request="\n" * 5000))
    assert len([row for row in why_rows(a_record(checks=(check,))) if row.line is not None]) == MOST_LINES


def test_the_trail_keeps_the_numbers_of_its_calls_when_older_ones_were_let_go() -> None:
    line = Line([a_record(no) for no in range(413, 420)], 412)
    rows = trail_rows(line, 417)
    assert plain(draw_trail(rows[0], 100)).strip() == (
        "· 412 older calls were let go while the endpoint ran; what they made is still there"
    )
    assert [row.record.no if row.record else "" for row in rows] == ["", *map(str, range(413, 418)), "", "418", "419"]
    assert [row.undone for row in rows][-2:] == [True, True]


def test_the_trail_finds_calls_by_their_program() -> None:
    rows = trail_rows([a_record(1), a_record(2, origin=Origin())], 2, "boto3")
    assert [row.record.no for row in rows if row.record] == ["1"]


def test_the_ladder_tells_the_newest_calls_and_says_how_many_came_before() -> None:
    line = Line([a_record(no) for no in range(11, 1000)], 10)
    told = story(line, 990)
    assert (len(told.records), told.position, told.earlier) == (MOST_ROWS + 9, MOST_ROWS, 990 - MOST_ROWS)
    assert told.records[0].no == str(990 - MOST_ROWS + 1)
    sign_out = a_record(400, kind="act", title="Sign out")
    told = story(Line([*line[10:399], sign_out, *line[400:450]], 10), 450)
    assert (told.records[0].no, told.position, told.earlier) == ("401", 50, 0)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(3600, "+1 h"), (-90, "-1 min 30 s"), (0.2, "+0 s"), (3599.999, "+1 h"), (90061, "+1 d 1 h 1 min 1 s")],
)
def test_a_span_is_told_to_the_second(seconds: float, shown: str) -> None:
    assert span(seconds) == shown


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        (Clock(START), "09:00Z"),
        (Clock(START, 0.0), "09:00:00Z"),
        (Clock(START + 3601, 3600.0), "10:00:01Z +1 h"),
        (Clock(START + 3601, -0.4), "10:00:01Z"),
        (Clock(START + 86400), "06 Jan 09:00Z"),
    ],
)
def test_a_clock_that_runs_shows_its_seconds_and_how_far_it_is_off(clock: Clock, shown: str) -> None:
    assert plain(status(Store(), "trail", 80, clock=clock)).rstrip().endswith(f"· {shown}")


def test_the_endpoint_stands_at_the_end_of_the_status_line() -> None:
    line = plain(status(Store(), "trail", 80, clock=Clock(START), endpoint="endpoint :4577"))
    assert line.endswith("signed out · 09:00Z · endpoint :4577")
    assert len(line) == 80
