"""Outside identity providers of a pool: Create-, Describe-, Update-, Delete-, ListIdentityProviders, and by identifier.

Source: Developer Guide, "User pool sign-in with third party identity providers"; API CreateIdentityProvider.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.domain_records import PROVIDERS, IdentityProvider, ProviderType
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.pools import saml_details
from cogtui.cloud.services.cognito_idp.pools import setting_errors as errors
from cogtui.cloud.services.cognito_idp.pools.provider_details import FORMS, HIDDEN, SOCIAL, completed
from cogtui.cloud.services.cognito_idp.records import UserPool

MOST_PROVIDERS = 300
"""In a pool."""
ON_A_PAGE = 50

USERNAME = "username"
"""Not an attribute, but mapped like one: what the provider calls the user."""


def create_identity_provider(
    call: Call,
    *,
    UserPoolId: str,
    ProviderName: str,
    ProviderType: ProviderType,
    ProviderDetails: dict[str, str],
    AttributeMapping: dict[str, str] | None = None,
    IdpIdentifiers: list[str] | None = None,
) -> dict[str, Any]:
    """Let users of an outside provider sign in to the pool (API CreateIdentityProvider)."""
    pool = pool_named(call, UserPoolId)
    _check_name(call, pool, ProviderName, ProviderType)
    has = sum(1 for _ in call.tx.scan(PROVIDERS, pool.id))
    too_many = errors.quota_exceeded("identity providers", MOST_PROVIDERS)
    call.require("idp.quota", has < MOST_PROVIDERS, too_many, has=has, most=MOST_PROVIDERS)
    details, metadata = _details(call, ProviderType, ProviderDetails)
    provider = IdentityProvider(
        pool_id=pool.id,
        name=ProviderName,
        type=ProviderType,
        created=call.now,
        modified=call.now,
        details=details,
        metadata=metadata,
        mapping=_mapping(call, pool, ProviderType, AttributeMapping or {}),
        identifiers=_identifiers(call, pool, ProviderName, IdpIdentifiers or []),
    )
    call.tx.put(PROVIDERS, provider)
    return {"IdentityProvider": described(provider)}


def describe_identity_provider(call: Call, *, UserPoolId: str, ProviderName: str) -> dict[str, Any]:
    """Return a provider's settings (API DescribeIdentityProvider)."""
    return {"IdentityProvider": described(provider_named(call, pool_named(call, UserPoolId), ProviderName))}


def get_identity_provider_by_identifier(call: Call, *, UserPoolId: str, IdpIdentifier: str) -> dict[str, Any]:
    """Return the provider that has an identifier (API GetIdentityProviderByIdentifier)."""
    pool = pool_named(call, UserPoolId)
    found = next((row for row in call.tx.scan(PROVIDERS, pool.id) if IdpIdentifier in row.identifiers), None)
    error = errors.provider_not_found(IdpIdentifier)
    call.require("idp.provider.identified", found is not None, error, identifier=IdpIdentifier, pool=pool.id)
    assert found is not None
    return {"IdentityProvider": described(found)}


def update_identity_provider(
    call: Call,
    *,
    UserPoolId: str,
    ProviderName: str,
    ProviderDetails: dict[str, str] | None = None,
    AttributeMapping: dict[str, str] | None = None,
    IdpIdentifiers: list[str] | None = None,
) -> dict[str, Any]:
    """Change what is given of a provider (API UpdateIdentityProvider).

    DIFFERS: the API does not document what becomes of a member that is left out; here it stays.
    """
    pool = pool_named(call, UserPoolId)
    provider = provider_named(call, pool, ProviderName)
    changed: dict[str, Any] = {}
    if ProviderDetails is not None:
        hidden = {name: text for name, text in provider.details.items() if name in HIDDEN}
        changed["details"], changed["metadata"] = _details(call, provider.type, hidden | ProviderDetails)
    if AttributeMapping is not None:
        changed["mapping"] = _mapping(call, pool, provider.type, AttributeMapping)
    if IdpIdentifiers is not None:
        changed["identifiers"] = _identifiers(call, pool, provider.name, IdpIdentifiers)
    provider = msgspec.structs.replace(provider, modified=call.now, **changed)
    call.tx.put(PROVIDERS, provider)
    return {"IdentityProvider": described(provider)}


def delete_identity_provider(call: Call, *, UserPoolId: str, ProviderName: str) -> dict[str, Any]:
    """Take a provider away (API DeleteIdentityProvider); app clients go on listing it, to no effect."""
    provider = provider_named(call, pool_named(call, UserPoolId), ProviderName)
    call.tx.delete(PROVIDERS, (provider.pool_id, provider.name))
    return {}


def list_identity_providers(
    call: Call, *, UserPoolId: str, MaxResults: int = ON_A_PAGE, NextToken: str | None = None
) -> dict[str, Any]:
    """List a pool's providers by name (API ListIdentityProviders)."""
    del NextToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    most = min(MaxResults, ON_A_PAGE) or ON_A_PAGE
    page = page_of(call, list(call.tx.scan(PROVIDERS, pool.id)), lambda row: row.name, most, BY_NEXT_TOKEN)
    listed = [{"ProviderName": row.name, "ProviderType": row.type, **_dates(row)} for row in page.rows]
    return {"Providers": listed, **page.more}


def provider_named(call: Call, pool: UserPool, name: str) -> IdentityProvider:
    """Return the pool's identity provider of that name."""
    provider = call.tx.get(PROVIDERS, (pool.id, name))
    error = errors.provider_not_found(name)
    call.require("idp.provider.exists", provider is not None, error, provider=name, pool=pool.id)
    assert provider is not None
    return provider


def described(provider: IdentityProvider) -> dict[str, Any]:
    """Return a provider in AWS's shape."""
    return {
        "UserPoolId": provider.pool_id,
        "ProviderName": provider.name,
        "ProviderType": provider.type,
        "ProviderDetails": {name: text for name, text in sorted(provider.details.items()) if name not in HIDDEN},
        "AttributeMapping": dict(provider.mapping),
        "IdpIdentifiers": list(provider.identifiers),
        **_dates(provider),
    }


def _dates(provider: IdentityProvider) -> dict[str, Any]:
    return {"LastModifiedDate": timestamp(provider.modified), "CreationDate": timestamp(provider.created)}


def _check_name(call: Call, pool: UserPool, name: str, kind: ProviderType) -> None:
    """Refuse a name that is taken, or that belongs to another type of provider."""
    owned = name == kind if kind in SOCIAL else name not in (*SOCIAL, "COGNITO")
    error = invalid_parameter(f"Provider {name} cannot be of type {kind}.")
    call.require("idp.provider.name", owned, error, name=name, type=kind)
    free = call.tx.get(PROVIDERS, (pool.id, name)) is None
    call.require("idp.provider.free", free, errors.provider_exists(name, pool.id), name=name, pool=pool.id)


def _details(call: Call, kind: ProviderType, given: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return the details as they are kept, and a SAML provider's metadata document."""
    details = completed(call, kind, given)
    return saml_details.completed(call, details) if kind == "SAML" else (details, "")


def _mapping(call: Call, pool: UserPool, kind: ProviderType, given: dict[str, str]) -> dict[str, str]:
    """Return the attribute mapping, with the provider's own id as the user name, once the pool has the attributes."""
    known = {attribute.name for attribute in pool.schema if attribute.name != "sub"} | {USERNAME}
    strange = [name for name in given if name not in known]
    error = invalid_parameter(f"AttributeMapping contains invalid mapping: [{', '.join(strange)}]")
    call.require("idp.provider.mapping", not strange, error, unknown=strange)
    return {**given, USERNAME: given.get(USERNAME) or FORMS[kind].subject}


def _identifiers(call: Call, pool: UserPool, own_name: str, given: list[str]) -> tuple[str, ...]:
    """Return the identifiers, once no other provider of the pool has one of them."""
    others = [row for row in call.tx.scan(PROVIDERS, pool.id) if row.name != own_name]
    taken = sorted({one for row in others for one in row.identifiers} & set(given))
    # No capture of AWS's text is known.
    error = invalid_parameter(f"IdpIdentifiers already in use: {', '.join(taken)}")
    call.require("idp.provider.identifiers", not taken, error, taken=taken)
    return tuple(dict.fromkeys(given))
