"""What an app's backend asks about its users and does with them: looking up, merging, unlinking, and laws of all that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.trail import Reply
from tests.builders import done, state
from tests.cloud.services.cognito_identity.developers import (
    PROVIDER,
    backend,
    developed,
    identity_of,
    merge,
    providers_of,
    refusal,
    unlink,
    users_of,
    vouch,
    vouched,
)
from tests.cloud.services.federation import ELSEWHERE, GOOGLE, PEOPLE, Federation

USERS = ["dev-1", "dev-2", "dev-3", "dev-4"]


@pytest.fixture
def fed() -> Federation:
    return developed()


def test_a_user_and_an_identity_are_found_by_each_other(fed: Federation) -> None:
    ana = vouched(fed)
    vouched(fed, "dev-2", IdentityId=ana)
    assert backend(fed, "LookupDeveloperIdentity", DeveloperUserIdentifier="dev-2").output == {
        "IdentityId": ana,
        "DeveloperUserIdentifierList": ["dev-2"],
    }
    assert backend(fed, "LookupDeveloperIdentity", IdentityId=ana).output == {
        "IdentityId": ana,
        "DeveloperUserIdentifierList": ["dev-2", "dev-ana"],
    }
    assert backend(fed, "LookupDeveloperIdentity", IdentityId=ana, DeveloperUserIdentifier="dev-ana").output == {
        "IdentityId": ana,
        "DeveloperUserIdentifierList": ["dev-ana"],
    }
    assert users_of(fed, fed.get_id()) == []


def test_users_are_listed_in_pages(fed: Federation) -> None:
    ana = vouched(fed, "dev-0")
    for number in range(1, 5):
        vouched(fed, f"dev-{number}", IdentityId=ana)
    first = backend(fed, "LookupDeveloperIdentity", IdentityId=ana, MaxResults=3).output
    token = first["NextToken"]
    second = backend(fed, "LookupDeveloperIdentity", IdentityId=ana, MaxResults=3, NextToken=token).output
    assert first["DeveloperUserIdentifierList"] == ["dev-0", "dev-1", "dev-2"]
    assert second == {"IdentityId": ana, "DeveloperUserIdentifierList": ["dev-3", "dev-4"]}
    elsewhere = backend(fed, "LookupDeveloperIdentity", IdentityId=fed.get_id(), NextToken=token)
    assert refusal(elsewhere) == ("InvalidParameterException", ("identity.page.token",))


def test_merged_users_are_the_destination_s_identity_and_the_source_s_is_disabled(fed: Federation) -> None:
    source = vouched(fed, "dev-1", Logins={PEOPLE: fed.people()})
    destination = vouched(fed, "dev-2", Logins={GOOGLE: fed.google()})
    assert merge(fed, "dev-1", "dev-2").output == {"IdentityId": destination}
    assert users_of(fed, destination) == ["dev-1", "dev-2"]
    assert sorted(providers_of(fed, destination)) == sorted([PEOPLE, GOOGLE, PROVIDER])
    assert (users_of(fed, source), providers_of(fed, source)) == ([], [])
    assert fed.get_id(people=fed.people()) == destination
    assert vouched(fed, "dev-1") == destination
    assert refusal(vouch(fed, "dev-3", IdentityId=source))[1] == ("identity.enabled",)
    shown = backend(fed, "ListIdentities", MaxResults=60, HideDisabled=True).output["Identities"]
    assert [row["IdentityId"] for row in shown] == [destination]


def test_merging_who_is_one_already_changes_nothing(fed: Federation) -> None:
    ana = vouched(fed, "dev-1")
    vouched(fed, "dev-2", IdentityId=ana)
    before = state(fed.world)
    assert merge(fed, "dev-1", "dev-2").output == {"IdentityId": ana}
    assert merge(fed, "dev-1", "dev-1").output == {"IdentityId": ana}
    assert state(fed.world) == before


def test_an_unlinked_user_is_new_when_seen_again(fed: Federation) -> None:
    ana = vouched(fed, "dev-1")
    vouched(fed, "dev-2", IdentityId=ana)
    assert unlink(fed, ana, "dev-1").output == {}
    assert (identity_of(fed, "dev-1"), users_of(fed, ana)) == (None, ["dev-2"])
    assert vouched(fed, "dev-1") != ana
    assert vouched(fed, "dev-2") == ana


def _same_provider(fed: Federation) -> Reply:
    vouched(fed, "dev-1", Logins={GOOGLE: fed.google("1")})
    vouched(fed, "dev-2", Logins={GOOGLE: fed.google("2")})
    return merge(fed, "dev-1", "dev-2")


def _too_many(fed: Federation) -> Reply:
    for half in ("a", "b"):
        owner = vouched(fed, f"{half}0")
        for number in range(1, 11):
            vouched(fed, f"{half}{number}", IdentityId=owner)
    return merge(fed, "a0", "b0")


def _not_its_own(fed: Federation, operation: str) -> Reply:
    ana, _ = vouched(fed, "dev-1"), vouched(fed, "dev-2")
    if operation == "unlink":
        return unlink(fed, ana, "dev-2")
    return backend(fed, "LookupDeveloperIdentity", IdentityId=ana, DeveloperUserIdentifier="dev-2")


def _into_a_stranger(fed: Federation) -> Reply:
    vouched(fed, "dev-1")
    return merge(fed, "dev-1", "nobody")


def _elsewhere(fed: Federation) -> Reply:
    other = done(
        fed.world,
        "cognito-identity",
        "CreateIdentityPool",
        IdentityPoolName="other",
        AllowUnauthenticatedIdentities=True,
        DeveloperProviderName=PROVIDER,
    )["IdentityPoolId"]
    return backend(fed, "LookupDeveloperIdentity", IdentityPoolId=other, IdentityId=vouched(fed))


REFUSED: dict[str, tuple[Callable[[Federation], Reply], str, str]] = {
    "look nothing up": (
        lambda fed: backend(fed, "LookupDeveloperIdentity"),
        "InvalidParameterException",
        "identity.developer.wanted",
    ),
    "look nobody up": (
        lambda fed: backend(fed, "LookupDeveloperIdentity", DeveloperUserIdentifier="nobody"),
        "ResourceNotFoundException",
        "identity.developer.known",
    ),
    "look an identity up that nobody has": (
        lambda fed: backend(fed, "LookupDeveloperIdentity", IdentityId=ELSEWHERE),
        "ResourceNotFoundException",
        "identity.exists",
    ),
    "look another pool's identity up": (_elsewhere, "ResourceNotFoundException", "identity.exists"),
    "look a pair up that is none": (
        lambda fed: _not_its_own(fed, "lookup"),
        "ResourceConflictException",
        "identity.developer.owner",
    ),
    "look up in no pool": (
        lambda fed: backend(fed, "LookupDeveloperIdentity", IdentityPoolId=ELSEWHERE, DeveloperUserIdentifier="x"),
        "ResourceNotFoundException",
        "identity.pool.exists",
    ),
    "merge a stranger": (
        lambda fed: merge(fed, "nobody", "dev-1"),
        "ResourceNotFoundException",
        "identity.developer.known",
    ),
    "merge into a stranger": (
        _into_a_stranger,
        "ResourceNotFoundException",
        "identity.developer.known",
    ),
    "merge two of a public provider": (
        _same_provider,
        "ResourceConflictException",
        "identity.link.one_per_provider",
    ),
    "merge too many": (_too_many, "LimitExceededException", "identity.link.limit"),
    "merge of another provider": (
        lambda fed: backend(
            fed,
            "MergeDeveloperIdentities",
            DeveloperProviderName="other.example",
            SourceUserIdentifier="dev-1",
            DestinationUserIdentifier="dev-2",
        ),
        "NotAuthorizedException",
        "identity.developer.provider",
    ),
    "unlink a stranger": (
        lambda fed: unlink(fed, vouched(fed), "nobody"),
        "ResourceNotFoundException",
        "identity.developer.known",
    ),
    "unlink from another": (
        lambda fed: _not_its_own(fed, "unlink"),
        "ResourceConflictException",
        "identity.developer.owner",
    ),
    "unlink from nobody": (
        lambda fed: unlink(fed, ELSEWHERE, "dev-1"),
        "ResourceNotFoundException",
        "identity.exists",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_its_reason_and_changes_nothing(fed: Federation, case: str) -> None:
    ask, code, rule = REFUSED[case]
    reply = ask(fed)
    assert refusal(reply) == (code, (rule,))
    assert reply.record.changes == ()


# --------------------------------------------------------------------------------------------------------------- laws


def checked(fed: Federation, known: set[str]) -> None:
    """Each known user has one identity, which has it; an identity shows no other users."""
    identities = [row["IdentityId"] for row in backend(fed, "ListIdentities", MaxResults=60).output["Identities"]]
    listed = {identity: users_of(fed, identity) for identity in identities}
    assert sorted(user for users in listed.values() for user in users) == sorted(known)
    for identity, users in listed.items():
        assert [identity_of(fed, user) for user in users] == [identity] * len(users)


STEPS = st.lists(
    st.tuples(st.sampled_from(["vouch", "link", "merge", "unlink"]), st.sampled_from(USERS), st.sampled_from(USERS)),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_a_user_has_one_identity_whatever_is_done_and_only_unlinking_loses_one(
    steps: list[tuple[str, str, str]],
) -> None:
    fed, known = developed(), set[str]()
    for step, one, other in steps:
        at = identity_of(fed, other)
        if step == "vouch":
            vouched(fed, one)
            known.add(one)
        elif step == "link" and at is not None:
            reply = vouch(fed, one, IdentityId=at)
            assert reply.ok == (one not in known or identity_of(fed, one) == at)
            known.add(one)
        elif step == "merge":
            reply = merge(fed, one, other)
            assert reply.ok == ({one, other} <= known)
            assert not reply.ok or identity_of(fed, one) == identity_of(fed, other) == at
        elif step == "unlink" and at is not None:
            assert unlink(fed, at, other).ok
            known.discard(other)
        checked(fed, known)


@settings(max_examples=10, deadline=None)
@given(one=st.sets(st.sampled_from(USERS[:2]), min_size=1), public=st.sets(st.sampled_from([PEOPLE, GOOGLE])))
def test_a_merge_loses_no_login_and_can_be_undone(one: set[str], public: set[str]) -> None:
    fed = developed()
    tokens = {PEOPLE: fed.people(), GOOGLE: fed.google()}
    source = vouched(fed, "first", Logins={name: tokens[name] for name in sorted(public)})
    destination = vouched(fed, "last", Logins={name: tokens[name] for name in sorted(tokens.keys() - public)})
    for user in sorted(one):
        vouched(fed, user, IdentityId=source)
    before = state(fed.world)
    assert merge(fed, "first", "last").output["IdentityId"] == destination
    after = state(fed.world)
    fed.world.undo()
    assert state(fed.world) == before
    fed.world.redo()
    assert state(fed.world) == after
    assert set(users_of(fed, destination)) == one | {"first", "last"}
    assert set(providers_of(fed, destination)) == {PEOPLE, GOOGLE, PROVIDER}
