"""What an editor says of control policies, and what Organizations would not keep."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.accounts.organizations import AWS_MANAGED
from cogtui.cloud.errors import AwsError
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.policy.validate import diagnose, validate_control_policy

SCP: dict[str, Any] = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
RCP: dict[str, Any] = {**SCP, "Principal": "*"}


def text(statement: dict[str, Any], **top: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement], **top})


def without(statement: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in statement.items() if key != name}


GOOD: list[tuple[PolicyKind, str]] = [
    ("scp", text(SCP)),
    ("scp", text({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
    ("scp", text({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/*"})),
    ("scp", AWS_MANAGED["p-FullAWSAccess"][2]),
    ("rcp", text(RCP)),
    ("rcp", text(without(RCP, "Resource") | {"NotResource": "arn:aws:s3:::public/*"})),
    ("rcp", text(RCP | {"Action": ["sts:*", "cognito-idp:List*"]})),
]

BAD: list[tuple[PolicyKind, str, str]] = [
    ("scp", text(RCP), "only resource-based and trust policies name one"),
    ("scp", text(SCP, Version="2008-10-17"), 'expected `"Version": "2012-10-17"`'),
    ("scp", text(without(SCP, "Resource")), "a statement needs a `Resource`"),
    ("rcp", text(SCP), "a statement here needs a `Principal`"),
    ("rcp", text(RCP | {"Effect": "Allow"}), "RCPFullAWSAccess"),
    ("rcp", text(RCP | {"Principal": {"AWS": "*"}}), "expected `*`"),
    ("rcp", text(RCP | {"Action": "*"}), "an RCP names the service"),
    ("rcp", text(RCP | {"Action": ["s3:*", "*"]}), "an RCP names the service"),
    ("rcp", text(without(RCP, "Action") | {"NotAction": "s3:*"}), "an RCP has no `NotAction`"),
    ("rcp", text(without(RCP, "Principal") | {"NotPrincipal": "*"}), "an RCP has no `NotPrincipal`"),
    ("rcp", text(RCP, Version="2008-10-17"), 'expected `"Version": "2012-10-17"`'),
    ("rcp", "{", "expected"),
]


@pytest.mark.parametrize(("kind", "document"), GOOD)
def test_a_good_control_policy_is_kept(kind: PolicyKind, document: str) -> None:
    validate_control_policy(document, kind)
    assert diagnose(document, kind) == []


@pytest.mark.parametrize(("kind", "document", "said"), BAD)
def test_a_bad_control_policy_is_refused_and_the_editor_says_why(kind: PolicyKind, document: str, said: str) -> None:
    with pytest.raises(AwsError):
        validate_control_policy(document, kind)
    assert any(said in one.message for one in diagnose(document, kind))
