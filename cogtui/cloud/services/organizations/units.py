"""Organizational units: make, rename, show, list, delete (AWS Organizations API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.organizations import UNITS, Organization, OrganizationalUnit, members_of
from cogtui.cloud.call import Call
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.services.organizations import errors, shown
from cogtui.cloud.services.organizations.membership import forget_target, hang_defaults
from cogtui.cloud.services.organizations.standing import managed, paged, require_parent, unit

Output = dict[str, Any]

DEEPEST = 5
"""Levels of units below the root (Organizations User Guide, "Quotas")."""


def create_organizational_unit(call: Call, *, ParentId: str, Name: str) -> Output:
    """Make a unit in the root or in a unit."""
    whole = managed(call)
    require_parent(call, whole, ParentId)
    depth = _depth(call, whole, ParentId) + 1
    call.require("orgs.unit.depth", depth <= DEEPEST, errors.too_deep, wants=DEEPEST, has=depth)
    _require_free(call, whole, ParentId, Name)
    unit_id = f"ou-{whole.root_id.removeprefix('r-')}-{call.ids.text(8, LOWER_ALNUM)}"
    made = OrganizationalUnit(whole.id, unit_id, Name, ParentId)
    call.tx.put(UNITS, made)
    hang_defaults(call.tx, whole, unit_id)
    return {"OrganizationalUnit": shown.unit(call.tx, whole, made)}


def update_organizational_unit(call: Call, *, OrganizationalUnitId: str, Name: str | None = None) -> Output:
    """Rename a unit."""
    whole = managed(call)
    found = unit(call, whole, OrganizationalUnitId)
    if Name is not None and Name != found.name:
        _require_free(call, whole, found.parent, Name)
        found = msgspec.structs.replace(found, name=Name)
        call.tx.put(UNITS, found)
    return {"OrganizationalUnit": shown.unit(call.tx, whole, found)}


def delete_organizational_unit(call: Call, *, OrganizationalUnitId: str) -> Output:
    """Delete a unit in which nothing is left; policies that hang on it stay with the organization."""
    whole = managed(call)
    found = unit(call, whole, OrganizationalUnitId)
    held = [one.id for one in call.tx.scan(UNITS, whole.id) if one.parent == found.id]
    held += [one.account for one in members_of(call.tx, whole.id) if one.parent == found.id]
    call.require("orgs.unit.empty", not held, errors.unit_not_empty, has=held)
    forget_target(call.tx, found.id)
    call.tx.delete(UNITS, UNITS.key(found))
    return {}


def describe_organizational_unit(call: Call, *, OrganizationalUnitId: str) -> Output:
    """Return a unit."""
    whole = managed(call)
    return {"OrganizationalUnit": shown.unit(call.tx, whole, unit(call, whole, OrganizationalUnitId))}


def list_organizational_units_for_parent(
    call: Call, *, ParentId: str, NextToken: str | None = None, MaxResults: int = 20
) -> Output:
    """List the units that are directly in the root or a unit."""
    del NextToken
    whole = managed(call)
    require_parent(call, whole, ParentId)
    rows = [one for one in call.tx.scan(UNITS, whole.id) if one.parent == ParentId]
    return paged(
        call,
        "OrganizationalUnits",
        rows,
        lambda one: one.id,
        MaxResults,
        show=lambda one: shown.unit(call.tx, whole, one),
    )


def _depth(call: Call, whole: Organization, parent: str) -> int:
    """Return how many units lie over what would be in a parent."""
    depth = 0
    while (found := call.tx.get(UNITS, (whole.id, parent))) is not None:
        depth, parent = depth + 1, found.parent
    return depth


def _require_free(call: Call, whole: Organization, parent: str, name: str) -> None:
    taken = any(one.name == name for one in call.tx.scan(UNITS, whole.id) if one.parent == parent)
    call.require("orgs.unit.name", not taken, errors.unit_exists, has=name)
