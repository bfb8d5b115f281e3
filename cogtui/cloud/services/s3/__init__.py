"""Amazon S3: buckets, their policies and their objects, every request judged by the caller's credentials."""

from __future__ import annotations

TOPICS = (
    "buckets",
    "bucket_settings",
    "bucket_policies",
    "public_access",
    "ownership",
    "acls",
    "objects",
    "deleting",
    "copying",
    "tagging",
    "listing",
    "markers",
    "uploads",
    "parts",
    "completing",
)
"""Modules whose functions are the simulated operations."""
