"""Web identity tokens that are a JWT: verified with the issuer's keys, and turned into condition keys.

IAM User Guide, "OIDC federation"; STS API reference, AssumeRoleWithWebIdentity.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

import msgspec

from cogtui.cloud.accounts import oidc_providers
from cogtui.cloud.accounts.oidc_providers import OidcProvider
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.issuers import COGNITO_IDENTITY, GOOGLE, aws_issuer, jwks_of
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.services.sts import errors
from cogtui.cloud.services.sts.identity import OutsideIdentity
from cogtui.cloud.services.sts.session_tags import NONE as UNTAGGED
from cogtui.cloud.services.sts.session_tags import SessionTags, brought, request_keys, request_origins
from cogtui.cloud.services.sts.source_identity import REQUESTED, require_form
from cogtui.cloud.services.sts.token_tags import SOURCE, source_in, tag_place, tags_in, transitive_in
from cogtui.cloud.tokens import Expectation, TokenVerification, read, verify
from cogtui.cloud.tokens.evidence import claim_place
from cogtui.cloud.tokens.steps import seconds

Claims = dict[str, Any]

STEPS = (
    "jwt.format",
    "jwt.issuer",
    "jwt.alg",
    "jwt.header",
    "jwt.kid",
    "jwt.signature",
    "jwt.claims",
    "jwt.expiry",
    "jwt.not_before",
    "jwt.issued_at",
)
"""In STS's order. The audience is no step for the built-in providers: only the role's trust policy limits it."""

STEPS_REGISTERED = (*STEPS[:6], "jwt.claims", "jwt.audience", *STEPS[7:])
"""With a registered provider the audience is a step: its list of client ids limits it."""

MAX_AGE = 86400
"""Seconds since `iat`. DIFFERS: AWS refuses old tokens, and does not say from which age on."""

SKEW = 300
"""Seconds that `iat` and `nbf` may lie in the future."""

POOL_ARN = "https://cognito-identity.amazonaws.com/identity-pool-arn"
"""The claim of Cognito's tokens that says whose pool it was."""


class BuiltIn(msgspec.Struct, frozen=True):
    """A provider that every account knows without registering it."""

    federated: str
    """As trust policies name it."""
    token: str
    """What its tokens are called."""
    audience: str
    """The condition key that holds the audience."""
    keys: dict[str, tuple[str, ...]]
    """Condition key -> the claims it may come from, the first that is there."""
    kept: tuple[str, ...]
    """Keys that the session goes on to carry."""
    bare: bool = False
    """The answer names the provider without https://."""


BUILT_IN = {
    COGNITO_IDENTITY: BuiltIn(
        "cognito-identity.amazonaws.com",
        "OpenID token",
        "cognito-identity.amazonaws.com:aud",
        {
            "cognito-identity.amazonaws.com:aud": ("aud",),
            "cognito-identity.amazonaws.com:sub": ("sub",),
            "cognito-identity.amazonaws.com:amr": ("amr",),
        },
        (
            "cognito-identity.amazonaws.com:aud",
            "cognito-identity.amazonaws.com:sub",
            "cognito-identity.amazonaws.com:amr",
        ),
        bare=True,
    ),
    GOOGLE: BuiltIn(
        "accounts.google.com",
        "ID token",
        "accounts.google.com:aud",
        {
            "accounts.google.com:aud": ("azp", "aud"),
            "accounts.google.com:oaud": ("aud",),
            "accounts.google.com:sub": ("sub",),
            "accounts.google.com:azp": ("azp",),
            "accounts.google.com:email": ("email",),
        },
        ("accounts.google.com:aud", "accounts.google.com:sub"),
    ),
}
"""By issuer."""


def registered(provider: OidcProvider) -> BuiltIn:
    """Return a provider that the role's account registered in IAM, in the same terms."""
    url = provider.url
    keys: dict[str, tuple[str, ...]] = {
        f"{url}:aud": ("azp", "aud"),
        **{f"{url}:{claim}": (claim,) for claim in ("sub", "amr", "azp", "email")},
    }
    return BuiltIn(provider.arn, "ID token", f"{url}:aud", keys, (f"{url}:aud", f"{url}:sub", f"{url}:amr"))


def identity_by_signature(call: Call, token: str) -> OutsideIdentity:
    """Verify a JWT with the keys of the issuer that it names, which must be one that the role's account knows."""
    parts = read(token)
    issuer = (parts.claims or {}).get("iss")
    built_in = BUILT_IN.get(issuer) if isinstance(issuer, str) else None
    own = oidc_providers.by_issuer(call.tx, call.account, issuer) if isinstance(issuer, str) and not built_in else None
    if own is not None:
        _require_certificate(call, own)
        built_in = registered(own)
    known = (issuer,) if built_in and isinstance(issuer, str) else ()
    expectation = Expectation(
        keys=jwks_of(call.tx, known[0]) if known else (),
        now=call.now,
        steps=STEPS_REGISTERED if own else STEPS,
        issuers=known or tuple(BUILT_IN),
        audiences=own.client_ids if own else (),
        audience_claims=("azp", "aud"),
        required=("aud", "exp", "iat", "sub"),
        max_age=MAX_AGE,
        skew=SKEW,
    )
    verification = verify(parts, expectation, rule="sts.token")
    if verification.failure or built_in is None:
        _refuse(call, verification)
    call.checks.append(verification)
    assert built_in is not None
    return _identity(call, built_in, verification.claims)


def _require_certificate(call: Call, provider: OidcProvider) -> None:
    """Refuse a registered provider whose keys nobody can fetch, or not from whom they should come."""
    reachable = oidc_providers.is_reachable(call.tx, provider.issuer)
    silent = errors.provider_silent(provider.issuer)
    call.require("sts.provider.answered", reachable, silent, host=provider.issuer)
    fits = oidc_providers.certificate_fits(call.tx, provider)
    place = provider.place("thumbprints")
    has = oidc_providers.thumbprint_of(provider.issuer)
    wants = Fact("wants", list(provider.thumbprints), place)
    call.require("sts.token.thumbprint", fits, errors.wrong_thumbprint, wants=wants, has=has)


def _refuse(call: Call, verification: TokenVerification) -> None:
    """Note the cause beside the failed step where the step does not tell it, and raise AWS's text."""
    call.checks.append(verification)
    failure = verification.failure or ""
    if failure != "jwt.issuer":
        raise _REFUSALS[failure](verification)
    issuer = verification.claims.get("iss")
    if isinstance(issuer, str):
        # A user pool is the same issuer under an endpoint's own address.
        issuer = aws_issuer(call.tx, issuer)
    has = Fact("has", issuer, claim_place("iss"))
    is_url = isinstance(issuer, str) and issuer.startswith("https://")
    call.require("sts.token.issuer", is_url, errors.issuer_is_no_url, wants="https://...", has=has)
    call.refuse("sts.token.provider", errors.no_provider(str(issuer)), wants=list(BUILT_IN), has=has)


def _identity(call: Call, built_in: BuiltIn, claims: Claims) -> OutsideIdentity:
    context: dict[str, ContextValue] = {}
    origins: dict[str, Place] = {}
    for key, names in built_in.keys.items():
        for name in names:
            if name in claims:
                context[key] = _value(claims[name])
                origins[key] = _place(built_in.token, name)
                break
    tags = _tags(call, built_in, claims)
    source = source_in(claims)
    if source:
        context[REQUESTED] = source
        origins[REQUESTED] = _place(built_in.token, SOURCE)
        require_form(call, source, origins[REQUESTED])
    return OutsideIdentity(
        federated=built_in.federated,
        provider=built_in.federated if built_in.bare else claims["iss"],
        subject=str(claims["sub"]),
        audience=_first(context[built_in.audience]),
        context=context | request_keys(tags),
        origins=origins | request_origins(tags),
        kept=built_in.kept,
        tags=tags,
        source=source,
        account=_account(claims),
    )


def _tags(call: Call, built_in: BuiltIn, claims: Claims) -> SessionTags:
    """Return the session tags that a token brings; most bring none, and nothing is to be asked of those."""
    values, transitive = tags_in(claims), transitive_in(claims)
    if not values and not transitive:
        return UNTAGGED
    places = {tag: tag_place(built_in.token, claims, tag) for tag in values}
    return brought(call, values, transitive, places)


def _first(audience: ContextValue) -> str:
    """Return the audience that the answer names. DIFFERS: which of several it is, is not published."""
    return audience[0] if isinstance(audience, tuple) and audience else str(audience)


def _account(claims: Claims) -> str:
    """Return the account of the pool that an OpenID token comes from."""
    parts = str(claims.get(POOL_ARN, "")).split(":")
    return parts[4] if len(parts) > 5 else ""


def _value(claim: Any) -> ContextValue:
    if isinstance(claim, list):
        return tuple(str(item) for item in cast("list[Any]", claim))
    return str(claim).lower() if isinstance(claim, bool) else str(claim)


@cache
def _place(token: str, name: str) -> Place:
    return Place("claim", f"claim {name} of the {token}", pointer="/" + name.replace("~", "~0").replace("/", "~1"))


def _expired(found: TokenVerification) -> AwsError:
    return errors.token_expired(found.expectation.now, seconds(found.claims["exp"]) or 0)


def _wrong_age(found: TokenVerification) -> AwsError:
    iat = seconds(found.claims["iat"])
    age = MAX_AGE if iat is None else found.expectation.now - iat
    return errors.token_too_old(age) if age > 0 else errors.token_not_yet_valid()


_REFUSALS: dict[str, Callable[[TokenVerification], AwsError]] = {
    "jwt.format": lambda _: errors.not_a_jwt(),
    "jwt.alg": lambda _: errors.no_key(),
    "jwt.header": lambda _: errors.no_key(),
    "jwt.kid": lambda _: errors.no_key(),
    "jwt.signature": lambda _: errors.bad_signature(),
    "jwt.audience": lambda _: errors.wrong_audience(),
    "jwt.claims": lambda found: errors.missing_claim(found.missing[0]),
    "jwt.expiry": _expired,
    "jwt.not_before": lambda _: errors.token_not_yet_valid(),
    "jwt.issued_at": _wrong_age,
}
"""AWS's answer for each step that refuses."""
