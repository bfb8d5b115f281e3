"""What Apple remembers of people and apps: to whom somebody said yes, and under which address."""

from __future__ import annotations

import msgspec

from cogtui.cloud.store import Table


class AppleConsent(msgspec.Struct, frozen=True, gc=False):
    """Somebody has signed in to an app before: the name is not told a second time."""

    app_id: str
    user_id: str
    relay: str = ""
    """The address that hides the real one; empty where the person shares it."""


APPLE_CONSENTS = Table("provider.apple_consents", AppleConsent, lambda row: (row.app_id, row.user_id))
