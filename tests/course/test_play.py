"""Playing: next, back, answers, undo. What the learner sees of the world is always what the step promises."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.world import World
from cogtui.course.library import load
from cogtui.course.marks import Memory
from cogtui.course.play import LETTERS, Play
from cogtui.course.run import played
from tests.course.writing import SAY, lesson

FIRST = load("sign-in-with-facebook")

MOVE = """\
- id: move
  kind: do
  text: The clock moves.
  calls:
    - {act: clock.advance, with: {seconds: 60}, save: {first: now}}
    - {act: clock.advance, with: {seconds: 60}, save: {second: now}}
"""
ASK = """\
- id: asked
  kind: ask
  text: Well?
  options:
    - {text: x, reason: because, right: true, then: [{id: deep, kind: say, text: Deep.}]}
    - {text: y, reason: because}
"""


def rows(world: World) -> list[Any]:
    return list(world.store.every())


def play_of(folder: Path, steps: str) -> Play:
    return Play(lesson(folder, steps))


def test_a_world_begins_settled_with_the_template_s_outputs_as_variables(tmp_path: Path) -> None:
    play = play_of(tmp_path, SAY)
    assert dict(play.variables) == {"BucketName": "reports"}
    assert (play.world.trail, play.floor) == ([], 0)


def test_next_runs_the_calls_first_and_then_goes_on(tmp_path: Path) -> None:
    play = play_of(tmp_path, MOVE + SAY)
    start = play.world.now
    assert (play.phase, play.next(), play.phase) == ("run", "ran", "done")
    assert play.world.now == start + 120
    assert play.variables["second"] == start + 120
    assert (play.next(), play.step.id, play.number) == ("moved", "hello", 2)
    assert (play.next(), play.finished) == ("finished", True)


def test_undone_calls_are_to_be_made_again_and_their_variables_are_gone(tmp_path: Path) -> None:
    play = play_of(tmp_path, MOVE + SAY)
    play.next()
    play.world.undo()
    assert (play.phase, len(play.to_run), sorted(play.variables)) == ("run", 1, ["BucketName", "first"])
    play.world.redo()
    assert (play.phase, sorted(play.variables)) == ("done", ["BucketName", "first", "second"])
    play.world.undo()
    play.next()
    assert (play.phase, len(play.world.trail)) == ("done", 2)


def test_back_takes_the_world_to_where_the_previous_step_began_and_answers_stay(tmp_path: Path) -> None:
    play = play_of(tmp_path, SAY + MOVE + ASK)
    before = rows(play.world)
    assert not play.back()
    for _ in range(3):
        play.next()
    play.answer("b")
    assert play.back()
    assert (play.step.id, rows(play.world), play.phase) == ("move", before, "run")
    play.next()
    play.next()
    assert (play.step.id, play.mark.answer, play.can_advance) == ("asked", "b", True)


def test_an_answer_is_asked_for_and_committed_to(tmp_path: Path) -> None:
    play = play_of(tmp_path, ASK + SAY)
    assert (play.phase, play.next(), play.answered) == ("answer", "stays", None)
    assert play.answer("c") is None
    chosen = play.answer("a")
    assert chosen is play.answered is not None
    assert play.answer("b") is None
    assert play.answered is chosen


@pytest.mark.parametrize(("letter", "following"), [("a", ["deep", "hello"]), ("b", ["hello"])])
def test_an_answer_leads_to_its_own_steps_which_share_its_number(
    tmp_path: Path, letter: str, following: list[str]
) -> None:
    play = play_of(tmp_path, ASK + SAY)
    play.answer(letter)
    met: list[tuple[str, int]] = []
    while play.next() == "moved":
        met.append((play.step.id, play.number))
    assert met == [(step, 1 if step == "deep" else 2) for step in following]


def test_a_predict_runs_only_after_the_answer_and_a_break_asks_only_after_it_ran() -> None:
    play = Play(FIRST)
    seen: dict[str, list[str]] = {}
    for event in played(play):
        seen.setdefault(play.step.id, []).append(type(event).__name__)
    assert seen["get-id"] == ["Met", "Answered", "Called"]
    assert seen["expired"] == ["Met", "Called", "Called", "Answered"]


def test_a_break_offers_no_answers_before_it_ran() -> None:
    play = at_step("expired")
    assert (play.phase, play.options) == ("run", ())
    play.next()
    assert (play.phase, len(play.options)) == ("answer", 3)


def at_step(step_id: str) -> Play:
    """Return a play of the first lesson at a step, with the right answers and solutions behind it."""
    play = Play(FIRST)
    for _ in played(play):
        if play.step.id == step_id:
            return play
    raise AssertionError(step_id)


def test_a_call_that_builds_on_something_undone_says_so_rather_than_blame_the_lesson() -> None:
    play = at_step("get-openid-token")
    play.world.seek(1)
    play.world.act("clock.advance", seconds=1)
    assert play.strayed
    with pytest.raises(AuthoringError, match="what an earlier step did was undone; go back"):
        play.next()
    play.back()
    assert play.step.id == "get-id"


def test_running_after_a_look_at_an_earlier_moment_returns_to_the_step_first() -> None:
    play = at_step("get-openid-token")
    floor = play.floor
    play.world.seek(0)
    assert play.next() == "ran"
    assert len(play.world.trail) == floor + 1
    assert play.world.trail[floor].operation == "GetOpenIdToken"


def test_a_failed_expectation_names_its_line_and_the_step_stays(tmp_path: Path) -> None:
    play = play_of(tmp_path, "- {id: a, kind: do, text: Hi, calls: [{call: 'iam:GetRole', with: {RoleName: X}}]}")
    with pytest.raises(AuthoringError) as caught:
        play.next()
    assert (caught.value.line, caught.value.column) == (10, 41)
    assert play.phase == "run"


def test_hints_follow_what_is_wrong_each_once() -> None:
    play = at_step("repair")
    first, second, third = play.hint(), play.hint(), play.hint()
    assert "Exchange (3)" in str(first)
    assert "Sign in (1)" in str(second)
    assert third is None
    assert [action.call for action in play.solution()] == [
        "iam:UpdateAssumeRolePolicy",
        "sts:AssumeRoleWithWebIdentity",
    ]
    assert play.mark.solved_by_us


def test_goals_are_judged_anew_whenever_the_world_changes() -> None:
    play = at_step("log-in")
    assert [goal.done for goal in play.goals()] == [False]
    from cogtui.course.perform import perform

    perform(play.world, play.solution()[0], play.lookup)
    assert play.can_advance
    play.world.undo()
    assert [(goal.done, goal.not_yet) for goal in play.goals()] == [(False, "nobody has logged in")]


def test_what_an_expired_token_leaves_is_not_held() -> None:
    from cogtui.course.goals import Moment, judged
    from cogtui.course.lesson import Goal

    play = at_step("expired")
    goal = Goal(id="x", text="x", held="openid_token")
    assert judged(goal, Moment(play.world, 0, play.lookup)).done
    play.next()
    assert judged(goal, Moment(play.world, 0, play.lookup)).not_yet == "the OpenID token has expired"


def test_a_play_goes_on_from_what_was_remembered(tmp_path: Path) -> None:
    from cogtui.cloud.save import Save

    play = at_step("assume-role")
    save = Save.create(tmp_path / "x.cogtui", play.world)
    play.next()
    memory = msgspec.json.decode(msgspec.json.encode(play.remembered()), type=Memory)
    save.close()
    opened = Save.open(tmp_path / "x.cogtui")
    again = Play.resume(FIRST, opened.world, memory)
    assert (again.step.id, again.phase, again.floor) == (play.step.id, play.phase, play.floor)
    assert again.variables == play.variables
    assert again.remembered() == play.remembered()
    assert again.back()
    assert again.step.id == "trust"
    opened.close()


def test_a_lesson_that_has_changed_since_goes_on_at_its_first_step() -> None:
    play = at_step("read")
    memory = msgspec.structs.replace(play.remembered(), step="gone", marks={})
    again = Play.resume(FIRST, play.world, memory)
    assert (again.step.id, again.floor) == ("path", play.world.history.position)


class Walk(RuleBasedStateMachine):
    """A learner who presses anything, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Play(FIRST)
        self.entered: dict[str, list[Any]] = {}
        self.answers: dict[str, str] = {}
        self._note()

    def _note(self) -> None:
        self.entered[self.play.step.id] = rows(self.play.world)

    @rule()
    def go_on(self) -> None:
        before = self.play.step.id
        outcome = ""
        with suppress(AuthoringError):  # the learner undid what the step builds on, and is told so
            outcome = self.play.next()
        if outcome == "moved":
            self._note()
        else:
            assert self.play.step.id == before

    @rule()
    def go_back(self) -> None:
        before = self.play.world.history.position
        if self.play.back():
            assert self.play.world.history.position <= max(before, self.play.floor)
            assert rows(self.play.world) == self.entered[self.play.step.id] or self.play.strayed

    @precondition(lambda self: self.play.phase == "answer")
    @rule(at=st.integers(0, 3))
    def choose(self, at: int) -> None:
        if self.play.answer(LETTERS[at]) is not None:
            self.answers[self.play.step.id] = LETTERS[at]

    @rule()
    def undo_in_the_step(self) -> None:
        record = self.play.world.history.undoable
        if record is not None and int(record.no) - 1 >= self.play.floor:
            self.play.world.undo()

    @rule()
    def redo(self) -> None:
        self.play.world.redo()

    @precondition(lambda self: self.play.phase == "goals")
    @rule()
    def solve(self) -> None:
        from cogtui.course.perform import perform

        for action in self.play.solution():
            perform(self.play.world, action, self.play.lookup)

    @invariant()
    def undo_never_goes_below_the_floor(self) -> None:
        assert self.play.world.history.position >= self.play.floor or self.play.strayed

    @invariant()
    def answers_stay(self) -> None:
        kept = {step: mark.answer for step, mark in self.play.remembered().marks.items() if mark.answer}
        assert kept == self.answers

    @invariant()
    def it_never_moves_by_itself(self) -> None:
        assert self.play.can_advance == (self.play.phase == "done")


Walk.TestCase.settings = settings(max_examples=25, stateful_step_count=60, deadline=None)
TestWalk = Walk.TestCase


@given(st.text() | st.characters())
def test_no_letter_but_an_option_s_is_an_answer(letter: str) -> None:
    play = ASKING
    if letter not in ("a", "b", "c"):
        assert play.answer(letter) is None
        assert play.mark.answer == ""


ASKING = at_step("trust")
