"""Signing in by the app's own backend: GetOpenIdTokenForDeveloperIdentity and what its token is good for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.tokens import decode
from cogtui.cloud.trail import Reply
from tests.builders import cognito_trust, done, policy, role_of, state
from tests.cloud.services.cognito_identity.developers import (
    OWN,
    PROVIDER,
    backend,
    developed,
    identity_of,
    providers_of,
    refusal,
    unlink,
    users_of,
    vouch,
    vouched,
)
from tests.cloud.services.federation import ELSEWHERE, FACEBOOK, GOOGLE, PEOPLE, Federation, as_keys, as_logins

UPDATE = {"IdentityPoolName": "reports", "AllowUnauthenticatedIdentities": True}


@pytest.fixture
def fed() -> Federation:
    return developed()


def enhanced(fed: Federation, identity: str, token: str, **logins: str) -> Reply:
    return fed.identity("GetCredentialsForIdentity", IdentityId=identity, Logins={OWN: token, **logins})


def test_the_backend_s_user_keeps_one_identity_and_the_token_tells_who_it_is(fed: Federation) -> None:
    reply = vouch(fed)
    identity = reply.output["IdentityId"]
    token = decode(reply.output["Token"])
    issued = int(fed.world.now)
    assert vouched(fed) == identity
    assert vouched(fed, "dev-ben") != identity
    assert token.header["alg"] == "RS512"
    assert token.claims == {
        "sub": identity,
        "aud": fed.pool,
        "amr": ["authenticated", PROVIDER, f"{PROVIDER}:{fed.pool}:dev-ana"],
        "iss": f"https://{OWN}",
        f"https://{OWN}/identity-pool-arn": f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{fed.pool}",
        "iat": token.claims["iat"],
        "exp": token.claims["iat"] + 900,
    }
    assert abs(issued - token.claims["iat"]) <= 1


@pytest.mark.parametrize("seconds", [1, 600, 86400])
def test_a_token_holds_as_long_as_the_backend_says(fed: Federation, seconds: int) -> None:
    reply = vouch(fed, TokenDuration=seconds)
    claims = decode(reply.output["Token"]).claims
    assert claims["exp"] - claims["iat"] == seconds
    identity = reply.output["IdentityId"]
    fed.world.act("clock.advance", seconds=seconds - 1)
    assert enhanced(fed, identity, reply.output["Token"]).ok
    fed.world.act("clock.advance", seconds=2)
    late = enhanced(fed, identity, reply.output["Token"])
    assert late.error is not None
    assert late.error.message.startswith("Invalid login token. Token expired: ")
    assert "jwt.expiry" in late.record.refused_by


@pytest.mark.parametrize("amr", ["authenticated", PROVIDER, f"{PROVIDER}:*:dev-ana"])
def test_the_token_opens_the_role_for_those_who_logged_in_by_both_flows(fed: Federation, amr: str) -> None:
    fed.trust(cognito_trust(fed.pool, amr))
    reply = vouch(fed)
    by_pool = enhanced(fed, reply.output["IdentityId"], reply.output["Token"])
    by_sts = fed.assume(reply.output["Token"])
    arns = [
        fed.world.call("sts", "GetCallerIdentity", {}, caller=as_keys(opened.output["Credentials"])).output["Arn"]
        for opened in (by_pool, by_sts)
    ]
    assert arns == [
        "arn:aws:sts::111122223333:assumed-role/Readers/CognitoIdentityCredentials",
        "arn:aws:sts::111122223333:assumed-role/Readers/ana",
    ]


def test_a_trust_policy_for_another_provider_keeps_the_backend_s_users_out(fed: Federation) -> None:
    fed.trust(cognito_trust(fed.pool, PEOPLE))
    reply = vouch(fed)
    before = state(fed.world)
    refused = enhanced(fed, reply.output["IdentityId"], reply.output["Token"])
    assert refusal(refused)[0] == "InvalidIdentityPoolConfigurationException"
    assert {"identity.role.assumed", "sts.trust.amr"} <= {*refused.record.refused_by}
    assert refusal(fed.assume(reply.output["Token"]))[0] == "AccessDenied"
    assert state(fed.world) == before


def test_role_mappings_of_other_providers_leave_the_backend_s_users_the_default_role(fed: Federation) -> None:
    rules = {"Rules": [{"Claim": "sub", "MatchType": "NotEqual", "Value": "x", "RoleARN": fed.guests}]}
    mapping = {"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": rules}
    roles = {"authenticated": fed.readers, "unauthenticated": fed.guests}
    given = backend(fed, "SetIdentityPoolRoles", Roles=roles, RoleMappings={GOOGLE: mapping})
    assert given.ok, given.error
    own = vouch(fed).output
    opened = enhanced(fed, own["IdentityId"], own["Token"])
    assert opened.ok, opened.error
    caller = fed.world.call("sts", "GetCallerIdentity", {}, caller=as_keys(opened.output["Credentials"]))
    assert caller.output["Arn"].endswith(":assumed-role/Readers/CognitoIdentityCredentials")


def test_a_role_mapping_under_the_developer_provider_s_name_is_for_the_backend_s_users(fed: Federation) -> None:
    editors = role_of(fed.world, "Editors", trust=cognito_trust(fed.pool))
    own, other = vouch(fed).output, vouch(fed, "dev-ben").output
    rules = {"Rules": [{"Claim": "sub", "MatchType": "Equals", "Value": own["IdentityId"], "RoleARN": editors}]}
    mapping = {"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": rules}
    given = backend(fed, "SetIdentityPoolRoles", Roles={"authenticated": fed.readers}, RoleMappings={PROVIDER: mapping})
    assert given.ok, given.error
    opened = enhanced(fed, own["IdentityId"], own["Token"])
    caller = fed.world.call("sts", "GetCallerIdentity", {}, caller=as_keys(opened.output["Credentials"]))
    assert caller.output["Arn"].endswith(":assumed-role/Editors/CognitoIdentityCredentials")
    denied = enhanced(fed, other["IdentityId"], other["Token"])
    assert denied.error is not None
    assert denied.error.message == f"The ambiguous role mapping rules for: {PROVIDER} denied this request."


def test_a_caller_without_leave_cannot_vouch_and_hears_for_which_pool(fed: Federation) -> None:
    own = vouch(fed).output
    keys = as_keys(enhanced(fed, own["IdentityId"], own["Token"]).output["Credentials"])
    asked = {"IdentityPoolId": fed.pool, "Logins": {PROVIDER: "dev-ben"}}
    before = state(fed.world)
    reply = fed.world.call("cognito-identity", "GetOpenIdTokenForDeveloperIdentity", asked, caller=keys)
    assert reply.error is not None
    assert reply.error.code == "AccessDeniedException"
    assert f"identitypool/{fed.pool}" in reply.error.message
    assert state(fed.world) == before


def test_the_backend_s_tags_stand_in_the_token_and_the_session_if_the_role_allows_them(fed: Federation) -> None:
    own = vouch(fed, PrincipalTags={"team": "red"}).output
    claims = decode(own["Token"]).claims
    assert claims["https://aws.amazon.com/tags"] == {"principal_tags": {"team": ["red"]}}
    untagged = enhanced(fed, own["IdentityId"], own["Token"])
    assert refusal(untagged)[0] == "InvalidIdentityPoolConfigurationException"
    fed.trust(cognito_trust(fed.pool, Action=["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]))
    reading = {
        "Action": "s3:ListAllMyBuckets",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}},
    }
    named = {"RoleName": "Readers", "PolicyName": "red", "PolicyDocument": policy(reading)}
    done(fed.world, "iam", "PutRolePolicy", **named)
    listed = []
    for token in (own["Token"], vouch(fed, PrincipalTags={"team": "blue"}).output["Token"]):
        keys = as_keys(enhanced(fed, own["IdentityId"], token).output["Credentials"])
        listed.append(fed.world.call("s3", "ListBuckets", {}, caller=keys).ok)
    assert listed == [True, False]


def test_a_guest_for_whom_the_backend_vouches_keeps_the_identity(fed: Federation) -> None:
    guest = fed.get_id()
    assert vouched(fed, IdentityId=guest) == guest
    assert identity_of(fed, "dev-ana") == guest
    assert refusal(fed.identity("GetOpenIdToken", IdentityId=guest))[1] == ("identity.proof",)


def test_public_logins_join_the_backend_s_user(fed: Federation) -> None:
    ana = vouched(fed)
    reply = vouch(fed, Logins={PEOPLE: fed.people(), GOOGLE: fed.google()})
    assert reply.output["IdentityId"] == ana
    assert decode(reply.output["Token"]).claims["amr"][:3] == [
        "authenticated",
        PROVIDER,
        f"{PROVIDER}:{fed.pool}:dev-ana",
    ]
    assert sorted(providers_of(fed, ana)) == sorted([PEOPLE, GOOGLE, PROVIDER])
    assert fed.get_id(people=fed.people()) == ana
    assert fed.get_id(google=fed.google()) == ana


def test_identities_of_a_public_login_and_of_the_user_become_one_which_is_the_user_s(fed: Federation) -> None:
    other = fed.get_id(people=fed.people())
    fed.world.act("clock.advance", seconds=1)
    ana = vouched(fed)
    assert vouched(fed, Logins={PEOPLE: fed.people()}) == ana
    assert fed.get_id(people=fed.people()) == ana
    assert refusal(vouch(fed, "dev-ben", IdentityId=other)) == ("NotAuthorizedException", ("identity.enabled",))


def test_an_identity_takes_several_users_of_the_backend(fed: Federation) -> None:
    ana = vouched(fed)
    assert vouched(fed, "dev-2", IdentityId=ana) == ana
    assert users_of(fed, ana) == ["dev-2", "dev-ana"]
    assert providers_of(fed, ana) == [PROVIDER]


def test_an_identity_of_a_public_login_takes_a_user_only_when_that_login_comes_along(fed: Federation) -> None:
    ana = fed.get_id(people=fed.people())
    alone = vouch(fed, IdentityId=ana)
    assert refusal(alone) == ("NotAuthorizedException", ("identity.login.owner",))
    assert identity_of(fed, "dev-ana") is None
    assert vouched(fed, IdentityId=ana, Logins={PEOPLE: fed.people()}) == ana
    assert identity_of(fed, "dev-ana") == ana


def _second_google(fed: Federation) -> Reply:
    vouched(fed, Logins={GOOGLE: fed.google("1042")})
    return vouch(fed, Logins={GOOGLE: fed.google("2042")})


def _anothers_user(fed: Federation) -> Reply:
    vouched(fed)
    return vouch(fed, IdentityId=vouched(fed, "dev-ben"))


REFUSED: dict[str, tuple[Callable[[Federation], Reply], str, str]] = {
    "another pool's id": (
        lambda fed: vouch(fed, IdentityPoolId=ELSEWHERE),
        "ResourceNotFoundException",
        "identity.pool.exists",
    ),
    "no developer provider": (
        lambda fed: backend(fed, "GetOpenIdTokenForDeveloperIdentity", Logins={PEOPLE: fed.people()}),
        "NotAuthorizedException",
        "identity.developer.provider",
    ),
    "no logins": (
        lambda fed: backend(fed, "GetOpenIdTokenForDeveloperIdentity", Logins={}),
        "NotAuthorizedException",
        "identity.developer.provider",
    ),
    "another provider beside": (
        lambda fed: vouch(fed, Logins={"other.example": "x"}),
        "NotAuthorizedException",
        "identity.login.key",
    ),
    "a token of Cognito's beside": (
        lambda fed: vouch(fed, Logins={OWN: vouch(fed).output["Token"]}),
        "NotAuthorizedException",
        "identity.login.foreign",
    ),
    "a bad public login beside": (
        lambda fed: vouch(fed, Logins={PEOPLE: fed.people(exp=1)}),
        "NotAuthorizedException",
        "jwt.expiry",
    ),
    "too long a user": (
        lambda fed: vouch(fed, "x" * 1025),
        "InvalidParameterException",
        "identity.developer.user",
    ),
    "an identity nobody has": (
        lambda fed: vouch(fed, IdentityId=ELSEWHERE),
        "ResourceNotFoundException",
        "identity.exists",
    ),
    "another identity's user": (
        _anothers_user,
        "DeveloperUserAlreadyRegisteredException",
        "identity.developer.registered",
    ),
    "a second user of Google's": (_second_google, "ResourceConflictException", "identity.link.one_per_provider"),
    "too much of principal tags": (
        lambda fed: vouch(fed, PrincipalTags={"a": "x" * 256, "b": "y" * 256}),
        "InvalidIdentityPoolConfigurationException",
        "identity.tag_map.size",
    ),
    "a token for no time": (lambda fed: vouch(fed, TokenDuration=0), "ValidationException", "door.parameters"),
    "a token for too long": (lambda fed: vouch(fed, TokenDuration=86401), "ValidationException", "door.parameters"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_backend_cannot_get_is_refused_with_its_reason(fed: Federation, case: str) -> None:
    ask, code, rule = REFUSED[case]
    reply = ask(fed)
    assert reply.error is not None
    assert reply.error.code == code
    assert rule in reply.record.refused_by
    assert reply.record.changes == ()


def test_only_the_account_s_own_callers_can_vouch(fed: Federation) -> None:
    before = state(fed.world)
    asked = {"IdentityPoolId": fed.pool, "Logins": {PROVIDER: "dev-ana"}}
    reply = fed.world.call("cognito-identity", "GetOpenIdTokenForDeveloperIdentity", asked, caller=ANONYMOUS)
    assert reply.error is not None
    assert state(fed.world) == before


@pytest.mark.parametrize("operation", ["GetId", "GetOpenIdToken", "GetCredentialsForIdentity"])
def test_the_provider_s_name_is_no_key_for_clients(fed: Federation, operation: str) -> None:
    named = {"IdentityPoolId": fed.pool} if operation == "GetId" else {"IdentityId": vouched(fed)}
    reply = fed.identity(operation, **named, Logins={PROVIDER: "dev-ana"})
    assert reply.error is not None
    assert reply.error.message == "Please provide a valid public provider"
    assert refusal(reply) == ("InvalidParameterException", ("identity.login.public",))


@pytest.mark.parametrize("operation", ["GetId", "GetOpenIdToken"])
def test_the_token_is_no_login_where_identities_are_found_or_tokens_made(fed: Federation, operation: str) -> None:
    own = vouch(fed).output
    named = {"IdentityPoolId": fed.pool} if operation == "GetId" else {"IdentityId": own["IdentityId"]}
    reply = fed.identity(operation, **named, Logins={OWN: own["Token"]})
    assert reply.error is not None
    assert reply.error.message == "Invalid login token. Can't pass in a Cognito token."


NO_CREDENTIALS: dict[str, tuple[Callable[[Federation], Reply], str, str]] = {
    "another's token": (
        lambda fed: enhanced(fed, vouched(fed, "dev-ben"), vouch(fed).output["Token"]),
        "NotAuthorizedException",
        "identity.login.owner",
    ),
    "a guest's token": (
        lambda fed: enhanced(fed, guest := fed.get_id(), fed.openid(guest)),
        "NotAuthorizedException",
        "identity.login.logged_in",
    ),
    "a forged token": (
        lambda fed: enhanced(fed, vouched(fed), vouch(fed).output["Token"][:-8] + "AAAAAAAA"),
        "NotAuthorizedException",
        "jwt.signature",
    ),
    "no JWT": (lambda fed: enhanced(fed, vouched(fed), "dev-ana"), "NotAuthorizedException", "identity.login.jwt"),
    "another issuer's": (
        lambda fed: enhanced(fed, vouched(fed), fed.people()),
        "NotAuthorizedException",
        "identity.login.own",
    ),
    "another login beside": (
        lambda fed: enhanced(fed, vouched(fed), vouch(fed).output["Token"], **{PEOPLE: fed.people()}),
        "NotImplemented",
        "door.simulated",
    ),
    "no login at all": (
        lambda fed: fed.identity("GetCredentialsForIdentity", IdentityId=vouched(fed)),
        "NotAuthorizedException",
        "identity.proof",
    ),
}


@pytest.mark.parametrize("case", NO_CREDENTIALS)
def test_a_token_that_does_not_hold_for_the_identity_gets_no_credentials(fed: Federation, case: str) -> None:
    ask, code, rule = NO_CREDENTIALS[case]
    reply = ask(fed)
    assert reply.error is not None
    assert reply.error.code == code
    assert rule in reply.record.refused_by
    assert reply.record.changes == ()


def test_an_identity_without_any_login_left_is_nobody_s(fed: Federation) -> None:
    own = vouch(fed).output
    assert unlink(fed, own["IdentityId"], "dev-ana").ok
    gone = enhanced(fed, own["IdentityId"], own["Token"])
    assert refusal(gone)[1] == ("identity.login.owner",)
    assert refusal(vouch(fed, IdentityId=own["IdentityId"]))[1] == ("identity.login.owner",)
    assert vouched(fed) != own["IdentityId"]


# ------------------------------------------------------------------------------------------------ the provider's name


def update(fed: Federation, **settings: Any) -> Reply:
    return backend(fed, "UpdateIdentityPool", **(UPDATE | settings))


def test_a_pool_gets_a_developer_provider_later_and_keeps_it(fed: Federation) -> None:
    assert update(fed).output["DeveloperProviderName"] == PROVIDER
    assert update(fed, DeveloperProviderName=PROVIDER).output["DeveloperProviderName"] == PROVIDER
    other = developed(DeveloperProviderName="first.example")
    before = state(other.world)
    changed = update(other, DeveloperProviderName="second.example")
    assert refusal(changed) == ("InvalidParameterException", ("identity.developer.kept",))
    assert state(other.world) == before


def test_a_pool_without_one_vouches_for_nobody_until_it_has_one() -> None:
    fed = developed(DeveloperProviderName="other.example")
    reply = vouch(fed)
    assert reply.error is not None
    assert reply.error.message == "This identity pool does not support the specified developer provider."
    bare = done(fed.world, "cognito-identity", "CreateIdentityPool", **UPDATE)["IdentityPoolId"]
    assert refusal(vouch(fed, IdentityPoolId=bare))[1] == ("identity.developer.provider",)
    named = update(fed, IdentityPoolId=bare, DeveloperProviderName=PROVIDER)
    assert named.output["DeveloperProviderName"] == PROVIDER
    assert vouch(fed, IdentityPoolId=bare).ok


def test_with_the_pool_go_its_users(fed: Federation) -> None:
    none = state(fed.world)
    vouched(fed)
    vouched(fed, "dev-ben", Logins={FACEBOOK: fed.facebook()})
    ids = [row["IdentityId"] for row in backend(fed, "ListIdentities", MaxResults=60).output["Identities"]]
    done(fed.world, "cognito-identity", "DeleteIdentities", IdentityIdsToDelete=ids)
    left = [row for row in state(fed.world) if str(row[0]).startswith("identity.")]
    assert left == [row for row in none if str(row[0]).startswith("identity.")]
    vouched(fed)
    done(fed.world, "cognito-identity", "DeleteIdentityPool", IdentityPoolId=fed.pool)
    assert [row for row in state(fed.world) if str(row[0]).startswith("identity.")] == []


def test_unlinking_public_logins_leaves_an_identity_to_the_backend_s_user(fed: Federation) -> None:
    ana = vouched(fed, Logins={PEOPLE: fed.people()})
    gone = fed.identity("UnlinkIdentity", IdentityId=ana, LoginsToRemove=[PEOPLE], **as_logins(people=fed.people()))
    assert gone.ok, gone.error
    own = vouch(fed, IdentityId=ana).output
    assert enhanced(fed, ana, own["Token"]).ok
