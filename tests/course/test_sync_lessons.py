"""What the lessons on Cognito Sync say of counts, conflicts and pushes is what happens in their worlds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cogtui.cloud.device_sync.cache import local_dataset, local_records
from cogtui.cloud.trail import Record
from cogtui.course.library import load
from cogtui.course.play import Play
from cogtui.course.run import Called, Met, played
from cogtui.device.sync import devices
from cogtui.views.sync.messages import words_of


def by_step(lesson: str) -> dict[str, list[Record]]:
    """Return step -> what was done in it, the calls on the way included."""
    found: dict[str, list[Record]] = {}
    step = ""
    for event in played(Play(load(lesson))):
        if isinstance(event, Met):
            step = event.step.id
        elif isinstance(event, Called):
            found.setdefault(step, []).extend(_with_children(event.record))
    return found


def _with_children(record: Record) -> Iterator[Record]:
    yield record
    for child in record.children:
        yield from _with_children(child)


def sync_calls(records: list[Record]) -> list[str]:
    """Return the calls at Cognito Sync with their answers, as the timeline has them."""
    return [words_of(record) for record in records if record.kind == "call" and record.service == "cognito-sync"]


def at_step(lesson: str, step: str) -> Play:
    """Return the lesson at a step, with everything before it done."""
    play = Play(load(lesson))
    for event in played(play):
        if isinstance(event, Met) and event.step.id == step:
            return play
    raise AssertionError(step)


def test_offline_first_counts_as_it_tells() -> None:
    done = by_step("sync-offline-first")
    assert {step: sync_calls(records) for step, records in done.items() if sync_calls(records)} == {
        "who-makes-it": ["ListRecords since 0: nothing, count 0", "UpdateRecords theme=dark@0 -> @1"],
        "one-step": ["ListRecords since 1: nothing, count 1", "UpdateRecords font=serif@0, page=12@0 -> @2"],
        "tablet": ["ListRecords since 0: theme@1 + 2 more, count 2"],
        "what-is-new": [
            "ListRecords since 2: nothing, count 2",
            "UpdateRecords theme=sepia@1 -> @3",
            "ListRecords since 2: theme@3, count 3",
        ],
        "back-online": ["ListRecords since 3: nothing, count 3", "UpdateRecords font=mono@2 -> @4"],
        "tombstone": [
            "ListRecords since 3: font@4, count 4",
            "ListRecords since 4: nothing, count 4",
            "UpdateRecords remove page@2 -> @5",
            "ListRecords since 4: page@5 removed, count 5",
        ],
        "guest": [
            "ListRecords since 0: nothing, count 0",
            "UpdateRecords page=70@0 -> @1",
            "ListRecords since 0: nothing, count 0",
        ],
        "two-characters": ["ListRecords since 5: 403 AccessDeniedException"],
        "repair": ["ListRecords since 5: nothing, count 5", "UpdateRecords theme=light@3 -> @6"],
    }


def test_the_guest_who_comes_back_is_another_identity() -> None:
    asked = [record for record in by_step("sync-offline-first")["guest"] if record.operation == "GetId"]
    first, second = ((record.output or {})["IdentityId"] for record in asked)
    assert first != second


@pytest.mark.parametrize(
    ("lesson", "step", "operation", "ends"),
    [
        ("sync-offline-first", "two-characters", "ListRecords", "/dataset/settings"),
        ("sync-conflicts-and-push", "guides-policy", "RegisterDevice", ""),
    ],
)
def test_the_denials_name_the_arn_that_the_lesson_speaks_of(lesson: str, step: str, operation: str, ends: str) -> None:
    refused = next(record for record in by_step(lesson)[step] if record.operation == operation)
    assert refused.error is not None
    assert f"/identity/{refused.request['IdentityId']}{ends} because" in refused.error.message


def test_a_conflict_is_about_a_record_and_is_settled_with_the_other_sides_count() -> None:
    done = by_step("sync-conflicts-and-push")
    assert sync_calls(done["two-keys"])[1:4] == [
        "UpdateRecords font=mono@1 -> @2",
        "ListRecords since 1: font@2, count 2",
        "UpdateRecords theme=dark@1 -> @3",
    ]
    sent = [words for words in sync_calls(done["which-count"]) if words.startswith("UpdateRecords")]
    assert sent == ["UpdateRecords theme=sepia@3 -> @4", "UpdateRecords theme=black@4 -> @5"]
    assert done["faster"][-1].error is not None
    assert done["faster"][-1].error.message == "Current SyncCount for: theme is: 7 not: 3"
    assert sync_calls(done["clocks"])[-1] == "UpdateRecords theme=early@8 -> @9"


def test_the_javascript_manager_loses_the_update_that_the_lesson_shows() -> None:
    play = at_step("sync-conflicts-and-push", "way-out")
    store, identity = play.world.store, devices.identity(play.world, "web")
    fonts = [
        record.value
        for name in ("phone", "web")
        for record in local_records(store, name, identity, "settings")
        if record.key == "font"
    ]
    row = local_dataset(store, "web", identity, "settings")
    assert fonts == ["sans", "mono"]
    assert row is not None
    assert row.last_sync_count == 11
    assert devices.synchronize(play.world, "web", "settings").ok
    assert not play.can_advance


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("a-hint", [("Publish", ""), ("GCM", "")]),
        ("uninstalled", [("Publish", ""), ("GCM", "InvalidRegistration"), ("Publish", "EndpointDisabled")]),
        ("no-pushes", [("AssumeRole", "AccessDenied")]),
    ],
)
def test_pushes_fare_as_the_lesson_says_and_the_writer_hears_nothing_of_it(
    step: str, told: list[tuple[str, str]]
) -> None:
    records = by_step("sync-conflicts-and-push")[step]
    fared = [
        (record.service if record.kind == "message" else record.operation, record.error.code if record.error else "")
        for record in records
        if record.kind == "message" or record.operation in ("Publish", "AssumeRole")
    ]
    assert fared == told
    assert all(record.ok for record in records if record.operation == "UpdateRecords")
