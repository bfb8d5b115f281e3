"""What ARNs say by themselves (IAM User Guide, "IAM identifiers"): whose something is, and what IAM calls it."""

from __future__ import annotations


def account_in(arn: str) -> str:
    """Return the account that an ARN names, empty where it names none."""
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 else ""


def iam_named(arn: str, kind: str) -> tuple[str, str] | None:
    """Return account and name of IAM's `user`, `role`, `policy`, `mfa` ... without the path; None for another kind's ARN."""
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[2] != "iam" or not parts[5].startswith(f"{kind}/"):
        return None
    return parts[4], parts[5].rsplit("/", 1)[1]
