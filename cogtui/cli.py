"""The `cogtui` command line. What a command needs is imported when that command runs.

Exit codes: 0 fine, 1 the thing checked does not hold, 2 bad usage or unreadable input.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from cogtui import __version__
from cogtui.cloud.errors import AuthoringError

THEMES = ("dark", "light", "contrast", "terminal")
"""As `cogtui.tui.themes` has them, which would load Textual."""

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


class Unreadable(click.ClickException):
    """Something that a person gave cannot be read or found: one line on stderr."""

    exit_code = 2


class Cogtui(click.Group):
    """Turns authoring errors of any command into one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command asked for."""
        try:
            return super().invoke(ctx)
        except AuthoringError as problem:
            raise Unreadable(problem.located) from problem


@click.group(cls=Cogtui, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option("--theme", type=click.Choice(THEMES), help="Colours to use.")
@click.version_option(__version__, prog_name="cogtui", message="%(prog)s %(version)s")
@click.pass_context
def cogtui(ctx: click.Context, **options: Any) -> None:
    """A laboratory for Amazon Cognito in the terminal. Without a command it opens at Home."""
    ctx.obj = options
    if ctx.invoked_subcommand is None:
        _open(ctx)


def _open(ctx: click.Context, **where: Any) -> None:
    """Open the app."""
    from cogtui.tui.app import run

    options: dict[str, Any] = ctx.obj
    ctx.exit(run(mouse=not options["no_mouse"], theme=options["theme"], **where))


@cogtui.command()
@click.argument("lesson", required=False)
@click.pass_context
def learn(ctx: click.Context, lesson: str | None) -> None:
    """Open the app at LESSON, or at the list of lessons."""
    _open(ctx, at="learn", lesson=lesson)


@cogtui.command()
@click.option("--template", type=click.Path(path_type=Path), help="A CloudFormation template to begin with.")
@click.pass_context
def lab(ctx: click.Context, template: Path | None) -> None:
    """Open the app without a lesson, on a ready-made world or yours."""
    if template is not None:
        _try_out(template)
    _open(ctx, at="lab", template=template)


@cogtui.command()
@JSON
def coverage(*, as_json: bool) -> None:
    """Say which AWS operations are simulated and which are not."""
    from cogtui.views.coverage import ledger, lines

    book = ledger()
    if as_json:
        _print_json(book)
    else:
        click.echo("\n".join(lines(book, _width())))


@cogtui.command()
@click.argument("token", default="-")
@JSON
@click.pass_context
def jwt(ctx: click.Context, token: str, *, as_json: bool) -> None:
    """Decode TOKEN (or, for "-", what comes in on stdin) and explain it.

    Nothing is verified. Exit code 1 says that it is no signed token in good order.
    """
    from cogtui.cloud.tokens.decode import decode
    from cogtui.views import token_text

    decoded = decode(_standard_input() if token == "-" else token)
    if as_json:
        _print_json(token_text.as_json(decoded))
    else:
        click.echo("\n".join(token_text.lines(decoded, _width())))
    ctx.exit(0 if decoded.readable else 1)


@cogtui.command()
@click.argument("what", type=click.Choice(["config", "data", "lessons"]))
def locate(what: str) -> None:
    """Say where the settings, your progress or the lessons are."""
    from cogtui import folders, resources

    found = {"config": folders.config_dir, "data": folders.data_dir, "lessons": resources.lessons_dir}[what]
    click.echo(found())


def _try_out(template: Path) -> None:
    """Apply a template to a world that is thrown away, so that what is wrong with it is said before the app opens."""
    from cogtui.cloud.templates.apply import apply
    from cogtui.cloud.world import World

    apply(World(), _text(template), str(template), placeholders=True)


def _text(path: Path) -> str:
    """Return what a file holds that a person wrote."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise AuthoringError(f"expected a file that can be read: {problem.strerror}", file=str(path)) from problem
    except UnicodeDecodeError as problem:
        raise AuthoringError(f"byte {problem.start + 1} is no UTF-8 text", file=str(path)) from problem


def _standard_input() -> str:
    """Return the text that comes in; a person at the keyboard is told how to end it."""
    if sys.stdin.isatty():
        click.echo("Paste a token, then press enter and ctrl+d.", err=True)
    text = sys.stdin.buffer.read().decode(errors="replace")
    if not text.strip():
        raise Unreadable("expected a token, as an argument or on stdin, and got nothing")
    return text


def _print_json(value: Any) -> None:
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def _width() -> int:
    """Return the columns to wrap text at: the terminal's, within what reads well."""
    return max(60, min(shutil.get_terminal_size().columns, 120))
