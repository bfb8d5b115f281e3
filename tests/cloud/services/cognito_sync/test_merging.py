"""What becomes of data when identities merge, and when identities and pools are deleted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from cogtui.cloud.services.cognito_sync.records import DATASETS, POOL_USAGE, RECORDS, STEPS
from cogtui.cloud.store import Table
from cogtui.cloud.world import World
from tests.builders import done
from tests.cloud.services.cognito_identity.developers import developed, merge, vouched
from tests.cloud.services.cognito_sync.syncing import Party, ana, guest, seen, signs_in, synchronising
from tests.cloud.services.federation import Federation


@pytest.fixture
def fed() -> Federation:
    return synchronising()


def rows_for(world: World, identity: str) -> int:
    """Return how many rows the world keeps for an identity."""

    def counted(table: Table[Any]) -> int:
        scopes = [scope for scope in world.store.scopes(table) if scope.startswith(identity)]
        return sum(1 for scope in scopes for _ in world.store.scan(table, scope))

    return sum(counted(table) for table in (DATASETS, RECORDS, STEPS))


def test_a_login_that_the_pool_does_not_know_leaves_the_guest_s_data_as_it_is(fed: Federation) -> None:
    visitor = guest(fed)
    visitor.wrote({"k": ("1", 0)})
    signed_in = signs_in(fed, visitor)
    assert signed_in.identity == visitor.identity
    assert signed_in.records()["MergedDatasetNames"] == []
    assert seen(signed_in.records()) == {"k": ("1", 1)}


def test_a_guest_s_datasets_come_to_lie_beside_those_of_who_was_known_already(fed: Federation) -> None:
    phone, visitor = ana(fed), guest(fed)
    phone.wrote({"k": ("mine", 0)})
    phone.wrote({"k": ("mine too", 1)})
    visitor.wrote({"k": ("theirs", 0), "x": ("1", 0), "gone": ("1", 0)})
    visitor.wrote({"x": ("2", 1), "gone": (None, 1)})
    assert signs_in(fed, visitor).identity == phone.identity
    left = f"d.{visitor.identity}"
    assert phone.names() == ["d", left]
    assert seen(phone.records()) == {"k": ("mine too", 2)}
    copied = phone.records(dataset=left)
    assert seen(copied) == {"k": ("theirs", 1), "x": ("2", 1)}
    assert (copied["DatasetSyncCount"], copied["MergedDatasetNames"]) == (1, [])
    assert (phone.row(left).count, phone.row(left).size) == (2, len("ktheirs") + len("x2"))
    assert rows_for(fed.world, visitor.identity) == 0


def test_the_merge_says_in_its_why_what_it_left(fed: Federation) -> None:
    phone, visitor = ana(fed), guest(fed)
    visitor.wrote({"k": ("1", 0)})
    signs_in(fed, visitor)
    checks = [check for record in fed.world.trail for check in record.why() if check.rule == "sync.merged"]
    assert [check.fact("datasets") for check in checks] == [[f"d.{visitor.identity}"]]
    assert checks[0].fact("parent") == phone.identity


def test_a_merge_is_told_with_every_list_until_what_it_left_is_deleted(fed: Federation) -> None:
    phone, visitor = ana(fed), guest(fed)
    phone.wrote({"k": ("1", 0)})
    visitor.wrote({"k": ("2", 0)})
    signs_in(fed, visitor)
    left = f"d.{visitor.identity}"
    for since in (0, 1, 99):
        assert phone.records(since)["MergedDatasetNames"] == [left]
    phone.wrote({"k": ("3", 1)}, left)
    assert phone.records()["MergedDatasetNames"] == [left]
    phone.done("DeleteDataset", DatasetName=left)
    assert phone.records()["MergedDatasetNames"] == []
    phone.wrote({"k": ("4", 0)}, left)
    assert phone.records()["MergedDatasetNames"] == []


def test_a_merge_is_told_also_where_there_is_no_dataset_of_the_name(fed: Federation) -> None:
    phone, visitor = ana(fed), guest(fed)
    visitor.wrote({"k": ("2", 0)})
    signs_in(fed, visitor)
    listed = phone.records()
    assert (listed["DatasetExists"], listed["MergedDatasetNames"]) == (False, [f"d.{visitor.identity}"])


def test_a_name_that_only_looks_like_a_merge_s_is_none(fed: Federation) -> None:
    phone = ana(fed)
    for name in ("app", "app.settings", f"app.{phone.identity}"):
        phone.wrote({"k": ("1", 0)}, name)
    assert phone.records(dataset="app")["MergedDatasetNames"] == []


def test_several_merges_are_told_together_and_those_of_merges_before_too(fed: Federation) -> None:
    phone, first, second, third = ana(fed), guest(fed), guest(fed), guest(fed)
    for number, party in enumerate((first, second, third)):
        party.wrote({"k": (str(number), 0)})
    signs_in(fed, first)
    signs_in(fed, second)
    assert phone.records()["MergedDatasetNames"] == sorted(f"d.{one.identity}" for one in (first, second))


def test_what_an_absorbed_identity_had_from_a_merge_before_is_told_under_its_first_name() -> None:
    fed = developed()
    ids = [vouched(fed, user) for user in ("dev-a", "dev-b", "dev-c")]
    first, second, third = (Party(fed.world, fed.pool, identity, fed.world.operator) for identity in ids)
    first.wrote({"k": ("1", 0)})
    assert merge(fed, "dev-a", "dev-b").ok
    assert second.records()["MergedDatasetNames"] == [f"d.{first.identity}"]
    assert merge(fed, "dev-b", "dev-c").ok
    (left,) = third.records()["MergedDatasetNames"]
    assert left == f"d.{first.identity}.{second.identity}"
    assert seen(third.records(dataset=left)) == {"k": ("1", 1)}


@pytest.mark.parametrize("length", [81, 82, 128])
def test_a_name_that_would_become_too_long_is_cut(fed: Federation, length: int) -> None:
    phone, visitor = ana(fed), guest(fed)
    names = ["n" * length, "n" * (length - 1) + "m"]
    for name in names:
        visitor.wrote({"k": (name, 0)}, name)
    signs_in(fed, visitor)
    left = [phone.records(dataset=name)["MergedDatasetNames"] for name in names]
    assert all(len(each) == 1 and len(each[0]) <= 128 for each in left)
    assert left[0] != left[1]
    for name, (beside,) in zip(names, left, strict=True):
        assert seen(phone.records(dataset=beside)) == {"k": (name, 1)}


def test_a_name_that_is_taken_already_is_given_once_more(fed: Federation) -> None:
    phone, visitor = ana(fed), guest(fed)
    taken = f"d.{visitor.identity}"
    phone.wrote({"k": ("mine", 0)}, taken)
    visitor.wrote({"k": ("theirs", 0)})
    signs_in(fed, visitor)
    assert phone.records()["MergedDatasetNames"] == [f"{taken}.2"]
    assert seen(phone.records(dataset=taken)) == {"k": ("mine", 1)}


def test_deleted_datasets_are_left_behind(fed: Federation) -> None:
    phone, visitor = ana(fed), guest(fed)
    visitor.wrote({"k": ("1", 0)})
    visitor.done("DeleteDataset", DatasetName="d")
    signs_in(fed, visitor)
    assert phone.records()["MergedDatasetNames"] == phone.names() == []
    assert rows_for(fed.world, visitor.identity) == 0


def test_a_merge_is_undone_with_all_its_data(fed: Federation) -> None:
    phone, visitor = ana(fed), guest(fed)
    phone.wrote({"k": ("1", 0)})
    visitor.wrote({"k": ("2", 0)})
    before = list(fed.world.store.every())
    signs_in(fed, visitor)
    fed.world.undo()
    assert list(fed.world.store.every()) == before


def _delete_identity(party: Party) -> None:
    done(party.world, "cognito-identity", "DeleteIdentities", IdentityIdsToDelete=[party.identity])


def _delete_pool(party: Party) -> None:
    done(party.world, "cognito-identity", "DeleteIdentityPool", IdentityPoolId=party.pool)
    assert party.world.store.scopes(POOL_USAGE) == []


@pytest.mark.parametrize("delete", [_delete_identity, _delete_pool])
def test_data_goes_with_its_identity_and_with_its_pool(fed: Federation, delete: Callable[[Party], None]) -> None:
    phone = ana(fed)
    phone.wrote({"k": ("1", 0)})
    phone.wrote({"k": ("1", 0)}, "e")
    phone.done("DeleteDataset", DatasetName="e")
    assert rows_for(fed.world, phone.identity) == 4
    delete(phone)
    assert rows_for(fed.world, phone.identity) == 0


GETTING = """
import sys
from tests.cloud.services.federation import federation
fed = federation()
fed.get_id(people=fed.people())
fed.get_id(people=fed.people())
fed.openid(fed.get_id(), google=fed.google())
loaded = [name for name in sys.modules if "cognito_sync." in name and not name.endswith(".records")]
assert not loaded, loaded
"""


def test_who_merges_nothing_does_not_load_cognito_sync() -> None:
    done = subprocess.run([sys.executable, "-c", GETTING], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
