"""AWS's texts for what identity pools refuse."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def not_authorized(message: str) -> AwsError:
    """Return the error that most refusals are."""
    return AwsError("NotAuthorizedException", message)


def invalid_login(reason: str) -> AwsError:
    """Return the error for a login token that does not hold."""
    return not_authorized(f"Invalid login token. {reason}".rstrip())


def pool_not_found(pool_id: str) -> AwsError:
    """Return the error for a pool that is not in this account and region."""
    return AwsError("ResourceNotFoundException", f"IdentityPool '{pool_id}' not found.")


def identity_not_found(identity_id: str) -> AwsError:
    """Return the error for an identity that does not exist.

    DIFFERS: AWS's text is not published; this one follows that for pools.
    """
    return AwsError("ResourceNotFoundException", f"Identity '{identity_id}' not found.")


def guests_not_supported() -> AwsError:
    """Return the error for a call without logins where guests may not come."""
    return not_authorized("Unauthenticated access is not supported for this identity pool.")


def no_providers(pool_id: str) -> AwsError:
    """Return the error for logins sent to a pool that has no providers."""
    return not_authorized(f"Identity pool - {pool_id} does not have identity providers configured.")


def unsupported_provider() -> AwsError:
    """Return the error for a token of a provider or an app that the pool does not list."""
    return not_authorized("Token is not from a supported provider of this identity pool.")


def no_valid_login() -> AwsError:
    """Return the error for logins of which none belongs here."""
    return not_authorized(
        "Logins don't match. Please include at least one valid login for this identity or identity pool."
    )


def identity_forbidden(identity_id: str) -> AwsError:
    """Return the error for an identity that is disabled, or that its login did not come with."""
    return not_authorized(f"Access to Identity '{identity_id}' is forbidden.")


def role_forbidden(arn: str) -> AwsError:
    """Return the error for a role that the caller cannot give to the pool."""
    return not_authorized(f"Access to Role '{arn}' is forbidden.")


def not_a_mapping_key(key: str) -> AwsError:
    """Return the error for a role mapping under a key that is none of the pool's providers."""
    return invalid_parameter(f"{key} is not a valid RoleMapping ProviderName or is not a configured provider.")


def ambiguous_role(provider: str) -> AwsError:
    """Return the error for a login for which the mapping chooses no role and says so is to be refused."""
    return not_authorized(f"The ambiguous role mapping rules for: {provider} denied this request.")


def custom_role_forbidden(arn: str) -> AwsError:
    """Return the error for a CustomRoleArn that the login may not have.

    DIFFERS: AWS's text is not published; this one is that of SetIdentityPoolRoles.
    """
    return role_forbidden(arn)


def bad_configuration() -> AwsError:
    """Return the error for a pool whose roles do not work, whatever the cause."""
    return AwsError(
        "InvalidIdentityPoolConfigurationException",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    )


def classic_flow_off() -> AwsError:
    """Return the error for the basic flow where the pool does not allow it."""
    return invalid_parameter("Basic (classic) flow is not enabled, please use enhanced flow.")


def invalid_parameter(message: str) -> AwsError:
    """Return the error for a parameter that AWS does not take."""
    return AwsError("InvalidParameterException", message)


def second_login(provider: str) -> AwsError:
    """Return the error for another login of a provider that the identity has a login of.

    DIFFERS: AWS's text is not published.
    """
    return AwsError("ResourceConflictException", f"The identity already has a login of {provider}.")


def too_many_logins(most: int) -> AwsError:
    """Return the error for more logins than an identity can have.

    DIFFERS: AWS's code and text are not published.
    """
    return AwsError("LimitExceededException", f"An identity can have at most {most} logins.")


def not_public() -> AwsError:
    """Return the error for a developer provider's name where only a public provider's may stand."""
    return invalid_parameter("Please provide a valid public provider")


def no_developer_provider() -> AwsError:
    """Return the error for a call about users of a developer provider that is not the pool's.

    DIFFERS: the text was seen, its code is not published.
    """
    return not_authorized("This identity pool does not support the specified developer provider.")


def developer_provider_changed() -> AwsError:
    """Return the error for another name of a developer provider that has one.

    DIFFERS: AWS's text is not published.
    """
    return invalid_parameter("The developer provider name cannot be changed once it is set.")


def developer_user_registered(user: str) -> AwsError:
    """Return the error for a developer user who is another identity's.

    DIFFERS: AWS's text is not published.
    """
    text = f"Developer user identifier '{user}' is already registered with another identity."
    return AwsError("DeveloperUserAlreadyRegisteredException", text)


def developer_user_not_found(user: str) -> AwsError:
    """Return the error for a developer user whom the pool does not know.

    DIFFERS: AWS's text is not published.
    """
    return AwsError("ResourceNotFoundException", f"Developer user identifier '{user}' not found.")


def developer_user_elsewhere(user: str, identity_id: str) -> AwsError:
    """Return the error for a developer user who is not the identity that the call names.

    DIFFERS: AWS's text is not published.
    """
    text = f"Developer user identifier '{user}' does not belong to identity '{identity_id}'."
    return AwsError("ResourceConflictException", text)


def too_many_tags() -> AwsError:
    """Return the error for more tags than a pool can have.

    DIFFERS: AWS's code and text are not published.
    """
    return invalid_parameter("A resource can have at most 50 tags.")


def reserved_tag() -> AwsError:
    """Return the error for a tag that only AWS gives.

    DIFFERS: AWS's text is not published; this one is IAM's for the same.
    """
    return invalid_parameter("aws: prefixed tag key names are not allowed for external use.")


def provider_silent(provider: str) -> AwsError:
    """Return the error for a provider that gave no usable answer.

    DIFFERS: AWS's text is not published.
    """
    return AwsError("ExternalServiceException", f"{provider} did not answer.")
