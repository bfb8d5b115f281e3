"""Driving the endpoint inside the app: start it, come as a client, wait until the screens show what came."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from textual.widgets import Input, Static

from cogtui.cloud.trail import Record
from cogtui.dev.live import Unplugged, stage
from cogtui.tui.serving import Serving
from cogtui.tui.widgets.rows import RowList
from tests.tui.driving import Driver, opened

ONCE = Config(retries={"total_max_attempts": 1})


def text(app: Driver, selector: str) -> str:
    """Return what a static of the screen in front says."""
    return str(app.one(Static, selector).render())


def running(app: Driver) -> Serving:
    """Return the endpoint, which must run."""
    assert app.app.serving is not None
    return app.app.serving


async def until(app: Driver, holds: Callable[[], bool]) -> None:
    """Wait for what comes of a start or a stop."""
    async with asyncio.timeout(60):  # the first start of all loads the server
        while not holds():
            await app.pilot.pause(0.01)
    await app.settle()


async def start(app: Driver) -> None:
    """Start the endpoint at a free port, as a person does, and leave the modal."""
    await app.press("S")
    app.one(Input, "#port").value = "0"
    await app.press("enter")
    await until(app, lambda: app.app.serving is not None)
    await app.press("escape")


async def stopped(app: Driver) -> None:
    """Wait until it has stopped."""
    await until(app, lambda: app.app.serving is None)


def client(app: Driver, service: str, secret: str = "") -> Any:
    """Return a boto3 client that was told what the app shows."""
    told = running(app).clients
    return boto3.client(
        service,
        endpoint_url=told.endpoint,
        region_name=told.region,
        aws_access_key_id=told.access_key_id,
        aws_secret_access_key=secret or told.secret_access_key,
        config=ONCE,
    )


async def asked(app: Driver, call: Callable[..., Any], **params: Any) -> Any:
    """Make a client's call in a thread, as another program would, and let the screens follow."""
    try:
        return await asyncio.to_thread(call, **params)
    except ClientError as refused:
        return refused
    finally:
        await app.caught_up()


def is_open(port: str) -> bool:
    """Tell whether something listens there."""
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", int(port.removeprefix(":")))) == 0


@asynccontextmanager
async def staged(size: tuple[int, int] = (120, 40)) -> AsyncGenerator[Driver]:
    """Open the lab with an endpoint without a port, to which a client has come already."""
    async with opened(size=size) as app:
        await stage(app.app)
        await app.caught_up()
        yield app


def unplugged(app: Driver) -> Unplugged:
    """Return the endpoint of a staged app."""
    endpoint = running(app).endpoint
    assert isinstance(endpoint, Unplugged)
    return endpoint


def asks(app: Driver, count: int = 1) -> None:
    """Have a client of a staged app ask something that needs no key."""
    for _ in range(count):
        unplugged(app).ask("cognito-identity", "GetId", {"IdentityPoolId": "us-east-1:0"})


def under_cursor(rows: RowList) -> Record:
    """Return the record whose row the cursor is on."""
    assert rows.chosen is not None
    return rows.chosen.record
