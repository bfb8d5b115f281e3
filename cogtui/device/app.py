"""The learner's app on a device, as far as all of its parts have it in common: its settings, its memory, its calls."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.devices import APP
from cogtui.cloud.holdings import kept
from cogtui.cloud.ids import derived
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.settings import AppSettings, settings_of


class App:
    """An app on a device. Holds nothing itself: what it keeps is the device's."""

    def __init__(self, world: World, device: str = APP, settings: AppSettings | None = None) -> None:
        self._world = world
        self._device = device
        self._settings = settings

    @property
    def settings(self) -> AppSettings:
        """The app's settings: those given, else the device's."""
        return self._settings or settings_of(self._world, self._device)

    @property
    def held(self) -> dict[str, Any]:
        """What the device holds, by name."""
        return self._world.held(self._device)

    def _call(self, service: str, operation: str, asked: dict[str, Any], also: dict[str, str] | None = None) -> Reply:
        """Make an unsigned call in the app's region; the device keeps what it brings, and `also` what these paths say."""
        keep = kept(service, operation, asked) | (also or {})
        region = self.settings.region
        return self._world.call(service, operation, asked, region=region, device=self._device, keep=keep)

    def _new_state(self) -> str:
        """Return a text that nobody can guess and that comes back with the answer (RFC 6749, section 10.12)."""
        world = self._world
        return derived(world.seed.encode(), world.history.epoch, f"state {world.history.position}", 16).hex()
