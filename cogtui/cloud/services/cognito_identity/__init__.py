"""Amazon Cognito identity pools: a proven login becomes an identity, an identity becomes AWS credentials."""

from __future__ import annotations

TOPICS = (
    "pools",
    "roles",
    "tagging",
    "identities",
    "unlinking",
    "removal",
    "exchange",
    "principal_tags",
    "developer_tokens",
    "developer_users",
)
"""Modules whose functions are the simulated operations."""
