"""What an app on a device does when a lesson says so: `device: app.get-id`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.web import Page
from cogtui.cloud.world import World
from cogtui.device import flows
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.flows import Way
from cogtui.device.sign_in import SignInClient

MOST_PAGES = 5
"""A login that takes more pages than this goes in circles."""


def take(world: World, device: str, step: str, given: dict[str, Any]) -> None:
    """Take the step; its calls stand in the trail."""
    STEPS[step][0](world, device, **given)


def _log_in(world: World, device: str, provider: Way = "facebook", **fields: str) -> None:
    """Log in as the person whom the provider's page is filled in for, or as the fields say, and agree to everything."""
    page = flows.take(world, provider, "login", device)
    for _ in range(MOST_PAGES):
        if not isinstance(page, Page) or page.error:
            return
        named = {field.name for field in page.fields}
        page = flows.answer(world, page, {name: value for name, value in fields.items() if name in named}, device)


def _get_id(world: World, device: str, pool: str = "") -> None:
    CredentialsProvider(world, device).get_id(pool)


def _assume_role(world: World, device: str, role: str = "", session: str = "") -> None:
    provider = CredentialsProvider(world, device)
    _ = provider.assume_role(role, session) if session else provider.assume_role(role)


def _get_object(world: World, device: str, bucket: str = "", key: str = "") -> None:
    flows.get_object(world, device, bucket=bucket, key=key)


STEPS: dict[str, tuple[Callable[..., object], tuple[str, ...]]] = {
    "login": (_log_in, ("provider", "email", "password")),
    "get-id": (_get_id, ("pool",)),
    "get-open-id-token": (lambda world, device: CredentialsProvider(world, device).get_open_id_token(), ()),
    "assume-role": (_assume_role, ("role", "session")),
    "get-credentials": (lambda world, device: CredentialsProvider(world, device).get_credentials(), ()),
    "get-object": (_get_object, ("bucket", "key")),
    "sign-out": (lambda world, device: SignInClient(world, device).sign_out(), ()),
}
"""Step -> how it is taken, and what it can be given."""
