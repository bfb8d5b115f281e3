"""The endpoint inside the app: real clients call while it runs, and the screens follow."""

from __future__ import annotations

import asyncio
import errno
import itertools
import socket
import stat
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from textual.widgets import Button, Input, Static

from cogtui.cloud import clock
from cogtui.dev.live import Unplugged, stage
from cogtui.folders import data_dir
from cogtui.tui import serving
from cogtui.tui.panes.sign_in import SignIn
from cogtui.tui.panes.tokens import TokenView
from cogtui.tui.panes.trail import TrailRows
from cogtui.tui.screens import endpoint as screens
from cogtui.tui.screens.viewer import Lines, Viewer
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.serving import Maker, Serving
from cogtui.tui.widgets.choices import Choices
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.status import Status
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views import endpoint as words
from cogtui.wire import aws
from tests.tui.driving import SIZES, TYPED, Driver, lines_of, opened, why_text
from tests.tui.laws import faults

ONCE = Config(retries={"total_max_attempts": 1})
BUCKET = "anas-reports"


def text(app: Driver, selector: str) -> str:
    """Return what a static of the screen in front says."""
    return str(app.one(Static, selector).render())


def running(app: Driver) -> Serving:
    """Return the endpoint, which must run."""
    assert app.app.serving is not None
    return app.app.serving


async def until(app: Driver, holds: Callable[[], bool]) -> None:
    """Wait for what comes of a start or a stop."""
    async with asyncio.timeout(60):  # the first start of all loads the server
        while not holds():
            await app.pilot.pause(0.01)
    await app.settle()


async def start(app: Driver) -> None:
    """Start the endpoint at a free port, as a person does, and leave the modal."""
    await app.press("S")
    app.one(Input, "#port").value = "0"
    await app.press("enter")
    await until(app, lambda: app.app.serving is not None)
    await app.press("escape")


async def stopped(app: Driver) -> None:
    """Wait until it has stopped."""
    await until(app, lambda: app.app.serving is None)


def client(app: Driver, service: str, secret: str = "") -> Any:
    """Return a boto3 client that was told what the app shows."""
    told = running(app).clients
    return boto3.client(
        service,
        endpoint_url=told.endpoint,
        region_name=told.region,
        aws_access_key_id=told.access_key_id,
        aws_secret_access_key=secret or told.secret_access_key,
        config=ONCE,
    )


async def asked(app: Driver, call: Callable[..., Any], **params: Any) -> Any:
    """Make a client's call in a thread, as another program would, and let the screens follow."""
    try:
        return await asyncio.to_thread(call, **params)
    except ClientError as refused:
        return refused
    finally:
        await app.caught_up()


def is_open(port: str) -> bool:
    """Tell whether something listens there."""
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", int(port.removeprefix(":")))) == 0


@asynccontextmanager
async def staged(size: tuple[int, int] = (120, 40)) -> AsyncGenerator[Driver]:
    """Open the lab with an endpoint without a port, to which a client has come already."""
    async with opened(size=size) as app:
        await stage(app.app)
        await app.caught_up()
        yield app


def unplugged(app: Driver) -> Unplugged:
    """Return the endpoint of a staged app."""
    endpoint = running(app).endpoint
    assert isinstance(endpoint, Unplugged)
    return endpoint


def asks(app: Driver, count: int = 1) -> None:
    """Have a client of a staged app ask something that needs no key."""
    for _ in range(count):
        unplugged(app).ask("cognito-identity", "GetId", {"IdentityPoolId": "us-east-1:0"})


# --- start and stop ---------------------------------------------------------------------------------------------------


async def test_a_client_s_call_appears_with_its_why_while_the_app_runs() -> None:
    async with opened() as app:
        await start(app)
        await app.pane_shown("4", "trail")
        told = await asked(app, client(app, "sts").get_caller_identity)
        assert told["Arn"].endswith(":user/demo")
        assert lines_of(app.one(TrailRows))[-1].split()[1:5] == ["✓", "GetCallerIdentity", "App", "STS"]
        assert "sent by Boto3/1." in why_text(app.pane)
        assert f"endpoint {running(app).port}" in app.workspace.query_one(Status).render().plain
        await app.press("S")
        assert "1 request so far" in text(app, "#answering")


async def test_esc_lets_it_run_on_and_stop_closes_the_port_and_the_clock_stands_still() -> None:
    async with opened() as app:
        await start(app)
        port = running(app).port
        assert isinstance(app.app.screen, Workspace)
        assert is_open(port)
        await app.press("S")
        app.one(Button, "#stop").focus()
        await app.press("enter")
        await stopped(app)
        assert not is_open(port)
        assert app.world.host is None
        assert clock.offset(app.world.store) is None
        assert app.toasts == ["The endpoint stopped. It answered no request"]
        assert app.focused is app.one(Button, "#start")
        assert "endpoint" not in app.workspace.query_one(Status).render().plain


@pytest.mark.parametrize("typed", ["", "x", "65536", "-1", "4 577", "٣", "1" * 5000])
async def test_what_is_no_port_is_said_below_the_field(typed: str) -> None:
    async with opened() as app:
        before = app.world.history.position
        await app.press("S")
        field = app.one(Input, "#port")
        field.value = typed
        await app.press("enter")
        assert text(app, "#problem") == f"✗ {words.BAD_PORT}"
        assert app.focused is field
        assert app.app.serving is None
        assert app.world.history.position == before
        await app.press("end", "5")
        assert text(app, "#problem") == ""


async def test_a_port_that_is_taken_is_said_below_the_field_and_leaves_the_world_alone() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        async with opened() as app:
            before = app.world.history.position
            await app.press("S")
            app.one(Input, "#port").value = str(port)
            await app.press("enter")
            await until(app, lambda: app.focused is app.one(Input, "#port"))
            assert text(app, "#problem") == f"✗ port {port} is taken: choose another, or 0 for any free one"
            assert app.app.serving is None
            assert app.world.host is None
            assert app.world.history.position == before


async def test_where_the_usual_port_is_taken_it_gets_another_one_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setattr(screens, "DEFAULT_PORT", port)
        async with opened() as app:
            await app.press("S", "enter")
            await until(app, lambda: app.app.serving is not None)
            assert app.toasts == [f"Port {port} is taken; the endpoint got {running(app).port.removeprefix(':')}"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (errno.EADDRINUSE, "port 80 is taken: choose another, or 0 for any free one"),
        (errno.EACCES, "port 80 may not be opened by you: choose one above 1023"),
        (errno.EADDRNOTAVAIL, "the listener's words"),
    ],
)
def test_a_port_that_can_t_be_had_is_told_in_one_sentence(reason: int, said: str) -> None:
    assert words.no_port(80, OSError(reason, "x"), "the listener's words") == said


async def test_the_choices_decide_how_it_answers() -> None:
    async with opened() as app:
        await app.press("S")
        app.one(Input, "#port").value = "0"
        app.one(Choices, "#issuer").focus()
        await app.press("right", "down", "space", "enter")
        await until(app, lambda: app.app.serving is not None)
        assert text(app, "#ways") == "User pools sign as this endpoint; any signature will do!"
        await asked(app, client(app, "sts", secret="another").get_caller_identity)
        assert app.last.ok
        assert app.world.store.get(*local_issuer_row()).base == running(app).clients.endpoint


def local_issuer_row() -> tuple[Any, tuple[str, ...]]:
    from cogtui.cloud.issuers import LOCAL_ISSUERS

    return LOCAL_ISSUERS, ("issuer",)


async def test_a_start_that_takes_long_shows_so_and_esc_gives_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = asyncio.Event()

    async def slowly() -> Maker:
        await loaded.wait()
        return serving.real

    monkeypatch.setattr(serving, "load", slowly)
    async with opened() as app:
        await app.press("S", "enter")
        progress = app.one(Static, "#progress")
        await until(app, lambda: progress.display)
        await app.press("escape")
        loaded.set()
        await app.settle()
        assert app.app.serving is None
        assert app.world.host is None


async def test_another_session_stops_it_first() -> None:
    async with opened() as app:
        await start(app)
        port, served = running(app).port, app.world
        app.app.open_lesson("sign-in-with-facebook")
        await until(app, lambda: app.session.play is not None)
        assert app.toasts == ["The endpoint stopped. It answered no request"]
        assert not is_open(port)
        assert served.host is None
        assert app.world.host is None


async def test_home_and_continue_leave_it_running() -> None:
    async with opened() as app:
        await start(app)
        await app.press("H")
        app.app.continue_last()
        await app.settle()
        await asked(app, client(app, "sts").get_caller_identity)
        assert app.last.operation == "GetCallerIdentity"


async def test_leaving_the_app_stops_it() -> None:
    async with opened() as app:
        await start(app)
        port, world = running(app).port, app.world
        await app.press("ctrl+q")
        await stopped(app)
    assert not is_open(port)
    assert world.host is None
    assert clock.offset(world.store) is None


async def test_after_a_crash_the_next_session_finds_the_clock_standing_still() -> None:
    async with opened() as app:
        await start(app)
        app.session.close()  # nothing is written down any more, as if the app had been killed
    async with opened("home") as app:
        app.app.continue_last()
        await app.begun()
        assert clock.offset(app.world.store) is None
        assert app.last.title == "The clock stands still"


# --- what clients do --------------------------------------------------------------------------------------------------


async def test_undo_takes_back_what_a_client_did_and_says_whose_it_was() -> None:
    async with opened() as app:
        await start(app)
        s3 = client(app, "s3")
        await asked(app, s3.create_bucket, Bucket="new-bucket")
        await app.press("u")
        assert app.toasts[-1].startswith("Undone: CreateBucket, which Boto3/1.")
        names = [bucket["Name"] for bucket in (await asked(app, s3.list_buckets))["Buckets"]]
        assert "new-bucket" not in names


async def test_undo_and_go_here_leave_the_endpoint_what_it_needs() -> None:
    async with opened() as app:
        await start(app)
        await app.press("u")
        assert app.toasts[-1] == "Nothing to undo since the endpoint started"
        await app.pane_shown("4", "trail")
        await app.press("home", "t")
        assert app.toasts[-1] == "That was before the endpoint started; stop it first (S)"
        assert (await asked(app, client(app, "sts").get_caller_identity))["Account"] == app.world.account


async def test_going_back_in_a_lesson_beyond_the_start_lets_the_endpoint_go_on() -> None:
    async with opened("learn") as app:
        await app.press("n", *("enter",) * 3, "n")
        await start(app)
        await app.press("b", "b")
        await app.settle()
        assert clock.offset(app.world.store) is not None
        assert (await asked(app, client(app, "sts").get_caller_identity))["Account"] == app.world.account


async def test_a_request_that_runs_into_a_bug_is_told_and_reported_and_the_app_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("a bug")

    async with opened() as app:
        await start(app)
        sts = client(app, "sts")
        with monkeypatch.context() as patch:
            patch.setattr(aws, "answer", broken)
            refused = await asked(app, sts.get_caller_identity)
        report = data_dir() / "crash-1.txt"
        assert refused.response["ResponseMetadata"]["HTTPStatusCode"] == 500
        assert app.toasts == [f"A request ran into a bug of CogTUI and was answered 500. Report: {report}"]
        assert "KeyError: 'a bug'" in report.read_text(encoding="utf-8")
        assert stat.S_IMODE(report.stat().st_mode) == 0o600
        assert (await asked(app, sts.get_caller_identity))["Account"] == app.world.account


async def test_a_client_may_put_another_world_in_place_and_the_key_that_is_shown_works_there() -> None:
    async with opened("learn") as app:
        await start(app)
        url, headers = running(app).clients.endpoint, {"Authorization": f"Bearer {running(app).endpoint.token}"}
        async with httpx.AsyncClient(headers=headers) as web:
            given = await web.get(f"{url}/_cogtui/export")
            assert given.status_code == 200, given.text
            await app.press("n", *("enter",) * 3)
            taken = await web.post(f"{url}/_cogtui/import", content=given.content)
            assert taken.status_code == 200, taken.text
        await until(app, lambda: app.session.play is None)
        await app.begun()
        assert app.session.title == "an imported world"
        assert (await asked(app, client(app, "sts").get_caller_identity))["Account"] == app.world.account


# --- the screens follow -----------------------------------------------------------------------------------------------


async def test_the_trail_goes_along_with_new_calls_from_its_last_row_only() -> None:
    async with staged() as app:
        await app.pane_shown("4", "trail")
        rows = app.one(TrailRows)
        asks(app)
        await app.caught_up()
        assert rows.chosen.record.no == app.last.no
        await app.press("up")
        read = rows.chosen
        asks(app, 3)
        await app.caught_up()
        assert rows.chosen.record is read.record
        assert rows.rows[-1].record.no == app.last.no


async def test_whoever_reads_the_why_of_the_last_call_is_not_torn_away() -> None:
    async with staged() as app:
        await app.pane_shown("4", "trail")
        await app.press("enter", "down", "down")
        read = app.one(RecordDetail, "Trail RecordDetail").record
        asks(app)
        await app.caught_up()
        detail = app.one(RecordDetail, "Trail RecordDetail")
        assert detail.record is read
        assert detail.query_one(WhyTree).cursor == 2


async def test_the_ladder_goes_along_until_the_reader_looks_at_something_else() -> None:
    async with staged() as app:
        pane = app.pane
        assert isinstance(pane, SignIn)
        asks(app)
        await app.caught_up()
        assert pane.rows.chosen.record.no == app.last.no
        await app.press("home")
        asks(app)
        await app.caught_up()
        assert pane.rows.cursor == 0
        assert [row for row in pane.rows.rows if row.record is not None][-1].record.no == app.last.no


async def test_a_call_disturbs_neither_what_is_typed_nor_what_is_open() -> None:
    async with staged() as app:
        await app.pane_shown("4", "trail")
        await app.press("slash", TYPED + "get")
        field = app.focused
        asks(app)
        await app.caught_up()
        assert isinstance(field, Input)
        assert app.focused is field
        assert (field.value, field.cursor_position) == ("get", 3)
        await app.press("escape")
        await app.pane_shown("5", "console")
        await app.press(TYPED + "aws s3")
        asks(app)
        await app.caught_up()
        assert (app.one(Input, "#prompt").value, app.focused) == ("aws s3", app.one(Input, "#prompt"))
        await app.press("escape", "S")
        app.one(Choices, "#shell").focus()
        asks(app)
        await app.caught_up()
        assert app.focused is app.one(Choices, "#shell")


async def test_many_calls_are_drawn_some_twenty_times_a_second_at_most() -> None:
    async with staged() as app:
        await app.pane_shown("4", "trail")
        drawn: list[float] = []
        app.app.watch(app.app, "moment", lambda: drawn.append(asyncio.get_running_loop().time()), init=False)
        for _ in range(300):
            asks(app)
            await asyncio.sleep(0)
        await app.caught_up()
        assert 1 <= len(drawn) < 100
        assert all(later - earlier >= 0.045 for earlier, later in itertools.pairwise(drawn))
        assert app.one(TrailRows).rows[-1].record.no == app.last.no


async def test_what_was_let_go_is_said_in_the_trail_and_undo_ends_there() -> None:
    async with staged() as app:
        await app.pane_shown("4", "trail")
        app.world.most_calls = 10
        asks(app, 30)
        await app.caught_up()
        rows = app.one(TrailRows)
        let_go = app.world.trail.first
        assert let_go > 0
        assert f"{let_go} older calls were let go" in lines_of(rows)[0]
        await app.press("home")
        assert rows.chosen.record.no == str(let_go + 1)
        await app.press("z")
        assert app.world.history.position == let_go
        await app.press("u")
        assert app.toasts[-1] == "Nothing to undo any more: older calls were let go"


async def test_the_cursor_stays_on_its_call_when_older_ones_are_let_go() -> None:
    async with staged() as app:
        await app.pane_shown("4", "trail")
        asks(app, 30)
        await app.caught_up()
        await app.press("up", "up")
        rows = app.one(TrailRows)
        read = rows.chosen.record
        app.world.most_calls = 10
        asks(app)
        await app.caught_up()
        assert app.world.trail.first > 0
        assert rows.chosen.record is read


# --- the time ---------------------------------------------------------------------------------------------------------


async def test_the_clock_goes_on_by_itself_and_an_offset_is_shown() -> None:
    async with staged() as app:
        status = app.workspace.query_one(Status)
        assert "10:00:14Z" in status.render().plain
        unplugged(app).time += 5
        app.app.second += 1
        await app.settle()
        assert "10:00:19Z · " in status.render().plain
        await app.press("plus")
        assert "11:00:19Z +1 h" in status.render().plain


async def test_what_is_left_of_a_token_goes_down_with_the_clock() -> None:
    async with staged() as app:
        await app.press("p", "p", "down", "enter", "enter")
        await app.pane_shown("2", "tokens")
        view = app.one(TokenView)
        before = view.now
        unplugged(app).time += 60
        app.app.second += 1
        await app.settle()
        assert view.now == before + 60 == app.world.now


async def test_nothing_ticks_once_it_has_stopped() -> None:
    async with opened() as app:
        await start(app)
        run = running(app)
        await app.app.stop_endpoint()
        assert run._ticking is not None
        assert run._ticking._task is None or run._ticking._task.cancelled() or run._ticking._task.done()
        assert app.world.now == pytest.approx(run.since, abs=60)


# --- the modal --------------------------------------------------------------------------------------------------------


async def test_y_copies_the_lines_with_the_secret_and_says_so_and_the_shell_is_remembered() -> None:
    async with staged() as app:
        await app.press("S", "right", "y")
        told = running(app).clients
        assert app.app.clipboard.splitlines()[0] == f"set -gx AWS_ENDPOINT_URL '{told.endpoint}'"
        assert told.secret_access_key in app.app.clipboard
        assert app.toasts[0].startswith("Copied the lines for fish, the secret key with them")
        await app.press("escape", "S")
        assert app.one(Choices, "#shell").chosen == "fish"
        assert "set -gx AWS_REGION us-east-1" in text(app, "#lines")


async def test_each_part_of_the_evidence_for_a_signature_can_be_read_and_opened() -> None:
    async with staged() as app:
        await app.pane_shown("4", "trail")
        rows = app.one(TrailRows)
        rows.cursor = next(index for index, row in enumerate(rows.rows) if row.record and not row.record.ok)
        await app.settle()
        tree = app.pane.query_one(WhyTree)
        lines = lines_of(tree)
        assert [line.strip() for line in lines if "AWS4-HMAC-SHA256" in line] == ["AWS4-HMAC-SHA256"]
        assert any(line.strip() == "x-amz-date:20260105T100002Z" for line in lines)
        tree.focus()
        tree.cursor = next(index for index, line in enumerate(lines) if line.strip().startswith("canonical request"))
        await app.press("enter")
        shown = "\n".join(app.screen(Viewer).query_one(Lines).rows)
        assert shown.startswith("POST\n/\n\n")
        assert "host:127.0.0.1:4577" in shown


STATES: dict[str, tuple[str, ...]] = {
    "running": ("S",),
    "PowerShell": ("right", "right"),
    "the ladder": ("escape",),
    "the Trail": ("4",),
    "the why of a policy": ("enter",),
    "the why of a signature": ("escape", "home", *("down",) * 6, "enter", "end"),
    **{f"view {number}": ("right_square_bracket",) for number in range(1, 7)},
    "a long header": ("end", "enter"),
    "the clock jumped": ("escape", "plus"),
    "filtered": ("escape", "1", "4", "slash", TYPED + "boto3"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_all_can_be_reached_and_nothing_is_cut_off(size: tuple[int, int]) -> None:
    broken: dict[str, list[str]] = {}
    async with opened(size=size) as app:
        await app.press("S")
        broken["stopped"] = faults(app.app)
        app.one(Input, "#port").value = "x"
        await app.press("enter")
        broken["no port"] = faults(app.app)
        await app.press("escape")
        await stage(app.app)
        await app.caught_up()
        for state, keys in STATES.items():
            await app.press(*keys)
            broken[state] = faults(app.app)
    assert {state: found for state, found in broken.items() if found} == {}
