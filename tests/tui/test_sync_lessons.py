"""The tasks of the lessons on Cognito Sync are done on the Sync pane and in the policy editor, by keys, at 80x24."""

from __future__ import annotations

import pytest

from cogtui.course.library import load
from cogtui.course.play import Play
from cogtui.course.run import Met, played
from cogtui.tui.panes.sync import Sync
from cogtui.tui.screens.conflict import ConflictScreen
from cogtui.tui.session import Session
from cogtui.tui.widgets.policy_editor import PolicyEditor
from cogtui.tui.widgets.sync_columns import Column
from tests.tui.driving import SMALL, TYPED, Driver, opened

OFFLINE = "sync-offline-first"
CONFLICTS = "sync-conflicts-and-push"


def at_step(lesson: str, step: str) -> Session:
    """Return a session in the lesson at a step, with everything before it done."""
    play = Play(load(lesson))
    for event in played(play):
        if isinstance(event, Met) and event.step.id == step:
            return Session(play.world, title="x", play=play)
    raise AssertionError(step)


def undone(app: Driver) -> list[str]:
    """Return which goals of the step are not reached."""
    assert app.session.play is not None
    return [goal.id for goal in app.session.play.goals() if not goal.done]


def keys_to(app: Driver, device: str, key: str) -> list[str]:
    """Return the keys that bring the cursor to a record of a device that is in view."""
    assert isinstance(app.pane, Sync)
    rows = app.pane.columns.column(device).records.rows
    place = next(index for index, row in enumerate(rows) if getattr(row, "key", "") == key)
    return ["home", *["down"] * place]


async def to_device(app: Driver, name: str) -> None:
    """Go to a device's column by keys."""
    assert isinstance(app.pane, Sync)
    while app.pane.columns.at != name or not app.pane.columns.column(name).records.has_focus:
        await app.press("right")


async def change(app: Driver, name: str, key: str, value: str) -> None:
    """Change a record on a device by keys."""
    await to_device(app, name)
    await app.press(*keys_to(app, name, key), "e", "ctrl+u", TYPED + value, "enter")


async def test_the_first_record_is_written_on_the_phone() -> None:
    async with opened(size=SMALL, session=at_step(OFFLINE, "first-edit")) as app:
        await app.press("e", TYPED + "theme = dark", "enter")
        assert undone(app) == []


async def test_the_tablet_comes_along() -> None:
    async with opened(size=SMALL, session=at_step(OFFLINE, "tablet")) as app:
        assert undone(app) == ["all"]
        await to_device(app, "tablet")
        await app.press("s")
        assert undone(app) == []


async def test_offline_the_tablet_keeps_what_is_written_and_sends_it_when_it_is_back() -> None:
    async with opened(size=SMALL, session=at_step(OFFLINE, "offline")) as app:
        await app.press("o")
        await change(app, "tablet", "font", "mono")
        await app.press("s")
        assert undone(app) == []
        await app.press("n", "q")
        assert undone(app) == ["there", "clean"]
        await app.press("o")
        assert undone(app) == []


@pytest.mark.parametrize(
    ("lesson", "step", "old", "new", "then"),
    [
        (OFFLINE, "repair", ':sub}"\n    },', ':sub}/*"\n    },', ("7", "phone", "s")),
        (CONFLICTS, "push-on", ":sub}/*", ":sub}*", ("7", "tablet", "p")),
    ],
)
async def test_a_policy_is_put_right_in_the_editor_and_the_device_gets_through(
    lesson: str, step: str, old: str, new: str, then: tuple[str, str, str]
) -> None:
    pane, device, key = then
    async with opened(size=SMALL, session=at_step(lesson, step)) as app:
        await app.press("e")
        editor = app.one(PolicyEditor)
        assert old in editor.area.text
        editor.area.load_text(editor.area.text.replace(old, new, 1))
        await app.press("ctrl+s", "escape")
        await app.pane_shown(pane, "sync")
        await to_device(app, device)
        await app.press(key)
        assert undone(app) == []


async def test_a_conflict_is_made_and_settled_with_a_value_of_ones_own() -> None:
    async with opened(size=SMALL, session=at_step(CONFLICTS, "settle")) as app:
        await change(app, "phone", "theme", "red")
        await change(app, "tablet", "theme", "blue")
        await to_device(app, "phone")
        await app.press("s")
        await to_device(app, "tablet")
        await app.press("s")
        await app.until(ConflictScreen)
        await app.press("4", "ctrl+u", TYPED + "purple", "enter")
        assert undone(app) == ["phone"]
        await to_device(app, "phone")
        await app.press("s")
        assert undone(app) == []


@pytest.mark.parametrize(
    ("step", "keys"),
    [("way-out", ("A", "A", "s")), ("back-again", ("A", "p", "s")), ("pull", ("s",))],
)
async def test_the_device_that_the_step_is_about_is_in_view_and_gets_what_it_lacks(
    step: str, keys: tuple[str, ...]
) -> None:
    async with opened(size=SMALL, session=at_step(CONFLICTS, step)) as app:
        assert undone(app)
        await app.press(*keys)
        assert undone(app) == []
        assert [column.of for column in app.pane.query(Column) if column.display and column.of] != ["phone", "cloud"]


async def test_a_record_that_the_javascript_manager_passed_over_cannot_be_sent_and_the_hint_says_so() -> None:
    async with opened(size=SMALL, session=at_step(CONFLICTS, "way-out")) as app:
        await change(app, "web", "font", "big")
        await app.press("s")
        play = app.session.play
        assert play is not None
        assert undone(app) == ["same"]
        assert (play.hint() or "").startswith("An edit of `font` there is refused in every pass")
