"""Threat protection (advanced security): sign-ins on record, and what is set for risks."""

from __future__ import annotations
