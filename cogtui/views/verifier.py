"""The verifier beside a token: what it expects of this kind of token, and its checklist as rows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cogtui.cloud import issuers
from cogtui.cloud.explain import Check
from cogtui.cloud.forgeries import keys_named_by
from cogtui.cloud.services.cognito_idp.records import CLIENT_HOMES, POOLS, UserPool
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens import Decoded, Expectation, TokenVerification, decode, steps_without, verify
from cogtui.cloud.tokens.attacks import TAMPERS
from cogtui.cloud.tokens.claims import TokenKind, kind_of
from cogtui.cloud.tokens.expectation import ALWAYS_ON, ISSUER_FIRST
from cogtui.views.ink import NO, OK, Ink, Style, ink, sign_of, squeezed
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
    off: bool = False
    """Whether it is switched off, passed or not."""


_USES: dict[TokenKind, tuple[str, ...]] = {"user-pool-id": ("id",), "user-pool-access": ("access",)}

_AUDIENCES: dict[TokenKind, tuple[str, ...]] = {
    "user-pool-id": ("aud", "client_id"),
    "user-pool-access": ("client_id", "aud"),
}
"""Which claim names the client, whatever the token's use: API Gateway's authorizers and aws-jwt-verify take either, so that
only `token_use` tells an access token from an ID token."""


def expectation(reader: Reader, decoded: Decoded, trusted: Trusted, now: float, off: tuple[str, ...]) -> Expectation:
    """Return what the verifier of this kind of token expects; `decoded` is the token that it was set up for, untampered.

    A verifier trusts the issuer that it was set up with: the app's own user pool for a user pool's tokens, for others the
    one that the kind, or the untampered token, names. A token of an issuer that the world does not know finds no key.
    """
    kind = kind_of(decoded.header, decoded.claims)
    known_issuers = _issuers(reader, kind, decoded, trusted)
    return Expectation(
        keys=issuers.jwks_of(reader, known_issuers[0]),
        now=now,
        steps=ISSUER_FIRST if kind in _USES else steps_without("jwt.token_use", of=ISSUER_FIRST),
        issuers=known_issuers,
        audiences=(_audience(kind, trusted, decoded),),
        audience_claims=_AUDIENCES.get(kind, ("aud",)),
        token_uses=_USES.get(kind, ()),
        required=("sub", "exp"),
        switched_off=off,
    )


def _issuers(reader: Reader, kind: TokenKind, decoded: Decoded, trusted: Trusted) -> tuple[str, ...]:
    fixed = {"cognito-identity": issuers.COGNITO_IDENTITY, "google-id": issuers.GOOGLE}
    own = _pool_of_app(reader, trusted) if kind in _USES else None
    return issuers.names_of(reader, own.issuer) if own else (fixed.get(kind) or str(decoded.claims.get("iss", "")),)


def _pool_of_app(reader: Reader, trusted: Trusted) -> UserPool | None:
    home = reader.get(CLIENT_HOMES, (trusted.user_pool_client_id,))
    return reader.get(POOLS, (home.pool_id,)) if home else None


def _audience(kind: TokenKind, trusted: Trusted, decoded: Decoded) -> str:
    known_audiences = {
        "cognito-identity": trusted.identity_pool_id,
        "google-id": trusted.google_client_id,
        "user-pool-id": trusted.user_pool_client_id,
        "user-pool-access": trusted.user_pool_client_id,
    }
    return known_audiences.get(kind) or str(decoded.claims.get("aud", ""))


def verification(
    reader: Reader, text: str, trusted: Trusted, now: float, *, off: tuple[str, ...] = (), original: str = ""
) -> TokenVerification | None:
    """Verify a text as the app's verifier would; None for one that is no JWT at all.

    `original` is the token as it was before it was tampered with: a forged one is judged by what it takes the place of.
    """
    decoded = decode(text)
    if decoded.kind in ("opaque", "jwe"):
        return None
    wanted = expectation(reader, decode(original or text), trusted, now, off)
    if "jwt.issuer" in off:
        wanted = msgspec.structs.replace(wanted, keys=keys_named_by(reader, str(decoded.claims.get("iss", ""))))
    return verify(decoded.text, wanted)


def check_rows(verified: TokenVerification | None) -> list[CheckRow]:
    """Return the checklist: every step in order."""
    if verified is None:
        return []
    off = verified.expectation.switched_off
    return [CheckRow(check, check.rule == verified.failure, check.rule in off) for check in verified.explain().children]


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


WITHOUT = {
    "jwt.alg": "Without `alg` the token itself says how it is to be verified.",
    "jwt.header": "Without `header` the token may bring its own key, or say where one is.",
    "jwt.kid": "Without `kid` whatever stands there is looked up, and any key of the issuer will do.",
    "jwt.signature": "Without `signature` nothing in the token is proven: everybody can write one.",
    "jwt.issuer": "Without `issuer` anybody who can publish keys can issue tokens for your app.",
    "jwt.claims": "Without `claims` a token may lack what the app relies on: whom it is about, and its end.",
    "jwt.audience": "Without `audience` a token for any other app of this issuer opens yours.",
    "jwt.token_use": "Without `token use` the access token passes for the ID token, and the other way round.",
    "jwt.expiry": "Without `expiry` a token that leaked once is good for ever.",
    "jwt.not_before": "Without `not before` what is meant for later is good now.",
    "jwt.issued_at": "Without `issued at` wrong clocks go unnoticed.",
}
"""What it means that a step is switched off."""


def meaning_line(verified: TokenVerification | None, tampers: Sequence[str]) -> str:
    """Say what it means that the token passed with a step switched off that would have refused it; else nothing.

    `tampers` are the ids of what was done to it: the last one that the step would have caught has its own words.
    """
    if verified is None or not verified.passed:
        return ""
    missed = [check.rule for check in verified.explain().children if check.switched_off]
    won = (TAMPERS[name].means for name in reversed(tampers) if TAMPERS[name].refused_by in missed)
    return next((words for words in won if words), " ".join(WITHOUT[rule] for rule in missed))


def draw_check(row: CheckRow, cells: int) -> Ink:
    """Return a line of the checklist as ink: glyph, step, and wants and has where it failed."""
    check = row.check
    glyph, style = _glyph(row)
    name = f"{short(check):<10} "
    words = known(check).asks if check.passed is not False else _refused(check)
    off = ink(("off  ", "mark")) if row.off else ()
    room = max(cells - 13 - (5 if row.off else 0), 12)
    return ink((f"{glyph} ", style), (name, "strong" if row.first else ""), *off, (squeezed(words, room), _dim(check)))


def _glyph(row: CheckRow) -> tuple[str, Style]:
    if row.off:
        return "!", "mark"
    return sign_of(row.check.passed)


def _dim(check: Check) -> Style:
    return "" if check.passed is False and not check.switched_off else "dim"


def _refused(check: Check) -> str:
    words = check.note or known(check).refused
    wants, has = check.fact("wants"), check.fact("has")
    if wants and has is not None and wants != has:
        words = f"{known(check).refused}: wants {shown(wants)}, has {shown(has)}"
    return words
