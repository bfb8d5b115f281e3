"""Amazon SNS: topics, and push notifications to phones."""

from __future__ import annotations

TOPICS = ("platform_applications", "platform_endpoints", "publishing")
"""Modules whose functions are the simulated operations."""
