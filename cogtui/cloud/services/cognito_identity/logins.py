"""Is the login true? Every entry of a Logins map is verified before a pool believes it."""

from __future__ import annotations

from collections.abc import Callable

from cogtui.cloud.accounts import saml_providers
from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.jwt_login import prove_by_signature
from cogtui.cloud.services.cognito_identity.oidc_login import prove_by_registration
from cogtui.cloud.services.cognito_identity.opaque_login import prove_by_asking, prove_nothing
from cogtui.cloud.services.cognito_identity.own_login import prove_own_token
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin, login_key
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.services.cognito_identity.saml_login import prove_by_assertion

Prover = Callable[[Call, IdentityPool, str, str], ProvenLogin]

PROVERS: dict[str, Prover] = {
    "cognito-identity.amazonaws.com": prove_own_token,
    "graph.facebook.com": prove_by_asking,
    "www.amazon.com": prove_by_asking,
    "api.twitter.com": prove_nothing,
    "www.digits.com": prove_nothing,
}
"""How a provider's logins are proven, by the key of the Logins map; all others bring a JWT."""


def prove(call: Call, pool: IdentityPool, logins: dict[str, str]) -> tuple[ProvenLogin, ...]:
    """Return whose the logins are; a single one that does not hold fails the call."""
    if not pool.has_providers:
        place = pool.place("providers", "login_providers")
        call.refuse("identity.pool.providers", errors.no_providers(pool.id), place=place, logins=list(logins))
    if pool.developer_provider and pool.developer_provider in logins:
        has = login_key(call, pool.developer_provider)
        call.refuse("identity.login.public", errors.not_public(), has=has)
    return tuple(_prover(pool, key)(call, pool, key, value) for key, value in logins.items())


def _prover(pool: IdentityPool, key: str) -> Prover:
    if saml_providers.is_arn(key):
        return prove_by_assertion
    return PROVERS.get(key) or (prove_by_registration if pool.oidc_provider(key) else prove_by_signature)
