"""`cogtui locate`: where things are kept."""

from __future__ import annotations

import click


@click.command()
@click.argument("what", type=click.Choice(["config", "data", "lessons"]))
def locate(what: str) -> None:
    """Say where the settings, your progress or the lessons are."""
    from cogtui import folders, resources

    found = {"config": folders.config_dir, "data": folders.data_dir, "lessons": resources.lessons_dir}[what]
    click.echo(found())
