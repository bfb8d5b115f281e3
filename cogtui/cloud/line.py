"""The records of a world in a row, of which the oldest may have been let go: numbers stay what they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import cast, overload

from cogtui.cloud.trail import Record


class Line(Sequence[Record]):
    """Records by their number from 0. Those before `first` are gone: slices leave them out, indexing them is an error."""

    def __init__(self, records: Iterable[Record] = (), first: int = 0) -> None:
        self.first = first
        """How many of the oldest were let go."""
        self._kept = list(records)

    def __len__(self) -> int:
        return self.first + len(self._kept)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._kept)

    def __eq__(self, other: object) -> bool:
        """Compare the records that are there with those of another line or list."""
        if not isinstance(other, (Line, list)):
            return NotImplemented
        return self._kept == [*cast("Iterable[object]", other)]

    __hash__ = None  # pyright: ignore[reportAssignmentType] - it changes

    def __reversed__(self) -> Iterator[Record]:
        return reversed(self._kept)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step != 1:
                return [self._kept[at - self.first] for at in range(start, stop, step) if at >= self.first]
            return self._kept[max(start - self.first, 0) : max(stop - self.first, 0)]
        at = index if index >= 0 else len(self) + index
        if at < self.first:
            raise IndexError(f"record {index} was let go")
        return self._kept[at - self.first]

    @property
    def kept(self) -> int:
        """How many are still there."""
        return len(self._kept)

    def append(self, record: Record) -> None:
        """Add one at the end."""
        self._kept.append(record)

    def cut(self, position: int) -> None:
        """Drop everything from `position` on."""
        del self._kept[max(position - self.first, 0) :]

    def fold(self, count: int) -> list[Record]:
        """Let the oldest `count` go and return them."""
        folded = list(islice(self._kept, count))
        del self._kept[:count]
        self.first += len(folded)
        return folded

    def until(self, position: int) -> Line:
        """Return a line of its own with what comes before `position`."""
        return Line(self[:position], min(self.first, position))
