"""AWS Organizations: accounts that belong together, and the policies that hang above them."""

from __future__ import annotations

TOPICS = ("whole", "roots", "units", "accounts", "creation", "invitations", "control_policies", "attachments")
"""Modules whose functions are the simulated operations."""
