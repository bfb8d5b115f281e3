"""`cogtui run` plays a lesson without the app; `cogtui check` says what does not hold in lessons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cogtui.cli.group import DoesNotHold, Unreadable
from cogtui.cli.printing import JSON, counted, print_json
from cogtui.cloud.errors import AuthoringError


@click.command()
@click.argument("lesson")
def run(lesson: str) -> None:
    """Play LESSON, an id or a file, without the app.

    Every call is made, the right answers are given, and the solutions are run. Exit code 1 says that something came out
    other than the lesson promises.
    """
    from cogtui.course.library import find
    from cogtui.course.play import Play
    from cogtui.course.run import Failed, played
    from cogtui.course.transcript import told

    play = Play(find(lesson))
    click.echo(play.lesson.title)
    for event in played(play):
        for line in told(event):
            click.echo(line)
        if isinstance(event, Failed):
            raise DoesNotHold(event.problem.located)


@click.command()
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(path_type=Path))
@JSON
@click.option("--schema", is_flag=True, help="Print the JSON Schema of lessons, for editors, and check nothing.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], *, as_json: bool, schema: bool) -> None:
    """Say what does not hold in lessons: files, or folders of them.

    Without a PATH those of CogTUI are checked.
    """
    from cogtui.course.checks import check_file
    from cogtui.course.schema import lesson_schema

    if schema:
        print_json(lesson_schema())
        return
    found = {_shown(path): check_file(path, _shown(path)) for path in _lessons(paths)}
    problems = [problem for answers in found.values() for problem in answers]
    if as_json:
        print_json({name: [_as_data(problem) for problem in answers] for name, answers in found.items()})
    else:
        click.echo("".join(f"{problem.located}\n" for problem in problems), nl=False)
        click.echo(f"{counted(len(found), 'lesson')} checked, {counted(len(problems), 'problem')} found")
    ctx.exit(1 if problems else 0)


def _lessons(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the lessons' files among `paths`: files as they are, of a folder all that it holds."""
    from cogtui.course.library import lesson_files
    from cogtui.resources import lessons_dir

    for path in paths or (lessons_dir(),):
        inside = list(lesson_files(path).values()) if path.is_dir() else [path]
        if not inside or not inside[0].exists():
            raise Unreadable(f"`{path}` is no lesson; expected a lesson's file or a folder of lessons")
        yield from inside


def _shown(path: Path) -> str:
    """Return the path as short as it can be said from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _as_data(problem: AuthoringError) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "column": problem.column, "message": problem.message}
