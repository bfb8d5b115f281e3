"""The profile of somebody who signs in at an outside provider: found or made, and rewritten with what the provider says.

Source: Developer Guide, "Things to know about federation", "Mapping identity provider attributes to user pool".
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.trigger_refusals import to_app, told_by
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.services.cognito_idp.errors import alias_exists
from cogtui.cloud.services.cognito_idp.groups import groups
from cogtui.cloud.services.cognito_idp.groups.group_records import GROUPS, Group
from cogtui.cloud.services.cognito_idp.pools.provider_details import FORMS
from cogtui.cloud.services.cognito_idp.pools.schema import STANDARD_NAMES
from cogtui.cloud.services.cognito_idp.records import POPULATIONS, USERS, User, UserPool
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import IDENTITIES
from cogtui.cloud.services.cognito_idp.triggers import signing_in, signing_up
from cogtui.cloud.services.cognito_idp.users import attributes, directory, links
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS

LOOKED_AT = 1000
"""In a pool with more users than that nobody looks for somebody with the same address."""

USERNAME = "username"
"""Mapped like an attribute, and none: what the provider calls the user."""


def profile(call: Call, asked: AppRequest, provider: IdentityProvider, claims: dict[str, Any]) -> User:
    """Return the user's profile after this sign-in; a first one makes it."""
    with told_by(to_app(asked)):
        return _signed_in(call, asked, provider, claims)


def _signed_in(call: Call, asked: AppRequest, provider: IdentityProvider, claims: dict[str, Any]) -> User:
    app, pool = asked.app, asked.app.pool
    subject = str(claims.get(FORMS[provider.type].subject, ""))
    call.require("oauth.federated.subject", subject, asked.error("invalid_request", "user id missing"))
    mapped = _mapped(provider, claims)
    linked = links.signed_in(call, pool, provider, subject, mapped)
    user = linked or links.own_profile(call, pool, provider.name, subject)
    _check(call, asked, provider, user, mapped)
    if user is None:
        _tell_twins(call, pool, mapped)
        return _made(call, asked, provider, subject, mapped)
    disabled = asked.error("invalid_request", "User is disabled.")
    call.require("idp.user.enabled", user.enabled, disabled, place=user.place)
    signing_in.before(call, app, user, user.username)
    # What the provider does not say any more stays as it was.
    if linked is None:
        user = directory.change(call.tx, user, call.now, attributes=user.attributes | mapped)
    else:
        user = _rewritten(call, asked, linked, mapped)
    signing_in.after(call, app, user)
    return user


def _rewritten(call: Call, asked: AppRequest, user: User, mapped: dict[str, str]) -> User:
    """Rewrite the profile of a user who also signs in here: a mapped address is unproven unless the provider vouches for it."""
    unproven = {flag: "false" for name, flag in VERIFIED_FLAGS.items() if name in mapped and flag not in mapped}
    changed = msgspec.structs.replace(user, attributes=user.attributes | unproven | mapped)

    def taken(attribute: str) -> AwsError:
        return asked.error("invalid_request", alias_exists(attribute).message)

    directory.move_addresses(call, asked.app.pool, user, changed, taken)
    return directory.change(call.tx, user, call.now, attributes=changed.attributes)


def _tell_twins(call: Call, pool: UserPool, mapped: dict[str, str]) -> None:
    """Note that a profile of its own is made, and who in the pool looks like the same person: the pool itself never looks."""
    known, email = call.tx.get(POPULATIONS, (pool.id,)), mapped.get("email")
    few = known is not None and known.users <= LOOKED_AT
    looked_at = call.tx.scan(USERS, pool.id) if few and email else ()
    twins = [user.username for user in looked_at if user.attributes.get("email") == email]
    note = "nobody was linked before this first sign-in, so a profile of its own is made"
    if twins:
        note += "; the same address does not make two profiles one: AdminLinkProviderForUser had to come first"
    call.note("oauth.federated.linked", passed=False, note=note, email=email, same_email=twins)


def _mapped(provider: IdentityProvider, claims: dict[str, Any]) -> dict[str, str]:
    """Return attributes by AttributeMapping, as far as the provider gives them."""
    pairs = ((name, claims.get(claim)) for name, claim in provider.mapping.items() if name != USERNAME)
    return {name: _text(value) for name, value in pairs if value is not None}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _refusal(asked: AppRequest, provider: IdentityProvider, text: str, saml_text: str) -> AwsError:
    """Return the error for attributes that don't do; SAML's has words of its own."""
    if provider.type != "SAML":
        return asked.error("invalid_request", text)
    return asked.error("server_error", f"Invalid SAML response received: Invalid user attributes: {saml_text}")


def _check(
    call: Call, asked: AppRequest, provider: IdentityProvider, user: User | None, mapped: dict[str, str]
) -> None:
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
    text = f"user.{''.join(changed[:1])}: Attribute cannot be updated."
    error = _refusal(asked, provider, f"{text}\n ", text)
    call.require("oauth.federated.mutable", not changed, error, place=pool.place("Schema", "schema"), changed=changed)
    missing = attributes.lacking(pool, before | mapped)
    lacks = f"attributes required: [{', '.join(missing)}]", f"{''.join(missing[:1])}: The attribute is required"
    error = _refusal(asked, provider, *lacks)
    call.require("idp.attribute.required", not missing, error, place=pool.place("Schema", "schema"), missing=missing)


def _made(call: Call, asked: AppRequest, provider: IdentityProvider, subject: str, mapped: dict[str, str]) -> User:
    pool = asked.app.pool
    username = links.own_name(pool, provider.name, subject)
    identity = links.entry(provider, subject, call.now, issuer=links.issuer_of(provider), primary=True)
    known = {**mapped, IDENTITIES: json.dumps([identity], separators=(",", ":"))}
    key = directory.compared(pool, username)
    user = User(pool.id, key, username, call.ids.sub(), "EXTERNAL_PROVIDER", call.now, call.now, known)
    client_id = asked.app.client.client_id
    user = signing_up.before(call, pool, user, "ExternalProvider", client_id)
    # Addresses are not claimed as sign-in names: nobody signs in to this profile by one.
    directory.add(call.tx, pool, user)
    _put_into_group(call, user, provider)
    signing_up.after(call, pool, user, client_id)
    return user


def _put_into_group(call: Call, user: User, provider: IdentityProvider) -> None:
    """Put a new user into the group that every user of a provider is in, made with the first of them."""
    name = f"{user.pool_id}_{provider.name}"
    if call.tx.get(GROUPS, (user.pool_id, name)) is None:
        words = f"Autogenerated group for users who sign in using {provider.name}"
        call.tx.put(GROUPS, Group(user.pool_id, name, call.now, call.now, words))
    groups.put_into(call.tx, user.pool_id, user.key, (name,))
