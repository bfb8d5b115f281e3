"""refreshDatasetMetadata of the JavaScript client: the service's list of datasets, and all of them to be pulled anew."""

from __future__ import annotations

from typing import Any, Final

from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.sync.remote import Remote
from cogtui.device.sync.session import attempt, connected

_PAGE: Final = 64
"""MaxResults of ListDatasets, as the real clients ask."""


def refresh(world: World, name: str) -> Reply:
    """List the identity's datasets and note each as never synchronised; what the service does not have stays as it is.

    The real client runs into a TypeError where the list is refused; here the refusal is returned.
    """
    device = device_named(world.store, name)
    if device is None or not device.installed:
        return attempt(world, name, "not_installed")
    if not device.online:
        return attempt(world, name, "offline")
    failed = connected(world, name)
    if failed is not None and not failed.ok:
        return failed
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        reply = Remote(world, name).send("ListDatasets", MaxResults=_PAGE, **more)
        if not reply.ok:
            return reply
        found += [row["DatasetName"] for row in reply.output["Datasets"]]
        if "NextToken" not in reply.output:
            return world.act("sync.refresh", datasets=found, device=name, title=f"{name}: forget how far it is")
        more = {"NextToken": reply.output["NextToken"]}
