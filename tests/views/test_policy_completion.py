"""What the policy editor offers: where the cursor is, and what could stand there."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.world import World
from cogtui.views.policy_completion import candidates, offer
from cogtui.views.policy_cursor import cursor_at
from tests.cloud.worlds import ready_made

WORLD: World = ready_made()
STATEMENT = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", '


def offered(before: str, after: str = "", kind: PolicyKind = "identity") -> list[str]:
    return [name for name, _ in candidates(before + after, len(before), kind, WORLD.store)]


PLACES = [
    ("{", (), True, ""),
    ('{"Vers', (), True, "Vers"),
    ('{"Version": "2012', ("Version",), False, "2012"),
    ('{"Statement": [{"Eff', ("Statement",), True, "Eff"),
    ('{"Statement": {"Eff', ("Statement",), True, "Eff"),
    ('{"Statement": [{"Action": "s3:G', ("Statement", "Action"), False, "s3:G"),
    ('{"Statement": [{"Action": ["s3:GetObject", "s3', ("Statement", "Action"), False, "s3"),
    ('{"Statement": [{"Action": ["s3:GetObject"], "Re', ("Statement",), True, "Re"),
    ('{"Statement": [{"Principal": {"AWS": "', ("Statement", "Principal", "AWS"), False, ""),
    ('{"Statement": [{}, {"Condition": {"', ("Statement", "Condition"), True, ""),
    ('{"Statement": [{"Condition": {"Bool": {"aws:', ("Statement", "Condition", "Bool"), True, "aws:"),
    ('{"Statement": [{"Condition": {"Bool": {"a": ["', ("Statement", "Condition", "Bool", "a"), False, ""),
]


@pytest.mark.parametrize(("text", "path", "at_name", "typed"), PLACES)
def test_the_cursor_knows_where_it_is(text: str, path: tuple[str, ...], at_name: bool, typed: str) -> None:
    found = cursor_at(text, len(text))
    assert (found.path, found.at_name, found.typed) == (path, at_name, typed)


OWN = "arn:aws:cognito-sync:us-east-1:111122223333:identitypool/${cognito-identity.amazonaws.com:aud}"
SUB = "${cognito-identity.amazonaws.com:sub}"

OFFERS: list[tuple[str, str, PolicyKind, str]] = [
    ("an element of the policy", "{", "identity", '"Statement": '),
    ("an element of a statement", STATEMENT + '"Re', "identity", 'Resource": '),
    ("the effect", '{"Statement": [{"Effect": ', "identity", '"Deny"'),
    ("a service", STATEMENT + '"Action": "', "identity", "s3:"),
    ("an action", STATEMENT + '"Action": "s3:getobj', "identity", 's3:GetObject"'),
    ("an action with a wildcard", STATEMENT + '"Action": "s3:Ge', "identity", 's3:Get*"'),
    ("an action of a trust policy", STATEMENT + '"Action": "', "trust", 'sts:AssumeRoleWithWebIdentity"'),
    ("a kind of principal", STATEMENT + '"Principal": {"', "trust", 'Federated": '),
    ("a bucket", STATEMENT + '"Resource": "', "identity", 'arn:aws:s3:::anas-reports"'),
    ("what is in it", STATEMENT + '"Resource": ["', "identity", 'arn:aws:s3:::anas-reports/*"'),
    ("a pool at Cognito Sync", STATEMENT + '"Resource": "arn:aws:cognito-sync', "identity", f'{OWN}/identity/{SUB}/*"'),
    (
        "an identity at Cognito Sync",
        STATEMENT + '"Resource": "arn:aws:cognito-sync',
        "identity",
        f'{OWN}/identity/{SUB}"',
    ),
    (
        "an action of Cognito Sync",
        STATEMENT + '"Action": "cognito-sync:Reg',
        "identity",
        'cognito-sync:RegisterDevice"',
    ),
    ("an action of SNS", STATEMENT + '"Action": "sns:Pub', "identity", 'sns:Publish"'),
    ("an account", STATEMENT + '"Principal": {"AWS": "', "trust", 'arn:aws:iam::111122223333:root"'),
    ("a role", STATEMENT + '"Principal": {"AWS": "', "resource", 'arn:aws:iam::111122223333:role/Readers"'),
    ("a provider", STATEMENT + '"Principal": {"Federated": "cog', "trust", 'cognito-identity.amazonaws.com"'),
    ("an operator", STATEMENT + '"Condition": {"StringL', "identity", 'StringLike": '),
    ("a set operator", STATEMENT + '"Condition": {"ForAny', "identity", 'ForAnyValue:StringLike": '),
    ("a global key", STATEMENT + '"Condition": {"Bool": {"aws:Multi', "identity", 'aws:MultiFactorAuthPresent": '),
    ("a family of keys", STATEMENT + '"Condition": {"StringEquals": {"aws:PrincipalT', "identity", "aws:PrincipalTag/"),
    ("ExternalId", STATEMENT + '"Condition": {"StringEquals": {"sts:', "trust", 'sts:ExternalId": '),
    ("a truth", STATEMENT + '"Condition": {"Bool": {"aws:SecureTransport": "', "identity", 'true"'),
    (
        "amr",
        STATEMENT + '"Condition": {"ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "',
        "trust",
        'unauthenticated"',
    ),
]


@pytest.mark.parametrize(("text", "kind", "wanted"), [case[1:] for case in OFFERS], ids=[case[0] for case in OFFERS])
def test_what_could_stand_there_is_offered(text: str, kind: PolicyKind, wanted: str) -> None:
    assert wanted in offered(text, kind=kind)


NEVER: list[tuple[str, PolicyKind, str]] = [
    (STATEMENT + '"', "identity", 'Principal": '),
    (STATEMENT + '"', "trust", 'Resource": '),
    (STATEMENT + '"', "identity", 'Effect": '),
    (STATEMENT + '"Action": "', "trust", "s3:"),
    (STATEMENT + '"Condition": {"StringEquals": {"', "identity", 'sts:ExternalId": '),
    (STATEMENT + '"Sid": "', "identity", '*"'),
]


@pytest.mark.parametrize(("text", "kind", "unwanted"), NEVER)
def test_what_could_not_stand_there_is_not_offered(text: str, kind: PolicyKind, unwanted: str) -> None:
    assert unwanted not in offered(text, kind=kind)


def test_quotes_that_are_there_are_not_put_twice() -> None:
    assert "s3:GetObject" in offered(STATEMENT + '"Action": "s3:GetO', '"}]}')
    assert '"s3:"' not in offered(STATEMENT + '"Action": ')


def test_actions_that_simulated_operations_need_come_first() -> None:
    names = offered(STATEMENT + '"Action": "s3:GetO')
    assert names.index('s3:GetObject"') < names.index('s3:GetObjectLegalHold"')


def test_what_is_typed_is_what_gets_replaced() -> None:
    text = STATEMENT + '"Action": "s3:GetO'
    found = offer(text, len(text), "identity", WORLD.store)
    assert text[found.start : found.end] == "s3:GetO"


@given(st.text(alphabet='{}[],:" \n\\aSs3*\x00é', max_size=60), st.integers(0, 60))
def test_any_text_can_be_asked(text: str, offset: int) -> None:
    found = offer(text, min(offset, len(text)), "identity", WORLD.store)
    assert 0 <= found.start <= found.end <= len(text)


EMPTY = [('{"Statement": [{"Action": ', "}]}"), ('{"Statement": [{"Resource": [', "]}]}")]


@pytest.mark.parametrize(("before", "after"), EMPTY)
def test_what_is_put_in_an_empty_place_makes_json(before: str, after: str) -> None:
    names = [name for name in offered(before, after) if name.endswith('"')]
    assert names
    assert all(json.loads(before + name + after) for name in names)
