"""Logins that are a JWT: ID tokens of user pools, of Google, of any OpenID Connect provider.

Amazon Cognito Developer Guide, "OpenID Connect providers (identity pools)".
"""

from __future__ import annotations

from collections.abc import Callable

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact
from cogtui.cloud.issuers import COGNITO_IDENTITY, jwks_of, names_of
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin, listed_clients, listed_providers, login_key
from cogtui.cloud.services.cognito_identity.public_providers import PUBLIC_PROVIDERS
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.tokens import Expectation, TokenVerification, verify
from cogtui.cloud.tokens.evidence import claim_place

STEPS = (
    "jwt.format",
    "jwt.issuer",
    "jwt.claims",
    "jwt.audience",
    "jwt.alg",
    "jwt.header",
    "jwt.kid",
    "jwt.signature",
    "jwt.expiry",
    "jwt.not_before",
    "jwt.issued_at",
)
"""Identity pools look at issuer and audience before they check the signature.

DIFFERS: each check is documented or seen; their order is not.
"""

SKEW = 300
"""Seconds that `iat` and `nbf` may lie in the future."""

_AUDIENCE_CLAIMS = ("azp", "aud")
"""Google puts the app that asked into `azp` where that is not the audience."""


def prove_by_signature(call: Call, pool: IdentityPool, key: str, token: str) -> ProvenLogin:
    """Verify a JWT with its issuer's keys, for the apps that the pool lists."""
    return prove_for(call, pool, key, token, pool.clients_of(key))


def prove_for(call: Call, pool: IdentityPool, key: str, token: str, audiences: tuple[str, ...]) -> ProvenLogin:
    """Verify a JWT with its issuer's keys, for some audiences."""
    issuer = f"https://{key}"
    expectation = Expectation(
        keys=jwks_of(call.tx, issuer),
        now=call.now,
        steps=STEPS,
        issuers=names_of(call.tx, issuer),
        audiences=audiences,
        audience_claims=_AUDIENCE_CLAIMS,
        required=("aud", "exp", "sub"),
        skew=SKEW,
    )
    verification = verify(token, expectation, rule="identity.login.token")
    if verification.failure:
        _refuse(call, pool, key, verification, audiences)
    call.checks.append(verification)
    claims = verification.claims
    return ProvenLogin(key, str(claims["sub"]), str(claims.get("azp") or claims["aud"]), claims)


def _refuse(
    call: Call, pool: IdentityPool, key: str, verification: TokenVerification, audiences: tuple[str, ...]
) -> None:
    """Note the cause beside the failed step where the step does not tell it, and raise AWS's text."""
    failure = verification.failure or ""
    has = login_key(call, key)
    if failure == "jwt.format" and not _brings_jwt(pool, key):
        call.refuse("identity.login.key", errors.no_valid_login(), wants=listed_providers(pool), has=has)
    call.checks.append(verification)
    if verification.claims.get("iss") == COGNITO_IDENTITY and failure == "jwt.issuer":
        issuer = Fact("has", COGNITO_IDENTITY, claim_place("iss"))
        call.refuse("identity.login.foreign", errors.invalid_login("Can't pass in a Cognito token."), has=issuer)
    if failure == "jwt.audience" and not audiences and not pool.oidc_provider(key):
        call.refuse("identity.login.provider", errors.unsupported_provider(), wants=listed_providers(pool), has=has)
    if failure == "jwt.audience":
        client = Fact("has", _audience(verification), claim_place(_audience_claim(verification)))
        call.refuse(
            "identity.login.client",
            errors.unsupported_provider(),
            wants=listed_clients(pool, key, audiences),
            has=client,
        )
    raise _REFUSALS[failure](verification)


def _brings_jwt(pool: IdentityPool, key: str) -> bool:
    """Say whether the key is one that a JWT belongs to; a misspelt one fits nothing."""
    return (
        key in PUBLIC_PROVIDERS
        or bool(pool.clients_of(key) or pool.oidc_provider(key))
        or key.startswith("cognito-idp.")
    )


def _audience_claim(verification: TokenVerification) -> str:
    return next(name for name in _AUDIENCE_CLAIMS if name in verification.claims)


def _audience(verification: TokenVerification) -> object:
    return verification.claims[_audience_claim(verification)]


def _expired(verification: TokenVerification) -> AwsError:
    now, exp = int(verification.expectation.now), verification.claims["exp"]
    return errors.invalid_login(f"Token expired: {now} >= {exp}")


def _unverified(_: TokenVerification) -> AwsError:
    return errors.invalid_login("Couldn't verify signed token.")


_REFUSALS: dict[str, Callable[[TokenVerification], AwsError]] = {
    "jwt.format": lambda _: errors.invalid_login("Not a valid OpenId Connect identity token."),
    "jwt.issuer": lambda _: errors.invalid_login("Issuer doesn't match providerName"),
    "jwt.claims": lambda found: errors.invalid_login(f"Missing a required claim: {found.missing[0]}"),
    "jwt.alg": _unverified,
    "jwt.header": _unverified,
    "jwt.kid": _unverified,
    "jwt.signature": _unverified,
    "jwt.expiry": _expired,
    # DIFFERS: AWS's text for a token from the future is not published.
    "jwt.not_before": _unverified,
    "jwt.issued_at": _unverified,
}
"""AWS's answer for each step that refuses."""
