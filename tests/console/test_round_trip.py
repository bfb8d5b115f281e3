"""What the app shows of a call can be typed again: text and call are two forms of one thing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Operator
from cogtui.cloud.trail import Record
from cogtui.console.code import code_of
from cogtui.console.code_cli import command_line
from cogtui.console.command import Command
from cogtui.console.parse import parse
from tests.console.shapes import SIMULATED, TEXTS, parameters

REGION = "eu-west-1"


def record_of(service: str, operation: str, params: dict[str, Any], caller: Caller = ANONYMOUS) -> Record:
    """Return the record of a call that nobody made."""
    return Record("1", "call", service, operation, "App", "STS", 1767603600.0, "111122223333", REGION, caller, request=params)  # fmt: skip


def read(text: str) -> Command:
    found = parse(text)
    assert isinstance(found, Command)
    return found


@pytest.mark.parametrize(("service", "operation"), SIMULATED)
@given(data=st.data())
@settings(max_examples=15)
def test_every_operation_s_cli_line_reads_back_as_the_call(service: str, operation: str, data: st.DataObject) -> None:
    params = data.draw(parameters(service, operation))
    found = read(code_of(record_of(service, operation, params), "cli"))
    assert (found.service, found.operation, found.params) == (service, operation, params)


@given(key=TEXTS, secret=TEXTS, token=TEXTS, body=st.binary(max_size=40))
def test_credentials_and_content_read_back_too(key: str, secret: str, token: str, body: bytes) -> None:
    keys = Keys(f"ASIA{key}", f"s{secret}", token)
    params = {"Bucket": "b", "Key": "reports/it's.txt", "Body": body}
    found = read(code_of(record_of("s3", "PutObject", params, keys), "cli"))
    assert (found.keys, found.params, found.region) == (keys, params, REGION)


@pytest.mark.parametrize(
    ("operation", "caller", "profile"),
    [
        ("GetCallerIdentity", ANONYMOUS, "anonymous"),
        ("GetCallerIdentity", Operator("111122223333"), "operator"),
        ("AssumeRoleWithWebIdentity", ANONYMOUS, None),
    ],
)
def test_the_line_says_who_calls_unless_the_operation_takes_no_signature(
    operation: str, caller: Caller, profile: str | None
) -> None:
    needed = {"RoleArn": "r", "RoleSessionName": "s", "WebIdentityToken": "t"} if operation.startswith("Assume") else {}
    assert read(code_of(record_of("sts", operation, needed, caller), "cli")).profile == profile


@given(TEXTS)
def test_a_call_that_nobody_made_yet_can_be_typed_for_the_learner(name: str) -> None:
    line = command_line("iam", "GetRole", {"RoleName": name}, setting="--profile operator")
    found = read(line)
    assert (found.params, found.profile) == ({"RoleName": name}, "operator")
