"""The table of permissions: complete where it must be, and every name in it real."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.catalog import authorization as table
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.actions import actions_of, prefixes
from cogtui.cloud.catalog.authorization import Authorization, Given, all_actions, asked, authorization, given

ROWS = [
    (service, operation, row)
    for service in reader.services()
    for operation in reader.operations(service)
    if (row := authorization(service, operation)) is not None
]
PLACE = {"account": "111122223333", "region": "us-east-1"}
POOL = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:0"


def fits(service: str, operation: str, path: str) -> bool:
    """Tell whether a path leads somewhere in the operation's parameters."""
    known = reader.service(service)
    shape = known.input(operation)
    for step in path.split("."):
        if shape is None:
            return False
        use = (shape.member or shape.value) if step == "*" else shape.members.get(step)
        if use is None:
            return False
        shape = known.target(use)
    return True


@pytest.mark.parametrize("service", ["cognito-idp", "cognito-identity", "cognito-sync", "sts"])
def test_every_signed_operation_has_a_row_and_no_public_one(service: str):
    signed = {name for name in reader.operations(service) if reader.operation(service, name).signed}

    assert {operation for each, operation, _ in ROWS if each == service} == signed


LESSONS = {
    "iam": """CreateRole GetRole UpdateAssumeRolePolicy PutRolePolicy GetRolePolicy DeleteRole ListRoles AttachRolePolicy""",
    "s3": """
        ListBuckets CreateBucket DeleteBucket HeadBucket ListObjectsV2 GetObject HeadObject PutObject DeleteObject CopyObject
        PutBucketPolicy GetBucketPolicy DeleteBucketPolicy GetBucketPolicyStatus PutPublicAccessBlock GetPublicAccessBlock
        DeletePublicAccessBlock PutBucketOwnershipControls GetBucketOwnershipControls DeleteBucketOwnershipControls
        GetBucketAcl PutBucketAcl GetObjectAcl PutObjectAcl GetBucketLocation
    """,
    "sns": """CreateTopic Publish Subscribe CreatePlatformEndpoint""",
}


@pytest.mark.parametrize(("service", "operations"), LESSONS.items())
def test_the_operations_that_lessons_use_have_a_row(service: str, operations: str):
    assert not [name for name in operations.split() if authorization(service, name) is None]


def test_the_table_names_only_operations_that_aws_has():
    listed = {service: set(rows) for service, rows in table._table().items()}

    assert listed.keys() == set(reader.services())
    assert {service: names - set(reader.operations(service)) for service, names in listed.items()} == {
        service: set() for service in listed
    }


@pytest.mark.parametrize(("service", "operation", "row"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_every_parameter_that_a_row_names_is_one_of_the_operation(service: str, operation: str, row: Authorization):
    named = {hole for question in row.questions for hole in table.holes(question.resource)}
    named |= {each for question in row.questions for each in (question.when, question.unless) if each}
    named |= {*row.context.values(), *filter(None, [row.tags])}
    # An IAM entity's path comes from where the entity is kept, when it is not a parameter; so does the user of a key.
    # What one session of a role passes on to the next is in the caller's session.
    known = {"account", "region", *({"Path", "UserName"} if service == "iam" else ())}
    known |= {"InheritedTags", "InheritedSource"} if service == "sts" else set()

    assert not [name for name in named if name not in known and not fits(service, operation, name)]


@pytest.mark.parametrize(
    ("service", "operation", "params", "pairs"),
    [
        ("cognito-identity", "DescribeIdentityPool", {"IdentityPoolId": "us-east-1:0"},
         [("cognito-identity:DescribeIdentityPool", POOL)]),
        ("cognito-identity", "CreateIdentityPool", {}, [("cognito-identity:CreateIdentityPool", "*")]),
        ("cognito-identity", "SetIdentityPoolRoles",
         {"IdentityPoolId": "us-east-1:0", "Roles": {"authenticated": "arn:A", "unauthenticated": "arn:B"}},
         [("cognito-identity:SetIdentityPoolRoles", POOL)]),
        ("cognito-idp", "CreateGroup", {"UserPoolId": "us-east-1_a"},
         [("cognito-idp:CreateGroup", "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_a")]),
        ("sts", "GetCallerIdentity", {}, []),
        ("sts", "AssumeRole", {"RoleArn": "arn:R"}, [("sts:AssumeRole", "arn:R")]),
        ("sts", "AssumeRole", {"RoleArn": "arn:R", "Tags": [{"Key": "k", "Value": "v"}], "SourceIdentity": "ana"},
         [("sts:AssumeRole", "arn:R"), ("sts:TagSession", "arn:R"), ("sts:SetSourceIdentity", "arn:R")]),
        ("iam", "CreateRole", {"RoleName": "R"}, [("iam:CreateRole", "arn:aws:iam::111122223333:role/R")]),
        ("iam", "CreateRole", {"RoleName": "R", "Path": "/team/"},
         [("iam:CreateRole", "arn:aws:iam::111122223333:role/team/R")]),
        ("iam", "GetUser", {}, [("iam:GetUser", "arn:aws:iam::111122223333:user/*")]),
        ("iam", "CreateOpenIDConnectProvider", {"Url": "https://login.example.org/a"},
         [("iam:CreateOpenIDConnectProvider", "arn:aws:iam::111122223333:oidc-provider/login.example.org/a")]),
        ("s3", "ListBuckets", {}, [("s3:ListAllMyBuckets", "arn:aws:s3:::*")]),
        ("s3", "ListObjectsV2", {"Bucket": "b"}, [("s3:ListBucket", "arn:aws:s3:::b")]),
        ("s3", "GetObject", {"Bucket": "b", "Key": "a/k"}, [("s3:GetObject", "arn:aws:s3:::b/a/k")]),
        ("s3", "GetObject", {"Bucket": "b", "Key": "k", "VersionId": "1"}, [("s3:GetObjectVersion", "arn:aws:s3:::b/k")]),
        ("s3", "PutObject", {"Bucket": "b", "Key": "k", "ACL": "public-read"},
         [("s3:PutObject", "arn:aws:s3:::b/k"), ("s3:PutObjectAcl", "arn:aws:s3:::b/k")]),
        ("s3", "CopyObject", {"Bucket": "b", "Key": "k", "CopySource": "a/x"},
         [("s3:PutObject", "arn:aws:s3:::b/k")]),
        ("s3", "DeleteObjects", {"Bucket": "b", "Delete": {"Objects": [{"Key": "1"}, {"Key": "2"}]}}, []),
        ("cognito-sync", "ListDatasets", {"IdentityPoolId": "P", "IdentityId": "I"},
         [("cognito-sync:ListDatasets",
           "arn:aws:cognito-sync:us-east-1:111122223333:identitypool/P/identity/I/dataset/null")]),
        ("sns", "Publish", {"PhoneNumber": "+1"}, [("sns:Publish", "*")]),
        ("sns", "Publish", {"TargetArn": "arn:E"}, [("sns:Publish", "arn:E")]),
    ],
)  # fmt: skip
def test_a_request_asks_for_these_permissions(
    service: str, operation: str, params: dict[str, Any], pairs: list[tuple[str, str]]
):
    row = authorization(service, operation)

    assert row is not None
    assert list(asked(row, {**PLACE, **params})) == pairs


@pytest.mark.parametrize(
    ("service", "operation", "params", "keys"),
    [
        ("s3", "ListObjectsV2", {"Prefix": "a/", "MaxKeys": 5},
         [Given("s3:prefix", "a/", "Prefix"), Given("s3:max-keys", "5", "MaxKeys")]),
        ("s3", "ListObjectsV2", {}, []),
        ("s3", "ListObjectsV2", {"Prefix": ""}, [Given("s3:prefix", "", "Prefix")]),
        ("s3", "CreateBucket", {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}},
         [Given("s3:LocationConstraint", "eu-west-1", "CreateBucketConfiguration.LocationConstraint")]),
        ("sts", "AssumeRole", {"ExternalId": "x", "TransitiveTagKeys": ["a", "b"]},
         [Given("sts:ExternalId", "x", "ExternalId"), Given("sts:TransitiveTagKeys", ("a", "b"), "TransitiveTagKeys")]),
        ("iam", "CreateRole", {"Tags": [{"Key": "team", "Value": "a"}]},
         [Given("aws:TagKeys", ("team",), "Tags"), Given("aws:RequestTag/team", "a", "Tags")]),
        ("cognito-identity", "CreateIdentityPool", {"IdentityPoolTags": {"team": "a"}},
         [Given("aws:TagKeys", ("team",), "IdentityPoolTags"), Given("aws:RequestTag/team", "a", "IdentityPoolTags")]),
        ("cognito-identity", "UntagResource", {"TagKeys": ["team"]}, [Given("aws:TagKeys", ("team",), "TagKeys")]),
    ],
)  # fmt: skip
def test_parameters_fill_these_condition_keys(service: str, operation: str, params: dict[str, Any], keys: list[Given]):
    row = authorization(service, operation)

    assert row is not None
    assert list(given(row, params)) == keys


def test_an_operation_without_a_row_is_none():
    assert authorization("cognito-identity", "GetId") is None
    assert authorization("s3", "Nothing") is None


@pytest.mark.parametrize("service", reader.SERVICES)
def test_every_simulated_service_has_actions_that_policies_can_name(service: str) -> None:
    assert service in prefixes()
    tabled = {action.partition(":")[2] for action in all_actions() if action.startswith(f"{service}:")}
    assert tabled <= actions_of(service)
    assert len(actions_of(service)) > 10
