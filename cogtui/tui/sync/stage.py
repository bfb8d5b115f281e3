"""SyncStage: where on the Sync pane it is played what devices do: messages fly, questions are put, the end is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cogtui.cloud.device_sync.cache import device_named, devices_of
from cogtui.cloud.device_sync.records import SyncDevice
from cogtui.cloud.trail import Record, Reply
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Answer, Asks, Outcome, Question
from cogtui.tui.host import host
from cogtui.tui.sync.player import Course, SyncPlayer
from cogtui.tui.sync.told import refusal_line
from cogtui.tui.widgets.sync_wire import SyncWire
from cogtui.views.ink import Ink, ink

if TYPE_CHECKING:
    from cogtui.tui.panes.sync import Sync


class SyncStage:
    """What the player sees of the pane."""

    def __init__(self, pane: Sync) -> None:
        self._pane = pane
        self.player = SyncPlayer(self)

    @property
    def position(self) -> int:
        """How much has happened in the world."""
        return self._pane.world.history.position

    @property
    def moment(self) -> tuple[int, int]:
        """Which history the world has, and how much of it has happened."""
        history = self._pane.world.history
        return history.epoch, history.position

    @property
    def moves(self) -> bool:
        """Whether messages are to be seen on their way."""
        return host(self._pane).animation_level != "none" and bool(self._pane.display)

    @property
    def _wire(self) -> SyncWire:
        return self._pane.query_one(SyncWire)

    def fly(self, record: Record, then: Callable[[], None]) -> None:
        """Draw a message on its way, from the device that sends it or to it."""
        self._look_at(record.device)
        self._wire.fly(record, then)

    def show_again(self, record: Record) -> None:
        """Draw a message of the past on its way; nothing follows from it."""
        self._look_at(record.device)
        self._wire.fly(record, self._wire.clear)

    def land(self) -> None:
        """Show no message on its way any more."""
        self._wire.land()

    def gave_up(self) -> None:
        """Say that what was under way goes no further."""
        self._wire.say(ink((" what was under way ended: time went back", "dim")))

    def _look_at(self, device: str) -> None:
        """Show the device that does something, where not all are shown."""
        columns = self._pane.columns
        if device != columns.at and not columns.all_fit and columns.look_at(device) is not None:
            columns.take_focus()

    def ask(self, step: Question, then: Callable[[Answer], None]) -> None:
        """Put a device's question to whoever watches."""
        if isinstance(step, Asks):
            from cogtui.tui.screens.conflict import ConflictScreen

            store = self._pane.world.store
            device = device_named(store, step.conflicts[0].local.device)
            assert device is not None
            writers = {told: one.name for one in devices_of(store) for told in one.device_ids.values()}
            host(self._pane).push_screen(ConflictScreen(step.conflicts, device, writers), then)
            return
        from cogtui.tui.screens.sync_question import SyncQuestion

        host(self._pane).push_screen(SyncQuestion(step, self._asking), then)

    @property
    def _asking(self) -> SyncDevice | None:
        """The device that is at work: whose record is the newest."""
        world = self._pane.world
        return device_named(world.store, world.trail[self.position - 1].device)

    def play(self, course: Course, told: Callable[[Any], Ink]) -> None:
        """Play a course of events and what follows from it: pushes that arrived, datasets that waited for the network."""

        def ended(result: Any) -> None:
            line = told(result)
            self.player.play(devices.follow_ups(self._pane.world), lambda outcomes: self._say(line, outcomes))

        self.player.play(course, ended)

    def follow(self, reply: Reply | None = None) -> None:
        """Tell what a call was refused for, if it was; and let the devices do what follows from it."""
        if reply is not None and not reply.ok:
            self._wire.say(refusal_line(reply.record))
            return
        self.player.play(devices.follow_ups(self._pane.world), lambda outcomes: self._say((), outcomes))

    def _say(self, line: Ink, outcomes: list[Outcome]) -> None:
        more = (f"   then {len(outcomes)} more by itself" if outcomes else "", "dim")
        self._wire.say((*line, *ink(more)))
