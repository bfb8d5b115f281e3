"""AWS STS: temporary credentials for those whom a role's trust policy lets in."""

from __future__ import annotations

TOPICS = ("web_identity", "saml", "caller_identity", "assume_role", "user_sessions", "messages")
"""Modules whose functions are the simulated operations."""
