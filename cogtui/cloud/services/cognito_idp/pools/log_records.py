"""Where a pool's logs are to go."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.store import Table


class LogDelivery(msgspec.Struct, frozen=True, gc=False):
    """A pool's LogDeliveryConfiguration."""

    pool_id: str
    configurations: tuple[dict[str, Any], ...]
    """LogConfigurations, in AWS's own shape."""


LOG_DELIVERIES = Table("idp.log_deliveries", LogDelivery, lambda row: (row.pool_id,))
