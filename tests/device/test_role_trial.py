"""What the role explorer tries is what comes of it once it is made, and trying leaves no trace."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule, RoleMapping
from cogtui.cloud.templates.placed import Placed
from cogtui.cloud.world import World
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.role_trial import make, try_roles
from cogtui.device.settings import settings_of
from cogtui.device.sign_in import SignInClient
from cogtui.resources import lessons_dir
from cogtui.tui.opening import lab
from cogtui.views.role_draft import Draft, calls_of, tokens_of, with_claim, with_group, with_mapping
from cogtui.views.role_reason import reason_of, role_name, role_of
from cogtui.views.role_scene import GroupState, Scene, scene_of
from tests.builders import state

ROLE = "arn:aws:iam::111122223333:role/"


def signed_in() -> World:
    """Return a world without groups and mappings, in which ana is signed in at the user pool."""
    world = lab((Placed(lessons_dir() / "worlds" / "sign-in-with-facebook.yaml"),)).world
    client = SignInClient(world)
    assert client.password(client.settings.user_pool_client_id, "ana", "Pool-ana-1").ok
    return world


@pytest.fixture
def world() -> World:
    return signed_in()


def scene(world: World) -> Scene:
    """Return what the explorer sees."""
    return scene_of(world.store, settings_of(world).identity_pool_id, CredentialsProvider(world).logins())


def tried(world: World, draft: Draft) -> tuple[str, str]:
    """Try a draft: the role's name or the error's code, and the reason."""
    seen = scene(world)
    found = try_roles(world, calls_of(seen, draft), custom=draft.custom, tokens=tokens_of(world.store, seen, draft))
    record = found.refused or found.exchange
    assert record is not None
    return (record.error.code if record.error else role_name(role_of(record))), reason_of(record)


def by_rules(*rules: tuple[str, Any, str, str], ambiguous: Any = "Deny") -> RoleMapping:
    """Return a mapping by rules; roles go by name."""
    made = tuple(MappingRule(claim, match, value, ROLE + role) for claim, match, value, role in rules)
    return RoleMapping("Rules", ambiguous, made)


TOKEN = RoleMapping("Token", "Deny")
ADMINS = GroupState("Admins", f"{ROLE}Guests", 1, member=True)
WRITERS = GroupState("Writers", f"{ROLE}Readers", 5, member=True)
TIED = GroupState("Writers", f"{ROLE}Readers", 1, member=True)


def with_groups(seen: Scene, *groups: GroupState) -> Draft:
    """Return a draft with groups and a mapping by token."""
    draft = with_mapping(Draft(), seen, TOKEN)
    for group in groups:
        draft = with_group(draft, group)
    return draft


RULE = ("email", "Equals", "ana@example.com", "Readers")

CASES = {
    "nothing": (lambda seen: Draft(), "Readers", "the pool's role for people who signed in"),
    "a rule that matches": (
        lambda seen: with_mapping(Draft(), seen, by_rules(("email", "StartsWith", "zoe", "Guests"), RULE)),
        "Readers",
        "rule 2 matches: email Equals ana@example.com",
    ),
    "no rule, Deny": (
        lambda seen: with_mapping(Draft(), seen, by_rules(("email", "StartsWith", "zoe", "Guests"))),
        "NotAuthorizedException",
        "no rule matches, and AmbiguousRoleResolution is Deny",
    ),
    "no rule, AuthenticatedRole": (
        lambda seen: with_mapping(
            Draft(), seen, by_rules(("email", "Equals", "zoe", "Guests"), ambiguous="AuthenticatedRole")
        ),
        "Readers",
        "nothing chooses, and AuthenticatedRole then gives the default role",
    ),
    "an attribute that there was not": (
        lambda seen: with_claim(
            with_mapping(Draft(), seen, by_rules(("custom:team", "Equals", "red", "Readers"))),
            seen,
            "custom:team",
            "red",
        ),
        "Readers",
        "rule 1 matches: custom:team Equals red",
    ),
    "token without groups": (
        with_groups,
        "NotAuthorizedException",
        "the token names no role, and AmbiguousRoleResolution is Deny",
    ),
    "the group that counts most": (
        lambda seen: with_groups(seen, WRITERS, GroupState("Admins", f"{ROLE}Readers", 1, member=True)),
        "Readers",
        "the token's cognito:preferred_role",
    ),
    "a tie": (
        lambda seen: with_groups(seen, ADMINS, TIED),
        "NotAuthorizedException",
        "several roles, and none is preferred, and AmbiguousRoleResolution is Deny",
    ),
    "a custom role that the token offers": (
        lambda seen: Draft(**{**as_dict(with_groups(seen, ADMINS, TIED)), "custom": f"{ROLE}Readers"}),
        "Readers",
        "asked for by CustomRoleArn, and one that the login may have",
    ),
    "a custom role that nothing offers": (
        lambda seen: Draft(custom=f"{ROLE}Guests"),
        "NotAuthorizedException",
        "the role asked for is none that this login may have",
    ),
    "a role whose trust policy wants guests": (
        lambda seen: with_groups(seen, ADMINS),
        "InvalidIdentityPoolConfigurationException",
        "the token's cognito:preferred_role",
    ),
    "a role that is not there": (
        lambda seen: with_mapping(Draft(), seen, by_rules(("email", "Contains", "a", "Nobody"))),
        "NotAuthorizedException",
        "no such role",
    ),
}


def as_dict(draft: Draft) -> dict[str, Any]:
    """Return a draft's members."""
    return {name: getattr(draft, name) for name in draft.__struct_fields__}


@pytest.mark.parametrize("case", CASES)
def test_the_chosen_role_and_its_reason(world: World, case: str) -> None:
    draft, role, reason = CASES[case]
    assert tried(world, draft(scene(world))) == (role, reason)


@pytest.mark.parametrize("case", CASES)
def test_trying_leaves_no_trace(world: World, case: str) -> None:
    before, position, held = state(world), world.history.position, world.held("app")
    tried(world, CASES[case][0](scene(world)))
    assert (state(world), world.history.position, world.held("app")) == (before, position, held)


def test_what_is_made_stands_on_the_trail_and_can_be_undone(world: World) -> None:
    before, position = state(world), world.history.position
    calls = calls_of(scene(world), with_groups(scene(world), WRITERS))
    assert make(world, calls) is None
    made = [record.operation for record in world.trail[position:]]
    assert made == ["CreateGroup", "AdminAddUserToGroup", "SetIdentityPoolRoles", "GetTokensFromRefreshToken"]
    assert calls_of(scene(world), with_groups(scene(world), WRITERS)) == []
    for _ in made:
        world.undo()
    assert state(world) == before


def test_the_first_refusal_ends_it(world: World) -> None:
    draft = with_mapping(with_group(Draft(), WRITERS), scene(world), by_rules(("email", "Contains", "a", "Nobody")))
    refused = make(world, calls_of(scene(world), draft))
    assert refused is not None
    assert refused.error is not None
    assert refused.error.message == f"Access to Role '{ROLE}Nobody' is forbidden."
    assert [group.name for group in scene(world).groups] == ["Writers"]


def test_a_token_older_than_the_directory_is_told() -> None:
    world = signed_in()
    calls = [call for call in calls_of(scene(world), with_group(Draft(), WRITERS)) if call[0] == "cognito-idp"]
    for service, operation, params in calls:
        assert world.call(service, operation, params, caller=world.operator).ok
    assert scene(world).stale
    assert SignInClient(world).refresh().ok
    assert not scene(world).stale


ROLES = st.sampled_from([f"{ROLE}Readers", f"{ROLE}Guests"])
RULES = st.builds(
    MappingRule,
    st.sampled_from(["email", "custom:team", "cognito:groups", "aud"]),
    st.sampled_from(["Equals", "NotEqual", "StartsWith", "Contains"]),
    st.sampled_from(["ana@example.com", "red", "Admins", "a"]),
    ROLES,
)
MAPPINGS = st.none() | st.builds(
    lambda kind, ambiguous, rules: RoleMapping(kind, ambiguous, tuple(rules)),
    st.sampled_from(["Token", "Rules"]),
    st.sampled_from(["AuthenticatedRole", "Deny"]),
    st.lists(RULES, max_size=3),
)
GROUPS = st.lists(
    st.builds(
        GroupState,
        st.sampled_from(["Admins", "Writers"]),
        st.just("") | ROLES,
        st.none() | st.integers(0, 2),
        st.booleans(),
    ),
    max_size=2,
    unique_by=lambda group: group.name,
)


@settings(max_examples=25)
@given(MAPPINGS, GROUPS, st.none() | st.sampled_from(["red", "blue"]), st.just("") | ROLES)
def test_what_is_tried_is_what_comes_of_it(
    mapping: RoleMapping | None, groups: list[GroupState], team: str | None, custom: str
) -> None:
    world = signed_in()
    seen = scene(world)
    draft = with_mapping(Draft(custom=custom), seen, mapping)
    for group in groups:
        draft = with_group(draft, group)
    if team is not None:
        draft = with_claim(draft, seen, "custom:team", team)
    foretold = tried(world, draft)
    make(world, calls_of(seen, draft))
    if foretold[0] != "InvalidParameterException":
        assert tried(world, Draft(custom=custom)) == foretold
