"""The chain from the login to a resource: what was done so far, and what the rest would give, tried and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud.devices import HELD
from cogtui.cloud.holdings import IDENTITY_ID, LOGIN_TOKENS, OPENID_TOKEN
from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.world import World
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.flows import Exchange, Step, object_of, steps, take


class Request(msgspec.Struct, frozen=True):
    """A request to try at the end of the chain."""

    operation: str
    """An operation of S3: "GetObject", "PutObject", "ListObjectsV2"."""
    params: dict[str, Any]


class Link(msgspec.Struct, frozen=True):
    """One link of the chain."""

    name: str
    record: Record | None
    """None where an earlier link broke."""
    trial: bool = False
    """Whether it was run aside and taken back."""


OPERATIONS = ("GetObject", "ListObjectsV2", "PutObject")


def request_of(world: World, operation: str, key: str = "", device: str = "app") -> Request:
    """Return the request that the Exchange pane offers for an operation: about the app's bucket and first object."""
    provider = CredentialsProvider(world, device)
    settings = provider.settings
    key = key or object_of(world, settings, guest=not provider.logins())
    offered: dict[str, dict[str, Any]] = {
        "GetObject": {"Bucket": settings.bucket, "Key": key},
        "PutObject": {"Bucket": settings.bucket, "Key": key, "Body": b"changed"},
        "ListObjectsV2": {"Bucket": settings.bucket, "Prefix": key.rpartition("/")[0] + "/" if "/" in key else ""},
    }
    return Request(operation, offered[operation])


def chain(world: World, exchange: Exchange, request: Request, device: str = "app") -> list[Link]:
    """Return every link: calls already made as they are in the trail, the others tried in order until one breaks."""
    links = [Link("login", record) for record in _logins(world, device)]
    with world.what_if() as trial:
        links.extend(exchange_links(trial, exchange, device))
        if links and links[-1].record is not None and not links[-1].record.ok:
            links.append(Link(request.operation, None))
        else:
            links.append(Link(request.operation, send(trial, request, device).record, trial=True))
    return links


def _logins(world: World, device: str) -> Iterator[Record]:
    for name in LOGIN_TOKENS.values():
        record = _brought(world, device, name)
        if record is not None:
            yield record


def exchange_links(trial: World, exchange: Exchange, device: str) -> Iterator[Link]:
    """Yield the calls from the login to credentials: those made whose fruit the device holds, the others made now."""
    broken = False
    for step in steps("guest", exchange)[:-1]:
        made = _made(trial, device, step)
        if broken:
            yield Link(step.name, None)
        elif made is not None:
            yield Link(step.name, made)
        else:
            record = _take(trial, step, device).record
            broken = not record.ok
            yield Link(step.name, record, trial=True)


def _take(trial: World, step: Step, device: str) -> Reply:
    reply = take(trial, "guest", step.id, device)
    assert isinstance(reply, Reply)
    return reply


def _made(world: World, device: str, step: Step) -> Record | None:
    """Return the step's own call in the trail, while the device holds what it brought; a later call may have brought it anew."""
    row = world.store.get(HELD, (device, step.brings))
    if row is None or row.call > world.history.position:
        return None
    calls = (record for record in reversed(world.trail[: row.call]) if record.operation == step.name and record.ok)
    return next((record for record in calls if record.device == device), None)


def _brought(world: World, device: str, name: str) -> Record | None:
    """Return the trail's record of the call that brought what the device holds under `name`."""
    row = world.store.get(HELD, (device, name))
    if row is None or not row.call:
        return None
    return world.trail[row.call - 1] if world.trail.first < row.call <= world.history.position else None


def send(world: World, request: Request, device: str = "app") -> Reply:
    """Make the request for real, with the credentials that the device holds."""
    return CredentialsProvider(world, device).send("s3", request.operation, request.params)


def trusting(world: World, role_arn: str, device: str = "app") -> Record | None:
    """Try AssumeRoleWithWebIdentity on a role with the app's OpenID token, a fresh one where it holds none."""
    with world.what_if() as trial:
        provider = CredentialsProvider(trial, device)
        if not provider.held.get(IDENTITY_ID) and not provider.get_id().ok:
            return None
        if not provider.held.get(OPENID_TOKEN) and not provider.get_open_id_token().ok:
            return None
        return provider.assume_role(role_arn).record
