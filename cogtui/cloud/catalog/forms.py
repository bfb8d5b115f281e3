"""The two forms in which parameters hold other parameters, for those who take them apart."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_list(value: Any) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Tell whether a value is a list of an API: a list, or a tuple in its place."""
    return isinstance(value, (list, tuple))


def is_dict(value: Any) -> TypeGuard[dict[Any, Any]]:
    """Tell whether a value is a structure or a map of an API."""
    return isinstance(value, dict)
