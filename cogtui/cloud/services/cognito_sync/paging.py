"""How the lists of Cognito Sync are paged."""

from __future__ import annotations

from typing import Final

from cogtui.cloud.paging import Paging
from cogtui.cloud.services.cognito_sync import errors

BY_NEXT_TOKEN: Final = Paging("sync.page.token", errors.bad_page, apart=("SyncSessionToken",))
"""Clients turn the pages with nothing but the token: a session's token may come along or not."""

MOST_RECORDS: Final = 1024
"""Records on a page where the caller does not say, and at most: one client never asks for a second page."""
MOST_DATASETS: Final = 64
"""As many as the clients ask for. DIFFERS: AWS's own number is not published."""
MOST_POOLS: Final = 60
"""Pools on a page. DIFFERS: AWS's own number is not published."""


def size_of(wanted: int | None, most: int) -> int:
    """Return how many rows a page may have."""
    return most if wanted is None else min(wanted, most)
