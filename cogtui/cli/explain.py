"""`cogtui explain`: would it be allowed, and why, and what would make it so. Without the app."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cogtui.cli.group import DoesNotHold, Unreadable
from cogtui.cli.printing import JSON, print_json, width

if TYPE_CHECKING:
    from cogtui.cloud.world import World
    from cogtui.views.explain_text import Answer


@click.command()
@click.option(
    "--template",
    "templates",
    metavar="[ACCOUNT=]FILE",
    multiple=True,
    help="A CloudFormation template of the world to ask; several make one world, each in its account.",
)
@click.option(
    "--state", type=click.Path(path_type=Path), help="A file that the app or `cogtui serve` keeps a world in."
)
@click.option(
    "--principal", required=True, metavar="WHO", help="An ARN, user:NAME, role:NAME/SESSION, service:NAME, anonymous."
)
@click.option("--action", required=True, help="What is asked for: s3:GetObject.")
@click.option("--resource", required=True, metavar="ARN", help="What it is asked of: an ARN, or *.")
@click.option(
    "--context",
    "pairs",
    metavar="KEY=VALUE",
    multiple=True,
    help="A condition key of the request; give a key several times for several values.",
)
@JSON
@click.option("--expect", type=click.Choice(["allow", "deny"]), help="Exit with 1 when the verdict is another.")
def explain(
    *,
    templates: tuple[str, ...],
    state: Path | None,
    principal: str,
    action: str,
    resource: str,
    pairs: tuple[str, ...],
    as_json: bool,
    expect: str | None,
) -> None:
    """Ask the policies of a world whether WHO may do ACTION on ARN, and say why.

    Every kind of policy takes part: those that the caller holds, the resource's, boundaries, an organization's, and for
    sts:AssumeRole the role's trust policy, which AWS's own simulator leaves out. Nothing is changed.
    """
    answer = _answer(_world(templates, state), principal, action, resource, pairs)
    allowed = answer.evaluation.verdict.allowed
    if as_json:
        from cogtui.views.explain_text import as_json as data

        print_json(data(answer))
    else:
        from cogtui.views.explain_text import lines

        click.echo("\n".join(lines(answer, width())))
    if expect is not None and allowed != (expect == "allow"):
        raise DoesNotHold(f"expected {expect}, and the verdict is {'allow' if allowed else 'deny'}")


def _answer(world: World, principal: str, action: str, resource: str, pairs: tuple[str, ...]) -> Answer:
    from cogtui.cloud.door.asking import ask
    from cogtui.cloud.policy.smallest_change import smallest_changes
    from cogtui.console import question
    from cogtui.views.explain_text import Answer

    asker = question.asker_named(world.store, principal)
    wanted, arn, context = question.action_named(action), question.arn_named(resource), question.context_of(pairs)
    found = ask(world.store, asker, wanted, arn, context)
    return Answer(
        found, smallest_changes(found.request, found.policies), tuple(question.warnings(world.store, wanted, arn))
    )


def _world(templates: tuple[str, ...], state: Path | None) -> World:
    if bool(templates) == (state is not None):
        raise Unreadable("a world is expected: either --template, once or several times, or --state")
    if state is not None:
        from cogtui.cloud.save import look_at

        return look_at(state)
    return _made(templates)


def _made(templates: tuple[str, ...]) -> World:
    """Return a world with the templates applied, in their order."""
    from cogtui.cloud.templates.placed import accounts_of, apply_each, placed
    from cogtui.cloud.world import World

    found = tuple(placed(text) for text in templates)
    world = World("explain", accounts=accounts_of(found))
    apply_each(world, found)
    return world
