"""AWS IAM: users, groups and roles, their keys, and the policies they hold."""

from __future__ import annotations

TOPICS = (
    "users",
    "access_keys",
    "groups",
    "roles",
    "boundaries",
    "inline_policies",
    "attached_policies",
    "policies",
    "policy_versions",
    "policy_entities",
    "simulators",
    "tagging",
    "accounts",
    "authorization_details",
    "oidc",
    "saml",
    "mfa_devices",
)
"""Modules whose functions are the simulated operations."""
