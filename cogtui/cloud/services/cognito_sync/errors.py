"""AWS's texts for what Cognito Sync refuses."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def not_these_credentials() -> AwsError:
    """Return the error for credentials of the wrong kind, or of another identity or account."""
    return AwsError("NotAuthorizedException", "These credentials are not valid for accessing this resource", status=403)


def invalid_parameter(message: str) -> AwsError:
    """Return the error for a parameter that Cognito Sync does not take."""
    return AwsError("InvalidParameterException", message)


def bad_session() -> AwsError:
    """Return the error for a session token that was given out for something else, or ran out.

    DIFFERS: how AWS words it that a token has merely run out is not published.
    """
    return invalid_parameter("SyncSessionToken not valid for these inputs")


def stale_count(key: str, current: int, given: int) -> AwsError:
    """Return the error for a record that was written since the caller saw it."""
    text = f"Current SyncCount for: {key} is: {current} not: {given}"
    return AwsError("ResourceConflictException", text, status=409)


def not_found(what: str, name: str) -> AwsError:
    """Return the error for a pool, an identity or a dataset that is not there.

    DIFFERS: AWS's text is not published; this one follows identity pools'.
    """
    return AwsError("ResourceNotFoundException", f"{what} '{name}' not found.", status=404)


def limit_exceeded(what: str) -> AwsError:
    """Return the error for more than Cognito Sync stores.

    DIFFERS: AWS's text is not published.
    """
    return AwsError("LimitExceededException", f"The limit is exceeded: {what}.")


def key_twice(key: str) -> AwsError:
    """Return the error for two patches of one key in a call.

    DIFFERS: neither whether AWS refuses them nor how is published.
    """
    return invalid_parameter(f"RecordPatches has more than one patch for the key '{key}'.")


def no_value(key: str) -> AwsError:
    """Return the error for a record that is to be replaced by nothing.

    DIFFERS: AWS's text is not published.
    """
    return invalid_parameter(f"The patch for the key '{key}' replaces the record but has no Value.")


def bad_page() -> AwsError:
    """Return the error for a page's token that belongs to another list.

    DIFFERS: AWS's text is not published.
    """
    return invalid_parameter("Invalid NextToken.")
