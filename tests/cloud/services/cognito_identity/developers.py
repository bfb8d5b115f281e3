"""A federation whose app has a backend that vouches for users of its own."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.trail import Reply
from tests.builders import asked, done
from tests.cloud.services.federation import Federation, federation

PROVIDER = "login.example"
OWN = "cognito-identity.amazonaws.com"


def developed(**settings: Any) -> Federation:
    """Make the world; its identity pool has the developer provider."""
    given: dict[str, Any] = {"DeveloperProviderName": PROVIDER} | settings
    return federation("developers", **given)


def vouch(fed: Federation, user: str = "dev-ana", **params: Any) -> Reply:
    """Vouch for a user as the backend; `params` replace the call's own, their Logins join the user's."""
    logins = {PROVIDER: user} | params.pop("Logins", {})
    usual = {"IdentityPoolId": fed.pool, "Logins": logins}
    return asked(fed.world, "cognito-identity", "GetOpenIdTokenForDeveloperIdentity", **(usual | params))


def vouched(fed: Federation, user: str = "dev-ana", **params: Any) -> str:
    """Vouch for a user, which must go well, and return the identity."""
    reply = vouch(fed, user, **params)
    assert reply.ok, reply.error
    return reply.output["IdentityId"]


def backend(fed: Federation, operation: str, **params: Any) -> Reply:
    """Ask as the backend about the pool."""
    return asked(fed.world, "cognito-identity", operation, **({"IdentityPoolId": fed.pool} | params))


def merge(fed: Federation, source: str, destination: str) -> Reply:
    """Merge two users."""
    users = {"SourceUserIdentifier": source, "DestinationUserIdentifier": destination}
    return backend(fed, "MergeDeveloperIdentities", DeveloperProviderName=PROVIDER, **users)


def unlink(fed: Federation, identity: str, user: str) -> Reply:
    """Take a user away from an identity."""
    whom = {"IdentityId": identity, "DeveloperUserIdentifier": user}
    return backend(fed, "UnlinkDeveloperIdentity", DeveloperProviderName=PROVIDER, **whom)


def identity_of(fed: Federation, user: str) -> str | None:
    """Look a user's identity up; None for a user whom nobody knows."""
    reply = backend(fed, "LookupDeveloperIdentity", DeveloperUserIdentifier=user)
    return reply.output["IdentityId"] if reply.ok else None


def users_of(fed: Federation, identity: str) -> list[str]:
    """Look an identity's users up."""
    reply = backend(fed, "LookupDeveloperIdentity", IdentityId=identity)
    assert reply.ok, reply.error
    return reply.output["DeveloperUserIdentifierList"]


def providers_of(fed: Federation, identity: str) -> list[str]:
    """Return the names of the providers that an identity has logins of."""
    return done(fed.world, "cognito-identity", "DescribeIdentity", IdentityId=identity).get("Logins", [])


def refusal(reply: Reply) -> tuple[str, tuple[str, ...]]:
    """Return the code and the rules of a refusal."""
    assert reply.error is not None
    return reply.error.code, reply.record.refused_by
