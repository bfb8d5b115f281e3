"""What saves and histories must not hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.sensitive import WITHHELD, withhold


@pytest.mark.parametrize(
    ("service", "operation", "params", "kept"),
    [
        (
            "cognito-idp", "SignUp",
            {"ClientId": "c", "Username": "ana", "Password": "p", "UserAttributes": [{"Name": "email", "Value": "a@b"}]},
            {"ClientId": "c", "Username": WITHHELD, "Password": WITHHELD,
             "UserAttributes": [{"Name": "email", "Value": WITHHELD}]},
        ),
        (
            "cognito-idp", "InitiateAuth",
            {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "ana", "PASSWORD": "p"}},
            {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": WITHHELD, "PASSWORD": WITHHELD}},
        ),
        ("cognito-idp", "ConfirmSignUp", {"ConfirmationCode": "123456"}, {"ConfirmationCode": WITHHELD}),
        ("cognito-idp", "GetUser", {"AccessToken": "eyJ"}, {"AccessToken": WITHHELD}),
        (
            "cognito-identity", "GetId", {"IdentityPoolId": "r:0", "Logins": {"graph.facebook.com": "EAAB"}},
            {"IdentityPoolId": "r:0", "Logins": {"graph.facebook.com": WITHHELD}},
        ),
        (
            "sts", "AssumeRoleWithWebIdentity", {"RoleArn": "arn", "WebIdentityToken": "eyJ"},
            {"RoleArn": "arn", "WebIdentityToken": WITHHELD},
        ),
        ("iam", "CreateLoginProfile", {"UserName": "u", "Password": "p"}, {"UserName": "u", "Password": WITHHELD}),
        ("s3", "PutObject", {"Bucket": "b", "Body": b"x", "SSECustomerKey": "k"},
         {"Bucket": "b", "Body": b"x", "SSECustomerKey": WITHHELD}),
        ("iam", "GetAccountSummary", {"Pasword": "p"}, {"Pasword": WITHHELD}),
        ("cognito-idp", "SingUp", {"Password": "p"}, {"Password": WITHHELD}),
    ],
)  # fmt: skip
def test_sensitive_parameters_are_withheld_and_the_others_stay(
    service: str, operation: str, params: dict[str, Any], kept: dict[str, Any]
):
    assert withhold(service, operation, params) == kept


@pytest.mark.parametrize(
    "params",
    [
        {"Pasword": "hunter22"},
        {"Password": ["hunter22"]},
        {"Password": {"x": "hunter22"}},
        {"ClientId": {"x": "hunter22"}},
        {"UserAttributes": "hunter22"},
        {"UserAttributes": {"x": "hunter22"}},
        {"UserAttributes": [{"Nam": "hunter22"}]},
        {"UserContextData": {"IpAddress": "hunter22"}},
    ],
)
def test_a_secret_in_the_wrong_place_is_withheld_too(params: dict[str, Any]):
    assert "hunter22" not in str(withhold("cognito-idp", "SignUp", params))


def test_the_given_parameters_are_left_alone():
    params = {"Logins": {"graph.facebook.com": "EAAB"}}

    withhold("cognito-identity", "GetId", params)

    assert params == {"Logins": {"graph.facebook.com": "EAAB"}}


@pytest.mark.parametrize(
    ("service", "shapes"),
    [
        ("cognito-idp", {"PasswordType", "SecretHashType", "TokenModelType", "AuthParametersType", "SessionType",
                         "ConfirmationCodeType", "ClientSecretType"}),
        ("cognito-identity", {"IdentityProviderToken", "OIDCToken", "SecretKeyString"}),
        ("sts", {"SAMLAssertionType", "accessKeySecretType", "clientTokenType"}),
        ("iam", {"accessKeySecretType", "passwordType", "privateKeyType"}),
        ("s3", {"SSECustomerKey"}),
    ],
)  # fmt: skip
def test_secrets_are_marked_sensitive(service: str, shapes: set[str]):
    assert {name for name, shape in reader.service(service).shapes.items() if shape.sensitive} >= shapes


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["Username", "Name", "Logins", "x"]), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["Username", "UserAttributes", "AuthParameters", "Logins", "x"]), JSON))
def test_withholding_twice_changes_nothing_more(params: dict[str, Any]):
    for service, operation in (
        ("cognito-idp", "SignUp"),
        ("cognito-idp", "InitiateAuth"),
        ("cognito-identity", "GetId"),
    ):
        once = withhold(service, operation, params)

        assert withhold(service, operation, once) == once
        assert once.keys() == params.keys()
