"""Objects: what is put comes back; who may have it, and what everybody else is told."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.callers import ANONYMOUS, Keys, Operator
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import asked, done, keys_for, policy, role_of, state

OTHER = "444455556666"
SESSION = "arn:aws:sts::111122223333:assumed-role/Readers/test"


def a_world() -> World:
    world = World(seed="objects", accounts=("111122223333", OTHER))
    done(world, "s3", "CreateBucket", Bucket="reports")
    return world


@pytest.fixture
def world() -> World:
    world = a_world()
    done(world, "s3", "PutObject", Bucket="reports", Key="q1.txt", Body=b"42", ContentType="text/plain")
    return world


def test_an_object_comes_back_in_s3_s_shape(world: World) -> None:
    etag = f'"{hashlib.md5(b"42").hexdigest()}"'
    put = done(world, "s3", "PutObject", Bucket="reports", Key="a/b", Body=b"42", Metadata={"Author": "Ana"})
    checksum = {"ChecksumCRC64NVME": "mhAyK+eWI1U=", "ChecksumType": "FULL_OBJECT"}
    assert put == {"ETag": etag, **checksum, "ServerSideEncryption": "AES256"}
    world.act("clock.advance", seconds=60)
    assert done(world, "s3", "GetObject", Bucket="reports", Key="a/b") == {
        "AcceptRanges": "bytes",
        "LastModified": datetime(2026, 1, 5, 9, tzinfo=UTC),
        "ContentLength": 2,
        "ETag": etag,
        "ContentType": "binary/octet-stream",
        "ServerSideEncryption": "AES256",
        "Metadata": {"author": "Ana"},
        "Body": b"42",
    }


def test_head_object_is_get_object_without_the_body(world: World) -> None:
    whole = done(world, "s3", "GetObject", Bucket="reports", Key="q1.txt")
    assert whole.pop("Body") == b"42"
    assert done(world, "s3", "HeadObject", Bucket="reports", Key="q1.txt") == whole


@given(key=st.text(st.characters(codec="utf-8"), min_size=1, max_size=200), body=st.binary(max_size=200))
def test_what_is_put_is_what_comes_back(key: str, body: bytes) -> None:
    world = a_world()
    done(world, "s3", "PutObject", Bucket="reports", Key=key, Body=body)
    found = done(world, "s3", "GetObject", Bucket="reports", Key=key)
    assert found["Body"] == body
    assert found["ContentLength"] == len(body)


def test_putting_again_replaces(world: World) -> None:
    done(world, "s3", "PutObject", Bucket="reports", Key="q1.txt", Body=b"new", Metadata={"a": "b"})
    found = done(world, "s3", "GetObject", Bucket="reports", Key="q1.txt")
    assert (found["Body"], found["ContentType"], found["Metadata"]) == (b"new", "binary/octet-stream", {"a": "b"})


def test_deleting_twice_is_no_error(world: World) -> None:
    for _ in range(2):
        assert done(world, "s3", "DeleteObject", Bucket="reports", Key="q1.txt") == {}
    assert not asked(world, "s3", "GetObject", Bucket="reports", Key="q1.txt").ok


@pytest.mark.parametrize(
    ("params", "code", "refused"),
    [
        ({"Metadata": {"a": "b" * 2048}}, "MetadataTooLarge", "s3.object.metadata"),
        ({"Key": "x" * 1025}, "KeyTooLongError", "door.parameters"),
        ({"Key": "ä" * 513}, "KeyTooLongError", "door.parameters"),
        ({"StorageClass": "GLACIER"}, "NotImplemented", "door.simulated"),
    ],
)
def test_what_s3_does_not_keep_is_refused(world: World, params: dict[str, Any], code: str, refused: str) -> None:
    before = state(world)
    reply = asked(world, "s3", "PutObject", **({"Bucket": "reports", "Key": "k", "Body": b"x"} | params))
    assert reply.error is not None
    assert reply.error.code == code
    assert reply.record.refused_by == (refused,)
    assert state(world) == before


def test_metadata_up_to_the_limit_is_kept(world: World) -> None:
    done(world, "s3", "PutObject", Bucket="reports", Key="k", Metadata={"a": "b" * 2047})


# --- who may ----------------------------------------------------------------------------------------------------------


def reader(world: World, *statements: dict[str, Any]) -> Keys:
    """Return credentials of the role Readers, which holds the statements."""
    arn = role_of(world, "Readers")
    if statements:
        document = policy(*statements)
        done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="p", PolicyDocument=document)
    return keys_for(world, arn)


def got(world: World, caller: Any, key: str = "q1.txt", operation: str = "GetObject") -> Reply:
    return world.call("s3", operation, {"Bucket": "reports", "Key": key}, caller=caller)


def refused(reply: Reply) -> list[str]:
    """Return the checks that did not pass, without the finer ones in them."""
    return [check.rule for check in reply.record.checks if not check.passed]


READ = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}
LIST = {"Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"}


def test_who_may_read_reads(world: World) -> None:
    assert got(world, reader(world, READ)).output["Body"] == b"42"


@pytest.mark.parametrize(
    ("operation", "action"),
    [("GetObject", "s3:GetObject"), ("HeadObject", "s3:GetObject"), ("DeleteObject", "s3:DeleteObject")],
)
def test_a_denial_names_who_what_and_why_with_the_arn_in_quotes(world: World, operation: str, action: str) -> None:
    reply = got(world, reader(world), operation=operation)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("AccessDenied", 403)
    assert reply.error.message == (
        f'User: {SESSION} is not authorized to perform: {action} on resource: "arn:aws:s3:::reports/q1.txt" because no '
        f"identity-based policy allows the {action} action"
    )
    assert reply.record.refused_by[0] == "policy.verdict"


@pytest.mark.parametrize("operation", ["GetObject", "HeadObject"])
def test_only_who_may_list_is_told_that_an_object_is_not_there(world: World, operation: str) -> None:
    both = got(world, reader(world, READ, LIST), "ghost", operation)
    assert both.error is not None
    assert (both.error.code, both.error.status) == ("NoSuchKey", 404)
    assert both.error.message == "The specified key does not exist."
    assert both.error.extra == {"Key": "ghost"}
    assert refused(both) == ["s3.object"]
    done(world, "iam", "DeleteRolePolicy", RoleName="Readers", PolicyName="p")
    document = policy(READ)
    done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="p", PolicyDocument=document)
    blind = got(world, keys_for(world, "arn:aws:iam::111122223333:role/Readers", "test"), "ghost", operation)
    assert blind.error is not None
    assert (blind.error.code, blind.error.status) == ("AccessDenied", 403)
    assert blind.error.message == (
        f'User: {SESSION} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::reports" because no '
        "identity-based policy allows the s3:ListBucket action"
    )
    assert refused(blind) == ["s3.object", "policy.verdict"]


def test_who_may_not_read_learns_nothing_about_what_is_there(world: World) -> None:
    keys = reader(world)
    there, missing = got(world, keys), got(world, keys, "ghost")
    assert there.error is not None
    assert missing.error is not None
    assert there.error.message.replace("q1.txt", "ghost") == missing.error.message


def with_policy(world: World, *statements: dict[str, Any]) -> None:
    done(world, "s3", "DeletePublicAccessBlock", Bucket="reports")
    done(world, "s3", "PutBucketPolicy", Bucket="reports", Policy=policy(*statements))


EVERYBODY = READ | {"Principal": "*"}


def test_a_bucket_policy_lets_in_strangers_that_it_names(world: World) -> None:
    refused = got(world, ANONYMOUS)
    with_policy(world, EVERYBODY)
    assert got(world, ANONYMOUS).output["Body"] == b"42"
    assert refused.error is not None
    assert (refused.error.code, refused.error.message, refused.error.status) == ("AccessDenied", "Access Denied", 403)


def test_a_bucket_policy_s_deny_beats_everything(world: World) -> None:
    keys = reader(world, READ)
    with_policy(world, EVERYBODY, EVERYBODY | {"Effect": "Deny"})
    reply = got(world, keys)
    assert reply.error is not None
    assert reply.error.message.endswith("with an explicit deny in a resource-based policy")
    assert not got(world, Operator("111122223333")).ok


def test_across_accounts_both_sides_must_allow(world: World) -> None:
    refused = got(world, Operator(OTHER))
    with_policy(world, READ | {"Principal": {"AWS": OTHER}})
    assert refused.error is not None
    assert (refused.error.code, refused.error.message) == ("AccessDenied", "Access Denied")
    assert got(world, Operator(OTHER)).output["Body"] == b"42"


@pytest.mark.parametrize(
    ("changes", "code", "status", "refused"),
    [
        ({"access_key_id": "ASIAGHOST"}, "InvalidAccessKeyId", 403, "door.key"),
        ({"secret_access_key": "guess"}, "SignatureDoesNotMatch", 403, "door.secret"),
        ({"session_token": "guess"}, "InvalidToken", 400, "door.token"),
    ],
)
def test_keys_that_are_no_good_are_refused_in_s3_s_words(
    world: World, changes: dict[str, str], code: str, status: int, refused: str
) -> None:
    keys = reader(world, READ)
    forged = Keys(**({name: getattr(keys, name) for name in keys.__struct_fields__} | changes))
    reply = got(world, forged)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == (code, status)
    assert reply.record.refused_by == (refused,)


def test_a_session_ends_with_its_last_second(world: World) -> None:
    keys = reader(world, READ)
    world.act("clock.advance", seconds=3599)
    assert got(world, keys).ok
    world.act("clock.advance", seconds=1)
    reply = got(world, keys)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("ExpiredToken", 400)
    assert reply.error.message == "The provided token has expired."
    assert reply.record.refused_by == ("door.session",)
