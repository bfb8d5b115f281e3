"""Signing in and out: passwords, SRP, challenges, refreshing, recovery."""

from __future__ import annotations
