"""The developer provider: the name under which an app's own backend vouches for its users at an identity pool.

Amazon Cognito Developer Guide, "Developer-authenticated identities".
"""

from __future__ import annotations

from collections.abc import Iterable

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.public_providers import PUBLIC_PROVIDERS
from cogtui.cloud.services.cognito_identity.records import IdentityPool

OWN_NAME = "cognito-identity.amazonaws.com"
"""Cognito's own name as a key of Logins maps."""

_TAKEN = PUBLIC_PROVIDERS | {OWN_NAME}


def developer_provider(call: Call, present: IdentityPool | None, wanted: str | None) -> str:
    """Return the name that a pool has from now on: once given it stays.

    DIFFERS: what AWS says of a name that is a public provider's or that changes is not published, nor what it makes of an
    update that leaves the name out; here it stays then.
    """
    call.require(
        "identity.developer.name",
        wanted not in _TAKEN,
        lambda: errors.invalid_parameter(f"{wanted} is not a valid developer provider name."),
        has=wanted,
    )
    if present is None or not present.developer_provider:
        return wanted or ""
    kept = Fact("wants", present.developer_provider, place_of(present))
    call.require(
        "identity.developer.kept",
        wanted in (None, present.developer_provider),
        errors.developer_provider_changed,
        wants=kept,
        has=wanted,
    )
    return present.developer_provider


def require_developer_provider(call: Call, pool: IdentityPool, names: Iterable[str]) -> None:
    """Refuse a call whose names are all other than that of the pool's developer provider."""
    wants = Fact("wants", pool.developer_provider, place_of(pool))
    has = list(names)
    named = bool(pool.developer_provider) and pool.developer_provider in has
    call.require("identity.developer.provider", named, errors.no_developer_provider, wants=wants, has=has)


def vouched(pool: IdentityPool, user: str) -> ProvenLogin:
    """Return the login of one whom the app's backend vouches for."""
    return ProvenLogin(pool.developer_provider, user, pool.id)


def place_of(pool: IdentityPool) -> Place:
    """Return where the name stands."""
    return pool.place("developer provider", "developer_provider")
