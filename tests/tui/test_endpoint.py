"""The endpoint inside the app: starting and stopping it, and what its modal says."""

from __future__ import annotations

import asyncio
import errno
import socket

import pytest
from textual.widgets import Button, Input, Static

from cogtui.cloud import clock
from cogtui.cloud.issuers import local_issuer
from cogtui.tui import serving
from cogtui.tui.panes.trail import TrailRows
from cogtui.tui.screens import endpoint as screens
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.serving import Maker
from cogtui.tui.widgets.choices import Choices
from cogtui.tui.widgets.status import Status
from cogtui.views import endpoint as words
from tests.tui.driving import lines_of, opened, why_text
from tests.tui.serving import asked, client, is_open, running, staged, start, stopped, text, until


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
        assert local_issuer(app.world.store) == running(app).clients.endpoint


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


async def test_where_iam_gives_no_key_it_says_so_and_shows_lines_without_one() -> None:
    async with opened() as app:
        operator = app.world.operator
        app.world.call("iam", "CreateUser", {"UserName": "demo"}, caller=operator)
        for _ in range(2):
            made = app.world.call("iam", "CreateAccessKey", {"UserName": "demo"}, caller=operator)
            off = {"UserName": "demo", "AccessKeyId": made.output["AccessKey"]["AccessKeyId"], "Status": "Inactive"}
            assert app.world.call("iam", "UpdateAccessKey", off, caller=operator).ok
        await start(app)
        await app.press("S")
        assert text(app, "#key") == "none: the IAM user demo has two, and both are inactive"
        assert "AWS_ENDPOINT_URL" in text(app, "#lines")
        assert "AWS_SECRET_ACCESS_KEY" not in text(app, "#lines")


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
