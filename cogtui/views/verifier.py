"""The verifier beside a token: what it expects of this kind of token, and its checklist as rows."""

from __future__ import annotations

import msgspec

from cogtui.cloud import issuers
from cogtui.cloud.explain import Check
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens import ALL_STEPS, Decoded, Expectation, TokenVerification, decode, steps_without, verify
from cogtui.cloud.tokens.claims import TokenKind, kind_of
from cogtui.cloud.tokens.expectation import ALWAYS_ON
from cogtui.views.ink import NO, OK, PENDING, Ink, Style, ink, middle
from cogtui.views.why import known, short, shown


class Trusted(msgspec.Struct, frozen=True):
    """Whom the app's verifier trusts: the app's own pools and clients."""

    identity_pool_id: str = ""
    user_pool_client_id: str = ""
    google_client_id: str = ""


class CheckRow(msgspec.Struct, frozen=True):
    """One line of the checklist."""

    check: Check
    first: bool = False
    """Whether this is the step that refused."""


_USES: dict[TokenKind, tuple[str, ...]] = {"user-pool-id": ("id",), "user-pool-access": ("access",)}


def expectation(reader: Reader, decoded: Decoded, trusted: Trusted, now: float, off: tuple[str, ...]) -> Expectation:
    """Return what the verifier of this kind of token expects.

    A verifier trusts the issuer that it was set up with; here the token's own kind says which one that is. A token of an
    issuer that the world does not know finds no key.
    """
    kind = kind_of(decoded.header, decoded.claims)
    issuer = _issuer(kind, decoded)
    audience, claims = _audience(kind, trusted, decoded)
    return Expectation(
        keys=issuers.jwks_of(reader, issuer),
        now=now,
        steps=ALL_STEPS if kind in _USES else steps_without("jwt.token_use"),
        issuers=(issuer,),
        audiences=(audience,),
        audience_claims=claims,
        token_uses=_USES.get(kind, ()),
        required=("sub", "exp"),
        switched_off=off,
    )


def _issuer(kind: TokenKind, decoded: Decoded) -> str:
    fixed = {"cognito-identity": issuers.COGNITO_IDENTITY, "google-id": issuers.GOOGLE}
    return fixed.get(kind) or str(decoded.claims.get("iss", ""))


def _audience(kind: TokenKind, trusted: Trusted, decoded: Decoded) -> tuple[str, tuple[str, ...]]:
    if kind == "user-pool-access":
        return trusted.user_pool_client_id, ("client_id",)
    known_audiences = {
        "cognito-identity": trusted.identity_pool_id,
        "google-id": trusted.google_client_id,
        "user-pool-id": trusted.user_pool_client_id,
    }
    return known_audiences.get(kind) or str(decoded.claims.get("aud", "")), ("aud",)


def verification(
    reader: Reader, text: str, trusted: Trusted, now: float, off: tuple[str, ...] = ()
) -> TokenVerification | None:
    """Verify a text as the app's verifier would; None for one that is no JWT at all."""
    decoded = decode(text)
    if decoded.kind in ("opaque", "jwe"):
        return None
    return verify(decoded.text, expectation(reader, decoded, trusted, now, off))


def check_rows(verified: TokenVerification | None) -> list[CheckRow]:
    """Return the checklist: every step in order."""
    if verified is None:
        return []
    return [CheckRow(check, check.rule == verified.failure) for check in verified.explain().children]


def can_switch(row: CheckRow) -> bool:
    """Return whether the step can be switched off."""
    return row.check.rule not in ALWAYS_ON


def verdict_line(verified: TokenVerification | None, off: tuple[str, ...]) -> Ink:
    """Return the verifier's verdict in words."""
    if verified is None:
        return ink(("no signature to verify: only its issuer can judge it", "dim"))
    if verified.passed and off:
        return ink(
            (f"{OK} accepted ", "ok"), (f"by a verifier with {len(off)} check{'s' * (len(off) > 1)} off", "mark")
        )
    if verified.passed:
        return ink((f"{OK} accepted: every check passed", "ok"))
    return ink((f"{NO} refused by the step ", "no"), (str(verified.failure).removeprefix("jwt."), "strong"))


def draw_check(row: CheckRow, cells: int) -> Ink:
    """Return a line of the checklist as ink: glyph, step, and wants and has where it failed."""
    check = row.check
    glyph, style = _glyph(check)
    name = f"{short(check):<10} "
    words = known(check).asks if check.passed is not False else _refused(check)
    return ink(
        (f"{glyph} ", style), (name, "strong" if row.first else ""), (middle(words, max(cells - 13, 12)), _dim(check))
    )


def _glyph(check: Check) -> tuple[str, Style]:
    if check.switched_off:
        return "!", "mark"
    if check.passed is None:
        return PENDING, "dim"
    return (OK, "ok") if check.passed else (NO, "no")


def _dim(check: Check) -> Style:
    return "" if check.passed is False and not check.switched_off else "dim"


def _refused(check: Check) -> str:
    words = check.note or known(check).refused
    wants, has = check.fact("wants"), check.fact("has")
    if wants is not None and has is not None:
        words = f"{known(check).refused}: wants {shown(wants)}, has {shown(has)}"
    return f"{words} (switched off)" if check.switched_off else words
