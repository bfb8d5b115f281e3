"""Parameters that do not fit: which error each service gives, in whose words, and that nothing else ever happens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.session import Session
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.forms import given as without_none
from cogtui.cloud.catalog.problems import Problem
from cogtui.cloud.catalog.reader import Reference, Service
from cogtui.cloud.catalog.refusals import InvalidParameters
from cogtui.cloud.catalog.validate import problems, validate

ONE = "1 validation error detected: "
POOL = "us-east-1:01234567-89ab-cdef-0123-456789abcdef"
PASSWORD = {"ClientId": "c", "Username": "ana"}
THREE = (
    "3 validation errors detected: Value at 'confirmationCode' failed to satisfy constraint: Member must have length greater "
    "than or equal to 1; Value at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression "
    r"pattern: [\S]+; Value at 'password' failed to satisfy constraint: Member must have length greater than or equal to 6"
)
TAG_RULE = r"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]"
SESSION_RULE = r"Member must satisfy regular expression pattern: [\w+=,.@-]*"


def refused(service: str, operation: str, params: dict[str, Any]) -> InvalidParameters:
    """Return the error with which the parameters are refused."""
    with pytest.raises(InvalidParameters) as caught:
        validate(service, operation, params)
    return caught.value


# Texts from the reference sheets; what is not there is from answers that people published.
@pytest.mark.parametrize(
    ("service", "operation", "params", "code", "message"),
    [
        # a value that breaks a pattern is quoted
        ("cognito-identity", "GetId", {"IdentityPoolId": "x"}, "ValidationException",
         ONE + r"Value 'x' at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression "
               r"pattern: [\w-]+:[0-9a-f-]+"),
        ("cognito-idp", "AdminGetUser", {"UserPoolId": "x", "Username": "ana"}, "InvalidParameterException",
         ONE + r"Value 'x' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression "
               r"pattern: [\w-]+_[0-9a-zA-Z]+"),
        ("sts", "AssumeRole", {"RoleArn": "arn:aws:iam::111122223333:role/R", "RoleSessionName": "Session1:2"},
         "ValidationError",
         ONE + f"Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: {SESSION_RULE}"),
        # but not a secret
        ("cognito-idp", "SignUp", {**PASSWORD, "Password": "abc"}, "InvalidParameterException",
         ONE + "Value at 'password' failed to satisfy constraint: Member must have length greater than or equal to 6"),
        ("cognito-idp", "SignUp", {**PASSWORD, "Password": "password "}, "InvalidParameterException",
         ONE + r"Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: "
               r"^[\S]+.*[\S]+$"),
        ("cognito-idp", "ConfirmSignUp", {**PASSWORD, "ConfirmationCode": "1 2"}, "InvalidParameterException",
         ONE + r"Value at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression "
               r"pattern: [\S]+"),
        ("sts", "AssumeRoleWithWebIdentity",
         {"RoleArn": "arn:aws:iam::111122223333:role/R", "RoleSessionName": "ana", "WebIdentityToken": "abc"},
         "ValidationError",
         ONE + "Value at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal "
               "to 4"),
        # IAM quotes nothing
        ("iam", "UpdateAccessKey", {"UserName": "u", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "On"},
         "ValidationError",
         ONE + "Value at 'status' failed to satisfy constraint: Member must satisfy enum value set"),
        ("iam", "CreateUser", {}, "ValidationError",
         ONE + "Value at 'userName' failed to satisfy constraint: Member must not be null"),
        # what is missing
        ("cognito-identity", "GetId", {}, "ValidationException",
         ONE + "Value null at 'identityPoolId' failed to satisfy constraint: Member must not be null"),
        ("cognito-identity", "GetId", {"IdentityPoolId": None}, "ValidationException",
         ONE + "Value null at 'identityPoolId' failed to satisfy constraint: Member must not be null"),
        ("cognito-idp", "ConfirmForgotPassword", {**PASSWORD, "ConfirmationCode": "1"}, "InvalidParameterException",
         ONE + "Value at 'password' failed to satisfy constraint: Member must not be null"),
        # ranges and sets
        ("sts", "GetSessionToken", {"DurationSeconds": 20}, "ValidationError",
         ONE + "Value '20' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or "
               "equal to 900"),
        ("sts", "GetSessionToken", {"DurationSeconds": 129601}, "ValidationError",
         ONE + "Value '129601' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or "
               "equal to 129600"),
        ("cognito-idp", "SetUserPoolMfaConfig", {"UserPoolId": "us-east-1_a", "MfaConfiguration": "false"},
         "InvalidParameterException",
         ONE + "Value 'false' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set: "
               "[OFF, ON, OPTIONAL]"),
        # inside lists of structures
        ("iam", "TagRole", {"RoleName": "R", "Tags": [{"Key": "a", "Value": "b"}, {"Key": "a&", "Value": "b"}]},
         "ValidationError", ONE + f"Value at 'tags.2.member.key' failed to satisfy constraint: {TAG_RULE}+"),
        ("sts", "AssumeRole",
         {"RoleArn": "arn:aws:iam::111122223333:role/R", "RoleSessionName": "ana",
          "Tags": [{"Key": "a", "Value": "x & y"}]}, "ValidationError",
         ONE + f"Value 'x & y' at 'tags.1.member.value' failed to satisfy constraint: {TAG_RULE}*"),
        # inside lists and maps of scalars: once, about the whole, with all constraints
        ("cognito-identity", "GetId", {"IdentityPoolId": POOL, "Logins": {"graph.facebook.com": ""}},
         "ValidationException",
         ONE + "Value '{graph.facebook.com=}' at 'logins' failed to satisfy constraint: Map value must satisfy "
               "constraint: [Member must have length less than or equal to 50000, Member must have length greater than "
               "or equal to 1]"),
        ("cognito-identity", "SetIdentityPoolRoles", {"IdentityPoolId": POOL, "Roles": {"guest": "arn:aws:iam::1:role/R"}},
         "ValidationException",
         ONE + "Value '{guest=arn:aws:iam::1:role/R}' at 'roles' failed to satisfy constraint: Map keys must satisfy "
               "constraint: [Member must have length less than or equal to 128, Member must have length greater than or "
               "equal to 1, Member must satisfy regular expression pattern: (un)?authenticated]"),
        ("cognito-idp", "UpdateUserPoolClient",
         {"UserPoolId": "us-east-1_a", "ClientId": "c", "CallbackURLs": ["https://a", ""]}, "InvalidParameterException",
         ONE + r"Value '[https://a, ]' at 'callbackURLs' failed to satisfy constraint: Member must satisfy constraint: "
               r"[Member must have length less than or equal to 1024, Member must have length greater than or equal to "
               r"1, Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+]"),
        # too many: of a rule list, the documented quota
        ("cognito-identity", "DeleteIdentities", {"IdentityIdsToDelete": []}, "ValidationException",
         ONE + "Value '[]' at 'identityIdsToDelete' failed to satisfy constraint: Member must have length greater than "
               "or equal to 1"),
        # several at once
        ("cognito-idp", "ConfirmForgotPassword", {**PASSWORD, "ConfirmationCode": "", "Password": "abc"},
         "InvalidParameterException",
         THREE),
        # wrong types
        ("cognito-identity", "GetId", {"IdentityPoolId": ["x"]}, "SerializationException",
         "Start of list found where not expected"),
        ("cognito-idp", "ConfirmSignUp", {"ConfirmationCode": {"code": "1"}}, "SerializationException",
         "Start of structure or map found where not expected."),
        ("cognito-idp", "SignUp", {"UserAttributes": [{"Name": "email_verified", "Value": True}]},
         "SerializationException", "TRUE_VALUE can not be converted to a String"),
        ("cognito-idp", "ListUsers", {"Limit": "10"}, "SerializationException",
         "STRING_VALUE can not be converted to an Integer"),
        ("cognito-idp", "ListUsers", {"Limit": True}, "SerializationException",
         "TRUE_VALUE can not be converted to an Integer"),
        ("cognito-identity", "GetId", {"Logins": "x"}, "SerializationException", "Expected null"),
        ("cognito-identity", "DeleteIdentities", {"IdentityIdsToDelete": "x"}, "SerializationException",
         "Expected list or null"),
        ("cognito-sync", "ListRecords", {"LastSyncCount": "1"}, "SerializationException",
         "STRING_VALUE can not be converted to a Long"),
        ("sts", "GetSessionToken", {"DurationSeconds": "abc"}, "MalformedInput",
         "STRING_VALUE can not be converted to an Integer"),
        # unknown members name the nearest that there is
        ("cognito-identity", "GetId", {"IdentityPoolID": POOL}, "ValidationException",
         "GetId: Unknown parameter `IdentityPoolID`: did you mean `IdentityPoolId`?"),
        ("cognito-idp", "SignUp", {**PASSWORD, "Password": "secret1", "UserAttributes": [{"name": "email"}]},
         "InvalidParameterException", "SignUp: Unknown parameter `name`: did you mean `Name`?"),
        ("sts", "GetCallerIdentity", {"Account": "1"}, "ValidationError",
         "GetCallerIdentity: Unknown parameter `Account`: expected one of none at all"),
        ("iam", "GetAccountSummary", {"Account": "1"}, "ValidationError",
         "GetAccountSummary: Unknown parameter `Account`: expected none at all"),
        # SNS and S3 have words of their own
        ("sns", "Publish", {}, "ValidationError",
         ONE + "Value null at 'message' failed to satisfy constraint: Member must not be null"),
        ("sns", "VerifySMSSandboxPhoneNumber", {"PhoneNumber": "1", "OneTimePassword": "x1234"}, "InvalidParameter",
         "Invalid parameter: OneTimePassword Reason: Member must satisfy regular expression pattern: ^[0-9]+$"),
        ("s3", "CreateBucket", {"Bucket": "My_Bucket"}, "InvalidBucketName", "The specified bucket is not valid."),
        ("s3", "GetObject", {"Key": "k"}, "InvalidBucketName", "The specified bucket is not valid."),
        ("s3", "PutObject", {"Bucket": "bucket", "Key": "k" * 1025}, "KeyTooLongError", "Your key is too long"),
        ("s3", "PutBucketTagging", {"Bucket": "bucket", "Tagging": {"TagSet": [{"Key": "", "Value": "red"}]}}, "InvalidTag",
         "The TagKey you have provided is invalid"),
        ("s3", "CreateBucket", {"Bucket": "bucket", "CreateBucketConfiguration": {"LocationConstraint": "mars"}},
         "InvalidLocationConstraint", "The specified location-constraint is not valid"),
        ("s3", "ListObjectsV2", {"Bucket": "bucket", "MaxKeys": "many"}, "InvalidArgument",
         "STRING_VALUE can not be converted to an Integer"),
        ("s3", "CopyObject", {"Bucket": "bucket", "Key": "k"}, "MissingSecurityHeader",
         "Your request was missing a required header"),
        ("s3", "PutPublicAccessBlock", {"Bucket": "bucket", "PublicAccessBlockConfiguration": "x"}, "MalformedXML",
         "The XML you provided was not well-formed or did not validate against our published schema"),
    ],
)  # fmt: skip
def test_a_service_refuses_in_its_own_words(
    service: str, operation: str, params: dict[str, Any], code: str, message: str
):
    error = refused(service, operation, params)

    assert (error.code, error.message, error.status) == (code, message, 400)


@pytest.mark.parametrize(
    ("operation", "params", "extra"),
    [
        ("CreateBucket", {"Bucket": "My_Bucket"}, {"BucketName": "My_Bucket"}),
        ("PutObject", {"Bucket": "bucket", "Key": "é" * 513}, {"Size": 1026, "MaxSizeAllowed": 1024}),
        ("PutObject", {"Bucket": "bucket", "Key": "k", "ACL": "all"},
         {"ArgumentName": "x-amz-acl", "ArgumentValue": "all"}),
        ("ListObjectsV2", {"Bucket": "bucket", "MaxKeys": "many"},
         {"ArgumentName": "max-keys", "ArgumentValue": "many"}),
        ("CopyObject", {"Bucket": "bucket", "Key": "k"}, {"MissingHeaderName": "x-amz-copy-source"}),
    ],
)  # fmt: skip
def test_s3_adds_what_its_error_documents_hold(operation: str, params: dict[str, Any], extra: dict[str, Any]):
    assert refused("s3", operation, params).extra == extra


@pytest.mark.parametrize(
    ("service", "operation", "params"),
    [
        ("cognito-identity", "GetId", {"IdentityPoolId": POOL, "Logins": {"graph.facebook.com": "EAAB"}}),
        ("cognito-identity", "GetId", {"IdentityPoolId": POOL, "Logins": None, "AccountId": None}),
        ("cognito-idp", "SignUp", {**PASSWORD, "Username": "Müller", "Password": "pass word"}),
        ("cognito-idp", "CompleteWebAuthnRegistration", {"AccessToken": "eyJ", "Credential": {"any": ["thing", 1, None]}}),
        ("cognito-sync", "UpdateRecords",
         {"IdentityPoolId": POOL, "IdentityId": POOL, "DatasetName": "d", "SyncSessionToken": "t",
          "RecordPatches": [{"Op": "replace", "Key": "k", "SyncCount": 0,
                             "DeviceLastModifiedDate": datetime(2026, 1, 2, tzinfo=UTC)}]}),
        ("sts", "GetCallerIdentity", {}),
        ("iam", "GetAccountSummary", {}),
        ("iam", "CreateRole", {"RoleName": "R", "AssumeRolePolicyDocument": "{}", "Path": "/team/"}),
        ("s3", "PutObject", {"Bucket": "bucket", "Key": "a/é", "Body": b"\xff"}),
        ("s3", "PutObject", {"Bucket": "bucket", "Key": "k", "Body": "text"}),
        ("s3", "CreateBucket", {"Bucket": "bucket", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}),
        ("sns", "CreateTopic", {"Name": "topic"}),
    ],
)  # fmt: skip
def test_parameters_that_fit_pass(service: str, operation: str, params: dict[str, Any]):
    assert problems(service, operation, params) == []


def test_a_rule_list_may_hold_25_rules():
    rule = {"Claim": "a", "MatchType": "Equals", "Value": "b", "RoleARN": "arn:aws:iam::111122223333:role/R"}

    def with_rules(count: int) -> dict[str, Any]:
        mapping = {"Type": "Rules", "RulesConfiguration": {"Rules": [rule] * count}}
        return {"IdentityPoolId": POOL, "Roles": {}, "RoleMappings": {"idp": mapping}}

    assert problems("cognito-identity", "SetIdentityPoolRoles", with_rules(25)) == []
    found = problems("cognito-identity", "SetIdentityPoolRoles", with_rules(26))
    assert [(each.path, each.rule) for each in found] == [
        ("roleMappings.idp.member.rulesConfiguration.rules", "Member must have length less than or equal to 25")
    ]


def test_a_problem_says_where_it_is_for_aws_and_for_a_front_end():
    params = {"IdentityPoolId": POOL, "Roles": {}, "RoleMappings": {"idp": {"Type": "Tokens"}}}

    (found,) = problems("cognito-identity", "SetIdentityPoolRoles", params)

    assert found == Problem(
        "constraint",
        "Member must satisfy enum value set: [Token, Rules]",
        "'Tokens'",
        ("RoleMappings", "idp", "Type"),
        "roleMappings.idp.member.type",
    )
    assert found.parameter == "RoleMappings"


def test_a_null_in_a_list_is_a_problem_of_its_own():
    found = problems("cognito-identity", "DeleteIdentities", {"IdentityIdsToDelete": [POOL, None]})

    assert [(each.path, each.rule) for each in found] == [("identityIdsToDelete.2.member", "Member must not be null")]


def test_a_login_token_is_masked_when_the_map_is_quoted():
    params = {"IdentityPoolId": POOL, "Logins": {"graph.facebook.com": "s3cret" * 10_000, "accounts.google.com": ""}}

    assert (
        "'{graph.facebook.com=***, accounts.google.com=}' at 'logins'"
        in refused("cognito-identity", "GetId", params).message
    )


def test_exactly_one_member_of_a_union_is_set():
    found = [
        problems("s3", "UpdateObjectEncryption", {"Bucket": "bucket", "Key": "k", "ObjectEncryption": value})
        for value in ({}, {"SSEKMS": {"KMSKeyArn": "arn:aws:kms:us-east-1:111122223333:key/a"}})
    ]

    assert [[each.path for each in one] for one in found] == [["objectEncryption"], []]


def test_wrong_types_come_before_wrong_names_and_these_before_wrong_values():
    all_three = {"IdentityPoolId": "x", "AccountId": 1, "Login": {}}

    assert refused("cognito-identity", "GetId", all_three).code == "SerializationException"
    assert "did you mean `Logins`" in refused("cognito-identity", "GetId", {"IdentityPoolId": "x", "Login": {}}).message


def test_an_operation_that_aws_does_not_have_is_a_key_error():
    with pytest.raises(KeyError):
        validate("sts", "Nothing", {})


# ---------------------------------------------------------------------------------------------------------------- laws

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.datetimes()
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
OPERATIONS = st.sampled_from([(service, name) for service in reader.services() for name in reader.operations(service)])


def values(service: Service, use: Reference, depth: int = 0) -> st.SearchStrategy[Any]:
    """Generate values for a use of a shape: mostly of its form, some of any other."""
    shape = service.target(use)
    likely: st.SearchStrategy[Any] = ANYTHING
    if shape.enum:
        likely = st.sampled_from(shape.enum)
    elif shape.type == "structure" and depth < 4:
        likely = structures(service, use, depth)
    elif shape.member is not None:
        likely = st.lists(values(service, shape.member, depth + 1), max_size=3)
    elif shape.value is not None:
        likely = st.dictionaries(st.text(), values(service, shape.value, depth + 1), max_size=3)
    elif shape.type in {"integer", "long"}:
        likely = st.integers()
    elif shape.type == "string":
        likely = st.text() | st.from_regex(r"[a-z]{3,20}", fullmatch=True)
    return likely | LEAVES if depth else likely


def structures(service: Service, use: Reference, depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Generate structures with some of the members, and now and then one that isn't any."""
    shape = service.target(use)
    members = {name: values(service, each, depth + 1) for name, each in list(shape.members.items())[:12]}
    strange = st.dictionaries(st.text(), ANYTHING, max_size=1)
    return st.builds(lambda known, more: {**more, **known}, st.fixed_dictionaries({}, optional=members), strange)


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, str, dict[str, Any]]:
    """Generate an operation with parameters that look like its own."""
    service, operation = draw(OPERATIONS)
    use = reader.operation(service, operation).input
    params = (
        draw(structures(reader.service(service), use))
        if use
        else draw(st.dictionaries(st.text(), ANYTHING, max_size=1))
    )
    return service, operation, params


@settings(deadline=None, max_examples=300)
@given(calls())
def test_parameters_pass_or_are_refused_and_nothing_else_happens(call: tuple[str, str, dict[str, Any]]):
    if problems(*call):
        error = refused(*call)
        assert (bool(error.code), bool(error.message), error.status) == (True, True, 400)
    else:
        validate(*call)


@settings(deadline=None, max_examples=300)
@given(OPERATIONS, st.dictionaries(st.text() | st.integers(), ANYTHING, max_size=3))
def test_arbitrary_parameters_never_do_more_than_raise_an_aws_error(operation: tuple[str, str], params: dict[Any, Any]):
    found = problems(*operation, params)

    assert all(each.sentence for each in found)
    if found:
        assert refused(*operation, params).problems


SESSION = Session()


@settings(deadline=None, max_examples=300)
@given(calls())
def test_what_boto3_would_not_send_does_not_pass(call: tuple[str, str, dict[str, Any]]):
    service, operation, given = call
    params = without_none(given)  # as the door does: what is None is absent, which boto3 refuses and JSON clients send
    model = SESSION.get_service_model(service).operation_model(operation)
    shape = model.input_shape
    if shape is None or model.endpoint:  # host labels must not be empty for boto3; in process there is no host
        return

    try:
        refuses = ParamValidator().validate(params, shape).has_errors()
    except RuntimeError:  # what botocore raises for a time that no calendar has
        refuses = True
    if refuses:
        # A document is any JSON, and more of it than botocore lets through.
        assert problems(service, operation, params) or "Credential" in params
