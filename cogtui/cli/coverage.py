"""`cogtui coverage`: the ledger of what is simulated and what is not."""

from __future__ import annotations

import click

from cogtui.cli.printing import JSON, print_json, width


@click.command()
@JSON
def coverage(*, as_json: bool) -> None:
    """Say which AWS operations are simulated and which are not."""
    from cogtui.views.coverage import ledger, lines

    book = ledger()
    if as_json:
        print_json(book)
    else:
        click.echo("\n".join(lines(book, width())))
