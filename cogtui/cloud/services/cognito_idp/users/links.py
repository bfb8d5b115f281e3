"""Links as sign-ins and administrators see them: whom an outside identity signs in, and the attribute `identities`.

Source: Developer Guide, "Linking federated users to an existing user profile".
"""

from __future__ import annotations

import json
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.services.cognito_idp.pools import saml_details
from cogtui.cloud.services.cognito_idp.records import USERS, User, UserPool
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import IDENTITIES
from cogtui.cloud.services.cognito_idp.users import directory
from cogtui.cloud.services.cognito_idp.users.link_records import LINKS, Link

SUBJECT = "Cognito_Subject"
"""Stands for what the provider itself calls the person: `id`, `sub`, `user_id`, NameID."""


def entry(
    provider: IdentityProvider, user_id: str, now: float, *, issuer: str | None = None, primary: bool
) -> dict[str, Any]:
    """Return one element of the attribute `identities`: booleans and times are texts in it."""
    return {
        "userId": user_id,
        "providerName": provider.name,
        "providerType": provider.type,
        "issuer": issuer,
        "primary": "true" if primary else "false",
        "dateCreated": str(int(now * 1000)),
    }


def issuer_of(provider: IdentityProvider) -> str | None:
    """Return `issuer` of a provider's identities: the entity id of a SAML one; others have none."""
    return saml_details.metadata_of(provider.metadata).entity_id if provider.metadata else None


def entries(user: User) -> list[dict[str, Any]]:
    """Return the elements of a user's `identities`."""
    return json.loads(user.attributes.get(IDENTITIES) or "[]")


def with_entries(user: User, kept: list[dict[str, Any]]) -> dict[str, str]:
    """Return the user's attributes with other `identities`; with none left the attribute goes."""
    rest = {name: value for name, value in user.attributes.items() if name != IDENTITIES}
    return rest | ({IDENTITIES: json.dumps(kept, separators=(",", ":"))} if kept else {})


def linked(user: User) -> list[dict[str, Any]]:
    """Return the identities that were linked to a user, without the one that the profile was made for."""
    return [one for one in entries(user) if one["primary"] == "false"]


def own_name(pool: UserPool, provider: str, subject: str) -> str:
    """Return what the profile of an outside identity is called.

    In pools that take capitals and small letters for the same, the provider's name comes in small letters.
    """
    return f"{provider if pool.case_sensitive else provider.lower()}_{subject}"


def own_profile(call: Call, pool: UserPool, provider: str, subject: str) -> User | None:
    """Return the profile that was made for an outside identity, if it has signed in before."""
    return call.tx.get(USERS, (pool.id, directory.compared(pool, own_name(pool, provider, subject))))


def signed_in(
    call: Call, pool: UserPool, provider: IdentityProvider, subject: str, mapped: dict[str, str]
) -> User | None:
    """Return the user whom a sign-in at a provider is linked to, or None.

    A link by an attribute becomes one by subject at its first sign-in: from then on it is undone by that name (API
    AdminDisableProviderForUser).
    """
    names = ((SUBJECT, subject), *mapped.items())
    found = (call.tx.get(LINKS, (pool.id, provider.name, name, value)) for name, value in names)
    link = next((one for one in found if one is not None), None)
    user = call.tx.get(USERS, (pool.id, link.user_key)) if link else None
    if link is None or user is None:
        return None
    call.note("oauth.federated.linked", passed=True, place=user.place, by=link.attribute, value=link.value)
    return user if link.attribute == SUBJECT else _settled(call, user, link, subject)


def _settled(call: Call, user: User, link: Link, subject: str) -> User:
    call.tx.delete(LINKS, LINKS.key(link))
    call.tx.put(LINKS, Link(link.pool_id, link.provider, SUBJECT, subject, link.user_key))
    kept = [one | {"userId": subject} if names(one, link) else one for one in entries(user)]
    return directory.change(call.tx, user, call.now, attributes=with_entries(user, kept))


def names(identity: dict[str, Any], link: Link) -> bool:
    """Tell whether an element of `identities` is what a link put there."""
    return (identity["providerName"], identity["userId"], identity["primary"]) == (link.provider, link.value, "false")
