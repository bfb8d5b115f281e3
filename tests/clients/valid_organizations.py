"""One call that goes well for every simulated operation of Organizations."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.callers import Operator
from tests.builders import policy
from tests.clients.prepared import Params, Prepared
from tests.clients.valid_cognito import Valid
from tests.cloud.worlds import other_account

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
DENIES = policy({"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"})


def _done(here: Prepared, operation: str, **params: Any) -> Params:
    return here.done("organizations", operation, **params)


def _other(here: Prepared) -> str:
    return other_account(here.here.world)


def _by_other(here: Prepared, operation: str, **params: Any) -> Params:
    """Make a call as the operator of the other account, which must succeed."""
    world, caller = here.here.world, Operator(_other(here))
    reply = here.here.do(lambda: world.call("organizations", operation, params, caller=caller))
    assert reply.ok, reply.error
    return reply.output


def _root(here: Prepared) -> str:
    return _done(here, "ListRoots")["Roots"][0]["Id"]


def _unit(here: Prepared) -> str:
    return _done(here, "ListOrganizationalUnitsForParent", ParentId=_root(here))["OrganizationalUnits"][0]["Id"]


def _policy(here: Prepared) -> str:
    return next(row["Id"] for row in _done(here, "ListPolicies", Filter=SCP)["Policies"] if not row["AwsManaged"])


def _spare_policy(here: Prepared) -> Params:
    made = _done(here, "CreatePolicy", Name="Spare", Description="", Type=SCP, Content=DENIES)
    return {"PolicyId": made["Policy"]["PolicySummary"]["Id"]}


def _sent(here: Prepared) -> Params:
    return {"HandshakeId": _done(here, "ListHandshakesForOrganization")["Handshakes"][0]["Id"]}


def _alone(here: Prepared) -> Params:
    """Leave the account by itself."""
    _done(here, "DeleteOrganization")
    return {}


def _invited(here: Prepared) -> Params:
    """Have the other account found an organization and invite this one."""
    _alone(here)
    _by_other(here, "CreateOrganization")
    target = {"Type": "ACCOUNT", "Id": here.account}
    return {"HandshakeId": _by_other(here, "InviteAccountToOrganization", Target=target)["Handshake"]["Id"]}


def _member(here: Prepared) -> Params:
    _done(here, "AcceptHandshake", **_invited(here))
    return {}


def _joined(here: Prepared) -> Params:
    """Have the other account accept."""
    _by_other(here, "AcceptHandshake", **_sent(here))
    return {"AccountId": _other(here)}


def _request(here: Prepared) -> Params:
    return {"CreateAccountRequestId": _done(here, "ListCreateAccountStatus")["CreateAccountStatuses"][0]["Id"]}


def _empty_unit(here: Prepared) -> Params:
    return {"OrganizationalUnitId": _unit(here)}


def _move(here: Prepared) -> Params:
    return _joined(here) | {"SourceParentId": _root(here), "DestinationParentId": _unit(here)}


ORGANIZATIONS: dict[str, Valid] = {
    "AcceptHandshake": _invited,
    "AttachPolicy": lambda here: {"PolicyId": _policy(here), "TargetId": _root(here)},
    "CancelHandshake": _sent,
    "CreateAccount": lambda here: {
        "Email": "ops@example.com",
        "AccountName": "Ops",
        "RoleName": "Admins",
        "IamUserAccessToBilling": "DENY",
    },
    "CreateOrganization": lambda here: _alone(here) | {"FeatureSet": "ALL"},
    "CreateOrganizationalUnit": lambda here: {"ParentId": _root(here), "Name": "Ops"},
    "CreatePolicy": lambda here: {
        "Name": "Keep",
        "Description": "Buckets stay",
        "Type": RCP,
        "Content": policy({"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "*"}),
    },
    "DeclineHandshake": _invited,
    "DeleteOrganization": lambda here: {},
    "DeleteOrganizationalUnit": _empty_unit,
    "DeletePolicy": _spare_policy,
    "DescribeAccount": lambda here: {"AccountId": here.account},
    "DescribeCreateAccountStatus": _request,
    "DescribeHandshake": _sent,
    "DescribeOrganization": lambda here: {},
    "DescribeOrganizationalUnit": _empty_unit,
    "DescribePolicy": lambda here: {"PolicyId": "p-FullAWSAccess"},
    "DetachPolicy": lambda here: {"PolicyId": _policy(here), "TargetId": _unit(here)},
    "DisablePolicyType": lambda here: {"RootId": _root(here), "PolicyType": SCP},
    "EnablePolicyType": lambda here: {"RootId": _root(here), "PolicyType": RCP},
    "InviteAccountToOrganization": lambda here: (
        _sent_back(here) | {"Target": {"Type": "ACCOUNT", "Id": _other(here)}, "Notes": "Do come"}
    ),
    "LeaveOrganization": _member,
    "ListAccounts": lambda here: {"MaxResults": 5},
    "ListAccountsForParent": lambda here: {"ParentId": _root(here)},
    "ListChildren": lambda here: {"ParentId": _root(here), "ChildType": "ORGANIZATIONAL_UNIT"},
    "ListCreateAccountStatus": lambda here: {"States": ["SUCCEEDED"]},
    "ListHandshakesForAccount": lambda here: _invited(here) and {"Filter": {"ActionType": "INVITE"}},
    "ListHandshakesForOrganization": lambda here: {"Filter": {"ActionType": "INVITE"}},
    "ListOrganizationalUnitsForParent": lambda here: {"ParentId": _root(here)},
    "ListParents": lambda here: {"ChildId": here.account},
    "ListPolicies": lambda here: {"Filter": SCP},
    "ListPoliciesForTarget": lambda here: {"TargetId": _unit(here), "Filter": SCP},
    "ListRoots": lambda here: {},
    "ListTargetsForPolicy": lambda here: {"PolicyId": "p-FullAWSAccess"},
    "MoveAccount": _move,
    "RemoveAccountFromOrganization": _joined,
    "UpdateOrganizationalUnit": lambda here: _empty_unit(here) | {"Name": "Laboratory"},
    "UpdatePolicy": lambda here: {"PolicyId": _policy(here), "Name": "New", "Description": "N", "Content": DENIES},
}


def _sent_back(here: Prepared) -> Params:
    _done(here, "CancelHandshake", **_sent(here))
    return {}
