"""Whether a pool tracks its users' sessions."""

from __future__ import annotations

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.store import Table

MOST = 20
"""MaxPerUser where nobody has said anything."""


class SessionTracking(msgspec.Struct, frozen=True, gc=False):
    """A pool's session configuration."""

    pool_id: str
    on: bool = False
    """UserSessionTracking is ENABLED."""
    most: int = MOST
    """TokenSession.MaxPerUser."""

    @property
    def place(self) -> Place:
        """Where the setting stands."""
        return Place("setting", "UserSessionTracking", SESSION_TRACKING.name, (self.pool_id,), "on")


SESSION_TRACKING = Table("idp.session_tracking", SessionTracking, lambda row: (row.pool_id,))
