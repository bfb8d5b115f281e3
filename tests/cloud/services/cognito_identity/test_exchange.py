"""From an identity to AWS: the OpenID token of the basic flow, the credentials of the enhanced flow."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cogtui.cloud.accounts import credentials
from cogtui.cloud.codec import pack_record, pack_row, unpack_record, unpack_row
from cogtui.cloud.issuers import COGNITO_IDENTITY, jwks_of
from cogtui.cloud.policy.managed import GUEST_SESSION_POLICY_ARN, managed
from cogtui.cloud.tokens import Expectation, decode, steps_without, verify
from cogtui.cloud.trail import Reply
from tests.builders import cognito_trust, done, give_roles, role_of, state
from tests.cloud.services.federation import (
    ELSEWHERE,
    FACEBOOK,
    GOOGLE,
    GOOGLE_CLIENT,
    PEOPLE,
    Federation,
    as_keys,
    as_logins,
    federation,
    on,
    statement,
)


@pytest.fixture
def fed() -> Federation:
    return federation()


# --------------------------------------------------------------------------------------------------- the OpenID token


def test_the_openid_token_is_what_published_ones_look_like(fed: Federation) -> None:
    identity = fed.get_id(people=fed.people())
    token = decode(fed.openid(identity, people=fed.people()))
    assert list(token.header.items()) == [("kid", "us-east-1-15"), ("typ", "JWS"), ("alg", "RS512")]
    assert list(token.claims.items()) == [
        ("sub", identity),
        ("aud", fed.pool),
        ("amr", ["authenticated", PEOPLE, f"{PEOPLE}:CognitoSignIn:ana-sub"]),
        ("iss", "https://cognito-identity.amazonaws.com"),
        (
            "https://cognito-identity.amazonaws.com/identity-pool-arn",
            f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{fed.pool}",
        ),
        ("exp", int(fed.world.now) + 600),
        ("iat", int(fed.world.now)),
    ]


def test_the_openid_token_verifies_with_the_keys_that_cognito_publishes(fed: Federation) -> None:
    token = fed.openid(fed.get_id())
    keys = jwks_of(fed.world.store, COGNITO_IDENTITY)
    steps = steps_without("jwt.token_use")
    expectation = Expectation(keys, fed.world.now, steps, issuers=(COGNITO_IDENTITY,), audiences=(fed.pool,))
    assert verify(token, expectation).failure is None


def test_amr_says_how_they_came(fed: Federation) -> None:
    by_people = [PEOPLE, f"{PEOPLE}:CognitoSignIn:bo"]
    by_google = [GOOGLE, f"{GOOGLE}:{GOOGLE_CLIENT}:1042"]
    by_facebook = [FACEBOOK, f"{FACEBOOK}:{fed.facebook_app}:{fed.facebook_user}"]
    cases: list[tuple[dict[str, str], list[str]]] = [
        ({}, ["unauthenticated"]),
        ({"people": fed.people("bo")}, ["authenticated", *by_people]),
        ({"google": fed.google()}, ["authenticated", *by_google]),
        ({"facebook": fed.facebook()}, ["authenticated", *by_facebook]),
        ({"people": fed.people("bo"), "google": fed.google()}, ["authenticated", *by_people, *by_google]),
    ]
    for logins, amr in cases:
        assert decode(fed.openid(fed.get_id(**logins), **logins)).claims["amr"] == amr


@pytest.mark.parametrize(
    ("setting", "allowed"), [({"AllowClassicFlow": False}, False), ({"AllowClassicFlow": True}, True)]
)
def test_the_basic_flow_can_be_switched_off(setting: dict[str, Any], *, allowed: bool) -> None:
    fed = federation(**setting)
    reply = fed.identity("GetOpenIdToken", IdentityId=fed.get_id())
    assert reply.ok == allowed
    if reply.error is not None:
        assert reply.error.code == "InvalidParameterException"
        assert reply.error.message == "Basic (classic) flow is not enabled, please use enhanced flow."
        assert reply.record.refused_by == ("identity.pool.classic",)
        assert fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id()).ok


def test_a_pool_that_never_said_so_allows_the_basic_flow(fed: Federation) -> None:
    changed = {"IdentityPoolName": "reports", "AllowUnauthenticatedIdentities": True}
    done(fed.world, "cognito-identity", "UpdateIdentityPool", IdentityPoolId=fed.pool, **changed)
    assert fed.identity("GetOpenIdToken", IdentityId=fed.get_id()).ok


# -------------------------------------------------------------------------------------------------- the enhanced flow


def signed_in(fed: Federation) -> Reply:
    """Get credentials as Ana."""
    return fed.identity(
        "GetCredentialsForIdentity",
        IdentityId=fed.get_id(people=fed.people()),
        **as_logins(people=fed.people()),
    )


def test_credentials_are_a_session_of_the_role_for_those_who_logged_in(fed: Federation) -> None:
    reply = signed_in(fed)
    issued = reply.output["Credentials"]
    assert issued.keys() == {"AccessKeyId", "SecretKey", "SessionToken", "Expiration"}
    assert issued["AccessKeyId"].startswith("ASIA")
    assert issued["Expiration"].timestamp() == fed.world.now + 3600
    who = fed.world.call("sts", "GetCallerIdentity", {}, caller=as_keys(issued)).output
    assert who["Arn"] == "arn:aws:sts::111122223333:assumed-role/Readers/CognitoIdentityCredentials"


def test_sts_is_asked_in_a_row_of_its_own_by_the_identity_pool(fed: Federation) -> None:
    [child] = signed_in(fed).record.children
    assert (child.source, child.target, child.operation) == ("IdPool", "STS", "AssumeRoleWithWebIdentity")
    assert child.request["RoleSessionName"] == "CognitoIdentityCredentials"
    assert child.ok


def test_the_session_carries_who_it_is_and_each_value_tells_its_claim(fed: Federation) -> None:
    reply = signed_in(fed)
    key = credentials.find(fed.world.store, reply.output["Credentials"]["AccessKeyId"])
    assert key is not None
    prefix = "cognito-identity.amazonaws.com"
    carried = {name: value for name, value in key.context.items() if name != "aws:TokenIssueTime"}
    assert carried == {
        "aws:FederatedProvider": prefix,
        "aws:MultiFactorAuthPresent": "false",
        f"{prefix}:aud": fed.pool,
        f"{prefix}:sub": reply.output["IdentityId"],
        f"{prefix}:amr": ("authenticated", PEOPLE, f"{PEOPLE}:CognitoSignIn:ana-sub"),
    }
    places = {name: (place.kind, place.label, place.pointer) for name, place in key.origins.items()}
    assert places[f"{prefix}:sub"] == ("claim", "claim sub of the OpenID token", "/sub")
    assert not key.session_policies


def test_a_guest_s_session_is_cut_down_by_two_session_policies(fed: Federation) -> None:
    reply = fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id())
    key = credentials.find(fed.world.store, reply.output["Credentials"]["AccessKeyId"])
    assert key is not None
    assert [source.kind for source in key.session_policies] == ["session", "session"]
    assert "s3:*" in json.loads(key.session_policies[0].document)["Statement"][0]["Action"]
    assert key.session_policies[1].document == managed(GUEST_SESSION_POLICY_ARN)
    [child] = reply.record.children
    assert child.output is not None
    assert 0 < child.output["PackedPolicySize"] < 100


def test_a_guest_of_the_basic_flow_is_not_cut_down(fed: Federation) -> None:
    reply = fed.assume(fed.openid(fed.get_id()), RoleArn=fed.guests)
    key = credentials.find(fed.world.store, reply.output["Credentials"]["AccessKeyId"])
    assert key is not None
    assert not key.session_policies


# ------------------------------------------------------------------------------------- what people get wrong with roles


def no_roles(fed: Federation) -> None:
    give_roles(fed.world, fed.pool)


def gone(fed: Federation) -> None:
    """Point the pool at a role and then delete it."""
    arn = role_of(fed.world, "Gone", trust=cognito_trust(fed.pool))
    give_roles(fed.world, fed.pool, authenticated=arn)
    done(fed.world, "iam", "DeleteRole", RoleName="Gone")


MISTAKES: dict[str, tuple[str, Callable[[Federation], None]]] = {
    "roles were never set": ("identity.role.set", no_roles),
    "the trust policy is for another pool": ("sts.trust.aud", lambda fed: fed.trust(cognito_trust(ELSEWHERE))),
    "the role is for guests": ("sts.trust.amr", lambda fed: fed.trust(cognito_trust(fed.pool, "unauthenticated"))),
    "amr without ForAnyValue": (
        "sts.trust.amr",
        lambda fed: fed.trust(statement(fed.pool, Condition=on(fed.pool, "authenticated", like="StringLike"))),
    ),
    "amr with ForAllValues": (
        "sts.trust.amr",
        lambda fed: fed.trust(
            statement(fed.pool, Condition=on(fed.pool, "authenticated", like="ForAllValues:StringLike"))
        ),
    ),
    "a user pool that Ana is not of": (
        "sts.trust.amr",
        lambda fed: fed.trust(cognito_trust(fed.pool, "cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0001")),
    ),
    "the action is AssumeRole": (
        "sts.trust.action",
        lambda fed: fed.trust(statement(fed.pool, Action="sts:AssumeRole")),
    ),
    "the principal is a service": (
        "sts.trust.principal",
        lambda fed: fed.trust(statement(fed.pool, Principal={"Service": "cognito-identity.amazonaws.com"})),
    ),
    "the principal is another provider": (
        "sts.trust.principal",
        lambda fed: fed.trust(statement(fed.pool, Principal={"Federated": "accounts.google.com"})),
    ),
    "the role was deleted": ("sts.role.exists", gone),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_with_roles_has_one_symptom_but_the_why_names_the_cause(fed: Federation, mistake: str) -> None:
    cause, make = MISTAKES[mistake]
    identity = fed.get_id(people=fed.people())
    make(fed)
    before = state(fed.world)
    reply = fed.identity("GetCredentialsForIdentity", IdentityId=identity, **as_logins(people=fed.people()))
    assert reply.error is not None
    assert reply.error.code == "InvalidIdentityPoolConfigurationException"
    assert reply.error.message == "Invalid identity pool configuration. Check assigned IAM roles for this pool."
    assert cause in reply.record.refused_by
    others = {rule for rule in reply.record.refused_by if rule.startswith(("sts.trust.", "sts.role"))}
    assert others <= {cause}
    assert state(fed.world) == before


def test_the_why_of_a_wrong_audience_shows_both_values_and_where_they_stand(fed: Federation) -> None:
    fed.trust(cognito_trust(ELSEWHERE))
    [child] = signed_in(fed).record.children
    trust = child.why()[-1]
    aud = next(check for check in trust.children if check.rule == "sts.trust.aud")
    wants, has = (next(fact for fact in aud.facts if fact.name == name) for name in ("wants", "has"))
    assert (wants.value, has.value) == ([ELSEWHERE], fed.pool)
    assert wants.place is not None
    assert has.place is not None
    assert (wants.place.table, wants.place.key) == ("iam.roles", ("111122223333", "Readers"))
    assert wants.place.pointer == "/Statement/0/Condition/StringEquals/cognito-identity.amazonaws.com:aud"
    assert (has.place.label, has.place.pointer) == ("claim aud of the OpenID token", "/aud")
    assert {check.rule: check.passed for check in trust.children[:4]} == {
        "sts.trust.principal": True,
        "sts.trust.action": True,
        "sts.trust.aud": False,
        "sts.trust.amr": True,
    }


# ------------------------------------------------------------------------------------------------------ time and chance


def test_the_same_seed_gives_the_same_ids_tokens_and_credentials() -> None:
    def walk() -> list[Any]:
        fed = federation("twice")
        outputs = [signed_in(fed).output, fed.openid(fed.get_id())]
        return [*outputs, state(fed.world)]

    assert walk() == walk()


def test_undo_takes_the_session_back_and_redo_brings_the_same_one(fed: Federation) -> None:
    fed.get_id(people=fed.people())
    before = state(fed.world)
    keys = as_keys(signed_in(fed).output["Credentials"])
    after = state(fed.world)
    fed.world.undo()
    assert state(fed.world) == before
    with fed.world.what_if() as trial:
        assert trial.call("sts", "GetCallerIdentity", {}, caller=keys).error is not None
    fed.world.redo()
    assert state(fed.world) == after
    assert fed.world.call("sts", "GetCallerIdentity", {}, caller=keys).ok


def test_records_and_rows_come_back_from_a_save_as_they_were(fed: Federation) -> None:
    signed_in(fed)
    fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id())
    fed.trust(cognito_trust(ELSEWHERE))
    signed_in(fed)
    for record in fed.world.trail[-4:]:
        assert unpack_record(pack_record(record)) == record
    for table, _, row in fed.world.store.every():
        assert unpack_row(table, pack_row(row)) == row
