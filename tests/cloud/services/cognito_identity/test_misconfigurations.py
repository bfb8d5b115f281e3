"""Each usual misconfiguration has AWS's symptom, and a why that names the cause behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from cogtui.cloud.trail import Reply
from tests.builders import an_identity_pool, cognito_trust, done, give_roles, policy, role_of, state
from tests.cloud.services.cognito_identity.mappings import KEY, by_rules, by_token, mapped, role_got, rule, staff, steps
from tests.cloud.services.federation import (
    CLIENT,
    ELSEWHERE,
    PEOPLE,
    Federation,
    as_keys,
    as_logins,
    federation,
    on,
    statement,
)

BROKEN = (
    "InvalidIdentityPoolConfigurationException",
    "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
)
DENIED = ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
FORBIDDEN = "NotAuthorizedException"


@pytest.fixture
def fed() -> Federation:
    return federation()


def enhanced(fed: Federation, **claims: Any) -> Reply:
    """Get credentials as Ana of the user pool."""
    token = fed.people(**claims)
    return fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id(people=token), **as_logins(people=token))


def basic(fed: Federation) -> Reply:
    """Take Ana's OpenID token to STS."""
    token = fed.people()
    return fed.assume(fed.openid(fed.get_id(people=token), people=token))


# ---------------------------------------------------------------------------------------------------- the trust policy

AUD = "cognito-identity.amazonaws.com:aud"

TRUSTS: dict[str, tuple[Callable[[Federation], Any], str]] = {
    "aud names another pool": (lambda fed: cognito_trust(ELSEWHERE), "sts.trust.aud"),
    "amr of guests on the role for those who signed in": (
        lambda fed: cognito_trust(fed.pool, "unauthenticated"),
        "sts.trust.amr",
    ),
    "the action of other roles": (lambda fed: cognito_trust(fed.pool, Action="sts:AssumeRole"), "policy.action"),
    "user pools as a service": (
        lambda fed: cognito_trust(fed.pool, Principal={"Service": "cognito-idp.amazonaws.com"}),
        "policy.principal",
    ),
    "identity pools as a service": (
        lambda fed: cognito_trust(fed.pool, Principal={"Service": "cognito-identity.amazonaws.com"}),
        "policy.principal",
    ),
    "amr with StringLike alone": (
        lambda fed: statement(fed.pool, Condition=on(fed.pool, "authenticated", like="StringLike")),
        "sts.trust.amr",
    ),
    "amr with StringEquals alone": (
        lambda fed: statement(fed.pool, Condition=on(fed.pool, "authenticated", like="StringEquals")),
        "sts.trust.amr",
    ),
    "ForAllValues on amr": (
        lambda fed: statement(fed.pool, Condition=on(fed.pool, "authenticated", like="ForAllValues:StringLike")),
        "sts.trust.amr",
    ),
}


@pytest.mark.parametrize("case", TRUSTS)
@pytest.mark.parametrize(("flow", "symptom"), [(enhanced, BROKEN), (basic, DENIED)], ids=["enhanced", "basic"])
def test_a_trust_policy_that_misses_has_one_symptom_by_flow_and_a_why_of_its_own(
    fed: Federation, flow: Callable[[Federation], Reply], symptom: tuple[str, str], case: str
) -> None:
    document, cause = TRUSTS[case]
    fed.trust(document(fed))
    reply = flow(fed)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == symptom
    assert cause in reply.record.refused_by


@pytest.mark.parametrize("aud", [None, "us-east-1:*"])
def test_a_role_that_asks_for_no_pool_or_any_lets_other_pools_in_by_the_basic_flow(
    fed: Federation, aud: str | None
) -> None:
    fed.trust(statement(fed.pool, Condition=on(aud, "unauthenticated", equals="StringLike")), "Guests")
    other = an_identity_pool(fed.world, IdentityPoolName="mallory")
    stranger = fed.identity("GetId", IdentityPoolId=other).output["IdentityId"]
    reply = fed.assume(fed.openid(stranger), RoleArn=fed.guests)
    assert reply.ok, reply.error
    assert reply.output["Audience"] == other


# ---------------------------------------------------------------------------------------------------- everything else


class Case(NamedTuple):
    """A mistake: what shows it, AWS's answer, and the rule that names the cause."""

    shown_by: Callable[[Federation], Reply]
    code: str
    message: str
    cause: str


def without_roles(fed: Federation) -> Reply:
    give_roles(fed.world, fed.pool)
    return enhanced(fed)


def with_an_access_token(fed: Federation) -> Reply:
    return get_id(fed, fed.people(aud=None, client_id=CLIENT, token_use="access"))


def get_id(fed: Federation, token: str) -> Reply:
    return fed.identity("GetId", IdentityPoolId=fed.pool, Logins={PEOPLE: token})


def after_updating_the_name_alone(fed: Federation) -> Reply:
    changed = {"IdentityPoolName": "renamed", "AllowUnauthenticatedIdentities": True}
    done(fed.world, "cognito-identity", "UpdateIdentityPool", IdentityPoolId=fed.pool, **changed)
    return get_id(fed, fed.people())


def with_a_group_role_for_another_pool(fed: Federation) -> Reply:
    role_of(fed.world, "Admins", trust=cognito_trust(ELSEWHERE))
    mapped(fed, by_token())
    assert enhanced(fed, **{"cognito:roles": [fed.readers]}).ok
    return enhanced(fed, **{"cognito:roles": ["arn:aws:iam::111122223333:role/Admins"]})


def of_a_guest_outside_the_scope_down(fed: Federation) -> Reply:
    may = policy({"Action": "iam:ListRoles", "Resource": "*"})
    done(fed.world, "iam", "PutRolePolicy", RoleName="Guests", PolicyName="May", PolicyDocument=may)
    got = fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id())
    return fed.world.call("iam", "ListRoles", {}, caller=as_keys(got.output["Credentials"]))


def with_tags_and_no_tag_session(fed: Federation) -> Reply:
    tags = {"IdentityProviderName": PEOPLE, "UseDefaults": True}
    done(fed.world, "cognito-identity", "SetPrincipalTagAttributeMap", IdentityPoolId=fed.pool, **tags)
    return enhanced(fed)


def with_the_pool_of_another_region(fed: Federation) -> Reply:
    return fed.identity("GetId", IdentityPoolId=ELSEWHERE)


def with_an_identity_of_somebody_else(fed: Federation) -> Reply:
    theirs = fed.get_id(google=fed.google())
    return fed.identity("GetCredentialsForIdentity", IdentityId=theirs)


def of_a_guest_who_signed_in_since(fed: Federation) -> Reply:
    guest = fed.get_id()
    logins = as_logins(people=fed.people())
    assert fed.identity("GetCredentialsForIdentity", IdentityId=guest, **logins).ok
    return fed.identity("GetCredentialsForIdentity", IdentityId=guest)


CASES: dict[str, Case] = {
    "roles never set": Case(without_roles, *BROKEN, "identity.role.set"),
    "the access token in Logins": Case(
        with_an_access_token, FORBIDDEN, "Invalid login token. Missing a required claim: aud", "jwt.claims"
    ),
    "a second app client that the pool does not list": Case(
        lambda fed: get_id(fed, fed.people(aud="anotherclient")),
        FORBIDDEN,
        "Token is not from a supported provider of this identity pool.",
        "identity.login.client",
    ),
    "UpdateIdentityPool with the changed member alone": Case(
        after_updating_the_name_alone,
        FORBIDDEN,
        "Identity pool - {pool} does not have identity providers configured.",
        "identity.pool.providers",
    ),
    "a group's role that trusts another pool": Case(with_a_group_role_for_another_pool, *BROKEN, "sts.trust.aud"),
    "a guest beyond the scope-down": Case(
        of_a_guest_outside_the_scope_down,
        "AccessDenied",
        "User: arn:aws:sts::111122223333:assumed-role/Guests/CognitoIdentityCredentials is not authorized to perform: "
        "iam:ListRoles on resource: arn:aws:iam::111122223333:role/ because no session policy allows the iam:ListRoles action",
        "policy.kind.session",
    ),
    "tags mapped, sts:TagSession forgotten": Case(with_tags_and_no_tag_session, *BROKEN, "policy.action"),
    "the pool of another region": Case(
        with_the_pool_of_another_region,
        "ResourceNotFoundException",
        f"IdentityPool '{ELSEWHERE}' not found.",
        "identity.pool.exists",
    ),
    "somebody else's identity in the cache": Case(
        with_an_identity_of_somebody_else, FORBIDDEN, "Access to Identity '{identity}' is forbidden.", "identity.proof"
    ),
    "a guest's identity used on after signing in": Case(
        of_a_guest_who_signed_in_since, FORBIDDEN, "Access to Identity '{identity}' is forbidden.", "identity.proof"
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_misconfiguration_has_its_symptom_and_a_why_that_names_it(fed: Federation, case: str) -> None:
    shown_by, code, message, cause = CASES[case]
    reply = shown_by(fed)
    assert reply.error is not None
    identity = reply.record.request.get("IdentityId", "")
    assert (reply.error.code, reply.error.message) == (code, message.format(pool=fed.pool, identity=identity))
    assert cause in reply.record.refused_by


def test_logins_that_were_forgotten_make_a_guest_whom_the_pool_does_not_let_in() -> None:
    fed = federation(AllowUnauthenticatedIdentities=False)
    before = state(fed.world)
    reply = fed.identity("GetId", IdentityPoolId=fed.pool)
    assert reply.error is not None
    assert reply.error.message == "Unauthenticated access is not supported for this identity pool."
    assert reply.record.refused_by == ("identity.pool.guests",)
    assert state(fed.world) == before


def test_a_group_s_role_is_ignored_without_a_mapping_that_asks_the_token_and_the_why_says_so(fed: Federation) -> None:
    staff(fed, "Admins")
    reply = enhanced(fed, **{"cognito:roles": ["arn:aws:iam::111122223333:role/Admins"]})
    assert role_got(fed, reply) == "Readers"
    [step] = steps(reply)
    assert (step.rule, step.passed) == ("identity.role.mapping", False)
    assert step.note == "the token names roles, but only a mapping of type Token reads them"


def test_a_rule_on_what_users_write_themselves_gives_them_the_role_and_the_why_names_the_claim(fed: Federation) -> None:
    staff(fed, "Admins")
    mapped(fed, by_rules(rule("custom:team", "Equals", "admins", "Admins")), KEY)
    assert role_got(fed, enhanced(fed, **{"custom:team": "admins"})) == "Admins"
    step = steps(enhanced(fed, **{"custom:team": "admins"}))[-1]
    assert (step.rule, step.fact("claim"), step.fact("has")) == ("identity.role.rule", "custom:team", "admins")
