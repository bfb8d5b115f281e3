"""A pool's password policy in words, for the person who has to choose a password."""

from __future__ import annotations

from cogtui.cloud.services.cognito_idp.pools.settings import PasswordPolicy


def words_of(policy: PasswordPolicy) -> str:
    """Return what a password needs: "At least 8 characters, with a capital letter and a digit."."""
    wanted = [
        words
        for words, asked in (
            ("a capital letter", policy.require_uppercase),
            ("a small letter", policy.require_lowercase),
            ("a digit", policy.require_numbers),
            ("a symbol", policy.require_symbols),
        )
        if asked
    ]
    *most, last = wanted or [""]
    listed = " and ".join(filter(None, (", ".join(most), last)))
    return f"At least {policy.minimum_length} characters{', with ' if listed else ''}{listed}."
