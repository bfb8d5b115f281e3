"""Is a bucket policy public? It is taken for public until each of its Allows is shown to be for somebody in particular.

S3 User Guide, "Blocking public access to your Amazon S3 storage", the meaning of "public".
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cogtui.cloud.documents import below
from cogtui.cloud.policy.grammar import listed, statements_of
from cogtui.cloud.policy.json_text import is_object, read

Statement = dict[str, Any]

_OPERATORS = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"})
"""Condition operators that demand something; with IfExists or a Not they demand nothing of a stranger."""
_BROADEST = {4: 8, 6: 32}
"""Prefix length by IP version, below which a range of addresses is everybody."""


@lru_cache(maxsize=256)
def is_public(document: str) -> bool:
    """Tell whether a bucket policy lets in whoever comes."""
    statements = (statement for statement, _ in statements_of(read(document).data))
    return any(each.get("Effect") == "Allow" and not _is_limited(each) for each in statements)


def _is_limited(statement: Statement) -> bool:
    """Tell whether a statement is for fixed principals, or demands a fixed value that a stranger cannot have."""
    return _names_somebody(statement.get("Principal")) or any(
        key.lower() in _KEYS and all(_KEYS[key.lower()](value) for value in values)
        for key, values in _demands(statement)
    )


def _names_somebody(principal: Any) -> bool:
    """Tell whether all principals are accounts, users, roles or services by name; who logs in elsewhere is anybody."""
    if not is_object(principal) or not principal or "Federated" in principal:
        return False
    values = [value for kind in principal for value, _ in listed(principal[kind], below("", kind))]
    return all(_is_fixed(value) for value in values)


def _demands(statement: Statement) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    conditions: dict[str, dict[str, Any]] = statement.get("Condition") or {}
    for operator, keys in conditions.items():
        name = operator.lower().removeprefix("foranyvalue:")
        if name in _OPERATORS:
            found += [(key, [str(value) for value, _ in listed(values, "")]) for key, values in keys.items()]
    return found


def _is_fixed(value: str) -> bool:
    return not any(mark in value for mark in ("*", "?", "${"))


def _is_small_network(value: str) -> bool:
    """Tell whether a range of addresses is not nearly everybody; private ranges reach nobody outside."""
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return network.is_private or network.prefixlen >= _BROADEST[network.version]


def _has_fixed_account(value: str) -> bool:
    """Tell whether an access point's ARN has its account written out; its name may be anything."""
    parts = value.split(":")
    return len(parts) > 4 and _is_fixed(parts[4]) and parts[4] != ""


_KEYS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(
        (
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:sourcearn",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourceowner",
            "aws:sourceaccount",
            "aws:userid",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "s3:dataaccesspointaccount",
        ),
        _is_fixed,
    ),
    "aws:sourceip": _is_small_network,
    "s3:dataaccesspointarn": _has_fixed_account,
}
"""Condition keys, of which one with a fixed value is enough, and when a value counts as fixed."""
