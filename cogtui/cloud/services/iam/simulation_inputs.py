"""What a simulation is given, read (IAM API Reference, SimulateCustomPolicy)."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from cogtui.cloud.accounts.principals import role_by_arn
from cogtui.cloud.accounts.users import user_by_arn
from cogtui.cloud.call import Call
from cogtui.cloud.policy.document import compiled
from cogtui.cloud.policy.json_text import PolicySyntaxError
from cogtui.cloud.policy.request import ContextValue, PolicyKind, PolicySource, Principal
from cogtui.cloud.services.iam import simulation_errors as errors

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9_-]+")
_USER = re.compile(r"arn:aws:iam::[0-9]{12}:user/.+")
_ENTITY = re.compile(r"arn:aws:iam::[0-9]{12}:(?:user|group|role)/.+")
_ACCOUNT = re.compile(r"(?:arn:aws:iam::)?([0-9]{12})(?::root)?")


class Simulation(msgspec.Struct, frozen=True):
    """Everything that the verdicts of a simulation depend on but the action and the resource."""

    principal: Principal
    policies: tuple[PolicySource, ...]
    """Identity policies, boundary, SCPs and the resource policy."""
    owner: str
    """The account of resources whose ARN names none."""
    context: dict[str, ContextValue]
    in_organization: bool
    """SCPs are looked at, so that the answer says what they come to."""


def actions(call: Call, names: Sequence[str]) -> Sequence[str]:
    """Return the actions; refuse wildcards and what lacks a service."""
    bad = next((name for name in names if not _ACTION.fullmatch(name)), "")
    call.require("iam.simulate.action", not bad, lambda: errors.bad_action(bad), has=list(names))
    return names


def policies(
    call: Call, parameter: str, documents: Iterable[str], kind: PolicyKind, level: str = ""
) -> list[PolicySource]:
    """Return policies that are given as text; they go by the parameter's name and their number."""
    found: list[PolicySource] = []
    for number, document in enumerate(documents, 1):
        name = f"{parameter}.{number}"
        try:
            compiled(document)
        except PolicySyntaxError as error:
            note = f"line {error.line}, column {error.column}: {error.message}"
            call.require("iam.simulate.policy", condition=False, error=errors.bad_policy(name), note=note)
        found.append(PolicySource(kind, name, document, level=level))
    call.note("iam.simulate.policy", passed=True, parameter=parameter)
    return found


def boundary(call: Call, documents: Sequence[str] | None) -> list[PolicySource]:
    """Return the boundary that is given as text, if one is."""
    given = documents or ()
    call.require("iam.simulate.boundary", len(given) <= 1, errors.one_boundary, has=len(given))
    return policies(call, "PermissionsBoundaryPolicyInputList", given, "boundary")


def caller(call: Call, arn: str | None, *, named: bool) -> Principal | None:
    """Return the user, group or role as whom a simulation asks; only a user can be `named` in a resource policy."""
    form = _USER if named else _ENTITY
    fine = form.fullmatch(arn) is not None if arn else not named
    call.require("iam.simulate.caller", fine, errors.caller_must_be_user, has=arn)
    if not arn:
        return None
    account, role, user = arn.split(":")[4], role_by_arn(call.tx, arn), user_by_arn(call.tx, arn)
    if ":role/" in arn:
        role_id = role.role_id if role else ""
        return Principal("role-session", arn=arn, account=account, principal_arn=arn, user_id=f"{role_id}:")
    return Principal("user", arn=arn, account=account, principal_arn=arn, user_id=user.user_id if user else "")


def owner(call: Call, arn: str | None, otherwise: str) -> str:
    """Return the account that owns resources whose ARN doesn't say; an account's ARN or its number."""
    if arn is None:
        return otherwise
    found = _ACCOUNT.fullmatch(arn)
    call.require("iam.simulate.owner", found, lambda: errors.bad_owner(arn), has=arn)
    assert found is not None
    return found.group(1)


# -------------------------------------------------------------------------------------------------------------- context


def context(call: Call, entries: Sequence[dict[str, Any]] | None) -> dict[str, ContextValue]:
    """Return the context keys that are given; one without values is absent."""
    found: dict[str, ContextValue] = {}
    for entry in entries or ():
        key, values = str(entry.get("ContextKeyName", "")), [str(value) for value in entry.get("ContextKeyValues", ())]
        kind = str(entry.get("ContextKeyType") or ("string" if len(values) < 2 else "stringList"))
        several, base = kind.endswith("List"), kind.removesuffix("List")
        fine = (several or len(values) < 2) and all(_fits(base, value) for value in values)
        call.require("iam.simulate.context", fine, errors.bad_context(key, kind), key=key, type=kind, has=values)
        if several:
            found[key] = tuple(values)
        elif values:
            found[key] = values[0]
    return found


def _fits(kind: str, value: str) -> bool:
    try:
        _READS[kind](value)
    except (ValueError, binascii.Error):
        return False
    return True


def _boolean(value: str) -> object:
    if value.lower() not in ("true", "false"):
        raise ValueError(value)
    return value


def _date(value: str) -> object:
    return int(value) if value.isdecimal() else datetime.fromisoformat(value)


def _network(value: str) -> object:
    return ipaddress.ip_network(value, strict=False)


def _binary(value: str) -> object:
    return base64.b64decode(value, validate=True)


_READS: dict[str, Callable[[str], object]] = {
    "string": str,
    "numeric": float,
    "boolean": _boolean,
    "ip": _network,
    "binary": _binary,
    "date": _date,
}
"""ContextKeyType -> what reads a value of it."""
