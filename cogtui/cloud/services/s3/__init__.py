"""Amazon S3: buckets, their policies and their objects, every request judged by the caller's credentials."""

from __future__ import annotations

TOPICS = ("buckets", "bucket_policies", "objects", "listing")
"""Modules whose functions are the simulated operations."""
