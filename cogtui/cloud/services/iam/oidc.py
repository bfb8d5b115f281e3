"""OpenID Connect providers of an account: register, read, list, change, delete (IAM API Reference)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.accounts import oidc_providers
from cogtui.cloud.accounts.oidc_providers import OIDC_PROVIDERS, SCHEME, OidcProvider
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.iam import oidc_errors as errors
from cogtui.cloud.services.iam.lookup import page
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.tags import CASE_COUNTS, Given, member, shown, tagged, untagged

Output = dict[str, Any]

MOST_THUMBPRINTS = 5

_URL = re.compile(r"https://[A-Za-z0-9.-]+(?:/[^\s?#]*)?")
"""No port and no query: "The URL of the identity provider must begin with https:// ...", CreateOpenIDConnectProvider."""
_HEX = re.compile(r"[0-9a-fA-F]{40}")


def create_open_id_connect_provider(
    call: Call,
    *,
    Url: str,
    ClientIDList: list[str] | None = None,
    ThumbprintList: list[str] | None = None,
    Tags: Given | None = None,
) -> Output:
    """Register an issuer whose tokens roles and identity pools of the account may take."""
    call.require("iam.oidc.url", _URL.fullmatch(Url), errors.bad_url, has=Url)
    url = Url.removeprefix(SCHEME)
    free = call.tx.get(OIDC_PROVIDERS, (call.account, url)) is None
    call.require("iam.oidc.free", free, lambda: errors.already_registered(Url), has=Url)
    require_within(call, "OpenIdConnectProvidersPerAccount", len(list(call.tx.scan(OIDC_PROVIDERS, call.account))) + 1)
    provider = OidcProvider(
        call.account,
        url,
        call.now,
        client_ids=_clients(call, ClientIDList or ()),
        thumbprints=_thumbprints(call, ThumbprintList) if ThumbprintList else _fetched(call, Url),
        tags=tagged(call, {}, Tags, CASE_COUNTS),
    )
    call.tx.put(OIDC_PROVIDERS, provider)
    return {"OpenIDConnectProviderArn": provider.arn, **member(provider.tags)}


def get_open_id_connect_provider(call: Call, *, OpenIDConnectProviderArn: str) -> Output:
    """Return a provider; its address comes back without https://."""
    provider = _named(call, OpenIDConnectProviderArn)
    return {
        "Url": provider.url,
        "ClientIDList": list(provider.client_ids),
        "ThumbprintList": list(provider.thumbprints),
        "CreateDate": timestamp(provider.created),
        "Tags": shown(provider.tags),
    }


def list_open_id_connect_providers(call: Call) -> Output:
    """List the ARNs of the account's providers."""
    listed = [{"Arn": provider.arn} for provider in call.tx.scan(OIDC_PROVIDERS, call.account)]
    return {"OpenIDConnectProviderList": listed}


def delete_open_id_connect_provider(call: Call, *, OpenIDConnectProviderArn: str) -> Output:
    """Delete a provider. Roles and identity pools that name it keep the name.

    IAM API Reference says that deleting one that isn't there is no matter; AWS refuses it all the same.
    """
    provider = _named(call, OpenIDConnectProviderArn, errors.nothing_to_delete)
    call.tx.delete(OIDC_PROVIDERS, (provider.account, provider.url))
    return {}


def add_client_id_to_open_id_connect_provider(call: Call, *, OpenIDConnectProviderArn: str, ClientID: str) -> Output:
    """Take tokens for one more client; one that is listed already is no matter."""
    provider = _named(call, OpenIDConnectProviderArn)
    _put(call, provider, client_ids=_clients(call, (*provider.client_ids, ClientID)))
    return {}


def remove_client_id_from_open_id_connect_provider(
    call: Call, *, OpenIDConnectProviderArn: str, ClientID: str
) -> Output:
    """Take no more tokens for a client; one that isn't listed is no matter."""
    provider = _named(call, OpenIDConnectProviderArn)
    _put(call, provider, client_ids=tuple(one for one in provider.client_ids if one != ClientID))
    return {}


def update_open_id_connect_provider_thumbprint(
    call: Call, *, OpenIDConnectProviderArn: str, ThumbprintList: list[str]
) -> Output:
    """Replace the thumbprints, all of them."""
    _put(call, _named(call, OpenIDConnectProviderArn), thumbprints=_thumbprints(call, ThumbprintList))
    return {}


def tag_open_id_connect_provider(call: Call, *, OpenIDConnectProviderArn: str, Tags: Given) -> Output:
    """Put tags on a provider; a tag with the very same key is replaced."""
    provider = _named(call, OpenIDConnectProviderArn)
    _put(call, provider, tags=tagged(call, provider.tags, Tags, CASE_COUNTS))
    return {}


def untag_open_id_connect_provider(call: Call, *, OpenIDConnectProviderArn: str, TagKeys: list[str]) -> Output:
    """Take tags off a provider."""
    provider = _named(call, OpenIDConnectProviderArn)
    _put(call, provider, tags=untagged(provider.tags, TagKeys, CASE_COUNTS))
    return {}


def list_open_id_connect_provider_tags(
    call: Call, *, OpenIDConnectProviderArn: str, Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List a provider's tags by key."""
    del Marker
    tags = shown(_named(call, OpenIDConnectProviderArn).tags)
    return page(call, "Tags", tags, lambda tag: tag["Key"], MaxItems)


def _named(call: Call, arn: str, missing: Callable[[str], AwsError] = errors.no_such_provider) -> OidcProvider:
    provider = oidc_providers.by_arn(call.tx, arn)
    own = provider is not None and provider.account == call.account
    call.require("iam.oidc", own, lambda: missing(arn), has=arn, account=call.account)
    assert provider is not None
    return provider


def _put(call: Call, provider: OidcProvider, **changed: Any) -> None:
    call.tx.put(OIDC_PROVIDERS, msgspec.structs.replace(provider, **changed))


def _clients(call: Call, given: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    clients = tuple(dict.fromkeys(given))
    require_within(call, "ClientIdsPerOpenIdConnectProvider", len(clients))
    return clients


def _thumbprints(call: Call, given: list[str]) -> tuple[str, ...]:
    few = len(given) <= MOST_THUMBPRINTS
    call.require("iam.oidc.thumbprints", few, errors.too_many_thumbprints, most=MOST_THUMBPRINTS, has=len(given))
    whole = all(_HEX.fullmatch(one) for one in given)
    call.require("iam.oidc.thumbprint", whole, errors.bad_thumbprint, has=given)
    return tuple(one.lower() for one in given)


def _fetched(call: Call, issuer: str) -> tuple[str, ...]:
    """Return the thumbprint that IAM finds for itself at the issuer's own address."""
    reachable = oidc_providers.is_reachable(call.tx, issuer)
    call.require("iam.oidc.reachable", reachable, lambda: errors.unreachable(issuer), has=issuer)
    return (oidc_providers.thumbprint_of(issuer),)
