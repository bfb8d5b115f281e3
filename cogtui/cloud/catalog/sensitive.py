"""Parameters and answers without what the API model marks sensitive, for saves, histories and messages."""

from __future__ import annotations

from typing import Any, Final

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.reader import Reference, Service, Shape

WITHHELD: Final = "(withheld)"
"""What stands in a save in place of a sensitive value."""


def withhold(service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of an operation's parameters with the sensitive values replaced by `WITHHELD`.

    The keys of sensitive maps stay (`AuthParameters` shows that there was a `PASSWORD`). What the operation does not have,
    or what is not of the right type, is withheld whole: a misspelt `Pasword` holds a secret too, and so may all that is
    sent to a misspelt operation.
    """
    known = reader.service(service).operations.get(operation)
    return _side(service, known and known.input, params)


def _side(service: str, use: Reference | None, values: dict[str, Any]) -> dict[str, Any]:
    known = reader.service(service)
    if use is None:
        return dict.fromkeys(values, WITHHELD)
    return hidden(known, known.target(use), values, WITHHELD)


def hidden(service: Service, shape: Shape, value: Any, mask: str) -> Any:
    """Return `value` with `mask` in place of what is sensitive in it, or does not fit the shape; what is empty stays."""
    if not value or shape.document:
        return value
    if shape.sensitive:
        return _all_hidden(value, mask)
    if is_dict(value):
        return {key: _part(service, shape.members.get(key, shape.value), item, mask) for key, item in value.items()}
    if is_list(value):
        return [_part(service, shape.member, item, mask) for item in value]
    return mask if shape.type in _CONTAINERS else value


_CONTAINERS: Final = {"structure", "list", "map"}


def _part(service: Service, use: Reference | None, value: Any, mask: str) -> Any:
    return mask if use is None else hidden(service, service.target(use), value, mask)


def _all_hidden(value: Any, mask: str) -> Any:
    return dict.fromkeys(value, mask) if is_dict(value) else mask
