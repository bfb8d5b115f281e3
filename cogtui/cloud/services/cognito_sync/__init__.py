"""Amazon Cognito Sync: an identity's datasets, on all its devices."""

from __future__ import annotations

TOPICS: tuple[str, ...] = ("datasets", "listing", "updating", "usage", "registering", "pool_settings", "bulk_publish")
"""Modules whose functions are the simulated operations."""
