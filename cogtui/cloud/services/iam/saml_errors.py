"""IAM's errors about SAML providers (IAM API Reference, CreateSAMLProvider and its siblings)."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def no_such_provider(arn: str) -> AwsError:
    """Return the error for an ARN that the account has no provider under."""
    return AwsError("NoSuchEntity", f"Manifest not found for arn {arn}", status=404)


def already_registered(name: str) -> AwsError:
    """Return the error for a name that is taken. DIFFERS: AWS's text is not published."""
    return AwsError("EntityAlreadyExists", f"SAMLProvider with name {name} already exists.", status=409)


def bad_metadata() -> AwsError:
    """Return the error for a document that describes no provider; AWS's text is not captured."""
    return AwsError("InvalidInput", "Could not parse metadata")
