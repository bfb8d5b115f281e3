"""IAM's errors about OpenID Connect providers (IAM API Reference, CreateOpenIDConnectProvider and its siblings)."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def no_such_provider(arn: str) -> AwsError:
    """Return the error for an ARN that the account has no provider under."""
    return AwsError("NoSuchEntity", f"OpenIDConnect Provider not found for arn {arn}", status=404)


def nothing_to_delete(arn: str) -> AwsError:
    """Return the error for deleting a provider that isn't there, which DeleteOpenIDConnectProvider has for itself."""
    return AwsError("NoSuchEntity", f"OpenId connect Provider {arn} cannot be found.", status=404)


def already_registered(url: str) -> AwsError:
    """Return the error for an issuer that the account has registered."""
    return AwsError("EntityAlreadyExists", f"Provider with url {url} already exists.", status=409)


def bad_url() -> AwsError:
    """Return the error for an address that is no issuer's."""
    return AwsError("ValidationError", "Invalid Open ID Connect Provider URL")


def too_many_thumbprints() -> AwsError:
    """Return the error for more than five thumbprints; AWS's text is off by one."""
    return AwsError("InvalidInput", "Thumbprint list must contain fewer than 5 entries.")


def bad_thumbprint() -> AwsError:
    """Return the error for a thumbprint that is no SHA-1. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidInput", "Thumbprint must be 40 hexadecimal digits.")


def unreachable(url: str) -> AwsError:
    """Return the error for an issuer that does not answer. DIFFERS: AWS's text is not published."""
    return AwsError("OpenIdIdpCommunicationError", f"Could not retrieve the certificate of {url}")
