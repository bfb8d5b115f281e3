"""Sync: one person's dataset on several devices, with the service in their middle and all that flies between them."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.device_sync.records import SyncDevice
from cogtui.course.places import DEVICE_POINTS
from cogtui.device.sync import devices
from cogtui.tui.actions import bindings
from cogtui.tui.content import content, paragraph
from cogtui.tui.host import host
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.sync.scripts import ScriptOnStage
from cogtui.tui.sync.stage import SyncStage
from cogtui.tui.sync.told import outcome_line
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.sync_columns import CLOUD, SyncColumns
from cogtui.tui.widgets.sync_timeline import SyncTimeline
from cogtui.tui.widgets.sync_wire import SyncWire
from cogtui.views.ink import Ink
from cogtui.views.sync.board import DATASET, Board, DeviceView, board_of
from cogtui.views.sync.typed import record_of, wrong_with_record, wrong_with_value

BESIDE = 150
"""Cells from which a record's detail stands beside the timeline."""

HEADS = 3
"""Rows of the columns above and below the records."""

LEAST_ROWS = 5
"""Rows of the columns in a low terminal."""


class Sync(Pane):
    """Devices, offline, conflicts, push."""

    pane_id = "sync"
    first_focus = "#device-0 Records"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sync")]
    DEFAULT_CSS = """
    Sync {
        & .line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #story { height: auto; max-height: 4; }
        & SyncColumns { height: 8; }
        & .lower { height: 1fr; layout: vertical; }
        & SyncTimeline, & RecordDetail { height: 1fr; width: 1fr; }
        & RecordDetail { display: none; }
        &.-aside SyncTimeline { display: none; }
        &.-aside RecordDetail { display: block; }
        &.-beside .lower { layout: horizontal; }
        &.-beside SyncTimeline { display: block; }
        &.-beside RecordDetail { display: block; margin-left: 2; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.dataset = DATASET
        self.stage = SyncStage(self)
        self.script = ScriptOnStage(self)
        self._alone = False
        """Whether the timeline shows the device in view alone."""
        self._board: Board | None = None
        self._caption: list[Ink] = []

    def compose(self) -> ComposeResult:
        yield Static(id="story")
        yield Static(id="tabs", classes="line")
        yield SyncColumns()
        yield SyncWire(id="wire")
        with Container(classes="lower"):
            yield SyncTimeline(id="timeline")
            yield RecordDetail(id="sync-detail")

    # --- what is looked at -------------------------------------------------------------------------------------------

    @property
    def columns(self) -> SyncColumns:
        """The devices and the service."""
        return self.query_one(SyncColumns)

    @property
    def device(self) -> SyncDevice | None:
        """The device in view."""
        return device_named(self.world.store, self.columns.at)

    @property
    def view(self) -> DeviceView | None:
        """The same with what it caches."""
        found = self._board.devices if self._board else ()
        return next((one for one in found if one.device.name == self.columns.at), None)

    def show_world(self) -> None:
        self.stage.player.world_moved()
        self.draw()

    def draw(self) -> None:
        """Draw the world as it is, and the device in view."""
        columns = self.columns
        self._board = board = board_of(self.world.store, self.dataset, columns.at)
        columns.styles.height = self._rows(board)
        columns.show(board)
        self._draw_lines(board)
        self.call_after_refresh(self._draw_story)  # what was changed is seen first, its history with the next frame

    def _draw_story(self) -> None:
        self.query_one(SyncTimeline).show(self.world, self.columns.at if self._alone else "")

    def _draw_lines(self, board: Board) -> None:
        tabs = self.query_one("#tabs", Static)
        tabs.display = not self.columns.all_fit and bool(board.devices)
        tabs.update(content(self.columns.tabs(board, self._cells)), layout=False)
        caption = self.script.caption(board, self._cells)
        if caption != self._caption:
            self._caption = caption
            self.query_one("#story", Static).update(paragraph(caption))

    def _rows(self, board: Board) -> int:
        """Return the rows of the columns: as many as the records want, and not more than half of all."""
        most = max((len(view.records) for view in (*board.devices, board.cloud)), default=0)
        return max(min(HEADS + most + 1, self.size.height // 2), LEAST_ROWS)

    @property
    def _cells(self) -> int:
        return max(self.size.width, 40)

    def on_resize(self) -> None:
        self.set_class(self.size.width >= BESIDE, "-beside")
        if self.is_mounted and self._shown_moment >= 0:
            self.call_after_refresh(self.draw)

    @on(SyncColumns.Chosen)
    def device_chosen(self, event: SyncColumns.Chosen) -> None:
        """Look at the service as the device's identity sees it."""
        event.stop()
        self.draw()

    def point_at(self, point: str) -> Widget | None:
        """Return the part that a lesson points at; a device comes into view, and where it is not there the board stands for it."""
        if point == "cloud":
            return self.columns.column(CLOUD).records
        if point in DEVICE_POINTS:
            column = self.columns.look_at(point)
            return column.records if column is not None else self.columns
        return super().point_at(point)

    # --- the timeline ------------------------------------------------------------------------------------------------

    @on(SyncTimeline.Chosen)
    def record_chosen(self, event: SyncTimeline.Chosen) -> None:
        """Show the detail of the record under the cursor."""
        event.stop()
        self.query_one(RecordDetail).show(event.record)

    @on(SyncTimeline.Opened)
    def record_opened(self, event: SyncTimeline.Opened) -> None:
        """Go into the detail."""
        event.stop()
        self.add_class("-aside")
        detail = self.query_one(RecordDetail)
        detail.show(event.record)
        detail.focus_view()

    @on(SyncTimeline.Replayed)
    def record_replayed(self, event: SyncTimeline.Replayed) -> None:
        """Let its messages fly once more."""
        event.stop()
        self.stage.show_again(event.record)

    def on_key(self, event: Any) -> None:
        """Esc leaves the detail for the timeline, then the script."""
        if event.key != "escape":
            return
        if self.query_one(RecordDetail).has_focus_within:
            event.stop()
            self.remove_class("-aside")
            self.query_one(SyncTimeline).take_focus()
        elif self.script.leave():
            event.stop()
            self.draw()

    def action_one(self) -> None:
        """Show the timeline of one device, or of all."""
        self._alone = not self._alone
        self.draw()

    # --- on a device -------------------------------------------------------------------------------------------------

    def _need_device(self) -> SyncDevice | None:
        """Return the device in view, once nothing is under way any more; None when there is none, or something is asked first."""
        if not self._free():
            return None
        if self.device is None:
            host(self).tell("There is no device yet; a adds one")
        return self.device

    def _free(self) -> bool:
        """Let what is under way come to its end; False when it asks something on the way: the answer goes first."""
        self.stage.player.hurry()
        return not self.stage.player.busy

    def action_synchronise(self) -> None:
        """Synchronise."""
        device = self._need_device()
        if device is not None:
            course = devices.synchronization(self.world, device.name, self.dataset)
            self.stage.play(course, lambda outcome: outcome_line(device.name, outcome))

    def action_when_online(self) -> None:
        """Synchronise as soon as there is a network."""
        device = self._need_device()
        if device is not None:
            devices.synchronize_when_connected(self.world, device.name, self.dataset)
            self.stage.follow()

    def action_network(self) -> None:
        """Go offline, or online."""
        device = self._need_device()
        if device is not None:
            devices.set_online(self.world, device.name, not device.online)
            self.stage.follow()

    @on(SyncColumns.Opened)
    def record_wanted(self, event: SyncColumns.Opened) -> None:
        """Write the record that was opened."""
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        """Write the record under the cursor, in place."""
        device = self._need_device()
        if device is None:
            return
        new = self.columns.chosen is None
        self.columns.column(device.name).write(
            (lambda text: wrong_with_record(text, device.profile)) if new else wrong_with_value
        )

    @on(SyncColumns.Written)
    def record_written(self, event: SyncColumns.Written) -> None:
        """Keep on the device what was written there."""
        event.stop()
        if not self._free():
            return
        key, value = (event.key, event.text) if event.key else record_of(event.text)
        self.stage.follow(devices.edit(self.world, event.device, self.dataset, key, value))

    def action_remove(self) -> None:
        """Remove the record under the cursor."""
        device = self._need_device()
        record = self.columns.chosen
        if device is not None and record is not None:
            self.stage.follow(devices.edit(self.world, device.name, self.dataset, record.key, None))

    def action_delete_dataset(self) -> None:
        """Delete the dataset here."""
        device = self._need_device()
        if device is not None:
            self.stage.follow(devices.delete_dataset(self.world, device.name, self.dataset))

    def action_push(self) -> None:
        """Turn push on or off."""
        device, view = self._need_device(), self.view
        if device is None or view is None:
            return
        turn = devices.push_off if view.subscribed else devices.push_on
        self.stage.follow(turn(self.world, device.name, self.dataset))

    def action_lose(self) -> None:
        """Lose what waits."""
        device = self._need_device()
        if device is not None:
            devices.lose_pushes(self.world, device.name)

    def action_manager(self) -> None:
        """Give the app the other sync manager."""
        device = self._need_device()
        if device is not None:
            other = "correct" if device.profile == "javascript" else "javascript"
            devices.set_profile(self.world, device.name, other)
            host(self).tell(f"{device.name}: {_MANAGERS[other]}")

    def action_app(self) -> None:
        """Uninstall the app, or install it."""
        device = self._need_device()
        if device is not None:
            change = devices.uninstall if device.installed else devices.install
            change(self.world, device.name)

    def action_drop(self) -> None:
        """Take the device away."""
        device = self._need_device()
        if device is not None:
            devices.remove(self.world, device.name)
            self.columns.take_focus()

    # --- by a form, over the pane ------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Add a device."""
        from cogtui.tui.sync.forms import add_device

        if self._free():
            add_device(self)

    def action_person(self) -> None:
        """Say who is signed in."""
        from cogtui.tui.sync.forms import sign_in

        if (device := self._need_device()) is not None:
            sign_in(self, device)

    def action_clock(self) -> None:
        """Set the device's clock."""
        from cogtui.tui.sync.forms import set_clock

        if (device := self._need_device()) is not None:
            set_clock(self, device)

    def action_name_dataset(self) -> None:
        """Open a dataset by its name."""
        from cogtui.tui.sync.forms import name_dataset

        name_dataset(self)

    def action_dataset(self) -> None:
        """Look at the next dataset."""
        names = self._board.names if self._board else (self.dataset,)
        self.open_dataset(names[(names.index(self.dataset) + 1) % len(names)])

    def open_dataset(self, name: str) -> None:
        """Look at a dataset."""
        self.dataset = name
        self.draw()

    def action_column(self, step: int) -> None:
        """Go to another column."""
        self.columns.go(step)

    def action_compare(self) -> None:
        """Compare with AppSync."""
        from cogtui.tui.screens.sync_or_appsync import SyncOrAppSync

        host(self).push_screen(SyncOrAppSync())

    def action_script(self) -> None:
        """Choose a script to watch."""
        if self._free():
            self.script.choose()

    def action_script_next(self) -> None:
        """Play the script's next step."""
        if self._free():
            self.script.next()

    def action_replay(self) -> None:
        """Watch it all again."""
        if self._free():
            self.query_one(SyncTimeline).replay(self.session)


_MANAGERS = {"correct": "the correct sync manager", "javascript": "the JavaScript manager, with its lost updates"}
