"""What IAM's policy simulators answer to what they cannot ask (IAM API Reference, SimulatePrincipalPolicy)."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def unclear_entity(arn: str) -> AwsError:
    """Return the error for an ARN that is no user's, group's or role's."""
    return AwsError("InvalidInput", f"Invalid Entity Arn: {arn} does not clearly define entity type and name.")


def of_another_account(account: str, owner: str) -> AwsError:
    """Return the error for an entity of another account."""
    text = f"Invalid Policy Source Arn: caller's account {account} does not have access to policies in account {owner}"
    return AwsError("InvalidInput", text)


def caller_must_be_user() -> AwsError:
    """Return the error for a resource policy without a user whom it could name."""
    return AwsError("InvalidInput", "Invalid caller - Caller must be an IAM user in this context.")


def bad_action(name: str) -> AwsError:
    """Return the error for an action with wildcards or without a service. DIFFERS: AWS's text is not published."""
    return AwsError(
        "InvalidInput", f"Invalid Input Actions: {name} is not a service's prefix and the name of an action."
    )


def bad_policy(name: str) -> AwsError:
    """Return the error for a policy that isn't one. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidInput", f"Invalid Input Policy: {name} contains syntax errors.")


def one_boundary() -> AwsError:
    """Return the error for several boundaries. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidInput", "Invalid Input Permissions Boundary Policy: only one policy is allowed.")


def bad_context(key: str, kind: str) -> AwsError:
    """Return the error for values of a context key that are not of its type. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidInput", f"Invalid Input Context: the values of {key} are not of type {kind}.")


def bad_owner(arn: str) -> AwsError:
    """Return the error for a resource owner that is no account's ARN. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidInput", f"Invalid Input Resource Owner: {arn} is not the ARN of an account.")


def bad_exclusion() -> AwsError:
    """Return the error for identifiers of policies that cannot be any. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidInput", "Invalid Input Policy Exclusion List: a policy identifier is malformed.")
