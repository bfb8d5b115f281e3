"""Invitations, by which an account that exists comes into an organization (AWS Organizations API Reference)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud.accounts.organizations import MEMBERS, ORGANIZATIONS, Organization, organization_of
from cogtui.cloud.accounts.principals import ACCOUNTS
from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.services.organizations import errors, shown
from cogtui.cloud.services.organizations.membership import join
from cogtui.cloud.services.organizations.records import INVITATIONS, Invitation, State
from cogtui.cloud.services.organizations.standing import managed, paged
from cogtui.cloud.store import Reader

Output = dict[str, Any]


def invite_account_to_organization(call: Call, *, Target: dict[str, str], Notes: str = "") -> Output:
    """Invite an account of this world, by its number or its address."""
    whole = managed(call)
    by_email = Target["Type"] == "EMAIL"
    party = by_email or Target["Type"] == "ACCOUNT"
    call.require("orgs.invitation.party", party, errors.bad_party, has=Target["Type"])
    account = _account(call, Target["Id"], by_email=by_email)
    member = call.tx.get(MEMBERS, (account,))
    own = member is not None and member.organization == whole.id
    call.require("orgs.invitation.member", not own, errors.member_already, has=account)
    sent = [one for one in call.tx.scan(INVITATIONS, account) if one.organization == whole.id]
    is_open = [one.id for one in sent if one.state_at(call.now) == "OPEN"]
    call.require("orgs.invitation.single", not is_open, errors.invited_already, has=is_open)
    made = Invitation(
        account, f"h-{call.ids.text(12, LOWER_ALNUM)}", whole.id, whole.management, call.now, by_email, Notes
    )
    call.tx.put(INVITATIONS, made)
    return {"Handshake": shown.invitation(call.tx, made, call.now)}


def accept_handshake(call: Call, *, HandshakeId: str) -> Output:
    """Join the organization that invited the caller's account, at its root; a member of another one leaves that.

    A management account cannot: it dissolves its own organization first.
    """
    found = _addressed(call, HandshakeId)
    _require_open(call, found, "ACCEPTED")
    present = organization_of(call.tx, call.account)
    manages = present is not None and present.management == call.account
    call.require("orgs.management.stays", not manages, errors.management_stays, account=call.account)
    whole = call.tx.get(ORGANIZATIONS, (found.organization,))
    call.require("orgs.invitation", whole, errors.no_handshake, has=HandshakeId)
    assert whole is not None
    join(call.tx, whole, call.account, call.now)
    return _changed(call, found, "ACCEPTED")


def decline_handshake(call: Call, *, HandshakeId: str) -> Output:
    """Decline an invitation to the caller's account."""
    found = _addressed(call, HandshakeId)
    _require_open(call, found, "DECLINED")
    return _changed(call, found, "DECLINED")


def cancel_handshake(call: Call, *, HandshakeId: str) -> Output:
    """Take back an invitation that the caller's organization has sent."""
    found = _known(call, HandshakeId)
    sender = found.management == call.account
    call.require("orgs.invitation.sender", sender, errors.may_not, wants=found.management, has=call.account)
    _require_open(call, found, "CANCELED")
    return _changed(call, found, "CANCELED")


def describe_handshake(call: Call, *, HandshakeId: str) -> Output:
    """Return an invitation to one of its two sides."""
    return {"Handshake": shown.invitation(call.tx, _known(call, HandshakeId), call.now)}


def list_handshakes_for_account(
    call: Call, *, Filter: dict[str, str] | None = None, NextToken: str | None = None, MaxResults: int = 20
) -> Output:
    """List the invitations to the caller's account."""
    del NextToken
    return _listed(call, call.tx.scan(INVITATIONS, call.account), Filter, MaxResults)


def list_handshakes_for_organization(
    call: Call, *, Filter: dict[str, str] | None = None, NextToken: str | None = None, MaxResults: int = 20
) -> Output:
    """List the invitations that the caller's organization has sent."""
    del NextToken
    whole: Organization = managed(call)
    return _listed(call, (one for one in _all(call.tx) if one.organization == whole.id), Filter, MaxResults)


def _listed(call: Call, found: Iterator[Invitation], wanted: dict[str, str] | None, most: int) -> Output:
    """Return a page of invitations; those of other kinds of handshakes, which are not simulated, are empty."""
    asked = wanted or {}
    others = asked.get("ActionType", "INVITE") != "INVITE" or "ParentHandshakeId" in asked
    rows = [] if others else list(found)
    return paged(
        call, "Handshakes", rows, lambda one: one.id, most, show=lambda one: shown.invitation(call.tx, one, call.now)
    )


def _account(call: Call, named: str, *, by_email: bool) -> str:
    known = {shown.email_of(account) if by_email else account: account for account in call.tx.scopes(ACCOUNTS)}
    if named not in known:
        call.refuse("door.simulated", NotSimulated("inviting an account outside this world"), has=named)
    return known[named]


def _all(reader: Reader) -> Iterator[Invitation]:
    for account in reader.scopes(INVITATIONS):
        yield from reader.scan(INVITATIONS, account)


def invitation_named(reader: Reader, handshake: str) -> Invitation | None:
    """Return the invitation with an id, or None."""
    return next((one for one in _all(reader) if one.id == handshake), None)


def _known(call: Call, handshake: str) -> Invitation:
    """Return an invitation that the caller's account sent or got."""
    found = invitation_named(call.tx, handshake)
    party = found is not None and call.account in (found.account, found.management)
    call.require("orgs.invitation", party, errors.no_handshake, has=handshake)
    assert found is not None
    return found


def _addressed(call: Call, handshake: str) -> Invitation:
    found = _known(call, handshake)
    own = found.account == call.account
    call.require("orgs.invitation.addressed", own, errors.may_not, wants=found.account, has=call.account)
    return found


def _require_open(call: Call, found: Invitation, to: State) -> None:
    state = found.state_at(call.now)
    call.require("orgs.invitation.again", state != to, errors.already_so, has=state)
    call.require("orgs.invitation.open", state == "OPEN", lambda: errors.too_late(state), has=state)


def _changed(call: Call, found: Invitation, state: State) -> Output:
    changed = msgspec.structs.replace(found, state=state)
    call.tx.put(INVITATIONS, changed)
    return {"Handshake": shown.invitation(call.tx, changed, call.now)}
