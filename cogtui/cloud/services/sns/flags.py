"""Attributes that are true or false, in words."""

from __future__ import annotations

from typing import Final

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import errors

_WORDS: Final = {"true": True, "false": False}


def flag_of(call: Call, name: str, value: str) -> bool:
    """Return what an attribute says; capitals are no matter."""
    found = _WORDS.get(value.lower())
    call.require("sns.attribute.flag", found is not None, lambda: errors.bad_flag(name), attribute=name, has=value)
    return bool(found)
