"""What Cognito Sync refuses about pushes, streams and triggers. DIFFERS: AWS publishes the codes, none of the texts."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def invalid_configuration(message: str) -> AwsError:
    """Return the error for a pool whose settings do not let it send pushes."""
    return AwsError("InvalidConfigurationException", message)


def no_application(platform: str) -> AwsError:
    """Return the error for a platform that the pool has no application for, as every pool without push settings."""
    return invalid_configuration(f"The identity pool has no push sync application for the platform {platform}.")


def no_push() -> AwsError:
    """Return the error for a subscription at a pool without push settings."""
    return invalid_configuration("Push sync is not configured for the identity pool.")


def role_not_assumed(arn: str) -> AwsError:
    """Return the error for a role that does not let Cognito Sync in.

    DIFFERS: which code AWS answers with is not known; the docs name this one for RegisterDevice and no other fits.
    """
    return invalid_configuration(f"Amazon Cognito cannot assume the role {arn}.")


def no_endpoint(problem: str) -> AwsError:
    """Return the error for a device that SNS makes no endpoint for."""
    return invalid_configuration(f"The device cannot be registered with Amazon SNS: {problem}")


def not_subscribed(device_id: str, dataset: str) -> AwsError:
    """Return the error for the end of a subscription that there is not."""
    message = f"Device '{device_id}' is not subscribed to Dataset '{dataset}'."
    return AwsError("ResourceNotFoundException", message, status=404)


def incomplete(block: str, missing: str) -> AwsError:
    """Return the error for settings of which a part is missing."""
    return AwsError("InvalidParameterException", f"{block} needs {missing}.")


def foreign(arn: str) -> AwsError:
    """Return the error for a role or an application of another account."""
    return AwsError("InvalidParameterException", f"{arn} is not in the account of the identity pool.")


def no_push_platform(arn: str) -> AwsError:
    """Return the error for an application of a platform that push sync does not reach."""
    return AwsError("InvalidParameterException", f"Push sync does not support the platform of {arn}.")


def unknown_event(name: str) -> AwsError:
    """Return the error for an event that Cognito Sync does not have."""
    return AwsError("InvalidParameterException", f"Unknown event '{name}': SyncTrigger is the only one.")


def no_function(arn: str) -> AwsError:
    """Return the error for a trigger that is no function's ARN."""
    return AwsError("InvalidParameterException", f"'{arn}' is not the ARN of a Lambda function.")


def timed_out() -> AwsError:
    """Return the error for a function that takes longer than 5 seconds.

    Developer Guide, "Amazon Cognito Events", names it; the API model does not have it.
    """
    return AwsError("LambdaSocketTimeoutException", "The Lambda function did not answer within 5 seconds.")


def bad_output(problem: str) -> AwsError:
    """Return the error for a function that fails, or that answers what Cognito Sync cannot use."""
    return AwsError("InvalidLambdaFunctionOutputException", problem)


def not_streaming() -> AwsError:
    """Return the error for a BulkPublish without a stream. DIFFERS: AWS says that it fails, not with which code."""
    return AwsError("InvalidParameterException", "Cognito streams are not enabled for the identity pool.")


def already_running() -> AwsError:
    """Return the error for a BulkPublish while one runs."""
    return AwsError("DuplicateRequestException", "A bulk publish is already in progress for the identity pool.")


def already_streamed() -> AwsError:
    """Return the error for a BulkPublish too soon after one that succeeded."""
    message = "The identity pool was already published in bulk within the last 24 hours."
    return AwsError("AlreadyStreamedException", message)
