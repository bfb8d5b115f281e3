"""The Sync pane's forms: what they ask, and what their answers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cogtui.cloud.device_sync.records import MOST_DEVICES, SyncDevice
from cogtui.cloud.devices import SAVED_LOGIN
from cogtui.device.sync import devices
from cogtui.tui.host import host
from cogtui.tui.screens.form import FormScreen
from cogtui.views.form import Field
from cogtui.views.sync.forms import GUEST, NOBODY, adding, signing_in
from cogtui.views.sync.typed import seconds_of, wrong_with_dataset

if TYPE_CHECKING:
    from cogtui.tui.panes.sync import Sync


def add_device(pane: Sync) -> None:
    """Ask what to add, and add it."""
    present = pane.columns.names
    if len(present) >= MOST_DEVICES:
        host(pane).tell(f"{MOST_DEVICES} devices are the most; r takes one away")
        return

    def take(answers: dict[str, str]) -> str:
        kind: Any = answers["kind"]
        platform: Any = "" if kind == "web" else answers["platform"]
        profile: Any = answers["profile"]
        name = devices.add(pane.world, kind, profile=profile, platform=platform, login=_login(pane))
        pane.columns.at = name
        pane.show_world()
        pane.columns.take_focus()
        return ""

    form = adding()
    host(pane).push_screen(FormScreen(form.title, form.text, form.fields, take))


def _login(pane: Sync) -> dict[str, str] | None:
    """Return the login that the other devices have saved: they all belong to one person."""
    saved = (pane.world.held(name).get(SAVED_LOGIN) for name in pane.columns.names)
    return next((one for one in saved if one), None)


def sign_in(pane: Sync, device: SyncDevice) -> None:
    """Ask who uses the device, and let that person in."""
    saved: dict[str, str] = pane.world.held(device.name).get(SAVED_LOGIN) or {}

    def take(answers: dict[str, str]) -> str:
        world, name = pane.world, device.name
        if answers["who"] == NOBODY:
            devices.sign_out(world, name)
            return ""
        if answers["who"] == GUEST:
            reply = devices.sign_in_as_guest(world, name)
        else:
            given = {"username": answers["username"], "password": answers["password"]}
            if given != saved:
                world.act("device.keep", values={SAVED_LOGIN: given}, device=name, title=f"{name}: save a login")
            reply = devices.sign_in(world, name)
        error = reply.error
        if error is not None:
            return f"{error.code}: {error.message}"
        pane.stage.follow()
        return ""

    form = signing_in(device, saved.get("username", ""), saved.get("password", ""))
    host(pane).push_screen(FormScreen(form.title, form.text, form.fields, take))


def set_clock(pane: Sync, device: SyncDevice) -> None:
    """Ask how far the device's clock is off, and set it so."""

    def take(answers: dict[str, str]) -> str:
        text = answers["seconds"]
        seconds = seconds_of(text)
        if seconds is None:
            return f"`{text[:40]}` is no number of seconds, ten years at most: 90, -3600"
        devices.set_skew(pane.world, device.name, seconds)
        return ""

    words = "Edits carry the time of the device that made them, and last writer wins goes by it."
    field = Field("seconds", "Seconds ahead of the world's clock", f"{device.skew:.12g}", "negative: behind")
    host(pane).push_screen(FormScreen(f"the clock of the {device.name}", words, (field,), take))


def name_dataset(pane: Sync) -> None:
    """Ask for a dataset's name, and look at it."""

    def take(answers: dict[str, str]) -> str:
        problem = wrong_with_dataset(answers["name"])
        if not problem:
            pane.open_dataset(answers["name"])
        return problem

    words = "A dataset comes into being with the first record that a device sends."
    field = Field("name", "Dataset", pane.dataset, "letters, digits and _ . : -")
    host(pane).push_screen(FormScreen("which dataset?", words, (field,), take))
