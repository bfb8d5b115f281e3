"""The tokens of a sign-in: claims, scopes, and reading them again."""

from __future__ import annotations
