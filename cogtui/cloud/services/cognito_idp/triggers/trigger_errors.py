"""The errors of Lambda triggers."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter

SOCKET_TIMEOUT = "Socket timeout while invoking Lambda function"


def threw(trigger: str, message: str) -> AwsError:
    """Return the error for a function that throws: its message goes to the client."""
    return AwsError("UserLambdaValidationException", f"{trigger} failed with error {message}.")


def invocation_failed(trigger: str, reason: str) -> AwsError:
    """Return the error for a function that could not be run to its end; captured for a timeout, inferred for the rest."""
    return AwsError("UnexpectedLambdaException", f"{trigger} invocation failed due to error {reason}.")


def unrecognizable() -> AwsError:
    """Return the error for an answer that has another shape than the trigger's."""
    return AwsError("InvalidLambdaResponseException", "Unrecognizable lambda output")


def two_functions() -> AwsError:
    """Return the error for two different functions at one trigger: the rule is documented, the text is not captured."""
    return invalid_parameter("PreTokenGeneration and PreTokenGenerationConfig must name the same Lambda function.")


def not_in_tier(version: str) -> AwsError:
    """Return the error for an event version that the pool's plan lacks: the class is AWS's, the text is not captured."""
    text = f"PreTokenGenerationConfig with LambdaVersion {version} is not available in the LITE tier."
    return AwsError("FeatureUnavailableInTierException", text)
