"""The steps of verification as a table: rule id -> a pure question about a token's parts and what is expected of them.

An answer is True, False, or None where the question cannot be asked: there is no `iss` to compare in what is no JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from cogtui.cloud.tokens.expectation import Expectation
from cogtui.cloud.tokens.keys import RSA_ALGORITHMS
from cogtui.cloud.tokens.parts import Parts

Holds = Callable[[Parts, Expectation], bool | None]

KEY_MEMBERS = ("jwk", "jku", "x5c", "x5u")
"""Header members that bring a key, or say where one is (RFC 7515, sections 4.1.2 to 4.1.6)."""

_UNWELCOME = ("crit", *KEY_MEMBERS)


def seconds(value: Any) -> float | None:
    """Return a NumericDate (RFC 7519, section 2), or None where the value is none."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def audience_claim(claims: dict[str, Any], wanted: Expectation) -> str | None:
    """Return which claim counts as the audience: the first that is there."""
    for name in wanted.audience_claims:
        if name in claims:
            return name
    return None


def unwelcome(header: dict[str, Any]) -> tuple[str, ...]:
    """Return the header members that make a verifier refuse."""
    return tuple([name for name in _UNWELCOME if name in header])


def _format(parts: Parts, wanted: Expectation) -> bool:
    del wanted
    return parts.complete


def _alg(parts: Parts, wanted: Expectation) -> bool | None:
    if parts.header is None:
        return None
    alg = parts.header.get("alg")
    key = wanted.key(parts.header.get("kid"))
    # RFC 8725, section 3.1: a key is for one algorithm.
    return alg in wanted.algs and (key is None or key.alg in ("", alg))


def _header(parts: Parts, wanted: Expectation) -> bool | None:
    # DIFFERS: whether AWS ignores a key in the header or refuses it is not documented. Either way such a token fails; we
    # refuse here, so that the step that matters is named.
    del wanted
    return None if parts.header is None else parts.header.keys().isdisjoint(_UNWELCOME)


def _kid(parts: Parts, wanted: Expectation) -> bool | None:
    return None if parts.header is None else wanted.key(parts.header.get("kid")) is not None


def _signature(parts: Parts, wanted: Expectation) -> bool | None:
    if parts.header is None or parts.signature is None:
        return None
    if wanted.switched_off:
        from cogtui.cloud.tokens import careless

        return careless.signature_holds(parts.header, parts.signature, parts.signed, wanted)
    key = wanted.key(parts.header.get("kid"))
    alg = parts.header.get("alg")
    if key is None or alg not in RSA_ALGORITHMS:
        return None
    from cogtui.cloud.tokens.signatures import verifies

    return verifies(key.n, key.e, alg, parts.signed, parts.signature)


def _issuer(parts: Parts, wanted: Expectation) -> bool | None:
    return None if parts.claims is None else parts.claims.get("iss") in wanted.issuers


def _claims(parts: Parts, wanted: Expectation) -> bool | None:
    return None if parts.claims is None else parts.claims.keys() >= set(wanted.required)


def _audience(parts: Parts, wanted: Expectation) -> bool | None:
    if parts.claims is None:
        return None
    name = audience_claim(parts.claims, wanted)
    value = parts.claims[name] if name else None
    if isinstance(value, list):
        return any(one in wanted.audiences for one in cast("list[Any]", value))
    return value in wanted.audiences


def _token_use(parts: Parts, wanted: Expectation) -> bool | None:
    return None if parts.claims is None else parts.claims.get("token_use") in wanted.token_uses


def _expiry(parts: Parts, wanted: Expectation) -> bool | None:
    """The token is dead at the very second of `exp` (RFC 7519, section 4.1.4)."""
    if parts.claims is None:
        return None
    exp = seconds(parts.claims.get("exp"))
    return exp is not None and wanted.now < exp + wanted.expiry_skew


def _not_before(parts: Parts, wanted: Expectation) -> bool | None:
    if parts.claims is None:
        return None
    if "nbf" not in parts.claims:
        return True
    nbf = seconds(parts.claims["nbf"])
    return nbf is not None and wanted.now + wanted.skew >= nbf


def _issued_at(parts: Parts, wanted: Expectation) -> bool | None:
    if parts.claims is None:
        return None
    if "iat" not in parts.claims:
        return wanted.max_age is None
    iat = seconds(parts.claims["iat"])
    if iat is None or iat > wanted.now + wanted.skew:
        return False
    return wanted.max_age is None or wanted.now - iat <= wanted.max_age


STEPS: dict[str, Holds] = {
    "jwt.format": _format,
    "jwt.alg": _alg,
    "jwt.header": _header,
    "jwt.kid": _kid,
    "jwt.signature": _signature,
    "jwt.issuer": _issuer,
    "jwt.claims": _claims,
    "jwt.audience": _audience,
    "jwt.token_use": _token_use,
    "jwt.expiry": _expiry,
    "jwt.not_before": _not_before,
    "jwt.issued_at": _issued_at,
}
