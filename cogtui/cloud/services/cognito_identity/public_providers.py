"""The public providers that every identity pool knows by name."""

from __future__ import annotations

PUBLIC_PROVIDERS = frozenset(
    {
        "accounts.google.com",
        "api.twitter.com",
        "appleid.apple.com",
        "graph.facebook.com",
        "www.amazon.com",
        "www.digits.com",
    }
)
"""What `SupportedLoginProviders` may name (API reference, CreateIdentityPool)."""
