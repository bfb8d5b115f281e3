"""Deleting pools and identities, and taking a login away: what is gone is gone whole."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import an_identity_pool, asked, done, state
from tests.cloud.services.federation import ELSEWHERE, GOOGLE, PEOPLE, Federation, as_logins, federation

OTHER_ACCOUNT = "444455556666"


@pytest.fixture
def fed() -> Federation:
    return federation()


def unlinked(fed: Federation, identity: str, *providers: str, **logins: str) -> Reply:
    """Take logins away from an identity, with logins that show who asks."""
    return fed.identity("UnlinkIdentity", IdentityId=identity, **as_logins(**logins), LoginsToRemove=list(providers))


def described(fed: Federation, identity: str) -> dict[str, Any]:
    return done(fed.world, "cognito-identity", "DescribeIdentity", IdentityId=identity)


def mentions(world: World, *ids: str) -> list[str]:
    """Return the identity pools' rows that still speak of any of these ids."""
    rows = [(table, str(record)) for table, _, record in state(world) if table.startswith("identity.")]
    return [table for table, text in rows if any(one in text for one in ids)]


# --- pools ------------------------------------------------------------------------------------------------------------


def test_a_deleted_pool_leaves_nothing_behind_and_other_pools_alone(fed: Federation) -> None:
    ana, guest = fed.get_id(people=fed.people(), google=fed.google()), fed.get_id()
    kept = an_identity_pool(fed.world)
    stranger = fed.world.call("cognito-identity", "GetId", {"IdentityPoolId": kept}).output["IdentityId"]
    assert done(fed.world, "cognito-identity", "DeleteIdentityPool", IdentityPoolId=fed.pool) == {}
    assert mentions(fed.world, fed.pool, ana, guest) == []
    assert done(fed.world, "cognito-identity", "DescribeIdentity", IdentityId=stranger)["IdentityId"] == stranger


@pytest.mark.parametrize("operation", ["GetOpenIdToken", "GetCredentialsForIdentity"])
def test_nobody_is_an_identity_of_a_deleted_pool_any_more(fed: Federation, operation: str) -> None:
    guest = fed.get_id()
    done(fed.world, "cognito-identity", "DeleteIdentityPool", IdentityPoolId=fed.pool)
    reply = fed.identity(operation, IdentityId=guest)
    assert reply.error is not None
    assert reply.error.message == f"Identity '{guest}' not found."
    assert reply.record.refused_by == ("identity.exists",)


def test_another_account_s_pool_cannot_be_deleted() -> None:
    world = World(seed="pools", accounts=("111122223333", OTHER_ACCOUNT))
    pool = an_identity_pool(world)
    before = state(world)
    reply = world.call(
        "cognito-identity", "DeleteIdentityPool", {"IdentityPoolId": pool}, caller=Operator(OTHER_ACCOUNT)
    )
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (
        "ResourceNotFoundException",
        f"IdentityPool '{pool}' not found.",
    )
    assert reply.record.refused_by == ("identity.pool.exists",)
    assert state(world) == before


# --- identities -------------------------------------------------------------------------------------------------------


def test_deleted_identities_are_gone_and_their_logins_belong_to_somebody_new(fed: Federation) -> None:
    ana, guest = fed.get_id(people=fed.people()), fed.get_id()
    deleted = done(fed.world, "cognito-identity", "DeleteIdentities", IdentityIdsToDelete=[ana, guest])
    assert deleted == {"UnprocessedIdentityIds": []}
    assert mentions(fed.world, ana, guest) == []
    assert fed.get_id(people=fed.people()) not in (ana, guest)


def test_what_is_not_the_caller_s_to_delete_is_told_and_stops_nothing() -> None:
    world = World(seed="pools", accounts=("111122223333", OTHER_ACCOUNT))
    pool = an_identity_pool(world)
    guest = world.call("cognito-identity", "GetId", {"IdentityPoolId": pool}).output["IdentityId"]
    asking = {"IdentityIdsToDelete": [guest, ELSEWHERE]}
    other = world.call("cognito-identity", "DeleteIdentities", asking, caller=Operator(OTHER_ACCOUNT))
    denied = [{"IdentityId": one, "ErrorCode": "AccessDenied"} for one in asking["IdentityIdsToDelete"]]
    assert other.output == {"UnprocessedIdentityIds": denied}
    assert done(world, "cognito-identity", "DescribeIdentity", IdentityId=guest)["IdentityId"] == guest
    own = done(world, "cognito-identity", "DeleteIdentities", **asking)
    assert own == {"UnprocessedIdentityIds": denied[1:]}
    assert mentions(world, guest) == []


# --- logins -----------------------------------------------------------------------------------------------------------


def test_an_unlinked_login_is_somebody_new_and_the_others_stay(fed: Federation) -> None:
    ana = fed.get_id(people=fed.people(), google=fed.google())
    assert unlinked(fed, ana, GOOGLE, people=fed.people()).output == {}
    assert described(fed, ana)["Logins"] == [PEOPLE]
    assert fed.get_id(people=fed.people()) == ana
    assert fed.get_id(google=fed.google()) != ana


def test_an_identity_without_its_last_login_is_nobody_s_not_even_a_guest_s(fed: Federation) -> None:
    ana = fed.get_id(people=fed.people())
    assert unlinked(fed, ana, PEOPLE, people=fed.people()).ok
    assert "Logins" not in described(fed, ana)
    for logins, rule in (({}, "identity.proof"), (as_logins(people=fed.people()), "identity.login.owner")):
        reply = fed.identity("GetOpenIdToken", IdentityId=ana, **logins)
        assert reply.error is not None
        assert reply.error.code == "NotAuthorizedException"
        assert reply.record.refused_by == (rule,)
    assert fed.get_id(people=fed.people()) != ana


def test_only_who_can_be_the_identity_takes_its_logins_away(fed: Federation) -> None:
    ana = fed.get_id(people=fed.people())
    fed.get_id(google=fed.google())
    before = state(fed.world)
    reply = unlinked(fed, ana, PEOPLE, google=fed.google())
    assert reply.error is not None
    assert reply.error.message == (
        "Logins don't match. Please include at least one valid login for this identity or identity pool."
    )
    assert reply.record.refused_by == ("identity.login.owner",)
    assert state(fed.world) == before


def test_a_provider_that_the_identity_has_no_login_of_is_passed_over(fed: Federation) -> None:
    ana = fed.get_id(people=fed.people())
    before = state(fed.world)
    assert unlinked(fed, ana, GOOGLE, people=fed.people()).ok
    assert state(fed.world) == before


# --- tags -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pool(fed: Federation) -> str:
    """Return the ARN of a pool with a tag."""
    pool_id = an_identity_pool(fed.world, IdentityPoolTags={"team": "web"})
    return f"arn:aws:cognito-identity:us-east-1:{fed.world.account}:identitypool/{pool_id}"


def test_tags_are_added_replaced_and_taken_away(fed: Federation, pool: str) -> None:
    done(fed.world, "cognito-identity", "TagResource", ResourceArn=pool, Tags={"team": "app", "stage": ""})
    assert done(fed.world, "cognito-identity", "ListTagsForResource", ResourceArn=pool) == {
        "Tags": {"team": "app", "stage": ""}
    }
    shown = done(fed.world, "cognito-identity", "DescribeIdentityPool", IdentityPoolId=pool.split("/")[1])
    assert shown["IdentityPoolTags"] == {"team": "app", "stage": ""}
    done(fed.world, "cognito-identity", "UntagResource", ResourceArn=pool, TagKeys=["stage", "nothing"])
    assert done(fed.world, "cognito-identity", "ListTagsForResource", ResourceArn=pool) == {"Tags": {"team": "app"}}


@pytest.mark.parametrize(
    ("tags", "refused"),
    [({"aws:team": "x"}, "identity.tags.keys"), ({f"k{n}": "" for n in range(50)}, "identity.tags.count")],
)
def test_tags_that_a_pool_cannot_have_are_refused(
    fed: Federation, pool: str, tags: dict[str, str], refused: str
) -> None:
    before = state(fed.world)
    reply = asked(fed.world, "cognito-identity", "TagResource", ResourceArn=pool, Tags=tags)
    assert reply.error is not None
    assert reply.error.code == "InvalidParameterException"
    assert reply.record.refused_by == (refused,)
    assert state(fed.world) == before


@pytest.mark.parametrize(
    ("change", "code", "refused"),
    [
        (("identitypool", "userpool"), "InvalidParameterException", "identity.pool.arn"),
        (("us-east-1:111122223333", "eu-west-1:111122223333"), "InvalidParameterException", "identity.pool.arn"),
        (("identitypool/us-east-1:", "identitypool/us-east-1:0"), "ResourceNotFoundException", "identity.pool.exists"),
    ],
)
def test_an_arn_that_names_no_pool_here_is_refused(
    fed: Federation, pool: str, change: tuple[str, str], code: str, refused: str
) -> None:
    reply = asked(fed.world, "cognito-identity", "ListTagsForResource", ResourceArn=pool.replace(*change))
    assert reply.error is not None
    assert reply.error.code == code
    assert reply.record.refused_by == (refused,)


def test_the_identities_of_a_pool_are_listed_in_pages(fed: Federation) -> None:
    ids = sorted(fed.get_id() for _ in range(5))
    found, token = [], {}
    while token is not None:
        page = done(fed.world, "cognito-identity", "ListIdentities", IdentityPoolId=fed.pool, MaxResults=2, **token)
        assert len(page["Identities"]) <= 2
        found += [one["IdentityId"] for one in page["Identities"]]
        token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
    assert found == ids
