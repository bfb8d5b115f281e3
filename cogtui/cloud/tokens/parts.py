"""The three parts of a signed token as a verifier reads them: fast and strict; `decode` says what is wrong with the rest."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.tokens.segments import LIMIT, Unreadable, members, octets


class Parts(msgspec.Struct, frozen=True, gc=False):
    """What could be read of a token; nothing in it is proven yet."""

    token: str
    header: dict[str, Any] | None = None
    """None where the part is not base64url of a JSON object."""
    claims: dict[str, Any] | None = None
    """None likewise."""
    signature: bytes | None = None
    """None where the part is not base64url; empty where the token is unsigned."""
    signed: bytes = b""
    """The text that the signature is about: header and payload as they stand in the token."""

    @property
    def complete(self) -> bool:
        """Whether all three parts could be read."""
        return self.header is not None and self.claims is not None and self.signature is not None


def read(token: str) -> Parts:
    """Take a token apart without judging it: to find the issuer whose keys are wanted, for one."""
    if len(token) > LIMIT or token.count(".") != 2:
        return Parts(token)
    header, payload, signature = token.split(".")
    try:
        signed = f"{header}.{payload}".encode("ascii")
    except UnicodeEncodeError:
        signed = b""
    return Parts(token, _members(header), _members(payload), _octets(signature), signed)


def _members(segment: str) -> dict[str, Any] | None:
    try:
        return members(octets(segment))
    except Unreadable:
        return None


def _octets(segment: str) -> bytes | None:
    try:
        return octets(segment)
    except Unreadable:
        return None
