"""Policies on their way in and out: what IAM checks before it keeps one, and how it gives one back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.policy.validate import diagnose


def encoded(document: str) -> str:
    """Return a policy as IAM's answers hold it: URL-encoded text (RFC 3986); the CLI and boto3 decode it."""
    return quote(document, safe="")


def size_of(document: str) -> int:
    """Return a policy's size as quotas count it: white space is free."""
    return len("".join(document.split()))


def check_document(call: Call, rule: str, kind: PolicyKind, document: str, validate: Callable[[str], None]) -> None:
    """Hold a policy against the grammar; the check says where the first mistake is."""
    try:
        validate(document)
    except AwsError:
        mistakes = diagnose(document, kind)
        note = f"line {mistakes[0].line}, column {mistakes[0].column}: {mistakes[0].message}" if mistakes else ""
        call.note(rule, passed=False, note=note)
        raise
    call.note(rule, passed=True)
