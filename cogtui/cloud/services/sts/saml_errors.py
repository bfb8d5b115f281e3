"""AWS's texts for assertions that STS does not take (IAM User Guide, "Troubleshoot SAML federation with IAM")."""

from __future__ import annotations

from collections.abc import Callable

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.sts.errors import invalid_token, validation_error

_NAME = "[a-zA-Z_0-9+=,.@-]{2,64}"


def no_provider() -> AwsError:
    """Return the error for a provider that the role's account has not registered."""
    return invalid_token("Specified provider doesn't exist")


def too_old() -> AwsError:
    """Return the error for an assertion after its time."""
    return AwsError("ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance")


def no_session_name() -> AwsError:
    """Return the error for an assertion without the attribute RoleSessionName."""
    return invalid_token("RoleSessionName is required in AuthnResponse")


def bad_session_name() -> AwsError:
    """Return the error for a RoleSessionName that no session can have."""
    return invalid_token(f"RoleSessionName in AuthnResponse must match {_NAME}")


def bad_source() -> AwsError:
    """Return the error for a SourceIdentity that no session can have."""
    return invalid_token(f'Source Identity in AuthnResponse must match {_NAME} and not begin with "aws:"')


def bad_duration() -> AwsError:
    """Return the error for a SessionDuration that is none. DIFFERS: AWS's text is not published."""
    return invalid_token("SessionDuration in AuthnResponse must be a number between 900 and 43200")


def several(attribute: str) -> AwsError:
    """Return the error for several values where one is meant. DIFFERS: AWS's text is not published."""
    return invalid_token(f"{attribute.rsplit('/', 1)[-1]} in AuthnResponse must have one value")


def duration_over_role_maximum() -> AwsError:
    """Return the error for a session longer than the role allows, in the words that this operation has for it."""
    return validation_error("Requested DurationSeconds exceeds MaxSessionDuration set for this role")


def _always(error: Callable[[], AwsError]) -> Callable[[str], AwsError]:
    return lambda _: error()


def _text(text: str) -> Callable[[str], AwsError]:
    return lambda _: invalid_token(text)


REFUSALS: dict[str, Callable[[str], AwsError]] = {
    "saml.format": _text("Invalid base64 SAMLResponse"),
    "saml.status": invalid_token,
    "saml.plain": invalid_token,
    "saml.signed": _text("Response signature invalid"),
    "saml.signature": _text("Response signature invalid"),
    "saml.issuer": _text("Issuer not present in specified provider"),
    "saml.audience": _text("Response does not contain the required audience"),
    "saml.recipient": _text("Response does not contain the required audience"),
    "saml.not_before": invalid_token,
    "saml.expiry": _always(too_old),
    "saml.subject": invalid_token,
}
"""AWS's answer for each check of an assertion, given what is wrong.

DIFFERS: where the sentence itself is the answer, AWS's is not published.
"""
