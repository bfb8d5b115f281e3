"""The errors of what administrators set up, of the request's own form, and of who asks."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys
from cogtui.cloud.trail import Reply
from tests.builders import asked as operator_asked
from tests.cloud.services.cognito_idp.error_rows import (
    INVALID,
    NOT_FOUND,
    Ask,
    after,
    asked,
    called,
    row,
    signing_up,
    times,
)
from tests.cloud.services.cognito_idp.people import People
from tests.cloud.services.error_table import Row

OAUTH = "InvalidOAuthFlowException"
ONE = "1 validation error detected: Value "
FAILED = " failed to satisfy constraint: "


def making_pool(**settings: Any) -> Ask:
    """Make another pool."""
    return lambda here: operator_asked(here.world, "cognito-idp", "CreateUserPool", PoolName="more", **settings)


def making_attribute(name: str = "x", kind: str = "String", **more: Any) -> Ask:
    """Make another pool with an attribute."""
    return making_pool(Schema=[{"Name": name, "AttributeDataType": kind, **more}])


def making_client(**settings: Any) -> Ask:
    """Make another client."""
    return asked("CreateUserPoolClient", ClientName="more", **settings)


def by(caller: Caller) -> Ask:
    """Ask for a signed operation as somebody."""
    return lambda here: here.world.call("cognito-idp", "DescribeUserPool", {"UserPoolId": here.pool}, caller=caller)


def forged(here: People) -> Reply:
    """Ask with a key of the account's and the wrong secret."""
    made = operator_asked(here.world, "iam", "CreateUser", UserName="ana")
    assert made.ok, made.error
    key = operator_asked(here.world, "iam", "CreateAccessKey", UserName="ana").output["AccessKey"]
    caller = Keys(key["AccessKeyId"], "wrong")
    return here.world.call("cognito-idp", "DescribeUserPool", {"UserPoolId": here.pool}, caller=caller)


MACHINE: dict[str, Any] = {"AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthScopes": ["notes/read"]}
NOTES = asked(
    "CreateResourceServer", Identifier="notes", Name="notes", Scopes=[{"ScopeName": "read", "ScopeDescription": "r"}]
)

POOLS: list[Row[People]] = [
    row(INVALID, "Required custom attributes are not supported currently.", making_attribute(Required=True)),
    row(
        INVALID,
        "user.<name>: String attributes cannot have a length of more than 2048",
        making_attribute(StringAttributeConstraints={"MaxLength": "2049"}),
        name="custom:x",
    ),
    row(
        INVALID,
        "user.<name>: Max length cannot be less than min length.",
        making_attribute(StringAttributeConstraints={"MinLength": "2", "MaxLength": "1"}),
        name="custom:x",
    ),
    row(
        INVALID,
        "user.<name>: Max value cannot be less than min value.",
        making_attribute(kind="Number", NumberAttributeConstraints={"MinValue": "2", "MaxValue": "1"}),
        name="custom:x",
    ),
    row(
        INVALID,
        "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute <name>",
        making_attribute("email", "Number"),
        name="email",
    ),
    row(
        INVALID,
        "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
        making_pool(Schema=[{"Name": "x"}]),
    ),
    row(
        INVALID,
        "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
        making_pool(MfaConfiguration="ON"),
    ),
    row(
        INVALID,
        "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
        asked("SetUserPoolMfaConfig", MfaConfiguration="ON"),
    ),
    row(
        INVALID,
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
        asked("SetUserPoolMfaConfig", SoftwareTokenMfaConfiguration={"Enabled": True}),
    ),
    row(
        INVALID,
        "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
        asked("SetUserPoolMfaConfig", MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": False}),
    ),
    row(INVALID, "<name> already exists in user pool <pool>.", times(2, NOTES), name="notes"),
    row(
        "GroupExistsException",
        "A group with the name <name> already exists.",
        times(2, asked("CreateGroup", GroupName="editors")),
        name="editors",
    ),
    row(NOT_FOUND, "Group not found.", asked("DeleteGroup", GroupName="editors")),
]

CLIENTS: list[Row[People]] = [
    row(
        OAUTH,
        "client_credentials flow can not be selected along with code flow or implicit flow",
        after(NOTES, making_client(AllowedOAuthFlows=["client_credentials", "code"], GenerateSecret=True, **MACHINE)),
    ),
    row(
        OAUTH,
        "client_credentials flow can not be selected if client does not have a client secret.",
        after(NOTES, making_client(AllowedOAuthFlows=["client_credentials"], **MACHINE)),
    ),
    row(
        "ScopeDoesNotExistException",
        "Invalid scope requested: <name>",
        making_client(AllowedOAuthFlows=["client_credentials"], GenerateSecret=True, **MACHINE),
        name="notes/read",
    ),
]

CONSTRAINTS: list[Row[People]] = [
    row(
        INVALID,
        ONE + "at 'password'" + FAILED + "Member must have length greater than or equal to 6",
        signing_up(password="Ab1-x"),
    ),
    row(
        INVALID,
        ONE + "at 'password'" + FAILED + r"Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$",
        signing_up(password=" Correct-Horse-9"),
    ),
    row(
        INVALID,
        ONE + "at 'confirmationCode'" + FAILED + r"Member must satisfy regular expression pattern: [\S]+",
        called("ConfirmSignUp", Username="ana", ConfirmationCode="000 000"),
    ),
    row(
        INVALID,
        ONE + "at 'username'" + FAILED + "Member must not be null",
        called("SignUp", Password="Correct-Horse-9"),
    ),
    row(
        INVALID,
        ONE + "'<value>' at 'groupName'" + FAILED + "Member must have length less than or equal to 128",
        asked("CreateGroup", GroupName="a" * 129),
        value="a" * 129,
    ),
    row(
        INVALID,
        ONE + "'<value>' at 'mfaConfiguration'" + FAILED + "Member must satisfy enum value set: [<values>]",
        asked("SetUserPoolMfaConfig", MfaConfiguration="SOMETIMES"),
        value="SOMETIMES",
        values="OFF, ON, OPTIONAL",
    ),
    row(
        INVALID,
        ONE + "'<value>' at 'limit'" + FAILED + "Member must have value less than or equal to 60",
        asked("ListUsers", Limit=61),
        value="61",
    ),
]

TWO_ERRORS = row(
    INVALID,
    "2 validation errors detected: Value at 'username'"
    + FAILED
    + "Member must not be null; Value at 'confirmationCode'"
    + FAILED
    + "Member must not be null",
    called("ConfirmSignUp"),
)

CALLERS: list[Row[People]] = [
    row("MissingAuthenticationTokenException", "Missing Authentication Token", by(ANONYMOUS)),
    row(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
        by(Keys("AKIAIOSFODNN7EXAMPLE", "x")),
    ),
    row(
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details.",
        forged,
    ),
]

ROWS = [*POOLS, *CLIENTS, *CONSTRAINTS, TWO_ERRORS, *CALLERS]
