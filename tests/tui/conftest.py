"""What holds for every test of the app."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="module")
def exact(waits_exactly: None) -> None:
    """Wait for the app and not for the clock."""
