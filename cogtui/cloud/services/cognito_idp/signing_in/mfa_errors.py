"""The errors of second factors. Texts are AWS's own where one has been published; the others say so."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter, not_authorized


def code_mismatch() -> AwsError:
    """Return the error for a wrong code of an authenticator app at sign-in."""
    return AwsError("CodeMismatchException", "Invalid code received for user")


def sent_code_mismatch() -> AwsError:
    """Return the error for another code than the one that was sent."""
    return AwsError("CodeMismatchException", "Invalid code or auth state for the user.")


def code_used() -> AwsError:
    """Return the error for a code of an authenticator app that was used before."""
    return AwsError("ExpiredCodeException", "Your software token has already been used once.")


def not_enabled_for_pool() -> AwsError:
    """Return the error for setting up a software token in a pool that has none."""
    return AwsError("SoftwareTokenMFANotFoundException", "Software Token MFA has not been enabled by the userPool")


def no_token() -> AwsError:
    """Return the error for a code from somebody whose software token is gone; the text is not captured."""
    return AwsError("SoftwareTokenMFANotFoundException", "User has not set up software token mfa")


def setup_mismatch() -> AwsError:
    """Return VerifySoftwareToken's error for a code that does not prove the token."""
    return AwsError("EnableSoftwareTokenMFAException", "Code mismatch")


def setup_session_invalid() -> AwsError:
    """Return the error for a Session with which nothing can be set up: the class is captured, the text is not."""
    return invalid_parameter("Invalid session for the user.")


def nobody_named() -> AwsError:
    """Return the error for neither an access token nor a Session: the class is captured, the text is not."""
    return not_authorized("Invalid Access Token")


def no_phone() -> AwsError:
    """Return the error for switching on SMS without a phone number; the text is not captured."""
    return invalid_parameter("User does not have delivery config set to turn on SMS_MFA")


def no_sms() -> AwsError:
    """Return the error for switching on SMS in a pool that sends none; the text is not captured."""
    return invalid_parameter("SMS MFA has not been enabled by the userPool")


def no_address() -> AwsError:
    """Return the error for switching on codes by e-mail without an address; the text is not captured."""
    return invalid_parameter("User does not have delivery config set to turn on EMAIL_OTP")


def no_email() -> AwsError:
    """Return the error for codes by e-mail in a pool that sends none; the text is not captured."""
    return invalid_parameter("Email MFA has not been enabled by the userPool")


def needs_own_sender() -> AwsError:
    """Return the error for e-mail as a factor with Cognito's own sender; the text is not captured."""
    return invalid_parameter("Email MFA requires an EmailConfiguration with EmailSendingAccount DEVELOPER.")


def not_in_tier() -> AwsError:
    """Return the error for e-mail as a factor in the LITE tier; the text is not captured."""
    return AwsError("FeatureUnavailableInTierException", "Email MFA is not available in the LITE tier.")


def sms_alone() -> AwsError:
    """Return the error for another factor than SMS in the old settings; the text is not captured."""
    return invalid_parameter("MFAOptions can only have the DeliveryMedium SMS and the AttributeName phone_number.")


def nothing_to_delete() -> AwsError:
    """Return the error for deleting a software token that is not there; neither class nor text is captured."""
    return invalid_parameter("User has not set up software token mfa")


def not_verified() -> AwsError:
    """Return the error for switching on a software token that was not proven."""
    return invalid_parameter("User has not verified software token mfa")
