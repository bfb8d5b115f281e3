"""Variables of the Console: `${identity_id}` and its like, from what the app holds and what a lesson or template names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.world import World


def flattened(values: Mapping[str, Any]) -> dict[str, str]:
    """Return values as texts; a part of a structure has a name with a dot: `credentials.AccessKeyId`."""
    return dict(_texts(values.items(), ""))


def _texts(values: Iterable[tuple[Any, Any]], before: str) -> Iterator[tuple[str, str]]:
    for name, value in values:
        if is_dict(value):
            yield from _texts(value.items(), f"{before}{name}.")
        elif isinstance(value, str):
            yield f"{before}{name}", value
        elif value is not None:
            yield f"{before}{name}", json.dumps(msgspec.to_builtins(value)) if is_list(value) else str(value)


def variables_of(world: World, device: str = "app", named: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return what can stand after `$`: what the device holds, outputs of templates, and `named`, which goes first.

    What a device holds has its own name and, as in lessons, one with the device's before it: `app.identity_id`.
    """
    held = {name: value for name, value in world.held(device).items() if name != "settings"}
    found = flattened(held) | {f"{device}.{name}": value for name, value in flattened(held).items()}
    return found | flattened(_outputs(world)) | flattened(named or {})


def _outputs(world: World) -> dict[str, Any]:
    """Return the outputs of the templates that were applied."""
    found: dict[str, Any] = {}
    for record in world.trail[: world.history.position]:
        if (record.service, record.operation) == ("template", "apply") and record.output:
            found.update(record.output.get("outputs") or {})
    return found
