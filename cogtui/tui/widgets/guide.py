"""Guide: the lesson's step beside the live screen, its questions and goals, and what `n` will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.events import Resize
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from cogtui.cloud.errors import AuthoringError
from cogtui.course.lesson import Watch
from cogtui.course.places import PaneId
from cogtui.course.play import Play
from cogtui.tui.content import content, paragraph
from cogtui.tui.host import host
from cogtui.tui.messages import PaneWanted
from cogtui.tui.session import Session
from cogtui.tui.widgets.guide_page import Aside, Choosable, choosable, heading, lab_page, page, prompt, words_of
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink


class Answers(RowList):
    """The answers on offer; enter commits to one."""

    def draw(self, row: Any, width: int) -> Ink:
        return row.line

    def selectable(self, row: Any) -> bool:
        return row.first


class Guide(Container):
    """The rule, the page, and the line of keys."""

    DEFAULT_CSS = """
    Guide {
        background: $surface;
        & > .line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #guide-page { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        & #guide-text { height: auto; text-wrap: nowrap; }
        & Answers { height: auto; background: $surface; & .rows--row { background: $surface; } }
    }
    """

    @dataclass
    class SolutionWanted(Message):
        """The learner asks for the solution: commands to type, for the Console."""

        lines: tuple[str, ...]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._pane: PaneId = "sign-in"
        self._aside = Aside()
        self._watching: Timer | None = None
        self._lines: list[Ink] = []
        """The text as it was drawn last."""

    def compose(self) -> ComposeResult:
        yield Static(id="guide-rule", classes="line")
        with VerticalScroll(id="guide-page", can_focus=False):
            yield Static(id="guide-text")
            yield Answers(id="guide-answers")
        yield Static(id="guide-keys", classes="line")

    @property
    def play(self) -> Play | None:
        """The lesson being played; None in the lab."""
        return self.session.play

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited, so that a to d answer."""
        return self.play is not None and self.play.phase == "answer"

    @property
    def word(self) -> str:
        """The first word of the glossary that is underlined now; empty when there is none."""
        from cogtui.course.glossary import find

        found = find(next(iter(words_of(self.play)), "")) if self.play else None
        return found.word if found else ""

    # --- drawing -----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the step that the play is at, and where it looks; say what there was to say about the session's files."""
        if self.session.notice:
            host(self).tell(self.session.notice, error=True)
            self.session.notice = ""
        self._draw()
        self._go(take_focus=True)

    def catch_up(self) -> None:
        """Judge the step anew: the world has moved on."""
        self._draw()

    def pane_shown(self, pane: PaneId) -> None:
        """Note which pane is shown: the lab's text is about it, a lesson offers the way back."""
        self._pane = pane
        self._draw()

    def on_resize(self, event: Resize) -> None:
        self._draw()

    def on_descendant_focus(self) -> None:
        self._draw_lines()

    def on_descendant_blur(self) -> None:
        self._draw_lines()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        play = self.play
        cells = max(self.size.width - 3, 20)
        lines = page(play, self._aside, cells) if play else lab_page(self._pane, cells)
        if lines != self._lines:
            self._lines = lines
            self.query_one("#guide-text", Static).update(paragraph(lines))
        answers = self.query_one(Answers)
        offered = choosable(play, cells)
        if [row.line for row in offered] != [row.line for row in answers.rows]:
            answers.show(offered, cursor=0)
        answers.display = bool(offered)
        self._draw_lines()
        self.call_after_refresh(self._draw_lines)

    def _draw_lines(self) -> None:
        if not self.is_attached:  # a refresh was asked for, and then another session came
            return
        cells = max(self.size.width, 20)
        rule = heading(self.play, self._pane, cells, focused=self.has_focus_within)
        self.query_one("#guide-rule", Static).update(content(rule), layout=False)
        more = self.query_one("#guide-page", VerticalScroll).max_scroll_y > 0
        self.query_one("#guide-keys", Static).update(
            content(prompt(self.play, self._pane, cells, more=more)), layout=False
        )

    # --- forward and back --------------------------------------------------------------------------------------------

    async def next(self) -> None:
        """Run what the step does, or go on to the next one."""
        play = self.play
        if play is None:
            host(self).tell("There is no lesson here; Home has one")
            return
        before = play.step.id
        self._stop_watching()
        try:
            outcome = self._forward(play)
        except AuthoringError as problem:
            self._say(problem=problem.message)
            return
        if outcome == "stays":
            host(self).tell(
                "Answer first: press its letter" if self.asking else "Not yet: the goals say what is missing"
            )
            return
        if play.step.id != before:
            self._aside = Aside()
            self.query_one("#guide-page", VerticalScroll).scroll_home(animate=False)
        self._draw()
        self._go(take_focus=True)

    def _forward(self, play: Play) -> str:
        """Go forward; a `watch` step begins to play where motion is wanted."""
        step = play.step
        animated = host(self).animation_level != "none"
        if isinstance(step, Watch) and animated and len(play.to_run) == len(play.actions):
            play.run_one()
            self._watching = self.set_interval(step.pace, self._watch_on)
            return "ran"
        return play.next()

    def _watch_on(self) -> None:
        play = self.play
        try:
            if play is None or play.run_one() is None:
                self._stop_watching()
        except AuthoringError as problem:
            self._stop_watching()
            self._say(problem=problem.message)
        self._draw()

    def skip(self) -> bool:
        """Run the rest of what a `watch` step plays at once; False when none plays."""
        if not self._plays:
            return False
        while self._plays:
            self._watch_on()
        return True

    @property
    def _plays(self) -> bool:
        return self._watching is not None

    def _stop_watching(self) -> None:
        if self._watching is not None:
            self._watching.stop()
            self._watching = None

    async def back(self) -> None:
        """Go to the previous step, with the world as it was."""
        play = self.play
        self._stop_watching()
        if play is None or not play.back():
            host(self).tell("This is the first step" if play else "There is no lesson here; u takes back a call")
            return
        self._aside = Aside()
        self._draw()
        self._go(take_focus=True)

    async def return_to_step(self) -> None:
        """Go to where the step looks."""
        self._go(take_focus=True)

    def _go(self, *, take_focus: bool) -> None:
        """Go where the step looks; the focus goes along, or to the answers, but never away from a field or a modal."""
        place = self.play.place if self.play else None
        busy = isinstance(self.screen.focused, Input | TextArea) or host(self).screen is not self.screen
        if busy:
            return
        if place is not None:
            self.post_message(PaneWanted(place.pane, place.point, take_focus=take_focus and not self.asking))
        if take_focus and self.asking:
            self.query_one(Answers).focus()

    # --- answers and hints -------------------------------------------------------------------------------------------

    def answer(self, letter: str) -> None:
        """Commit to an answer."""
        if self.play is not None and self.play.answer(letter) is not None:
            self._draw()
            self._go(take_focus=True)

    @on(RowList.Opened, "Answers")
    def answer_opened(self, event: RowList.Opened) -> None:
        """Commit to the answer under the cursor."""
        event.stop()
        row: Choosable = event.list.rows[event.index]
        self.answer(row.letter)

    @on(RowList.Highlighted, "Answers")
    def answer_highlighted(self, event: RowList.Highlighted) -> None:
        """Nobody else need know."""
        event.stop()

    def hint(self) -> None:
        """Show the next hint that fits; when there is none left, the solution, for the learner to do."""
        play = self.play
        if play is None or play.phase != "goals":
            host(self).tell("Hints are for tasks that are not done yet")
            return
        found = play.hint()
        if found is not None:
            self._say(hint=found)
            return
        from cogtui.tui.widgets.guide_solution import by_hand, commands

        self._say(solution=by_hand(play))
        typed = commands(play)
        if typed:
            self.post_message(self.SolutionWanted(typed))

    def _say(self, *, hint: str = "", problem: str = "", solution: tuple[str, ...] = ()) -> None:
        self._aside = Aside(hint, problem, solution)
        self._draw()
        self.call_after_refresh(self.query_one("#guide-page", VerticalScroll).scroll_end, animate=False)
