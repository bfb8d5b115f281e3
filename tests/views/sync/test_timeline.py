"""Which records the timeline shows, and where "now" is among them."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.line import Line
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.device.sync import devices
from cogtui.views.flow import laid_out, rows_of
from cogtui.views.sign_in import MOST_ROWS, Story
from cogtui.views.sync.timeline import AT_ONCE, Teller, concerns, numbered, story_start
from tests.builders import a_world, done


def two_devices() -> World:
    """Return a world with a bucket, then a phone and a tablet that each wrote something."""
    world = a_world()
    done(world, "s3", "CreateBucket", Bucket="reports")
    for kind in ("phone", "tablet"):
        devices.add(world, kind)
        devices.edit(world, kind, "prefs", "theme", "dark")
    return world


def timeline(line: Line, position: int, device: str = "", *, sparse: bool = False) -> Story:
    """Return the history as somebody tells it who never told it before."""
    return Teller().tell(line, position, 0, device, sparse=sparse)


def titles(world: World, device: str = "") -> list[str]:
    """Return the rows' words."""
    return [record.title for record in timeline(world.trail, world.history.position, device).records]


def test_the_timeline_leaves_out_what_does_not_concern_devices() -> None:
    world = two_devices()
    assert len(world.trail) == 5
    assert len(titles(world)) == 4
    assert "phone: theme = dark" in titles(world)


def test_one_devices_timeline_is_its_own() -> None:
    world = two_devices()
    assert titles(world, "tablet") == ["tablet: theme = dark"]


def test_on_a_narrow_screen_only_synchronising_has_arrows() -> None:
    role = Record("1.1", "call", "sts", "AssumeRoleWithWebIdentity", "IdPool", "STS", 0.0)
    sign_in = Record(
        "1",
        "call",
        "cognito-identity",
        "GetCredentialsForIdentity",
        "Phone",
        "IdPool",
        0.0,
        children=(role,),
        device="phone",
    )
    refused = msgspec.structs.replace(role, no="2.1", source="Sync", error=ErrorInfo("AccessDenied", "", 403, {}))
    fine = msgspec.structs.replace(role, no="2.2", source="Sync")
    pull = Record(
        "2",
        "call",
        "cognito-sync",
        "ListRecords",
        "Phone",
        "Sync",
        0.0,
        output={},
        children=(refused, fine),
        device="phone",
    )
    wide, narrow = (timeline(Line([sign_in, pull]), 2, sparse=sparse).records for sparse in (False, True))
    assert {party.code for party in laid_out(rows_of(wide, 2), 120).parties} == {"Phone", "IdPool", "Sync", "STS"}
    assert {party.code for party in laid_out(rows_of(narrow, 2), 80).parties} == {"Phone", "Sync"}
    assert [child.no for child in narrow[1].children] == ["2.1"]
    assert [record.title for record in narrow] == [record.title for record in wide]


def test_undone_records_stay_and_the_position_says_which_are_in_force() -> None:
    world = two_devices()
    world.undo()
    told = timeline(world.trail, world.history.position)
    assert len(told.records) == 4
    assert told.position == 3


@pytest.mark.parametrize("first", [0, 7])
def test_only_the_newest_rows_are_shown_and_the_rest_is_counted(first: int) -> None:
    records = [
        Record(str(first + number + 1), "act", "sync", "write", "Phone", "Phone", 0.0, title="t", device="phone")
        for number in range(MOST_ROWS + 5)
    ]
    told = timeline(Line(records, first), first + len(records))
    assert len(told.records) == told.position == MOST_ROWS + 5 - AT_ONCE
    assert told.records[-1].no == records[-1].no
    assert told.earlier == first + AT_ONCE


def test_the_story_starts_at_the_first_record_of_a_device_or_after_the_mark() -> None:
    world = two_devices()
    assert story_start(world.trail) == 1
    assert story_start(world.trail, 3) == 3
    assert story_start(world.trail, 99) == len(world.trail)
    assert story_start(a_world().trail) == 0


def test_a_row_leads_back_to_its_record() -> None:
    world = two_devices()
    for record in timeline(world.trail, world.history.position).records:
        assert numbered(world.trail, record.no) is world.trail[int(record.no) - 1]
    assert [numbered(world.trail, no) for no in ("", "0", "99", "x", "2.1")] == [None] * 5


DEVICES = ("", "phone", "tablet")


def _happen(world: World, what: str) -> None:
    """Let something happen, in the history or beside it; or go in time."""
    match what:
        case "edit":
            devices.edit(world, "phone", "prefs", "theme", str(world.history.position))
        case "beside":
            world.call("s3", "ListBuckets", {}, caller=world.operator)
        case "undo":
            world.undo()
        case "redo":
            world.redo()
        case _:
            world.let_go(2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["edit", "beside", "undo", "redo", "let go"]), max_size=25), st.sampled_from(DEVICES))
def test_who_told_the_history_before_tells_it_like_one_who_never_did(happenings: list[str], device: str) -> None:
    world, teller = two_devices(), Teller()
    for what in happenings:
        _happen(world, what)
        history = world.history
        told = teller.tell(world.trail, history.position, history.epoch, device)
        assert told == timeline(world.trail, history.position, device)
        assert [record.no for record in told.records] == [
            record.no for record in world.trail if concerns(record, device)
        ]


def test_rows_stay_the_same_objects_while_more_is_told() -> None:
    world, teller = two_devices(), Teller()
    before = teller.tell(world.trail, world.history.position, world.history.epoch).records
    devices.edit(world, "phone", "prefs", "theme", "light")
    after = teller.tell(world.trail, world.history.position, world.history.epoch).records
    assert len(after) == len(before) + 1
    assert all(old is new for old, new in zip(before, after, strict=False))
