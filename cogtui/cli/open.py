"""`cogtui learn` and `cogtui lab`: the app, at a lesson or without one. What is wrong with either is said before it opens."""

from __future__ import annotations

from pathlib import Path

import click

from cogtui.cli.group import open_app


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
@click.option("--template", type=click.Path(path_type=Path), help="A CloudFormation template to begin with.")
@click.pass_context
def lab(ctx: click.Context, template: Path | None) -> None:
    """Open the app without a lesson, on a ready-made world or yours."""
    if template is not None:
        _try_out(template)
    open_app(ctx, at="lab", template=template)


def _try_out(template: Path) -> None:
    """Apply the template to a world that is thrown away."""
    from cogtui.cloud.templates.apply import apply
    from cogtui.cloud.templates.files import text_of
    from cogtui.cloud.world import World

    apply(World(), text_of(template), str(template), placeholders=True)
