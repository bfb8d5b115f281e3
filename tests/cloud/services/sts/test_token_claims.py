"""What web identity tokens bring along: condition keys, session tags, a source identity; and who else is asked than trust."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud import issuers
from cogtui.cloud.trail import Reply
from tests.builders import a_token, done, policy
from tests.cloud.services.federation import GOOGLE, GOOGLE_CLIENT, Federation, as_keys, federation
from tests.cloud.services.iam.people import refusal
from tests.cloud.services.sts.chains import carried, key_of, session, trusting
from tests.cloud.services.sts.controls import control

OIDC = "login.example.org"
ACTION = "sts:AssumeRoleWithWebIdentity"
ALL = [ACTION, "sts:TagSession", "sts:SetSourceIdentity"]
COGNITO = "cognito-identity.amazonaws.com"
TAGS = "https://aws.amazon.com/tags"
SOURCE = "https://aws.amazon.com/source_identity"


@pytest.fixture
def fed() -> Federation:
    made = federation("claims")
    named = {"Url": f"https://{OIDC}", "ClientIDList": ["reports"], "ThumbprintList": ["a1" * 20]}
    made.world.act("provider.add_issuer", name="example", issuer=f"https://{OIDC}")
    done(made.world, "iam", "CreateOpenIDConnectProvider", **named)
    return made


def principal_of(fed: Federation, provider: str) -> str:
    return f"arn:aws:iam::{fed.world.account}:oidc-provider/{OIDC}" if provider == OIDC else provider


def minted(fed: Federation, provider: str, **claims: Any) -> str:
    usual: dict[str, dict[str, Any]] = {
        COGNITO: {"aud": fed.pool, "sub": "us-east-1:1", "amr": ["authenticated", "x"]},
        GOOGLE: {"aud": "server", "azp": GOOGLE_CLIENT, "sub": "1042", "email": "ana@example.com"},
        OIDC: {"aud": "reports", "sub": "ana-7", "amr": ["pwd"], "email": "ana@example.com", "team": "red"},
    }
    issuer = issuers.COGNITO_IDENTITY if provider == COGNITO else f"https://{provider}"
    return a_token(fed.world, issuer, **(usual[provider] | claims))


def trusted(fed: Federation, provider: str, condition: dict[str, Any], action: Any = ALL) -> None:
    # IAM keeps no trust in Cognito that says nothing of the pool.
    aud = {"StringEquals": {f"{COGNITO}:aud": fed.pool}} if provider == COGNITO else {}
    joined = {name: aud.get(name, {}) | condition.get(name, {}) for name in aud | condition}
    statement = {"Principal": {"Federated": principal_of(fed, provider)}, "Action": action, "Condition": joined}
    fed.trust(policy(statement))


def held(fed: Federation, reply: Reply) -> dict[str, Any]:
    """Return what a session carries that every session of a provider does not."""
    context = carried(fed.world, as_keys(reply.output["Credentials"]))
    return {name: value for name, value in context.items() if name != "aws:MultiFactorAuthPresent"}


@pytest.mark.parametrize(
    ("provider", "condition", "claims", "ok"),
    [
        (COGNITO, {"StringEquals": {f"{COGNITO}:sub": "us-east-1:1"}}, {}, True),
        (COGNITO, {"ForAnyValue:StringLike": {f"{COGNITO}:amr": "authenticated"}}, {}, True),
        (COGNITO, {"ForAllValues:StringLike": {f"{COGNITO}:amr": "authenticated"}}, {}, False),
        (GOOGLE, {"StringEquals": {f"{GOOGLE}:aud": GOOGLE_CLIENT}}, {}, True),
        (GOOGLE, {"StringEquals": {f"{GOOGLE}:aud": "server"}}, {}, False),
        (GOOGLE, {"StringEquals": {f"{GOOGLE}:aud": "server"}}, {"azp": None}, True),
        (GOOGLE, {"StringEquals": {f"{GOOGLE}:oaud": "server"}}, {}, True),
        (GOOGLE, {"StringEquals": {f"{GOOGLE}:azp": GOOGLE_CLIENT}}, {}, True),
        (GOOGLE, {"StringEquals": {f"{GOOGLE}:email": "ana@example.com"}}, {}, True),
        (GOOGLE, {"StringEquals": {f"{GOOGLE}:sub": "1042"}}, {}, True),
        (OIDC, {"StringEquals": {f"{OIDC}:aud": "reports"}}, {}, True),
        (OIDC, {"StringEquals": {f"{OIDC}:aud": "other"}}, {"azp": "reports", "aud": "other"}, False),
        (OIDC, {"StringEquals": {f"{OIDC}:sub": "ana-7"}}, {}, True),
        (OIDC, {"ForAnyValue:StringEquals": {f"{OIDC}:amr": "pwd"}}, {}, True),
        (OIDC, {"StringEquals": {f"{OIDC}:team": "red"}}, {}, False),
        (OIDC, {"StringEquals": {"sts:RoleSessionName": "ana"}}, {}, True),
        (OIDC, {"StringEquals": {"aws:ResourceAccount": "111122223333"}}, {}, True),
        (OIDC, {"StringEquals": {"aws:ResourceTag/team": "red"}}, {}, True),
        (OIDC, {"Null": {"aws:PrincipalArn": "true", "aws:PrincipalAccount": "true"}}, {}, True),
        (OIDC, {"StringEquals": {"aws:RequestTag/team": "red"}}, {TAGS: {"principal_tags": {"team": ["red"]}}}, True),
        (OIDC, {"StringEquals": {"sts:SourceIdentity": "ana"}}, {SOURCE: "ana"}, True),
        (OIDC, {"StringEquals": {"sts:SourceIdentity": "ana"}}, {}, False),
    ],
)
def test_a_trust_policy_sees_what_the_token_says(
    fed: Federation, provider: str, condition: dict[str, Any], claims: dict[str, Any], *, ok: bool
) -> None:
    done(fed.world, "iam", "TagRole", RoleName="Readers", Tags=[{"Key": "team", "Value": "red"}])
    trusted(fed, provider, condition)
    reply = fed.assume(minted(fed, provider, **claims))
    assert reply.ok == ok, reply.error
    if not ok:
        assert refusal(reply)[:3] == ("AccessDenied", 403, f"Not authorized to perform {ACTION}")


@pytest.mark.parametrize(
    ("provider", "kept"),
    [
        (COGNITO, {"aud", "sub", "amr"}),
        (GOOGLE, {"aud", "sub"}),
        (OIDC, {"aud", "sub", "amr"}),
    ],
)
def test_a_session_carries_the_provider_and_few_of_its_keys(fed: Federation, provider: str, kept: set[str]) -> None:
    trusted(fed, provider, {})
    context = held(fed, fed.assume(minted(fed, provider)))
    assert set(context) == {"aws:FederatedProvider", *(f"{provider}:{name}" for name in kept)}
    assert context["aws:FederatedProvider"] == principal_of(fed, provider)


NESTED = {TAGS: {"principal_tags": {"team": ["red"], "desk": ["9"]}, "transitive_tag_keys": ["team"]}}
FLAT = {
    f"{TAGS}/principal_tags/team": ["red"],
    f"{TAGS}/principal_tags/desk": ["9"],
    f"{TAGS}/transitive_tag_keys": ["team"],
}


@pytest.mark.parametrize("claims", [NESTED, FLAT], ids=["nested", "flat"])
def test_tags_of_a_token_become_the_session_s_and_transitive_ones_go_on(
    fed: Federation, claims: dict[str, Any]
) -> None:
    trusted(fed, OIDC, {"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["team"]}})
    reply = fed.assume(minted(fed, OIDC, **claims))
    assert reply.ok, reply.error
    keys = as_keys(reply.output["Credentials"])
    context = held(fed, reply)
    assert {name: context[name] for name in context if name.startswith("aws:PrincipalTag")} == {
        "aws:PrincipalTag/team": "red",
        "aws:PrincipalTag/desk": "9",
    }
    places = {name: place.pointer for name, place in key_of(fed.world, keys).origins.items() if "Tag" in name}
    assert places["aws:PrincipalTag/team"].endswith("principal_tags~1team" if claims is FLAT else "principal_tags/team")
    role = trusting(f"arn:aws:iam::{fed.world.account}:role/Readers", ["sts:AssumeRole", "sts:TagSession"])
    done(fed.world, "iam", "UpdateAssumeRolePolicy", RoleName="Guests", PolicyDocument=role)
    next_one = session(fed.world, keys, "Guests")
    assert key_of(fed.world, next_one).transitive == ("team",)


def test_a_source_identity_of_a_token_is_told_and_carried(fed: Federation) -> None:
    trusted(fed, OIDC, {})
    reply = fed.assume(minted(fed, OIDC, **{SOURCE: "ana@example.com"}))
    assert reply.output["SourceIdentity"] == "ana@example.com"
    assert held(fed, reply)["aws:SourceIdentity"] == "ana@example.com"


@pytest.mark.parametrize(
    ("claims", "missing", "rule"),
    [(NESTED, "sts:TagSession", "sts.trust.tag_session"), ({SOURCE: "ana"}, "sts:SetSourceIdentity", "sts.trust.set_source")],
)  # fmt: skip
def test_what_a_token_brings_must_be_trusted_too(
    fed: Federation, claims: dict[str, Any], missing: str, rule: str
) -> None:
    trusted(fed, OIDC, {}, [action for action in ALL if action != missing])
    code, status, text, rules = refusal(fed.assume(minted(fed, OIDC, **claims)))
    assert (code, status, text) == ("AccessDenied", 403, f"Not authorized to perform {missing}")
    assert rule in rules


# ------------------------------------------------------------------------------------------------- control policies


def test_a_resource_control_policy_of_the_role_s_organization_binds_whoever_comes_from_outside(fed: Federation) -> None:
    trusted(fed, OIDC, {})
    token = minted(fed, OIDC)
    assert fed.assume(token).ok
    # "Principal" is a must in RCPs, and always everybody.
    condition = {"StringNotEquals": {f"{OIDC}:sub": "somebody-else"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": ACTION, "Resource": "*", "Condition": condition}
    control(fed.world, "RESOURCE_CONTROL_POLICY", policy(deny))
    code, status, text, rules = refusal(fed.assume(token))
    assert (code, status, text) == ("AccessDenied", 403, f"Not authorized to perform {ACTION}")
    assert {"sts.trust", "sts.trust.control"} <= set(rules)
    assert "sts.trust.deny" not in rules


def test_a_service_control_policy_does_not_bind_who_has_no_account_yet(fed: Federation) -> None:
    trusted(fed, OIDC, {})
    control(fed.world, "SERVICE_CONTROL_POLICY", policy({"Effect": "Deny", "Action": "sts:*", "Resource": "*"}))
    assert fed.assume(minted(fed, OIDC)).ok
