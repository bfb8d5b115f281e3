"""Logins of an OpenID provider that is registered in IAM: its list of clients says for whom its tokens may be.

Amazon Cognito Developer Guide, "OpenID Connect providers (identity pools)".
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cogtui.cloud.accounts import oidc_providers
from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.jwt_login import prove_for
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin, listed_providers, login_key
from cogtui.cloud.services.cognito_identity.records import IdentityPool


def checked_arns(call: Call, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return OpenIdConnectProviderARNs as a pool keeps them.

    DIFFERS: what AWS says of an ARN that is no OpenID provider's of the account is not published.
    """
    arns = tuple(dict.fromkeys(wanted))
    own = f"arn:aws:iam::{call.account}:oidc-provider/"
    strange = [arn for arn in arns if not arn.startswith(own) or oidc_providers.by_arn(call.tx, arn) is None]
    call.require(
        "identity.pool.provider_names",
        not strange,
        lambda: errors.invalid_parameter(f"{strange[0]} is not an OpenID Connect provider of this account."),
        strange=strange,
    )
    return arns


def prove_by_registration(call: Call, pool: IdentityPool, key: str, token: str) -> ProvenLogin:
    """Verify an ID token with its issuer's keys, for the clients that IAM lists for the provider."""
    arn = pool.oidc_provider(key)
    provider = oidc_providers.by_arn(call.tx, arn)
    # Its account may have deleted it; the pool goes on naming it.
    has = login_key(call, key)
    unlisted = errors.unsupported_provider()
    call.require("identity.login.provider", provider is not None, unlisted, wants=listed_providers(pool), has=has)
    assert provider is not None
    wants = Fact("wants", list(provider.thumbprints), provider.place("thumbprints"))
    call.require(
        "identity.login.thumbprint",
        oidc_providers.certificate_fits(call.tx, provider),
        lambda: errors.invalid_login("Couldn't verify signed token."),
        wants=wants,
        has=oidc_providers.thumbprint_of(provider.issuer),
    )
    proven = prove_for(call, pool, key, token, provider.client_ids)
    return msgspec.structs.replace(proven, mapped_as=arn)
