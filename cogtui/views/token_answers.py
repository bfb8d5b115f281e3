"""What the issuer of an opaque token says about it: nothing in the text itself tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cogtui.cloud.providers.records import TOKENS
from cogtui.cloud.services.cognito_idp.tokens.refresh_tokens import digest, is_refresh_token
from cogtui.cloud.services.cognito_idp.traces import REFRESH_TOKENS, SESSIONS
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.claims import meaning
from cogtui.views.assertions import members, said_in

_XML = ("PD94", "PHNhbW")
"""How XML that is no secret begins in base64: a declaration, or an element of SAML."""


class IssuerAnswer(msgspec.Struct, frozen=True):
    """An answer in words, and its members with what each means."""

    words: str
    members: tuple[tuple[str, Any, str], ...] = ()


def of_facebook(answer: Mapping[str, Any]) -> IssuerAnswer:
    """Return what Facebook answers (debug_token)."""
    words = "Nothing to decode: only Facebook can say what it stands for. Asked, it answers:"
    return IssuerAnswer(words, tuple((name, value, meaning(name, "facebook-debug")) for name, value in answer.items()))


def about(reader: Reader, token: str) -> IssuerAnswer | None:
    """Return what the issuer keeps about a refresh token of a user pool or a token of a provider, or what a SAML response says.

    None for all others.
    """
    if is_refresh_token(token):
        return _of_user_pool(reader, token)
    return _of_assertion(token) if token.startswith(_XML) else _of_provider(reader, token)


def _of_assertion(token: str) -> IssuerAnswer | None:
    said = said_in(token)
    return IssuerAnswer("The assertion in it says:", members(said)) if said is not None else None


def _of_user_pool(reader: Reader, token: str) -> IssuerAnswer:
    """Source: Developer Guide, "Understanding the refresh token", "Refresh tokens"."""
    kept = next(
        (
            found
            for pool in reader.scopes(REFRESH_TOKENS)
            if (found := reader.get(REFRESH_TOKENS, (pool, digest(token))))
        ),
        None,
    )
    if kept is None:
        return IssuerAnswer("Only the user pool can open it, and no pool of this world knows it (any more).")
    session = reader.get(SESSIONS, (kept.pool_id, kept.event_id))
    members: list[tuple[str, Any, str]] = [
        ("user pool", kept.pool_id, "The pool that gave it, and the only one that can open it."),
        ("client", kept.client_id, "The app client that it was given to; no other can use it."),
        ("event_id", kept.event_id, "The sign-in that it goes back to; the tokens that it brings name the same."),
        ("expires_at", int(kept.expires), "When it ends: RefreshTokenValidity of the app client, from the sign-in on."),
        ("generation", kept.generation, "1 came with the sign-in; with rotation each use brings the next."),
    ]
    if kept.replaced is not None:
        members.append(("replaced", int(kept.replaced), "When it was used and another took its place."))
    if session is not None:
        words = "Whether the sign-in was ended: RevokeToken, GlobalSignOut, or the user is gone."
        members.append(("revoked", session.revoked, words))
    return IssuerAnswer("Encrypted: only the user pool can open it. What the pool keeps about it:", tuple(members))


def _of_provider(reader: Reader, token: str) -> IssuerAnswer | None:
    for provider in reader.scopes(TOKENS):
        kept = reader.get(TOKENS, (provider, token))
        if kept is not None:
            members: tuple[tuple[str, Any, str], ...] = (
                ("app_id", kept.app_id, "The app that it was made for, by its id at the provider."),
                ("user_id", kept.user_id, "The account that it stands for."),
                ("scopes", list(kept.scopes), "What the person allowed the app to see."),
                ("issued_at", int(kept.issued), "When the provider issued it."),
                ("expires_at", int(kept.expires), "When it ends."),
            )
            return IssuerAnswer(f"Nothing to decode: only {provider} can say what it stands for. It keeps:", members)
    return None
