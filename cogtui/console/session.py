"""The Console at work: it remembers who calls and its files, and takes one line after another through the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from cogtui.cloud.callers import ANONYMOUS, Caller, Operator
from cogtui.cloud.catalog import reader
from cogtui.cloud.holdings import kept, keys_of
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.console import output
from cogtui.console.command import Command
from cogtui.console.names import APP, streamed
from cogtui.console.outcome import Outcome
from cogtui.console.parse import parse
from cogtui.console.profiles import Profile, profile, profile_given, still
from cogtui.console.variables import variables_of

SCREEN: Final = ("/dev/stdout", "-")
"""Outfiles that are no files."""

Variables = Callable[[], Mapping[str, str]]


class Shell:
    """One Console. Bad input raises `CommandError`; a call that AWS refuses is an outcome like any other."""

    def __init__(self, world: World, *, device: str = "app", variables: Variables | None = None) -> None:
        self.world = world
        self.device = device
        self.profile = APP
        """Who calls where a command does not say."""
        self.files: dict[str, bytes] = {}
        self._variables = variables

    def variables(self) -> Mapping[str, str]:
        """Return what can stand after `$`."""
        return self._variables() if self._variables else variables_of(self.world, self.device)

    def enter(self, text: str) -> Outcome | None:
        """Do what a line asks for; None for an empty one."""
        asked = parse(text, variables=self.variables(), files=self.files)
        if asked is None:
            return None
        self.files.update(asked.writes)
        if isinstance(asked, Command):
            return self.call(asked)
        from cogtui.console.built_ins import do

        return do(self, asked)

    def call(self, asked: Command) -> Outcome:
        """Make a call."""
        outcome, written = run(self.world, asked, device=self.device, caller=self.profile)
        self.files.update(written)
        return outcome


def run(world: World, asked: Command, *, device: str = "app", caller: str = APP) -> tuple[Outcome, dict[str, bytes]]:
    """Make a command's call as `caller` where it names nobody else; return what came of it, and files that it wrote."""
    who = profile(world, asked.profile, asked.profile_at) if asked.profile is not None else still(world, caller)
    as_app = who.name == APP and asked.keys is None
    keep = kept(asked.service, asked.operation, asked.params) if as_app else {}
    reply = world.call(
        asked.service,
        asked.operation,
        asked.params,
        caller=asked.keys or caller_of(world, asked, who, device),
        region=asked.region,
        device=device if as_app else "",
        keep=keep,
    )
    notes = [_who(reply.record, asked, who)]
    notes.extend(_unfilled(name) for name in asked.kept)
    if reply.error is not None:
        return Outcome(reply.record, error=output.sentence(reply.record), notes=tuple(notes)), {}
    if given := profile_given(world, reply.record):
        notes.append(f"calls can be made with these keys: `as {given}`, or `--profile {given}`")
    if keep:
        notes.append(f"the app keeps {', '.join(sorted(name for name in keep if name in world.held(device)))}")
    return _answered(reply.record, asked, notes)


def caller_of(world: World, asked: Command, who: Profile, device: str) -> Caller:
    """Return who calls. As SDKs do, everybody but operators leaves operations unsigned that take no signature."""
    if isinstance(who.caller, Operator):
        return who.caller
    if not reader.operation(asked.service, asked.operation).signed:
        return ANONYMOUS
    if who.caller is not None:
        return who.caller
    return keys_of(world.held(device)) or ANONYMOUS


def _who(record: Record, asked: Command, who: Profile) -> str:
    """Say who called."""
    if asked.keys is not None:
        return f"with the keys {asked.keys.access_key_id}{_known_as(record)}"
    if not reader.operation(record.service, record.operation).signed:
        return f"{who.said}: {record.operation} takes no signature"
    if record.caller == ANONYMOUS:
        return f"{who.said}, unsigned" + (": it holds no credentials" if who.name == APP else "")
    return who.said + _known_as(record)


def _known_as(record: Record) -> str:
    return f": {record.principal_arn}" if record.principal_arn else ""


def _unfilled(name: str) -> str:
    return f"${{{name}}} stood in single quotes, so it was sent as it is; double quotes fill it in"


def _answered(record: Record, asked: Command, notes: list[str]) -> tuple[Outcome, dict[str, bytes]]:
    """Return the answer; a streamed part goes to its file."""
    answer = output.printed(msgspec.structs.replace(record, output=dict(record.output or {})))
    member = streamed(reader.service(asked.service), asked.operation)
    written: dict[str, bytes] = {}
    text = ""
    if member is not None:
        answer.pop(member, None)
        content = bytes((record.output or {}).get(member) or b"")
        if asked.outfile in SCREEN:
            text = content.decode("utf-8", "replace")
        else:
            written[asked.outfile] = content
            notes.append(f"{len(content):,} bytes in {asked.outfile}: `cat {asked.outfile}` shows them")
    try:
        value = output.queried(answer, asked.query)
    except ValueError as problem:
        return Outcome(record, text=text, notes=(str(problem), *notes)), written
    if asked.output == "text":
        return Outcome(
            record, text="\n".join(part for part in (text, output.as_text(value)) if part), notes=tuple(notes)
        ), written
    return Outcome(record, value=value, text=text, notes=tuple(notes)), written
