"""A request tried along the whole chain: from the login over the exchange to the resource, and why each link held or broke."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device import chain
from cogtui.device.chain import OPERATIONS, Link, Request
from cogtui.device.flows import Exchange
from cogtui.tui.content import content
from cogtui.tui.widgets.rows import RowList
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.exchange import draw_link, request_line
from cogtui.views.ink import Ink


class Links(RowList):
    """The chain."""

    def draw(self, row: Any, width: int) -> Ink:
        link: Link = row
        return draw_link(link.name, link.record, width, trial=link.trial)


class RequestChain(Vertical):
    """Which request by which flow, the chain that it goes along, and the why of the link under the cursor."""

    DEFAULT_CSS = """
    RequestChain {
        & > #links { height: auto; max-height: 50%; margin-bottom: 1; }
        & > #request { height: 1; text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted; }
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._operation = 0
        self._flow: Exchange = "classic"

    def compose(self) -> ComposeResult:
        yield Static(id="request")
        yield Links(id="links")
        yield WhyTree(id="link-why")

    def request(self, world: World) -> Request:
        """Return the request that is tried."""
        return chain.request_of(world, OPERATIONS[self._operation])

    def links(self, world: World) -> list[Link]:
        """Return the chain, tried anew."""
        return chain.chain(world, self._flow, self.request(world))

    def show(self, world: World, cells: int) -> None:
        """Try the request and show what came of it, the cursor on the link that broke."""
        request = self.request(world)
        where = "/".join(str(value) for name, value in request.params.items() if name != "Body")
        words = request_line(request.operation, where, f"{self._flow} flow", cells)
        self.query_one("#request", Static).update(content(words))
        rows = self.links(world)
        broken = next((index for index, link in enumerate(rows) if link.record and not link.record.ok), len(rows) - 1)
        self.query_one(Links).show(rows, cursor=broken)
        self._explain()

    def other_request(self) -> None:
        """Go on to another operation."""
        self._operation = (self._operation + 1) % len(OPERATIONS)

    def other_flow(self) -> None:
        """Go on to the other flow."""
        self._flow = "enhanced" if self._flow == "classic" else "classic"

    def send(self, world: World) -> Reply:
        """Make the request for real."""
        return chain.send(world, self.request(world))

    def _explain(self) -> None:
        link: Link | None = self.query_one(Links).chosen
        self.query_one(WhyTree).explain(link.record if link is not None else None)

    @on(RowList.Highlighted, "#links")
    def link_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the why of the link under the cursor."""
        event.stop()
        self._explain()

    @on(RowList.Opened, "#links")
    def link_opened(self, event: RowList.Opened) -> None:
        """Go into the why."""
        event.stop()
        self.query_one(WhyTree).focus()
