"""IAM's errors in IAM's words (IAM API Reference, "Common Errors" and the pages of the operations)."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def no_such(kind: str, name: str) -> AwsError:
    """Return the error for a role, user, group or inline policy that isn't there."""
    return AwsError("NoSuchEntity", f"The {kind} with name {name} cannot be found.", status=404)


def already_there(kind: str, name: str) -> AwsError:
    """Return the error for a name that is taken."""
    return AwsError("EntityAlreadyExists", f"{kind} with name {name} already exists.", status=409)


def still_has(what: str) -> AwsError:
    """Return the error for deleting what still holds something."""
    return AwsError("DeleteConflict", f"Cannot delete entity, must {what} first.", status=409)


def over_quota(quota: str, most: int) -> AwsError:
    """Return the error for more than there may be; of tags AWS says it in other words."""
    text = "The number of tags has reached the maximum limit." if quota == "TagsPerEntity" else ""
    return AwsError("LimitExceeded", text or f"Cannot exceed quota for {quota}: {most}", status=409)


# ---------------------------------------------------------------------------------------------------------------- roles


def unmodifiable(name: str) -> AwsError:
    """Return the error for changing the operator's role.

    DIFFERS: AWS has this error for service-linked roles, of which it says that only AWS may change them.
    """
    text = f"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by CogTUI"
    return AwsError("UnmodifiableEntity", text)


def untied_cognito_trust() -> AwsError:
    """Return the error for a trust policy that lets in every identity pool of every account.

    DIFFERS: AWS refuses such policies, but its text is not published.
    """
    text = (
        "Trust policies that trust cognito-identity.amazonaws.com must have a condition on "
        "cognito-identity.amazonaws.com:aud or cognito-identity.amazonaws.com:amr."
    )
    return AwsError("MalformedPolicyDocument", text)


def trust_too_long(limit: int) -> AwsError:
    """Return the error for a trust policy over the quota."""
    return AwsError("LimitExceeded", f"Cannot exceed quota for ACLSizePerRole: {limit}", status=409)


# ------------------------------------------------------------------------------------------------------------- policies


def inline_too_long(limit: int, kind: str, name: str) -> AwsError:
    """Return the error for inline policies that are over the quota together."""
    return AwsError("LimitExceeded", f"Maximum policy size of {limit} bytes exceeded for {kind} {name}", status=409)


def bad_arn(arn: str) -> AwsError:
    """Return the error for a policy ARN that is none."""
    return AwsError("ValidationError", f"ARN {arn} is not valid.")


def bad_boundary_arn(arn: str) -> AwsError:
    """Return the error for a permissions boundary that is no policy's ARN: another code than elsewhere."""
    return AwsError("InvalidInput", f"ARN {arn} is not valid.")


def not_attachable(arn: str) -> AwsError:
    """Return the error for attaching a policy that isn't there."""
    return AwsError("NoSuchEntity", f"Policy {arn} does not exist or is not attachable.", status=404)


def no_boundary(arn: str) -> AwsError:
    """Return the error for a permissions boundary that isn't there; AWS calls it the scope."""
    return AwsError("NoSuchEntity", f"Scope ARN: {arn} does not exist or is not attachable.", status=404)


def no_such_policy(arn: str) -> AwsError:
    """Return the error for a policy that isn't there, or isn't attached."""
    return AwsError("NoSuchEntity", f"Policy {arn} was not found.", status=404)


def no_such_version(arn: str, version: str) -> AwsError:
    """Return the error for a version that a policy does not have, or of a policy that isn't there."""
    text = f"Policy {arn} version {version} does not exist or is not attachable."
    return AwsError("NoSuchEntity", text, status=404)


def policy_exists(name: str) -> AwsError:
    """Return the error for the name of a policy that is taken."""
    text = f"A policy called {name} already exists. Duplicate names are not allowed."
    return AwsError("EntityAlreadyExists", text, status=409)


_OF_AWS = {
    "DeletePolicy": "Cannot delete policies outside your own account.",
    "DeletePolicyVersion": "Cannot delete policy versions for policies outside your own account.",
    "SetDefaultPolicyVersion": "Cannot update policies outside your own account.",
}


def policy_of_aws(operation: str) -> AwsError:
    """Return the error for changing a policy that AWS manages.

    DIFFERS: what AWS says to a new version and to tags is not captured; here it is its answer to a changed default.
    """
    return AwsError("AccessDenied", _OF_AWS.get(operation, _OF_AWS["SetDefaultPolicyVersion"]), status=403)


def too_many_versions(most: int) -> AwsError:
    """Return the error for one version more than a policy may have."""
    text = (
        f"A managed policy can have up to {most} versions. Before you create a new version, "
        "you must delete an existing version."
    )
    return AwsError("LimitExceeded", text, status=409)


def default_version() -> AwsError:
    """Return the error for deleting the version that counts."""
    return AwsError("DeleteConflict", "Cannot delete the default version of a policy.", status=409)


def policy_attached() -> AwsError:
    """Return the error for deleting a policy that somebody still has."""
    return AwsError("DeleteConflict", "Cannot delete a policy attached to entities.", status=409)


def policy_has_versions() -> AwsError:
    """Return the error for deleting a policy before its further versions."""
    text = (
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
        "The default version is deleted with the policy."
    )
    return AwsError("DeleteConflict", text, status=409)


# ------------------------------------------------------------------------------------------------- keys, tags, accounts


def session_may_not() -> AwsError:
    """Return the error for calling IAM with a session of GetSessionToken or GetFederationToken."""
    return AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", status=403)


def name_needed() -> AwsError:
    """Return the error for leaving a user name out when the caller is no user."""
    return AwsError("ValidationError", "Must specify userName when calling with non-User credentials")


def no_such_key(access_key_id: str) -> AwsError:
    """Return the error for an access key that the user does not have."""
    return AwsError("NoSuchEntity", f"The Access Key with id {access_key_id} cannot be found.", status=404)


def unknown_last_use(caller: str, access_key_id: str) -> AwsError:
    """Return the error for asking after a key that the account does not have; the text lacks a colon, as AWS's does."""
    text = (
        f"User: {caller} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key {access_key_id}"
    )
    return AwsError("AccessDenied", text, status=403)


def duplicate_tags(*, ignoring_case: bool) -> AwsError:
    """Return the error for a tag key that is there twice."""
    text = "Duplicate tag keys found."
    return AwsError(
        "InvalidInput", f"{text} Please note that Tag keys are case insensitive." if ignoring_case else text
    )


def reserved_tag(key: str) -> AwsError:
    """Return the error for a tag key that begins with `aws:`. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidInput", f"Tag key {key} is not valid: the prefix aws: is reserved.")


def alias_taken(alias: str) -> AwsError:
    """Return the error for an account alias that some account has."""
    return AwsError("EntityAlreadyExists", f"The account alias {alias} already exists.", status=409)


def no_such_alias(alias: str) -> AwsError:
    """Return the error for an alias that the account does not have. DIFFERS: AWS's text is not published."""
    return AwsError("NoSuchEntity", f"The account alias {alias} cannot be found.", status=404)


def bad_marker() -> AwsError:
    """Return the error for a marker of another list."""
    return AwsError("ValidationError", "Invalid Marker.")
