"""AWS IAM: roles, whom they trust, and the policies they hold."""

from __future__ import annotations

TOPICS = ("roles", "inline_policies", "managed_policies")
"""Modules whose functions are the simulated operations."""
