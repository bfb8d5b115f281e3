"""The error texts of user pools that are known of AWS, and those of them that no call here is refused with.

Variable parts stand as `<name>`. Sources: published captures, AWS's documentation, what clients translate.
"""

from __future__ import annotations

from tests.cloud.services.error_table import NotReached

NOT_AUTHORIZED = "NotAuthorizedException"
INVALID = "InvalidParameterException"
NOT_FOUND = "ResourceNotFoundException"
LIMIT = "Attempt limit exceeded, please try after some time."
POLICY = "Password did not conform with policy: "
SCHEMA = "Attributes did not conform to the schema: "
CONSTRAINT = " failed to satisfy constraint: "
ONE = "1 validation error detected: Value "

TWO = (
    "2 validation errors detected: Value at 'username' failed to satisfy constraint: Member must not be null; "
    "Value at 'confirmationCode' failed to satisfy constraint: Member must not be null"
)
SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)

TEXTS: dict[str, tuple[str, ...]] = {
    NOT_AUTHORIZED: (
        "Incorrect username or password.",
        "Password attempts exceeded",
        "User is disabled.",
        "Unable to verify secret hash for client <client>",
        "Client <client> is configured with secret but SECRET_HASH was not received",
        "SecretHash does not match for the client: <client>",
        "Client <client> is not configured with secret but secret was received",
        "Invalid Refresh Token.",
        "Invalid Refresh Token",
        "Refresh Token has been revoked",
        "Refresh Token has expired",
        "Access Token has been revoked",
        "Access Token has expired",
        "Invalid Access Token",
        "Access Token does not have required scopes",
        "Invalid session for the user, session is expired.",
        "Invalid session for the user, session can only be used once.",
        "Invalid session for the user.",
        "Temporary password has expired and must be reset by an administrator.",
        "User password cannot be reset in the current state.",
        "Contact administrator to reset password.",
        "User cannot be confirmed. Current status is CONFIRMED",
        "SignUp is not permitted for this user pool",
        "A client attempted to write unauthorized attribute",
        "Unable to login because of security reasons.",
        "Request not allowed due to security reasons.",
        LIMIT,
    ),
    "UserNotFoundException": ("User does not exist.", "Username/client id combination not found."),
    "UserNotConfirmedException": ("User is not confirmed.",),
    "PasswordResetRequiredException": ("Password reset required for the user",),
    "UsernameExistsException": (
        "User already exists",
        "An account with the given email already exists.",
        "An account with the given phone_number already exists.",
        "User account already exists",
    ),
    "AliasExistsException": (
        "An account with the email already exists.",
        "An account with the given email already exists.",
    ),
    "CodeMismatchException": (
        "Invalid verification code provided, please try again.",
        "Invalid code or auth state for the user.",
        "Invalid code received for user",
    ),
    "ExpiredCodeException": (
        "Invalid code provided, please request a code again.",
        "Your software token has already been used once.",
    ),
    "EnableSoftwareTokenMFAException": ("Code mismatch",),
    "SoftwareTokenMFANotFoundException": ("Software Token MFA has not been enabled by the userPool",),
    "InvalidPasswordException": (
        POLICY + "Password not long enough",
        POLICY + "Password must have uppercase characters",
        POLICY + "Password must have lowercase characters",
        POLICY + "Password must have numeric characters",
        POLICY + "Password must have symbol characters",
        "Provided password cannot be used for security reasons.",
    ),
    "PasswordHistoryPolicyViolationException": ("Password has previously been used.",),
    "LimitExceededException": (LIMIT,),
    "TooManyFailedAttemptsException": (LIMIT,),
    "TooManyRequestsException": ("Rate exceeded", "Too many requests"),
    "CodeDeliveryFailureException": ("<what SES or SNS says>",),
    INVALID: (
        "USER_PASSWORD_AUTH flow not enabled for this client",
        "USER_SRP_AUTH flow not enabled for this client",
        "CUSTOM_AUTH flow not enabled for this client",
        "USER_AUTH flow not enabled for this client",
        "Auth flow not enabled for this client",
        "Initiate Auth method not supported.",
        "Missing required parameter USERNAME",
        "Missing required parameter PASSWORD",
        "Missing required parameter SRP_A",
        "Missing required parameter REFRESH_TOKEN",
        "Missing required parameter NEW_PASSWORD",
        "User is already confirmed.",
        "Cannot reset password for the user as there is no registered/verified email or phone_number",
        "Username should be either an email or a phone number.",
        "Username should be an email.",
        "Username should be a phone number.",
        "Username cannot be of email format, since user pool is configured for email alias.",
        "Invalid email address format.",
        "Invalid phone number format.",
        SCHEMA + "<name>: The attribute is required\n",
        SCHEMA + "<name>: Attribute does not exist in the schema.\n",
        SCHEMA + "Type for attribute {<name>} could not be determined\n",
        "Invalid user attributes: user.<name>: Attribute does not exist in the schema.\n",
        "user.<name>: Attribute cannot be updated.\n",
        "user.<name>: Required attribute cannot be deleted.\n",
        "Cannot modify the non-mutable attribute <name>",
        "Error while parsing filter",
        "Invalid search attribute: <name>",
        "Required custom attributes are not supported currently.",
        "user.<name>: String attributes cannot have a length of more than 2048",
        "user.<name>: Max length cannot be less than min length.",
        "user.<name>: Max value cannot be less than min value.",
        "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute <name>",
        "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
        "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
        "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
        "At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.",
        "[MfaConfiguration] must be one of 'ON', 'OFF', or 'OPTIONAL'.",
        "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
        "<name> already exists in user pool <pool>.",
        "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
        ONE + "at 'password'" + CONSTRAINT + "Member must have length greater than or equal to 6",
        ONE + "at 'password'" + CONSTRAINT + r"Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$",
        ONE + "at 'confirmationCode'" + CONSTRAINT + r"Member must satisfy regular expression pattern: [\S]+",
        ONE + "at 'username'" + CONSTRAINT + "Member must not be null",
        ONE + "'<value>' at 'groupName'" + CONSTRAINT + "Member must have length less than or equal to 128",
        ONE + "'<value>' at 'mfaConfiguration'" + CONSTRAINT + "Member must satisfy enum value set: [<values>]",
        ONE + "'<value>' at 'limit'" + CONSTRAINT + "Member must have value less than or equal to 60",
        TWO,
    ),
    "WebAuthnNotEnabledException": ("<not published>",),
    "InvalidOAuthFlowException": (
        "client_credentials flow can not be selected along with code flow or implicit flow",
        "client_credentials flow can not be selected if client does not have a client secret.",
    ),
    "ScopeDoesNotExistException": ("Invalid scope requested: <name>",),
    NOT_FOUND: (
        "User pool <other> does not exist.",
        "User pool client <other> does not exist.",
        "Group not found.",
        "Device does not exist.",
    ),
    "GroupExistsException": ("A group with the name <name> already exists.",),
    "UnsupportedUserStateException": ("Resend not possible. <name> status is not FORCE_CHANGE_PASSWORD",),
    "DuplicateProviderException": ("A provider with the name <name> already exists",),
    "UserLambdaValidationException": ("<trigger> failed with error <text>.",),
    "InvalidLambdaResponseException": ("Unrecognizable lambda output",),
    "UnexpectedLambdaException": ("<trigger> invocation failed due to error <text>.",),
    "ForbiddenException": ("Request not allowed due to WAF block.",),
    "InternalErrorException": ("Something went wrong",),
    "MissingAuthenticationTokenException": ("Missing Authentication Token",),
    "UnrecognizedClientException": ("The security token included in the request is invalid.",),
    "InvalidSignatureException": (SIGNATURE,),
    "HTTP 302": (
        "redirect_mismatch",
        "invalid_client",
        "invalid_request",
        "unauthorized_client",
        "invalid_scope",
        "server_error",
        "login_required",
        "<provider> Error - <status> error getting token",
        "Timeout occurred in calling IdP token endpoint",
        "Invalid SAML response received: <text>",
        "Google Error - <text>",
        "PreSignUp failed with error <text>. ",
        "attributes required: [<name>]",
        "user.<name>: Attribute cannot be updated.\n ",
        "Already found an entry for username <name>",
    ),
    "HTTP 400": (
        "An error was encountered with the requested page.",
        "Something went wrong",
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "invalid_redirect",
        "unsupported_grant_type",
        "unsupported_token_type",
        "Bad OAuth2 request at UserInfo Endpoint",
    ),
    "HTTP 401": (
        "invalid_client",
        "Access token is expired, disabled, or deleted, or the user has globally signed out.",
    ),
}
"""Error -> its texts. Those of the domain are OAuth's `error_description`, or its `error` where there is none."""

_RISK = "no risk is ever found, and no list of stolen passwords is asked"
_OTHER = "AWS has two wordings"

NOT_REACHED: tuple[NotReached, ...] = (
    NotReached(NOT_AUTHORIZED, "Unable to login because of security reasons.", _RISK, "UpdateAuthEventFeedback"),
    NotReached(NOT_AUTHORIZED, "Request not allowed due to security reasons.", _RISK, "UpdateAuthEventFeedback"),
    NotReached(
        "InvalidPasswordException",
        "Provided password cannot be used for security reasons.",
        _RISK,
        "UpdateAuthEventFeedback",
    ),
    NotReached("TooManyRequestsException", "Rate exceeded", "nobody is throttled", "UpdateProvisionedLimit"),
    NotReached("TooManyRequestsException", "Too many requests", "nobody is throttled", "UpdateProvisionedLimit"),
    NotReached("TooManyFailedAttemptsException", LIMIT, "the same quota has another name", instead=LIMIT),
    NotReached(NOT_AUTHORIZED, LIMIT, "rare, and when AWS says so is not known: codes are counted", instead=LIMIT),
    NotReached("WebAuthnNotEnabledException", "<not published>", "there are no passkeys", "StartWebAuthnRegistration"),
    NotReached("CodeDeliveryFailureException", "<what SES or SNS says>", "every message arrives"),
    NotReached("ForbiddenException", "Request not allowed due to WAF block.", "there are no web ACLs"),
    NotReached("InternalErrorException", "Something went wrong", "what fails here is a bug, and stays loud"),
    NotReached(NOT_AUTHORIZED, "Invalid Refresh Token", _OTHER, instead="Invalid Refresh Token."),
    NotReached(
        "AliasExistsException",
        "An account with the given email already exists.",
        _OTHER,
        instead="An account with the email already exists.",
    ),
    NotReached(
        "DuplicateProviderException",
        "A provider with the name <name> already exists",
        "an unconfirmed wording: ours is another",
    ),
    NotReached(
        INVALID,
        "At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.",
        "an emulator's wording: AWS's own is known",
        instead="Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
    ),
    NotReached(
        INVALID,
        "[MfaConfiguration] must be one of 'ON', 'OFF', or 'OPTIONAL'.",
        "an emulator's wording: AWS names the constraint",
        instead=ONE + "'<value>' at 'mfaConfiguration'" + CONSTRAINT + "Member must satisfy enum value set: [<values>]",
    ),
    NotReached(
        "HTTP 302", "server_error", "SAML's comes with a text", instead="Invalid SAML response received: <text>"
    ),
    NotReached("HTTP 302", "Timeout occurred in calling IdP token endpoint", "simulated providers answer at once"),
    NotReached(
        "HTTP 302", "Already found an entry for username <name>", "AWS no longer fails the first linked sign-in"
    ),
)
