"""Opening sessions: a lesson, the lab, or what was open last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.world import DEFAULT_ACCOUNT, World
from cogtui.folders import data_dir
from cogtui.resources import lessons_dir
from cogtui.tui.session import Session

if TYPE_CHECKING:
    from cogtui.cloud.templates.placed import Placed
    from cogtui.cloud.templates.plan import Applied
    from cogtui.course.play import Play

LAB_WORLD = "worlds/every-way.yaml"
"""What the lab opens on when nobody names a template, so that there is something to explore at once."""


LAB_ACCOUNTS = (DEFAULT_ACCOUNT, "444455556666", "777788889999")
"""The accounts of the lab: the ready-made world is in the first, the others are there to be crossed into."""


OPEN_ELSEWHERE = "The file is open in another CogTUI, or made by a newer one: what you do here is not kept"


def last_file() -> Path:
    """Return where the last session's world is kept."""
    return data_dir() / "last.cogtui"


def lab(templates: tuple[Placed, ...] = ()) -> Session:
    """Return a session on the world of templates, the ready-made one by default; there is always somewhere to cross into."""
    from cogtui.cloud.templates.placed import Placed, accounts_of, apply_each
    from cogtui.course.progress import Progress

    given = templates or (Placed(lessons_dir() / LAB_WORLD),)
    world = World(accounts=tuple(dict.fromkeys((*accounts_of(given), *LAB_ACCOUNTS))))
    applied = apply_each(world, given, placeholders=bool(templates))
    session = Session(world, title=", ".join(one.path.stem.replace("-", " ") for one in given))
    trouble = _noted(lambda: session.follow(last_file())) or _noted(lambda: Progress().open_session(""))
    session.notice = trouble or placeholders_of(applied)
    return session


def placeholders_of(applied: list[Applied]) -> str:
    """Return which resources of templates are there by name only, in words; empty when all are simulated."""
    named = [f"{made.logical_id} ({made.type})" for one in applied for made in one.resources if made.placeholder]
    return f"Not simulated, there by name only: {', '.join(named)}" if named else ""


def lesson(lesson_id: str) -> Session:
    """Return a session at the first step of a lesson; how far the learner gets is written down from now on."""
    from cogtui.course.library import load
    from cogtui.course.play import Play

    play = Play(load(lesson_id))
    session = Session(play.world, title=play.lesson.title, play=play)
    session.notice = _noted(lambda: session.follow(last_file())) or _follow_progress(play)
    return session


def last() -> Session | None:
    """Return the session that was open last, with its lesson at the same step; None when there was none.

    A damaged save was set aside and is reported by AuthoringError. Where only the progress is damaged, or the lesson no
    longer holds, the world comes without its lesson, and the session's notice says so.
    """
    from cogtui.cloud.save import Save

    if not last_file().is_file():
        return None
    save = Save.open(last_file())
    _at_rest(save.world)
    play, notice = _last_play(save.world)
    session = Session(save.world, title=play.lesson.title if play else "where you left off", play=play)
    session.save = save
    session.notice = notice or (OPEN_ELSEWHERE if save.read_only else "")
    return session


def _at_rest(world: World) -> None:
    """Let the clock stand still, and user pools sign as AWS's, where the app ended before its endpoint could."""
    from cogtui.cloud import clock
    from cogtui.cloud.issuers import local_issuer

    if clock.offset(world.store) is not None:
        if local_issuer(world.store):
            world.act("endpoint.issuer", base="", title="User pools sign as AWS's issuer")
        world.act("clock.stop", title="The clock stands still")


def _last_play(world: World) -> tuple[Play | None, str]:
    """Return the play that goes with the saved world, and what there is to say about it."""
    from cogtui.course.library import load
    from cogtui.course.play import Play
    from cogtui.course.progress import Progress

    try:
        memory = Progress().last_session()
        if memory is None:
            return None, ""
        play = Play.resume(load(memory.lesson), world, memory)
    except AuthoringError as problem:
        return None, problem.located
    return play, _follow_progress(play)


def _follow_progress(play: Play) -> str:
    """Write down where the play is, now and whenever it moves; return what went wrong with the file, if anything did."""
    from cogtui.course.progress import Progress

    progress = Progress()
    notice = _noted(lambda: progress.open_session(play.lesson.id))

    def moved() -> None:
        _noted(lambda: progress.note(play.remembered()))

    play.changed = moved
    moved()
    return notice


def _noted(write: Callable[[], None]) -> str:
    """Write, and return what stood in the way; a damaged file was set aside, so that a second try finds a new one."""
    said = ""
    for _ in range(2):
        try:
            write()
        except AuthoringError as problem:
            said = said or problem.located
        else:
            break
    return said
