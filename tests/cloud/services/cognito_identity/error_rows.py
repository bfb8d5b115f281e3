"""The errors of identity pools, and of the two services behind them that an app meets: what brings each about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.services.cognito_identity.developer_provider import OWN_NAME
from cogtui.cloud.trail import Reply
from tests.builders import cognito_trust, give_roles, last, policy, role_of
from tests.builders import done as operator_done
from tests.cloud.services.cognito_identity.developers import backend, developed, vouch, vouched
from tests.cloud.services.cognito_identity.mappings import by_token, mapped
from tests.cloud.services.error_table import Row
from tests.cloud.services.federation import (
    CLIENT,
    ELSEWHERE,
    GOOGLE,
    PEOPLE,
    Federation,
    as_keys,
    as_logins,
    federation,
)

NOT_AUTHORIZED = "NotAuthorizedException"
BROKEN = "InvalidIdentityPoolConfigurationException"
NOT_FOUND = "ResourceNotFoundException"
CONFLICT = "ResourceConflictException"
NOBODY = "us-east-1:00000000-0000-4000-8000-000000000001"
"""The id of an identity that nobody has."""

Ask = Callable[[Federation], object]


def row(
    code: str, text: str, ask: Ask, scene: Callable[[], Federation] = federation, status: int = 400, /, **parts: str
) -> Row[Federation]:
    """Return a row; `<pool>` and `<pool arn>` in its text are the scene's own, `<identity>` the one that the call names."""

    def named(fed: Federation) -> dict[str, str]:
        arn = f"arn:aws:cognito-identity:us-east-1:{fed.world.account}:identitypool/{fed.pool}"
        own = {"pool": fed.pool, "pool arn": arn, "identity": str(last(fed.world).request.get("IdentityId"))}
        own["role path"] = f"arn:aws:iam::{fed.world.account}:role/"
        return {name: value for name, value in own.items() if f"<{name}>" in text} | parts

    return Row(code, text, scene, ask, named, status)


def in_pool(**settings: Any) -> Callable[[], Federation]:
    """Return the scene of an identity pool with these settings."""
    return lambda: federation(**settings)


def get_id(*, key: str = PEOPLE, token: str = "", **claims: Any) -> Ask:
    """Get the identity of a login: a text, or the user pool's token with these claims."""
    return lambda fed: fed.identity(
        "GetId", IdentityPoolId=fed.pool, Logins={key: token or fed.people(**({"sub": "ana"} | claims))}
    )


def enhanced(fed: Federation, **claims: Any) -> Reply:
    """Get credentials by the user pool's token."""
    token = fed.people(**claims)
    return fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id(people=token), **as_logins(people=token))


def forged(fed: Federation) -> Reply:
    head, body, _ = fed.people().split(".")
    return fed.identity("GetId", IdentityPoolId=fed.pool, Logins={PEOPLE: f"{head}.{body}.{'A' * 342}"})


def expired(fed: Federation) -> Reply:
    """Log in 96 seconds after the token's end."""
    token = fed.people(exp=int(fed.world.now) + 60)
    fed.world.act("clock.advance", seconds=156)
    return fed.identity("GetId", IdentityPoolId=fed.pool, Logins={PEOPLE: token})


def times_of(fed: Federation) -> dict[str, str]:
    """Return the two moments that the text names, the present first."""
    return {"now": str(int(fed.world.now)), "exp": str(int(fed.world.now) - 96)}


def own_token(fed: Federation) -> Reply:
    return fed.identity("GetId", IdentityPoolId=fed.pool, Logins={OWN_NAME: fed.openid(fed.get_id())})


def foreign_under_own_name(fed: Federation) -> Reply:
    return fed.identity("GetId", IdentityPoolId=fed.pool, Logins={OWN_NAME: fed.people()})


def of_somebody_else(fed: Federation) -> Reply:
    theirs = fed.get_id(google=fed.google())
    token = fed.people()
    fed.get_id(people=token)
    return fed.identity("GetOpenIdToken", IdentityId=theirs, **as_logins(people=token))


def without_proof(fed: Federation) -> Reply:
    return fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id(google=fed.google()))


def without_roles(fed: Federation) -> Reply:
    give_roles(fed.world, fed.pool)
    return enhanced(fed)


def mistrusted(fed: Federation) -> Reply:
    fed.trust(cognito_trust(ELSEWHERE))
    return enhanced(fed)


def mistrusted_by_sts(fed: Federation) -> Reply:
    token = fed.people()
    opened = fed.openid(fed.get_id(people=token), people=token)
    fed.trust(cognito_trust(ELSEWHERE))
    return fed.assume(opened)


def tagged_without_leave(fed: Federation) -> Reply:
    tags = {"IdentityProviderName": PEOPLE, "UseDefaults": True}
    operator_done(fed.world, "cognito-identity", "SetPrincipalTagAttributeMap", IdentityPoolId=fed.pool, **tags)
    return enhanced(fed)


def without_a_role_of_the_token(fed: Federation) -> Reply:
    mapped(fed, by_token())
    return enhanced(fed)


def with_another_role(fed: Federation) -> Reply:
    token = fed.people()
    identity = fed.get_id(people=token)
    custom = {"CustomRoleArn": fed.guests}
    return fed.identity("GetCredentialsForIdentity", IdentityId=identity, **as_logins(people=token), **custom)


def giving(role: str) -> Ask:
    """Give the pool a role for those who logged in."""
    return lambda fed: backend(fed, "SetIdentityPoolRoles", Roles={"authenticated": role})


def beyond_the_scope_down(fed: Federation) -> Reply:
    may = policy({"Action": "iam:ListRoles", "Resource": "*"})
    operator_done(fed.world, "iam", "PutRolePolicy", RoleName="Guests", PolicyName="May", PolicyDocument=may)
    got = fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id())
    return fed.world.call("iam", "ListRoles", {}, caller=as_keys(got.output["Credentials"]))


def without_leave(fed: Federation) -> Reply:
    role = {"RoleArn": role_of(fed.world, "Nobody"), "RoleSessionName": "test"}
    nobody = as_keys(operator_done(fed.world, "sts", "AssumeRole", **role)["Credentials"])
    return fed.world.call("cognito-identity", "DescribeIdentityPool", {"IdentityPoolId": fed.pool}, caller=nobody)


def second_google(fed: Federation) -> Reply:
    """Link another Google account to an identity that has one."""
    first = fed.google()
    both = as_logins(google=fed.google("1043"), people=fed.people())
    token = fed.people()
    identity = fed.identity("GetId", IdentityPoolId=fed.pool, **as_logins(google=first, people=token))
    return fed.identity("GetOpenIdToken", IdentityId=identity.output["IdentityId"], **both)


def vouched_twice(fed: Federation) -> Reply:
    vouched(fed, "dev-ana")
    other = vouched(fed, "dev-ben")
    return vouch(fed, "dev-ana", IdentityId=other)


def looked_up_wrongly(fed: Federation) -> Reply:
    vouched(fed, "dev-ana")
    other = vouched(fed, "dev-ben")
    return backend(fed, "LookupDeveloperIdentity", IdentityId=other, DeveloperUserIdentifier="dev-ana")


FORBIDDEN = "Access to Identity '<identity>' is forbidden."
NO_ROLE = "Access to Role '<role>' is forbidden."
STRANGE = "Token is not from a supported provider of this identity pool."
UNMATCHED = "Logins don't match. Please include at least one valid login for this identity or identity pool."
MISCONFIGURED = "Invalid identity pool configuration. Check assigned IAM roles for this pool."
LOGIN = "Invalid login token. "
GUEST = "arn:aws:sts::111122223333:assumed-role/Guests/CognitoIdentityCredentials"
READER = "arn:aws:sts::111122223333:assumed-role/Nobody/test"

LOGINS: list[Row[Federation]] = [
    row(
        NOT_AUTHORIZED,
        "Unauthenticated access is not supported for this identity pool.",
        lambda fed: fed.identity("GetId", IdentityPoolId=fed.pool),
        in_pool(AllowUnauthenticatedIdentities=False),
    ),
    row(NOT_AUTHORIZED, STRANGE, get_id(aud="anotherclient")),
    row(NOT_AUTHORIZED, STRANGE, get_id(), in_pool(CognitoIdentityProviders=[])),
    row(
        NOT_AUTHORIZED,
        "Identity pool - <pool> does not have identity providers configured.",
        get_id(),
        in_pool(CognitoIdentityProviders=[], SupportedLoginProviders={}),
    ),
    row(NOT_AUTHORIZED, UNMATCHED, get_id(key="acounts.google.com", token="x")),
    row(NOT_AUTHORIZED, UNMATCHED, of_somebody_else),
    Row(NOT_AUTHORIZED, LOGIN + "Token expired: <now> >= <exp>", federation, expired, times_of),
    row(NOT_AUTHORIZED, LOGIN + "Couldn't verify signed token.", forged),
    row(NOT_AUTHORIZED, LOGIN + "Issuer doesn't match providerName", get_id(key=f"https://{PEOPLE}")),
    row(NOT_AUTHORIZED, LOGIN + "Issuer doesn't match providerName", get_id(iss="https://elsewhere.example.com")),
    row(
        NOT_AUTHORIZED,
        LOGIN + "Missing a required claim: aud",
        get_id(aud=None, client_id=CLIENT, token_use="access"),
    ),
    row(NOT_AUTHORIZED, LOGIN + "Not a valid OpenId Connect identity token.", get_id(token="x")),
    row(NOT_AUTHORIZED, LOGIN + "Not a Cognito token.", foreign_under_own_name),
    row(NOT_AUTHORIZED, LOGIN + "Can't pass in a Cognito token.", own_token),
    row(NOT_AUTHORIZED, FORBIDDEN, without_proof),
]

ROLES: list[Row[Federation]] = [
    row(
        NOT_AUTHORIZED,
        NO_ROLE,
        giving("arn:aws:iam::111122223333:role/Nobody"),
        role="arn:aws:iam::111122223333:role/Nobody",
    ),
    row(NOT_AUTHORIZED, NO_ROLE, with_another_role, role="arn:aws:iam::111122223333:role/Guests"),
    row(
        NOT_AUTHORIZED,
        "The ambiguous role mapping rules for: <provider> denied this request.",
        without_a_role_of_the_token,
        provider=PEOPLE,
    ),
    row(BROKEN, MISCONFIGURED, without_roles),
    row(BROKEN, MISCONFIGURED, mistrusted),
    row(BROKEN, MISCONFIGURED, tagged_without_leave),
]

OTHERS: list[Row[Federation]] = [
    row(
        "InvalidParameterException",
        "Basic (classic) flow is not enabled, please use enhanced flow.",
        lambda fed: fed.identity("GetOpenIdToken", IdentityId=fed.get_id()),
        in_pool(AllowClassicFlow=False),
    ),
    row(
        NOT_FOUND,
        "IdentityPool '<other>' not found.",
        lambda fed: fed.identity("GetId", IdentityPoolId=ELSEWHERE),
        other=ELSEWHERE,
    ),
    row(
        NOT_FOUND,
        "Identity '<identity>' not found.",
        lambda fed: fed.identity("GetCredentialsForIdentity", IdentityId=NOBODY),
    ),
    row(
        "ValidationException",
        "1 validation error detected: Value '<value>' at 'identityPoolId' failed to satisfy constraint: Member must "
        r"satisfy regular expression pattern: [\w-]+:[0-9a-f-]+",
        lambda fed: fed.identity("GetId", IdentityPoolId="reports"),
        value="reports",
    ),
    row(
        "AccessDeniedException",
        "User: <arn> is not authorized to perform: <action> on resource: <pool arn> because no identity-based policy allows "
        "the <action> action",
        without_leave,
        arn=READER,
        action="cognito-identity:DescribeIdentityPool",
    ),
    row(
        "AccessDenied",
        "User: <arn> is not authorized to perform: <action> on resource: <role path> because no session policy allows the "
        "<action> action",
        beyond_the_scope_down,
        federation,
        403,
        arn=GUEST,
        action="iam:ListRoles",
    ),
    row(
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        mistrusted_by_sts,
        federation,
        403,
    ),
    row(
        "InvalidIdentityToken",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
        lambda fed: fed.assume("not-a-token"),
    ),
]

ROWS = [*LOGINS, *ROLES, *OTHERS]

OWN_WORDS: list[Row[Federation]] = [
    row(CONFLICT, f"The identity already has a login of {GOOGLE}.", second_google),
    row(
        CONFLICT,
        "Developer user identifier 'dev-ana' does not belong to identity '<identity>'.",
        looked_up_wrongly,
        developed,
    ),
    row(
        "DeveloperUserAlreadyRegisteredException",
        "Developer user identifier 'dev-ana' is already registered with another identity.",
        vouched_twice,
        developed,
    ),
]
"""Errors of AWS's whose texts are not published: ours."""
