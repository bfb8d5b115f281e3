"""Numeric operators: integers and decimals."""

from __future__ import annotations

import re
from decimal import Decimal

from cogtui.cloud.policy.conditions.operator import ordered

_NUMBER = re.compile(r"[+-]?[0-9]{1,100}(\.[0-9]{1,100})?")


def number(text: str) -> Decimal | None:
    """Return the number that `text` writes, None when it isn't one."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


OPERATORS = ordered("Numeric", number, "a number")
