"""A call on its way through the door: what handlers see of the world, and the notes they leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, Protocol, TypeVar

import msgspec

from cogtui.cloud.callers import ANONYMOUS, LOCAL, Caller, Origin, Service
from cogtui.cloud.errors import AwsError, ErrorInfo
from cogtui.cloud.explain import AnyCheck, Check, Evaluation, Place, facts_of
from cogtui.cloud.ids import Ids
from cogtui.cloud.parties import FUNCTIONS_PARTY, PRINCIPAL_PARTY, SERVICE_PARTY
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, Principal
from cogtui.cloud.store import Table, Transaction
from cogtui.cloud.trail import Record, RecordKind
from cogtui.cloud.web import WebRequest, WebResponse

R = TypeVar("R", bound=msgspec.Struct)

AnyError = AwsError | Callable[[], AwsError]


class Door(Protocol):
    """What a call needs of the pipeline: a way to make further calls."""

    def pass_through(self, call: Call) -> Record:
        """Run the call and return its record."""
        ...


class Call:
    """One call, web request or act being handled. Handlers read and write the world through it and nothing else."""

    def __init__(
        self,
        door: Door,
        tx: Transaction,
        ids: Ids,
        now: float,
        *,
        kind: RecordKind,
        service: str,
        operation: str,
        params: dict[str, Any],
        no: str,
        source: str,
        target: str,
        caller: Caller = ANONYMOUS,
        origin: Origin = LOCAL,
        account: str = "",
        region: str = "",
        request_id: str = "",
        title: str = "",
        device: str = "",
        exempt: bool = False,
        host: float | None = None,
        unreadable: AwsError | None = None,
    ) -> None:
        self.door = door
        self.tx = tx
        self.ids = ids
        self.now = now
        """World time, epoch seconds."""
        self.host = host
        """What the host's clock shows, epoch seconds; None where the world is told of none."""
        self.unreadable = unreadable
        """The answer to parameters that arrived in a form which nobody can read; None: they could be read."""
        self.kind: RecordKind = kind
        self.service = service
        self.operation = operation
        self.params = params
        self.no = no
        self.source = source
        self.target = target
        self.caller = caller
        self.origin = origin
        self.account = account
        """The account that the call acts in."""
        self.region = region
        self.request_id = request_id
        self.title = title
        self.device = device
        self.exempt = exempt
        """Not authorised: template application only."""
        self.principal: Principal = ANONYMOUS_PRINCIPAL
        self.checks: list[AnyCheck] = []
        self.children: list[Record] = []
        self.kept: list[tuple[Table[Any], Any]] = []

    def require(
        self,
        rule: str,
        condition: object,
        error: AnyError,
        *,
        place: Place | None = None,
        note: str = "",
        **evidence: Any,
    ) -> None:
        """Note a check; raise `error` when the condition does not hold.

        Evidence values are JSON-able, or a `Fact` where the value's place is known; `place=` is the check's own place and
        `note=` its remark.
        """
        passed = bool(condition)
        self.checks.append(Check(rule, passed, facts_of(evidence), (), place, note))
        if not passed:
            raise error if isinstance(error, AwsError) else error()

    def note(
        self, rule: str, passed: bool | None, *, place: Place | None = None, note: str = "", **evidence: Any
    ) -> None:
        """Note a check without refusing."""
        self.checks.append(Check(rule, passed, facts_of(evidence), (), place, note))

    def refuse(self, rule: str, error: AwsError, **evidence: Any) -> NoReturn:
        """Note a check that did not pass and raise `error`."""
        self.note(rule, False, **evidence)
        raise error

    def decide(self, evaluation: Evaluation | Check, error: AnyError) -> None:
        """Keep the verdict of a pure evaluator; raise `error` when it did not pass."""
        self.checks.append(evaluation)
        if not evaluation.passed:
            raise error if isinstance(error, AwsError) else error()

    def keep_on_failure(self, table: Table[R], record: R) -> None:
        """Declare a write that stands even though the call fails: a counter of failed attempts, a used-up code."""
        self.kept.append((table, record))

    def invoke(self, service: str, operation: str, params: dict[str, Any], caller: Caller) -> dict[str, Any]:
        """Call another service through the door, as a child record; raises its AwsError."""
        child = self._child("call", service, operation, params, caller)
        record = self._passed(child)
        if record.error is not None:
            error = record.error
            raise AwsError(error.code, error.message, status=error.status, **error.extra)
        return record.output or {}

    def visit(self, request: WebRequest, *, title: str = "") -> WebResponse:
        """Send a web request from server to server, as a child record."""
        from cogtui.cloud.sites import site_of

        site = site_of(self.tx, request.host)
        child = self._child("web", site.name, f"{request.method} {request.path}", {}, self.caller)
        child.params = msgspec.to_builtins(request)
        child.title = title
        child.target = site.party
        record = self._passed(child)
        return msgspec.convert(record.output or {}, WebResponse)

    def trigger(self, arn: str, source: str, event: dict[str, Any], caller: Service) -> Record:
        """Run a function with an event, as a child record, and return that: whoever fires it judges what came back."""
        child = self._child("trigger", "lambda", arn, event, caller)
        child.title = source
        child.target = FUNCTIONS_PARTY
        return self._passed(child)

    def deliver(
        self, carrier: str, operation: str, content: dict[str, Any], *, target: str, device: str = "", title: str = ""
    ) -> Record:
        """Send something to a party that has no API here, as a child record, and return that: see `deliveries`."""
        child = self._child("message", carrier, operation, content, self.caller)
        child.title = title
        child.target = target
        child.device = device
        return self._passed(child)

    def _passed(self, child: Call) -> Record:
        record = self.door.pass_through(child)
        self.children.append(record)
        self.kept.extend(child.kept)
        return record

    def _child(self, kind: RecordKind, service: str, operation: str, params: dict[str, Any], caller: Caller) -> Call:
        no = f"{self.no}.{len(self.children) + 1}"
        source = PRINCIPAL_PARTY.get(caller.name, self.target) if isinstance(caller, Service) else self.target
        return Call(
            self.door,
            self.tx,
            self.ids,
            self.now,
            kind=kind,
            service=service,
            operation=operation,
            params=params,
            no=no,
            source=source,
            target=SERVICE_PARTY.get(service, service),
            caller=caller,
            origin=self.origin,
            region=self.region,
            request_id=f"{self.request_id[:-4]}{len(self.children) + 1:04x}" if self.request_id else "",
            exempt=self.exempt,
            host=self.host,
        )

    def record(self, output: dict[str, Any] | None, error: ErrorInfo | None) -> Record:
        """Return what the trail keeps of this call."""
        return Record(
            no=self.no,
            kind=self.kind,
            service=self.service,
            operation=self.operation,
            source=self.source,
            target=self.target,
            at=self.now,
            account=self.account,
            region=self.region,
            caller=self.caller,
            principal_arn=self.principal.arn,
            origin=self.origin,
            request=self.params,
            output=output,
            error=error,
            request_id=self.request_id,
            checks=tuple(self.checks),
            children=tuple(self.children),
            title=self.title,
            device=self.device,
        )
