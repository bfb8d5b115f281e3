"""What `cogtui serve` says: how clients find it, what to beware of, and a line per call. All of it for people or for programs.

Whoever reads may leave (`| head -1`) or take ASCII only, and the endpoint goes on: what can't be said is not said.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click
import msgspec

from cogtui.cloud.clock import iso, timestamp

if TYPE_CHECKING:
    from cogtui.cloud.save import Save
    from cogtui.cloud.trail import Record
    from cogtui.cloud.world import Event
    from cogtui.wire.endpoint import Endpoint
    from cogtui.wire.environment import ClientSettings, Profile
    from cogtui.wire.serving import Plan, Served

_SHELLS = {"bash": "bash, zsh", "fish": "fish", "powershell": "PowerShell"}
_LONGEST = 200
"""Characters of a line that a client has a hand in."""


class Speaker:
    """Standard output or error, for as long as somebody reads it."""

    def __init__(self, *, err: bool = False) -> None:
        self._err = err
        self._heard = True

    def say(self, text: str = "") -> None:
        """Print a line."""
        if not self._heard:
            return
        stream = sys.stderr if self._err else sys.stdout
        try:
            click.echo(_writable(text, stream), err=self._err)
        except OSError:
            self._heard = False
            _turn_away(stream)


def _writable(text: str, stream: TextIO) -> str:
    """Return the text as the stream's encoding can hold it."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def _turn_away(stream: TextIO) -> None:
    """Let what is left in the stream go nowhere: Python would complain of it at the end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


# ------------------------------------------------------------------------------------------------------------- the start


def say_start(speaker: Speaker, endpoint: Endpoint, clients: ClientSettings, served: Served, plan: Plan) -> None:
    """Say how clients find the endpoint."""
    from cogtui.wire.environment import lines
    from cogtui.wire.serving import profiles

    speaker.say(f"CogTUI answers AWS clients at {endpoint.url} (ctrl+c stops it)\n")
    speaker.say("Point a client here, in the shell that you use:")
    for shell, name in _SHELLS.items():
        speaker.say(f"\n  # {name}")
        for line in lines(clients, shell):  # pyright: ignore[reportArgumentType] - the keys are the shells
            speaker.say(f"  {line}")
    found = profiles(served.world, endpoint.url)
    if len(found) > 1:
        _say_profiles(speaker, found)
    speaker.say(f"\n{_accounts(found)}, {served.world.region}; {_contents(served, plan)}")
    speaker.say(f"For scripts: {endpoint.url}/_cogtui/health; the rest of /_cogtui/ needs the token {endpoint.token}")
    for warning in warnings(endpoint, clients, served, plan):
        speaker.say(f"! {warning}")
    speaker.say()


def _say_profiles(speaker: Speaker, found: Sequence[Profile]) -> None:
    """Say how clients come to be in each of several accounts."""
    speaker.say("\nThose lines are for the first account. For all of them, in a file that AWS_CONFIG_FILE names:")
    for one in found:
        speaker.say(f"\n  # account {one.account}")
        for line in one.lines():
            speaker.say(f"  {line}")


def _accounts(found: Sequence[Profile]) -> str:
    """Return which accounts there are, in words."""
    if len(found) == 1:
        return f"Account {found[0].account}"
    return "Accounts " + ", ".join(f"{one.account} (profile {one.name})" for one in found)


def say_start_to_programs(
    speaker: Speaker, endpoint: Endpoint, clients: ClientSettings, served: Served, plan: Plan
) -> None:
    """Say the same as one line of JSON."""
    from cogtui.wire.serving import profiles

    _say_json(
        speaker,
        url=endpoint.url,
        token=endpoint.token,
        environment=clients.variables(),
        account=served.world.account,
        accounts=[one.told() for one in profiles(served.world, endpoint.url)],
        restored=served.restored,
        warnings=list(warnings(endpoint, clients, served, plan)),
    )


def _say_json(speaker: Speaker, **members: Any) -> None:
    speaker.say(msgspec.json.encode(members).decode())


def _contents(served: Served, plan: Plan) -> str:
    if served.restored:
        return f"the world of {plan.state}, with {len(served.world.trail):,} calls behind it"
    if plan.templates:
        return f"the world of {' and '.join(str(one.path) for one in plan.templates)}"
    return "a new world with nothing in it but the IAM user `demo`"


def warnings(endpoint: Endpoint, clients: ClientSettings, served: Served, plan: Plan) -> Iterator[str]:
    """Yield what whoever starts the endpoint should know."""
    from cogtui.wire.server import is_loopback

    settings = endpoint.settings
    if not settings.verify:
        yield "--no-verify: signatures are not checked; whoever names an access key may use it"
    if not is_loopback(settings.host):
        yield f"--host {settings.host}: everybody on the network can reach this; the traffic is not encrypted"
    if plan.seed is not None:
        yield "--seed: ids, secrets and keys can be made again by anybody who knows the seed"
    for_new = {"--template": bool(plan.templates), "--account": bool(plan.accounts), "--seed": plan.seed is not None}
    given = next((option for option, named in for_new.items() if named), "")
    if served.restored and given:
        yield f"{given} is for new worlds: that of {plan.state} stays as it is"
    if not clients.access_key_id:
        yield "the user `demo` has two access keys, both of them inactive: use another key"


# ---------------------------------------------------------------------------------------------------------- as it goes on


def say_bug(speaker: Speaker, report: str) -> None:
    """Say that a request met a bug of ours."""
    words = "CogTUI ran into a bug; the client was answered 500, and the endpoint goes on."
    speaker.say(f"{words}\n{report}")


class Log:
    """Says a line for each call, and once when the state file can't follow any more."""

    def __init__(self, speaker: Speaker, complaints: Speaker, save: Save | None, *, calls: bool, as_json: bool) -> None:
        self._speaker = speaker
        self._complaints = complaints
        self._save = save
        self._calls = calls
        self._as_json = as_json

    def __call__(self, event: Event, record: Record | None) -> None:
        """Take what the world tells its listeners."""
        if self._save is not None and self._save.trouble:
            self._complaints.say(
                f"! {self._save.path} can't be kept any longer: {self._save.trouble}; what happens now is lost at the end"
            )
            self._save = None
        if self._calls and event == "published" and record is not None and record.kind != "act":
            self._say(record)

    def _say(self, record: Record) -> None:
        if self._as_json:
            _say_json(self._speaker, **_members(record))
        else:
            self._speaker.say(_line(record))


def _line(record: Record) -> str:
    """Return when, verdict, what, by whom, and what refused it."""
    verdict = "✓" if record.ok else "✗"
    who = record.principal_arn.rpartition(":")[2]
    refused = f"{record.error.code} ({', '.join(record.refused_by[-1:])})" if record.error else ""
    parts = [f"{timestamp(record.at):%H:%M:%S}", verdict, f"{record.service:<16}", record.operation]
    return _harmless(" ".join(part for part in (*parts, who and f"by {who}", refused) if part))


def _members(record: Record) -> dict[str, Any]:
    return {
        "at": iso(record.at),
        "service": record.service,
        "operation": _harmless(record.operation),
        "ok": record.ok,
        "principal": record.principal_arn,
        "error": record.error.code if record.error else None,
        "refused_by": list(record.refused_by[-1:]),
        "request_id": record.request_id,
    }


def _harmless(text: str) -> str:
    """Return text of a client's without anything that a terminal would obey."""
    return "".join(char if char.isprintable() else "?" for char in text[:_LONGEST])
