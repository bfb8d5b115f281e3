"""The matrix: every cell says what the door would do, and all that can be asked for is on it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.accounts.principals import OPERATOR_ROLE
from cogtui.cloud.callers import ANONYMOUS, Caller, Keys
from cogtui.cloud.world import World
from cogtui.views.account_letters import letter
from cogtui.views.ink import plain, size
from cogtui.views.matrix.answers import Matrix, cell, cells, matrix_of, why
from cogtui.views.matrix.drawing import draw_line, head, in_words, lines, window
from cogtui.views.matrix.sides import What, Who
from tests.builders import a_world, an_identity_pool, cognito_trust, done_in, keys_for, policy
from tests.views.texts import texts

A, B = "111122223333", "444455556666"
ALICE = f"arn:aws:iam::{A}:user/alice"
READER = f"arn:aws:iam::{B}:role/Reader"

STATEMENTS: tuple[dict[str, Any], ...] = (
    {"Action": "s3:*", "Resource": "*"},
    {"Action": "s3:ListBucket", "Resource": "arn:aws:s3:::logs"},
    {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"},
    {"Action": "sts:AssumeRole", "Resource": "*"},
    {"Action": "s3:GetObject", "Resource": "*", "Effect": "Deny"},
    {"Action": "sts:AssumeRole", "Resource": READER, "Effect": "Deny"},
    {"Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "alice"}}},
)
PRINCIPALS: tuple[Any, ...] = ("*", {"AWS": ALICE}, {"AWS": A}, {"AWS": B}, {"AWS": READER})
ACTIONS = {"s3:ListBucket": "arn:aws:s3:::logs", "s3:GetObject": "arn:aws:s3:::logs/*"}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, dict[str, Caller]]:
    """A world of two accounts with random policies on both sides, and the keys of its principals."""
    world = a_world(accounts=(A, B))
    held = st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=3)
    callers: dict[str, Caller] = {"anybody": ANONYMOUS}
    for account, name in ((A, "alice"), (B, "dora")):
        done_in(world, account, "iam", "CreateUser", UserName=name)
        done_in(
            world, account, "iam", "PutUserPolicy", UserName=name, PolicyName="p", PolicyDocument=policy(*draw(held))
        )
        key = done_in(world, account, "iam", "CreateAccessKey", UserName=name)["AccessKey"]
        callers[name] = Keys(key["AccessKeyId"], key["SecretAccessKey"])
    for account, name in ((B, "Reader"), (A, "Writer")):
        trust = {"Principal": draw(st.sampled_from(PRINCIPALS[:4])), "Action": "sts:AssumeRole"}
        done_in(world, account, "iam", "CreateRole", RoleName=name, AssumeRolePolicyDocument=policy(trust))
        done_in(
            world, account, "iam", "PutRolePolicy", RoleName=name, PolicyName="p", PolicyDocument=policy(*draw(held))
        )
        callers[name] = keys_for(world, f"arn:aws:iam::{account}:role/{name}")
    if draw(st.booleans()):
        most = done_in(world, A, "iam", "CreatePolicy", PolicyName="most", PolicyDocument=policy(*draw(held)))
        arn = most["Policy"]["Arn"]
        done_in(world, A, "iam", "PutUserPermissionsBoundary", UserName="alice", PermissionsBoundary=arn)
        done_in(world, A, "iam", "PutRolePermissionsBoundary", RoleName="Writer", PermissionsBoundary=arn)
    for account, bucket in ((B, "logs"), (A, "photos")):
        done_in(world, account, "s3", "CreateBucket", Bucket=bucket)
        done_in(world, account, "s3", "PutObject", Bucket=bucket, Key="2026/a.txt", Body=b"x")
    grants = draw(st.lists(st.tuples(st.sampled_from(PRINCIPALS), st.sampled_from(sorted(ACTIONS))), max_size=3))
    effect = draw(st.sampled_from(("Allow", "Allow", "Deny")))
    shut_to_the_public(world, restrict=False)
    if grants:
        said = [{"Effect": effect, "Principal": who, "Action": a, "Resource": ACTIONS[a]} for who, a in grants]
        done_in(world, B, "s3", "PutBucketPolicy", Bucket="logs", Policy=policy(*said))
    shut_to_the_public(world, restrict=draw(st.booleans()))
    return world, callers


def shut_to_the_public(world: World, *, restrict: bool) -> None:
    """Let the bucket of logs have a public policy, which lets strangers in or does not."""
    shut = {"BlockPublicPolicy": False, "RestrictPublicBuckets": restrict}
    done_in(world, B, "s3", "PutPublicAccessBlock", Bucket="logs", PublicAccessBlockConfiguration=shut)


def sent(world: World, who: Who, what: What, action: str, caller: Caller) -> bool:
    """Make the real call that a cell speaks of, and return whether it was allowed."""
    if what.kind == "role":
        params = {"RoleArn": what.arn, "RoleSessionName": "test"}
        return world.call("sts", "AssumeRole", params, caller=caller).ok
    if action == "s3:ListBucket":
        return world.call("s3", "ListObjectsV2", {"Bucket": what.name}, caller=caller).ok
    return world.call("s3", "GetObject", {"Bucket": what.within, "Key": what.name}, caller=caller).ok


@given(worlds(), st.sampled_from(sorted(ACTIONS)))
@settings(max_examples=25, deadline=None)
def test_each_cell_agrees_with_the_door(made: tuple[World, dict[str, Caller]], action: str) -> None:
    world, callers = made
    matrix = matrix_of(world.store, action)
    assert {who.name for who in matrix.who} == set(callers)
    for row, column, found in list(cells(world.store, matrix)):
        who, what = matrix.who[row], matrix.what[column]
        really = sent(world, who, what, action, callers[who.name])
        assert (found.answer == "allowed") == really, plain(in_words(matrix, who, what, found))


@given(worlds(), st.sampled_from(sorted(ACTIONS)))
@settings(max_examples=10, deadline=None)
def test_the_why_of_a_cell_ends_in_its_answer(made: tuple[World, dict[str, Caller]], action: str) -> None:
    world, _ = made
    matrix = matrix_of(world.store, action)
    for row, column, found in cells(world.store, matrix):
        record = why(world.store, matrix.who[row], matrix.what[column], action)
        assert record.ok == (found.answer == "allowed")
        assert found.answer == "cannot" or [check.passed for check in record.why()] == [record.ok]


def two_accounts() -> World:
    """A world in which alice of A reads logs of B, by both policies."""
    world = a_world(accounts=(A, B))
    done_in(world, A, "iam", "CreateUser", UserName="alice")
    own = policy({"Action": "s3:GetObject", "Resource": "*"})
    done_in(world, A, "iam", "PutUserPolicy", UserName="alice", PolicyName="p", PolicyDocument=own)
    done_in(world, B, "s3", "CreateBucket", Bucket="logs")
    allow = {"Principal": {"AWS": ALICE}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"}
    done_in(world, B, "s3", "PutBucketPolicy", Bucket="logs", Policy=policy(allow))
    trust = policy({"Principal": {"AWS": A}, "Action": "sts:AssumeRole"})
    done_in(world, B, "iam", "CreateRole", RoleName="Reader", AssumeRolePolicyDocument=trust)
    return world


def said(world: World, action: str, who: str, what: str) -> str:
    """Return a cell in words."""
    matrix = matrix_of(world.store, action)
    row = next(one for one in matrix.who if one.name == who)
    column = next(one for one in matrix.what if what in (one.name, one.within))
    return plain(in_words(matrix, row, column, cell(world.store, row, column, action)))


@pytest.mark.parametrize(
    ("action", "who", "what", "words"),
    [
        (
            "s3:GetObject",
            "alice",
            "logs",
            "✓ alice@A may s3:GetObject on object logs/any-object@B: both sides allow it",
        ),
        (
            "s3:ListBucket",
            "alice",
            "logs",
            "· alice@A may not s3:ListBucket on bucket logs@B: no policy of its own allows it",
        ),
        (
            "s3:ListBucket",
            "alice",
            "Reader",
            "· alice@A may not sts:AssumeRole on role Reader@B: no policy of its own allows it",
        ),
        (
            "s3:ListBucket",
            "anybody",
            "Reader",
            "- anybody may not sts:AssumeRole on role Reader@B: AssumeRole has to be signed",
        ),
        (
            "s3:GetObject",
            "anybody",
            "logs",
            "· anybody may not s3:GetObject on object logs/any-object@B: the bucket policy is silent",
        ),
    ],
)
def test_a_cell_says_in_words_who_decided(action: str, who: str, what: str, words: str) -> None:
    assert said(two_accounts(), action, who, what) == words


def test_block_public_access_is_named_where_it_keeps_strangers_out() -> None:
    world = two_accounts()
    shut_to_the_public(world, restrict=False)
    open_to_all = policy({"Principal": "*", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::logs"})
    done_in(world, B, "s3", "PutBucketPolicy", Bucket="logs", Policy=open_to_all)
    assert said(world, "s3:ListBucket", "anybody", "logs").startswith("✓")
    shut_to_the_public(world, restrict=True)
    assert said(world, "s3:ListBucket", "anybody", "logs").endswith("Block Public Access keeps strangers out")


def test_whoever_comes_through_a_pool_has_a_row_where_a_role_lets_them_in() -> None:
    world = a_world()
    pool = an_identity_pool(world, IdentityPoolName="shop")
    assert not [who for who in matrix_of(world.store, "s3:ListBucket").who if who.kind == "signed-in"]
    done_in(world, world.account, "iam", "CreateRole", RoleName="Readers", AssumeRolePolicyDocument=cognito_trust(pool))
    matrix = matrix_of(world.store, "s3:ListBucket")
    kinds = [who.kind for who in matrix.who]
    assert "signed-in" in kinds
    assert "guests" not in kinds
    row = next(who for who in matrix.who if who.kind == "signed-in")
    assert cell(world.store, row, matrix.what[0], matrix.action).answer == "allowed"


@pytest.mark.parametrize(
    ("asks_for_the_pool", "answer", "decider"), [(True, "allowed", "trust"), (False, "implicitDeny", "pool")]
)
def test_a_role_of_another_account_has_to_ask_for_the_pool(asks_for_the_pool: bool, answer: str, decider: str) -> None:
    world = a_world(accounts=(A, B))
    pool = an_identity_pool(world)
    by_amr = {"ForAnyValue:StringEquals": {"cognito-identity.amazonaws.com:amr": "authenticated"}}
    trust = cognito_trust(pool) if asks_for_the_pool else cognito_trust(pool, Condition=by_amr)
    done_in(world, B, "iam", "CreateRole", RoleName="Readers", AssumeRolePolicyDocument=trust)
    matrix = matrix_of(world.store, "s3:ListBucket")
    row = next(who for who in matrix.who if who.kind == "signed-in")
    found = cell(world.store, row, matrix.what[0], matrix.action)
    assert (found.answer, found.decider, found.crosses) == (answer, decider, True)
    assert why(world.store, row, matrix.what[0], matrix.action).ok == asks_for_the_pool


def test_the_people_at_the_consoles_are_left_out_unless_asked_for() -> None:
    world = two_accounts()
    usual, all_of_them = (matrix_of(world.store, "s3:ListBucket", operators=asked) for asked in (False, True))
    assert OPERATOR_ROLE not in {side.name for side in (*usual.who, *usual.what)}
    assert [who.account for who in all_of_them.who if who.name == OPERATOR_ROLE] == [A, B]


def test_objects_of_one_folder_are_one_column() -> None:
    world = two_accounts()
    for key in ("a/1", "a/2", "b/1", "top"):
        done_in(world, B, "s3", "PutObject", Bucket="logs", Key=key, Body=b"x")
    columns = [what.name for what in matrix_of(world.store, "s3:GetObject").what if what.kind == "object"]
    assert columns == ["a/1", "b/1", "top"]


@pytest.mark.parametrize(
    ("words", "rows", "columns"),
    [
        ("alice", ["alice"], ["logs", "Reader"]),
        ("logs", ["alice", "Reader", "anybody"], ["logs"]),
        ("alice bucket", ["alice"], ["logs"]),
        ("@a", ["alice"], ["logs", "Reader"]),
        ("nobody", [], []),
    ],
)
def test_words_narrow_the_side_that_has_them(words: str, rows: list[str], columns: list[str]) -> None:
    matrix = matrix_of(two_accounts().store, "s3:ListBucket", words=words)
    assert [who.name for who in matrix.who] == rows
    assert [what.name for what in matrix.what] == columns


def test_accounts_are_lettered_beyond_z() -> None:
    assert [letter(number) for number in (0, 1, 25, 26, 27)] == ["A", "B", "Z", "AA", "AB"]


@given(st.lists(texts, min_size=1, max_size=8), st.integers(40, 220), st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_names_say_lines_fit_and_the_cursor_is_in_view(
    names: list[str], wide: int, data: st.DataObject
) -> None:
    asker = matrix_of(a_world().store, "s3:ListBucket").who[0].asker
    who = tuple(Who("user", name, A, asker) for name in names)
    what = tuple(What("object", name, B, f"arn:aws:s3:::b/{name}", name) for name in names)
    matrix = Matrix((A, B), "s3:GetObject", who, what)
    cursor = data.draw(st.integers(0, len(names) - 1))
    seen = window(matrix, wide, cursor, data.draw(st.integers(0, 9)))
    assert seen.first <= cursor <= seen.last < len(names)
    drawn = [*head(matrix, seen), *(draw_line(line, matrix, {}, seen, cursor) for line in lines(matrix))]
    assert all(size(line) <= wide for line in drawn)
    assert all(plain(line).isprintable() for line in drawn)


def test_an_object_of_another_account_and_a_public_list_are_told() -> None:
    world = two_accounts()
    done_in(world, B, "s3", "DeletePublicAccessBlock", Bucket="logs")
    by_writers = {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    done_in(world, B, "s3", "PutBucketOwnershipControls", Bucket="logs", OwnershipControls=by_writers)
    done_in(world, B, "s3", "PutObject", Bucket="logs", Key="a", Body=b"x", ACL="public-read")
    matrix = matrix_of(world.store, "s3:GetObject")
    anybody, object_ = matrix.who[-1], next(what for what in matrix.what if what.kind == "object")
    found = cell(world.store, anybody, object_, matrix.action)
    assert (found.answer, found.decider) == ("allowed", "acl")
    assert sent(world, anybody, object_, matrix.action, ANONYMOUS)
