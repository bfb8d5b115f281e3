"""What AWS refuses while a template is applied: an authoring error with AWS's code and text at the right line."""

from __future__ import annotations

import textwrap

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World

TRUST = """\
Version: 2012-10-17
Statement:
  - Effect: Allow
    Principal: {Federated: cognito-identity.amazonaws.com}
    Action: sts:AssumeRoleWithWebIdentity
    Condition:
      StringEquals:
        cognito-identity.amazonaws.com:aud: some-pool
"""


def role(trust: str = TRUST, rest: str = "") -> str:
    """Return a role; its properties begin in line 4, its trust policy in line 6."""
    properties = f"RoleName: R\nAssumeRolePolicyDocument:\n{textwrap.indent(trust, '  ')}{rest}"
    return f"Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n{textwrap.indent(properties, ' ' * 6)}"


def inline(statement: str) -> str:
    """Return a role with an inline policy, whose one statement is in line 18."""
    return role(
        rest=f"Policies:\n  - PolicyName: P\n    PolicyDocument: {{Version: 2012-10-17, Statement:\n      [{statement}]}}\n"
    )


def pool(properties: str) -> str:
    return f"Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n    Properties:\n{textwrap.indent(properties, ' ' * 6)}\n"


def user(password: str) -> str:
    properties = f"{{UserPoolId: !Ref Pool, Username: ana, Password: {password}}}"
    return f"{pool('UserPoolName: people')}  Ana:\n    Type: CogTUI::UserPool::User\n    Properties: {properties}\n"


def bucket(statement: str) -> str:
    policy = f"{{Bucket: !Ref Bucket, PolicyDocument: {{Version: 2012-10-17, Statement:\n        [{statement}]}}}}"
    return (
        "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: anas-reports}\n"
        f"  Policy:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      {policy}\n"
    )


REFUSED = [
    ("trust policy of a bad effect", role(TRUST.replace("Allow", "Alow")), 9, "MalformedPolicyDocument"),
    ("trust policy with another service's action", role(TRUST.replace("sts:", "s3:")), 11, "MalformedPolicyDocument"),
    ("trust policy without aud or amr", role(TRUST[: TRUST.index("    Condition")]), 7, "MalformedPolicyDocument"),
    ("trust policy as broken JSON text", role('"{"'), 7, "MalformedPolicyDocument: This policy contains invalid Json"),
    ("session that is too short", role(rest="MaxSessionDuration: 60"), 15, "ValidationError"),
    ("managed policy that is not there", role(rest="ManagedPolicyArns:\n  - arn:aws:iam::aws:policy/Nothing"), 16, "NoSuchEntity"),
    ("inline policy without a service", inline("{Effect: Allow, Action: GetObject, Resource: '*'}"), 18, "MalformedPolicyDocument"),
    ("inline policy with a principal", inline("{Effect: Allow, Principal: '*', Action: 's3:*', Resource: '*'}"), 18, "MalformedPolicyDocument"),
    ("bucket policy for another bucket", bucket("{Effect: Allow, Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::x'}"), 8, "MalformedPolicy"),
    ("bucket policy of a bad effect", bucket("{Effect: Alow, Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::anas-reports'}"), 9, "MalformedPolicy"),
    ("bucket of a bad name", bucket("{}").replace("anas-reports", "Anas_Reports"), 4, "InvalidBucketName"),
    ("role of a taken name", role() + role().partition("Resources:\n")[2].replace("Role:", "Two:", 1), 15, "EntityAlreadyExists"),
    ("password policy that is too weak", pool("Policies:\n  PasswordPolicy:\n    MinimumLength: 2"), 7, "InvalidParameterException"),
    ("password that no pool takes", user("short"), 8, "InvalidParameterException"),
    ("password that this pool does not take", user("longenough"), 8, "InvalidPasswordException"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_aws_refuses_is_an_error_at_its_line_and_leaves_nothing(text: str, line: int, says: str) -> None:
    world = World()
    before = list(world.store.every())
    with pytest.raises(AuthoringError) as caught:
        apply(world, text, "w.yaml")
    assert caught.value.line == line, caught.value.located
    assert says in caught.value.message
    assert caught.value.message.startswith("AWS refuses `")
    assert list(world.store.every()) == before
    assert world.trail == []


def test_mistake_in_a_policy_is_shown_at_its_column_with_what_was_expected() -> None:
    with pytest.raises(AuthoringError) as caught:
        apply(World(), role(TRUST.replace("Allow", "Alow")), "w.yaml")
    assert caught.value.column == 21
    assert "`Allow` or `Deny`" in caught.value.message.replace('"', "`")


@pytest.mark.parametrize(
    ("properties", "line", "says"),
    [
        (
            "VerificationMessageTemplate: {DefaultEmailOption: CONFIRM_WITH_LINK}",
            2,
            "`Pool` cannot be made: DefaultEmailOption CONFIRM_WITH_LINK is not simulated by CogTUI",
        ),
        (
            "UserPoolName: a\nWebAuthnUserVerification: preferred",
            6,
            "`WebAuthnUserVerification` of AWS::Cognito::UserPool is not simulated by CogTUI",
        ),
    ],
)
def test_what_is_not_simulated_yet_says_so(properties: str, line: int, says: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        apply(World(), pool(properties), "w.yaml")
    assert (caught.value.line, caught.value.message) == (line, says)
