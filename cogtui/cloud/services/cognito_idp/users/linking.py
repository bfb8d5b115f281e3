"""Linking outside identities to users: AdminLinkProviderForUser, AdminDisableProviderForUser.

Source: the operations' API pages; Developer Guide, "Linking federated users to an existing user profile".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors as pool_errors
from cogtui.cloud.services.cognito_idp.clients.client_oauth import OWN_USERS
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.services.cognito_idp.groups.group_records import MEMBERSHIPS
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.pools.identity_providers import provider_named
from cogtui.cloud.services.cognito_idp.pools.provider_details import SOCIAL
from cogtui.cloud.services.cognito_idp.records import USERS, User, UserPool
from cogtui.cloud.services.cognito_idp.users import directory, links
from cogtui.cloud.services.cognito_idp.users import link_errors as errors
from cogtui.cloud.services.cognito_idp.users.link_records import LINKS, Link
from cogtui.cloud.services.cognito_idp.users.links import SUBJECT

MOST_LINKS = 5
"""Of one user (Developer Guide, "Quotas in Amazon Cognito")."""


class Named(msgspec.Struct, frozen=True):
    """A user as ProviderUserIdentifierType names one."""

    provider: str
    attribute: str
    value: str


def admin_link_provider_for_user(
    call: Call, *, UserPoolId: str, DestinationUser: dict[str, str], SourceUser: dict[str, str]
) -> dict[str, Any]:
    """Let an outside identity that has never signed in here sign in as an existing user (API AdminLinkProviderForUser)."""
    pool = pool_named(call, UserPoolId)
    # ProviderAttributeName of the destination counts for nothing.
    user = _destination(
        call, pool, _named(call, "DestinationUser", DestinationUser | {"ProviderAttributeName": SUBJECT})
    )
    source = _named(call, "SourceUser", SourceUser)
    call.require("idp.link.source", source.provider.upper() != OWN_USERS, errors.own_user, has=source.provider)
    provider = provider_named(call, pool, source.provider)
    _check_attribute(call, provider, source)
    link = Link(pool.id, provider.name, source.attribute, source.value, user.key)
    _require_free(call, link)
    _require_new(call, pool, source)
    has = links.linked(user)
    call.require("idp.link.quota", len(has) < MOST_LINKS, errors.too_many(MOST_LINKS), has=len(has), most=MOST_LINKS)
    _require_mutable(call, pool, user)
    call.tx.put(LINKS, link)
    identity = links.entry(provider, source.value, call.now, issuer=links.issuer_of(provider), primary=False)
    attributes = links.with_entries(user, [*links.entries(user), identity])
    directory.change(call.tx, user, call.now, attributes=attributes)
    return {}


def admin_disable_provider_for_user(call: Call, *, UserPoolId: str, User: dict[str, str]) -> dict[str, Any]:
    """Undo a link, or keep a profile from signing in in the way that is named (API AdminDisableProviderForUser).

    After a link is gone, the next sign-in of the outside identity makes a profile of its own.
    """
    pool = pool_named(call, UserPoolId)
    named = _named(call, "User", User)
    if named.provider.upper() == OWN_USERS:
        # DIFFERS: AWS says that the password is of no use any more, not how; here the user has none.
        directory.change(call.tx, user_named(call, pool, named.value), call.now, password=None)
        return {}
    provider = provider_named(call, pool, named.provider)
    link = call.tx.get(LINKS, (pool.id, provider.name, named.attribute, named.value))
    if link is not None:
        _unlink(call, link)
        return {}
    profile = links.own_profile(call, pool, provider.name, named.value) if named.attribute == SUBJECT else None
    unknown = pool_errors.user_not_found
    call.require("idp.link.exists", profile is not None, unknown, provider=provider.name, value=named.value)
    assert profile is not None
    directory.change(call.tx, profile, call.now, enabled=False, sign_outs=profile.sign_outs + 1)
    return {}


def _named(call: Call, member: str, given: dict[str, str]) -> Named:
    parts = [given.get(f"Provider{part}", "") for part in ("Name", "AttributeName", "AttributeValue")]
    call.require("idp.link.named", all(parts), errors.incomplete(member), member=member, has=given)
    return Named(*parts)


def _destination(call: Call, pool: UserPool, named: Named) -> User:
    """Return who is to be signed in: a user of the pool by user name, or a federated one by what its provider calls it."""
    own = named.provider.upper() == OWN_USERS
    return user_named(call, pool, named.value if own else links.own_name(pool, named.provider, named.value))


def _check_attribute(call: Call, provider: IdentityProvider, source: Named) -> None:
    """Refuse an attribute that no sign-in at the provider will bring: social ones know their subject only."""
    mapped = () if provider.type in SOCIAL else tuple(name for name in provider.mapping if name != "username")
    wants = (SUBJECT, *mapped)
    error = errors.not_an_attribute(source.attribute)
    call.require(
        "idp.link.attribute", source.attribute in wants, error, place=provider.place, wants=wants, has=source.attribute
    )


def _require_free(call: Call, link: Link) -> None:
    known = call.tx.get(LINKS, LINKS.key(link))
    error = errors.already_linked if known and known.user_key == link.user_key else errors.linked_elsewhere
    call.require("idp.link.free", known is None, error, provider=link.provider, value=link.value)


def _require_new(call: Call, pool: UserPool, source: Named) -> None:
    """Refuse an outside identity that signed in before anybody linked it: it has a profile, and profiles do not merge."""
    found = _profile_of(call, pool, source)
    place = found.place if found else None
    call.require("idp.link.unmerged", found is None, errors.already_signed_up, place=place, has=source.value)


def _profile_of(call: Call, pool: UserPool, source: Named) -> User | None:
    if source.attribute == SUBJECT:
        return links.own_profile(call, pool, source.provider, source.value)
    group = f"{pool.id}_{source.provider}"
    for membership in call.tx.scan(MEMBERSHIPS, pool.id):
        user = call.tx.get(USERS, (pool.id, membership.user_key)) if group in membership.groups else None
        if user is not None and user.attributes.get(source.attribute) == source.value:
            return user
    return None


def _require_mutable(call: Call, pool: UserPool, user: User) -> None:
    fixed = [one.name for one in pool.schema if not one.mutable and one.name != "sub" and one.name in user.attributes]
    place = pool.place("Schema", "schema")
    call.require("idp.link.mutable", not fixed, errors.immutable(fixed), place=place, fixed=fixed)


def _unlink(call: Call, link: Link) -> None:
    call.tx.delete(LINKS, LINKS.key(link))
    user = call.tx.get(USERS, (link.pool_id, link.user_key))
    if user is not None:
        kept = [one for one in links.entries(user) if not links.names(one, link)]
        directory.change(call.tx, user, call.now, attributes=links.with_entries(user, kept))
