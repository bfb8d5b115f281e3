"""Access control lists where they are on: what they say, whom they let in, and which are refused."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.explain import walk
from cogtui.cloud.services.s3.acl_grants import ALL_USERS, AUTHENTICATED_USERS, BUNDLE_READER, LOG_DELIVERY
from cogtui.cloud.services.s3.records import canonical_id
from cogtui.cloud.world import World
from tests.builders import asked, done, policy
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER, may, refusal, s3
from tests.cloud.services.s3.cast import a_user, answer, world_of_three

OWN, THEIRS = canonical_id(ACCOUNT), canonical_id(OTHER)
FULL = (OWN, "FULL_CONTROL")


@pytest.fixture
def world() -> World:
    return world_of_three("ObjectWriter", "q1.txt")


def grants(shown: dict[str, Any]) -> list[tuple[str, str]]:
    return [(grant["Grantee"].get("ID") or grant["Grantee"]["URI"], grant["Permission"]) for grant in shown["Grants"]]


@pytest.mark.parametrize(
    ("canned", "others"),
    [
        ("private", []),
        ("public-read", [(ALL_USERS, "READ")]),
        ("public-read-write", [(ALL_USERS, "READ"), (ALL_USERS, "WRITE")]),
        ("authenticated-read", [(AUTHENTICATED_USERS, "READ")]),
        ("aws-exec-read", [(BUNDLE_READER, "READ")]),
        ("bucket-owner-read", []),
        ("bucket-owner-full-control", []),
    ],
)
def test_a_canned_list_says_what_s3_says(world: World, canned: str, others: list[tuple[str, str]]) -> None:
    s3(world, "PutObjectAcl", Key="q1.txt", ACL=canned)
    s3(world, "PutBucketAcl", ACL=canned)
    for shown in (s3(world, "GetObjectAcl", Key="q1.txt"), s3(world, "GetBucketAcl")):
        assert shown["Owner"] == {"ID": OWN}
        assert grants(shown) == [FULL, *others]


def test_the_log_delivery_group_is_known_at_buckets(world: World) -> None:
    s3(world, "PutBucketAcl", ACL="log-delivery-write")
    assert grants(s3(world, "GetBucketAcl")) == [FULL, (LOG_DELIVERY, "WRITE"), (LOG_DELIVERY, "READ_ACP")]


def test_grants_in_headers_and_in_the_body_are_the_same_list(world: World) -> None:
    s3(world, "PutObjectAcl", Key="q1.txt", GrantRead=f'id="{THEIRS}", uri="{ALL_USERS}"', GrantFullControl=f"id={OWN}")
    listed = s3(world, "GetObjectAcl", Key="q1.txt")
    assert grants(listed) == [FULL, (THEIRS, "READ"), (ALL_USERS, "READ")]
    s3(world, "PutObjectAcl", Key="q1.txt", ACL="private")
    s3(world, "PutObjectAcl", Key="q1.txt", AccessControlPolicy=listed)
    assert s3(world, "GetObjectAcl", Key="q1.txt") == listed


BODY = {"Owner": {"ID": OWN}, "Grants": [{"Grantee": {"Type": "CanonicalUser", "ID": OWN}, "Permission": "READ"}]}


@pytest.mark.parametrize(
    ("params", "refused"),
    [
        ({}, ("MissingSecurityHeader", 400, "s3.acl.form")),
        ({"ACL": "private", "GrantRead": f"id={OWN}"}, ("InvalidRequest", 400, "s3.acl.form")),
        ({"ACL": "private", "AccessControlPolicy": BODY}, ("UnexpectedContent", 400, "s3.acl.form")),
        ({"AccessControlPolicy": {"Grants": []}}, ("MalformedACLError", 400, "s3.acl.form")),
        ({"AccessControlPolicy": {**BODY, "Owner": {"ID": THEIRS}}}, ("AccessDenied", 403, "s3.acl.owner")),
        ({"GrantRead": "Ana"}, ("InvalidArgument", 400, "s3.acl.grantee")),
        ({"GrantRead": "id=0123"}, ("InvalidArgument", 400, "s3.acl.grantee")),
        ({"GrantRead": "uri=http://example.com"}, ("InvalidArgument", 400, "s3.acl.grantee")),
        ({"GrantRead": "emailAddress=ana@example.com"}, ("MethodNotAllowed", 405, "s3.acl.email")),
    ],
)
def test_a_list_that_says_nothing_s3_knows_is_refused(
    world: World, params: dict[str, Any], refused: tuple[str, int, str]
) -> None:
    assert refusal(world, "PutObjectAcl", Key="q1.txt", **params) == refused
    assert refusal(world, "PutBucketAcl", **params) == refused


@pytest.mark.parametrize(
    ("canned", "nobody", "stranger", "allowed_stranger"),
    [
        ("private", "AccessDenied", "AccessDenied", "AccessDenied"),
        ("public-read", "ok", "AccessDenied", "ok"),
        ("authenticated-read", "AccessDenied", "AccessDenied", "ok"),
    ],
)
def test_an_object_s_list_lets_in_whom_it_names(
    world: World, canned: str, nobody: str, stranger: str, allowed_stranger: str
) -> None:
    s3(world, "PutObjectAcl", Key="q1.txt", ACL=canned)
    callers = (ANONYMOUS, a_user(world, OTHER), a_user(world, OTHER, "bob", may("GetObject")))
    assert tuple(answer(world, one, "GetObject", Key="q1.txt") for one in callers) == (
        nobody,
        stranger,
        allowed_stranger,
    )


def test_a_grant_to_an_account_is_for_those_whom_it_allows(world: World) -> None:
    s3(world, "PutObjectAcl", Key="q1.txt", GrantRead=f"id={THEIRS}")
    reader, other = a_user(world, OTHER, "bob", may("*")), a_user(world, OTHER)
    assert answer(world, reader, "GetObject", Key="q1.txt") == "ok"
    assert answer(world, other, "GetObject", Key="q1.txt") == "AccessDenied"
    assert answer(world, reader, "GetObjectAcl", Key="q1.txt") == "AccessDenied"
    assert answer(world, reader, "DeleteObject", Key="q1.txt") == "AccessDenied"


def test_a_list_of_one_object_is_about_no_other(world: World) -> None:
    for key in ("star*", "starlight", "$dollar"):
        s3(world, "PutObject", Key=key, ACL="public-read" if key != "starlight" else "private")
    assert answer(world, ANONYMOUS, "GetObject", Key="star*") == "ok"
    assert answer(world, ANONYMOUS, "GetObject", Key="$dollar") == "ok"
    assert answer(world, ANONYMOUS, "GetObject", Key="starlight") == "AccessDenied"


@pytest.mark.parametrize(
    ("grant", "allowed"),
    [
        ("GrantRead", {"ListObjectsV2"}),
        ("GrantWrite", {"PutObject"}),
        ("GrantReadACP", {"GetBucketAcl"}),
        ("GrantWriteACP", {"PutBucketAcl"}),
        ("GrantFullControl", {"ListObjectsV2", "PutObject", "GetBucketAcl", "PutBucketAcl"}),
    ],
)
def test_each_permission_on_a_bucket_is_for_its_own_operations(world: World, grant: str, allowed: set[str]) -> None:
    s3(world, "PutBucketAcl", **{grant: f"id={THEIRS}"})
    bob = a_user(world, OTHER, "bob", {"Action": "s3:*", "Resource": "*"})
    asked_for: dict[str, dict[str, str]] = {
        "ListObjectsV2": {},
        "PutObject": {"Key": "new"},
        "GetBucketAcl": {},
        "GetObject": {"Key": "q1.txt"},
        "PutBucketAcl": {"ACL": "private"},
    }
    assert {name for name, params in asked_for.items() if answer(world, bob, name, **params) == "ok"} == allowed


def test_a_deny_beats_a_list(world: World) -> None:
    s3(world, "PutObjectAcl", Key="q1.txt", ACL="public-read")
    s3(world, "PutBucketPolicy", Policy=policy(may("GetObject") | {"Effect": "Deny", "Principal": "*"}))
    assert answer(world, ANONYMOUS, "GetObject", Key="q1.txt") == "AccessDenied"


def test_the_why_names_the_list(world: World) -> None:
    s3(world, "PutObjectAcl", Key="q1.txt", ACL="public-read")
    reply = world.call("s3", "GetObject", {"Bucket": "reports", "Key": "q1.txt"}, caller=ANONYMOUS)
    verdict = next(check for top in reply.record.why() for check in walk(top) if check.rule == "policy.verdict")
    assert verdict.fact("deciding") == "object q1.txt in bucket reports, ACL, statement 2"


def test_lists_that_were_put_lie_idle_while_they_are_off(world: World) -> None:
    s3(world, "PutObjectAcl", Key="q1.txt", ACL="public-read")
    for ownership, found in (("BucketOwnerEnforced", "AccessDenied"), ("BucketOwnerPreferred", "ok")):
        controls = {"Rules": [{"ObjectOwnership": ownership}]}
        s3(world, "PutBucketOwnershipControls", OwnershipControls=controls)
        assert answer(world, ANONYMOUS, "GetObject", Key="q1.txt") == found
        assert (grants(s3(world, "GetObjectAcl", Key="q1.txt")) == [FULL]) == (found != "ok")


def test_lists_are_turned_off_only_where_the_bucket_s_grants_nothing(world: World) -> None:
    s3(world, "PutBucketAcl", ACL="public-read")
    off = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert refusal(world, "PutBucketOwnershipControls", OwnershipControls=off) == (
        "InvalidBucketAclWithObjectOwnership",
        400,
        "s3.acl",
    )
    s3(world, "PutBucketAcl", ACL="private")
    s3(world, "PutBucketOwnershipControls", OwnershipControls=off)


# --- conditions on lists and Block Public Access ----------------------------------------------------------------------


def test_policies_see_the_list_that_a_request_brings(world: World) -> None:
    needs = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    s3(
        world,
        "PutBucketPolicy",
        Policy=policy(may("PutObject", "PutObjectAcl") | {"Principal": {"AWS": OTHER}, "Condition": needs}),
    )
    bob = a_user(world, OTHER, "bob", may("PutObject", "PutObjectAcl"))
    assert answer(world, bob, "PutObject", Key="k", ACL="bucket-owner-full-control") == "ok"
    assert answer(world, bob, "PutObject", Key="k") == "AccessDenied"
    assert answer(world, bob, "PutObject", Key="k", GrantFullControl=f"id={OWN}") == "AccessDenied"


def test_bringing_a_list_needs_its_own_permission(world: World) -> None:
    writer = a_user(world, ACCOUNT, "writer", may("PutObject"))
    assert answer(world, writer, "PutObject", Key="k") == "ok"
    assert answer(world, writer, "PutObject", Key="k", ACL="private") == "AccessDenied"
    assert answer(world, writer, "PutObject", Key="k", GrantRead=f"id={OWN}") == "AccessDenied"


def blocking(world: World, *settings: str) -> None:
    s3(world, "PutPublicAccessBlock", PublicAccessBlockConfiguration=dict.fromkeys(settings, True))


@pytest.mark.parametrize("params", [{"ACL": "public-read"}, {"GrantRead": f"uri={AUTHENTICATED_USERS}"}])
def test_public_lists_are_refused_where_they_are_blocked(world: World, params: dict[str, Any]) -> None:
    blocking(world, "BlockPublicAcls")
    refused = ("AccessDenied", 403, "s3.public.acl")
    for operation, more in (
        ("PutObjectAcl", {"Key": "q1.txt"}),
        ("PutBucketAcl", {}),
        ("PutObject", {"Key": "k"}),
        ("CreateMultipartUpload", {"Key": "k"}),
        ("CopyObject", {"Key": "k", "CopySource": "reports/q1.txt"}),
    ):
        assert refusal(world, operation, **params, **more) == refused
    s3(world, "PutObjectAcl", Key="q1.txt", GrantRead=f"id={THEIRS}")


def test_the_refusal_of_a_public_list_is_in_s3_s_words(world: World) -> None:
    blocking(world, "BlockPublicAcls")
    reply = asked(world, "s3", "PutObjectAcl", Bucket="reports", Key="q1.txt", ACL="public-read")
    assert reply.error is not None
    assert reply.error.message == (
        f"User: arn:aws:sts::{ACCOUNT}:assumed-role/Operator/console is not authorized to perform: s3:PutObjectAcl on "
        'resource: "arn:aws:s3:::reports/q1.txt" because public ACLs are prevented by the BlockPublicAcls setting in S3 '
        "Block Public Access"
    )


def test_public_grants_count_for_nothing_where_they_are_ignored_and_the_why_says_so(world: World) -> None:
    s3(world, "PutObjectAcl", Key="q1.txt", GrantRead=f"uri={ALL_USERS}, id={THEIRS}")
    assert answer(world, ANONYMOUS, "GetObject", Key="q1.txt") == "ok"
    blocking(world, "IgnorePublicAcls")
    reply = world.call("s3", "GetObject", {"Bucket": "reports", "Key": "q1.txt"}, caller=ANONYMOUS)
    assert not reply.ok
    assert "policy.void" in [check.rule for top in reply.record.why() for check in walk(top) if check.passed is False]
    bob = a_user(world, OTHER, "bob", may("GetObject"))
    assert answer(world, bob, "GetObject", Key="q1.txt") == "ok", "the grant to the account stands"


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"ACL": "public-read"}, "InvalidBucketAclWithObjectOwnership"),
        ({"ACL": "public-read", "ObjectOwnership": "ObjectWriter"}, "InvalidBucketAclWithBlockPublicAccessError"),
        ({"GrantRead": f"id={THEIRS}"}, "InvalidBucketAclWithObjectOwnership"),
        ({"ACL": "log-delivery-write", "ObjectOwnership": "BucketOwnerPreferred"}, None),
        ({"GrantRead": f"id={THEIRS}", "ObjectOwnership": "ObjectWriter"}, None),
    ],
)
def test_a_new_bucket_takes_lists_if_it_is_to_have_any_and_no_public_one(
    world: World, params: dict[str, Any], error: str | None
) -> None:
    reply = asked(world, "s3", "CreateBucket", Bucket="new", **params)
    assert (reply.error.code if reply.error else None) == error
    if not error:
        assert len(grants(done(world, "s3", "GetBucketAcl", Bucket="new"))) > 0
