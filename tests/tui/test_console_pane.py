"""The Console pane: a line is typed, the answer stands above it; completion, history, pastes, and the way to the why."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from textual import events
from textual.widgets import Static

from cogtui.cloud.callers import Operator
from cogtui.console.words import LONGEST
from cogtui.tui.panes.console import Console
from cogtui.tui.panes.trail import TrailRows
from cogtui.tui.screens.viewer import Viewer
from cogtui.tui.widgets.candidates import Candidates
from cogtui.tui.widgets.command_field import CommandField
from cogtui.tui.widgets.console_output import ConsoleOutput
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.ink import ELLIPSIS
from tests.tui.driving import LARGE, SIZES, SMALL, Driver, drawn, lines_of, opened
from tests.tui.laws import faults

WHOAMI = "aws sts get-caller-identity"
KEYS = {" ": "space", "-": "minus", ":": "colon"}
"""Names of keys that are not the character itself."""
GET_ROLE = "aws iam get-role --role-name Readers --profile operator"


class Typing:
    """The app with the Console in front, and what a test does there."""

    def __init__(self, app: Driver) -> None:
        self.app = app

    @property
    def pane(self) -> Console:
        assert isinstance(self.app.pane, Console)
        return self.app.pane

    @property
    def field(self) -> CommandField:
        return self.pane.field

    @property
    def lines(self) -> list[str]:
        """What the output would show where there is room for all of it."""
        return lines_of(self.pane.output)

    @property
    def candidates(self) -> list[str]:
        listed = self.pane.query_one(Candidates)
        return [row.text for row in listed.rows] if listed.display else []

    @property
    def problem(self) -> str:
        shown = self.pane.query_one("#problem", Static)
        return str(shown.render()) if shown.display else ""

    @property
    def prompt(self) -> str:
        return str(self.pane.query_one("#caller", Static).render())

    async def enter(self, line: str) -> None:
        """Put a line into the field and press enter."""
        self.field.put(line)
        await self.app.press("enter")
        await self.app.settle()

    async def type(self, text: str) -> None:
        """Press the keys of a text."""
        await self.app.press(*(KEYS.get(character, character) for character in text))

    async def paste(self, text: str) -> None:
        self.field.post_message(events.Paste(text))
        await self.app.settle()


@pytest.fixture(name="console")
async def a_console() -> AsyncGenerator[Typing]:
    async with opened(size=SMALL) as app:
        await app.pane_shown("colon", "console")
        yield Typing(app)


async def test_a_typed_command_is_answered_above_the_line(console: Typing) -> None:
    assert isinstance(console.app.focused, CommandField)
    await console.type("as operator")
    await console.app.press("enter")
    await console.type(WHOAMI)
    await console.app.press("enter")
    assert '    "Arn": "arn:aws:sts::111122223333:assumed-role/Operator/console"' in console.lines
    assert console.lines[-1] == "  as the operator: arn:aws:sts::111122223333:assumed-role/Operator/console"
    assert (console.app.last.operation, console.app.last.caller) == ("GetCallerIdentity", Operator("111122223333"))
    assert console.field.value == ""
    assert console.prompt == "operator $ "


async def test_a_refusal_stands_in_the_answer_with_its_why_and_enter_opens_it_in_the_trail(console: Typing) -> None:
    await console.enter(WHOAMI)
    assert console.lines == [
        f"app $ {WHOAMI}",
        "An error occurred (MissingAuthenticationToken) when calling the",
        "GetCallerIdentity operation: Request is missing Authentication Token",
        "  why: ✗ the request carries no credentials  enter",
        "  as the app, unsigned: it holds no credentials",
    ]
    assert console.app.toasts == []
    app = console.app
    await app.press("escape", "up", "enter")
    for _ in range(3):
        await app.settle()
    assert app.pane.pane_id == "trail"
    row = app.pane.query_one(TrailRows).chosen
    assert row is not None
    assert row.record is app.last
    assert isinstance(app.focused, WhyTree)


async def test_bad_input_is_one_line_below_and_the_cursor_stands_where_it_is(console: Typing) -> None:
    before = len(console.app.world.trail)
    await console.enter("aws iam get-rolee --role-name x")
    assert console.problem.replace("\n", " ") == (
        "✗ `get-rolee` is not an operation of AWS Identity and Access Management; did you mean `get-role`?"
    )
    assert console.field.value == "aws iam get-rolee --role-name x"
    assert console.field.cursor_position == len("aws iam ")
    assert isinstance(console.app.focused, CommandField)
    assert len(console.app.world.trail) == before
    await console.app.press("end", "x")
    assert console.problem == ""


async def test_tab_completes_lists_and_takes(console: Typing) -> None:
    app = console.app
    await console.type("aws ia")
    await app.press("tab")
    assert console.field.value == "aws iam "
    await console.type("get-role --ro")
    await app.press("tab")
    assert console.field.value == "aws iam get-role --role-name "
    await app.press("tab")
    assert console.candidates == ["Editors", "Guests", "Operator", "Readers", "SyncPushes"]
    await app.press("down", "down", "down", "enter")
    assert console.field.value == "aws iam get-role --role-name Readers "
    assert console.candidates == []
    assert app.last.operation != "GetRole"


async def test_the_list_follows_what_is_typed_and_esc_closes_it(console: Typing) -> None:
    app = console.app
    await console.type("aws iam get-role --role-name ")
    await app.press("tab", "R")
    assert console.candidates == ["Readers"]
    await app.press("escape")
    assert console.candidates == []
    assert isinstance(app.focused, CommandField)
    await app.press("escape")
    assert not isinstance(app.focused, CommandField)


async def test_nothing_to_complete_is_said(console: Typing) -> None:
    await console.type("rm ")
    await console.app.press("tab")
    assert console.problem == "✗ nothing that the Console knows fits here"


async def test_up_and_down_bring_lines_back_in_this_session_and_the_next(console: Typing) -> None:
    await console.enter(WHOAMI)
    await console.enter("clock")
    await console.type("dra")
    await console.app.press("up", "up")
    assert console.field.value == WHOAMI
    await console.app.press("down", "down")
    assert console.field.value == "dra"
    async with opened() as app:
        await app.pane_shown("5", "console")
        await app.press("up")
        assert Typing(app).field.value == "clock"


async def test_esc_leaves_the_line_so_that_bare_keys_work_and_colon_comes_back(console: Typing) -> None:
    app = console.app
    start = app.world.now
    await console.enter("clock +1h")
    await app.press("escape")
    assert isinstance(app.focused, ConsoleOutput)
    await app.press("u")
    assert app.world.now == start
    assert app.toasts[-1].startswith("Undone")
    await app.press("p")
    assert console.prompt == "operator $ "
    await app.press("colon")
    await app.settle()
    assert isinstance(app.focused, CommandField)


async def test_undo_and_redo_can_be_typed(console: Typing) -> None:
    world = console.app.world
    start = world.now
    await console.enter("clock +1h")
    await console.enter("undo")
    await console.app.settle()
    assert world.now == start
    await console.enter("redo")
    await console.app.settle()
    assert world.now == start + 3600


async def test_undo_of_the_workspace_is_not_meant_while_somebody_types(console: Typing) -> None:
    await console.enter("clock +1h")
    later = console.app.world.now
    await console.app.press("ctrl+z")
    assert console.app.world.now == later


async def test_a_pasted_command_of_several_lines_runs_as_one(console: Typing) -> None:
    await console.paste(f"{WHOAMI} \\\n    --profile operator \\\n    --output text\n")
    assert "␊" in console.field.value
    await console.app.press("enter")
    assert console.lines[3].startswith("111122223333    arn:aws:sts::111122223333:assumed-role/Operator/console")


async def test_control_characters_of_a_paste_are_shown_and_not_sent_to_the_terminal(console: Typing) -> None:
    await console.paste("cat \x1b[31m\x07\u202e")
    assert console.field.value == "cat ␛[31m␇�"
    await console.app.press("enter")
    assert "\x1b" not in console.problem


@pytest.mark.parametrize("size", [LONGEST + 1, 1_000_000])
async def test_a_paste_that_is_too_long_is_refused_with_a_reason(console: Typing, size: int) -> None:
    await console.type("aws ")
    await console.paste("x" * size)
    assert console.field.value == "aws "
    assert console.problem.startswith(f"✗ the paste has {size:,} characters; a line takes {LONGEST:,}")


async def test_a_long_word_is_not_quoted_whole_below_the_line(console: Typing) -> None:
    await console.paste("x" * 90_000)
    await console.app.press("enter")
    assert len(console.problem) < 200
    assert faults(console.app.app) == []


async def test_a_long_value_is_cut_in_the_middle_and_enter_opens_it_whole(console: Typing) -> None:
    await console.enter("aws cognito-identity get-id --identity-pool-id $IdentityPoolId")
    await console.enter("aws cognito-identity get-credentials-for-identity --identity-id $identity_id")
    app = console.app
    token = app.world.held("app")["credentials"]["SessionToken"]
    await app.press("escape")
    output = console.pane.output
    output.cursor = next(at for at, row in enumerate(output.rows) if row.whole == token)
    await app.settle()
    assert any(ELLIPSIS in line and "SessionToken" in line for line in drawn(output))
    assert output.copied() == ("SessionToken", token)
    await app.press("enter")
    await app.until(Viewer)
    assert app.screen(Viewer)._text == token


async def test_enter_on_a_command_brings_it_back(console: Typing) -> None:
    await console.enter(WHOAMI)
    await console.app.press("escape", "home", "enter")
    assert console.field.value == WHOAMI
    assert isinstance(console.app.focused, CommandField)


async def test_an_answer_that_was_replaced_in_the_trail_opens_no_other_call(console: Typing) -> None:
    await console.enter("clock +1h")
    row = next(row for row in console.pane.output.rows if row.kind == "note")
    await console.enter("undo")
    await console.app.settle()
    await console.enter(GET_ROLE)
    output = console.pane.output
    output.cursor = list(output.rows).index(row)
    await console.app.press("escape", "enter")
    await console.app.until(Viewer)


async def test_a_solution_is_typed_in_one_command_after_the_other_and_not_run(console: Typing) -> None:
    before = len(console.app.world.trail)
    console.pane.type_in((WHOAMI, "clock"))
    await console.app.settle()
    assert (console.field.value, len(console.app.world.trail)) == (WHOAMI, before)
    await console.app.press("enter")
    assert console.field.value == "clock"


async def test_clear_empties_the_screen(console: Typing) -> None:
    await console.enter(WHOAMI)
    await console.enter("clear")
    assert console.lines == []
    assert console.pane.query_one("#console-empty").display


async def test_the_app_s_settings_and_what_it_holds_are_variables(console: Typing) -> None:
    await console.enter("aws cognito-identity get-id --identity-pool-id $identity_pool_id")
    assert console.app.world.held("app")["identity_id"].startswith("us-east-1:")
    await console.enter("vars")
    assert any(line.startswith("${identity_id}") for line in console.lines)


STATES = (
    ("nothing yet", ()),
    ("an answer", (*WHOAMI, "enter")),
    ("candidates", (*"aws iam get-role --role-name ", "tab")),
    ("a problem", ("escape", *"x y", "enter")),
    ("help", (*["backspace"] * 40, *"help", "enter")),
    ("the output", ("escape",)),
)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_all_can_be_reached_and_nothing_is_cut_off(size: tuple[int, int]) -> None:
    async with opened(size=size) as app:
        await app.pane_shown("5", "console")
        broken: dict[str, list[str]] = {}
        for state, keys in STATES:
            await app.press(*(KEYS.get(key, key) for key in keys))
            await app.settle()
            found = faults(app.app)
            if found:
                broken[state] = found
        assert broken == {}


async def test_narrower_output_is_wrapped_anew_and_stays_at_its_end() -> None:
    async with opened(size=LARGE) as app:
        await app.pane_shown("5", "console")
        typing = Typing(app)
        await typing.enter(WHOAMI)
        wide = len(typing.pane.output.rows)
        await app.pilot.resize_terminal(*SMALL)
        await app.settle()
        assert len(typing.pane.output.rows) > wide
        assert drawn(typing.pane.output)[wide].strip()
        assert faults(app.app) == []
