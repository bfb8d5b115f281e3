"""Where the caller's account stands: in which organization, and whether it manages it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from cogtui.cloud.accounts.organizations import (
    MEMBERS,
    UNITS,
    Member,
    Organization,
    OrganizationalUnit,
    organization_of,
)
from cogtui.cloud.call import Call
from cogtui.cloud.paging import Paging, page_of
from cogtui.cloud.services.organizations import errors

Row = TypeVar("Row")

_PAGING = Paging("orgs.page", errors.bad_page)


def own(call: Call) -> Organization:
    """Return the organization that the caller's account is in; refuse an account by itself."""
    organization = organization_of(call.tx, call.account)
    call.require("orgs.member", organization, errors.not_in_use, account=call.account)
    assert organization is not None
    return organization


def managed(call: Call) -> Organization:
    """Return the organization that the caller's account manages; refuse its members.

    DIFFERS: AWS lets members that are delegated administrators do some of this; nobody is one here.
    """
    organization = own(call)
    manages = organization.management == call.account
    call.require("orgs.management", manages, errors.may_not, wants=organization.management, has=call.account)
    return organization


def member(call: Call, organization: Organization, account: str) -> Member:
    """Return an account of the organization; refuse any other."""
    found = call.tx.get(MEMBERS, (account,))
    known = found is not None and found.organization == organization.id
    call.require("orgs.account", known, errors.no_account, has=account)
    assert found is not None
    return found


def unit(call: Call, organization: Organization, unit_id: str) -> OrganizationalUnit:
    """Return a unit of the organization; refuse any other."""
    found = call.tx.get(UNITS, (organization.id, unit_id))
    call.require("orgs.unit", found, errors.no_unit, has=unit_id)
    assert found is not None
    return found


def require_parent(call: Call, organization: Organization, parent: str, code: str = "ParentNotFoundException") -> None:
    """Refuse what is neither the organization's root nor one of its units."""
    known = parent == organization.root_id or call.tx.get(UNITS, (organization.id, parent)) is not None
    call.require("orgs.parent", known, lambda: errors.no_parent(code), has=parent)


def paged(
    call: Call, name: str, rows: Sequence[Row], key: Callable[[Row], str], most: int, *, show: Callable[[Row], Any]
) -> dict[str, Any]:
    """Return one page of a list, in the order of its keys."""
    page = page_of(call, sorted(rows, key=key), key, most, _PAGING)
    return {name: [show(row) for row in page.rows], **page.more}
