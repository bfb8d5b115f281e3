"""Real clients call while the app runs: the screens follow, time travel and the clock go on."""

from __future__ import annotations

import asyncio
import itertools
import stat
from typing import Any

import httpx
import pytest
from textual.widgets import Input

from cogtui.cloud import clock
from cogtui.dev.live import stage
from cogtui.dev.scenes import to_way
from cogtui.folders import data_dir
from cogtui.tui.panes.sign_in import SignIn
from cogtui.tui.panes.tokens import TokenView
from cogtui.tui.panes.trail import TrailRows
from cogtui.tui.screens.viewer import Lines, Viewer
from cogtui.tui.widgets.choices import Choices
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.status import Status
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.wire import aws
from tests.tui.driving import SIZES, TYPED, lines_of, opened
from tests.tui.laws import faults
from tests.tui.serving import asked, asks, client, running, staged, start, under_cursor, unplugged, until

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
        assert under_cursor(rows).no == app.last.no
        await app.press("up")
        read = under_cursor(rows)
        asks(app, 3)
        await app.caught_up()
        assert under_cursor(rows) is read
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
        assert under_cursor(pane.rows).no == app.last.no
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
        assert under_cursor(rows).no == str(let_go + 1)
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
        read = under_cursor(rows)
        app.world.most_calls = 10
        asks(app)
        await app.caught_up()
        assert app.world.trail.first > 0
        assert under_cursor(rows) is read


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
        await app.press(*to_way("user_pool"), "down", "enter", "enter")
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


# --- how it looks -------------------------------------------------------------------------------------------------------


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
