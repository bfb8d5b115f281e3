"""What a developer copies from the consoles of outside providers: the ids of the apps that the identity pool listens to."""

from __future__ import annotations

from typing import Final

from cogtui.cloud.accounts import oidc_providers
from cogtui.cloud.accounts.oidc_providers import OIDC_ISSUERS, OidcIssuer
from cogtui.cloud.providers import saml_records
from cogtui.cloud.providers.amazon_api import security_profile
from cogtui.cloud.providers.records import APPS
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.store import Reader, rows_of

AWS: Final = "urn:amazon:webservices"
"""What AWS is called at SAML providers (IAM User Guide, "Configure your SAML 2.0 IdP with relying party trust")."""

Found = dict[str, str]
"""Member of the app's settings -> value."""


def outside_settings(reader: Reader, pool: IdentityPool | None) -> Found:
    """Return what the app needs for a login at each provider; empty texts where the world has no such thing."""
    return {
        "facebook_app_id": _app_id(reader, pool, "facebook", "graph.facebook.com"),
        "google_client_id": _app_id(reader, pool, "google", "accounts.google.com"),
        "amazon_client_id": _amazon_client(reader, pool),
        "apple_client_id": _app_id(reader, pool, "apple", "appleid.apple.com"),
        **_oidc(reader, pool),
        **_saml(reader, pool),
    }


def _app_id(reader: Reader, pool: IdentityPool | None, provider: str, login_key: str) -> str:
    listed = pool.login_providers.get(login_key) if pool else None
    return listed or next((app.app_id for app in reader.scan(APPS, provider)), "")


def _amazon_client(reader: Reader, pool: IdentityPool | None) -> str:
    """Return the client of the security profile that the pool lists: pools know the profile, logins want its client."""
    profile = pool.login_providers.get("www.amazon.com", "") if pool else ""
    clients = [app.app_id for app in reader.scan(APPS, "amazon")]
    clients.sort(key=lambda client: security_profile(client) != profile)
    return next(iter(clients), "")


def _oidc(reader: Reader, pool: IdentityPool | None) -> Found:
    """Return the first OpenID provider that the pool lists, else the world's first, with the app's client id there."""
    for arn in pool.oidc_providers if pool else ():
        registered = oidc_providers.by_arn(reader, arn)
        issuer = oidc_providers.issuer_of(reader, registered.issuer) if registered else None
        if registered is not None and issuer is not None:
            return _client(reader, issuer, registered.client_ids)
    first = next(iter(reader.scan(OIDC_ISSUERS, "issuer")), None)
    return _client(reader, first, ()) if first is not None else {}


def _client(reader: Reader, issuer: OidcIssuer, listed: tuple[str, ...]) -> Found:
    known = [app.app_id for app in reader.scan(APPS, issuer.name)]
    fitting = [app_id for app_id in known if app_id in listed] or known
    return {"oidc_issuer": issuer.issuer, "oidc_client_id": next(iter(fitting), "")}


def _saml(reader: Reader, pool: IdentityPool | None) -> Found:
    """Return the first SAML provider that the pool lists, and the company login that makes assertions for AWS."""
    arn = next(iter(pool.saml_providers), "") if pool else ""
    logins = rows_of(reader, saml_records.PROVIDERS)
    able = [row for row in logins if any(party.entity_id == AWS for party in row.parties)]
    able.sort(key=lambda row: (row.name != arn.rpartition("/")[2], row.created, row.name))
    return {"saml_provider_arn": arn, "saml_login": able[0].name} if able else {}
