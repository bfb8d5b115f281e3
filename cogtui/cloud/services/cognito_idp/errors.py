"""The errors of `cognito-idp`, with AWS's own texts."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError

NOT_AUTHORIZED = "NotAuthorizedException"
INVALID_PARAMETER = "InvalidParameterException"
INVALID_PASSWORD = "InvalidPasswordException"
LIMIT_EXCEEDED = "Attempt limit exceeded, please try after some time."


def not_authorized(text: str) -> AwsError:
    """Return NotAuthorizedException with AWS's text for the case."""
    return AwsError(NOT_AUTHORIZED, text)


def invalid_parameter(text: str) -> AwsError:
    """Return InvalidParameterException with AWS's text for the case."""
    return AwsError(INVALID_PARAMETER, text)


# ------------------------------------------------------------------------------------------------- pools and app clients


def pool_not_found(pool_id: str) -> AwsError:
    """Return the error for a pool that isn't in this account and region."""
    return AwsError("ResourceNotFoundException", f"User pool {pool_id} does not exist.")


def client_not_found(client_id: str) -> AwsError:
    """Return the error for an app client that nobody has."""
    return AwsError("ResourceNotFoundException", f"User pool client {client_id} does not exist.")


def flow_not_enabled(flow: str) -> AwsError:
    """Return the error for a flow that the client does not allow."""
    if flow in {"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"}:
        return invalid_parameter("Auth flow not enabled for this client")
    return invalid_parameter(f"{flow} flow not enabled for this client")


def missing_parameter(name: str) -> AwsError:
    """Return the error for a member of AuthParameters that is not there."""
    return invalid_parameter(f"Missing required parameter {name}")


def secret_hash_missing(client_id: str) -> AwsError:
    """Return the error for a secret client's call without SECRET_HASH."""
    return not_authorized(f"Client {client_id} is configured with secret but SECRET_HASH was not received")


def secret_hash_wrong(client_id: str) -> AwsError:
    """Return the error for a SECRET_HASH that does not fit."""
    return not_authorized(f"Unable to verify secret hash for client {client_id}")


def secret_hash_mismatch(client_id: str) -> AwsError:
    """Return the error for a SECRET_HASH that does not fit a refresh token's user: AWS has other words for it there."""
    return not_authorized(f"SecretHash does not match for the client: {client_id}")


def secret_hash_unexpected(client_id: str) -> AwsError:
    """Return the error for a SECRET_HASH that a public client's call brings."""
    return not_authorized(f"Client {client_id} is not configured with secret but secret was received")


def invalid_oauth_flow(text: str) -> AwsError:
    """Return the error for OAuth flows that do not go together."""
    return AwsError("InvalidOAuthFlowException", text)


def scope_does_not_exist(scope: str) -> AwsError:
    """Return the error for a scope that neither the pool nor a resource server has."""
    return AwsError("ScopeDoesNotExistException", f"Invalid scope requested: {scope}")


# ----------------------------------------------------------------------------------------------------------------- users


def user_not_found() -> AwsError:
    """Return the error for a user that the pool does not have."""
    return AwsError("UserNotFoundException", "User does not exist.")


def combination_not_found() -> AwsError:
    """Return the error with which codes are refused for an unknown user."""
    return AwsError("UserNotFoundException", "Username/client id combination not found.")


def username_exists() -> AwsError:
    """Return SignUp's error for a name that is taken."""
    return AwsError("UsernameExistsException", "User already exists")


def account_exists() -> AwsError:
    """Return AdminCreateUser's error for a name that is taken."""
    return AwsError("UsernameExistsException", "User account already exists")


def address_exists(attribute: str) -> AwsError:
    """Return the error for an address that already signs somebody in."""
    return AwsError("UsernameExistsException", f"An account with the given {attribute} already exists.")


def alias_exists(attribute: str) -> AwsError:
    """Return the error for an address that became somebody else's alias."""
    return AwsError("AliasExistsException", f"An account with the {attribute} already exists.")


def incorrect_username_or_password() -> AwsError:
    """Return the error that tells nothing."""
    return not_authorized("Incorrect username or password.")


def user_not_confirmed() -> AwsError:
    """Return the error for a right password of a user who has not confirmed the sign-up."""
    return AwsError("UserNotConfirmedException", "User is not confirmed.")


def password_reset_required() -> AwsError:
    """Return the error for a user whose password an administrator has reset."""
    return AwsError("PasswordResetRequiredException", "Password reset required for the user")


def cannot_be_confirmed(status: str) -> AwsError:
    """Return the error for confirming somebody who isn't waiting for it."""
    return not_authorized(f"User cannot be confirmed. Current status is {status}")


def password_refused(reason: str) -> AwsError:
    """Return the error for a new password that breaks the pool's policy."""
    return AwsError(INVALID_PASSWORD, f"Password did not conform with policy: {reason}")


def schema_refused(problems: list[str]) -> AwsError:
    """Return the error for attributes that do not fit the schema; AWS ends every sentence with a line break."""
    sentences = " ".join(f"{problem}\n" for problem in problems)
    return invalid_parameter(f"Attributes did not conform to the schema: {sentences}")


def attributes_refused(problems: list[str]) -> AwsError:
    """Return the error for changes of attributes that cannot be; AWS ends every sentence with a line break."""
    sentences = " ".join(f"user.{problem}\n" for problem in problems)
    return invalid_parameter(f"Invalid user attributes: {sentences}")


def not_updatable(attributes: list[str]) -> AwsError:
    """Return the error for attributes that can be set at a user's creation alone."""
    return invalid_parameter(" ".join(f"user.{name}: Attribute cannot be updated.\n" for name in attributes))


def not_deletable(attributes: list[str]) -> AwsError:
    """Return the error for emptying or deleting attributes that the pool requires."""
    return invalid_parameter(" ".join(f"user.{name}: Required attribute cannot be deleted.\n" for name in attributes))


def not_mutable(attribute: str) -> AwsError:
    """Return the error for an attribute that is nobody's to set."""
    return invalid_parameter(f"Cannot modify the non-mutable attribute {attribute}")


def write_unauthorized() -> AwsError:
    """Return the error for attributes that the app client may not write."""
    return not_authorized("A client attempted to write unauthorized attribute")


def cannot_be_reset() -> AwsError:
    """Return the error for a password that its user does not have yet, or never will."""
    return not_authorized("User password cannot be reset in the current state.")


def nowhere_to_send() -> AwsError:
    """Return the error for resetting a password where no proven address can take the code."""
    text = "Cannot reset password for the user as there is no registered/verified email or phone_number"
    return invalid_parameter(text)


# ------------------------------------------------------------------------------------------------------------ challenges


def session_invalid() -> AwsError:
    """Return the error for a Session that the pool did not give to this user and app for this challenge."""
    return not_authorized("Invalid session for the user.")


def session_used() -> AwsError:
    """Return the error for a Session that was answered already."""
    return not_authorized("Invalid session for the user, session can only be used once.")


def session_expired() -> AwsError:
    """Return the error for an answer that comes too late."""
    return not_authorized("Invalid session for the user, session is expired.")


def already_provided(attribute: str) -> AwsError:
    """Return the error for overwriting a required attribute along with the first password."""
    return not_authorized(f"Cannot modify an already provided {attribute}")


def attribute_missing(attribute: str) -> AwsError:
    """Return the error for a first password without an attribute that the pool requires."""
    return invalid_parameter(f"Invalid attributes given, {attribute} is missing")


def timestamp_unreadable() -> AwsError:
    """Return the error for a TIMESTAMP in another form."""
    return invalid_parameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")


# ----------------------------------------------------------------------------------------------------------------- codes


def code_mismatch() -> AwsError:
    """Return the error for a wrong code."""
    return AwsError("CodeMismatchException", "Invalid verification code provided, please try again.")


def code_expired() -> AwsError:
    """Return the error for a code that is too old, was replaced, or that nobody sent."""
    return AwsError("ExpiredCodeException", "Invalid code provided, please request a code again.")


def limit_exceeded() -> AwsError:
    """Return the error for asking too often."""
    return AwsError("LimitExceededException", LIMIT_EXCEEDED)
