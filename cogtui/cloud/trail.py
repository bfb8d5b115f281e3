"""The trail: one record for each thing that happened, with its request, reply, why and changes.

Records, and all that they and the store keep, are frozen and say `gc=False`: what can't come to hold itself is no work for
the garbage collector, which would walk a long trail again and again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from cogtui.cloud.callers import ANONYMOUS, LOCAL, Caller, Origin
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.explain import AnyCheck, Check, opened, refusing, walk
from cogtui.cloud.store import Change

RecordKind = Literal["call", "web", "act", "trigger", "message"]


class Record(msgspec.Struct, frozen=True, gc=False):
    """One call, web request or act, and what became of it."""

    no: str
    """"12", and "12.1" for the first child of 12."""
    kind: RecordKind
    service: str
    """call: the AWS service ("sts"); web: the provider ("facebook"); act: the family ("clock"); trigger: "lambda"; message:
    what carries it ("GCM", "kinesis")."""
    operation: str
    """call: AWS's name; web: method and path; act: the act's name; trigger: the function's ARN, and the title its source;
    message: what happens to it ("push", "PutRecord")."""
    source: str
    """Party that asks (a code of `parties`)."""
    target: str
    """Party that answers."""
    at: float
    """World time, epoch seconds."""
    account: str = ""
    region: str = ""
    caller: Caller = ANONYMOUS
    principal_arn: str = ""
    """Who the caller turned out to be; empty for anonymous or unrecognised callers."""
    origin: Origin = LOCAL
    request: dict[str, Any] = {}
    output: dict[str, Any] | None = None
    """None when it failed."""
    error: ErrorInfo | None = None
    request_id: str = ""
    checks: tuple[AnyCheck, ...] = ()
    children: tuple[Record, ...] = ()
    """Calls made on the way: the identity pool asking STS, or asking Facebook about a token."""
    changes: tuple[Change, ...] = ()
    """What it changed, its children included; kept on top-level records only."""
    title: str = ""
    """Words for the row where the operation's name does not tell: "Log in as ana"."""
    device: str = ""
    """The simulated device whose call this was."""

    @property
    def ok(self) -> bool:
        """Whether it succeeded."""
        return self.error is None

    @property
    def name(self) -> str:
        """The row's words: the title, else the operation."""
        return self.title or self.operation

    def why(self) -> tuple[Check, ...]:
        """Return the checks with every recorded evaluation run again, with notes."""
        return tuple(opened(check) for check in self.checks)

    def rules(self) -> Iterator[tuple[str, bool | None]]:
        """Yield (rule id, passed) of everything that was checked, finest included, children's too."""
        for check in self.checks:
            for found in walk(check):
                yield found.rule, found.passed
        for child in self.children:
            yield from child.rules()

    @property
    def refused_by(self) -> tuple[str, ...]:
        """Ids of the rules that refused, coarse to fine, children's too."""
        own = [found.rule for check in self.checks for found in refusing(check)]
        return (*own, *(rule for child in self.children for rule in child.refused_by))


class Reply(msgspec.Struct, frozen=True, gc=False):
    """What the caller gets back, with the record it left."""

    record: Record

    @property
    def ok(self) -> bool:
        """Whether it succeeded."""
        return self.record.ok

    @property
    def output(self) -> dict[str, Any]:
        """The operation's output in AWS's own shape; empty when it failed."""
        return self.record.output or {}

    @property
    def error(self) -> ErrorInfo | None:
        """AWS's error, or None."""
        return self.record.error
