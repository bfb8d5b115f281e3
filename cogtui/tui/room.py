"""How much room the app needs."""

from __future__ import annotations

from textual.geometry import Size

LEAST = Size(80, 24)
"""The smallest terminal in which everything works."""


def fits(size: Size) -> bool:
    """Return whether the app has room enough in a terminal of this size."""
    return size.width >= LEAST.width and size.height >= LEAST.height
