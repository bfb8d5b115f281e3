"""What a world does while an endpoint runs: its clock goes with the host's, its trail stays short, its keys are fresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from cogtui.cloud.accounts.credentials import ACCESS_KEYS
from cogtui.cloud.clock import offset
from cogtui.cloud.save import Save
from cogtui.cloud.store import Change
from cogtui.cloud.tokens.fresh import fresh_der
from cogtui.cloud.world import World

HOUR = 3600.0


class Host:
    """A host whose clock the test moves."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


def running() -> tuple[World, Host]:
    world, host = World(), Host()
    world.host = host
    world.act("clock.run")
    return world, host


def assume(world: World) -> str:
    reply = world.call(
        "sts",
        "AssumeRole",
        {"RoleArn": f"arn:aws:iam::{world.account}:role/Operator", "RoleSessionName": "many", "DurationSeconds": 900},
        caller=world.operator,
    )
    assert reply.ok, reply.error
    return reply.output["Credentials"]["AccessKeyId"]


def test_a_running_clock_goes_with_the_hosts() -> None:
    world, host = running()
    host.time += 5
    assert world.now == host.time


def test_a_jump_is_kept_as_an_offset_and_can_be_undone() -> None:
    world, host = running()
    world.act("clock.advance", seconds=HOUR)
    host.time += 5
    assert (world.now, offset(world.store)) == (host.time + HOUR, HOUR)
    world.undo()
    assert (world.now, offset(world.store)) == (host.time, 0)


def test_a_stopped_clock_stands_where_it_was() -> None:
    world, host = running()
    host.time += 5
    world.act("clock.stop")
    host.time += 5
    assert (world.now, offset(world.store)) == (host.time - 5, None)


def test_a_clock_does_not_run_without_an_endpoint() -> None:
    assert not World().act("clock.run").ok


def test_a_loaded_world_shows_the_time_of_its_last_call(tmp_path: Path) -> None:
    world, host = running()
    save = Save.create(tmp_path / "w", world)
    host.time += 7
    world.call("sts", "GetCallerIdentity", caller=world.operator)
    save.close()
    again = Save.open(tmp_path / "w")
    assert again.world.now == host.time
    again.close()


def test_old_calls_fold_into_the_base_and_numbers_go_on() -> None:
    world, _ = running()
    world.most_calls = 10
    for _count in range(40):
        assume(world)
    assert world.trail.kept <= 12
    assert world.trail[-1].no == "41"
    assert len(world.trail) == 41
    assert world.trail.first == 41 - world.trail.kept
    with pytest.raises(IndexError):
        world.seek(0)


def test_undo_ends_where_calls_were_folded_and_the_base_is_that_moment() -> None:
    world, _ = running()
    world.most_calls = 10
    for _count in range(40):
        assume(world)
    while world.undo() is not None:
        pass
    rows = {(table, key): record for table, key, record in world.store.every()}
    assert rows == world.base.rows


def test_what_expired_before_the_kept_calls_is_swept() -> None:
    world, host = running()
    world.most_calls = 10
    old = assume(world)
    host.time += HOUR
    young = [assume(world) for _count in range(40)][-1]
    assert world.store.get(ACCESS_KEYS, (old,)) is None
    assert world.store.get(ACCESS_KEYS, (young,)) is not None


def test_a_save_follows_the_folding(tmp_path: Path) -> None:
    world, host = running()
    world.most_calls = 10
    assume(world)
    save = Save.create(tmp_path / "w", world)
    host.time += HOUR
    for _count in range(40):
        assume(world)
    save.close()
    again = Save.open(tmp_path / "w")
    assert [record.no for record in again.world.trail] == [record.no for record in world.trail]
    assert list(again.world.store.every()) == list(world.store.every())
    assert again.world.base.rows == world.base.rows
    assert again.world.trail.first == world.trail.first
    again.close()


def test_trials_neither_fold_nor_tell(tmp_path: Path) -> None:
    world, _ = running()
    world.most_calls = 5
    events: list[str] = []
    world.subscribe(lambda event, _: events.append(event))
    with world.what_if():
        for _count in range(20):
            assume(world)
    assert world.trail.kept == 1
    assert not events


def test_a_world_told_where_keys_come_from_takes_none_of_the_public_ring() -> None:
    world = World()
    made = [fresh_der()]
    world.fresh_keys = lambda: made[0]
    reply = world.call("cognito-idp", "CreateUserPool", {"PoolName": "p"}, caller=world.operator)
    changes: tuple[Change, ...] = reply.record.changes
    keys = [change.after for change in changes if change.table == "world.signing_keys"]
    assert [key.der for key in keys] == [made[0], made[0]]
