"""What a world keeps of its functions."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.store import Table


class FunctionRule(msgspec.Struct, frozen=True, gc=False):
    """One rule: when it applies, and what the function does then."""

    when: str = ""
    """JMESPath over the event; empty: always."""
    set: dict[str, Any] = {}
    """Path below `response` or `datasetRecords` -> a text that is JMESPath over the event or `code(6)`; any other value as it is."""
    omit: tuple[str, ...] = ()
    """Paths to what the function leaves out of its answer."""
    deny: str = ""
    """The message of the error that the function fails with."""
    takes: float = 0
    """Seconds that it takes the function."""


class Function(msgspec.Struct, frozen=True, gc=False):
    """A function and its rules."""

    arn: str
    name: str
    rules: tuple[FunctionRule, ...]

    def place(self, index: int) -> Place:
        """Return where a rule stands, counted from 0."""
        label = f"function {self.name}, rule {index + 1}"
        return Place("setting", label, FUNCTIONS.name, (self.arn,), "rules", f"/{index}")


FUNCTIONS = Table("functions.functions", Function, lambda row: (row.arn,))
