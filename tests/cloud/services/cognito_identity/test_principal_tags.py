"""Principal tags: claims of a login that become tags of the session, in both flows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.accounts import credentials
from cogtui.cloud.codec import pack_row, unpack_row
from cogtui.cloud.services.cognito_identity.records import POOLS
from cogtui.cloud.services.sts.token_tags import tags_in
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.tokens import decode
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import asked, cognito_trust, done, give_roles, policy, role_of, state
from tests.cloud.services.cognito_identity.mappings import credentials_of, role_got
from tests.cloud.services.federation import (
    CLIENT,
    FACEBOOK,
    GOOGLE,
    GOOGLE_CLIENT,
    PEOPLE,
    Federation,
    as_keys,
    federation,
)

CLAIM = "https://aws.amazon.com/tags"
BOTH_ACTIONS = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]
BROKEN = "Invalid identity pool configuration. Check assigned IAM roles for this pool."


@pytest.fixture
def fed() -> Federation:
    made = federation()
    made.trust(cognito_trust(made.pool, Action=BOTH_ACTIONS))
    return made


def set_tags(fed: Federation, provider: str = PEOPLE, **settings: Any) -> dict[str, Any]:
    """Give a provider its map; `settings` are UseDefaults and PrincipalTags."""
    return done(
        fed.world,
        "cognito-identity",
        "SetPrincipalTagAttributeMap",
        IdentityPoolId=fed.pool,
        IdentityProviderName=provider,
        **settings,
    )


def shown(fed: Federation, provider: str = PEOPLE) -> dict[str, Any]:
    return done(
        fed.world,
        "cognito-identity",
        "GetPrincipalTagAttributeMap",
        IdentityPoolId=fed.pool,
        IdentityProviderName=provider,
    )


def tags_of(fed: Federation, reply: Reply) -> dict[str, Any]:
    """Return the session's tags."""
    assert reply.ok, reply.error
    key = credentials.find(fed.world.store, reply.output["Credentials"]["AccessKeyId"])
    assert key is not None
    prefix = "aws:PrincipalTag/"
    found = {name.removeprefix(prefix): value for name, value in key.context.items() if name.startswith(prefix)}
    assert {name for name in key.origins if name.startswith(prefix)} == {prefix + tag for tag in found}
    return found


# ------------------------------------------------------------------------------------------------------------- the map


def test_a_map_is_shown_as_it_was_set_and_each_provider_has_its_own(fed: Federation) -> None:
    names = {"IdentityPoolId": fed.pool, "IdentityProviderName": PEOPLE}
    assert shown(fed) == names
    own = {"UseDefaults": False, "PrincipalTags": {"team": "custom:team"}}
    assert set_tags(fed, **own) == names | own
    set_tags(fed, GOOGLE, UseDefaults=True)
    assert shown(fed) == names | own
    assert shown(fed, GOOGLE) == names | {"IdentityProviderName": GOOGLE, "UseDefaults": True}
    pool = fed.world.store.get(POOLS, (fed.pool,))
    assert pool is not None
    assert unpack_row(POOLS.name, pack_row(pool)) == pool


def test_a_map_is_replaced_as_a_whole(fed: Federation) -> None:
    set_tags(fed, PrincipalTags={"team": "custom:team", "level": "custom:level"})
    set_tags(fed, PrincipalTags={"team": "custom:team"})
    assert shown(fed)["PrincipalTags"] == {"team": "custom:team"}


def test_a_provider_that_the_pool_does_not_list_is_noted(fed: Federation) -> None:
    for provider, listed in (PEOPLE, True), (f"{PEOPLE}:{CLIENT}", False):
        reply = asked(
            fed.world,
            "cognito-identity",
            "SetPrincipalTagAttributeMap",
            IdentityPoolId=fed.pool,
            IdentityProviderName=provider,
        )
        assert reply.ok
        assert [check.passed for check in reply.record.why() if check.rule == "identity.tag_map.provider"] == [listed]


TOO_MUCH: dict[str, dict[str, str]] = {
    "51 tags": {f"tag{number}": "sub" for number in range(51)},
    "a long key": {"k" * 129: "sub"},
    "a long claim": {"k": "c" * 257},
    "an empty claim": {"k": ""},
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_the_api_s_limits_are_kept_to(fed: Federation, case: str) -> None:
    before = state(fed.world)
    reply = asked(
        fed.world,
        "cognito-identity",
        "SetPrincipalTagAttributeMap",
        IdentityPoolId=fed.pool,
        IdentityProviderName=PEOPLE,
        PrincipalTags=TOO_MUCH[case],
    )
    assert reply.error is not None
    assert reply.error.code == "ValidationException"
    assert state(fed.world) == before


# --------------------------------------------------------------------------------------------------------- the session

DEFAULT: dict[str, Any] = {"UseDefaults": True}
OWN: dict[str, Any] = {"PrincipalTags": {"team": "custom:team", "mail": "email"}}

SESSIONS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, str]]] = {
    "default mappings": (DEFAULT, {}, {"client": CLIENT, "username": "ana-sub"}),
    "own mappings": (OWN, {"custom:team": "red", "email": "a@b.c"}, {"team": "red", "mail": "a@b.c"}),
    "a claim that is missing": (OWN, {"custom:team": "red"}, {"team": "red"}),
    "no claim at all": (OWN, {}, {}),
    "defaults beside own ones": (DEFAULT | OWN, {"email": "a@b.c"}, {"client": CLIENT, "username": "ana-sub"}),
    "an empty map": ({"UseDefaults": False}, {"email": "a@b.c"}, {}),
    "a boolean": ({"PrincipalTags": {"v": "email_verified"}}, {"email_verified": True}, {"v": "true"}),
}


@pytest.mark.parametrize("case", SESSIONS)
def test_mapped_claims_are_tags_of_the_session_in_both_flows(fed: Federation, case: str) -> None:
    settings, claims, tags = SESSIONS[case]
    set_tags(fed, **settings)
    token = fed.people(**claims)
    assert tags_of(fed, credentials_of(fed, people=token)) == tags
    openid = fed.openid(fed.get_id(people=token), people=token)
    assert tags_of(fed, fed.assume(openid)) == tags
    wanted = {"principal_tags": {tag: [value] for tag, value in tags.items()}} if tags else None
    assert decode(openid).claims.get(CLAIM) == wanted


def test_each_provider_brings_its_own_tags_and_the_first_of_two_logins_counts(fed: Federation) -> None:
    set_tags(fed, UseDefaults=True)
    set_tags(fed, GOOGLE, PrincipalTags={"username": "sub", "google": "aud"})
    set_tags(fed, FACEBOOK, UseDefaults=True)
    assert tags_of(fed, credentials_of(fed, google=fed.google())) == {"username": "1042", "google": GOOGLE_CLIENT}
    assert tags_of(fed, credentials_of(fed, facebook=fed.facebook())) == {
        "client": fed.facebook_app,
        "username": fed.facebook_user,
    }
    both = credentials_of(fed, people=fed.people("bo"), google=fed.google("77"))
    assert tags_of(fed, both) == {"client": CLIENT, "username": "bo", "google": GOOGLE_CLIENT}


def test_guests_bring_no_tags(fed: Federation) -> None:
    set_tags(fed, UseDefaults=True)
    assert tags_of(fed, fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id())) == {}


def test_each_tag_tells_its_claim(fed: Federation) -> None:
    set_tags(fed, **OWN)
    reply = credentials_of(fed, people=fed.people(**{"custom:team": "red"}))
    told = [check for check in reply.record.why() if check.rule == "identity.tag_map.claim"]
    assert [(one.fact("tag"), one.fact("claim"), one.fact("has"), one.passed) for one in told] == [
        ("team", "custom:team", "red", True),
        ("mail", "email", None, False),
    ]


@pytest.mark.parametrize(("team", "allowed"), [("red", True), ("blue", False), (None, False)])
def test_policies_read_the_tags_as_aws_principal_tag(fed: Federation, team: str | None, *, allowed: bool) -> None:
    set_tags(fed, PrincipalTags={"team": "custom:team"})
    condition = {"StringEquals": {"aws:PrincipalTag/team": "red"}}
    document = policy({"Action": "iam:ListUsers", "Resource": "*", "Condition": condition})
    done(fed.world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="red", PolicyDocument=document)
    claims: dict[str, Any] = {"custom:team": team}
    reply = credentials_of(fed, people=fed.people(**claims))
    assert fed.world.call("iam", "ListUsers", {}, caller=as_keys(reply.output["Credentials"])).ok == allowed


@pytest.mark.parametrize(("claims", "allowed"), [({"custom:team": "red"}, True), ({}, False)])
def test_a_session_s_tag_hides_the_role_s_own(fed: Federation, claims: dict[str, str], *, allowed: bool) -> None:
    trust = cognito_trust(fed.pool, Action=BOTH_ACTIONS)
    tagged = role_of(fed.world, "Tagged", trust=trust, Tags=[{"Key": "team", "Value": "blue"}])
    give_roles(fed.world, fed.pool, authenticated=tagged)
    set_tags(fed, PrincipalTags={"team": "custom:team"})
    condition = {"StringEquals": {"aws:PrincipalTag/team": "red"}}
    document = policy({"Action": "iam:ListUsers", "Resource": "*", "Condition": condition})
    done(fed.world, "iam", "PutRolePolicy", RoleName="Tagged", PolicyName="red", PolicyDocument=document)
    reply = credentials_of(fed, people=fed.people(**claims))
    assert fed.world.call("iam", "ListUsers", {}, caller=as_keys(reply.output["Credentials"])).ok == allowed


# ------------------------------------------------------------------------------------- what people get wrong with tags


def test_with_tags_the_trust_policy_must_allow_tag_session(fed: Federation) -> None:
    fed.trust(cognito_trust(fed.pool))
    token = fed.people()
    assert role_got(fed, credentials_of(fed, people=token)) == "Readers"
    set_tags(fed, UseDefaults=True)
    before = state(fed.world)
    reply = credentials_of(fed, people=token)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == ("InvalidIdentityPoolConfigurationException", BROKEN)
    assert {rule for rule in reply.record.refused_by if rule.startswith("sts.trust")} == {
        "sts.trust.tags",
        "sts.trust.tag_session",
    }
    assert state(fed.world) == before
    openid = fed.openid(fed.get_id(people=token), people=token)
    basic = fed.assume(openid)
    assert basic.error is not None
    assert basic.error.message == "Not authorized to perform sts:TagSession"
    assert "sts.trust.tag_session" in basic.record.refused_by
    # Whoever brings no tag has no need of it.
    assert role_got(fed, credentials_of(fed, google=fed.google())) == "Readers"


TRUSTS: dict[str, tuple[dict[str, Any], bool]] = {
    "the tag wanted": ({"StringEquals": {"aws:RequestTag/team": "red"}}, True),
    "another tag": ({"StringEquals": {"aws:RequestTag/team": "blue"}}, False),
    "the keys wanted": ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, True),
    "other keys": ({"ForAllValues:StringEquals": {"aws:TagKeys": ["level"]}}, False),
}


@pytest.mark.parametrize("case", TRUSTS)
def test_a_trust_policy_can_ask_for_tags(fed: Federation, case: str) -> None:
    condition, trusted = TRUSTS[case]
    set_tags(fed, PrincipalTags={"team": "custom:team"})
    audience = {"cognito-identity.amazonaws.com:aud": fed.pool}
    merged = condition | {"StringEquals": audience | condition.get("StringEquals", {})}
    fed.trust(cognito_trust(fed.pool, Action=BOTH_ACTIONS, Condition=merged))
    assert credentials_of(fed, people=fed.people(**{"custom:team": "red"})).ok == trusted


@pytest.mark.parametrize(("length", "fits"), [(456, True), (457, False)])
def test_all_tags_together_have_460_bytes(fed: Federation, length: int, *, fits: bool) -> None:
    set_tags(fed, PrincipalTags={"team": "custom:team"})
    reply = credentials_of(fed, people=fed.people(**{"custom:team": "x" * length}))
    assert reply.ok == fits
    if not fits:
        assert reply.record.refused_by == ("identity.tag_map.size",)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(claim=_JSON, inner=_JSON)
def test_whatever_stands_in_the_claim_of_tags_is_read_as_texts_or_not_at_all(claim: Any, inner: Any) -> None:
    for value in (claim, {"principal_tags": claim}, {"principal_tags": {"key": inner}}):
        found = tags_in({CLAIM: value})
        assert all(isinstance(one, str) for one in found.values())
    assert tags_in({CLAIM: {"principal_tags": {"key": ["value"]}}}) == {"key": "value"}


TEMPLATE = """
Resources:
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties: {AllowUnauthenticatedIdentities: true, SupportedLoginProviders: {accounts.google.com: abc}}
  Tags:
    Type: AWS::Cognito::IdentityPoolPrincipalTag
    Properties:
      IdentityPoolId: !Ref Pool
      IdentityProviderName: accounts.google.com
      UseDefaults: false
      PrincipalTags: {mail: email}
Outputs:
  Pool: {Value: !Ref Pool}
  Tags: {Value: !Ref Tags}
"""


def test_a_template_maps_principal_tags() -> None:
    world = World("templates")
    outputs = apply(world, TEMPLATE, "tags.yaml").outputs
    names = {"IdentityPoolId": str(outputs["Pool"]), "IdentityProviderName": GOOGLE}
    assert outputs["Tags"] == f"{names['IdentityPoolId']}|{GOOGLE}"
    found = done(world, "cognito-identity", "GetPrincipalTagAttributeMap", **names)
    assert found == names | {"UseDefaults": False, "PrincipalTags": {"mail": "email"}}
