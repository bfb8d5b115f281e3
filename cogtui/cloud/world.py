"""The World: the simulated cloud as one object, with its door (`call`, `web`, `act`), its trail and its time travel."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import msgspec

from cogtui.cloud import clock, cookie_jars, devices
from cogtui.cloud.accounts.principals import accounts_of
from cogtui.cloud.base import Base, net_changes, sweep
from cogtui.cloud.call import Call
from cogtui.cloud.callers import ANONYMOUS, LOCAL, Caller, Operator, Origin
from cogtui.cloud.catalog.forms import given, own
from cogtui.cloud.errors import AwsError
from cogtui.cloud.founding import found
from cogtui.cloud.history import History
from cogtui.cloud.ids import FreshKeys, Ids, derived
from cogtui.cloud.line import Line
from cogtui.cloud.parties import SERVICE_PARTY, acting, source_of
from cogtui.cloud.pipeline import Pipeline
from cogtui.cloud.store import Change, Past, Store, Transaction
from cogtui.cloud.trail import Record, RecordKind, Reply
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

Event = Literal["published", "undone", "redone", "sought", "folded", "replaced"]
Listener = Callable[[Event, Record | None], None]

DEFAULT_ACCOUNT = "111122223333"
DEFAULT_REGION = "us-east-1"
SWEEP_SECONDS = 60
"""How long what has expired may stay before it is swept."""


class World:
    """Accounts, clock, seed, store and trail. Synchronous, on one thread.

    ```
    world = World(seed="demo")
    reply = world.call("sts", "GetCallerIdentity", {}, caller=Operator("111122223333"))
    reply.ok, reply.output, reply.error, reply.record.why()
    ```
    """

    def __init__(
        self,
        seed: str = "cogtui",
        *,
        accounts: tuple[str, ...] = (DEFAULT_ACCOUNT,),
        region: str = DEFAULT_REGION,
        fresh_keys: FreshKeys | None = None,
    ) -> None:
        self.seed = seed
        self.founded = accounts
        """The accounts that it began with."""
        self.region = region
        """Region of calls that name none."""
        self.host: clock.HostClock | None = None
        """What the host's clock shows; set while an endpoint serves real clients. A clock that stands still needs none."""
        self.fresh_keys = fresh_keys
        """Where new signing keys come from; None: from the fixed ring, which is public."""
        self.most_calls: int | None = None
        """How many records the trail keeps; None keeps all. Older ones fold into `base`."""
        self.store = Store()
        self.history = History(self.store)
        self.before_entry: Callable[[], None] | None = None
        """Called before something new happens, trials aside: who shows the past goes back to the present, or the future is lost."""
        self._pipeline = Pipeline()
        self._listeners: list[Listener] = []
        self._quiet = False
        self._swept_at = 0.0
        self.folded: tuple[Change, ...] = ()
        """What the last folding put into `base`."""
        founding = Transaction(self.store)
        found(founding, self._ids(founding), accounts, region)
        self.base = Base(founding.commit())
        """What the kept records go on from: a new world's beginning, and whatever was folded into it since."""

    # --- the present -------------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """World time, epoch seconds."""
        if self.host is not None:
            return clock.now(self.store, self.host())
        records = self.history.records
        last = records[self.history.position - 1].at if self.history.position > records.first else 0.0
        return clock.last_shown(self.store, last)

    @property
    def trail(self) -> Line:
        """Every record, undone ones included; `history.position` says where "now" is."""
        return self.history.records

    @property
    def accounts(self) -> tuple[str, ...]:
        """All accounts: those that it began with, then those that were opened."""
        return accounts_of(self.store)

    @property
    def account(self) -> str:
        """The first account: the one that calls are made in when nothing else says."""
        return self.founded[0]

    @property
    def operator(self) -> Operator:
        """The operator of the first account."""
        return Operator(self.account)

    def held(self, device: str) -> dict[str, Any]:
        """Return what a device holds, by name."""
        return devices.held(self.store, device)

    # --- the door ----------------------------------------------------------------------------------------------------

    def call(
        self,
        service: str,
        operation: str,
        params: dict[str, Any] | None = None,
        *,
        caller: Caller = ANONYMOUS,
        account: str = "",
        region: str = "",
        origin: Origin = LOCAL,
        title: str = "",
        device: str = "",
        keep: dict[str, str] | None = None,
        unreadable: AwsError | None = None,
    ) -> Reply:
        """Make an AWS API call, in AWS's own names and shapes.

        `keep` lets the `device` keep parts of the output under names of its own: {"identity_id": "IdentityId"}, paths in
        JMESPath. It is part of the call: undo takes it back too. `unreadable` says that the parameters arrived in a form
        which nobody can read; the call is refused with it once the caller is known.
        """
        if service not in SERVICE_PARTY:
            raise KeyError(f"`{service}` is not a service of the catalog")
        return self._enter(
            "call",
            service,
            operation,
            given(params or {}),
            target=SERVICE_PARTY[service],
            caller=caller,
            account=account or self.account,
            region=region or self.region,
            origin=origin,
            title=title,
            device=device,
            keep=keep,
            unreadable=unreadable,
        )

    def web(
        self,
        request: WebRequest,
        *,
        origin: Origin = LOCAL,
        title: str = "",
        device: str = "",
        browser: str = "",
        keep: dict[str, str] | None = None,
        unreadable: WebRefusal | None = None,
    ) -> WebResponse:
        """Send a web request to a simulated host; `keep` takes paths into the answer's body.

        `browser` names the device whose browser sends it, with that browser's cookies. `unreadable` is the answer to a
        request that arrived in a form which nobody can read.
        """
        from cogtui.cloud.sites import site_of

        site = site_of(self.store, request.host)
        if browser:
            request = cookie_jars.with_cookies(self.store, browser, request, self.now)
        reply = self._enter(
            "web",
            site.name,
            f"{request.method} {request.path}",
            own(msgspec.to_builtins(request)),
            target=site.party,
            account=self.account,
            region=self.region,
            origin=origin,
            title=title,
            device=device,
            browser=browser,
            keep={name: f"body | {path}" for name, path in (keep or {}).items()},
            unreadable=unreadable,
        )
        return msgspec.convert(reply.output, WebResponse)

    def act(
        self,
        name: str,
        /,
        *,
        caller: Caller = ANONYMOUS,
        account: str = "",
        region: str = "",
        title: str = "",
        device: str = "",
        **parameters: Any,
    ) -> Reply:
        """Do an act: `clock.advance`, `device.keep`, `template.apply` (see `acts`)."""
        service, operation = name.split(".", 1)
        return self._enter(
            "act",
            service,
            operation,
            own(parameters),
            target=acting(device),
            caller=caller,
            account=account or self.account,
            region=region or self.region,
            title=title,
            device=device,
        )

    def _enter(
        self,
        kind: RecordKind,
        service: str,
        operation: str,
        params: dict[str, Any],
        *,
        target: str,
        caller: Caller = ANONYMOUS,
        account: str,
        region: str,
        origin: Origin = LOCAL,
        title: str = "",
        device: str = "",
        browser: str = "",
        keep: dict[str, str] | None = None,
        unreadable: AwsError | None = None,
    ) -> Reply:
        if self.before_entry is not None and not self._quiet:
            self.before_entry()
        self.history.begin()
        tx = Transaction(self.store)
        no = str(self.history.position + 1)
        call = Call(
            self._pipeline,
            tx,
            self._ids(tx),
            self.now,
            kind=kind,
            service=service,
            operation=operation,
            params=params,
            no=no,
            source=source_of(kind, caller, device),
            target=target,
            caller=caller,
            origin=origin,
            account=account,
            region=region,
            request_id=self._request_id(no),
            title=title,
            device=device,
            host=self.host() if self.host is not None else None,
            unreadable=unreadable,
        )
        try:
            record = self._pipeline.pass_through(call)
            if keep and record.ok:
                devices.keep_parts(tx, device or devices.APP, record.output, keep, now=record.at, record=record.no)
            if browser and record.output:
                cookie_jars.keep(tx, browser, params["host"], record.output.get("cookies", ()), record.at)
        except BaseException:
            tx.roll_back(0)
            raise
        return self._publish(msgspec.structs.replace(record, changes=tx.commit()))

    def _publish(self, record: Record) -> Reply:
        self.history.append(record)
        self._tell("published", record)
        if self.most_calls is not None and not self._quiet:
            self._fold(self.most_calls)
        return Reply(record)

    def _fold(self, most: int) -> None:
        """Let the oldest records go, a good many at a time."""
        spare = self.history.records.kept - most
        if spare > most // 5:
            self.let_go(spare)

    def let_go(self, count: int) -> None:
        """Let the oldest `count` records go, as far as they are in force, and sweep what expired before those that stay."""
        folded = self.history.fold(count)
        self.folded = (*net_changes(folded), *self._swept())
        self.base.apply(self.folded)
        self._tell("folded", None)

    def _swept(self) -> Iterator[Change]:
        """Sweep, but not again and again: it looks at every row that can expire."""
        now = self.now
        if abs(now - self._swept_at) >= SWEEP_SECONDS:
            self._swept_at = now
            yield from sweep(self.store, self.history.records)

    def _ids(self, tx: Transaction) -> Ids:
        return Ids(tx, self.seed.encode(), self.history.epoch, self.fresh_keys)

    def _request_id(self, no: str) -> str:
        digits = derived(self.seed.encode(), self.history.epoch, f"request {no}", 16).hex()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    # --- time travel -------------------------------------------------------------------------------------------------

    def undo(self) -> Record | None:
        """Take back the last call that changed the world and return it; None when there is none."""
        record = self.history.undo()
        if record is not None:
            self._tell("undone", record)
        return record

    def redo(self) -> Record | None:
        """Make the next undone call happen again and return it; None when there is none."""
        record = self.history.redo()
        if record is not None:
            self._tell("redone", record)
        return record

    def seek(self, position: int) -> None:
        """Go to the moment after the first `position` records."""
        self.history.seek(position)
        self._tell("sought", None)

    def at(self, position: int) -> Past:
        """Return a view of the moment after the first `position` records; the present stays as it is."""
        return self.history.at(position)

    def settle(self) -> None:
        """Make the present what this world begins with: the trail starts anew, and nothing from before can be undone.

        For worlds being made; one that a save follows already has begun.
        """
        devices.forget_records(self.store)
        self.base = Base(Change(table, key, None, record) for table, key, record in self.store.every())
        self.history.forget()
        self._tell("sought", None)

    def become(self, other: World) -> None:
        """Take the whole of another world in place of one's own: seed, accounts, state, trail. Listeners stay.

        The other one must not be used any more.
        """
        self.seed, self.founded, self.region = other.seed, other.founded, other.region
        self.store, self.history, self.base = other.store, other.history, other.base
        self._tell("replaced", None)

    @contextmanager
    def what_if(self) -> Generator[World]:
        """Run calls on this very world and take all of them back at the end; nobody is told.

        ```
        with world.what_if() as trial:
            verdict = trial.call("s3", "GetObject", ..., caller=keys)
        ```
        """
        quiet, self._quiet = self._quiet, True
        kept = self.history.branch()
        try:
            yield self
        finally:
            self.history.rejoin(kept)
            self._quiet = quiet

    # --- listeners ---------------------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` told of each event and its record; returns the way to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, event: Event, record: Record | None) -> None:
        if not self._quiet:
            for listener in list(self._listeners):
                listener(event, record)
