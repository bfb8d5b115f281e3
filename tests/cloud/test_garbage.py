"""What the trail and the store keep is passed over by the garbage collector."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import msgspec

from cogtui.cloud import codec
from cogtui.cloud.policy.request import PolicyRequest
from cogtui.cloud.store import Table
from cogtui.cloud.trail import Record


def kept(kind: Any, seen: set[Any]) -> Iterator[type[msgspec.Struct]]:
    """Yield a record's class, its subclasses, and the classes of all that its fields hold."""
    if kind in seen:
        return
    seen.add(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        parts = (*get_type_hints(kind).values(), *kind.__subclasses__())
    else:
        parts = get_args(kind)
    for part in parts:
        yield from kept(part, seen)


def test_records_that_are_kept_are_no_work_for_the_garbage_collector() -> None:
    codec.load_tables()
    for evaluation in codec.EVALUATIONS.values():
        importlib.import_module(evaluation.partition(":")[0])
    seen: set[Any] = set()
    roots = (Record, PolicyRequest, *(table.record for table in Table.known.values()))
    classes = [found for root in roots for found in kept(root, seen) if found.__module__.startswith("cogtui.")]
    assert len(classes) > 40
    # They are frozen, so none can come to hold itself: the collector would walk a long trail again and again for nothing.
    assert [one.__name__ for one in classes if one.__struct_config__.gc] == []


def test_a_record_is_not_tracked() -> None:
    assert not gc.is_tracked(Record("1", "act", "clock", "advance", "You", "You", 0.0))
