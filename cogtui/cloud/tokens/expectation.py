"""What a verifier expects of a token, as a record: the same inputs give the verdict and, later, the why."""

from __future__ import annotations

import msgspec

from cogtui.cloud.tokens.keys import RSA_ALGORITHMS, Jwk

ALL_STEPS = (
    "jwt.format",
    "jwt.alg",
    "jwt.header",
    "jwt.kid",
    "jwt.signature",
    "jwt.issuer",
    "jwt.claims",
    "jwt.audience",
    "jwt.token_use",
    "jwt.expiry",
    "jwt.not_before",
    "jwt.issued_at",
)
"""Every step, in the order a resource server takes (AWS, "Verifying JSON web tokens"). A service has its own order."""

ISSUER_FIRST = (*ALL_STEPS[:3], "jwt.issuer", *(step for step in ALL_STEPS[3:] if step != "jwt.issuer"))
"""Every step in the order of a verifier that finds the keys by the issuer, as the library aws-jwt-verify does: it has no keys
for an issuer that it does not trust."""

ALWAYS_ON = frozenset({"jwt.format"})
"""Steps that cannot be switched off: nothing can be checked in a text that cannot be read."""


class Expectation(msgspec.Struct, frozen=True, gc=False):
    """What a token must be to be accepted. Empty means that nothing is accepted; what is not asked is no step."""

    keys: tuple[Jwk, ...]
    """The issuer's JWKS at that moment: fetched from the issuer that the verifier trusts, never from the token."""
    now: float
    """Epoch seconds."""
    steps: tuple[str, ...] = ALL_STEPS
    """What is asked, as rule ids in the order asked; begins with `jwt.format`."""
    issuers: tuple[str, ...] = ()
    """`iss` must be one of them, to the letter."""
    audiences: tuple[str, ...] = ()
    """The audience must be one of them."""
    audience_claims: tuple[str, ...] = ("aud",)
    """Which claim is the audience: the first of these that is there. ("azp", "aud") for identity pools and STS,
    ("client_id",) for access tokens."""
    token_uses: tuple[str, ...] = ()
    """`token_use` must be one of them: "id", "access"."""
    required: tuple[str, ...] = ()
    """Claims that must be there, whatever their value."""
    algs: tuple[str, ...] = RSA_ALGORITHMS
    """Signature algorithms that the verifier accepts."""
    max_age: int | None = None
    """Seconds since `iat` after which the token is too old; None: age does not matter, and `iat` may be missing."""
    skew: int = 0
    """Seconds that `nbf` and `iat` may lie in the future."""
    expiry_skew: int = 0
    """Seconds that the token may be used after `exp`."""
    switched_off: tuple[str, ...] = ()
    """Steps that are looked at and reported but do not refuse: the tamper lab's careless verifier."""

    def key(self, kid: object) -> Jwk | None:
        """Return the key that `kid` names, or None."""
        for key in self.keys:
            if key.kid == kid:
                return key
        return None


def steps_without(*rules: str, of: tuple[str, ...] = ALL_STEPS) -> tuple[str, ...]:
    """Return every step but these, in the usual order, or another one."""
    return tuple(step for step in of if step not in rules)
