"""New accounts, members from their first moment (AWS Organizations API Reference, CreateAccount)."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from cogtui.cloud.accounts.organizations import MEMBERS, Member, Organization, members_of
from cogtui.cloud.accounts.principals import (
    ACCOUNTS,
    ADMINISTRATOR_ACCESS,
    ATTACHED_POLICIES,
    ROLES,
    AttachedPolicy,
    Role,
    root_principal,
)
from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.founding import open_account
from cogtui.cloud.ids import DIGITS, LOWER_ALNUM
from cogtui.cloud.services.organizations import errors, shown
from cogtui.cloud.services.organizations.membership import hang_defaults
from cogtui.cloud.services.organizations.records import REQUESTS, AccountRequest
from cogtui.cloud.services.organizations.standing import managed, paged
from cogtui.cloud.store import rows_of

Output = dict[str, Any]

MOST = 10
"""Accounts of an organization (Organizations User Guide, "Quotas")."""


def create_account(
    call: Call,
    *,
    Email: str,
    AccountName: str,
    RoleName: str = "OrganizationAccountAccessRole",
    IamUserAccessToBilling: str = "ALLOW",
) -> Output:
    """Open an account in the organization, with a role that the management account may assume.

    DIFFERS: AWS takes some minutes; here the account is there at once, though the answer says IN_PROGRESS as AWS's does.
    """
    del IamUserAccessToBilling
    whole = managed(call)
    count = len(members_of(call.tx, whole.id))
    call.require("orgs.account.room", count < MOST, errors.too_many_accounts, wants=MOST, has=count)
    request = AccountRequest(whole.id, f"car-{call.ids.text(32, LOWER_ALNUM)}", AccountName, call.now)
    if Email in _addresses(call):
        request = msgspec.structs.replace(request, failure="EMAIL_ALREADY_EXISTS")
    else:
        account = _new_number(call)
        _open(call, whole, Member(account, whole.id, whole.root_id, call.now, Email, "CREATED", AccountName))
        call.tx.put(ROLES, _access_role(call, account, RoleName))
        call.tx.put(ATTACHED_POLICIES, AttachedPolicy(account, "role", RoleName, ADMINISTRATOR_ACCESS))
        request = msgspec.structs.replace(request, account=account)
    call.tx.put(REQUESTS, request)
    begun = {name: _shown(request)[name] for name in ("Id", "AccountName", "RequestedTimestamp")}
    return {"CreateAccountStatus": begun | {"State": "IN_PROGRESS"}}


def describe_create_account_status(call: Call, *, CreateAccountRequestId: str) -> Output:
    """Return what became of a request for an account."""
    whole = managed(call)
    found = call.tx.get(REQUESTS, (whole.id, CreateAccountRequestId))
    call.require("orgs.request", found, errors.no_request, has=CreateAccountRequestId)
    assert found is not None
    return {"CreateAccountStatus": _shown(found)}


def list_create_account_status(
    call: Call, *, States: list[str] | None = None, NextToken: str | None = None, MaxResults: int = 20
) -> Output:
    """List the organization's requests for accounts."""
    del NextToken
    rows = [one for one in call.tx.scan(REQUESTS, managed(call).id) if not States or one.state in States]
    return paged(call, "CreateAccountStatuses", rows, lambda one: one.id, MaxResults, show=_shown)


def _addresses(call: Call) -> set[str]:
    """Return the addresses that accounts of this world have."""
    given = {member.email for member in rows_of(call.tx, MEMBERS)}
    return given | {shown.email_of(account) for account in call.tx.scopes(ACCOUNTS)}


def _new_number(call: Call) -> str:
    while True:
        account = f"{1 + call.ids.octets(1)[0] % 9}{call.ids.text(11, DIGITS)}"
        if call.tx.get(ACCOUNTS, (account,)) is None:
            return account


def _open(call: Call, whole: Organization, member: Member) -> None:
    open_account(call.tx, call.ids, member.account, call.now)
    account = call.tx.get(ACCOUNTS, (member.account,))
    assert account is not None
    call.tx.put(ACCOUNTS, msgspec.structs.replace(account, name=member.name))
    call.tx.put(MEMBERS, member)
    hang_defaults(call.tx, whole, member.account)


def _access_role(call: Call, account: str, name: str) -> Role:
    """Return the role by which the management account gets in: made by AWS, so no policy is asked."""
    who = {"AWS": root_principal(call.account).arn}
    statement = {"Effect": "Allow", "Principal": who, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return Role(account, name, "/", call.ids.prefixed("AROA"), trust, call.now)


def _shown(request: AccountRequest) -> Output:
    said: Output = {
        "Id": request.id,
        "AccountName": request.name,
        "State": request.state,
        "RequestedTimestamp": timestamp(request.requested),
        "CompletedTimestamp": timestamp(request.requested),
    }
    if request.failure:
        return said | {"FailureReason": request.failure}
    return said | {"AccountId": request.account}
