"""The command itself: its options, what is common to its subcommands, and how each of them may fail."""

from __future__ import annotations

from typing import Any

import click

from cogtui import __version__
from cogtui.cloud.errors import AuthoringError

THEMES = ("dark", "light", "contrast", "terminal")
"""As `cogtui.tui.themes` has them, which would load Textual."""


class DoesNotHold(click.ClickException):
    """The thing that was checked is not as it should be: one line on stderr."""

    exit_code = 1


class Unreadable(click.ClickException):
    """Something that a person gave cannot be read or found: one line on stderr."""

    exit_code = 2


class Commands(click.Group):
    """Lists commands as they were added, and turns their authoring errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which people come to need them."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command asked for."""
        try:
            return super().invoke(ctx)
        except AuthoringError as problem:
            raise Unreadable(problem.located) from problem


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option("--theme", type=click.Choice(THEMES), help="Colours to use.")
@click.version_option(__version__, prog_name="cogtui", message="%(prog)s %(version)s")
@click.pass_context
def cogtui(ctx: click.Context, **options: Any) -> None:
    """A laboratory for Amazon Cognito in the terminal. Without a command it opens at Home."""
    ctx.obj = options
    if ctx.invoked_subcommand is None:
        open_app(ctx)


def open_app(ctx: click.Context, **where: Any) -> None:
    """Open the app with the command's options, and leave with its exit code."""
    from cogtui.tui.app import run

    options: dict[str, Any] = ctx.obj
    ctx.exit(run(mouse=not options["no_mouse"], theme=options["theme"], **where))
