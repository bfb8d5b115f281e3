"""Found, show, dissolve and leave an organization (AWS Organizations API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts.organizations import (
    CONTROL_POLICIES,
    MEMBERS,
    ORGANIZATIONS,
    UNITS,
    Member,
    Organization,
    members_of,
)
from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.services.organizations import errors, shown
from cogtui.cloud.services.organizations.membership import depart, forget_target, hang_defaults
from cogtui.cloud.services.organizations.standing import managed, own

Output = dict[str, Any]


def create_organization(call: Call, *, FeatureSet: str = "ALL") -> Output:
    """Found an organization; the caller's account manages it, and service control policies are on."""
    alone = call.tx.get(MEMBERS, (call.account,)) is None
    call.require("orgs.alone", alone, errors.already_in, account=call.account)
    if FeatureSet != "ALL":
        call.refuse("door.simulated", NotSimulated("an organization for billing alone"), FeatureSet=FeatureSet)
    made = Organization(
        f"o-{call.ids.text(10, LOWER_ALNUM)}",
        call.account,
        f"r-{call.ids.text(4, LOWER_ALNUM)}",
        call.now,
        ("SERVICE_CONTROL_POLICY",),
    )
    call.tx.put(ORGANIZATIONS, made)
    call.tx.put(MEMBERS, Member(call.account, made.id, made.root_id, call.now, how="INVITED"))
    hang_defaults(call.tx, made, made.root_id)
    hang_defaults(call.tx, made, call.account)
    return {"Organization": shown.organization(made)}


def describe_organization(call: Call) -> Output:
    """Return the organization that the caller's account is in; its members may ask too."""
    return {"Organization": shown.organization(own(call))}


def delete_organization(call: Call) -> Output:
    """Dissolve an organization that has no members left; its units and policies go with it."""
    found = managed(call)
    others = [one.account for one in members_of(call.tx, found.id) if one.account != found.management]
    call.require("orgs.empty", not others, errors.not_empty, has=others)
    for unit in tuple(call.tx.scan(UNITS, found.id)):
        forget_target(call.tx, unit.id)
        call.tx.delete(UNITS, UNITS.key(unit))
    for policy in tuple(call.tx.scan(CONTROL_POLICIES, found.id)):
        call.tx.delete(CONTROL_POLICIES, CONTROL_POLICIES.key(policy))
    forget_target(call.tx, found.root_id)
    depart(call.tx, found.management)
    call.tx.delete(ORGANIZATIONS, (found.id,))
    return {}


def leave_organization(call: Call) -> Output:
    """Take the caller's account out of its organization."""
    found = own(call)
    manages = found.management == call.account
    call.require("orgs.management.stays", not manages, errors.management_stays, account=call.account)
    depart(call.tx, call.account)
    return {}
