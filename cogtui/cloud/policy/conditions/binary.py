"""The BinaryEquals operator: the bytes behind two base64 texts."""

from __future__ import annotations

import base64
import binascii
import operator

from cogtui.cloud.policy.conditions.operator import typed


def octets(text: str) -> bytes | None:
    """Return the bytes that `text` encodes, None when it is not base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


OPERATORS = (typed("BinaryEquals", octets, operator.eq, "base64"),)
