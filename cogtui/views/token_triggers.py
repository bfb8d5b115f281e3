"""What a pre token generation function did to a token, read from the call that brought the token.

Source: Developer Guide, "Pre token generation Lambda trigger".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.explain import Place
from cogtui.cloud.store import Reader, Table
from cogtui.cloud.trail import Record
from cogtui.views.origin import Origin

_GROUPS = {
    "cognito:groups": "groupsToOverride",
    "cognito:roles": "iamRolesToOverride",
    "cognito:preferred_role": "preferredRole",
}
_PARTS = {"id": "idTokenGeneration", "access": "accessTokenGeneration"}
_FUNCTIONS = "functions.functions"


def trigger_origins(reader: Reader, record: Record, claims: dict[str, Any]) -> dict[str, Origin]:
    """Return the claims of a token that a function added or overrode; empty where none did."""
    found: dict[str, Origin] = {}
    for child, details in _answers(record):
        place = _place(reader, child)
        name = child.operation.rpartition(":")[2] or "the function"
        for claim, what in _touched(details, claims):
            found[claim] = Origin("trigger", f"{what} by {name}, the pool's PreTokenGeneration trigger", place)
    return found


def suppressed(record: Record, use: str) -> tuple[str, ...]:
    """Return the claims that a function kept out of the ID token ("id") or the access token ("access")."""
    found: list[str] = []
    for _, details in _answers(record):
        part = _part(details, use)
        gone = part.get("claimsToSuppress")
        found.extend(str(name) for name in gone) if is_list(gone) else None
    return tuple(found)


def _answers(record: Record) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Yield each run of a function with what it said about claims."""
    for child in record.children:
        yield from _answers(child)
        answer = (child.output or {}).get("response")
        said = [answer.get(name) for name in _DETAILS] if is_dict(answer) else []
        yield from ((child, details) for details in said if is_dict(details))


_DETAILS = ("claimsOverrideDetails", "claimsAndScopeOverrideDetails")


def _part(details: dict[str, Any], use: str) -> dict[str, Any]:
    """Return what is said about one token: version 1 of the event speaks of the ID token alone, without a name for it."""
    part = details.get(_PARTS[use])
    if is_dict(part):
        return part
    return details if use == "id" and not any(name in details for name in _PARTS.values()) else {}


def _touched(details: dict[str, Any], claims: dict[str, Any]) -> Iterator[tuple[str, str]]:
    use = str(claims.get("token_use"))
    part = _part(details, use) if use in _PARTS else {}
    wanted = part.get("claimsToAddOrOverride")
    for name, value in wanted.items() if is_dict(wanted) else ():
        if name in claims and claims[name] == value:
            yield name, "added or overridden"
    said = details.get("groupOverrideDetails")
    groups = said if is_dict(said) else {}
    for claim, member in _GROUPS.items():
        if claim in claims and claims[claim] == groups.get(member):
            yield claim, "groups overridden"
    if part.get("scopesToAdd") or part.get("scopesToSuppress"):
        yield "scope", "scopes changed"


def _place(reader: Reader, child: Record) -> Place | None:
    """Return where the function stands, where this world knows one under the ARN that was run."""
    table: Table[Any] | None = Table.known.get(_FUNCTIONS)
    key = (child.operation,)
    if table is None or reader.get(table, key) is None:
        return None
    return Place("setting", f"function {child.operation.rpartition(':')[2]}", table.name, key, "rules")
