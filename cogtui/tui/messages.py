"""Messages that cross widgets. A pane asks; the app does; the answer comes back as a new `moment`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.message import Message

if TYPE_CHECKING:  # Home loads the messages, and nothing of the cloud and the course
    from cogtui.cloud.explain import Place
    from cogtui.course.places import PaneId


@runtime_checkable
class Copyable(Protocol):
    """A widget that knows what "copy" means for it."""

    def copied(self) -> tuple[str, str] | None:
        """Return (what, text): "the AWS CLI line" and the line."""
        ...


@runtime_checkable
class Typable(Protocol):
    """A pane into which commands can be typed for the learner to run."""

    def type_in(self, lines: tuple[str, ...]) -> None:
        """Put commands, one a line, where the learner types them; nothing is run."""
        ...


@runtime_checkable
class Chooser(Protocol):
    """A pane in which a record can be chosen from elsewhere."""

    def choose(self, no: str) -> None:
        """Put the cursor on the record with that number and go into its detail."""
        ...


@dataclass
class ActRequested(Message):
    """Do an act of the world: move the clock, let a device keep something."""

    name: str
    parameters: dict[str, Any]


@dataclass
class RecordChosen(Message):
    """Somebody opened a record of the trail; the workspace shows its detail."""

    no: str


@dataclass
class PlaceOpened(Message):
    """Somebody wants to see where a value stands: a statement of a policy, a claim of a token, a setting."""

    place: Place


@dataclass
class PaneWanted(Message):
    """Go to a pane, and to a widget in it where one is named."""

    pane: PaneId
    point: str = ""
    take_focus: bool = True


@dataclass
class ValueOpened(Message):
    """Show a whole long value: find in it, copy it, write it to a file."""

    title: str
    text: str


@dataclass
class CopyRequested(Message):
    """Put text on the clipboard."""

    what: str
    """For the confirmation: "the AWS CLI line"."""
    text: str
