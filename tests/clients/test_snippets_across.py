"""The code that the app shows for each call of a way across accounts does the same at the endpoint, in every form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cogtui.cloud.accounts.principals import OPERATOR_ROLE
from cogtui.cloud.callers import Caller, Keys, Operator
from cogtui.cloud.trail import Record
from cogtui.console.code import code_of
from cogtui.console.session import Shell
from tests.builders import keys_for
from tests.clients.serving import Served
from tests.clients.snippets import messages, send
from tests.clients.test_snippets import RUN, run_at
from tests.clients.test_snippets_of_callers import two
from tests.console.lab import entered
from tests.console.two_accounts import GET, LIST

__all__ = ["two"]

BEYOND = "aws s3api put-object --bucket logs-of-b --key mine --body app.log --profile LogReader/alice"


@pytest.fixture
def walked(two: Served) -> Served:
    """Serve a world in which the five steps were taken and Alice crossed, as far as she may and once further."""

    def cross() -> None:
        shell = Shell(two.world)
        assert not entered(shell, LIST).error
        assert not entered(shell, GET).error
        assert entered(shell, "printf x > app.log\n" + BEYOND).error

    two.do(cross)
    return two


def run_http(here: Served, who: Caller) -> Callable[[str], object]:
    """Return what sends the request of HTTP messages, signed by the caller."""

    def keys() -> Keys | None:
        if isinstance(who, Operator):
            role = f"arn:aws:iam::{who.account or here.world.account}:role/{OPERATOR_ROLE}"
            return keys_for(here.world, role, "console")
        return who if isinstance(who, Keys) else None

    def run(text: str) -> object:
        request, _ = messages(text)
        return send(request, here.url.removeprefix("http://"), here.do(keys))

    return run


@pytest.mark.parametrize("form", [*RUN, "http"])
def test_the_code_of_the_way_across_works_at_the_moment_of_each_call(walked: Served, form: str) -> None:
    calls = [(index, record) for index, record in enumerate(walked.world.trail) if of_the_walk(record)]
    assert {record.account for _, record in calls} == {"111122223333", "444455556666"}
    assert {record.operation for _, record in calls} >= {"CreateRole", "AssumeRole", "ListObjectsV2", "GetObject"}
    assert [record.operation for _, record in calls if not record.ok] == ["PutObject"]
    for index, record in calls:
        run = RUN[form] if form in RUN else run_http(walked, record.caller)
        again = run_at(walked, index, code_of(record, form), run)
        assert (again.operation, again.account, again.principal_arn) == (
            record.operation,
            record.account,
            record.principal_arn,
        )
        assert again.error == record.error, record.operation
        added = {"EncodingType"}  # SDKs ask S3 for lists in which keys are encoded, and decode them
        assert (again.output or {}).keys() - added == (record.output or {}).keys() - added


def of_the_walk(record: Record) -> bool:
    """Tell whether a record is a call, and not what made the world or set the clock."""
    return record.kind == "call" and record.service in ("iam", "sts", "s3")
