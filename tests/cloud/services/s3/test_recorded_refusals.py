"""Refusals held against answers that were recorded at AWS: code, status, message and members, row by row.

The answers are those of the repository localstack/localstack (Apache-2.0), tests/aws/services/s3/*.snapshot.json; the tests
beside them make the requests. Each table names the tests that its rows are from.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.services.s3.acl_grants import LOG_DELIVERY
from cogtui.cloud.services.s3.records import canonical_id
from cogtui.cloud.world import World
from tests.builders import state
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER
from tests.cloud.services.s3.cast import owned_by, world_of_three

Row = tuple[dict[str, Any], str, str, dict[str, str]]

OWN = {"ID": canonical_id(ACCOUNT)}
NO_GROUP = "http://acs.amazonaws.com/groups/s3/FakeGroup"
MALFORMED = "The XML you provided was not well-formed or did not validate against our published schema"
DUPLICATE = (
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name "
    "duplicates."
)
RESERVED = (
    'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag '
    "keys and try again."
)


@pytest.fixture
def world() -> World:
    return world_of_three("", "k")


def refused(world: World, operation: str, params: dict[str, Any]) -> tuple[str, int, str, dict[str, str]]:
    """Make a call that must be refused and change nothing; return all that its sender is told."""
    before = state(world)
    reply = world.call("s3", operation, {"Bucket": "reports", **params}, caller=Operator(ACCOUNT))
    assert reply.error is not None, reply.output
    assert reply.record.refused_by
    assert state(world) == before
    extra = {name: str(value) for name, value in reply.error.extra.items()}
    return reply.error.code, reply.error.status, reply.error.message, extra


def named(argument: str, value: str) -> dict[str, str]:
    return {"ArgumentName": argument, "ArgumentValue": value}


def body(owner: dict[str, str] | None, permission: str, kind: str, **grantee: str) -> dict[str, Any]:
    """Return a list of one grant as the body of a request."""
    said = {"Grants": [{"Grantee": {"Type": kind, **grantee}, "Permission": permission}]}
    return {"AccessControlPolicy": said | ({"Owner": owner} if owner else {})}


# test_s3.py: test_s3_bucket_acl_exceptions, test_s3_object_acl_exceptions
LISTS: list[Row] = [
    ({"ACL": "fake-acl"}, "InvalidArgument", "", named("x-amz-acl", "fake-acl")),
    ({"GrantWrite": f'uri="{NO_GROUP}"'}, "InvalidArgument", "Invalid group uri", named("uri", NO_GROUP)),
    (
        {"GrantWrite": 'fakekey="1234"'},
        "InvalidArgument",
        "Argument format not recognized",
        named("x-amz-grant-write", 'fakekey="1234"'),
    ),
    ({"GrantWrite": 'id="wrong-id"'}, "InvalidArgument", "Invalid id", named("id", "wrong-id")),
    (body(None, "WRITE", "Group", URI=LOG_DELIVERY), "MalformedACLError", MALFORMED, {}),
    (body(OWN, "WRONG-PERMISSION", "Group", URI=LOG_DELIVERY), "MalformedACLError", MALFORMED, {}),
    (
        body({"ID": "wrong-id"}, "FULL_CONTROL", "Group", URI=LOG_DELIVERY),
        "InvalidArgument",
        "Invalid id",
        named("CanonicalUser/ID", "wrong-id"),
    ),
    (
        body(OWN, "FULL_CONTROL", "Group", URI=NO_GROUP),
        "InvalidArgument",
        "Invalid group uri",
        named("Group/URI", NO_GROUP),
    ),
    (
        body(OWN, "FULL_CONTROL", "CanonicalUser", ID="wrong-id"),
        "InvalidArgument",
        "Invalid id",
        named("CanonicalUser/ID", "wrong-id"),
    ),
    (body(OWN, "FULL_CONTROL", "BadType", ID="wrong-id"), "MalformedACLError", MALFORMED, {}),
    ({"AccessControlPolicy": {}}, "MalformedACLError", MALFORMED, {}),
    ({}, "MissingSecurityHeader", "Your request was missing a required header", {"MissingHeaderName": "x-amz-acl"}),
    (
        {"ACL": "private", "GrantRead": f'uri="{LOG_DELIVERY}"'},
        "InvalidRequest",
        "Specifying both Canned ACLs and Header Grants is not allowed",
        {},
    ),
    (
        {"ACL": "private", **body(OWN, "FULL_CONTROL", "CanonicalUser", **OWN)},
        "UnexpectedContent",
        "This request does not support content",
        {},
    ),
]


@pytest.mark.parametrize(("operation", "about"), [("PutBucketAcl", {}), ("PutObjectAcl", {"Key": "k"})])
@pytest.mark.parametrize("row", LISTS)
def test_a_list_that_is_none_is_refused_before_it_is_asked_whether_lists_are_on(
    world: World, operation: str, about: dict[str, str], row: Row
) -> None:
    params, code, message, members = row
    for ownership in ("BucketOwnerEnforced", "ObjectWriter"):  # recorded at the first
        owned_by(world, ownership)
        assert refused(world, operation, {**about, **params}) == (code, 400, message, members)


# test_s3_api.py: TestS3BucketOwnershipControls, TestS3BucketPolicy, TestS3PublicAccessBlock; test_s3.py: test_*_bucket_policy*
SETTINGS: list[tuple[str, dict[str, Any], tuple[str, int, str, dict[str, str]]]] = [
    (
        "CreateBucket",
        {"Bucket": "new", "ObjectOwnership": given},
        (
            "InvalidArgument",
            400,
            f"Invalid x-amz-object-ownership header: {given}",
            {"ArgumentName": "x-amz-object-ownership"},
        ),
    )
    for given in ("RandomValue", "")
]
SETTINGS += [
    (
        "PutBucketOwnershipControls",
        {"OwnershipControls": {"Rules": [{"ObjectOwnership": one} for one in rules]}},
        ("MalformedXML", 400, MALFORMED, {}),
    )
    for rules in (("BucketOwnerPreferred", "ObjectWriter"), ("RandomValue",), ())
]
SETTINGS += [
    ("PutBucketPolicy", {"Policy": text}, ("MalformedPolicy", 400, message, {}))
    for text, message in (
        ("", "Policies must be valid JSON and the first byte must be '{'"),
        ("invalid json", "Policies must be valid JSON and the first byte must be '{'"),
        ("{}", "Missing required field Statement"),
    )
]
SETTINGS += [
    (
        operation,
        {"ExpectedBucketOwner": expected, **more},
        (
            "InvalidBucketOwnerAWSAccountID",
            400,
            f"The value of the expected bucket owner parameter must be an AWS Account ID... [{expected}]",
            {},
        ),
    )
    for operation, more in (
        ("GetBucketPolicy", {}),
        ("PutBucketPolicy", {"Policy": "{}"}),
        ("DeleteBucketPolicy", {}),
    )
    for expected in ("0000", "0000000000020", "abcd", "aa000000000$")
]
SETTINGS += [
    ("PutBucketPolicy", {"Policy": "{}", "ExpectedBucketOwner": OTHER}, ("AccessDenied", 403, "Access Denied", {})),
    ("GetBucketPolicy", {"ExpectedBucketOwner": OTHER}, ("AccessDenied", 403, "Access Denied", {})),
    (
        "GetBucketPolicy",
        {},
        ("NoSuchBucketPolicy", 404, "The bucket policy does not exist", {"BucketName": "reports"}),
    ),
    (
        "GetBucketPolicy",
        {"Bucket": "missing"},
        ("NoSuchBucket", 404, "The specified bucket does not exist", {"BucketName": "missing"}),
    ),
    (
        "GetPublicAccessBlock",
        {},
        (
            "NoSuchPublicAccessBlockConfiguration",
            404,
            "The public access block configuration was not found",
            {"BucketName": "reports"},
        ),
    ),
    (
        "CopyObject",
        {"Key": "copy", "CopySource": "wrongformat"},
        (
            "InvalidArgument",
            400,
            "Invalid copy source object key",
            named("x-amz-copy-source", "x-amz-copy-source"),
        ),
    ),
    (
        "CopyObject",
        {"Key": "copy", "CopySource": "missing/k"},
        ("NoSuchBucket", 404, "The specified bucket does not exist", {"BucketName": "missing"}),
    ),
    (
        "CopyObject",
        {"Key": "copy", "CopySource": "reports/missing"},
        ("NoSuchKey", 404, "The specified key does not exist.", {"Key": "missing"}),
    ),
]

# In test_s3_api.py: TestS3ObjectWritePrecondition, TestS3DeletePrecondition, TestS3ObjectLock, TestS3ObjectCRUD; in
# test_s3_list_operations.py: test_list_ops_encoding_type_validation; in test_s3.py: test_post_object_with_storage_class.
NOT_THERE = "A header you provided implies functionality that is not implemented"
TWO = "Multiple conditional request headers present in the request"
BYPASS = "x-amz-bypass-governance-retention"
VERSION = "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD"
SETTINGS += [
    (
        operation,
        {**about, **conditions},
        ("NotImplemented", 501, NOT_THERE, {"Header": header, "additionalMessage": more}),
    )
    for operation, about in (("PutObject", {"Key": "k"}), ("CopyObject", {"Key": "c", "CopySource": "reports/k"}))
    for conditions, header, more in (
        (
            {"IfNoneMatch": '"x"'},
            "If-None-Match",
            "We don't accept the provided value of If-None-Match header for this API",
        ),
        ({"IfMatch": "*"}, "If-Match", "We don't accept the provided value of If-Match header for this API"),
        ({"IfNoneMatch": "*", "IfMatch": "abcdef"}, "If-Match,If-None-Match", TWO),
    )
]
SETTINGS += [
    ("DeleteObject", {"Key": "k", **asked}, ("NotImplemented", 501, NOT_THERE, {"Header": header}))
    for asked, header in (
        ({"IfMatchSize": 10}, "x-amz-if-match-size"),
        ({"IfMatchLastModifiedTime": datetime(2025, 1, 1, tzinfo=UTC)}, "x-amz-if-match-last-modified-time"),
    )
]
SETTINGS += [
    (
        operation,
        {**about, "BypassGovernanceRetention": bypass},
        (
            "InvalidArgument",
            400,
            f"{BYPASS} is only applicable to Object Lock enabled buckets.",
            {"ArgumentName": BYPASS},
        ),
    )
    for operation, about, bypass in (
        ("DeleteObject", {"Key": "k"}, True),
        ("DeleteObject", {"Key": "k"}, False),
        ("DeleteObjects", {"Delete": {"Objects": [{"Key": "k"}]}}, True),
    )
]
SETTINGS += [
    (
        operation,
        {"Key": "k", "VersionId": VERSION},
        ("InvalidArgument", 400, "Invalid version id specified", named("versionId", VERSION)),
    )
    for operation in ("GetObject", "DeleteObject")
]
SETTINGS += [
    (
        operation,
        {"EncodingType": given},
        ("InvalidArgument", 400, "Invalid Encoding Method specified in Request", named("encoding-type", given)),
    )
    for operation in ("ListObjectsV2", "ListObjects", "ListObjectVersions", "ListMultipartUploads")
    for given in ("value", "")
]
SETTINGS += [
    (
        "PutObject",
        {"Key": "new", "StorageClass": "FakeClass"},
        (
            "InvalidStorageClass",
            400,
            "The storage class you specified is not valid",
            {"StorageClassRequested": "FakeClass"},
        ),
    )
]


@pytest.mark.parametrize(("operation", "params", "told"), SETTINGS)
def test_a_refusal_says_what_aws_said(
    world: World, operation: str, params: dict[str, Any], told: tuple[str, int, str, dict[str, str]]
) -> None:
    assert refused(world, operation, params) == told


# In test_s3_api.py: TestS3BucketObjectTagging.
BAD_TAGS: list[tuple[str, list[dict[str, str]], str, dict[str, str]]] = [
    (
        "both",
        [{"Key": "Key1", "Value": "Val1"}] * 2,
        "Cannot provide multiple Tags with the same key",
        {"TagKey": "Key1"},
    ),
    (
        "all",
        [{"Key": "Key1,Key2", "Value": "Val1"}],
        "The TagKey you have provided is invalid",
        {"TagKey": "Key1,Key2"},
    ),
    (
        "all",
        [{"Key": "Key1", "Value": "Val1,Val2"}],
        "The TagValue you have provided is invalid",
        {"TagKey": "Key1", "TagValue": "Val1,Val2"},
    ),
    (
        "PutBucketTagging",
        [{"Key": "aws:prefixed", "Value": "Val1"}],
        "System tags cannot be added/updated by requester",
        {"TagKey": "aws:prefixed"},
    ),
    (
        "PutObjectTagging",
        [{"Key": "aws:prefixed", "Value": "Val1"}],
        "Your TagKey cannot be prefixed with aws:",
        {"TagKey": "aws:prefixed"},
    ),
    ("CreateBucket", [{"Key": "aws:test", "Value": "value1"}], RESERVED, {}),
]
TAGGING = {
    "PutBucketTagging": lambda tags: {"Tagging": {"TagSet": tags}},
    "PutObjectTagging": lambda tags: {"Key": "k", "Tagging": {"TagSet": tags}},
    "CreateBucket": lambda tags: {"Bucket": "new", "CreateBucketConfiguration": {"Tags": tags}},
}
BOTH = ("PutBucketTagging", "PutObjectTagging")


@pytest.mark.parametrize(("where", "tags", "message", "members"), BAD_TAGS)
def test_a_tag_that_s3_does_not_keep_is_named(
    world: World, where: str, tags: list[dict[str, str]], message: str, members: dict[str, str]
) -> None:
    for operation in {"both": BOTH, "all": tuple(TAGGING)}.get(where, (where,)):
        assert refused(world, operation, TAGGING[operation](tags)) == ("InvalidTag", 400, message, members)


@pytest.mark.parametrize("text", ["key1=val1&key1=val2", "key1=val1,key2=val2"])
def test_tags_in_a_header_that_cannot_be_read_are_refused(world: World, text: str) -> None:
    told = ("InvalidArgument", 400, DUPLICATE, named("x-amz-tagging", text))
    assert refused(world, "PutObject", {"Key": "new", "Tagging": text}) == told


@pytest.mark.parametrize(
    ("operation", "key"),
    [("GetObjectTagging", "reports/missing"), ("DeleteObjectTagging", "missing"), ("PutObjectTagging", "missing")],
)
def test_only_showing_the_tags_of_a_missing_object_names_the_bucket_too(world: World, operation: str, key: str) -> None:
    params: dict[str, Any] = {"Key": "missing"}
    if operation == "PutObjectTagging":
        params["Tagging"] = {"TagSet": []}
    told = ("NoSuchKey", 404, "The specified key does not exist.", {"Key": key})
    assert refused(world, operation, params) == told


@pytest.mark.parametrize(
    ("tags", "code"),
    [(None, None), ([], None), ([{"Key": "a", "Value": "1"}], "BucketAlreadyOwnedByYou")],
)
def test_making_one_s_own_bucket_again_in_the_first_region_is_no_error_without_tags(
    world: World, tags: list[dict[str, str]] | None, code: str | None
) -> None:
    params: dict[str, Any] = {"Bucket": "reports"}
    if tags is not None:
        params["CreateBucketConfiguration"] = {"Tags": tags}
    reply = world.call("s3", "CreateBucket", params, caller=Operator(ACCOUNT))
    assert (reply.error.code if reply.error else None) == code
