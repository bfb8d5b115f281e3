"""AWS's texts for what STS refuses."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError


def validation_error(message: str) -> AwsError:
    """Return the error for a parameter that does not fit."""
    return AwsError("ValidationError", message)


def invalid_role_arn(arn: str) -> AwsError:
    """Return the error for a text that is no ARN."""
    return validation_error(f"{arn} is invalid")


def invalid_token(message: str) -> AwsError:
    """Return the error for a web identity token that does not hold."""
    return AwsError("InvalidIdentityToken", message)


def not_a_jwt() -> AwsError:
    """Return the error for a token that is no JWT."""
    return invalid_token(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
    )


def issuer_is_no_url() -> AwsError:
    """Return the error for a token whose `iss` is no https URL."""
    return invalid_token("Issuer must be a valid URL")


def no_provider(issuer: str) -> AwsError:
    """Return the error for an issuer that the role's account does not know."""
    return invalid_token(f"No OpenIDConnect provider found in your account for {issuer}")


def wrong_audience() -> AwsError:
    """Return the error for a token that was made for a client which the provider's list lacks."""
    return invalid_token("Incorrect token audience")


def wrong_thumbprint() -> AwsError:
    """Return the error for an issuer whose certificate neither a public authority nor a thumbprint vouches for."""
    return invalid_token("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint")


def no_key() -> AwsError:
    """Return the error for a token signed with a key that its issuer does not publish; AWS's text has two spaces."""
    return invalid_token(
        "Couldn't retrieve verification key from your identity provider,  "
        "please reference AssumeRoleWithWebIdentity documentation for requirements"
    )


def bad_signature() -> AwsError:
    """Return the error for a signature that does not fit.

    DIFFERS: AWS's text is not published.
    """
    return invalid_token("The token's signature is invalid")


def missing_claim(name: str) -> AwsError:
    """Return the error for a token that lacks a claim."""
    return invalid_token(f"Missing a required claim: {name}")


def token_expired(now: float, expires: float) -> AwsError:
    """Return the error for a token after its time."""
    return AwsError(
        "ExpiredTokenException",
        f"Token expired: current date/time {int(now)} must be before the expiration date/time {int(expires)}",
    )


def token_too_old(age: float) -> AwsError:
    """Return the error for a token issued too long ago."""
    return invalid_token(f"Token too old: {int(age)}")


def token_not_yet_valid() -> AwsError:
    """Return the error for a token from the future.

    DIFFERS: AWS's text is not published.
    """
    return invalid_token("Token is not yet valid")


def rejected_by_provider(message: str) -> AwsError:
    """Return the error for an access token that its provider does not stand by.

    DIFFERS: AWS's text is not published.
    """
    return AwsError("IDPRejectedClaim", message or "The identity provider rejected the token", status=403)


def provider_silent(provider: str) -> AwsError:
    """Return the error for a provider that gave no usable answer.

    DIFFERS: AWS's text is not published.
    """
    return AwsError("IDPCommunicationError", f"{provider} did not answer")


def access_denied(message: str) -> AwsError:
    """Return the error for a caller whom the policies do not let in."""
    return AwsError("AccessDenied", message, status=403)


def root_may_not() -> AwsError:
    """Return the error for a root user that wants a role."""
    return access_denied("Roles may not be assumed by root accounts.")


def session_may_not_call(operation: str) -> AwsError:
    """Return the error for asking with temporary credentials for what needs a long-term key."""
    return access_denied(f"Cannot call {operation} with session credentials")


def session_may_not(operation: str) -> AwsError:
    """Return the error for what a session of GetSessionToken or GetFederationToken may not ask STS.

    DIFFERS: AWS's text is not published; this is the one that it has for the two operations themselves.
    """
    return session_may_not_call(operation)


def bad_message() -> AwsError:
    """Return the error for a text that is no encoded authorization message. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidAuthorizationMessageException", "The encoded authorization message is not valid.")


def no_such_key(access_key_id: str) -> AwsError:
    """Return the error for a key id that says nothing. DIFFERS: AWS's text is not published."""
    return validation_error(f"The access key id {access_key_id} is not valid")


def no_such_policy(arn: str) -> AwsError:
    """Return the error for a managed session policy that isn't there. DIFFERS: AWS's text is not published."""
    return AwsError("MalformedPolicyDocument", f"Policy {arn} does not exist or is not attachable.")


def may_not_assume(caller: str, role: str, *, close: bool) -> AwsError:
    """Return the error for a role that doesn't exist: the one for a role that does not trust the caller.

    Only to callers of its own account or organization AWS says more than that.
    """
    base = f"User: {caller} is not authorized to perform: sts:AssumeRole"
    reason = "because no role trust policy allows the sts:AssumeRole action"
    return access_denied(f"{base} {reason}" if close else f"{base} on resource: {role}")


def not_let_in(action: str = "sts:AssumeRoleWithWebIdentity") -> AwsError:
    """Return the one-line answer to every outside identity that may not have the role, and for roles that don't exist."""
    return access_denied(f"Not authorized to perform {action}")


# --------------------------------------------------------------------------------------- tags, source identity, and MFA


def duplicate_tags() -> AwsError:
    """Return the error for a tag key that is there twice, capitals aside."""
    text = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    return AwsError("InvalidParameterValue", text)


def transitive_without_tag() -> AwsError:
    """Return the error for a transitive key without its tag."""
    text = "The specified transitive tag key must be included in the requested tags."
    return AwsError("InvalidParameterValue", text)


def transitive_conflict() -> AwsError:
    """Return the error for a tag that the calling session has passed on already."""
    text = (
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the "
        "calling session."
    )
    return AwsError("InvalidParameterValue", text)


def reserved_tag(key: str) -> AwsError:
    """Return the error for a tag key that begins with `aws:`. DIFFERS: AWS's text is not published."""
    return AwsError("InvalidParameterValue", f"Tag key {key} is not valid: the prefix aws: is reserved.")


def packed_tags_too_large(percent: int) -> AwsError:
    """Return the error for session tags that do not fit into a session token."""
    return AwsError("PackedPolicyTooLarge", f"Packed size of session tags consumes {percent}% of allotted space.")


def bad_source() -> AwsError:
    """Return the error for a token's source identity that no session can have. DIFFERS: AWS's text is not published."""
    return invalid_token(r"The token's source identity must match [\w+=,.@-]{2,64}")


def source_may_not_change(caller: str, role: str) -> AwsError:
    """Return the error for another source identity than the chain has. DIFFERS: AWS's text is not published."""
    text = f"User: {caller} is not authorized to perform: sts:SetSourceIdentity on resource: {role}"
    return access_denied(text)


def mfa_wrong_code() -> AwsError:
    """Return the error for a code that the device does not show now, or that was used before."""
    return access_denied("MultiFactorAuthentication failed with invalid MFA one time pass code.")


def mfa_no_device() -> AwsError:
    """Return the error for a device that is not the caller's; the text has two spaces, as AWS's does."""
    return access_denied(
        "MultiFactorAuthentication failed, unable to validate MFA code.  "
        "Please verify your MFA serial number is valid and associated with this user."
    )


def mfa_incomplete() -> AwsError:
    """Return the error for a serial number without a code, or a code without one; from memory of AWS's text."""
    return access_denied(
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
    )


def duration_over_role_maximum() -> AwsError:
    """Return the error for a session longer than the role allows."""
    return validation_error("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")


def duration_over_chaining_maximum() -> AwsError:
    """Return the error for a session longer than an hour that a role session asks for."""
    return validation_error(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    )


def packed_policy_too_large(percent: int) -> AwsError:
    """Return the error for session policies that do not fit into a session token."""
    return AwsError(
        "PackedPolicyTooLarge", f"Packed policy consumes {percent}% of allotted space, please use smaller policy."
    )
