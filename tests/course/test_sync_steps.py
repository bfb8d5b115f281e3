"""Lessons about synchronising: what devices do when a lesson says so, and goals about what they and the cloud have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cogtui.cloud.device_sync.cache import device_named, devices_of, local_record
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.course.actions import Action, Expect
from cogtui.course.check_goals import check_goals
from cogtui.course.devices import DEVICES, by_hand, steps_of
from cogtui.course.goals import Moment, judged
from cogtui.course.lesson import Goal
from cogtui.course.perform import Done, name_of_action, perform
from cogtui.course.synced import DATASET, Synced
from cogtui.course.variables import lookup_in
from cogtui.device.sync import devices
from cogtui.resources import lessons_dir
from cogtui.views.sync import board
from tests.builders import state
from tests.course.writing import lesson, told

TEMPLATE = lessons_dir() / "worlds" / "sync.yaml"


@pytest.fixture
def world() -> World:
    made = World(seed="sync steps")
    apply(made, TEMPLATE.read_text(encoding="utf-8"), TEMPLATE.name)
    return made


def act(world: World, device: str, expect: Expect | None = None, **given: Any) -> Done:
    action = Action(device=device, given=given, expect=expect or Expect())
    return perform(world, action, lookup_in({}, world.held))


def acts(world: World, *steps: tuple[str, dict[str, Any]]) -> None:
    for device, given in steps:
        assert act(world, device, **given).problem == "", device


def value(world: World, device: str, key: str) -> str | None:
    record = local_record(world.store, device, devices.identity(world, device), DATASET, key)
    return record.value if record else None


DARK: dict[str, Any] = {"key": "theme", "value": "dark"}
LIGHT: dict[str, Any] = {"key": "theme", "value": "light"}


def in_conflict(world: World) -> None:
    """Have phone and tablet change one key, the phone first at the cloud."""
    acts(world, ("phone.edit", LIGHT), ("phone.sync", {}), ("tablet.sync", {}))
    acts(world, ("phone.edit", DARK), ("tablet.edit", {"key": "theme", "value": "sepia"}), ("phone.sync", {}))


def test_lessons_mean_the_dataset_that_the_pane_opens_with() -> None:
    assert DATASET == board.DATASET


def test_what_one_device_writes_the_other_has_after_both_synchronised(world: World) -> None:
    acts(world, ("phone.edit", DARK), ("phone.sync", {}), ("tablet.sync", {}))
    assert value(world, "tablet", "theme") == "dark"
    acts(world, ("tablet.remove", {"key": "theme"}), ("tablet.sync", {}), ("phone.sync", {}))
    assert value(world, "phone", "theme") is None


@pytest.mark.parametrize(
    ("resolve", "given", "left"),
    [
        ("remote", {}, "dark"),
        ("local", {}, "sepia"),
        ("last_writer", {}, "dark"),
        ("custom", {"value": "grey"}, "grey"),
    ],
)
def test_conflicts_are_resolved_as_the_lesson_says(
    world: World, resolve: str, given: dict[str, Any], left: str
) -> None:
    in_conflict(world)
    acts(world, ("tablet.sync", {"resolve": resolve, **given}), ("phone.sync", {}))
    assert (value(world, "phone", "theme"), value(world, "tablet", "theme")) == (left, left)


def test_a_conflict_that_nobody_resolves_is_a_problem_unless_the_lesson_expects_it(world: World) -> None:
    in_conflict(world)
    assert "it ended as `cancelled`" in act(world, "tablet.sync").problem
    assert act(world, "tablet.sync", ends="cancelled").problem == ""
    assert value(world, "tablet", "theme") == "sepia"


def test_offline_nothing_is_sent_and_the_network_brings_what_waited(world: World) -> None:
    acts(world, ("phone.sync", {}), ("phone.offline", {}), ("phone.edit", DARK))
    refused = act(world, "phone.sync", Expect(error="NetworkException"))
    assert refused.problem == ""
    assert [record.service for record in refused.records] == ["sync"]
    assert "`offline`" not in act(world, "phone.sync", Expect(error="NetworkException"), ends="offline").problem
    acts(world, ("phone.when-connected", {}), ("phone.online", {}), ("phone.catch-up", {}), ("tablet.sync", {}))
    assert value(world, "tablet", "theme") == "dark"


def test_devices_come_and_go_and_change(world: World) -> None:
    acts(world, ("phone-2.add", {"profile": "javascript", "username": "ben", "password": "Pool-ben-1"}))
    added = device_named(world.store, "phone-2")
    assert added is not None
    assert added.profile == "javascript"
    acts(
        world, ("phone-2.manager", {"profile": "correct"}), ("phone-2.clock", {"seconds": 90}), ("phone-2.sign-in", {})
    )
    assert devices.identity(world, "phone-2") != devices.identity(world, "phone")
    changed = device_named(world.store, "phone-2")
    assert changed is not None
    assert (changed.profile, changed.skew) == ("correct", 90)
    assert act(world, "web-2.add").problem.startswith("`web-2.add`: there are 4 devices already")
    acts(
        world,
        ("web.drop", {}),
        ("tablet.uninstall", {}),
        ("tablet.install", {}),
        ("phone.guest", {}),
        ("phone.sign-out", {}),
    )
    assert [device.name for device in devices_of(world.store)] == ["phone", "tablet", "phone-2"]


def test_somebody_else_can_sign_in_on_a_device(world: World) -> None:
    acts(world, ("phone.sign-in", {}), ("tablet.sign-in", {"username": "ben", "password": "Pool-ben-1"}))
    assert devices.identity(world, "phone") != devices.identity(world, "tablet")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("web-3.sync", "`web-3.sync`: the world has no device `web-3`"),
        ("phone.add", "`phone.add`: there is a device `phone` already"),
    ],
)
def test_a_device_that_is_not_there_or_already_is_a_problem_and_nothing_happens(
    world: World, step: str, said: str
) -> None:
    before = state(world)
    assert act(world, step).problem == said
    assert state(world) == before


def test_every_step_of_every_device_has_a_name_and_says_how_it_is_done_by_hand() -> None:
    for device in ("app", "phone-2"):
        for step, found in steps_of(device).items():
            action = f"{device}.{step}"
            assert name_of_action(Action(device=action)) == found.name
            sentence = by_hand(action, {"key": "theme", "value": "dark", "resolve": "local"})
            assert sentence.startswith("Go to ")
            assert "{" not in sentence
    assert "Write theme = dark." in by_hand("phone.edit", DARK)
    assert 'Where it asks, choose "keep ours".' in by_hand("phone.sync", {"resolve": "local"})
    assert {"app", "phone", "tablet-2", "web-4"} <= DEVICES


# ---------------------------------------------------------------------------------------------------------- goals


def not_yet(world: World, **wanted: Any) -> str:
    goal = Goal(id="a", text="It is so", synced=Synced(**wanted))
    return judged(goal, Moment(world, 0, lookup_in({"mode": "dark"}, world.held))).not_yet


def test_goals_about_synchronised_data_say_what_is_missing_until_they_are_reached(world: World) -> None:
    theme = {"at": "tablet", "key": "theme", "value": "${mode}"}
    assert not_yet(world, **theme) == "the tablet has no `theme`"
    acts(world, ("phone.edit", LIGHT))
    assert not_yet(world, at="phone", dirty=0) == "`theme` waits on the phone to be sent"
    assert not_yet(world, at="phone", dirty=1) == ""
    assert not_yet(world, at="cloud", count=1) == "the cloud is at count 0"
    assert not_yet(world, at="cloud", gone=True) == ""
    acts(world, ("phone.sync", {}), ("tablet.sync", {}))
    assert not_yet(world, at="phone", dirty=1) == "nothing waits on the phone to be sent"
    assert not_yet(world, at="cloud", gone=True) == "the cloud still has the dataset `settings`"
    assert not_yet(world, **theme) == "the tablet has `theme` = `light`"
    acts(world, ("phone.edit", DARK), ("phone.sync", {}))
    assert not_yet(world, at="tablet", same=True) == "the tablet has `theme` = `light`, the cloud has `theme` = `dark`"
    assert not_yet(world, at="tablet", count=2) == "the tablet has synchronised up to count 1"
    acts(world, ("tablet.sync", {}))
    for reached in (
        theme,
        {"at": "tablet", "same": True, "count": 2, "dirty": 0},
        {"at": "cloud", "of": "tablet", "key": "theme", "value": "dark", "least": 1},
    ):
        assert not_yet(world, **reached) == ""


def test_goals_know_removals_other_people_the_network_and_devices_that_are_not_there(world: World) -> None:
    acts(world, ("phone.edit", DARK), ("phone.sync", {}))
    assert not_yet(world, at="cloud", key="theme", removed=True) == "the cloud still has `theme`"
    acts(world, ("phone.remove", {"key": "theme"}), ("phone.sync", {}), ("phone.offline", {}))
    assert not_yet(world, at="cloud", key="theme", removed=True) == ""
    assert not_yet(world, at="phone", online=True) == "the phone is offline"
    assert not_yet(world, at="cloud", of="web", least=1) == "the cloud is at count 0"
    assert not_yet(world, at="web", least=1) == "the web never synchronised it"
    assert not_yet(world, at="phone-2", dirty=0) == "there is no phone-2"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"at": "phone"}, "something is expected that must hold"),
        ({"at": "phone", "value": "x"}, "name its `key`"),
        ({"at": "phone", "key": "k", "value": "x", "removed": True}, "has no `value`"),
        ({"at": "cloud", "dirty": 0}, "about a device, not the cloud"),
        ({"at": "phone", "of": "tablet", "count": 1}, "`of` is about the cloud"),
    ],
)
def test_goals_that_assert_nothing_or_what_cannot_be_are_refused(wanted: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Synced(**wanted)


@pytest.mark.parametrize(
    ("synced", "said"),
    [
        ("{at: phon, dirty: 0}", "1:98: `phon` is not a device, nor the cloud; did you mean `phone`?"),
        ("{at: cloud, of: cloud, count: 1}", "1:109: `cloud` is not a device; expected `phone` or `tablet` or `web`"),
    ],
)
def test_a_goal_about_what_cannot_be_there_is_named_with_its_place(tmp_path: Path, synced: str, said: str) -> None:
    task = f"- {{id: a, kind: task, text: Hi, solution: [{{device: phone.sync}}], goals: [{{id: b, synced: {synced}, text: c}}]}}"
    assert [told(problem) for problem in check_goals(lesson(tmp_path, task))] == [said]
