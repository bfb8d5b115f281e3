"""`cogtui jwt`: a token decoded and explained."""

from __future__ import annotations

import sys

import click

from cogtui.cli.group import Unreadable
from cogtui.cli.printing import JSON, print_json, width


@click.command()
@click.argument("token", default="-")
@JSON
@click.pass_context
def jwt(ctx: click.Context, token: str, *, as_json: bool) -> None:
    """Decode and explain TOKEN, or what comes in on stdin.

    Nothing is verified, and nothing of it is kept. Exit code 1 says that it is no signed token in good order.
    """
    from cogtui.cloud.tokens.decode import decode
    from cogtui.views import token_text

    decoded = decode(_standard_input() if token == "-" else token)
    if as_json:
        print_json(token_text.as_json(decoded))
    else:
        click.echo("\n".join(token_text.lines(decoded, width())))
    ctx.exit(0 if decoded.readable else 1)


def _standard_input() -> str:
    """Return the text that comes in; a person at the keyboard is told how to end it."""
    if sys.stdin.isatty():
        click.echo("Paste a token, then press enter and ctrl+d.", err=True)
    text = sys.stdin.buffer.read().decode(errors="replace")
    if not text.strip():
        raise Unreadable("expected a token, as an argument or on stdin, and got nothing")
    return text
