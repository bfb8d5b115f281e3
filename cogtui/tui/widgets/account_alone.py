"""What the Accounts pane shows in a world of one account; it can hold the focus, so that the pane's keys work."""

from __future__ import annotations

from textual.widgets import Static

from cogtui.tui.content import raw

ONE_ACCOUNT = (
    "This world has one account, and crossing takes two.\n\no opens a second one, empty but for its operator. u takes it "
    "back."
)


class Alone(Static, can_focus=True):
    """Stands in the place of the steps."""

    def __init__(self) -> None:
        super().__init__(raw(ONE_ACCOUNT), id="alone")
