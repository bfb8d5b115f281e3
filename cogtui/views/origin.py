"""What is told of a claim's origin."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cogtui.cloud.explain import Place

OriginKind = Literal[
    "attribute",
    "mapping",
    "group",
    "client",
    "pool",
    "sign-in",
    "clock",
    "trigger",
    "provider",
    "identity",
    "login",
    "tags",
    "attacker",
]

SOURCES: dict[OriginKind, str] = {
    "attribute": "Developer Guide, Understanding the identity (ID) token",
    "mapping": "Developer Guide, Mapping IdP attributes to profiles and tokens",
    "group": "Developer Guide, Adding groups to a user pool",
    "client": "Developer Guide, Application-specific settings with app clients",
    "pool": "Developer Guide, Understanding user pool JSON web tokens (JWTs)",
    "sign-in": "Developer Guide, Understanding user pool JSON web tokens (JWTs)",
    "clock": "RFC 7519, section 4.1",
    "trigger": "Developer Guide, Pre token generation Lambda trigger",
    "provider": "OpenID Connect Core 1.0, sections 2 and 5.1",
    "identity": "Developer Guide, Identity pools authentication flow",
    "login": "Developer Guide, Identity pools authentication flow",
    "tags": "Developer Guide, Using attributes for access control",
    "attacker": "RFC 8725, section 2",
}
"""Where it is written."""


class Origin(msgspec.Struct, frozen=True):
    """Where one claim came from."""

    kind: OriginKind
    text: str
    """One line: which attribute of whom, which setting of what."""
    place: Place | None = None
    """Where the value stands now, where it stands anywhere."""

    @property
    def source(self) -> str:
        """Where it is written."""
        return SOURCES[self.kind]


def span_of(claims: dict[str, Any]) -> str:
    """Return how long a token lives, as a sum: "iat + 60 min"."""
    began, ends = claims.get("iat"), claims.get("exp")
    return (
        f"iat + {(ends - began) // 60} min" if isinstance(began, int) and isinstance(ends, int) else "iat and a while"
    )
