"""The scenarios of the fact sheet on Cognito Sync (section 12), as far as the service decides them.

A and B are two devices of one identity, each asked for by what its manager sends: ListRecords since the count that it has seen,
UpdateRecords with the counts of its records. Each test is named by its scenario's number.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.builders import done
from tests.cloud.services.cognito_sync.syncing import Party, ana, developer, guest, seen, signs_in, synchronising


@pytest.fixture
def both() -> Party:
    """Somebody whose two devices have the same credentials: the service cannot tell them apart."""
    return ana(synchronising())


def total(party: Party, dataset: str = "d") -> int:
    """Return the dataset's own count."""
    return party.records(dataset=dataset)["DatasetSyncCount"]


def conflicts(party: Party, key: str, current: int, given: int, session: str) -> None:
    """Assert that a write with a count is answered by the one that is current, and stores nothing."""
    before = seen(party.records())
    reply = party.write({key: ("mine", given)}, SyncSessionToken=session)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("ResourceConflictException", 409)
    assert reply.error.message == f"Current SyncCount for: {key} is: {current} not: {given}"
    assert seen(party.records()) == before


def test_1_the_first_push_finds_no_dataset_and_is_one_step_for_two_records(both: Party) -> None:
    listed = both.records()
    assert (listed["DatasetExists"], listed["DatasetSyncCount"]) == (False, 0)
    answered = both.wrote({"theme": ("dark", 0), "lang": ("en", 0)}, SyncSessionToken=listed["SyncSessionToken"])
    assert [(record["Key"], record["SyncCount"]) for record in answered] == [("theme", 1), ("lang", 1)]
    assert total(both) == 1


def test_2_a_fresh_device_pulls_everything_and_then_nothing(both: Party) -> None:
    both.wrote({"theme": ("dark", 0), "lang": ("en", 0)})
    pulled = both.records()
    assert seen(pulled) == {"theme": ("dark", 1), "lang": ("en", 1)}
    assert seen(both.records(pulled["DatasetSyncCount"])) == {}


def test_3_edits_of_two_keys_on_two_devices_both_come_through(both: Party) -> None:
    both.wrote({"k1": ("0", 0), "k2": ("0", 0)})
    both.wrote({"k2": ("B", 1)})
    pulled_by_a = both.records(1)
    assert seen(pulled_by_a) == {"k2": ("B", 2)}
    both.wrote({"k1": ("A", 1)}, SyncSessionToken=pulled_by_a["SyncSessionToken"])
    assert seen(both.records(2)) == {"k1": ("A", 3)}
    assert total(both) == 3


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        pytest.param(None, ("B", 2), id="4: the remote one, of which nobody need be told"),
        pytest.param("A", ("A", 3), id="5: the local one"),
        pytest.param("B+A", ("B+A", 3), id="6: a value of both"),
    ],
)
def test_4_to_6_a_resolution_is_taken_with_the_count_that_was_listed(
    both: Party, sent: str | None, left: tuple[str, int]
) -> None:
    both.wrote({"k": ("v0", 0)})
    both.wrote({"k": ("B", 1)})
    listed = both.records(1)
    assert seen(listed) == {"k": ("B", 2)}
    if sent is not None:
        conflicts(both, "k", current=2, given=1, session=listed["SyncSessionToken"])
        both.wrote({"k": (sent, 2)}, SyncSessionToken=listed["SyncSessionToken"])
    assert seen(both.records()) == {"k": left}


def test_7_a_list_that_nobody_follows_up_leaves_everything_and_shows_it_again(both: Party) -> None:
    both.wrote({"k": ("v0", 0)})
    both.wrote({"k": ("B", 1)})
    assert seen(both.records(1)) == seen(both.records(1)) == {"k": ("B", 2)}
    assert total(both) == 2


def test_8_the_same_value_on_both_sides_is_known_by_what_is_pulled(both: Party) -> None:
    both.wrote({"k": ("v0", 0)})
    both.wrote({"k": ("x", 1)})
    assert seen(both.records(1)) == {"k": ("x", 2)}
    assert seen(both.records(2)) == {}
    assert total(both) == 2


def test_9_a_write_of_the_same_key_in_between_is_a_conflict_and_stores_nothing_of_the_batch(both: Party) -> None:
    for count in range(5):
        both.wrote({"k": (f"v{count}", count)})
    listed = both.records(4)
    both.wrote({"k": ("B", 5)})
    patches: dict[str, tuple[str | None, int]] = {"other": ("A", 0), "k": ("A", 5)}
    reply = both.write(patches, SyncSessionToken=listed["SyncSessionToken"])
    assert reply.error is not None
    assert reply.error.message == "Current SyncCount for: k is: 6 not: 5"
    assert reply.record.refused_by == ("sync.count",)
    assert seen(both.records(5)) == {"k": ("B", 6)}


def test_10_a_write_of_another_key_in_between_is_none(both: Party) -> None:
    both.wrote({"k1": ("0", 0), "k2": ("0", 0)})
    listed = both.records(1)
    both.wrote({"k2": ("B", 1)})
    answered = both.wrote({"k1": ("A", 1)}, SyncSessionToken=listed["SyncSessionToken"])
    assert answered[0]["SyncCount"] == 3 != listed["DatasetSyncCount"] + 1
    assert seen(both.records(1)) == {"k2": ("B", 2), "k1": ("A", 3)}


def test_11_a_device_whose_count_went_too_far_lists_nothing_and_is_refused_until_it_lists_everything(
    both: Party,
) -> None:
    both.wrote({"k1": ("0", 0), "k2": ("0", 0)})
    both.wrote({"k2": ("B", 1)})
    both.wrote({"k1": ("A", 1)})
    for _ in range(4):
        listed = both.records(3)
        assert seen(listed) == {}
        conflicts(both, "k2", current=2, given=1, session=listed["SyncSessionToken"])
    assert seen(both.records(0))["k2"] == ("B", 2)
    assert both.wrote({"k2": ("A", 2)})[0]["SyncCount"] == 4


def test_12_what_was_listed_beside_a_conflict_is_not_listed_after_the_push(both: Party) -> None:
    both.wrote({"k1": ("0", 0), "k2": ("0", 0)})
    both.wrote({"k1": ("B", 1), "k2": ("B", 1)})
    assert seen(both.records(1)) == {"k1": ("B", 2), "k2": ("B", 2)}
    both.wrote({"k1": ("A", 2)})
    assert seen(both.records()) == {"k1": ("A", 3), "k2": ("B", 2)}
    assert seen(both.records(3)) == {}


def test_13_a_removed_record_is_pulled_as_one_without_a_value(both: Party) -> None:
    both.wrote({"k": ("v0", 0)})
    both.wrote({"k": (None, 1)})
    (record,) = both.records(1)["Records"]
    assert record["SyncCount"] == 2
    assert "Value" not in record


def test_14_who_edited_a_removed_record_can_bring_it_back_or_let_it_go(both: Party) -> None:
    both.wrote({"k": ("v0", 0)})
    both.wrote({"k": (None, 1)})
    listed = both.records(1)
    assert seen(listed) == {"k": (None, 2)}
    both.wrote({"k": ("edited", 2)}, SyncSessionToken=listed["SyncSessionToken"])
    assert seen(both.records(2)) == {"k": ("edited", 3)}


def test_15_a_removed_key_is_not_a_new_key(both: Party) -> None:
    both.wrote({"k": ("v0", 0)})
    both.wrote({"k": (None, 1)})
    script = developer(both)
    conflicts(script, "k", current=2, given=0, session=script.token())
    assert script.wrote({"k": ("again", 2)})[0]["SyncCount"] == 3


def four_steps(party: Party) -> None:
    for count in range(4):
        party.wrote({"k": (f"v{count}", count)})
    assert total(party) == 4


def test_16_who_had_seen_a_deleted_dataset_is_told_that_it_is_gone(both: Party) -> None:
    four_steps(both)
    both.done("DeleteDataset", DatasetName="d")
    listed = both.records(4)
    assert (listed["DatasetExists"], listed["DatasetDeletedAfterRequestedSyncCount"]) == (False, True)
    assert listed["Records"] == []


def test_17_a_dataset_that_is_there_again_was_deleted_all_the_same(both: Party) -> None:
    four_steps(both)
    both.done("DeleteDataset", DatasetName="d")
    both.wrote({"new": ("1", 0)})
    listed = both.records(4)
    assert (listed["DatasetExists"], listed["DatasetDeletedAfterRequestedSyncCount"]) == (True, True)
    assert list(seen(listed)) == ["new"]
    assert both.records()["DatasetDeletedAfterRequestedSyncCount"] is False


def test_18_a_dataset_that_was_never_synchronised_cannot_be_deleted(both: Party) -> None:
    reply = both.ask("DeleteDataset", DatasetName="d")
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("ResourceNotFoundException", 404)
    assert reply.record.refused_by == ("sync.dataset.exists",)


def test_19_a_guest_who_logs_in_for_the_first_time_keeps_everything() -> None:
    fed = synchronising()
    visitor = guest(fed)
    visitor.wrote({"k": ("1", 0)})
    signed_in = signs_in(fed, visitor)
    assert signed_in.identity == visitor.identity
    listed = signed_in.records(1)
    assert (listed["DatasetSyncCount"], listed["MergedDatasetNames"], listed["Records"]) == (1, [], [])


def test_20_a_guest_who_was_somebody_already_leaves_a_second_dataset() -> None:
    fed = synchronising()
    known, visitor = ana(fed), guest(fed)
    known.wrote({"k": ("U", 0)})
    visitor.wrote({"k": ("G", 0)})
    phone = signs_in(fed, visitor)
    left = f"d.{visitor.identity}"
    assert phone.identity == known.identity
    assert phone.names() == ["d", left]
    assert phone.done("DescribeIdentityUsage")["IdentityUsage"]["DatasetCount"] == 2
    listed = phone.records()
    assert (seen(listed), listed["MergedDatasetNames"]) == ({"k": ("U", 1)}, [left])
    phone.done("DeleteDataset", DatasetName=left)
    assert phone.records()["MergedDatasetNames"] == []


def test_21_a_leftover_is_reported_at_every_list_until_it_is_deleted() -> None:
    fed = synchronising()
    known, visitor = ana(fed), guest(fed)
    known.wrote({"k": ("U", 0)})
    visitor.wrote({"k": ("G", 0)})
    phone = signs_in(fed, visitor)
    left = f"d.{visitor.identity}"
    for count in (1, 2):
        listed = phone.records(count)
        assert listed["MergedDatasetNames"] == [left]
        phone.wrote({"k": (f"U{count}", count)}, SyncSessionToken=listed["SyncSessionToken"])
    assert phone.records(dataset=left)["MergedDatasetNames"] == []
    phone.done("DeleteDataset", DatasetName=left)
    assert phone.records(3)["MergedDatasetNames"] == []


def test_22_names_that_begin_alike_are_no_merge_to_the_service(both: Party) -> None:
    for name in ("app", "app.settings"):
        both.wrote({"k": ("1", 0)}, name)
        assert both.records(dataset=name)["MergedDatasetNames"] == []
    assert both.names() == ["app", "app.settings"]


@pytest.mark.parametrize(
    ("who", "runs"), [(developer, False), (lambda party: party, True)], ids=["developer", "identity"]
)
def test_26_the_trigger_runs_for_identities_and_not_for_a_developer_s_script(
    both: Party, who: Callable[[Party], Party], runs: bool
) -> None:
    rules = [{"set": {"datasetRecords.badge": {"newValue": "gold", "op": "replace"}}}]
    arn = both.world.act("function.put", name="sync", rules=rules).output["arn"]
    done(both.world, "cognito-sync", "SetCognitoEvents", IdentityPoolId=both.pool, Events={"SyncTrigger": arn})
    reply = who(both).write({"score": ("9", 0)})
    assert reply.ok, reply.error
    assert any(child.kind == "trigger" for child in reply.record.children) is runs
    assert ("badge" in seen(both.records())) is runs
    assert total(both) == 1


def test_29_the_twenty_first_dataset_is_refused_and_leftovers_of_merges_count() -> None:
    fed = synchronising()
    phone, visitor = ana(fed), guest(fed)
    visitor.wrote({"k": ("1", 0)}, "d-0")
    signs_in(fed, visitor)
    for number in range(19):
        phone.wrote({"k": ("1", 0)}, f"d-{number}")
    assert len(phone.names()) == 20
    reply = phone.write({"k": ("1", 0)}, "d-19")
    assert reply.error is not None
    assert reply.error.code == "LimitExceededException"
    assert reply.record.refused_by == ("sync.limit.datasets",)


def test_32_a_token_of_one_dataset_is_none_for_another(both: Party) -> None:
    reply = both.write({"k": ("1", 0)}, "e", SyncSessionToken=both.token("d"))
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (
        "InvalidParameterException",
        "SyncSessionToken not valid for these inputs",
    )
    assert reply.record.refused_by == ("sync.session.inputs",)
