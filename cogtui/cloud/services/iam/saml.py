"""SAML providers of an account: register, read, list, change, delete (IAM API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts import saml_providers
from cogtui.cloud.accounts.saml_providers import SAML_PROVIDERS, AccountSamlProvider
from cogtui.cloud.call import Call
from cogtui.cloud.ids import BASE32
from cogtui.cloud.services.iam import saml_errors as errors
from cogtui.cloud.services.iam.lookup import page
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.tags import CASE_COUNTS, Given, member, shown, tagged, untagged

Output = dict[str, Any]


def create_saml_provider(call: Call, *, SAMLMetadataDocument: str, Name: str, Tags: Given | None = None) -> Output:
    """Register a provider whose assertions roles and identity pools of the account may take."""
    free = call.tx.get(SAML_PROVIDERS, (call.account, Name)) is None
    call.require("iam.saml.free", free, lambda: errors.already_registered(Name), has=Name)
    require_within(call, "SAMLProvidersPerAccount", len(list(call.tx.scan(SAML_PROVIDERS, call.account))) + 1)
    provider = AccountSamlProvider(
        call.account,
        Name,
        call.ids.text(32, BASE32),
        call.now,
        SAMLMetadataDocument,
        _valid_until(call, SAMLMetadataDocument),
        tagged(call, {}, Tags, CASE_COUNTS),
    )
    call.tx.put(SAML_PROVIDERS, provider)
    return {"SAMLProviderArn": provider.arn, **member(provider.tags)}


def get_saml_provider(call: Call, *, SAMLProviderArn: str) -> Output:
    """Return a provider with its metadata. Its assertions may be encrypted, but nobody has given it a key for that."""
    provider = _named(call, SAMLProviderArn)
    return {
        "SAMLProviderUUID": provider.uuid,
        "SAMLMetadataDocument": provider.metadata,
        **_dates(provider),
        "AssertionEncryptionMode": "Allowed",
        "PrivateKeyList": [],
        "Tags": shown(provider.tags),
    }


def list_saml_providers(call: Call) -> Output:
    """List the account's providers."""
    listed = [{"Arn": provider.arn, **_dates(provider)} for provider in call.tx.scan(SAML_PROVIDERS, call.account)]
    return {"SAMLProviderList": listed}


def update_saml_provider(call: Call, *, SAMLProviderArn: str, SAMLMetadataDocument: str | None = None) -> Output:
    """Replace a provider's metadata."""
    provider = _named(call, SAMLProviderArn)
    if SAMLMetadataDocument is not None:
        end = _valid_until(call, SAMLMetadataDocument)
        _put(call, provider, metadata=SAMLMetadataDocument, valid_until=end)
    return {"SAMLProviderArn": provider.arn}


def delete_saml_provider(call: Call, *, SAMLProviderArn: str) -> Output:
    """Delete a provider. Roles and identity pools that name it keep the name."""
    provider = _named(call, SAMLProviderArn)
    call.tx.delete(SAML_PROVIDERS, (provider.account, provider.name))
    return {}


def tag_saml_provider(call: Call, *, SAMLProviderArn: str, Tags: Given) -> Output:
    """Put tags on a provider; a tag with the very same key is replaced."""
    provider = _named(call, SAMLProviderArn)
    _put(call, provider, tags=tagged(call, provider.tags, Tags, CASE_COUNTS))
    return {}


def untag_saml_provider(call: Call, *, SAMLProviderArn: str, TagKeys: list[str]) -> Output:
    """Take tags off a provider."""
    provider = _named(call, SAMLProviderArn)
    _put(call, provider, tags=untagged(provider.tags, TagKeys, CASE_COUNTS))
    return {}


def list_saml_provider_tags(
    call: Call, *, SAMLProviderArn: str, Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List a provider's tags by key."""
    del Marker
    return page(call, "Tags", shown(_named(call, SAMLProviderArn).tags), lambda tag: tag["Key"], MaxItems)


def _dates(provider: AccountSamlProvider) -> Output:
    return {"ValidUntil": timestamp(provider.valid_until), "CreateDate": timestamp(provider.created)}


def _named(call: Call, arn: str) -> AccountSamlProvider:
    provider = saml_providers.by_arn(call.tx, arn)
    own = provider is not None and provider.account == call.account
    call.require("iam.saml", own, lambda: errors.no_such_provider(arn), has=arn, account=call.account)
    assert provider is not None
    return provider


def _put(call: Call, provider: AccountSamlProvider, **changed: Any) -> None:
    call.tx.put(SAML_PROVIDERS, msgspec.structs.replace(provider, **changed))


def _valid_until(call: Call, document: str) -> float:
    """Return when the last certificate of the metadata expires; refuse a document that describes no provider."""
    from cogtui.cloud.saml.certificates import expires
    from cogtui.cloud.saml.metadata import read
    from cogtui.cloud.saml.xml import Unreadable

    try:
        found = read(document)
    except Unreadable as problem:
        call.refuse("iam.saml.metadata", errors.bad_metadata(), why=str(problem))
    call.note("iam.saml.metadata", passed=True, entity_id=found.entity_id)
    return max(expires(one) for one in found.certificates)
