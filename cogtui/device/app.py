"""The learner's app on a device, as far as all of its parts have it in common: its settings, its memory, its calls."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.devices import APP
from cogtui.cloud.holdings import kept
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

    def _call(self, service: str, operation: str, asked: dict[str, Any]) -> Reply:
        """Make an unsigned call in the app's region; the device keeps what it brings."""
        keep = kept(service, operation, asked)
        region = self.settings.region
        return self._world.call(service, operation, asked, region=region, device=self._device, keep=keep)
