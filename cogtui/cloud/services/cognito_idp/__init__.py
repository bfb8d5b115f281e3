"""User pools: the operations of `cognito-idp`."""

from __future__ import annotations

TOPICS = (
    "pools",
    "custom_attributes",
    "mfa",
    "tags",
    "clients",
    "client_secrets",
    "groups",
    "group_members",
    "resource_servers",
    "domains",
    "identity_providers",
    "sign_up",
    "sign_in",
    "refreshing",
    "sign_out",
    "users",
    "user_attributes",
    "forgotten_passwords",
    "admin_users",
    "admin_user_attributes",
    "list_users",
)
"""The modules that hold operations."""
