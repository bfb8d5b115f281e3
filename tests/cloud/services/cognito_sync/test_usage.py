"""What identities and pools use."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.clock import timestamp
from tests.builders import an_identity_pool, done
from tests.cloud.services.cognito_sync.syncing import Party, ana, developer, guest, signs_in, synchronising


def of_pool(party: Party) -> dict[str, Any]:
    return developer(party).done("DescribeIdentityPoolUsage", IdentityId=None)["IdentityPoolUsage"]


def test_who_stored_nothing_uses_nothing() -> None:
    phone = ana(synchronising())
    nothing = {"DatasetCount": 0, "DataStorage": 0}
    whose = {"IdentityId": phone.identity, "IdentityPoolId": phone.pool}
    assert phone.done("DescribeIdentityUsage") == {"IdentityUsage": whose | nothing}
    assert of_pool(phone) == {"IdentityPoolId": phone.pool, "SyncSessionsCount": 0, "DataStorage": 0}
    listed = developer(phone).done("ListIdentityPoolUsage", IdentityId=None, IdentityPoolId=None)
    assert listed == {"IdentityPoolUsages": [], "MaxResults": 60, "Count": 0}


def test_an_identity_uses_what_its_datasets_hold() -> None:
    phone = ana(synchronising())
    phone.wrote({"k": ("123", 0)}, "one")
    phone.world.act("clock.advance", seconds=5)
    phone.wrote({"key": ("1", 0)}, "two")
    usage = phone.done("DescribeIdentityUsage")["IdentityUsage"]
    assert (usage["DatasetCount"], usage["DataStorage"]) == (2, 8)
    assert usage["LastModifiedDate"] == timestamp(phone.world.now)
    phone.done("DeleteDataset", DatasetName="two")
    usage = phone.done("DescribeIdentityUsage")["IdentityUsage"]
    assert (usage["DatasetCount"], usage["DataStorage"]) == (1, 4)


def test_a_pool_uses_what_its_identities_do_through_merges_and_deletions() -> None:
    fed = synchronising()
    phone, visitor, other = ana(fed), guest(fed), guest(fed)
    phone.wrote({"a": ("123", 0)})
    visitor.wrote({"b": ("1", 0), "gone": ("1", 0)})
    visitor.wrote({"gone": (None, 1)})
    other.wrote({"c": ("1", 0)}, "e")
    assert of_pool(phone)["DataStorage"] == 4 + 6 + 2
    signs_in(fed, visitor)
    assert of_pool(phone)["DataStorage"] == 4 + 2 + 2
    assert phone.done("DescribeIdentityUsage")["IdentityUsage"]["DataStorage"] == 6
    done(fed.world, "cognito-identity", "DeleteIdentities", IdentityIdsToDelete=[other.identity])
    assert of_pool(phone)["DataStorage"] == 6
    phone.done("DeleteDataset", DatasetName="d")
    assert of_pool(phone)["DataStorage"] == 2


def test_pools_are_listed_page_by_page() -> None:
    fed = synchronising()
    parties = [developer(ana(fed))]
    for name in ("second", "third"):
        pool = an_identity_pool(fed.world, IdentityPoolName=name)
        made = fed.world.call("cognito-identity", "GetId", {"IdentityPoolId": pool})
        parties.append(Party(fed.world, pool, made.output["IdentityId"], fed.world.operator))
    for party in parties:
        party.token()
    named: dict[str, Any] = {"IdentityId": None, "IdentityPoolId": None}
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        listed = parties[0].done("ListIdentityPoolUsage", MaxResults=2, **named, **more)
        assert (listed["MaxResults"], listed["Count"]) == (2, len(listed["IdentityPoolUsages"]))
        found += [row["IdentityPoolId"] for row in listed["IdentityPoolUsages"]]
        if "NextToken" not in listed:
            break
        more = {"NextToken": listed["NextToken"]}
    assert found == sorted(party.pool for party in parties)
