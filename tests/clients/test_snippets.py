"""What the app shows is what works: the code of every operation does at the endpoint what its record says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from cogtui.cloud.accounts.principals import OPERATOR_ROLE
from cogtui.cloud.callers import Keys, Service
from cogtui.cloud.history import Branch
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.console.code import code_of
from tests.builders import keys_for
from tests.clients.cli import LOADER
from tests.clients.prepared import Params, Prepared
from tests.clients.serving import REGION, Served
from tests.clients.snippets import messages, run_command, run_python, send
from tests.clients.valid import EACH, VALID
from tests.console.lab import walk


@pytest.fixture
def still(prepared: Prepared, operator: Keys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Prepared:
    """Return a prepared world whose clock stands still, and an environment as its users have it."""
    prepared.here.do(lambda: prepared.here.world.act("clock.stop"))
    settle_in(prepared.here.url, operator, monkeypatch, tmp_path)
    return prepared


def settle_in(url: str, operator: Keys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set the environment up in which the snippets run: an endpoint, a region, and a profile of the operator's."""
    (tmp_path / "aws-config").write_text(
        f"[profile operator]\naws_access_key_id = {operator.access_key_id}\naws_secret_access_key = {operator.secret_access_key}\n"
        f"aws_session_token = {operator.session_token}\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    for name in ("AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION"):
        monkeypatch.setenv(name, "when_required")  # else SDKs ask for checksums that nobody spoke of
    monkeypatch.setattr(botocore.session, "create_loader", lambda *_: LOADER)


@pytest.fixture
def operator(prepared: Prepared) -> Keys:
    return prepared.here.do(lambda: operator_keys(prepared.here.world))


def operator_keys(world: World) -> Keys:
    """Return keys of the session that the app's operator has."""
    return keys_for(world, f"arn:aws:iam::{world.account}:role/{OPERATOR_ROLE}", "console")


def recorded(here: Prepared, service: str, operation: str) -> Record:
    """Have the operator, or an app where no signature is asked for, make a valid call; nothing of it stays."""
    params = VALID[service, operation](here)
    return here.here.do(lambda: tried(here.here.world, service, operation, params))


def tried(world: World, service: str, operation: str, params: Params) -> Record:
    """Return the record of the operator's call, which leaves nothing else behind."""
    with world.what_if() as trial:
        return trial.call(service, operation, params, caller=trial.operator).record


def assert_same(again: Record, record: Record) -> None:
    """Assert that a call is the same as another one, and came to the same."""
    assert (again.service, again.operation, again.region) == (record.service, record.operation, record.region)
    assert {name: again.request.get(name) for name in record.request} == record.request
    assert again.error == record.error
    if "EncodingType" in again.request.keys() - record.request.keys():
        # SDKs ask S3 for lists in which keys are encoded, and decode them.
        assert (again.output or {}).keys() - {"EncodingType"} == (record.output or {}).keys()
    else:
        assert again.output == record.output


@EACH
def test_boto3_code_does_what_its_record_says(still: Prepared, service: str, operation: str) -> None:
    record = recorded(still, service, operation)
    refused = run_python(code_of(record, "boto3"))
    assert_same(still.here.last, record)
    assert (refused is None) == record.ok


@EACH
def test_aws_cli_commands_do_what_their_record_says(still: Prepared, service: str, operation: str) -> None:
    record = recorded(still, service, operation)
    said = run_command(code_of(record, "cli"))
    assert (said.code == 0) == record.ok, said.err
    if "MaxItems" in record.request:
        # IAM's own limit has the name of the AWS CLI's, which asks for a whole page then and cuts that.
        assert still.here.last.operation == operation
    else:
        assert_same(still.here.last, record)


@EACH
def test_http_messages_are_those_that_go_over_the_wire(
    still: Prepared, operator: Keys, service: str, operation: str
) -> None:
    record = recorded(still, service, operation)
    request, expected = messages(code_of(record, "http"))
    status, headers, body = send(request, still.here.url.removeprefix("http://"), operator)
    assert_same(still.here.last, record)
    assert expected.first.split(" ")[1] == str(status)
    assert {name.lower(): value for name, value in expected.headers}.items() <= headers.items()
    assert squeezed(body.decode()) == squeezed(expected.body)


def squeezed(body: str) -> Any:
    """Return a body without the line breaks that the app puts in for the eye."""
    if body.startswith("{"):
        return json.loads(body)
    return re.sub(r">\s+<", "><", body)


# ------------------------------------------------------------------------------------------------------------- the lesson


RUN: dict[str, Callable[[str], object]] = {"boto3": run_python, "cli": run_command}


@pytest.mark.parametrize("form", RUN)
def test_the_code_of_a_walked_lesson_works_at_the_moment_of_each_call(
    here: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    here.do(lambda: walk(here.world))
    settle_in(here.url, here.do(lambda: operator_keys(here.world)), monkeypatch, tmp_path)
    calls = [(index, record) for index, record in enumerate(here.world.trail) if by_somebody(record)]
    assert len(calls) > 5
    assert {record.ok for _, record in calls} == {True, False}
    for index, record in calls:
        again = run_at(here, index, code_of(record, form), RUN[form])
        assert (again.operation, again.request, again.error) == (record.operation, record.request, record.error)
        assert (again.output or {}).keys() == (record.output or {}).keys()


def by_somebody(record: Record) -> bool:
    """Tell whether a record is a call of the lesson's, and not a service's on the way or one that sets `demo` up."""
    return record.kind == "call" and not isinstance(record.caller, Service) and record.service != "iam"


def run_at(here: Served, index: int, code: str, run: Callable[[str], object]) -> Record:
    """Run code at the moment before a record, and return the record of what it did; nothing of it stays."""
    history = here.world.history

    def gone_back() -> Branch:
        here.world.seek(index)
        return history.branch()

    kept = here.do(gone_back)
    run(code)
    again = here.last
    here.do(lambda: history.rejoin(kept))
    return again


AWKWARD = [
    "$HOME `x` \"y\" 'z' \\ é",
    "-x",
    "--role-name",
    "a=b,c=d",
    "[1]",
    "{}",
    "file://x",
    "https://127.0.0.1:1/x",
    "a\nb",
    "%s",
]
"""Values that a shell, the AWS CLI or Python could take for something else."""


@pytest.mark.parametrize("value", AWKWARD)
@pytest.mark.parametrize("form", RUN)
def test_awkward_values_arrive_as_they_are(still: Prepared, value: str, form: str) -> None:
    world = still.here.world
    for service, operation, params in (
        ("iam", "UpdateRole", {"RoleName": "Readers", "Description": value}),
        ("cognito-idp", "TagResource", {"ResourceArn": still.pool_arn, "Tags": {"key": value, "other": ""}}),
    ):
        position = world.history.position
        record = still.here.do(lambda found=(service, operation, params): tried(world, *found))
        RUN[form](code_of(record, form))
        assert world.history.position == position + 1
        assert still.here.last.request == params
