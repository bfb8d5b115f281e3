"""ID tokens of any OpenID provider, straight into an identity pool and to STS: which ones hold, and what is said of the others."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from cogtui.cloud.accounts.oidc_providers import OIDC_ISSUERS, OidcIssuer
from cogtui.cloud.store import Transaction
from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import (
    a_token,
    a_world,
    an_identity_pool,
    asked,
    cognito_trust,
    done,
    give_roles,
    policy,
    role_of,
    state,
)

KEY = "login.example.org/realms/a"
ISSUER = f"https://{KEY}"
CLIENT = "reports-web"
FOREIGN = "Token is not from a supported provider of this identity pool."


class Scene(NamedTuple):
    """An account that registered an OpenID provider, and an identity pool that takes its logins."""

    world: World
    arn: str
    pool: str

    def token(self, **claims: Any) -> str:
        return a_token(self.world, ISSUER, **({"sub": "ana-7", "aud": CLIENT} | claims))

    def get_id(self, token: str, key: str = KEY) -> Reply:
        return self.world.call("cognito-identity", "GetId", {"IdentityPoolId": self.pool, "Logins": {key: token}})

    def credentials(self, token: str) -> Reply:
        named = {"IdentityId": self.get_id(token).output["IdentityId"], "Logins": {KEY: token}}
        return self.world.call("cognito-identity", "GetCredentialsForIdentity", named)

    def assume(self, role: str, token: str) -> Reply:
        params = {"RoleArn": role, "RoleSessionName": "ana", "WebIdentityToken": token}
        return self.world.call("sts", "AssumeRoleWithWebIdentity", params)

    def role(self, name: str = "Direct", principal: str = "", **conditions: str) -> str:
        wanted = {f"{KEY}:{name}": value for name, value in conditions.items()}
        trust = {"Principal": {"Federated": principal or self.arn}, "Action": "sts:AssumeRoleWithWebIdentity"}
        return role_of(self.world, name, trust=policy(trust | {"Condition": {"StringEquals": wanted}}))


@pytest.fixture
def scene() -> Scene:
    world = a_world("oidc-straight")
    a_token(world, ISSUER)  # the issuer has its key from now on
    asked_for = {"Url": ISSUER, "ClientIDList": [CLIENT, "reports-app"]}
    arn = done(world, "iam", "CreateOpenIDConnectProvider", **asked_for)["OpenIDConnectProviderArn"]
    pool = an_identity_pool(world, OpenIdConnectProviderARNs=[arn])
    give_roles(world, pool, authenticated=role_of(world, "Readers", trust=cognito_trust(pool)))
    return Scene(world, arn, pool)


def refused(reply: Reply) -> tuple[str, str]:
    assert reply.error is not None
    return reply.error.code, reply.error.message


def untrusted(scene: Scene) -> None:
    """Let no public authority vouch for the issuer any more, and register the thumbprint of another certificate."""
    Transaction(scene.world.store).put(OIDC_ISSUERS, OidcIssuer("login-a", ISSUER, "Login A", trusted=False))
    named = {"OpenIDConnectProviderArn": scene.arn, "ThumbprintList": ["b2" * 20]}
    done(scene.world, "iam", "UpdateOpenIDConnectProviderThumbprint", **named)


# ---------------------------------------------------------------------------------------------------- into the identity pool


@pytest.mark.parametrize("claims", [{}, {"aud": "reports-app"}, {"aud": ["x", CLIENT]}, {"azp": CLIENT, "aud": "x"}])
def test_a_token_for_a_registered_client_gets_credentials(scene: Scene, claims: dict[str, Any]) -> None:
    reply = scene.credentials(scene.token(**claims))
    assert reply.ok, reply.error


def test_the_pool_shows_its_openid_providers(scene: Scene) -> None:
    found = done(scene.world, "cognito-identity", "DescribeIdentityPool", IdentityPoolId=scene.pool)
    assert found["OpenIdConnectProviderARNs"] == [scene.arn]


def test_an_update_without_them_takes_the_openid_providers_away(scene: Scene) -> None:
    named = {"IdentityPoolId": scene.pool, "IdentityPoolName": "reports", "AllowUnauthenticatedIdentities": True}
    done(scene.world, "cognito-identity", "UpdateIdentityPool", **named)
    said = f"Identity pool - {scene.pool} does not have identity providers configured."
    assert refused(scene.get_id(scene.token())) == ("NotAuthorizedException", said)


@pytest.mark.parametrize("arn", ["arn:aws:iam::111122223333:oidc-provider/nowhere.example", "login.example.org"])
def test_a_pool_lists_only_providers_that_the_account_registered(scene: Scene, arn: str) -> None:
    usual = {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": True}
    before = state(scene.world)
    reply = asked(scene.world, "cognito-identity", "CreateIdentityPool", OpenIdConnectProviderARNs=[arn], **usual)
    assert not reply.ok
    assert state(scene.world) == before


@pytest.mark.parametrize(
    ("claims", "message", "rule"),
    [
        ({"aud": "another"}, FOREIGN, "identity.login.client"),
        ({"azp": "another"}, FOREIGN, "identity.login.client"),
        ({"aud": None}, "Invalid login token. Missing a required claim: aud", "identity.login.token"),
        (
            {"iss": "https://other.example"},
            "Invalid login token. Issuer doesn't match providerName",
            "identity.login.token",
        ),
        ({"iss": ISSUER + "/"}, "Invalid login token. Issuer doesn't match providerName", "identity.login.token"),
    ],
)
def test_a_token_for_somebody_else_is_no_login(scene: Scene, claims: dict[str, Any], message: str, rule: str) -> None:
    token = scene.token(**claims)
    before = state(scene.world)
    reply = scene.get_id(token)
    assert refused(reply) == ("NotAuthorizedException", message)
    assert rule in reply.record.refused_by
    assert state(scene.world) == before


def test_a_client_that_iam_forgets_is_out_at_once(scene: Scene) -> None:
    token = scene.token()
    named = {"OpenIDConnectProviderArn": scene.arn, "ClientID": CLIENT}
    done(scene.world, "iam", "RemoveClientIDFromOpenIDConnectProvider", **named)
    reply = scene.get_id(token)
    assert refused(reply) == ("NotAuthorizedException", FOREIGN)
    (cause,) = [check for check in reply.record.why() if check.rule == "identity.login.client"]
    assert cause.fact("wants") == ["reports-app"]


def test_a_provider_that_iam_deleted_is_no_provider_of_the_pool(scene: Scene) -> None:
    token = scene.token()
    done(scene.world, "iam", "DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=scene.arn)
    reply = scene.get_id(token)
    assert refused(reply) == ("NotAuthorizedException", FOREIGN)
    assert reply.record.refused_by == ("identity.login.provider",)


def test_a_certificate_that_nobody_vouches_for_spoils_the_login(scene: Scene) -> None:
    token = scene.token()
    untrusted(scene)
    reply = scene.get_id(token)
    assert refused(reply) == ("NotAuthorizedException", "Invalid login token. Couldn't verify signed token.")
    assert reply.record.refused_by == ("identity.login.thumbprint",)


def test_rules_of_an_openid_provider_stand_under_its_arn(scene: Scene) -> None:
    editors = role_of(scene.world, "Editors", trust=cognito_trust(scene.pool))
    rule = {"Claim": "dept", "MatchType": "Equals", "Value": "press", "RoleARN": editors}
    mapping = {"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": {"Rules": [rule]}}
    done(
        scene.world,
        "cognito-identity",
        "SetIdentityPoolRoles",
        IdentityPoolId=scene.pool,
        Roles={},
        RoleMappings={scene.arn: mapping},
    )
    assert scene.credentials(scene.token(dept="press")).ok
    reply = scene.credentials(scene.token(dept="sport"))
    said = f"The ambiguous role mapping rules for: {scene.arn} denied this request."
    assert refused(reply) == ("NotAuthorizedException", said)


@pytest.mark.parametrize("named_by", ["key", "arn"])
def test_claims_of_an_openid_provider_become_principal_tags(scene: Scene, named_by: str) -> None:
    tags = {"dept": "department"}
    provider = KEY if named_by == "key" else scene.arn
    named = {"IdentityPoolId": scene.pool, "IdentityProviderName": provider}
    done(scene.world, "cognito-identity", "SetPrincipalTagAttributeMap", PrincipalTags=tags, **named)
    assert ("identity.tag_map.provider", True) in scene.world.trail[-1].rules()
    token = scene.token(department="press")
    identity = scene.get_id(token).output["IdentityId"]
    asked_for = {"IdentityId": identity, "Logins": {KEY: token}}
    openid = done(scene.world, "cognito-identity", "GetOpenIdToken", **asked_for)["Token"]
    claims = read(openid).claims or {}
    assert claims["https://aws.amazon.com/tags"] == {"principal_tags": {"dept": ["press"]}}


# -------------------------------------------------------------------------------------------------------------------- to STS


def test_sts_takes_the_token_for_a_role_of_the_account_that_registered_the_provider(scene: Scene) -> None:
    reply = scene.assume(scene.role(aud=CLIENT, sub="ana-7"), scene.token())
    assert reply.ok, reply.error
    assert (reply.output["Provider"], reply.output["Audience"]) == (ISSUER, CLIENT)
    assert reply.output["SubjectFromWebIdentityToken"] == "ana-7"


@pytest.mark.parametrize(
    ("claims", "code", "message"),
    [
        ({"aud": "another"}, "InvalidIdentityToken", "Incorrect token audience"),
        ({"azp": "another"}, "InvalidIdentityToken", "Incorrect token audience"),
        ({"aud": None}, "InvalidIdentityToken", "Missing a required claim: aud"),
        (
            {"iss": ISSUER + "/"},
            "InvalidIdentityToken",
            f"No OpenIDConnect provider found in your account for {ISSUER}/",
        ),
    ],
)
def test_what_sts_says_of_other_tokens(scene: Scene, claims: dict[str, Any], code: str, message: str) -> None:
    role, token = scene.role(), scene.token(**claims)
    before = state(scene.world)
    assert refused(scene.assume(role, token)) == (code, message)
    assert state(scene.world) == before


@pytest.mark.parametrize(("conditions", "rule"), [({"aud": "x"}, "sts.trust.aud"), ({"sub": "x"}, "sts.trust.sub")])
def test_the_trust_policy_asks_under_the_issuer_s_name(scene: Scene, conditions: dict[str, str], rule: str) -> None:
    reply = scene.assume(scene.role(**conditions), scene.token())
    assert refused(reply) == ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    assert rule in reply.record.refused_by


def test_claims_without_a_condition_key_never_match(scene: Scene) -> None:
    reply = scene.assume(scene.role(dept="press"), scene.token(dept="press"))
    assert "sts.trust.condition" in reply.record.refused_by


def test_a_wrong_thumbprint_is_named(scene: Scene) -> None:
    role, token = scene.role(), scene.token()
    untrusted(scene)
    reply = scene.assume(role, token)
    said = "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"
    assert refused(reply) == ("InvalidIdentityToken", said)
    assert reply.record.refused_by == ("sts.token.thumbprint",)


def test_an_issuer_that_nobody_answers_for_cannot_be_asked(scene: Scene) -> None:
    world, gone = scene.world, "https://gone.example"
    asked_for = {"Url": gone, "ClientIDList": [CLIENT], "ThumbprintList": ["a1" * 20]}
    done(world, "iam", "CreateOpenIDConnectProvider", **asked_for)
    reply = scene.assume(scene.role(), scene.token(iss=gone))
    assert refused(reply)[0] == "IDPCommunicationError"
    assert reply.record.refused_by == ("sts.provider.answered",)


def test_a_user_pool_registered_in_iam_is_an_openid_provider_too(scene: Scene) -> None:
    world, people = scene.world, "cognito-idp.us-east-1.amazonaws.com/us-east-1_People001"
    a_token(world, f"https://{people}")
    asked_for = {"Url": f"https://{people}", "ClientIDList": ["app-client"]}
    arn = done(world, "iam", "CreateOpenIDConnectProvider", **asked_for)["OpenIDConnectProviderArn"]
    token = a_token(world, f"https://{people}", aud="app-client", sub="ana")
    reply = scene.assume(scene.role(principal=arn, aud="app-client"), token)
    assert refused(reply)[0] == "AccessDenied", "the condition is on another provider's key"
    trust = {"Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity"}
    trust |= {"Condition": {"StringEquals": {f"{people}:aud": "app-client"}}}
    assert scene.assume(role_of(world, "People", trust=policy(trust)), token).ok
