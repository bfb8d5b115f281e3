"""Encoded authorization messages: made of any denial, read by STS, and by nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.door.authorization_messages import message_of
from cogtui.cloud.policy.encoded_message import LONGEST, decoded, document, encoded
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import PolicyRequest, PolicySource, Principal
from cogtui.cloud.world import World
from tests.builders import asked, done, policy, state
from tests.cloud.services.iam.people import HERE, a_user, refusal

KEY = b"k" * 32
ARN = f"arn:aws:iam::{HERE}:user/ana"
DENY = {
    "Sid": "NoLists",
    "Effect": "Deny",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "true"}},
}


@pytest.fixture
def world() -> World:
    return World(seed="messages")


def told(world: World, message: str) -> dict[str, Any]:
    text = done(world, "sts", "DecodeAuthorizationMessage", EncodedMessage=message)["DecodedMessage"]
    return json.loads(text)


def test_a_message_tells_who_asked_for_what_and_that_nothing_allowed_it(world: World) -> None:
    ana = a_user(world, "ana")
    message = message_of(world, world.call("s3", "ListBuckets", {}, caller=ana).record)
    assert message is not None
    found = told(world, message)
    assert (found["allowed"], found["explicitDeny"]) == (False, False)
    assert (found["matchedStatements"], found["failures"]) == ({"items": []}, {"items": []})
    context = found["context"]
    assert (context["action"], context["resource"]) == ("s3:ListAllMyBuckets", "arn:aws:s3:::*")
    assert context["principal"]["arn"] == ARN
    assert context["principal"]["name"] == "ana"
    assert context["principal"]["id"].startswith("AIDA")
    conditions = {one["key"]: one["values"]["items"] for one in context["conditions"]["items"]}
    assert conditions["aws:username"] == [{"value": "ana"}]


def test_a_message_of_an_explicit_deny_has_the_statement(world: World) -> None:
    ana = a_user(world, "ana", "s3:*")
    done(world, "iam", "PutUserPolicy", UserName="ana", PolicyName="deny", PolicyDocument=policy(DENY))
    message = message_of(world, world.call("s3", "ListBuckets", {}, caller=ana).record)
    assert message is not None
    found = told(world, message)
    assert found["explicitDeny"] is True
    [statement] = found["matchedStatements"]["items"]
    assert (statement["statementId"], statement["effect"]) == ("NoLists", "DENY")
    assert statement["actions"] == {"items": [{"value": "s3:*"}]}
    assert statement["conditions"] == {
        "items": [{"key": "aws:SecureTransport", "values": {"items": [{"value": "true"}]}}]
    }


def test_what_no_policy_denied_has_no_message(world: World) -> None:
    assert message_of(world, asked(world, "s3", "ListBuckets").record) is None
    assert message_of(world, asked(world, "iam", "GetUser", UserName="nobody").record) is None


def test_only_who_may_decode_reads_a_message(world: World) -> None:
    ana = a_user(world, "ana")
    message = message_of(world, world.call("s3", "ListBuckets", {}, caller=ana).record)
    reply = world.call("sts", "DecodeAuthorizationMessage", {"EncodedMessage": message}, caller=ana)
    code, status, text, _ = refusal(reply)
    assert (code, status) == ("AccessDenied", 403)
    assert "is not authorized to perform: sts:DecodeAuthorizationMessage because no " in text


def test_a_message_of_another_world_cannot_be_read(world: World) -> None:
    other = World(seed="elsewhere")
    message = message_of(other, other.call("s3", "ListBuckets", {}, caller=a_user(other, "ana")).record)
    before = state(world)
    reply = asked(world, "sts", "DecodeAuthorizationMessage", EncodedMessage=message)
    assert refusal(reply)[::3] == ("InvalidAuthorizationMessageException", ("sts.message",))
    assert state(world) == before


REQUEST = PolicyRequest(Principal("user", ARN, HERE, ARN, "AIDA1"), "s3:GetObject", "arn:aws:s3:::b/x", HERE)
SOURCES = (PolicySource("identity", "own", policy(DENY)),)
CONTEXT = st.dictionaries(st.text(max_size=8), st.text(max_size=9) | st.lists(st.text(max_size=4)).map(tuple))


@given(context=CONTEXT, key=st.binary(min_size=16, max_size=32))
def test_what_is_encoded_is_decoded_with_the_same_key_alone(context: dict[str, Any], key: bytes) -> None:
    request = PolicyRequest(
        REQUEST.principal, REQUEST.action, REQUEST.resource, HERE, {**context, "aws:SecureTransport": "true"}
    )
    verdict = decide(request, SOURCES)
    text = encoded(request, verdict, SOURCES, key)
    found = decoded(text, key)
    assert found is not None
    assert json.loads(found) == document(request, verdict, SOURCES)
    assert decoded(text, key + b"x") is None


@given(text=st.text(max_size=60) | st.binary(max_size=60).map(bytes.hex))
def test_any_other_text_is_no_message(text: str) -> None:
    assert decoded(text, KEY) is None


def test_a_message_stays_within_what_sts_takes() -> None:
    import random

    noise = random.Random(1)
    context = {f"aws:RequestTag/{number}": f"{noise.getrandbits(1000):x}" for number in range(100)}
    request = PolicyRequest(REQUEST.principal, REQUEST.action, REQUEST.resource, HERE, dict(context))
    assert len(encoded(request, decide(request, SOURCES), SOURCES, KEY)) <= LONGEST
