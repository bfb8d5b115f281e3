"""SNS's errors (Amazon SNS API Reference), most of them in words that were recorded at AWS.

Recorded: localstack/localstack, tests/aws/services/sns, and getmoto/moto, tests/test_sns (marked as verified at AWS). Texts
that are not recorded anywhere say so.
"""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def invalid(parameter: str, reason: str = "") -> AwsError:
    """Return the error for a parameter's value, with SNS's reason where it gives one."""
    return AwsError("InvalidParameter", f"Invalid parameter: {parameter}{' Reason: ' if reason else ''}{reason}")


def short_arn(parameter: str, parts: int) -> AwsError:
    """Return the error for what is no ARN."""
    return invalid(parameter, f"An ARN must have at least 6 elements, not {parts}")


def bad_page() -> AwsError:
    """Return the error for the token of another list. DIFFERS: the reason is not published."""
    return invalid("NextToken")


# ------------------------------------------------------------------------------------------- platform applications


def no_application() -> AwsError:
    """Return the error for an application that is not there."""
    return AwsError("NotFound", "PlatformApplication does not exist", status=404)


def unknown_platform(platform: str) -> AwsError:
    """Return the error for a platform that SNS does not know."""
    return invalid("Platform", f"{platform} is not supported")


def empty_name(name: str) -> AwsError:
    """Return the error for an application without a name."""
    return invalid(name, "cannot be empty")


def long_name(name: str) -> AwsError:
    """Return the error for a name of over 256 characters."""
    return invalid(name, "must be at most 256 characters long")


def odd_name(name: str) -> AwsError:
    """Return the error for other characters in a name."""
    return invalid(name, "must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'")


def attribute_without(given: str, missing: str) -> AwsError:
    """Return the error for half of the credentials."""
    return invalid("Attributes", f"{given} attribute provided without {missing}")


def no_credential() -> AwsError:
    """Return the error for an application without credentials. DIFFERS: AWS's text is not published."""
    return invalid("Attributes", "PlatformCredential is required")


def unknown_attribute(name: str) -> AwsError:
    """Return the error for an attribute that there is not."""
    return invalid("Attributes", f"Invalid attribute name: {name}")


def other_application() -> AwsError:
    """Return the error for creating anew what has other attributes. DIFFERS: the text is that of topics, which is published."""
    return invalid("Attributes", "Platform application already exists with different attributes")


# ------------------------------------------------------------------------------------------------------- endpoints


def no_endpoint() -> AwsError:
    """Return the error for an endpoint that is not there."""
    return AwsError("NotFound", "Endpoint does not exist", status=404)


def odd_endpoint_arn() -> AwsError:
    """Return the error for an ARN that is no endpoint's."""
    return invalid("EndpointArn", "Wrong number of slashes in relative portion of the ARN.")


def token_taken(arn: str) -> AwsError:
    """Return the error for a token that an endpoint with other attributes has; clients read the ARN out of it."""
    return invalid("Token", f"Endpoint {arn} already exists with the same Token, but different attributes.")


def long_token() -> AwsError:
    """Return the error for a token of over 8,192 octets."""
    return invalid("Token", "must be at most 8192 bytes long in UTF-8 encoding")


def empty_token() -> AwsError:
    """Return the error for no token. DIFFERS: AWS's text is not published."""
    return invalid("Token", "cannot be empty")


def odd_apple_token() -> AwsError:
    """Return the error for a token that no Apple device has."""
    return invalid("Token", "iOS device tokens must be no more than 400 hexadecimal characters")


def long_user_data() -> AwsError:
    """Return the error for CustomUserData of over 2,048 octets."""
    reason = "Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding"
    return invalid("Attributes", reason)


def bad_flag(name: str) -> AwsError:
    """Return the error for an attribute that is neither true nor false. DIFFERS: AWS's text is not published."""
    return invalid("Attributes", f"Invalid value for attribute: {name}: must be either true or false")


# ------------------------------------------------------------------------------------------------------ publishing


def endpoint_disabled() -> AwsError:
    """Return the error for publishing to an endpoint whose token is no good."""
    return AwsError("EndpointDisabled", "Endpoint is disabled")


def application_disabled() -> AwsError:
    """Return the error for publishing through an application whose credentials are no good."""
    return AwsError("PlatformApplicationDisabled", "Platform application is disabled")


def nowhere() -> AwsError:
    """Return the error for a target that nobody registered."""
    return invalid("TargetArn", "No endpoint found for the target arn specified")


def no_target() -> AwsError:
    """Return the error for a message without a receiver, or with two."""
    return invalid("TopicArn or TargetArn", "no value for required parameter")


def empty_message() -> AwsError:
    """Return the error for a message without a text."""
    return invalid("Empty message")


def long_message() -> AwsError:
    """Return the error for a message of over 262,144 octets."""
    return invalid("Message too long")


def unknown_structure() -> AwsError:
    """Return the error for a MessageStructure that is not `json`. DIFFERS: AWS's text is not published."""
    return invalid("MessageStructure")


def no_default() -> AwsError:
    """Return the error for a message by protocol that has none for everybody."""
    return invalid("Message Structure - No default entry in JSON message body")


def unreadable_structure() -> AwsError:
    """Return the error for a message by protocol that is no JSON object of texts."""
    return invalid("Message Structure - JSON message body failed to parse")


def bad_notification(platform: str, problem: str) -> AwsError:
    """Return the error for what the platform could not take."""
    return invalid("Message", f"Invalid notification for protocol {platform}: {problem}")
