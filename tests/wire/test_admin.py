"""`/_cogtui/`: what scripts and test suites ask of the endpoint itself."""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from cogtui import __version__
from cogtui.cloud.callers import Keys
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.save import Save
from cogtui.cloud.save_files import FORMAT
from cogtui.cloud.world import World
from cogtui.wire.endpoint import KEPT_CALLS
from tests.builders import a_client, a_user_pool, asked, state
from tests.wire.local import Local, data, problem

PRIVATE = [
    ("GET", "version"),
    ("GET", "coverage"),
    ("GET", "outbox"),
    ("GET", "trail"),
    ("GET", "clock"),
    ("POST", "clock"),
    ("POST", "reset"),
    ("GET", "export"),
    ("POST", "import"),
    ("POST", "template"),
]


def test_health_is_for_anybody() -> None:
    assert data(Local().ask("GET", "/_cogtui/health")) == {"status": "ok", "bugs": 0}


@pytest.mark.parametrize(("method", "name"), PRIVATE)
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "wrong", "Basic eDp5", "Bearer \xff\xfe"])
def test_everything_else_needs_the_token(method: str, name: str, given: str) -> None:
    here = Local(remake=World)
    before = state(here.world)
    answer = here.ask(method, f"/_cogtui/{name}", ("authorization", given))
    assert problem(answer) == (401, "this needs the token that was printed at the start: Authorization: Bearer TOKEN")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert state(here.world) == before


def test_the_token_may_come_in_a_header_of_its_own() -> None:
    here = Local()
    assert data(here.ask("GET", "/_cogtui/version", ("x-cogtui-token", here.endpoint.token)))


def test_tokens_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    here, compared = Local(), list[bytes]()
    honest: Callable[[bytes, bytes], bool] = hmac.compare_digest

    def compare(one: bytes, other: bytes) -> bool:
        compared.append(one)
        return honest(one, other)

    monkeypatch.setattr("cogtui.wire.admin.hmac.compare_digest", compare)
    here.ask("GET", "/_cogtui/version", ("authorization", "Bearer guess"))
    assert compared == [b"guess"]


def test_each_endpoint_has_a_token_of_its_own() -> None:
    assert Local().endpoint.token != Local().endpoint.token


def test_version_and_coverage_are_this_cogtui_s() -> None:
    here = Local()
    assert data(here.admin("GET", "version")) == {"version": __version__}
    found = data(here.admin("GET", "coverage"))
    assert "GetId" in found["cognito-identity"]["simulated"]
    assert not set(found["iam"]["simulated"]) & set(found["iam"]["not_simulated"])


def test_head_goes_with_get_and_has_no_body() -> None:
    here = Local()
    answer = here.ask("HEAD", "/_cogtui/health")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/health/", "/clock/forward", "/%2e%2e"])
def test_what_is_not_there_is_told_what_is(path: str) -> None:
    status, words = problem(Local().ask("GET", f"/_cogtui{path}"))
    assert status == 404
    assert all(f"/_cogtui/{name}" in words for name in ("health", *(name for _, name in PRIVATE)))


@pytest.mark.parametrize(
    ("method", "name", "allowed"),
    [("POST", "health", "GET"), ("DELETE", "clock", "GET, POST"), ("GET", "reset", "POST"), ("TRACE", "trail", "GET")],
)
def test_another_method_is_told_which_ones_there_are(method: str, name: str, allowed: str) -> None:
    answer = Local(remake=World).admin(method, name)
    assert problem(answer) == (405, f"/_cogtui/{name} takes {allowed}")
    assert answer.headers["allow"] == allowed


# ----------------------------------------------------------------------------------------------------------------- looks


def with_messages() -> Local:
    here = Local()
    pool = a_user_pool(here.world)
    client = a_client(here.world, pool)
    for name in ("ana", "ben"):
        attributes = [{"Name": "email", "Value": f"{name}@example.com"}]
        here.world.call(
            "cognito-idp",
            "SignUp",
            {"ClientId": client, "Username": name, "Password": "Correct-Horse-9", "UserAttributes": attributes},
        )
    return here


def test_the_outbox_has_the_codes_that_were_sent() -> None:
    here = with_messages()
    messages = data(here.admin("GET", "outbox"))["messages"]
    assert [(one["username"], one["to"]) for one in messages] == [
        ("ana", "ana@example.com"),
        ("ben", "ben@example.com"),
    ]
    assert all(one["code"] in one["body"] and one["sent"].endswith("Z") for one in messages)


@pytest.mark.parametrize("asked_for", ["username=ben", "to=ben@example.com"])
def test_the_outbox_can_be_narrowed_down(asked_for: str) -> None:
    found = data(with_messages().admin("GET", f"outbox?{asked_for}"))["messages"]
    assert [one["username"] for one in found] == ["ben"]


def test_the_outbox_says_what_narrows_it_down() -> None:
    assert problem(Local().admin("GET", "outbox?user=ben")) == (
        400,
        "`user` narrows nothing down here; username, pool, to do",
    )


def test_the_trail_has_the_last_calls_with_verdict_and_rule() -> None:
    here = Local()
    asked(here.world, "sts", "GetCallerIdentity")
    asked(here.world, "iam", "GetRole", RoleName="nobody")
    fine, refused = data(here.admin("GET", "trail?last=2"))["calls"]
    assert (fine["operation"], fine["ok"], fine["error"]) == ("GetCallerIdentity", True, None)
    assert (refused["ok"], refused["error"]["code"]) == (False, "NoSuchEntity")
    assert refused["refused_by"]


@pytest.mark.parametrize("last", ["-1", "x", "1e3", "\u0663", "9" * 30, ""])
def test_the_trail_is_asked_for_a_number_of_calls(last: str) -> None:
    answer = Local().admin(
        "GET", f"trail?last={last.encode().decode('latin-1')}" if last.isascii() else "trail?last=%D9%A3"
    )
    assert answer.status == 400


def test_text_that_utf_8_cannot_hold_is_shown_with_escapes() -> None:
    here = Local()
    here.ask("POST", "/", ("x-amz-target", "AWSCognitoIdentityService.\xff"))
    assert "\\udcff" in data(here.admin("GET", "trail?last=1"))["calls"][0]["operation"]


# ----------------------------------------------------------------------------------------------------------------- clock


def test_the_clock_goes_forward_and_to_a_time() -> None:
    here = Local()
    assert data(here.admin("GET", "clock"))["offset"] == 0
    assert data(here.admin("POST", "clock", {"advance": 3600}))["offset"] == 3600
    found = data(here.admin("POST", "clock", {"to": "2027-02-01T00:00:00+01:00"}))
    assert found["now"] == "2027-01-31T23:00:00Z"
    assert here.world.now == found["epoch"]


WRONG_TIMES = [
    (b"", "say "),
    (b"{}", "say "),
    (b"[]", "the body must be a JSON object"),
    (b"{", "the body must be a JSON object"),
    (b"\xff", "the body must be a JSON object"),
    (b"[" * 100_000, "the body must be a JSON object"),
    (b'{"advance": "1"}', "say "),
    (b'{"advance": true}', "say "),
    (b'{"advance": null}', "say "),
    (b'{"advance": 1, "to": "2027-02-01T00:00:00Z"}', "say "),
    (b'{"advance": 1e300}', "out of range"),
    (b'{"advance": -1e18}', "out of range"),
    (b'{"advance": 99999999999999999999999999}', "out of range"),
    (b'{"to": "tomorrow"}', "must be a time like"),
    (b'{"to": "2027-02-01T00:00:00"}', "must say its zone"),
    (b'{"to": "0001-01-01T00:00:00+23:59"}', "out of range"),
    (b'{"to": "9999-12-31T23:59:59-23:59"}', "out of range"),
]


@pytest.mark.parametrize(("body", "said"), WRONG_TIMES, ids=[body[:30].decode("latin-1") for body, _ in WRONG_TIMES])
def test_a_time_that_makes_no_sense_moves_nothing(body: bytes, said: str) -> None:
    here = Local()
    before = state(here.world)
    status, words = problem(here.admin("POST", "clock", body=body))
    assert status == 400
    assert said in words
    assert state(here.world) == before


# ----------------------------------------------------------------------------------------------------------- whole world


def test_a_reset_makes_the_world_anew_and_says_how_clients_find_it() -> None:
    here = Local(remake=lambda: World("anew"))
    a_user_pool(here.world)
    environment = data(here.admin("POST", "reset"))["environment"]
    assert asked(here.world, "cognito-idp", "ListUserPools", MaxResults=1).output["UserPools"] == []
    assert environment["AWS_ENDPOINT_URL"] == here.endpoint.url
    assert environment["AWS_ACCESS_KEY_ID"].startswith("AKIA")
    assert here.world.now == here.now


def test_a_world_that_can_not_be_made_again_is_left_alone() -> None:
    def broken() -> World:
        raise AuthoringError("no such file", file="lab.yaml")

    for here, said in ((Local(), "open the lab again"), (Local(remake=broken), "lab.yaml: no such file")):
        pool = a_user_pool(here.world)
        status, words = problem(here.admin("POST", "reset"))
        assert (status, said in words) == (409, True)
        assert asked(here.world, "cognito-idp", "DescribeUserPool", UserPoolId=pool).ok


def test_what_is_exported_can_be_imported_with_state_trail_and_undo() -> None:
    here, there = with_messages(), Local()
    save = here.admin("GET", "export")
    assert save.headers["content-type"] == "application/vnd.sqlite3"
    assert data(there.admin("POST", "import", body=save.body))["calls"] == len(there.world.trail)
    begun = len(here.world.trail)
    assert [record.no for record in there.world.trail[:begun]] == [record.no for record in here.world.trail]
    assert there.world.trail[begun - 1].why() == here.world.trail[-1].why()
    there.world.seek(begun)
    assert state(there.world) == state(here.world)
    there.world.undo()
    here.world.undo()
    assert state(there.world) == state(here.world)


def test_an_imported_world_goes_on_by_the_endpoint_s_clock_and_keeps_a_short_trail() -> None:
    here = Local()
    save = Local().admin("GET", "export").body
    here.now += 500
    here.admin("POST", "import", body=save)
    assert (here.world.now, here.world.most_calls) == (here.now, KEPT_CALLS)


def of_format(number: int, folder) -> bytes:
    path = folder / "w"
    Save.create(path, World()).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'format'", (str(number),))
    connection.close()
    return path.read_bytes()


NO_SAVES = {
    "nothing": lambda _: b"",
    "text": lambda _: b"not a database",
    "empty database": lambda _: b"SQLite format 3\0" + bytes(200),
    "cut short": lambda folder: of_format(FORMAT, folder)[:5000],
    "damaged": lambda folder: of_format(FORMAT, folder).replace(b"world.clock", b"world.klock"),
    "older": lambda folder: of_format(FORMAT - 1, folder),
    "newer": lambda folder: of_format(FORMAT + 1, folder),
    "no number": lambda folder: of_format(FORMAT, folder).replace(b"format" + str(FORMAT).encode(), b"formatx"),
}


@pytest.mark.parametrize("kind", NO_SAVES)
def test_what_is_no_save_of_ours_is_refused_and_nothing_is_lost(kind: str, tmp_path) -> None:
    here = with_messages()
    before, length = state(here.world), len(here.world.trail)
    status, words = problem(here.admin("POST", "import", body=NO_SAVES[kind](tmp_path)))
    assert (status, "save" in words) == (400, True)
    assert (state(here.world), len(here.world.trail)) == (before, length)


# ---------------------------------------------------------------------------------------------------------------- accounts

B = "444455556666"


def test_an_account_is_opened_with_somebody_who_may_do_everything_in_it() -> None:
    here = Local()
    assert [one["account"] for one in data(here.admin("GET", "accounts"))["accounts"]] == [here.world.account]
    first, second = data(here.admin("POST", "accounts", {"account": B}))["accounts"]
    assert (first["profile"], second["profile"], second["account"]) == ("a", "b", B)
    assert "AWS_ACCESS_KEY_ID" not in first["environment"], "nobody was made where nobody asked"
    keys = Keys(second["environment"]["AWS_ACCESS_KEY_ID"], second["environment"]["AWS_SECRET_ACCESS_KEY"])
    made = here.world.call("iam", "CreateUser", {"UserName": "ana"}, caller=keys)
    assert made.output["User"]["Arn"] == f"arn:aws:iam::{B}:user/ana"
    assert data(here.admin("GET", "accounts"))["accounts"] == [first, second]


def test_an_account_that_is_open_is_given_somebody_who_may_do_everything() -> None:
    here = Local(World(accounts=("111122223333", B)))
    found = data(here.admin("POST", "accounts", {"account": B}))["accounts"]
    assert ["AWS_ACCESS_KEY_ID" in one["environment"] for one in found] == [False, True]
    calls = len(here.world.trail)
    assert data(here.admin("POST", "accounts", {"account": B}))["accounts"] == found
    assert len(here.world.trail) == calls, "nothing is made twice"


def test_an_account_whose_demo_has_keys_enough_says_why_it_gets_none() -> None:
    here = Local()
    here.admin("POST", "accounts", {"account": here.world.account})
    assert asked(here.world, "iam", "CreateAccessKey", UserName="demo").ok
    for key in asked(here.world, "iam", "ListAccessKeys", UserName="demo").output["AccessKeyMetadata"]:
        changed = {"UserName": "demo", "AccessKeyId": key["AccessKeyId"], "Status": "Inactive"}
        assert asked(here.world, "iam", "UpdateAccessKey", **changed).ok
    status, words = problem(here.admin("POST", "accounts", {"account": here.world.account}))
    assert (status, "LimitExceeded" in words) == (409, True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"account": "1234"}, "`1234` is no account number"),
        ({"account": 444455556666}, "say {"),
        ({"account": B, "name": "b"}, "say {"),
        ({}, "say {"),
    ],
    ids=str,
)
def test_what_names_no_new_account_opens_none(given: dict[str, Any], said: str) -> None:
    here = Local()
    before = state(here.world)
    status, words = problem(here.admin("POST", "accounts", given))
    assert (status, said in words) == (400, True)
    assert state(here.world) == before


def test_a_template_goes_into_the_account_that_is_named() -> None:
    here = Local(World(accounts=("111122223333", B)))
    body = b"Resources: {Ana: {Type: AWS::IAM::User, Properties: {UserName: ana}}}\nOutputs: {Ana: {Value: !GetAtt Ana.Arn}}"
    for account in ("111122223333", B):
        made = data(here.admin("POST", f"template?account={account}", body=body))
        assert made["outputs"] == {"Ana": f"arn:aws:iam::{account}:user/ana"}
    status, words = problem(here.admin("POST", "template?account=777788889999", body=body))
    assert (status, words) == (400, f"the world has no account `777788889999`; it has 111122223333, {B}")


# ---------------------------------------------------------------------------------------------------------------- template

TEMPLATE = b"""
Resources:
  App:
    Type: CogTUI::Provider::App
    Properties: {Provider: Facebook, Name: Reports, AppId: "12345"}
  People:
    Type: AWS::Cognito::UserPool
    Properties: {UserPoolName: people}
Outputs:
  Pool: {Value: !Ref People}
"""


def test_a_template_makes_what_no_api_call_can() -> None:
    here = Local()
    outputs = data(here.admin("POST", "template", body=TEMPLATE))["outputs"]
    described = here.world.call(
        "cognito-idp", "DescribeUserPool", {"UserPoolId": outputs["Pool"]}, caller=here.world.operator
    )
    assert described.output["UserPool"]["Name"] == "people"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"Resources: [", "template:"),
        (b"Resources: {P: {Type: AWS::Cognito::UserPool, Properties: {PoolNam: x}}}", "PoolNam"),
        (b"\xff", "byte 1 of the template is no UTF-8 text"),
        (b"", "template"),
    ],
)
def test_a_template_that_does_not_hold_makes_nothing_and_says_where(body: bytes, said: str) -> None:
    here = Local()
    before = state(here.world)
    status, words = problem(here.admin("POST", "template", body=body))
    assert status == 400
    assert said in words
    assert state(here.world) == before
