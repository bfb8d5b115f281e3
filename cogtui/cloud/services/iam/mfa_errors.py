"""IAM's errors about MFA devices (IAM API Reference, EnableMFADevice and its siblings)."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def no_such_device(serial: str) -> AwsError:
    """Return the error for a serial number that no virtual device of the account has."""
    return AwsError("NoSuchEntity", f"MFA Device with serial number {serial} does not exist.", status=404)


def not_of_user() -> AwsError:
    """Return the error for a device that is somebody else's, or nobody's. DIFFERS: AWS's text is not captured."""
    return AwsError("NoSuchEntity", "MFA Device invalid for user.", status=404)


def already_there() -> AwsError:
    """Return the error for the name of a device that is taken."""
    return AwsError("EntityAlreadyExists", "MFA device already exists.", status=409)


def already_enabled() -> AwsError:
    """Return the error for enabling a device that is somebody's."""
    return AwsError("EntityAlreadyExists", "MFA Device is already in use.", status=409)


def wrong_codes() -> AwsError:
    """Return the error for codes that are no two in a row of the device."""
    return AwsError("InvalidAuthenticationCode", "Authentication code for device is not valid.", status=403)


def still_enabled() -> AwsError:
    """Return the error for deleting a device that is somebody's."""
    return AwsError("DeleteConflict", "MFA VirtualDevice in use. Must deactivate first.", status=409)
