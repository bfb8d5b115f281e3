"""The schema of what a lesson does by itself: calls, acts, steps of a device, tampering; and what must come of it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

Table = dict[str, Any]

Asker = Annotated[str, Meta(pattern=r"^[\w+=,.@/-]{1,200}$")]
"""Who makes a call: "app", unsigned; "credentials", the app with those that it holds; "operator", the person at the console;
"anonymous"; or a profile of the Console: "alice", a user with a key, "LogReader/alice", a session."""


class Expect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must come of a call; without any of these, that it succeeds."""

    error: str = ""
    """The error's code: the call must fail with it."""
    rule: str = ""
    """A rule that must have refused it; of a call that succeeds, one that must have been asked and passed."""
    where: Table = {}
    """JMESPath into the output -> the value that must stand there."""


class TokenTamper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change a token that the app holds, as an attacker would."""

    held: str
    """Its name on the device: "openid_token"."""
    way: str = "change-claim"
    """One of `cloud.tokens.tamper.TAMPERS`."""
    claim: str = ""
    value: Any = None


class ClockTamper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Move the clock: past the expiry of something that the app holds, or by so many seconds."""

    past: str = ""
    seconds: int = 0

    def __post_init__(self) -> None:
        """Refuse a tamper that moves nothing, or does both."""
        one_of(self, "past", "seconds")


class PolicyTamper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change one value of a role's trust policy, or of a policy that is embedded in the role."""

    role: str
    policy: str = ""
    """Name of the role's inline policy; empty: its trust policy."""
    account: str = ""
    """Whose role; empty for the first account's."""
    at: str
    """JSON pointer into the document."""
    to: Any


class Tamper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a `break` step spoils: exactly one of these."""

    token: TokenTamper | None = None
    clock: ClockTamper | None = None
    policy: PolicyTamper | None = None

    def __post_init__(self) -> None:
        """Refuse a tamper that spoils nothing, or several things."""
        one_of(self, "token", "clock", "policy")


class Action(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a step does: exactly one of `call`, `act`, `device` and `tamper`."""

    call: str = ""
    """An AWS API call: "iam:GetRole"."""
    act: str = ""
    """An act of the world: "clock.advance"."""
    device: str = ""
    """A step of an app on a device: "app.get-id"."""
    tamper: Tamper | None = None
    """Something spoiled, as a `break` step does it."""
    given: Table = msgspec.field(name="with", default_factory=dict[str, Any])
    """Parameters; `${name}` stands for a variable, `${!name}` for `${name}` itself."""
    asker: Asker | None = msgspec.field(name="as", default=None)
    """Absent: the app for operations that take no signature, the operator for all others."""
    account: str = ""
    """Whose operator; empty for the first account's."""
    keep: dict[str, str] = {}
    """What the app keeps of the output: its name for it -> JMESPath."""
    save: dict[str, str] = {}
    """What the lesson keeps: variable -> JMESPath into the output."""
    title: str = ""
    """Words for the row of the trail."""
    expect: Expect = Expect()

    def __post_init__(self) -> None:
        """Refuse an action that is none, or several."""
        one_of(self, "call", "act", "device", "tamper")


def one_of(record: msgspec.Struct, *names: str) -> None:
    """Raise ValueError unless exactly one of the fields is set."""
    given = [name for name in names if getattr(record, name)]
    if len(given) != 1:
        wanted = " and ".join((", ".join(f"`{name}`" for name in names[:-1]), f"`{names[-1]}`"))
        found = " and ".join(f"`{name}`" for name in given) or "none"
        raise ValueError(f"exactly one of {wanted} is expected; there is {found}")
