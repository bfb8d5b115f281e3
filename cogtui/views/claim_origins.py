"""Where each claim of a token came from: an attribute, a mapping, a group, the app client, the pool, the sign-in, a trigger, a provider.

What stands in a token was decided when it was made. The world may have moved on since; an origin then says what it holds now.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.claims import TokenKind, kind_of
from cogtui.cloud.tokens.decode import decode
from cogtui.cloud.trail import Record
from cogtui.views.origin import Origin
from cogtui.views.origins_of_identities import identity_origins
from cogtui.views.origins_of_pools import pool_origins
from cogtui.views.origins_of_providers import provider_origins
from cogtui.views.token_triggers import suppressed, trigger_origins

MOST = 2000
"""Records that are looked through: a long trail must not hold the screen up."""

Finder = Callable[[Reader, dict[str, Any]], dict[str, Origin]]

_FINDERS: dict[TokenKind, Finder] = {
    "user-pool-id": pool_origins,
    "user-pool-access": pool_origins,
    "cognito-identity": identity_origins,
}


def claim_origins(reader: Reader, token: str, records: Sequence[Record] = ()) -> dict[str, Origin]:
    """Return the origin of each claim, as far as it is known; empty for a text without claims.

    `records` are the trail up to now: in it is the call that brought the token, and what a trigger did to it.
    """
    decoded = decode(token)
    claims = decoded.claims
    if not claims:
        return {}
    found = _FINDERS.get(kind_of(decoded.header, claims), provider_origins)(reader, claims)
    record = _asked_a_function(records, token)
    changed = trigger_origins(reader, record, claims) if record is not None else {}
    return {name: changed.get(name) or found[name] for name in claims if name in changed or name in found}


def kept_out(token: str, records: Sequence[Record]) -> tuple[str, ...]:
    """Return the claims that a function kept out of a user pool's token."""
    use = decode(token).claims.get("token_use")
    record = _asked_a_function(records, token) if use in ("id", "access") else None
    return suppressed(record, str(use)) if record is not None else ()


def bench_origins(reader: Reader, text: str, made_of: str, records: Sequence[Record]) -> dict[str, Origin]:
    """Return the origins of a text's claims; `made_of` is the sound token that a forged one was made of, or empty."""
    origins = claim_origins(reader, made_of or text, records)
    return as_changed(origins, decode(made_of).claims, decode(text).claims) if made_of else origins


def as_changed(origins: dict[str, Origin], before: dict[str, Any], after: dict[str, Any]) -> dict[str, Origin]:
    """Return the origins after tampering: what the attacker wrote came from the attacker."""
    mine = Origin("attacker", "you wrote it: no issuer ever said this")
    return {
        name: origins[name] if name in origins and name in before and before[name] == value else mine
        for name, value in after.items()
        if name in origins or name not in before or before[name] != value
    }


def _asked_a_function(records: Sequence[Record], token: str) -> Record | None:
    """Return the record that brought the token, if it asked anybody on the way; the many that did not are passed over."""
    return issuing_record([record for record in records[-MOST:] if record.children], token)


def issuing_record(records: Sequence[Record], token: str) -> Record | None:
    """Return the newest call, web request or act that brought the token; None when the last `MOST` don't tell."""
    newest = itertools.islice(reversed(records), MOST)
    return next((record for record in newest if token in _texts(record.output)), None)


def _texts(value: Any, depth: int = 3) -> Iterator[str]:
    """Yield the texts of an output, as deep as tokens stand in one."""
    if isinstance(value, str):
        yield value
    elif depth and is_dict(value):
        for part in value.values():
            yield from _texts(part, depth - 1)
    elif depth and is_list(value):
        for part in value:
            yield from _texts(part, depth - 1)
    elif depth and isinstance(value, msgspec.Struct):
        yield from _texts(msgspec.structs.asdict(value), depth - 1)
