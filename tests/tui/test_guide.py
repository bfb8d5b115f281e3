"""The Guide in the app: the walk by enter and n alone, answers, goals, back, hints, going on after a restart."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Static

from cogtui.console.command import Command
from cogtui.console.parse import parse
from cogtui.course.library import lesson_files, load
from cogtui.course.places import POINTS
from cogtui.course.play import Play
from cogtui.course.progress import Progress
from cogtui.course.run import played
from cogtui.tui import opening
from cogtui.tui.screens.glossary import Glossary, Words
from cogtui.tui.screens.home import Home
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.session import Session
from cogtui.tui.widgets.guide import Answers, Guide
from cogtui.tui.widgets.guide_solution import by_hand, commands
from tests.tui.driving import SIZES, SMALL, Driver, lines_of, opened
from tests.tui.laws import faults

LESSON = "sign-in-with-facebook"


def at_step(step_id: str) -> Session:
    """Return a session in the first lesson at a step, with everything before it done."""
    play = Play(load(LESSON))
    for _ in played(play):
        if play.step.id == step_id:
            return Session(play.world, title="x", play=play)
    raise AssertionError(step_id)


def guide(driver: Driver) -> Guide:
    return driver.workspace.query_one(Guide)


def said(driver: Driver) -> str:
    """Return all that the guide says, line by line."""
    parts = [str(driver.workspace.query_one(f"#{name}", Static).render()) for name in ("guide-rule", "guide-text")]
    answers = lines_of(driver.workspace.query_one(Answers))
    return "\n".join([*parts, *answers, str(driver.workspace.query_one("#guide-keys", Static).render())])


def play_of(driver: Driver) -> Play:
    assert driver.session.play is not None
    return driver.session.play


async def test_from_home_to_the_object_in_s3_by_enter_and_n_alone() -> None:
    async with opened("home", size=SMALL) as driver:
        pressed = 0
        while pressed < 25:
            space = next((screen for screen in driver.app.screen_stack if isinstance(screen, Workspace)), None)
            play = driver.session.play if space is not None else None
            if play is not None and driver.world.trail and driver.last.operation == "GetObject":
                break
            waits = play is None or driver.app.screen is not space or play.phase in ("answer", "goals")
            await driver.press("enter" if waits else "n")
            pressed += 1
            await driver.settle()
        assert driver.last.operation == "GetObject"
        assert driver.last.ok
        assert pressed <= 25


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lesson", lesson_files())
async def test_the_whole_lesson_can_be_walked_and_every_screen_keeps_the_laws_of_layout(
    lesson: str, size: tuple[int, int]
) -> None:
    from cogtui.course.perform import perform

    session = opening.lesson(lesson)
    async with opened(size=size, session=session) as driver:
        play = play_of(driver)
        while not play.finished:
            assert faults(driver.app) == [], play.step.id
            if play.phase == "goals":
                for action in play.solution():
                    perform(play.world, action, play.lookup)
            else:
                if isinstance(driver.focused, Input):
                    await driver.press("escape")  # the Console's line takes letters for itself
                right = next((letter for letter, one in zip("abcd", play.options, strict=False) if one.right), "a")
                await driver.press(right if play.phase == "answer" else "n")
            await driver.settle()
        assert "The lesson is done" in said(driver)
        assert [step.id for step in play.line][-1] == play.step.id


async def test_a_question_takes_its_letters_even_where_a_pane_has_the_focus() -> None:
    async with opened(session=at_step("trust")) as driver:
        await driver.pane_shown("3", "exchange")
        assert "a b c answer" in said(driver)
        await driver.press("b")
        assert play_of(driver).mark.answer == "b"
        assert "(your answer)" in said(driver)
        assert "✓ a" in said(driver)
        await driver.press("b")
        assert play_of(driver).step.id == "read"


async def test_letters_do_what_the_pane_wants_while_nothing_is_asked() -> None:
    async with opened(session=at_step("read")) as driver:
        await driver.press("a", "c", "d")
        assert play_of(driver).mark.answer == ""
        await driver.press("b")
        assert play_of(driver).step.id == "get-openid-token"


async def test_a_prediction_is_judged_only_once_the_calls_ran() -> None:
    async with opened(session=at_step("get-id")) as driver:
        await driver.press("a")
        assert "Your answer: a" in said(driver)
        assert "✗" not in said(driver)
        await driver.press("n")
        assert "✗ a" in said(driver)
        assert "✓ b" in said(driver)


async def test_back_restores_the_world_and_the_pane() -> None:
    async with opened(session=at_step("read")) as driver:
        assert driver.pane.pane_id == "tokens"
        await driver.press("b")
        await driver.settle()
        assert driver.pane.pane_id == "sign-in"
        assert not driver.world.held("app").get("openid_token")
        assert "n sends GetOpenIdToken" in said(driver)


async def test_undo_stops_where_the_step_began() -> None:
    async with opened(session=at_step("get-openid-token")) as driver:
        await driver.press("n")
        await driver.press("u")
        assert "n sends GetOpenIdToken" in said(driver)
        position = driver.world.history.position
        await driver.press("u")
        assert driver.world.history.position == position
        assert any("b goes back a step" in toast for toast in driver.toasts)


async def test_a_task_ticks_when_the_world_is_as_it_should_be_and_waits_for_n() -> None:
    async with opened(session=at_step("log-in")) as driver:
        await driver.press("n")
        assert play_of(driver).step.id == "log-in"
        assert "[ ] the app holds a token from Facebook   not yet: nobody has logged in" in said(driver)
        await driver.press("enter", "enter", "enter")
        await driver.settle()
        assert "[✓] the app holds a token from Facebook" in said(driver)
        assert "✓ done  n next" in said(driver)
        assert play_of(driver).step.id == "log-in"


async def test_the_learner_may_wander_and_return() -> None:
    async with opened(session=at_step("get-id")) as driver:
        await driver.pane_shown("4", "trail")
        assert ". goes to Sign in" in said(driver)
        await driver.press("full_stop")
        await driver.settle()
        assert driver.pane.pane_id == "sign-in"


async def test_hints_come_one_by_one_and_then_the_solution_which_nobody_runs_for_the_learner() -> None:
    async with opened(session=at_step("forge")) as driver:
        before = len(driver.world.trail)
        await driver.press("h")
        assert "Hint: The row sub" in said(driver)
        await driver.press("h", "h")
        assert "Solution: On Tokens" in said(driver)
        assert len(driver.world.trail) == before
        assert play_of(driver).mark.solved_by_us


async def test_what_the_lesson_did_not_expect_is_said_in_the_guide() -> None:
    session = at_step("fresh")
    session.world.act("clock.advance", seconds=90000)
    async with opened(session=session) as driver:
        await driver.press("n")
        assert "was expected to succeed" in said(driver)
        assert play_of(driver).step.id == "fresh"


async def test_g_shows_the_guide_as_a_strip_in_full_or_not_at_all() -> None:
    async with opened(session=at_step("path")) as driver:
        heights: list[int] = []
        for _ in range(4):
            heights.append(guide(driver).size.height if guide(driver).display else 0)
            await driver.press("g")
            await driver.settle()
        strip, full, hidden, again = heights
        assert 6 <= strip == again < full
        assert hidden == 0


async def test_without_a_lesson_the_guide_says_what_the_pane_is_for() -> None:
    async with opened("lab") as driver:
        assert "Walk a login" in said(driver)
        await driver.pane_shown("4", "trail")
        assert "Every call with its why" in said(driver)
        await driver.press("n", "h", "b")
        assert all("esson" in toast or "Hints" in toast for toast in driver.toasts)


async def test_continue_goes_on_at_the_same_step_of_the_same_world() -> None:
    async with opened("home") as driver:
        driver.app.open_lesson(LESSON)
        await driver.begun()
        await driver.settle()
        await driver.press("n", "enter", "enter", "enter", "n")
        await driver.settle()
        step, trail = play_of(driver).step.id, [record.name for record in driver.world.trail]
    async with opened("home") as driver:
        driver.screen(Home).run_entry("continue")
        await driver.begun()
        await driver.settle()
        assert (play_of(driver).step.id, [record.name for record in driver.world.trail]) == (step, trail)
        await driver.press("b")
        assert play_of(driver).step.id == "log-in"
        assert not driver.world.held("app").get("facebook_token")


async def test_a_damaged_progress_file_is_said_and_the_lesson_opens_all_the_same() -> None:
    progress = Progress()
    progress.open_session("x")
    progress.path.write_bytes(b"no database")
    async with opened(session=opening.lesson(LESSON)) as driver:
        assert any("it was set aside as `progress.sqlite.broken`" in toast for toast in driver.toasts)
        await driver.press("n")
        assert Progress().standings()[LESSON].step == "log-in"


@pytest.mark.parametrize(("pane", "point"), [(pane, point) for pane in POINTS for point in POINTS[pane]])
async def test_what_lessons_can_point_at_is_there(pane: str, point: str) -> None:
    async with opened(session=at_step("get-object")) as driver:
        await driver.workspace.show_pane(pane, point=point)  # type: ignore[arg-type]  # POINTS lists pane ids
        assert list(driver.workspace.query(".-pointed"))


async def test_a_watch_plays_its_calls_one_at_a_time_and_any_key_skips_to_the_end() -> None:
    session = at_step("guests")
    assert session.play is not None
    session.play.answer("b")
    async with opened(session=session) as driver:
        driver.app.animation_level = "full"
        await driver.press("n", "n")
        assert play_of(driver).step.id == "guest"
        assert len(play_of(driver).to_run) == 4
        assert "n skips to the end" in said(driver)
        await driver.press("4")
        assert play_of(driver).can_advance
        assert driver.pane.pane_id == "sign-in"
        assert "The public object opens" in said(driver)


@pytest.mark.parametrize(
    ("step", "word"), [("opaque", "access token"), ("differences", "classic flow"), ("path", "identity pool")]
)
async def test_the_glossary_opens_at_the_word_that_the_guide_underlines(step: str, word: str) -> None:
    async with opened(session=at_step(step)) as driver:
        await driver.press("w")
        await driver.until(Glossary)
        chosen = driver.one(Words).chosen
        assert chosen is not None
        assert chosen.word == word


def test_a_solution_of_calls_is_typed_as_one_line_each_that_the_console_takes() -> None:
    play = at_step("repair").play
    assert play is not None
    lines = commands(play)
    assert [len(line.splitlines()) for line in lines] == [1, 1]
    update, assume = (parse(line) for line in lines)
    assert isinstance(update, Command)
    assert isinstance(assume, Command)
    assert (update.service, update.operation, update.profile) == ("iam", "UpdateAssumeRolePolicy", "operator")
    assert play.variables["IdentityPoolId"] in update.params["PolicyDocument"]
    assert (assume.service, assume.operation, assume.profile) == ("sts", "AssumeRoleWithWebIdentity", None)
    assert assume.params["WebIdentityToken"] == play.world.held("app")["openid_token"]
    assert by_hand(play) == ("It stands in the Console (5), typed in: press enter there.",)
