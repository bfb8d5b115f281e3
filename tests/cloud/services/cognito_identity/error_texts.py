"""The error texts of identity pools that are known of AWS, and those of them that no call here is refused with.

Variable parts stand as `<name>`. Source: published captures.
"""

from __future__ import annotations

from tests.cloud.services.error_table import NotReached

LOGIN = "Invalid login token. "
DENIED = "User: <arn> is not authorized to perform: "
MALFORMED = (
    "1 validation error detected: Value '<value>' at 'identityPoolId' failed to satisfy constraint: "
    r"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+"
)

TEXTS: dict[str, tuple[str, ...]] = {
    "NotAuthorizedException": (
        "Unauthenticated access is not supported for this identity pool.",
        "Token is not from a supported provider of this identity pool.",
        "Identity pool - <pool> does not have identity providers configured.",
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        LOGIN + "Token expired: <now> >= <exp>",
        LOGIN + "Couldn't verify signed token.",
        LOGIN + "Token signature invalid.",
        LOGIN + "Issuer doesn't match providerName",
        LOGIN + "Missing a required claim: aud",
        LOGIN + "Not a valid OpenId Connect identity token.",
        LOGIN + "Not a Cognito token.",
        LOGIN + "Can't pass in a Cognito token.",
        "Access to Identity '<identity>' is forbidden.",
        "Access to Role '<role>' is forbidden.",
        "The ambiguous role mapping rules for: <provider> denied this request.",
    ),
    "InvalidIdentityPoolConfigurationException": (
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    ),
    "InvalidParameterException": ("Basic (classic) flow is not enabled, please use enhanced flow.",),
    "ResourceNotFoundException": ("IdentityPool '<other>' not found.", "Identity '<identity>' not found."),
    "TooManyRequestsException": ("Rate exceeded",),
    "ValidationException": (MALFORMED,),
    "AccessDeniedException": (
        DENIED + "<action> on resource: <pool arn> because no identity-based policy allows the <action> action",
    ),
    "AccessDenied": (
        DENIED + "<action> on resource: <role path> because no session policy allows the <action> action",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ),
    "InvalidIdentityToken": (
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    ),
}
"""Error -> its texts."""

NOT_REACHED: tuple[NotReached, ...] = (
    NotReached(
        "NotAuthorizedException",
        LOGIN + "Token signature invalid.",
        "told here and there, captured nowhere",
        instead=LOGIN + "Couldn't verify signed token.",
    ),
    NotReached("TooManyRequestsException", "Rate exceeded", "nobody is throttled"),
)
