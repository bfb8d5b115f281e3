"""A lesson being played: which step, what it waits for, what "next" and "back" do. Nothing advances by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, Self

from cogtui.cloud.documents import below
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.world import World
from cogtui.course.actions import Action
from cogtui.course.goals import GoalState, Moment, judged
from cogtui.course.hints import fitting
from cogtui.course.lesson import AnyStep, Ask, Break, Choice, Do, Lesson, Predict, Recap, Say, Task, Watch
from cogtui.course.load import Manuscript
from cogtui.course.making import make_world
from cogtui.course.marks import Mark, Memory, Ran
from cogtui.course.perform import Done, perform
from cogtui.course.places import Show
from cogtui.course.variables import Lookup, lookup_in

Phase = Literal["run", "answer", "goals", "done"]
"""What a step waits for: that its calls run, that the learner answers, that the goals are reached, nothing."""

Outcome = Literal["ran", "moved", "stays", "finished"]

LETTERS = "abcd"

UNDONE = "what an earlier step did was undone; go back (b) to do it again"

PHASES: dict[type[AnyStep], tuple[Phase, ...]] = {
    Say: (),
    Do: ("run",),
    Watch: ("run",),
    Predict: ("answer", "run"),
    Ask: ("answer",),
    Task: ("goals",),
    Break: ("run", "answer"),
    Recap: (),
}
"""What each kind of step waits for, in this order."""


class Play:
    """A lesson in its world."""

    def __init__(self, manuscript: Manuscript, *, resumed: tuple[World, Memory] | None = None) -> None:
        self.manuscript = manuscript
        self.changed: Callable[[], None] = lambda: None
        """Called whenever the play has moved: progress is written down there."""
        self.finished = False
        self._marks: dict[str, Mark] = {}
        self._index = 0
        if resumed is None:
            self.world, self._outputs = make_world(manuscript)
            self._enter(0)
        else:
            self.world, memory = resumed
            self._outputs, self._marks, self.finished = memory.outputs, memory.marks, memory.finished
            self._resume_at(memory.step)

    @classmethod
    def resume(cls, manuscript: Manuscript, world: World, memory: Memory) -> Self:
        """Go on with a play that was written down, in the world that was saved with it."""
        return cls(manuscript, resumed=(world, memory))

    def _resume_at(self, step_id: str) -> None:
        """Go to the step; a lesson that has changed since may lack it, or have steps before it that were never met."""
        self._index = next((at for at, step in enumerate(self.line) if step.id == step_id), 0)
        for step in self.line[: self._index + 1]:
            self._marks.setdefault(step.id, Mark(start=self.world.history.position))

    # --- where it is -------------------------------------------------------------------------------------------------

    @property
    def lesson(self) -> Lesson:
        """The lesson."""
        return self.manuscript.lesson

    @property
    def line(self) -> tuple[AnyStep, ...]:
        """Every step as far as it is known: behind an answered `ask` stand the steps that the answer leads to."""
        return tuple(inner for step in self.lesson.steps for inner in (step, *self._then(step)))

    def _then(self, step: AnyStep) -> tuple[AnyStep, ...]:
        answer = self._marks[step.id].answer if step.id in self._marks else ""
        return step.options[LETTERS.index(answer)].then if isinstance(step, Ask) and answer else ()

    @property
    def step(self) -> AnyStep:
        """The step that the learner is at."""
        return self.line[self._index]

    @property
    def at_end(self) -> bool:
        """Whether no step comes after this one."""
        return self._index + 1 == len(self.line)

    @property
    def mark(self) -> Mark:
        """What is remembered of this step."""
        return self._marks[self.step.id]

    @property
    def number(self) -> int:
        """The step's number, from 1; steps behind an answer share their question's."""
        main = {step.id for step in self.lesson.steps}
        return sum(step.id in main for step in self.line[: self._index + 1])

    @property
    def floor(self) -> int:
        """The trail position below which "undo" does not go in this step."""
        return self.mark.start

    @property
    def place(self) -> Show | None:
        """Where to look: what this step shows, else what the last one before it did."""
        return next((step.show for step in reversed(self.line[: self._index + 1]) if step.show), None)

    @property
    def strayed(self) -> bool:
        """Whether something that an earlier step did was undone, or replaced: this step can't build on it."""
        history = self.world.history
        met = (self._marks[step.id] for step in self.line[: self._index])
        return any(len(mark.in_force(history)) < len(mark.ran) for mark in met)

    @property
    def variables(self) -> Mapping[str, Any]:
        """The lesson's variables: the templates' outputs, and what was saved by calls that are still in force."""
        values = dict(self._outputs)
        for step in self.line[: self._index + 1]:
            for ran in self._marks[step.id].in_force(self.world.history) if step.id in self._marks else ():
                values |= ran.saved
        return values

    @property
    def lookup(self) -> Lookup:
        """How `${name}` finds its value."""
        return lookup_in(self.variables, self.world.held)

    # --- what it waits for -------------------------------------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """What the step waits for now."""
        for phase in PHASES[type(self.step)]:
            if not self._passed(phase):
                return phase
        return "done"

    def _passed(self, phase: Phase) -> bool:
        if phase == "run":
            return not self.to_run
        return bool(self.mark.answer) if phase == "answer" else all(goal.done for goal in self.goals())

    @property
    def can_advance(self) -> bool:
        """Whether "next" leaves this step."""
        return self.phase == "done"

    @property
    def actions(self) -> tuple[Action, ...]:
        """What the step does on "next"."""
        step = self.step
        if isinstance(step, Break):
            return (Action(tamper=step.tamper), *step.calls)
        return step.calls if isinstance(step, Do | Watch | Predict) else ()

    @property
    def to_run(self) -> tuple[Action, ...]:
        """What of it is still to be done: all that was undone is to be done again."""
        return self.actions[len(self.mark.in_force(self.world.history)) :]

    @property
    def options(self) -> tuple[Choice, ...]:
        """The answers on offer, once the step asks; none elsewhere."""
        step = self.step
        asks = isinstance(step, Ask | Predict) or (isinstance(step, Break) and not self.to_run)
        return step.options if isinstance(step, Ask | Predict | Break) and asks else ()

    def goals(self) -> tuple[GoalState, ...]:
        """Return how it stands with the task's goals, judged from the world as it is now."""
        step = self.step
        if not isinstance(step, Task):
            return ()
        moment = Moment(self.world, self.mark.start, self.lookup)
        return tuple(judged(goal, moment) for goal in step.goals)

    # --- what the learner does ---------------------------------------------------------------------------------------

    def next(self) -> Outcome:
        """Run the step's calls, or go on to the next step, or stay where something is still missing."""
        phase = self.phase
        if phase == "run":
            while self.run_one():
                pass
            return "ran"
        if phase != "done":
            return "stays"
        if self.at_end:
            self.finished = True
            self.changed()
            return "finished"
        self._enter(self._index + 1)
        return "moved"

    def run_one(self) -> Done | None:
        """Do the step's next action; None when none is left. AuthoringError when the lesson expected something else."""
        left = self.to_run
        if not left:
            return None
        mark, history = self.mark, self.world.history
        if history.position < mark.start:
            self._return_to(mark.start)
        mark.ran = mark.in_force(history)
        at = len(self.actions) - len(left)
        done = perform(self.world, left[0], self.lookup)
        if done.problem:
            raise self._error(at, UNDONE if self.strayed else done.problem)
        mark.ran.append(Ran(history.position, history.records[history.position - 1].request_id, done.saved))
        self.changed()
        return done

    def _error(self, at: int, problem: str) -> AuthoringError:
        pointer = self.manuscript.pointer(self.step.id)
        if isinstance(self.step, Break):
            part = below(pointer, "tamper") if at == 0 else below(pointer, "calls", at - 1)
        else:
            part = below(pointer, "calls", at)
        return self.manuscript.document.error(part, problem)

    def back(self) -> bool:
        """Go to the previous step, with the world as it was when that step began; False at the first step."""
        if self._index == 0:
            return False
        self._index -= 1
        self.finished = False
        self._return_to(self.mark.start)
        self.changed()
        return True

    def answer(self, letter: str) -> Choice | None:
        """Commit to an answer; None where none is asked for, or there is no such option."""
        offered = dict(zip(LETTERS, self.options, strict=False))
        if self.phase != "answer" or letter not in offered:
            return None
        self.mark.answer = letter
        self.changed()
        return offered[letter]

    @property
    def answered(self) -> Choice | None:
        """What the learner answered in this step."""
        letter = self.mark.answer
        return self.options[LETTERS.index(letter)] if letter and self.options else None

    def hint(self) -> str | None:
        """Return the next hint that fits what is wrong; None when there is none left, or this is no task."""
        step = self.step
        if not isinstance(step, Task):
            return None
        moment = Moment(self.world, self.mark.start, self.lookup)
        open_goals = frozenset(goal.id for goal in self.goals() if not goal.done)
        for index in fitting(step.hints, moment.records, open_goals):
            if index not in self.mark.hints:
                self.mark.hints.append(index)
                self.changed()
                return step.hints[index].text
        return None

    def solution(self) -> tuple[Action, ...]:
        """Return what solves the task; whoever asks has not solved it alone. Nothing is run."""
        step = self.step
        if not isinstance(step, Task):
            return ()
        self.mark.solved_by_us = True
        self.changed()
        return step.solution

    def remembered(self) -> Memory:
        """Return all that is needed to go on later, together with the saved world."""
        return Memory(self.lesson.id, self.step.id, self._outputs, self._marks, self.finished)

    # --- moving ------------------------------------------------------------------------------------------------------

    def _enter(self, index: int) -> None:
        """Begin a step where the world stands now."""
        self._index = index
        known = self._marks.get(self.step.id) or Mark()
        known.start, known.ran = self.world.history.position, []
        self._marks[self.step.id] = known
        self.changed()

    def _return_to(self, position: int) -> None:
        """Take the world to a moment of its trail; one that was replaced or let go is as near as it gets."""
        trail = self.world.trail
        self.world.seek(max(min(position, len(trail)), trail.first))
