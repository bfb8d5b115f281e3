"""The two forms in which parameters hold other parameters, for those who take them apart."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_list(value: Any) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Tell whether a value is a list of an API: a list, or a tuple in its place."""
    return isinstance(value, (list, tuple))


def is_dict(value: Any) -> TypeGuard[dict[Any, Any]]:
    """Tell whether a value is a structure or a map of an API."""
    return isinstance(value, dict)


def own(value: Any) -> Any:
    """Return a copy that whoever made the value can't change any more."""
    if isinstance(value, str):  # as nearly all are
        return value
    if is_dict(value):
        return {name: own(part) for name, part in value.items()}
    if is_list(value):
        return [own(part) for part in value]
    return value


def given(value: Any) -> Any:
    """Return a copy of an API's parameters, as `own` does, without the members that are None: AWS takes null for absent."""
    if isinstance(value, str):
        return value
    if is_dict(value):
        return {name: given(part) for name, part in value.items() if part is not None}
    if is_list(value):
        return [given(part) for part in value]
    return value
