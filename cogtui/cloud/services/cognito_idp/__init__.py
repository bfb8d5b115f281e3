"""User pools: the operations of `cognito-idp`."""

from __future__ import annotations

TOPICS = ("pools", "clients", "sign_up", "sign_in", "sign_out", "users", "admin_users", "list_users")
"""The modules that hold operations."""
