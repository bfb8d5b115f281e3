"""The user `demo`, whose key `cogtui serve` prints."""

from __future__ import annotations

from cogtui.cloud.callers import Keys
from cogtui.cloud.demo import demo_user
from cogtui.cloud.world import World
from tests.builders import done


def test_the_demo_user_may_do_everything_and_is_made_once() -> None:
    world = World("demo")
    key = demo_user(world)
    keys = Keys(key.access_key_id, key.secret)
    assert world.call("sts", "GetCallerIdentity", {}, caller=keys).output["Arn"].endswith(":user/demo")
    assert world.call("iam", "CreateGroup", {"GroupName": "Team"}, caller=keys).ok
    made = len(world.trail)
    assert demo_user(world) == key
    assert len(world.trail) == made


def test_what_somebody_took_from_the_demo_user_is_given_back() -> None:
    world = World("demo")
    old = demo_user(world)
    done(world, "iam", "UpdateAccessKey", UserName="demo", AccessKeyId=old.access_key_id, Status="Inactive")
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    done(world, "iam", "DetachUserPolicy", UserName="demo", PolicyArn=admin)
    key = demo_user(world)
    assert key.access_key_id != old.access_key_id
    assert world.call("iam", "ListUsers", {}, caller=Keys(key.access_key_id, key.secret)).ok
