"""Which texts are service principals."""

from __future__ import annotations

import pytest

from cogtui.cloud.accounts.service_principals import is_service


@pytest.mark.parametrize(
    "principal",
    [
        "lambda.amazonaws.com",
        "ec2.amazonaws.com",
        "cognito-idp.amazonaws.com",
        "email.cognito-idp.amazonaws.com",
        "ec2.application-autoscaling.amazonaws.com",
        "logs.us-east-1.amazonaws.com",
        "states.us-gov-west-1.amazonaws.com",
        "codedeploy.amazonaws.com.cn",
    ],
)
def test_services_are_known_in_their_plain_and_in_their_regional_form(principal: str) -> None:
    assert is_service(principal)


@pytest.mark.parametrize(
    "principal",
    ["", "lambda", "lamda.amazonaws.com", "x.amazonaws.com", "amazonaws.com", "LAMBDA.amazonaws.com",
     "lambda.amazonaws.com.evil.com", "lambda.amazonaws.com\n", "lambda.us-east.amazonaws.com", "*.amazonaws.com"],
)  # fmt: skip
def test_anything_else_is_no_service(principal: str) -> None:
    assert not is_service(principal)
