"""Linking a login to an identity, merging identities, and who may be which identity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cogtui.cloud.trail import Reply
from tests.builders import done, state
from tests.cloud.services.federation import GOOGLE, PEOPLE, Federation, as_logins, federation


@pytest.fixture(params=["GetOpenIdToken", "GetCredentialsForIdentity"])
def operation(request: pytest.FixtureRequest) -> str:
    """Both ways on from an identity ask the same first."""
    return request.param


@pytest.fixture
def fed() -> Federation:
    return federation()


def use(fed: Federation, operation: str, identity: str, **logins: str) -> Reply:
    return fed.identity(operation, IdentityId=identity, **as_logins(**logins))


def logins_of(fed: Federation, identity: str) -> list[str]:
    described = done(fed.world, "cognito-identity", "DescribeIdentity", IdentityId=identity)
    return described.get("Logins", [])


def test_a_guest_who_logs_in_keeps_the_identity_and_can_never_be_a_guest_again(fed: Federation, operation: str) -> None:
    guest = fed.get_id()
    assert use(fed, operation, guest, people=fed.people()).output["IdentityId"] == guest
    assert logins_of(fed, guest) == [PEOPLE]
    assert fed.get_id(people=fed.people()) == guest
    reply = use(fed, operation, guest)
    assert reply.error is not None
    assert reply.error.message == f"Access to Identity '{guest}' is forbidden."
    assert reply.record.refused_by == ("identity.proof",)


def test_a_second_login_joins_when_one_comes_along_that_belongs_already(fed: Federation, operation: str) -> None:
    ana = fed.get_id(people=fed.people())
    assert use(fed, operation, ana, people=fed.people(), google=fed.google()).output["IdentityId"] == ana
    assert logins_of(fed, ana) == [PEOPLE, GOOGLE]


def test_a_guest_who_logs_in_as_somebody_known_becomes_that_identity(fed: Federation, operation: str) -> None:
    ana = fed.get_id(people=fed.people())
    guest = fed.get_id()
    assert use(fed, operation, guest, people=fed.people()).output["IdentityId"] == ana
    reply = use(fed, operation, guest, people=fed.people())
    assert reply.error is not None
    assert reply.error.message == f"Access to Identity '{guest}' is forbidden."
    assert reply.record.refused_by == ("identity.enabled",)


def test_logins_of_two_identities_make_them_one_and_the_other_is_disabled(fed: Federation, operation: str) -> None:
    ana = fed.get_id(people=fed.people())
    other = fed.get_id(google=fed.google())
    assert use(fed, operation, other, people=fed.people(), google=fed.google()).output["IdentityId"] == other
    assert logins_of(fed, other) == [GOOGLE, PEOPLE]
    assert logins_of(fed, ana) == []
    assert fed.get_id(people=fed.people()) == other


def test_get_id_merges_as_well_and_the_oldest_survives(fed: Federation) -> None:
    ana = fed.get_id(people=fed.people())
    fed.world.act("clock.advance", seconds=1)
    fed.get_id(google=fed.google())
    assert fed.get_id(google=fed.google(), people=fed.people()) == ana


def test_disabled_identities_are_listed_unless_hidden(fed: Federation) -> None:
    ana = fed.get_id(people=fed.people())
    guest = fed.get_id()
    fed.openid(guest, people=fed.people())
    listing: dict[str, Any] = {"IdentityPoolId": fed.pool, "MaxResults": 60}
    everybody = done(fed.world, "cognito-identity", "ListIdentities", **listing)["Identities"]
    enabled = done(fed.world, "cognito-identity", "ListIdentities", HideDisabled=True, **listing)["Identities"]
    assert {row["IdentityId"] for row in everybody} == {ana, guest}
    assert {row["IdentityId"] for row in enabled} == {ana}


REFUSED: dict[str, tuple[str, str, str, Callable[[Federation], tuple[str, dict[str, str]]]]] = {
    "an identity that does not exist": (
        "ResourceNotFoundException",
        "Identity 'us-east-1:0' not found.",
        "identity.exists",
        lambda fed: ("us-east-1:0", {}),
    ),
    "somebody else's login": (
        "NotAuthorizedException",
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        "identity.login.owner",
        lambda fed: (fed.get_id(people=fed.people()), {"people": fed.people(sub="bo-sub")}),
    ),
    "a new login without a known one beside it": (
        "NotAuthorizedException",
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        "identity.login.owner",
        lambda fed: (fed.get_id(people=fed.people()), {"google": fed.google()}),
    ),
    "a second login of one provider by a merge": (
        "ResourceConflictException",
        f"The identity already has a login of {PEOPLE}.",
        "identity.link.one_per_provider",
        lambda fed: (
            fed.get_id(people=fed.people(), google=fed.google()),
            {"people": fed.people(sub="bo-sub"), "google": fed.google()},
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_logins_that_do_not_belong_here_are_refused_and_nothing_is_linked(
    fed: Federation, operation: str, case: str
) -> None:
    code, message, rule, arrange = REFUSED[case]
    identity, logins = arrange(fed)
    before = state(fed.world)
    reply = use(fed, operation, identity, **logins)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (code, message)
    assert reply.record.refused_by == (rule,)
    assert state(fed.world) == before


def test_a_guest_made_before_guests_were_forbidden_stays_outside(fed: Federation, operation: str) -> None:
    guest = fed.get_id()
    closed = {"IdentityPoolName": "reports", "AllowUnauthenticatedIdentities": False, "AllowClassicFlow": True}
    done(fed.world, "cognito-identity", "UpdateIdentityPool", IdentityPoolId=fed.pool, **closed)
    reply = use(fed, operation, guest)
    assert reply.error is not None
    assert reply.error.message == "Unauthenticated access is not supported for this identity pool."
    assert reply.record.refused_by == ("identity.pool.guests",)


def test_undoing_a_link_makes_the_identity_a_guest_s_again(fed: Federation) -> None:
    guest = fed.get_id()
    before = state(fed.world)
    fed.openid(guest, people=fed.people())
    fed.world.undo()
    assert state(fed.world) == before
    assert use(fed, "GetOpenIdToken", guest).ok
