"""Amazon SNS: topics, and push notifications to phones."""

from __future__ import annotations

TOPICS = (
    "platform_applications",
    "platform_endpoints",
    "publishing",
    "batches",
    "topics",
    "topic_policies",
    "tags",
    "subscribing",
    "subscriptions",
    "subscription_attributes",
)
"""Modules whose functions are the simulated operations."""
