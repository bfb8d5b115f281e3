"""The profile of somebody who signs in at an outside provider: found or made, and rewritten with what the provider says.

Source: Developer Guide, "Things to know about federation", "Mapping identity provider attributes to user pool".
"""

from __future__ import annotations

import json
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.services.cognito_idp.groups import groups
from cogtui.cloud.services.cognito_idp.groups.group_records import GROUPS, Group
from cogtui.cloud.services.cognito_idp.pools.provider_details import FORMS
from cogtui.cloud.services.cognito_idp.pools.schema import STANDARD_NAMES
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import IDENTITIES
from cogtui.cloud.services.cognito_idp.users import attributes, directory
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS

USERNAME = "username"
"""Mapped like an attribute, and none: what the provider calls the user."""


def profile(call: Call, asked: AppRequest, provider: IdentityProvider, claims: dict[str, Any]) -> User:
    """Return the user's profile after this sign-in; a first one makes it."""
    pool = asked.app.pool
    subject = str(claims.get(FORMS[provider.type].subject, ""))
    call.require("oauth.federated.subject", subject, asked.error("invalid_request", "user id missing"))
    username = _username(asked, provider, subject)
    user = call.tx.get(USERS, (pool.id, directory.compared(pool, username)))
    mapped = _mapped(provider, claims)
    _check(call, asked, user, mapped)
    if user is None:
        return _made(call, asked, provider, subject, mapped)
    disabled = asked.error("invalid_request", "User is disabled.")
    call.require("idp.user.enabled", user.enabled, disabled, place=user.place)
    # What the provider does not say any more stays as it was.
    return directory.change(call.tx, user, call.now, attributes=user.attributes | mapped)


def _username(asked: AppRequest, provider: IdentityProvider, subject: str) -> str:
    # In pools that take capitals and small letters for the same, the provider's name comes in small letters.
    name = provider.name if asked.app.pool.case_sensitive else provider.name.lower()
    return f"{name}_{subject}"


def _mapped(provider: IdentityProvider, claims: dict[str, Any]) -> dict[str, str]:
    """Return attributes by AttributeMapping, as far as the provider gives them."""
    pairs = ((name, claims.get(claim)) for name, claim in provider.mapping.items() if name != USERNAME)
    return {name: _text(value) for name, value in pairs if value is not None}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _check(call: Call, asked: AppRequest, user: User | None, mapped: dict[str, str]) -> None:
    """Refuse what the profile can't take: attributes the client may not write or nobody may change, and required ones missing."""
    client, pool = asked.app.client, asked.app.pool
    allowed = {*(client.write_attributes or STANDARD_NAMES), *VERIFIED_FLAGS.values()}
    barred = [name for name in mapped if name not in allowed]
    place = client.place("WriteAttributes", "write_attributes")
    # No capture of AWS's words is known.
    error = asked.error("invalid_request", f"attributes not writable: [{', '.join(barred)}]")
    call.require("oauth.federated.writable", not barred, error, place=place, barred=barred)
    before = user.attributes if user else {}
    fixed = {attribute.name for attribute in pool.schema if not attribute.mutable}
    changed = [name for name in mapped if user and name in fixed and before.get(name) != mapped[name]]
    error = asked.error("invalid_request", f"user.{''.join(changed[:1])}: Attribute cannot be updated.")
    call.require("oauth.federated.mutable", not changed, error, place=pool.place("Schema", "schema"), changed=changed)
    missing = attributes.lacking(pool, before | mapped)
    error = asked.error("invalid_request", f"attributes required: [{', '.join(missing)}]")
    call.require("idp.attribute.required", not missing, error, place=pool.place("Schema", "schema"), missing=missing)


def _made(call: Call, asked: AppRequest, provider: IdentityProvider, subject: str, mapped: dict[str, str]) -> User:
    pool, username = asked.app.pool, _username(asked, provider, subject)
    known = {**mapped, IDENTITIES: _identities(call, provider, subject)}
    key = directory.compared(pool, username)
    user = User(pool.id, key, username, call.ids.sub(), "EXTERNAL_PROVIDER", call.now, call.now, known)
    # Addresses are not claimed as sign-in names: nobody signs in to this profile by one.
    directory.add(call.tx, pool, user)
    _put_into_group(call, user, provider)
    return user


def _identities(call: Call, provider: IdentityProvider, subject: str) -> str:
    """Return the attribute `identities`: booleans and times are texts in it."""
    identity = {
        "userId": subject,
        "providerName": provider.name,
        "providerType": provider.type,
        "issuer": None,
        "primary": "true",
        "dateCreated": str(int(call.now * 1000)),
    }
    return json.dumps([identity], separators=(",", ":"))


def _put_into_group(call: Call, user: User, provider: IdentityProvider) -> None:
    """Put a new user into the group that every user of a provider is in, made with the first of them."""
    name = f"{user.pool_id}_{provider.name}"
    if call.tx.get(GROUPS, (user.pool_id, name)) is None:
        words = f"Autogenerated group for users who sign in using {provider.name}"
        call.tx.put(GROUPS, Group(user.pool_id, name, call.now, call.now, words))
    groups.put_into(call.tx, user.pool_id, user.key, (name,))
