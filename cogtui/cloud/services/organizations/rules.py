"""The words behind the rule ids `orgs.*`: what Organizations asks before it changes or shows something."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_QUOTAS = 'AWS Organizations User Guide, "Quotas and service limits"'
_INVITING = 'AWS Organizations User Guide, "Managing account invitations"'
_TYPES = 'AWS Organizations User Guide, "Enabling a policy type"'


def _api(operation: str) -> str:
    return f"AWS Organizations API Reference, {operation}"


_WHO = {
    "orgs.member": Rule(
        "the account is in an organization",
        _api("DescribeOrganization"),
        "the account is by itself, in no organization",
    ),
    "orgs.management": Rule(
        "the account manages its organization",
        'AWS Organizations User Guide, "Terminology and concepts"',
        "only the management account may do that",
    ),
    "orgs.management.stays": Rule(
        "the account does not manage an organization",
        _api("LeaveOrganization"),
        "a management account cannot leave its organization; it can dissolve it",
    ),
    "orgs.alone": Rule(
        "the account is in no organization yet",
        _api("CreateOrganization"),
        "an account can be in one organization only",
    ),
    "orgs.empty": Rule(
        "the organization has no members but the management account", _api("DeleteOrganization"), "it still has members"
    ),
    "orgs.page": Rule("the token comes from the page before", _api("ListAccounts"), "the token is of another list"),
}

_TREE = {
    "orgs.root": Rule(
        "the organization has the root", _api("ListRoots"), "the root is another organization's or nobody's"
    ),
    "orgs.unit": Rule(
        "the organization has the unit", _api("DescribeOrganizationalUnit"), "the organization has no such unit"
    ),
    "orgs.unit.name": Rule(
        "no unit beside it has the name",
        _api("CreateOrganizationalUnit"),
        "another unit of the same parent has the name",
    ),
    "orgs.unit.depth": Rule("the tree is not too deep", _QUOTAS, "units go five levels down and no further"),
    "orgs.unit.empty": Rule(
        "nothing is left in the unit", _api("DeleteOrganizationalUnit"), "accounts or units are still in it"
    ),
    "orgs.parent": Rule(
        "the parent is the root or a unit of the organization",
        _api("ListChildren"),
        "the organization has no such parent",
    ),
    "orgs.child": Rule(
        "the child is an account or a unit of the organization",
        _api("ListParents"),
        "the organization has no such child",
    ),
    "orgs.account": Rule(
        "the account is in the organization", _api("DescribeAccount"), "the organization has no such account"
    ),
    "orgs.account.room": Rule(
        "there is room for one more account", _QUOTAS, "ten accounts are in the organization already"
    ),
    "orgs.request": Rule(
        "the organization has asked for the account",
        _api("DescribeCreateAccountStatus"),
        "nobody has made this request",
    ),
    "orgs.account.there": Rule(
        "the account is where it is said to be", _api("MoveAccount"), "the account has another parent"
    ),
    "orgs.account.elsewhere": Rule(
        "the account is not at its destination yet", _api("MoveAccount"), "the account is there already"
    ),
}

_INVITATIONS = {
    "orgs.invitation": Rule(
        "the account has sent or got the invitation", _api("DescribeHandshake"), "there is no such invitation for it"
    ),
    "orgs.invitation.party": Rule(
        "an account is invited, by number or address", _api("InviteAccountToOrganization"), "that is no account"
    ),
    "orgs.invitation.member": Rule("the account is not a member yet", _INVITING, "the account is a member already"),
    "orgs.invitation.single": Rule("no other invitation to it is open", _INVITING, "an invitation to it is still open"),
    "orgs.invitation.addressed": Rule(
        "the invitation is to the caller's account", _INVITING, "only the invited account answers an invitation"
    ),
    "orgs.invitation.sender": Rule(
        "the invitation is the caller's own", _INVITING, "only the account that invited takes an invitation back"
    ),
    "orgs.invitation.again": Rule(
        "the invitation is not yet what it is to become", _api("AcceptHandshake"), "that was done already"
    ),
    "orgs.invitation.open": Rule("the invitation is open", _INVITING, "it was answered, taken back, or has lapsed"),
}

_POLICIES = {
    "orgs.type.on": Rule("the policy type is switched on", _TYPES, "the policy type is switched off at the root"),
    "orgs.type.off": Rule("the policy type is switched off", _TYPES, "the policy type is switched on already"),
    "orgs.policy": Rule(
        "the organization has the policy", _api("DescribePolicy"), "the organization has no such policy"
    ),
    "orgs.policy.own": Rule(
        "the policy is the organization's own", _api("UpdatePolicy"), "only AWS changes the policies that AWS manages"
    ),
    "orgs.policy.name": Rule(
        "no policy of its type has the name", _api("CreatePolicy"), "another policy of the type has the name"
    ),
    "orgs.policy.size": Rule("the policy is within its size, white space included", _QUOTAS, "the policy is too long"),
    "orgs.policy.document": Rule(
        "the policy keeps to the rules of its type",
        'AWS Organizations User Guide, "SCP syntax" and "RCP syntax"',
        "the text is no policy of its type",
    ),
    "orgs.policy.unused": Rule("the policy hangs nowhere", _api("DeletePolicy"), "the policy still hangs somewhere"),
    "orgs.target": Rule(
        "the target is the root, a unit or an account of the organization",
        _api("AttachPolicy"),
        "the organization has no such target",
    ),
    "orgs.attached": Rule("the policy hangs there", _api("DetachPolicy"), "the policy does not hang there"),
    "orgs.attached.not": Rule("the policy does not hang there yet", _api("AttachPolicy"), "it hangs there already"),
    "orgs.attached.room": Rule("there is room for one more of the type", _QUOTAS, "five of a type hang there already"),
    "orgs.attached.fixed": Rule(
        "the policy can be taken down",
        'AWS Organizations User Guide, "RCP syntax"',
        "RCPFullAWSAccess always stays",
    ),
    "orgs.attached.last": Rule(
        "another policy of the type stays there",
        _api("DetachPolicy"),
        "the last service control policy must stay; attach its replacement first",
    ),
}

RULES = {**_WHO, **_TREE, **_INVITATIONS, **_POLICIES}
