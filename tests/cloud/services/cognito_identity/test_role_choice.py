"""Which role a login gets: rules over claims, roles in the token, CustomRoleArn, and what happens when nothing chooses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.explain import Fact
from cogtui.cloud.services.cognito_identity.claim_rules import matches
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.services.cognito_identity.role_choice import choose
from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule, RoleMapping
from tests.builders import (
    a_client,
    a_user,
    a_user_pool,
    an_identity_pool,
    cognito_trust,
    done,
    password_sign_in,
    role_of,
    state,
)
from tests.cloud.services.cognito_identity.mappings import (
    KEY,
    ROLE,
    answers,
    by_rules,
    by_token,
    credentials_of,
    mapped,
    role_got,
    rule,
    set_mappings,
    staff,
    steps,
)
from tests.cloud.services.federation import CLIENT, FACEBOOK, GOOGLE, GOOGLE_CLIENT, PEOPLE, Federation, federation

DENIED = f"The ambiguous role mapping rules for: {PEOPLE} denied this request."
BROKEN = "Invalid identity pool configuration. Check assigned IAM roles for this pool."


@pytest.fixture
def fed() -> Federation:
    made = federation()
    staff(made, "Editors", "Admins")
    return made


# ---------------------------------------------------------------------------------------------------------------- rules

Claims = dict[str, Any]

TEAM = {"custom:team": "red"}

RULES: dict[str, tuple[Claims, tuple[str, str, str], str, str]] = {
    "Equals the value": (TEAM, ("custom:team", "Equals", "red"), "Editors", ""),
    "Equals another value": (TEAM, ("custom:team", "Equals", "blue"), DENIED, ""),
    "Equals in another case": (
        TEAM,
        ("custom:team", "Equals", "Red"),
        DENIED,
        "they differ in upper and lower case only",
    ),
    "Equals with a space behind": (
        {"custom:team": "red "},
        ("custom:team", "Equals", "red"),
        DENIED,
        "they differ in spaces around the value",
    ),
    "Equals a part of it": (
        {"custom:team": "red,blue"},
        ("custom:team", "Equals", "red"),
        DENIED,
        "the claim holds the value: Contains would match",
    ),
    "custom: forgotten": (
        TEAM,
        ("team", "Equals", "red"),
        DENIED,
        "the token has no `team`, but it has `custom:team`",
    ),
    "the claim in another case": (
        {"custom:Team": "red"},
        ("custom:team", "Equals", "red"),
        DENIED,
        "the token has no `custom:team`, but it has `custom:Team`",
    ),
    "NotEqual another value": (TEAM, ("custom:team", "NotEqual", "blue"), "Editors", ""),
    "NotEqual the value": (TEAM, ("custom:team", "NotEqual", "red"), DENIED, "the claim has just this value"),
    "NotEqual without the claim": ({}, ("custom:team", "NotEqual", "red"), DENIED, "the token has no `custom:team`"),
    "StartsWith the beginning": (TEAM, ("custom:team", "StartsWith", "re"), "Editors", ""),
    "StartsWith the end": (
        TEAM,
        ("custom:team", "StartsWith", "ed"),
        DENIED,
        "the claim holds the value: Contains would match",
    ),
    "Contains the middle": (TEAM, ("custom:team", "Contains", "e"), "Editors", ""),
    "Contains what isn't there": (TEAM, ("custom:team", "Contains", "x"), DENIED, ""),
    "Contains a group": ({"cognito:groups": ["a", "b"]}, ("cognito:groups", "Contains", "b"), "Editors", ""),
    "Equals the only group": (
        {"cognito:groups": ["b"]},
        ("cognito:groups", "Equals", "b"),
        DENIED,
        "the claim is a list that holds the value, but Equals looks at the list's whole text: Contains finds it",
    ),
    "a boolean": ({"email_verified": True}, ("email_verified", "Equals", "true"), "Editors", ""),
    "a number": ({"level": 3}, ("level", "Equals", "3"), "Editors", ""),
    "a claim of the standard": ({}, ("aud", "Equals", CLIENT), "Editors", ""),
}


@pytest.mark.parametrize("case", RULES)
def test_a_rule_gives_its_role_when_the_claim_matches(fed: Federation, case: str) -> None:
    claims, (claim, match, value), outcome, near_miss = RULES[case]
    mapped(fed, by_rules(rule(claim, match, value, "Editors")))
    reply = credentials_of(fed, people=fed.people(**claims))
    assert role_got(fed, reply) == outcome
    [told] = [step for step in steps(reply) if step.rule == "identity.role.rule"]
    assert (told.passed, told.note) == (outcome == "Editors", near_miss)
    assert (told.fact("claim"), told.fact("match"), told.fact("wants")) == (claim, match, value)
    if claim in claims:
        assert told.fact("has") == claims[claim]
    if outcome == DENIED:
        assert reply.error is not None
        assert reply.error.code == "NotAuthorizedException"
        assert reply.record.refused_by == ("identity.role.choice", "identity.role.rule", "identity.role.ambiguous")


def test_the_first_rule_that_matches_gives_the_role_and_those_behind_it_are_not_reached(fed: Federation) -> None:
    mapped(
        fed,
        by_rules(
            rule("custom:team", "Equals", "blue", "Readers"),
            rule("custom:team", "Equals", "red", "Editors"),
            rule("custom:team", "StartsWith", "r", "Admins"),
        ),
    )
    reply = credentials_of(fed, people=fed.people(**TEAM))
    assert role_got(fed, reply) == "Editors"
    assert answers(reply, "identity.role.rule") == [False, True, None]
    decisive = next(step for step in steps(reply) if step.rule == "identity.role.rule" and step.passed)
    wants = next(fact for fact in decisive.facts if fact.name == "wants")
    assert wants.place is not None
    assert (wants.place.table, wants.place.key, wants.place.field) == ("identity.pools", (fed.pool,), "role_mappings")
    assert wants.place.pointer == f"/{KEY.replace('/', '~1')}/rules/1/value"


@pytest.mark.parametrize(("ambiguous", "outcome"), [("AuthenticatedRole", "Readers"), ("Deny", DENIED)])
@pytest.mark.parametrize("kind", ["Token", "Rules"])
def test_where_nothing_chooses_the_default_role_is_given_or_nobody_let_in(
    fed: Federation, kind: str, ambiguous: str, outcome: str
) -> None:
    rules = by_rules(rule("custom:team", "Equals", "red", "Editors"), ambiguous=ambiguous)
    mapped(fed, rules if kind == "Rules" else by_token(ambiguous))
    before = state(fed.world) if (identity := fed.get_id(people=fed.people())) else []
    assert identity
    reply = credentials_of(fed, people=fed.people())
    assert role_got(fed, reply) == outcome
    assert answers(reply, "identity.role.ambiguous") == [ambiguous == "AuthenticatedRole"]
    if not reply.ok:
        assert state(fed.world) == before


def test_a_guest_is_not_asked_about_claims(fed: Federation) -> None:
    mapped(fed, by_rules(rule("custom:team", "Equals", "red", "Editors")))
    reply = fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id())
    assert role_got(fed, reply) == "Guests"


_TEXTS = st.text("abAB ,", max_size=6)


@given(has=_TEXTS, wants=_TEXTS)
def test_equal_begins_with_and_begins_with_contains(has: str, wants: str) -> None:
    def holds(match: Any) -> bool:
        return matches(MappingRule("c", match, wants, ROLE), has)

    assert holds("Equals") != holds("NotEqual")
    assert holds("StartsWith") or not holds("Equals")
    assert holds("Contains") or not holds("StartsWith")


_RULES = st.lists(
    st.builds(
        MappingRule,
        claim=st.sampled_from(["a", "b"]),
        match=st.sampled_from(["Equals", "NotEqual", "StartsWith", "Contains"]),
        value=st.sampled_from(["x", "y", "xy"]),
        role_arn=st.sampled_from(["R1", "R2", "R3"]),
    ),
    max_size=6,
)
_CLAIMS = st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["x", "y", "xy", ["x"]]))


@given(rules=_RULES, claims=_CLAIMS, custom=st.sampled_from([None, "R1", "R2"]), deny=st.booleans())
def test_a_role_always_comes_from_a_rule_that_matches(
    rules: list[MappingRule], claims: Claims, custom: str | None, *, deny: bool
) -> None:
    login = ProvenLogin(GOOGLE, "1042", GOOGLE_CLIENT, claims)
    mapping = RoleMapping("Rules", "Deny" if deny else "AuthenticatedRole", tuple(rules))
    pool = IdentityPool("p", "1", "r", "pool", True, 0, role_mappings={GOOGLE: mapping})
    choice = choose(pool, [login], Fact("has", custom) if custom else None)
    matching = [one.role_arn for one in rules if matches(one, claims.get(one.claim))]
    if custom is not None:
        assert choice.role == (custom if custom in matching else None)
        assert choice.check.passed == (custom in matching)
    else:
        assert choice.role == (matching[0] if matching else None)
        assert choice.check.passed == bool(matching or not deny)
        reached = [one.passed for one in choice.check.children if one.rule == "identity.role.rule"]
        assert len(reached) == len(rules)
        assert reached.count(True) == bool(matching)


# ---------------------------------------------------------------------------------------------------- roles in the token

EDITORS, ADMINS = ROLE + "Editors", ROLE + "Admins"
BOTH: Claims = {"cognito:roles": [EDITORS, ADMINS]}
FORBIDDEN = f"Access to Role '{ROLE}Readers' is forbidden."

TOKENS: dict[str, tuple[Claims, str, str]] = {
    "the preferred role": (BOTH | {"cognito:preferred_role": ADMINS}, "", "Admins"),
    "the role asked for": (BOTH | {"cognito:preferred_role": ADMINS}, "Editors", "Editors"),
    "the role asked for, none preferred": (BOTH, "Editors", "Editors"),
    "a role that the token does not offer": (BOTH | {"cognito:preferred_role": ADMINS}, "Readers", FORBIDDEN),
    "several, none preferred": (BOTH, "", DENIED),
    "the only one": ({"cognito:roles": [ADMINS]}, "", "Admins"),
    "names with commas between": ({"cognito:roles": f"{EDITORS},{ADMINS}"}, "Admins", "Admins"),
    "none at all": ({}, "", DENIED),
}


@pytest.mark.parametrize("case", TOKENS)
def test_the_token_chooses_among_its_roles(fed: Federation, case: str) -> None:
    claims, custom, outcome = TOKENS[case]
    mapped(fed, by_token())
    reply = credentials_of(fed, custom, people=fed.people(**claims))
    assert role_got(fed, reply) == outcome
    if custom:
        assert answers(reply, "identity.role.custom") == [outcome == custom]
    else:
        assert answers(reply, "identity.role.token") == [outcome != DENIED]


def test_a_group_of_the_user_pool_gives_its_role(fed: Federation) -> None:
    world = fed.world
    people = a_user_pool(world)
    client = a_client(world, people)
    provider = f"cognito-idp.us-east-1.amazonaws.com/{people}"
    pool = an_identity_pool(world, CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client}])
    for name, precedence in (("authors", 5), ("owners", 1)):
        arn = role_of(world, name.title(), trust=cognito_trust(pool))
        done(
            world,
            "cognito-idp",
            "CreateGroup",
            UserPoolId=people,
            GroupName=name,
            RoleArn=arn,
            Precedence=precedence,
        )
    done(
        world,
        "cognito-identity",
        "SetIdentityPoolRoles",
        IdentityPoolId=pool,
        Roles={"authenticated": fed.readers},
        RoleMappings={f"{provider}:{client}": by_token()},
    )
    username = a_user(world, people)
    for group in ("authors", "owners"):
        done(world, "cognito-idp", "AdminAddUserToGroup", UserPoolId=people, GroupName=group, Username=username)
    token = password_sign_in(world, client, username).output["AuthenticationResult"]["IdToken"]
    logins = {provider: token}
    identity = fed.identity("GetId", IdentityPoolId=pool, Logins=logins).output["IdentityId"]
    for custom, role in ({}, "Owners"), ({"CustomRoleArn": ROLE + "Authors"}, "Authors"):
        reply = fed.identity("GetCredentialsForIdentity", IdentityId=identity, Logins=logins, **custom)
        assert role_got(fed, reply) == role


# --------------------------------------------------------------------------------------------------------- CustomRoleArn


def test_a_role_asked_for_overrides_the_order_of_rules_when_its_rule_matches(fed: Federation) -> None:
    mapped(
        fed,
        by_rules(
            rule("custom:team", "Equals", "red", "Editors"),
            rule("sub", "StartsWith", "ana", "Admins"),
            rule("custom:team", "Equals", "blue", "Readers"),
        ),
    )
    for custom, outcome in ("Admins", "Admins"), ("Editors", "Editors"), ("Readers", FORBIDDEN):
        reply = credentials_of(fed, custom, people=fed.people(**TEAM))
        assert role_got(fed, reply) == outcome


def test_without_a_mapping_the_token_must_offer_the_role_asked_for(fed: Federation) -> None:
    assert role_got(fed, credentials_of(fed, "Admins", people=fed.people(**BOTH))) == "Admins"
    reply = credentials_of(fed, "Readers", people=fed.people(**BOTH))
    assert role_got(fed, reply) == FORBIDDEN
    assert reply.record.refused_by[0] == "identity.role.choice"
    assert "identity.role.custom" in reply.record.refused_by


def test_a_guest_has_no_choice(fed: Federation) -> None:
    reply = credentials_of(fed, "Readers")
    assert role_got(fed, reply) == FORBIDDEN
    assert reply.record.refused_by == ("identity.role.custom",)


# ------------------------------------------------------------------------------------------------ several logins at once


def test_of_several_logins_the_first_that_has_a_mapping_decides(fed: Federation) -> None:
    both = {
        KEY: by_rules(rule("sub", "Equals", "ana-sub", "Editors")),
        GOOGLE: by_rules(rule("sub", "Contains", "1", "Admins")),
    }
    only_google = {GOOGLE: both[GOOGLE]}
    for mappings, outcome, tried in (both, "Editors", [True, True]), (only_google, "Admins", [False, True]):
        assert set_mappings(fed, mappings).ok
        reply = credentials_of(fed, people=fed.people(), google=fed.google())
        assert role_got(fed, reply) == outcome
        assert answers(reply, "identity.role.mapping") == tried


def test_a_provider_without_a_mapping_gives_the_default_role(fed: Federation) -> None:
    mapped(fed, by_rules(rule("sub", "Equals", "ana-sub", "Editors")))
    reply = credentials_of(fed, google=fed.google())
    assert role_got(fed, reply) == "Readers"
    assert answers(reply, "identity.role.mapping") == [False]


@pytest.mark.parametrize(
    ("claim", "outcome"), [("sub", "Editors"), ("iss", "Editors"), ("aud", "Editors"), ("name", "")]
)
def test_facebook_s_logins_have_three_claims(fed: Federation, claim: str, outcome: str) -> None:
    mapped(fed, by_rules(rule(claim, "NotEqual", "nobody", "Editors")), FACEBOOK)
    denied = f"The ambiguous role mapping rules for: {FACEBOOK} denied this request."
    assert role_got(fed, credentials_of(fed, facebook=fed.facebook())) == (outcome or denied)


# ------------------------------------------------------------------------------------- what people get wrong with roles


def test_a_group_s_role_is_ignored_where_no_mapping_asks_the_token(fed: Federation) -> None:
    assert role_got(fed, credentials_of(fed, people=fed.people(**{"cognito:preferred_role": ADMINS}))) == "Readers"


def test_a_group_s_role_for_another_pool_fails_its_members_only(fed: Federation) -> None:
    fed.trust(cognito_trust("us-east-1:00000000-0000-4000-8000-000000000000"), "Admins")
    mapped(fed, by_token("AuthenticatedRole"))
    member = credentials_of(fed, people=fed.people(**{"cognito:preferred_role": ADMINS}))
    assert member.error is not None
    assert (member.error.code, member.error.message) == ("InvalidIdentityPoolConfigurationException", BROKEN)
    assert "sts.trust.aud" in member.record.refused_by
    assert role_got(fed, credentials_of(fed, people=fed.people("bo"))) == "Readers"


def test_a_rule_on_an_attribute_that_users_may_write_lets_them_choose_their_role(fed: Federation) -> None:
    mapped(fed, by_rules(rule("custom:role", "Equals", "admin", "Admins"), ambiguous="AuthenticatedRole"))
    assert role_got(fed, credentials_of(fed, people=fed.people())) == "Readers"
    assert role_got(fed, credentials_of(fed, people=fed.people(**{"custom:role": "admin"}))) == "Admins"


def test_the_default_role_can_be_missing_where_nothing_chooses(fed: Federation) -> None:
    mappings = {KEY: by_token("AuthenticatedRole")}
    done(
        fed.world, "cognito-identity", "SetIdentityPoolRoles", IdentityPoolId=fed.pool, Roles={}, RoleMappings=mappings
    )
    reply = credentials_of(fed, people=fed.people())
    assert role_got(fed, reply) == BROKEN
    assert reply.record.refused_by == ("identity.role.set",)
