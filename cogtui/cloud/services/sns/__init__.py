"""Amazon SNS: topics, and push notifications to phones."""

from __future__ import annotations

TOPICS: tuple[str, ...] = ()
"""Modules whose functions are the simulated operations."""
