"""Calls of an account's operator tried on the world and taken back: the world as it would be, to put questions to."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import msgspec

from cogtui.cloud.callers import Operator
from cogtui.cloud.store import Change, Key, Past, Reader
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.device.operator_calls import Made, carry_out

Call = tuple[str, str, dict[str, Any]]
"""Service, operation, parameters."""


class Trial(msgspec.Struct, frozen=True):
    """What came of it."""

    refused: Record | None
    """The call that AWS refused: nothing would change."""
    after: Reader
    """The world as it would be. The real one goes on meanwhile, and shows through wherever nothing was changed."""


def tried(world: World, calls: Sequence[Call], account: str) -> Trial:
    """Try the calls as the account's operator; nothing of them stays."""
    changed: dict[tuple[str, Key], Change] = {}
    with world.what_if() as trial:
        for service, operation, params in calls:
            record = trial.call(service, operation, params, caller=Operator(account)).record
            if not record.ok:
                return Trial(record, world.store)
            changed |= {(one.table, one.key): one for one in record.changes}
    swapped = [Change(one.table, one.key, one.after, one.before) for one in changed.values()]
    return Trial(None, Past(world.store, swapped))


def make(world: World, calls: Sequence[Call], account: str) -> Record | None:
    """Make the calls for good; return the one that was refused, after which none was made."""
    refused = carry_out(world, _known(calls, account))
    return refused.record if refused is not None else None


def _known(calls: Sequence[Call], account: str) -> Generator[Made, dict[str, Any], None]:
    """Yield calls whatever their answers are."""
    for call in calls:
        yield Made(account, *call)
