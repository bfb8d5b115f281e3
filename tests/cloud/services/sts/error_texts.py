"""The error texts of STS that are known of AWS, and those of them that no call here is refused with.

Variable parts stand as `<name>`. Source: published captures; IAM User Guide, "Troubleshoot IAM roles", "Troubleshoot SAML
federation with IAM". Those of signatures, which all services have, are the door's.
"""

from __future__ import annotations

from tests.cloud.services.error_table import NotReached

MAY_NOT = "User: <arn> is not authorized to perform: sts:AssumeRole"
EXPIRED = "Token expired: current date/time <now> must be before the expiration date/time"
CLAIMED = "{2,64}"

TEXTS: dict[str, tuple[str, ...]] = {
    "ValidationError": (
        (
            "1 validation error detected: Value '<value>' at 'roleSessionName' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: [\w+=,.@-]*"
        ),
        "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
        "<role> is invalid",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        "Requested DurationSeconds exceeds MaxSessionDuration set for this role",
    ),
    "AccessDenied": (
        "Roles may not be assumed by root accounts.",
        MAY_NOT + " on resource: <role>",
        MAY_NOT + " on resource: <role> because no identity-based policy allows the sts:AssumeRole action",
        MAY_NOT + " on resource: <role> with an explicit deny in an identity-based policy",
        MAY_NOT + " because no role trust policy allows the sts:AssumeRole action",
        MAY_NOT + " with an explicit deny in the role trust policy",
        "MultiFactorAuthentication failed with invalid MFA one time pass code.",
        (
            "MultiFactorAuthentication failed, unable to validate MFA code.  "
            "Please verify your MFA serial number is valid and associated with this user."
        ),
        "Cannot call GetSessionToken with session credentials",
        "Cannot call GetFederationToken with session credentials",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        "Not authorized to perform sts:AssumeRoleWithSAML",
    ),
    "InvalidParameterValue": (
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        "The specified transitive tag key must be included in the requested tags.",
        (
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the "
            "calling session."
        ),
    ),
    "MalformedPolicyDocument": ("This policy contains invalid Json",),
    "PackedPolicyTooLarge": (
        "Packed policy consumes <percent>% of allotted space, please use smaller policy.",
        "Packed size of session tags consumes <percent>% of allotted space.",
        "Serialized token too large for session",
    ),
    "RegionDisabledException": (
        (
            "STS is not activated in this region for account:<account>. Your account administrator can activate STS in this "
            "region using the IAM Console."
        ),
    ),
    "InvalidIdentityToken": (
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
        "Issuer must be a valid URL",
        "No OpenIDConnect provider found in your account for <issuer>",
        (
            "Couldn't retrieve verification key from your identity provider,  "
            "please reference AssumeRoleWithWebIdentity documentation for requirements"
        ),
        "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
        "Incorrect token audience",
        "Token too old: <age>",
        "Missing a required claim: iat",
        "Invalid base64 SAMLResponse",
        "RoleSessionName is required in AuthnResponse",
        f"RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{CLAIMED}",
        f'Source Identity in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{CLAIMED} and not begin with "aws:"',
        "Response signature invalid",
        "Issuer not present in specified provider",
        "Specified provider doesn't exist",
        "Response does not contain the required audience",
    ),
    "ExpiredTokenException": (
        EXPIRED + " <exp>",
        EXPIRED + "<exp>",
        "Token must be redeemed within 5 minutes of issuance",
    ),
    "ExpiredToken": ("The security token included in the request is expired",),
    "InvalidClientTokenId": ("The security token included in the request is invalid.",),
    "MissingAuthenticationToken": ("Request is missing Authentication Token",),
    "InvalidAction": ("Could not find operation <operation> for version 2011-06-15",),
}
"""Error -> its texts."""

NOT_REACHED: tuple[NotReached, ...] = (
    NotReached(
        "ValidationError",
        TEXTS["ValidationError"][1],
        "IAM's newer form, which leaves the value out; STS has no such parameter",
        instead=TEXTS["ValidationError"][0],
    ),
    NotReached("PackedPolicyTooLarge", "Serialized token too large for session", "session tokens have one size here"),
    NotReached("RegionDisabledException", TEXTS["RegionDisabledException"][0], "every region is switched on here"),
    NotReached(
        "ExpiredTokenException",
        EXPIRED + "<exp>",
        "as it stands in older captures, a space short",
        instead=EXPIRED + " <exp>",
    ),
)
