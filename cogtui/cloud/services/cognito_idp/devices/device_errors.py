"""The errors about devices. Texts are AWS's own where one has been published; the others say so."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter, not_authorized


def not_found() -> AwsError:
    """Return the error for a device that the user does not have, or does not have remembered."""
    return AwsError("ResourceNotFoundException", "Device does not exist.")


def not_given() -> AwsError:
    """Return ConfirmDevice's error for a key that no sign-in of the user was given."""
    return invalid_parameter("Invalid device key given.")


def key_exists() -> AwsError:
    """Return ConfirmDevice's error for a key that was confirmed before; the class is documented, the text is not."""
    return AwsError("DeviceKeyExistsException", "Device key already exists.")


def not_tracked() -> AwsError:
    """Return the error for devices of a pool that tracks none; the class is documented, the text is not."""
    return AwsError("InvalidUserPoolConfigurationException", "The user pool does not track devices.")


def verifier_unusable() -> AwsError:
    """Return the error for a DeviceSecretVerifierConfig that is missing or is no verifier; the text is not captured."""
    return invalid_parameter("Invalid device secret verifier config given.")


def nobody_named() -> AwsError:
    """Return the error for no access token; the text is that of one that does not hold."""
    return not_authorized("Invalid Access Token")
