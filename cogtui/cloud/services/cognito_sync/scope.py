"""Whose data a call is about: that of the pool or the identity it names."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.services import registry
from cogtui.cloud.services.registry import Owner
from cogtui.cloud.store import Reader


def owner(state: Reader, params: dict[str, Any]) -> Owner | None:
    """Return whose the identity pool is that `params` name."""
    return registry.owner("cognito-identity", state, params)
