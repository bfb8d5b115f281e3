"""Organizations' errors (AWS Organizations API Reference).

The texts of `not_in_use`, `may_not`, `no_account`, `no_root`, `no_target`, `no_unit`, `no_parent`, `policy_exists`,
`last_policy`, `too_many_policies`, `type_enabled`, `type_not_enabled` and `malformed` are known from answers that people
have published. DIFFERS: those of all others are not published; they say what the API Reference says of the error.
"""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def not_in_use() -> AwsError:
    """Return the error for an account by itself."""
    return AwsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")


def may_not() -> AwsError:
    """Return the error for a member that asks what only the management account may."""
    return AwsError("AccessDeniedException", "You don't have permissions to access this resource.")


def already_in() -> AwsError:
    """Return the error for founding an organization from within another."""
    text = "The provided account is already a member of an organization."
    return AwsError("AlreadyInOrganizationException", text)


def not_empty() -> AwsError:
    """Return the error for deleting an organization that has members."""
    text = "To delete an organization you must first remove all member accounts (except the master)."
    return AwsError("OrganizationNotEmptyException", text)


def management_stays() -> AwsError:
    """Return the error for taking the management account out of its organization."""
    return AwsError("MasterCannotLeaveOrganizationException", "A management account cannot leave its organization.")


def bad_page() -> AwsError:
    """Return the error for the token of another list."""
    return _invalid("INVALID_NEXT_TOKEN", "You specified an invalid value for NextToken.")


def _invalid(reason: str, text: str) -> AwsError:
    return AwsError("InvalidInputException", text, Reason=reason)


def _violated(reason: str, text: str) -> AwsError:
    return AwsError("ConstraintViolationException", text, Reason=reason)


# ------------------------------------------------------------------------------------------- accounts, units and roots


def no_account() -> AwsError:
    """Return the error for an account that the organization does not have."""
    return AwsError("AccountNotFoundException", "You specified an account that doesn't exist.")


def no_root() -> AwsError:
    """Return the error for a root that isn't the organization's."""
    return AwsError("RootNotFoundException", "You specified a root that doesn't exist.")


def no_unit() -> AwsError:
    """Return the error for a unit that the organization does not have."""
    text = "You specified an organizational unit that doesn't exist."
    return AwsError("OrganizationalUnitNotFoundException", text)


def no_parent(code: str = "ParentNotFoundException") -> AwsError:
    """Return the error for a root or unit that the organization does not have; MoveAccount has codes for from and to."""
    return AwsError(code, "You specified parent that doesn't exist.")


def no_child() -> AwsError:
    """Return the error for an account or unit that the organization does not have."""
    return AwsError("ChildNotFoundException", "You specified a child that doesn't exist.")


def unit_exists() -> AwsError:
    """Return the error for a name that a unit beside it has."""
    return AwsError("DuplicateOrganizationalUnitException", "An OU with the same name already exists.")


def unit_not_empty() -> AwsError:
    """Return the error for deleting a unit that holds accounts or units."""
    return AwsError("OrganizationalUnitNotEmptyException", "The specified organizational unit is not empty.")


def too_deep() -> AwsError:
    """Return the error for a unit below the fifth level."""
    return _violated("OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the depth of the organizational unit tree.")


def too_many_accounts() -> AwsError:
    """Return the error for more accounts than an organization may have; the text is published."""
    return _violated("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts.")


def no_request() -> AwsError:
    """Return the error for a request for an account that nobody made."""
    text = "You specified a create account request that doesn't exist."
    return AwsError("CreateAccountStatusNotFoundException", text)


def already_there() -> AwsError:
    """Return the error for moving an account to where it is."""
    text = "The account is already present in the specified destination."
    return AwsError("DuplicateAccountException", text)


# ---------------------------------------------------------------------------------------------------------- invitations


def bad_party() -> AwsError:
    """Return the error for inviting what is no account."""
    return _invalid("INVALID_PARTY_TYPE_TARGET", "You specified an invalid party type for the target.")


def invited_already() -> AwsError:
    """Return the error for a second invitation while the first is open."""
    text = "A handshake with the same action and target already exists."
    return AwsError("DuplicateHandshakeException", text)


def member_already() -> AwsError:
    """Return the error for inviting one's own member."""
    text = "The provided account is already a member of your organization."
    return AwsError("HandshakeConstraintViolationException", text, Reason="ALREADY_IN_AN_ORGANIZATION")


def no_handshake() -> AwsError:
    """Return the error for an invitation that the caller has nothing to do with."""
    return AwsError("HandshakeNotFoundException", "You specified a handshake that doesn't exist.")


def already_so() -> AwsError:
    """Return the error for doing to an invitation what was done to it."""
    return AwsError("HandshakeAlreadyInStateException", "The specified handshake is already in the requested state.")


def too_late(state: str) -> AwsError:
    """Return the error for an invitation that is no longer open."""
    text = f"You can't perform the operation on the handshake in its current state: {state}."
    return AwsError("InvalidHandshakeTransitionException", text)


# ------------------------------------------------------------------------------------------------------------- policies


def type_enabled() -> AwsError:
    """Return the error for switching on what is on."""
    return AwsError("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.")


def type_not_enabled() -> AwsError:
    """Return the error for what needs a policy type that is off."""
    text = "This operation can be performed only for enabled policy types."
    return AwsError("PolicyTypeNotEnabledException", text)


def malformed() -> AwsError:
    """Return the error for a text that is no policy of its type."""
    text = "The provided policy document does not meet the requirements of the specified policy type."
    return AwsError("MalformedPolicyDocumentException", text)


def too_long() -> AwsError:
    """Return the error for a policy over its size."""
    return _violated("POLICY_CONTENT_LIMIT_EXCEEDED", "You have exceeded the maximum size of a policy document.")


def policy_exists(code: str = "DuplicatePolicyException") -> AwsError:
    """Return the error for a policy's name that is taken; a second attachment has the same words."""
    return AwsError(code, "A policy with the specified name and type already exists.")


def no_policy() -> AwsError:
    """Return the error for a policy that the organization does not have."""
    return AwsError("PolicyNotFoundException", "You specified a policy that doesn't exist.")


def of_aws() -> AwsError:
    """Return the error for changing a policy that AWS manages."""
    return _invalid("IMMUTABLE_POLICY", "You can't modify this policy because it is managed by AWS.")


def stays_attached() -> AwsError:
    """Return the error for detaching RCPFullAWSAccess."""
    return _invalid("NON_DETACHABLE_POLICY", "You can't detach this AWS managed policy.")


def in_use() -> AwsError:
    """Return the error for deleting a policy that hangs somewhere."""
    text = "The policy is attached to one or more entities. You must detach it from all of them first."
    return AwsError("PolicyInUseException", text)


def no_target() -> AwsError:
    """Return the error for a root, unit or account that the organization does not have."""
    return AwsError("TargetNotFoundException", "You specified a target that doesn't exist.")


def attached_already() -> AwsError:
    """Return the error for attaching a policy where it hangs."""
    return policy_exists("DuplicatePolicyAttachmentException")


def not_attached() -> AwsError:
    """Return the error for detaching a policy from where it does not hang."""
    return AwsError("PolicyNotAttachedException", "The policy isn't attached to the specified target.")


def too_many_policies() -> AwsError:
    """Return the error for a sixth policy of a type at one place."""
    text = "You have attached the maximum number of policies to the specified target."
    return _violated("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", text)


def last_policy() -> AwsError:
    """Return the error for taking the last service control policy away."""
    text = (
        "You cannot remove the last policy attached to the specified target. "
        "You must have at least one attached at all times."
    )
    return _violated("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", text)
