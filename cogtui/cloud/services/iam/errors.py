"""IAM's errors in IAM's words (IAM API Reference, "Common Errors" and the pages of the operations)."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def no_such_role(name: str) -> AwsError:
    """Return the error for a role that isn't there."""
    return AwsError("NoSuchEntity", f"The role with name {name} cannot be found.", status=404)


def no_such_inline_policy(name: str) -> AwsError:
    """Return the error for an inline policy that the role doesn't have."""
    return AwsError("NoSuchEntity", f"The role policy with name {name} cannot be found.", status=404)


def not_attachable(arn: str) -> AwsError:
    """Return the error for attaching a policy that isn't there."""
    return AwsError("NoSuchEntity", f"Policy {arn} does not exist or is not attachable.", status=404)


def not_attached(arn: str) -> AwsError:
    """Return the error for detaching a policy that isn't attached."""
    return AwsError("NoSuchEntity", f"Policy {arn} was not found.", status=404)


def bad_arn(arn: str) -> AwsError:
    """Return the error for a policy ARN that is none."""
    return AwsError("ValidationError", f"ARN {arn} is not valid.")


def role_exists(name: str) -> AwsError:
    """Return the error for a name that is taken."""
    return AwsError("EntityAlreadyExists", f"Role with name {name} already exists.", status=409)


def still_has(what: str) -> AwsError:
    """Return the error for deleting a role that still holds policies."""
    return AwsError("DeleteConflict", f"Cannot delete entity, must {what} first.", status=409)


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


def inline_too_long(limit: int, name: str) -> AwsError:
    """Return the error for inline policies that are over the quota together."""
    return AwsError("LimitExceeded", f"Maximum policy size of {limit} bytes exceeded for role {name}", status=409)


def bad_marker() -> AwsError:
    """Return the error for a marker of another list. DIFFERS: AWS's text is not published."""
    return AwsError("ValidationError", "Invalid Marker.")
