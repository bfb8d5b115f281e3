"""Tamper with a token, as an attacker would: the functions of `forge` by the names of `attacks`.

Each can be applied to the outcome of another: change a claim, then sign with another key. Every attack is refused by
`verify`; `refused_by` says at which step.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.tokens import forge
from cogtui.cloud.tokens.attacker import attacker_key
from cogtui.cloud.tokens.attacks import TAMPERS, Tamper
from cogtui.cloud.tokens.decode import examined
from cogtui.cloud.tokens.forge import Forge, Opened

__all__ = ["TAMPERS", "Opened", "Tamper", "apply", "attacker_key", "opened"]


def opened(token: str) -> Opened:
    """Take a token apart; AuthoringError where it is none that could be tampered with."""
    found = examined(token)
    if not found.readable:
        raise AuthoringError(f"only a signed token can be tampered with, and this is {found.what}")
    header, payload, signature = (segment.text for segment in found.segments)
    return Opened(found.header, found.claims, (header, payload, signature))


def apply(tamper_id: str, token: str, **arguments: Any) -> str:
    """Return the token after the tampering of that id in `TAMPERS`; further arguments as its `takes` says.

    AuthoringError where the token is none that it could be done to.
    """
    return _FORGERS[tamper_id](opened(token), **arguments)


_FORGERS: dict[str, Forge] = {
    "change-claim": forge.change_claim,
    "remove-claim": forge.remove_claim,
    "duplicate-claim": forge.duplicate_claim,
    "flip-signature": forge.flip_signature,
    "strip-signature": forge.strip_signature,
    "alg-none": forge.unsigned("none"),
    "alg-none-spelled": forge.unsigned("nOnE"),
    "hs-public-key": forge.hs_with_public_key,
    "other-key": forge.other_key,
    "embedded-key": forge.embedded_key,
    "key-address": forge.key_address,
    "other-kid": forge.other_kid,
    "kid-path": forge.kid_path,
    "kid-sql": forge.kid_sql,
    "other-issuer": forge.other_issuer,
    "other-audience": forge.other_audience,
    "other-use": forge.other_use,
    "expired": forge.expired,
    "not-yet": forge.not_yet,
    "from-the-future": forge.from_the_future,
    "critical": forge.critical,
}
