"""What the typed reader says of services, operations and errors."""

from __future__ import annotations

import pytest

from cogtui.cloud.catalog import reader
from cogtui.cloud.errors import NotSimulated


@pytest.mark.parametrize(
    ("service", "public"),
    [
        ("cognito-identity", {"GetId", "GetOpenIdToken", "GetCredentialsForIdentity", "UnlinkIdentity"}),
        ("sts", {"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"}),
        ("cognito-sync", set()),
        ("iam", set()),
        ("s3", set()),
        ("sns", set()),
    ],
)
def test_only_public_operations_go_unsigned(service: str, public: set[str]):
    assert {name for name in reader.operations(service) if not reader.operation(service, name).signed} == public


@pytest.mark.parametrize(
    ("operation", "signed"),
    [
        ("SignUp", False), ("InitiateAuth", False), ("RespondToAuthChallenge", False), ("GetUser", False),
        ("RevokeToken", False), ("AdminCreateUser", True), ("AdminInitiateAuth", True), ("CreateUserPool", True),
    ],
)  # fmt: skip
def test_a_user_pool_wants_signatures_of_administrators_only(operation: str, signed: bool):
    assert reader.operation("cognito-idp", operation).signed is signed


@pytest.mark.parametrize(
    ("service", "code", "status", "sender"),
    [
        ("cognito-idp", "NotAuthorizedException", 400, True),
        ("cognito-idp", "InternalErrorException", 500, False),
        ("cognito-identity", "ResourceNotFoundException", 400, True),
        ("cognito-sync", "ResourceConflictException", 409, True),
        ("sts", "IDPCommunicationError", 400, True),
        ("sts", "RegionDisabledException", 403, True),
        ("iam", "NoSuchEntity", 404, True),
        ("iam", "ServiceFailure", 500, False),
    ],
)
def test_an_error_of_the_model_has_its_code_status_and_fault(service: str, code: str, status: int, sender: bool):
    assert reader.service(service).error(code) == reader.ErrorForm(code, status, sender)


def test_an_error_that_no_model_names_is_none():
    assert reader.service("sts").error("AccessDenied") is None


def test_the_wire_facts_of_an_operation_are_there():
    s3, sts, identity = (reader.service(name) for name in ("s3", "sts", "cognito-identity"))
    prefix = s3.shapes["ListObjectsV2Request"].members["Prefix"]
    contents = s3.target(s3.shapes["ListObjectsV2Output"].members["Contents"])
    output = sts.operations["GetCallerIdentity"].output

    assert (prefix.location, prefix.location_name) == ("querystring", "prefix")
    assert contents.flattened
    assert s3.shapes["PutObjectRequest"].payload == "Body"
    assert s3.operations["DeleteObject"].http.response_code == 204
    assert output is not None
    assert output.result_wrapper == "GetCallerIdentityResult"
    assert (identity.target_prefix, identity.json_version) == ("AWSCognitoIdentityService", "1.1")
    assert sts.xml_namespace == "https://sts.amazonaws.com/doc/2011-06-15/"


@pytest.mark.parametrize("service", reader.services())
def test_every_reference_points_to_a_shape(service: str):
    known = reader.service(service)
    uses = [
        use
        for shape in known.shapes.values()
        for use in (*shape.members.values(), shape.member, shape.key, shape.value)
        if use is not None
    ]
    uses += [use for each in known.operations.values() for use in (each.input, each.output) if use is not None]
    errors = {name for each in known.operations.values() for name in each.errors}

    assert {use.shape for use in uses} | errors == set(known.shapes)


def test_a_service_is_read_once():
    assert reader.service("sts") is reader.service("sts")


def test_a_service_without_data_is_not_simulated():
    with pytest.raises(NotSimulated, match="`dynamodb`"):
        reader.service("dynamodb")


def test_an_operation_that_aws_does_not_have_is_a_key_error():
    assert not reader.service("sts").has("GetCallerIdentitty")
    with pytest.raises(KeyError):
        reader.operation("sts", "GetCallerIdentitty")
