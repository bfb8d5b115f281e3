"""The store and its journal: laws over any sequence of writes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.history import History
from cogtui.cloud.store import Past, Store, Table, Transaction
from cogtui.cloud.trail import Record


class Thing(msgspec.Struct, frozen=True):
    scope: str
    name: str
    size: int


THINGS = Table("test.things", Thing, lambda row: (row.scope, row.name))

NAMES = st.sampled_from("abcde")
PUT = st.builds(Thing, NAMES, NAMES, st.integers(0, 3))
DELETE = st.tuples(NAMES, NAMES)
WRITES = st.lists(st.one_of(PUT, DELETE), max_size=12)


def write(tx: Transaction, writes: list[Thing | tuple[str, str]]) -> None:
    for one in writes:
        if isinstance(one, Thing):
            tx.put(THINGS, one)
        else:
            tx.delete(THINGS, one)


def state(store: Store) -> list[tuple[str, tuple[str, ...], object]]:
    return list(store.every())


def rows(reader: Store | Past) -> list[Thing]:
    return [row for scope in reader.scopes(THINGS) for row in reader.scan(THINGS, scope)]


@given(WRITES, WRITES)
def test_rolling_back_to_a_mark_leaves_what_was_written_before_it(before, after):
    store = Store()
    tx = Transaction(store)
    write(tx, before)
    kept = state(store)
    mark = tx.mark()
    write(tx, after)
    tx.roll_back(mark)
    assert state(store) == kept


@given(WRITES, WRITES)
def test_reverting_a_commit_and_applying_it_again_are_each_others_opposite(before, after):
    store = Store()
    tx = Transaction(store)
    write(tx, before)
    tx.commit()
    was = state(store)
    write(tx, after)
    changes = tx.commit()
    became = state(store)
    store.revert(changes)
    assert state(store) == was
    store.apply(changes)
    assert state(store) == became


@given(WRITES)
def test_a_commit_holds_one_net_change_per_record_and_none_that_changes_nothing(writes):
    store = Store()
    tx = Transaction(store)
    write(tx, writes)
    changes = tx.commit()
    assert len({change.key for change in changes}) == len(changes)
    assert all(change.before != change.after for change in changes)


@given(st.lists(WRITES, min_size=1, max_size=6), st.data())
def test_any_earlier_moment_reads_as_it_was_and_the_present_stays(calls, data):
    store = Store()
    history = History(store)
    moments = [rows(store)]
    for number, writes in enumerate(calls, 1):
        tx = Transaction(store)
        write(tx, writes)
        history.begin()
        history.append(Record(str(number), "call", "s3", "PutObject", "App", "S3", 0, changes=tx.commit()))
        moments.append(rows(store))
    position = data.draw(st.integers(0, len(calls)))
    now = state(store)
    assert rows(history.at(position)) == moments[position]
    assert state(store) == now
    history.seek(position)
    assert rows(store) == moments[position]
    history.seek(len(calls))
    assert state(store) == now


def test_a_scope_is_listed_in_the_order_of_its_keys_whatever_the_order_of_writing():
    tx = Transaction(Store())
    for name in "cab":
        tx.put(THINGS, Thing("pool", name, 1))
    tx.put(THINGS, Thing("other", "z", 1))
    assert [row.name for row in tx.scan(THINGS, "pool")] == ["a", "b", "c"]


def test_seeking_beyond_the_trail_is_refused():
    with pytest.raises(IndexError, match="none of their moments"):
        History(Store()).seek(1)
