"""The errors of CUSTOM_AUTH."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter


def unconfigured() -> AwsError:
    """Return the error for a pool that lacks one of the three triggers: the text is AWS's, the class is inferred."""
    return invalid_parameter("Custom auth lambda trigger is not configured for the user pool.")
