"""What the Guide says at a moment of a play, as lines."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.course.lesson import Ask, Break, Do, Predict, Recap, Task, Watch
from cogtui.course.perform import name_of_action
from cogtui.course.places import PaneId
from cogtui.course.play import LETTERS, Play
from cogtui.course.variables import fill_text
from cogtui.views.guide import (
    answer_rows,
    card_rows,
    glossary_words,
    goal_rows,
    marked,
    option_rows,
    rows,
    rule_line,
    wrapped,
)
from cogtui.views.ink import NO, OK, Ink, Piece, fit, ink
from cogtui.views.status import PANES

WHICH_CHECK = "Which check caught it? The why has the answer; choose it."

FINISHED = (
    "The lesson is done. The world stays yours: sign in another way, break something else, look around. `b` goes back."
)

TITLES: dict[str, str] = dict(PANES)

LAB: dict[PaneId, str] = {
    "sign-in": (
        "Walk a login: enter sends the next row. `p` chooses another way in, `x` the other flow. `v` shows the states, "
        "► goes through the messages one at a time, `M` opens the outbox."
    ),
    "tokens": (
        "`t` shows the next token, `i` two beside each other, `f` goes where a claim came from. `e` edits a claim, `x` tampers, "
        "`s` sends it, `v` takes yours."
    ),
    "exchange": "Who gets which role, and what may it do? `]` goes on to the next view, `e` changes what is there.",
    "trail": "Every call with its why. `/` filters, `t` goes to a moment, `z` takes back a call and all after it.",
    "console": "Type an `aws` command: it goes through the same door as everything here. `help` says what can be typed.",
    "accounts": (
        "Let a user of A into a bucket of B. Enter does a step by form, `e` as JSON, `:` on the command line; `t` tries it from "
        "A, `o` from B, `v` goes another way across."
    ),
    "sync": (
        "One person's data on several devices. `e` edits on a device, `s` synchronises it, `o` takes it offline, `p` turns push "
        "on. `P` plays a script, `z` plays it all again, slowly."
    ),
}
"""What one can do in each pane, for those without a lesson."""


DOCK = 60
"""Narrower than this the guide stands at the right, and its rule has no room for a title."""


class Aside(msgspec.Struct, frozen=True):
    """What the Guide says beside the step itself."""

    hint: str = ""
    problem: str = ""
    """What went otherwise than the lesson expects."""
    solution: tuple[str, ...] = ()
    """How the task is solved, for the learner to do."""


class Choosable(msgspec.Struct, frozen=True):
    """One row of the answers on offer."""

    letter: str
    line: Ink
    first: bool
    """Whether it is the answer's first row, which the cursor stands on."""


def heading(play: Play | None, pane: str, cells: int, *, focused: bool) -> Ink:
    """Return the rule above the guide; in a narrow dock the step's title has a row of its own below it."""
    if play is None:
        return rule_line(("Guide", TITLES.get(pane, "")), cells, focused=focused)
    title = "" if cells < DOCK else _title(play)
    return rule_line((f"Guide {play.number} of {len(play.lesson.steps)}", title, _kind(play)), cells, focused=focused)


def _title(play: Play) -> str:
    return play.step.title or play.lesson.title


def _kind(play: Play) -> str:
    return str(play.step.__struct_config__.tag)


def lab_page(pane: PaneId, cells: int) -> list[Ink]:
    """Return what one can do here, for a session without a lesson."""
    return rows(LAB[pane], cells)


def page(play: Play, aside: Aside, cells: int) -> list[Ink]:
    """Return all lines but the answers on offer; a dock has room to part them."""
    docked = cells < DOCK
    parts = [[*wrapped(((_title(play), "strong"),), cells)]] if docked else []
    parts.extend(part for part in (*_said(play, cells), *_asides(play, aside, cells)) if part)
    lines: list[Ink] = []
    for part in parts:
        lines.extend([(), *part] if docked and lines else part)
    return lines


def _said(play: Play, cells: int) -> Iterator[list[Ink]]:
    """Yield what the step says: its text, the learner's answer, goals, cards."""
    step = play.step
    if play.finished:
        yield rows(FINISHED, cells)
        return
    text, answers = rows(_filled(play, _text(play)), cells), _answers(play, cells)
    yield from (text, answers) if isinstance(step, Ask) else (answers, text)
    if isinstance(step, Task):
        yield goal_rows([(_filled(play, g.text), g.done, _filled(play, g.not_yet)) for g in play.goals()], cells)
    elif isinstance(step, Recap):
        for card in step.cards:
            yield card_rows(card.front, card.back, cells)


def _asides(play: Play, aside: Aside, cells: int) -> Iterator[list[Ink]]:
    if aside.problem:
        yield wrapped(((f"{NO} ", "no"), (aside.problem, "no")), cells)
    if aside.hint:
        yield wrapped((("Hint: ", "mark"), *marked(_filled(play, aside.hint))), cells)
    for line in aside.solution:
        yield wrapped((("Solution: ", "mark"), (line, "")), cells)


def _filled(play: Play, text: str) -> str:
    return fill_text(text, play.lookup)


def words_of(play: Play) -> list[str]:
    """Return the words of the glossary that the step's text underlines."""
    return glossary_words(_text(play))


def _text(play: Play) -> str:
    """Return the step's text, or what takes its place once its calls ran."""
    step = play.step
    if isinstance(step, Break) and not play.to_run and play.answered is None:
        return WHICH_CHECK
    ran = isinstance(step, Do | Watch | Predict | Break) and not play.to_run
    return step.after or step.text if ran and isinstance(step, Do | Watch | Predict | Break) else step.text


def _answers(play: Play, cells: int) -> list[Ink]:
    """Return the learner's answer with its reason, and the right one where that is another.

    Whoever predicts learns only once the calls ran who was right.
    """
    chosen, letter = play.answered, play.mark.answer
    if chosen is None:
        return []
    if isinstance(play.step, Predict) and play.to_run:
        yours: list[Piece] = [("Your answer: ", "dim"), (f"{letter} ", "mark")]
        return wrapped((*yours, *marked(_filled(play, chosen.text))), cells)
    lines: list[Ink] = []
    for other, option in zip(LETTERS, play.options, strict=False):
        mine = other == letter
        if mine or (option.right and not chosen.right):
            said = (_filled(play, option.text), _filled(play, option.reason))
            lines.extend(answer_rows(other, *said, cells, right=option.right, chosen=mine))
    return lines


def choosable(play: Play | None, cells: int) -> list[Choosable]:
    """Return the answers on offer as rows; none where no answer is awaited."""
    if play is None or play.phase != "answer":
        return []
    return [
        Choosable(letter, line, first=index == 0)
        for letter, option in zip(LETTERS, play.options, strict=False)
        for index, line in enumerate(option_rows(letter, _filled(play, option.text), cells))
    ]


Key = tuple[str, str]
"""A key and what it does."""


def prompt(play: Play | None, pane: str, cells: int, *, more: bool) -> Ink:
    """Return the line that says what the keys do now."""
    keys = list(_keys(play, pane)) if play else [("g", "hides this")]
    if more:
        keys.append(("g", "shows all"))
    pieces: list[Piece] = [(f" {OK} done", "ok")] if play and isinstance(play.step, Task) and play.can_advance else []
    for key, words in keys:
        pieces.extend(ink("  " if pieces else " ", (key, "mark"), (f" {words}", "dim")))
    return fit(tuple(pieces), cells)


def _keys(play: Play, pane: str) -> Iterator[Key]:
    if play.finished:
        yield "H", "Home"
        return
    key, words = _next_key(play)
    yield f"esc, {key}" if pane == "console" else key, words  # the line of the Console takes letters for itself
    if play.place is not None and play.place.pane != pane:
        yield ".", f"goes to {TITLES[play.place.pane]}"
    if play.step.figure == "map":
        yield "m", "map"


def _next_key(play: Play) -> Key:
    phase = play.phase
    if phase == "answer":
        return " ".join(LETTERS[: len(play.options)]), "answer, or enter on one"
    if phase == "goals":
        return "h", "hint"
    if phase == "run":
        return "n", _what_runs(play)
    return "n", "ends the lesson" if play.at_end else "next"


def _what_runs(play: Play) -> str:
    if isinstance(play.step, Break):
        return "lets it happen"
    if isinstance(play.step, Watch):
        if len(play.to_run) < len(play.actions):
            return "skips to the end"
        return f"plays {len(play.to_run)} calls, one at a time"
    return f"sends {', '.join(dict.fromkeys(name_of_action(action) for action in play.to_run))}"
