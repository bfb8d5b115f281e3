"""User pools: the operations of `cognito-idp`."""

from __future__ import annotations

TOPICS = (
    "pools.pools",
    "pools.custom_attributes",
    "pools.mfa",
    "pools.tags",
    "clients.clients",
    "clients.client_secrets",
    "groups.groups",
    "groups.group_members",
    "pools.resource_servers",
    "pools.domains",
    "pools.identity_providers",
    "users.sign_up",
    "signing_in.sign_in",
    "signing_in.refreshing",
    "signing_in.sign_out",
    "users.users",
    "users.user_attributes",
    "signing_in.forgotten_passwords",
    "users.admin_users",
    "users.admin_user_attributes",
    "users.list_users",
    "users.linking",
    "users.software_tokens",
    "users.mfa_preferences",
    "users.auth_factors",
    "users.user_settings",
    "devices.devices",
    "devices.admin_devices",
    "users.import_jobs",
    "threats.auth_events",
    "threats.risk",
)
"""The modules that hold operations."""
