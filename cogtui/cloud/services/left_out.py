"""Why operations are left out: the reasons that stand in the ledger beside what is not simulated."""

from __future__ import annotations

from typing import Final

_PASSKEYS: Final = "passkeys need an authenticator that proves itself to a browser; neither is here yet"
_REPLICAS: Final = "pools in several regions: worlds have no second copy of a pool"
_DERIVED: Final = "tokens for agents and derived tokens: AWS has published the shapes and little of what they do"
_QUOTAS: Final = "request rates: nobody is throttled here"
_DELEGATION: Final = "delegated administrators: the management account does everything itself"
_COMPUTERS: Final = "instances, certificates of servers and keys for code repositories: no service here uses them"
_CONSOLE: Final = "passwords for the AWS console: the console here is CogTUI's own, and nobody signs in to it"
_USE: Final = "reports about use: nothing is written when a key, role or permission is used"
_LINKED: Final = "roles that AWS's services make for themselves: none of the simulated ones has one"
_HAND_OVER: Final = "requests to have permissions handed over: AWS has published the shapes and little of what they do"
_ROOTS: Final = "root credentials kept by the management account: accounts here have the operator instead"
_LATER: Final = "a part of its own, still to be built"

REASONS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "cognito-idp": {
        _PASSKEYS: (
            "CompleteWebAuthnRegistration",
            "DeleteWebAuthnCredential",
            "ListWebAuthnCredentials",
            "StartWebAuthnRegistration",
        ),
        _REPLICAS: (
            "CreateUserPoolReplica",
            "DeleteUserPoolReplica",
            "ListUserPoolReplicas",
            "UpdateUserPoolReplica",
        ),
        _DERIVED: ("GetClientToken", "GetDerivedToken"),
        _QUOTAS: ("GetProvisionedLimit", "UpdateProvisionedLimit"),
        "sessions of one client: only a pool's are simulated": (
            "GetUserPoolClientSessionConfiguration",
            "SetUserPoolClientSessionConfiguration",
        ),
        "its token comes in mails about risky sign-ins, and no risk is ever found": ("UpdateAuthEventFeedback",),
    },
    "iam": {
        _COMPUTERS: (
            "AddRoleToInstanceProfile",
            "CreateInstanceProfile",
            "CreateServiceSpecificCredential",
            "DeleteInstanceProfile",
            "DeleteSSHPublicKey",
            "DeleteServerCertificate",
            "DeleteServiceSpecificCredential",
            "DeleteSigningCertificate",
            "GetInstanceProfile",
            "GetSSHPublicKey",
            "GetServerCertificate",
            "ListInstanceProfileTags",
            "ListInstanceProfiles",
            "ListInstanceProfilesForRole",
            "ListSSHPublicKeys",
            "ListServerCertificateTags",
            "ListServerCertificates",
            "ListServiceSpecificCredentials",
            "ListSigningCertificates",
            "RemoveRoleFromInstanceProfile",
            "ResetServiceSpecificCredential",
            "TagInstanceProfile",
            "TagServerCertificate",
            "UntagInstanceProfile",
            "UntagServerCertificate",
            "UpdateSSHPublicKey",
            "UpdateServerCertificate",
            "UpdateServiceSpecificCredential",
            "UpdateSigningCertificate",
            "UploadSSHPublicKey",
            "UploadServerCertificate",
            "UploadSigningCertificate",
        ),
        _CONSOLE: (
            "ChangePassword",
            "CreateLoginProfile",
            "DeleteAccountPasswordPolicy",
            "DeleteLoginProfile",
            "GetAccountPasswordPolicy",
            "GetLoginProfile",
            "UpdateAccountPasswordPolicy",
            "UpdateLoginProfile",
        ),
        _USE: (
            "GenerateCredentialReport",
            "GenerateOrganizationsAccessReport",
            "GenerateServiceLastAccessedDetails",
            "GetCredentialReport",
            "GetOrganizationsAccessReport",
            "GetServiceLastAccessedDetails",
            "GetServiceLastAccessedDetailsWithEntities",
            "ListPoliciesGrantingServiceAccess",
        ),
        _LINKED: ("CreateServiceLinkedRole", "DeleteServiceLinkedRole", "GetServiceLinkedRoleDeletionStatus"),
        _HAND_OVER: (
            "AcceptDelegationRequest",
            "AcquireRole",
            "AssociateDelegationRequest",
            "CreateDelegationRequest",
            "GetDelegationRequest",
            "GetHumanReadableSummary",
            "GetRoleTemplateVersion",
            "ListDelegationRequests",
            "RejectDelegationRequest",
            "SendDelegationToken",
            "UpdateDelegationRequest",
        ),
        _ROOTS: (
            "DisableOrganizationsRootCredentialsManagement",
            "DisableOrganizationsRootSessions",
            "EnableOrganizationsRootCredentialsManagement",
            "EnableOrganizationsRootSessions",
            "ListOrganizationsFeatures",
        ),
        "tokens that an account issues about itself to services outside AWS": (
            "DisableOutboundWebIdentityFederation",
            "EnableOutboundWebIdentityFederation",
            "GetOutboundWebIdentityFederationInfo",
        ),
        "settings of the account that change nothing in a world": (
            "GetAccountProperties",
            "PutAccountProperties",
            "SetSecurityTokenServicePreferences",
        ),
    },
    "organizations": {
        "a world's accounts stay; none of them is in AWS GovCloud": ("CloseAccount", "CreateGovCloudAccount"),
        _DELEGATION: (
            "DeleteResourcePolicy",
            "DeregisterDelegatedAdministrator",
            "DescribeResourcePolicy",
            "ListDelegatedAdministrators",
            "ListDelegatedServicesForAccount",
            "PutResourcePolicy",
            "RegisterDelegatedAdministrator",
        ),
        "services that reach across an organization: none of them is simulated": (
            "DisableAWSServiceAccess",
            "EnableAWSServiceAccess",
            "ListAWSServiceAccessForOrganization",
        ),
        "policies that do not authorise: only service and resource control policies are simulated": (
            "DescribeEffectivePolicy",
            "ListAccountsWithInvalidEffectivePolicy",
            "ListEffectivePolicyValidationErrors",
        ),
        "bills": (
            "DescribeResponsibilityTransfer",
            "InviteOrganizationToTransferResponsibility",
            "ListInboundResponsibilityTransfers",
            "ListOutboundResponsibilityTransfers",
            "TerminateResponsibilityTransfer",
            "UpdateResponsibilityTransfer",
        ),
        "every organization here has all features": ("EnableAllFeatures",),
        "tags of organizations' resources": ("ListTagsForResource", "TagResource", "UntagResource"),
    },
    "sns": {
        "the sandbox, the numbers and the price of text messages: every number here gets its text, and none costs anything": (
            "CheckIfPhoneNumberIsOptedOut",
            "CreateSMSSandboxPhoneNumber",
            "DeleteSMSSandboxPhoneNumber",
            "GetSMSAttributes",
            "GetSMSSandboxAccountStatus",
            "ListOriginationNumbers",
            "ListPhoneNumbersOptedOut",
            "ListSMSSandboxPhoneNumbers",
            "OptInPhoneNumber",
            "SetSMSAttributes",
            "VerifySMSSandboxPhoneNumber",
        ),
        "data protection policies: nothing here looks for personal data in messages": (
            "GetDataProtectionPolicy",
            "PutDataProtectionPolicy",
        ),
    },
    "sts": {
        "sessions of a member account's root user are tasks for an organization's administrators; no service has them here": (
            "AssumeRoot",
        ),
        "its trade-in tokens come from AWS services that act on a user's behalf, none of which is simulated": (
            "GetDelegatedAccessToken",
        ),
        "AWS as an issuer for services outside it: nothing here would read its tokens": ("GetWebIdentityToken",),
    },
}
"""Service -> reason -> the operations that it keeps out."""


def reason_for(service: str, operation: str) -> str:
    """Return why an operation that is not simulated is left out."""
    given = REASONS.get(service, {})
    return next((reason for reason, names in given.items() if operation in names), _LATER)
