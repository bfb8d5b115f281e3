"""Canonical user ids: the 64 hexadecimal digits by which S3 knows an account (S3 User Guide, "Finding the canonical user ID")."""

from __future__ import annotations

import hashlib
from functools import lru_cache


@lru_cache(maxsize=1024)
def canonical_user_id(account: str) -> str:
    """Return the canonical user id of an account. DIFFERS: AWS's are random; these follow from the account's number."""
    return hashlib.sha256(f"canonical user {account}".encode()).hexdigest()
