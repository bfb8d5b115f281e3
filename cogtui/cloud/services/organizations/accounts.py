"""The accounts of an organization: list, show, move, remove; who is whose parent (AWS Organizations API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.organizations import MEMBERS, UNITS, members_of
from cogtui.cloud.call import Call
from cogtui.cloud.services.organizations import errors, shown
from cogtui.cloud.services.organizations.membership import depart
from cogtui.cloud.services.organizations.standing import managed, member, paged, require_parent

Output = dict[str, Any]


def list_accounts(call: Call, *, NextToken: str | None = None, MaxResults: int = 20) -> Output:
    """List all accounts of the organization."""
    del NextToken
    whole = managed(call)
    rows = members_of(call.tx, whole.id)
    return paged(
        call, "Accounts", rows, lambda one: one.account, MaxResults, show=lambda one: shown.account(call.tx, whole, one)
    )


def list_accounts_for_parent(
    call: Call, *, ParentId: str, NextToken: str | None = None, MaxResults: int = 20
) -> Output:
    """List the accounts that are directly in the root or a unit."""
    del NextToken
    whole = managed(call)
    require_parent(call, whole, ParentId)
    rows = [one for one in members_of(call.tx, whole.id) if one.parent == ParentId]
    return paged(
        call, "Accounts", rows, lambda one: one.account, MaxResults, show=lambda one: shown.account(call.tx, whole, one)
    )


def describe_account(call: Call, *, AccountId: str) -> Output:
    """Return an account of the organization."""
    whole = managed(call)
    return {"Account": shown.account(call.tx, whole, member(call, whole, AccountId))}


def move_account(call: Call, *, AccountId: str, SourceParentId: str, DestinationParentId: str) -> Output:
    """Move an account from the root or a unit to another; what hangs on the account itself comes along."""
    whole = managed(call)
    found = member(call, whole, AccountId)
    require_parent(call, whole, SourceParentId, "SourceParentNotFoundException")
    require_parent(call, whole, DestinationParentId, "DestinationParentNotFoundException")
    # DIFFERS: what AWS answers to the wrong source is not published; here the account is not found there.
    there = found.parent == SourceParentId
    call.require("orgs.account.there", there, errors.no_account, wants=SourceParentId, has=found.parent)
    new = found.parent != DestinationParentId
    call.require("orgs.account.elsewhere", new, errors.already_there, has=found.parent)
    call.tx.put(MEMBERS, msgspec.structs.replace(found, parent=DestinationParentId))
    return {}


def remove_account_from_organization(call: Call, *, AccountId: str) -> Output:
    """Take an account out of the organization; it goes on by itself."""
    whole = managed(call)
    found = member(call, whole, AccountId)
    manages = found.account == whole.management
    call.require("orgs.management.stays", not manages, errors.management_stays, account=found.account)
    depart(call.tx, found.account)
    return {}


def list_parents(call: Call, *, ChildId: str, NextToken: str | None = None, MaxResults: int = 20) -> Output:
    """List the parents of an account or unit; there is one."""
    del NextToken
    whole = managed(call)
    account, unit = call.tx.get(MEMBERS, (ChildId,)), call.tx.get(UNITS, (whole.id, ChildId))
    parent = unit.parent if unit else account.parent if account and account.organization == whole.id else ""
    call.require("orgs.child", parent, errors.no_child, has=ChildId)
    return paged(call, "Parents", [parent], str, MaxResults, show=lambda one: {"Id": one, "Type": _type_of(one)})


def list_children(
    call: Call, *, ParentId: str, ChildType: str, NextToken: str | None = None, MaxResults: int = 20
) -> Output:
    """List the ids of the accounts, or of the units, that are directly in the root or a unit."""
    del NextToken
    whole = managed(call)
    require_parent(call, whole, ParentId)
    units = [one.id for one in call.tx.scan(UNITS, whole.id) if one.parent == ParentId]
    accounts = [one.account for one in members_of(call.tx, whole.id) if one.parent == ParentId]
    rows = accounts if ChildType == "ACCOUNT" else units
    return paged(call, "Children", rows, str, MaxResults, show=lambda one: {"Id": one, "Type": ChildType})


def _type_of(parent: str) -> str:
    return "ROOT" if parent.startswith("r-") else "ORGANIZATIONAL_UNIT"
