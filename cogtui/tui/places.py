"""Going to where a value stands: a statement of a policy, a claim of a token, a setting of a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from cogtui.cloud.accounts.principals import INLINE_POLICIES, ROLES
from cogtui.cloud.explain import Place
from cogtui.cloud.store import Reader, Table
from cogtui.tui.messages import ValueOpened
from cogtui.views.json_ink import pretty

if TYPE_CHECKING:
    from cogtui.tui.screens.workspace import Workspace


def _is_of_role(place: Place) -> bool:
    """Say whether the Exchange pane has the place: a role's trust policy, or one of its inline policies."""
    if not place.field or place.key is None:
        return False
    return place.table == ROLES.name or (place.table == INLINE_POLICIES.name and "/role/" in place.key[0])


async def open_place(workspace: Workspace, place: Place) -> None:
    """Show the place on the pane that has it, or in the viewer."""
    if _is_of_role(place):
        await workspace.show_pane("exchange", take_focus=True)
        pane = workspace.pane
        from cogtui.tui.panes.exchange import Exchange

        if isinstance(pane, Exchange):
            pane.open_policy(place)
        return
    if place.kind == "claim":
        await workspace.show_pane("tokens", take_focus=True)
        from cogtui.tui.panes.tokens import Tokens

        if isinstance(workspace.pane, Tokens):
            workspace.pane.point_at_claim(place.pointer.removeprefix("/"))
        return
    workspace.post_message(ValueOpened(place.label, text_of(workspace.session.world.store, place)))


def text_of(reader: Reader, place: Place) -> str:
    """Return the record that holds a setting, as text."""
    table: Table[Any] | None = Table.known.get(place.table or "")
    record = reader.get(table, place.key) if table and place.key else None
    if record is None:
        return place.label
    if place.field and isinstance(getattr(record, place.field, None), str):
        return str(getattr(record, place.field))
    return pretty(msgspec.to_builtins(record))
