"""The lab's world, and how its app is walked through a sign-in."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.templates.apply import apply
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.course.devices import take
from cogtui.resources import lessons_dir
from tests.builders import done

TEMPLATE = lessons_dir() / "worlds" / "every-way.yaml"


def a_lab() -> World:
    """Make the world on which the lab opens."""
    world = World(seed="every way")
    apply(world, TEMPLATE.read_text(encoding="utf-8"), str(TEMPLATE))
    return world


def signed_in(world: World, way: str, **given: Any) -> list[Record]:
    """Sign in one way, answering whatever is asked with what the device fills in, and return the rows of the trail."""
    before = len(world.trail)
    take(world, "app", "login", {"provider": way, **given})
    for _ in range(4):
        if world.held("app").get("challenge"):
            take(world, "app", "answer", {})
    if world.held("app").get("auth_code"):
        take(world, "app", "redeem", {})
    return world.trail[before:]


def the_pool(world: World) -> str:
    """Return the user pool's id."""
    return done(world, "cognito-idp", "ListUserPools", MaxResults=1)["UserPools"][0]["Id"]


def asks_for_an_app(world: World) -> None:
    """Have the pool want a second factor of everybody."""
    done(
        world,
        "cognito-idp",
        "SetUserPoolMfaConfig",
        UserPoolId=the_pool(world),
        MfaConfiguration="ON",
        SoftwareTokenMfaConfiguration={"Enabled": True},
    )
