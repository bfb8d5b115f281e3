"""What a device does when a lesson says so: `device: app.get-id`, the learner's app, and `device: phone.sync`."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.devices import APP
from cogtui.cloud.providers.login_pages import ACTION
from cogtui.cloud.web import Page
from cogtui.cloud.world import World
from cogtui.course.device_step import DeviceStep, Taker
from cogtui.course.sync_steps import NAMES, SYNC_STEPS, missing
from cogtui.device import flows
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.sign_in import SignInClient
from cogtui.device.ways import Way
from cogtui.views.sync.conflict import CHOICES

DEVICES = frozenset({APP, *NAMES})
"""Every device that a lesson can speak of."""

MOST_PAGES = 5
"""A login that takes more pages than this goes in circles."""


def take(world: World, device: str, step: str, given: dict[str, Any]) -> str:
    """Take the step; its calls stand in the trail. What went otherwise than expected comes back as a sentence."""
    problem = "" if device == APP else missing(world, device, step)
    said = problem or steps_of(device)[step].take(world, device, **given)
    return said if isinstance(said, str) else ""


def steps_of(device: str) -> dict[str, DeviceStep]:
    """Return what a device can do."""
    return STEPS if device == APP else SYNC_STEPS


def step_of(action: str) -> DeviceStep:
    """Return the step that an action names: "phone.sync"."""
    device, _, step = action.partition(".")
    return steps_of(device)[step]


def by_hand(action: str, given: dict[str, Any]) -> str:
    """Return how a learner does it, with what the action is given."""
    device, _, _ = action.partition(".")
    sentence = step_of(action).by_hand.format_map(_Named(given | {"device": device}))
    chosen = given.get("resolve")
    return f'{sentence} Where it asks, choose "{CHOICES[chosen]}".' if chosen in CHOICES else sentence


class _Named(dict[str, Any]):
    """What a sentence can name; nothing where a lesson says nothing."""

    def __missing__(self, name: str) -> str:
        return ""


def _log_in(world: World, device: str, provider: Way = "facebook", via: str = "", **fields: str) -> None:
    """Log in as the person whom the pages are filled in for, or as the fields say, and agree to everything.

    `via` is the outside provider that is chosen at the user pool's pages.
    """
    page = flows.take(world, provider, "login", device)
    for _ in range(MOST_PAGES):
        if not isinstance(page, Page) or page.error:
            return
        link = next((link for link in page.links if via and link.provider == via), None)
        if link is not None:
            page = flows.follow(world, link, device)
        else:
            page = flows.answer(world, page, _named(page, fields), device)


def _answer(world: World, device: str, **fields: str) -> None:
    """Answer the challenge that waits, with what the device fills in or as the fields say."""
    page = flows.take(world, "user_pool", "answer", device)
    if isinstance(page, Page):
        flows.answer(world, page, _named(page, fields), device)


def _named(page: Page, fields: dict[str, str]) -> dict[str, str]:
    """Return what is given for a page: its fields, and the button."""
    names = {field.name for field in page.fields} | {ACTION}
    return {name: value for name, value in fields.items() if name in names}


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


_ROW = "Go to Sign in (1) and press enter on the row {}."

STEPS: dict[str, DeviceStep] = {
    "login": DeviceStep(
        _log_in,
        "the login",
        "Go to Sign in (1), press enter on the row Log in, and answer the provider's pages.",
        ("provider", "via", "email", "username", "password"),
    ),
    "answer": DeviceStep(
        _answer,
        "the answer to the challenge",
        "Go to Sign in (1), press enter on the row Answer, and answer the app's form.",
        ("answer", "action", "NEW_PASSWORD", "PASSWORD"),
    ),
    "redeem": DeviceStep(_plain("redeem"), "redeeming the code", _ROW.format("Redeem the code")),
    "confirm-device": DeviceStep(_plain("confirm-device"), "ConfirmDevice", _ROW.format("ConfirmDevice")),
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
