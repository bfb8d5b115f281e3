"""Endpoints for clients that know nothing of this project."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.world import World
from tests.clients.command import ROOT_KEY, Running, running
from tests.clients.prepared import Prepared
from tests.clients.sdk import Sdk
from tests.clients.serving import Served, a_loop, served
from tests.cloud.worlds import ready_made

Boto = Callable[..., Any]

CLEARED = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL")
"""What whoever runs the tests may have set for clients of AWS."""


@pytest.fixture(autouse=True)
def no_settings_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep clients from reading anybody's own settings, and from asking anybody else."""
    for name in CLEARED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))  # the AWS CLI keeps the sessions of roles there
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "aws-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    with a_loop() as running:
        yield running


@pytest.fixture(scope="session")
def _endpoint(loop: asyncio.AbstractEventLoop) -> Iterator[Served]:
    with served(World("clients"), loop) as here:
        yield here


@pytest.fixture
def here(_endpoint: Served) -> Served:
    """Return an endpoint with the ready-made world, as it is at first."""
    _endpoint.become(ready_made())
    return _endpoint


@pytest.fixture(scope="session")
def _prepared(loop: asyncio.AbstractEventLoop) -> Iterator[Prepared]:
    with served(World("prepared"), loop) as here:
        yield Prepared(here)


@pytest.fixture
def prepared(_prepared: Prepared) -> Iterator[Prepared]:
    """Return a world with one of everything, in which somebody is signed in."""
    with _prepared.here.afterwards_as_before():
        yield _prepared


@pytest.fixture(scope="session")
def sdk() -> Iterator[Sdk]:
    with Sdk() as made:
        yield made


@pytest.fixture
def boto(here: Served, sdk: Sdk) -> Boto:
    """Return the way to a boto3 client of the endpoint, an administrator's unless `keys` say otherwise."""

    def client(service: str, keys: Keys | Literal["demo"] | None = "demo", **settings: Any) -> Any:
        return sdk.client(service, here.url, here.demo if keys == "demo" else keys, **settings)

    return client


@pytest.fixture
def local_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have names below localhost lead to this machine (RFC 6761, section 6.3); not every system's resolver knows."""
    asked = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        return asked("127.0.0.1" if str(host).endswith(".localhost") else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture(scope="session")
def _own_issuer() -> Iterator[Running]:
    with running(
        "--issuer", "local", "--seed", "clients", "--root-key", f"{ROOT_KEY.access_key_id}:{ROOT_KEY.secret_access_key}"
    ) as found:
        yield found


@pytest.fixture
def own_issuer(_own_issuer: Running) -> Running:
    """Return a `cogtui serve` whose pools sign as the endpoint itself, with nothing in its world."""
    _own_issuer.reset()
    return _own_issuer
