"""What an app on a device does when a lesson says so: `device: app.get-id`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.web import Page
from cogtui.cloud.world import World
from cogtui.device import flows
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.flows import Way
from cogtui.device.sign_in import SignInClient

Taker = Callable[..., None]
"""Takes a world, a device, and by name what the step is given."""

MOST_PAGES = 5
"""A login that takes more pages than this goes in circles."""


def take(world: World, device: str, step: str, given: dict[str, Any]) -> None:
    """Take the step; its calls stand in the trail."""
    STEPS[step].take(world, device, **given)


def _log_in(world: World, device: str, provider: Way = "facebook", **fields: str) -> None:
    """Log in as the person whom the provider's page is filled in for, or as the fields say, and agree to everything."""
    page = flows.take(world, provider, "login", device)
    for _ in range(MOST_PAGES):
        if not isinstance(page, Page) or page.error:
            return
        named = {field.name for field in page.fields}
        page = flows.answer(world, page, {name: value for name, value in fields.items() if name in named}, device)


def _assume_role(world: World, device: str, role: str = "", session: str = "") -> None:
    provider = CredentialsProvider(world, device)
    _ = provider.assume_role(role, session) if session else provider.assume_role(role)


def _get_object(world: World, device: str, bucket: str = "", key: str = "") -> None:
    flows.get_object(world, device, bucket=bucket, key=key)


def _sign_out(world: World, device: str) -> None:
    SignInClient(world, device).sign_out()


def _plain(step: str) -> Taker:
    """Return how a step is taken that needs nothing to be said: as the Sign in pane takes it."""

    def take_it(world: World, device: str) -> None:
        flows.take(world, "facebook", step, device)  # only a login asks for the way

    return take_it


class DeviceStep(msgspec.Struct, frozen=True):
    """Something that an app does."""

    take: Taker
    name: str
    """What the guide calls it."""
    by_hand: str
    """How the learner does it, one sentence."""
    takes: tuple[str, ...] = ()
    """What it can be given."""


_ROW = "Go to Sign in (1) and press enter on the row {}."

STEPS: dict[str, DeviceStep] = {
    "login": DeviceStep(
        _log_in,
        "the login",
        "Go to Sign in (1), press enter on the row Log in, and answer the provider's pages.",
        ("provider", "email", "password"),
    ),
    "get-id": DeviceStep(_plain("get-id"), "GetId", _ROW.format("GetId")),
    "get-open-id-token": DeviceStep(_plain("get-open-id-token"), "GetOpenIdToken", _ROW.format("GetOpenIdToken")),
    "assume-role": DeviceStep(
        _assume_role,
        "AssumeRoleWithWebIdentity",
        _ROW.format("AssumeRoleWithWebIdentity") + " With credentials at hand: Tokens (2), OpenID token, s.",
        ("role", "session"),
    ),
    "get-credentials": DeviceStep(
        _plain("get-credentials"), "GetCredentialsForIdentity", _ROW.format("GetCredentialsForIdentity")
    ),
    "get-object": DeviceStep(_get_object, "GetObject", _ROW.format("GetObject"), ("bucket", "key")),
    "sign-out": DeviceStep(_sign_out, "sign out", "Go to Sign in (1) and press O."),
}
