"""`cogtui learn` and `cogtui lab`: the app, at a lesson or without one. What is wrong with either is said before it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cogtui.cli.group import open_app

if TYPE_CHECKING:
    from cogtui.cloud.templates.placed import Placed


@click.command()
@click.argument("lesson", required=False)
@click.pass_context
def learn(ctx: click.Context, lesson: str | None) -> None:
    """Open the app at LESSON, or at the first one."""
    if lesson is not None:
        from cogtui.course.library import load

        load(lesson)
    open_app(ctx, at="learn", lesson=lesson)


@click.command()
@click.option(
    "--template",
    "templates",
    metavar="[ACCOUNT=]FILE",
    multiple=True,
    help="A CloudFormation template to begin with; several make one world, each in its account.",
)
@click.pass_context
def lab(ctx: click.Context, templates: tuple[str, ...]) -> None:
    """Open the app without a lesson, on a ready-made world or yours."""
    open_app(ctx, at="lab", templates=_tried_out(templates) if templates else ())


def _tried_out(templates: tuple[str, ...]) -> tuple[Placed, ...]:
    """Return the templates, having applied them to a world that is thrown away."""
    from cogtui.cloud.templates.placed import accounts_of, apply_each, placed
    from cogtui.cloud.world import World

    found = tuple(placed(text) for text in templates)
    apply_each(World(accounts=accounts_of(found)), found)
    return found
