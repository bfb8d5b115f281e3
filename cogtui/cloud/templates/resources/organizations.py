"""Resource types of AWS Organizations, and what CloudFormation has none for: a type switched on, an account let in.

Source: CloudFormation User Guide, "AWS Organizations resource type reference".
"""

from __future__ import annotations

from cogtui.cloud.callers import Operator
from cogtui.cloud.errors import AwsError
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.templates.resources.blame import Blame, Blamed, Way, by_code, in_policy
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import many, one_of, policy, text

_SERVICE = "organizations"
_KINDS: dict[str, PolicyKind] = {"SERVICE_CONTROL_POLICY": "scp", "RESOURCE_CONTROL_POLICY": "rcp"}


def create_organization(making: Making) -> Made:
    """Make an AWS::Organizations::Organization; the account of the stack manages it."""
    made = making.invoke(_SERVICE, "CreateOrganization", making.parameters)["Organization"]
    return making.made(
        made["Id"],
        Id=made["Id"],
        Arn=made["Arn"],
        ManagementAccountArn=made["MasterAccountArn"],
        ManagementAccountId=made["MasterAccountId"],
        ManagementAccountEmail=made["MasterAccountEmail"],
        RootId=_root(making),
    )


def create_unit(making: Making) -> Made:
    """Make an AWS::Organizations::OrganizationalUnit."""
    blame = by_code({"ParentNotFoundException": ("ParentId",), "DuplicateOrganizationalUnitException": ("Name",)})
    made = making.invoke(_SERVICE, "CreateOrganizationalUnit", making.parameters, blame=blame)["OrganizationalUnit"]
    return making.made(made["Id"], Id=made["Id"], Arn=made["Arn"])


def create_policy(making: Making) -> Made:
    """Make an AWS::Organizations::Policy and hang it on its targets."""
    given = {"Description": "", **making.parameters}
    mistakes = _in_content(given["Content"], _KINDS.get(given["Type"], "scp"))
    made = making.invoke(_SERVICE, "CreatePolicy", given, blame=mistakes)["Policy"]["PolicySummary"]
    for index, target in enumerate(making.given.get("TargetIds", [])):
        asked = {"PolicyId": made["Id"], "TargetId": target}
        making.invoke(_SERVICE, "AttachPolicy", asked, blame=lambda _, at=index: Blame(("TargetIds", at)))
    return making.made(made["Id"], Id=made["Id"], Arn=made["Arn"], AwsManaged="false")


def create_account(making: Making) -> Made:
    """Make an AWS::Organizations::Account and put it where it belongs."""
    begun = making.invoke(_SERVICE, "CreateAccount", making.parameters)["CreateAccountStatus"]
    asked = {"CreateAccountRequestId": begun["Id"]}
    status = making.invoke(_SERVICE, "DescribeCreateAccountStatus", asked)["CreateAccountStatus"]
    if "FailureReason" in status:
        raise making.scope.document.error(making.pointer("Email"), f"the account is refused: {status['FailureReason']}")
    parents: list[str] = making.given.get("ParentIds", [])
    _put(making, status["AccountId"], parents[0] if parents else "", ("ParentIds", 0))
    made = making.invoke(_SERVICE, "DescribeAccount", {"AccountId": status["AccountId"]})["Account"]
    return making.made(
        made["Id"],
        AccountId=made["Id"],
        Arn=made["Arn"],
        JoinedMethod=made["JoinedMethod"],
        JoinedTimestamp=made["JoinedTimestamp"].isoformat(),
        Status=made["Status"],
    )


def let_in(making: Making) -> Made:
    """Make a CogTUI::Organizations::Member: invite an account of the world, and accept at its own console."""
    account: str = making.given["AccountId"]
    target = {"Type": "ACCOUNT", "Id": account}
    blame = by_code(
        dict.fromkeys(("HandshakeConstraintViolationException", "DuplicateHandshakeException"), ("AccountId",))
    )
    sent = making.invoke(_SERVICE, "InviteAccountToOrganization", {"Target": target}, blame=blame)["Handshake"]["Id"]
    try:
        making.call.invoke(_SERVICE, "AcceptHandshake", {"HandshakeId": sent}, Operator(account))
    except AwsError as error:
        raise making.refused(error) from error
    _put(making, account, making.given.get("ParentId", ""), ("ParentId",))
    made = making.invoke(_SERVICE, "DescribeAccount", {"AccountId": account})["Account"]
    return making.made(account, AccountId=account, Arn=made["Arn"])


def switch_on(making: Making) -> Made:
    """Make a CogTUI::Organizations::PolicyType: switch a type of policies on at the root."""
    asked = {"RootId": _root(making), "PolicyType": making.given["Type"]}
    blame = by_code({"PolicyTypeAlreadyEnabledException": ("Type",)})
    making.invoke(_SERVICE, "EnablePolicyType", asked, blame=blame)
    return making.made(making.given["Type"])


def _root(making: Making) -> str:
    return making.invoke(_SERVICE, "ListRoots", {})["Roots"][0]["Id"]


def _put(making: Making, account: str, parent: str, way: Way) -> None:
    """Move a new account from the root to the parent that the property at `way` names."""
    root = _root(making)
    if parent not in ("", root):
        asked = {"AccountId": account, "SourceParentId": root, "DestinationParentId": parent}
        making.invoke(_SERVICE, "MoveAccount", asked, blame=lambda _: Blame(way))


def _in_content(content: str, kind: PolicyKind) -> Blamed:
    """Blame the first mistake in a policy; Organizations has a code of its own for it."""
    blamed = in_policy(("Content",), content, kind)

    def found(error: AwsError) -> Blame | None:
        if error.code == "DuplicatePolicyException":
            return Blame(("Name",))
        code = error.code.removesuffix("Exception")
        return blamed(AwsError(code, error.message))

    return found


KINDS = (
    Kind(
        "AWS::Organizations::Organization",
        parameters(_SERVICE, "CreateOrganization", "FeatureSet"),
        create_organization,
    ),
    Kind(
        "AWS::Organizations::OrganizationalUnit",
        parameters(_SERVICE, "CreateOrganizationalUnit", "Name", "ParentId", required=("Name", "ParentId")),
        create_unit,
        elsewhere=("Tags",),
    ),
    Kind(
        "AWS::Organizations::Policy",
        {
            **parameters(_SERVICE, "CreatePolicy", "Description", "Name", "Type", required=("Name", "Type")),
            "Content": Property(policy, "Content", required=True),
            "TargetIds": Property(many(text)),
        },
        create_policy,
        elsewhere=("Tags",),
    ),
    Kind(
        "AWS::Organizations::Account",
        {
            **parameters(
                _SERVICE, "CreateAccount", "AccountName", "Email", "RoleName", required=("AccountName", "Email")
            ),
            "ParentIds": Property(many(text)),
        },
        create_account,
        elsewhere=("Tags",),
    ),
    Kind(
        "CogTUI::Organizations::Member",
        {"AccountId": Property(text, required=True), "ParentId": Property(text)},
        let_in,
    ),
    Kind(
        "CogTUI::Organizations::PolicyType",
        {"Type": Property(one_of("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"), required=True)},
        switch_on,
    ),
)
