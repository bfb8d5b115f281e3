"""The sync trigger: a function that changes what is stored, and what becomes of its failures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import state
from tests.cloud.services.cognito_sync.pushing import Pool, a_pool, why
from tests.cloud.services.cognito_sync.syncing import developer, seen

GOLD = {"newValue": "gold", "op": "replace"}


@pytest.fixture
def pool() -> Pool:
    return a_pool("events")


def event_of(pool: Pool) -> dict[str, Any]:
    """Return the event that the function got last."""
    return next(child for child in pool.world.trail[-1].children if child.kind == "trigger").request


def test_the_function_sees_the_whole_dataset_and_what_happens_to_each_record(pool: Pool) -> None:
    pool.ana.wrote({"old": ("o", 0), "gone": ("g", 0)})
    pool.ana.wrote({"gone": (None, 2)})
    arn = pool.runs({"takes": "1s"})
    reply = pool.ana.write({"k": ("w", 1), "old": (None, 2), "new": ("n", 0)})
    assert reply.ok
    trigger = reply.record.children[0]
    assert (trigger.operation, trigger.title, trigger.source, trigger.target) == (arn, "SyncTrigger", "Sync", "Lambda")
    assert event_of(pool) == {
        "version": 2,
        "eventType": "SyncTrigger",
        "region": "us-east-1",
        "identityPoolId": pool.fed.pool,
        "identityId": pool.ana.identity,
        "datasetName": "d",
        "datasetRecords": {
            "k": {"oldValue": "v", "newValue": "w", "op": "replace"},
            "old": {"oldValue": "o", "newValue": None, "op": "remove"},
            "new": {"oldValue": None, "newValue": "n", "op": "replace"},
        },
    }


def test_untouched_records_are_in_the_event_as_they_are(pool: Pool) -> None:
    pool.runs({"takes": 0})
    pool.ana.wrote({"new": ("n", 0)})
    assert event_of(pool)["datasetRecords"]["k"] == {"oldValue": "v", "newValue": "v", "op": "replace"}
    assert seen(pool.ana.records()) == {"k": ("v", 1), "new": ("n", 2)}


SAYS: dict[str, tuple[dict[str, Any], dict[str, tuple[str | None, int]]]] = {
    "changes a record": ({"set": {"datasetRecords.k.newValue": "'W'"}}, {"k": ("W", 2)}),
    "adds a record": ({"set": {"datasetRecords.badge": GOLD}}, {"k": ("w", 2), "badge": ("gold", 2)}),
    "removes a record": ({"set": {"datasetRecords.k.op": "'remove'"}}, {"k": (None, 2)}),
    "removes a record with null": ({"set": {"datasetRecords.k": None}}, {"k": (None, 2)}),
    "removes a value": ({"set": {"datasetRecords.k.newValue": None}}, {"k": (None, 2)}),
    "removes what was never there": ({"set": {"datasetRecords.none": None}}, {"k": ("w", 2)}),
    "leaves a change out": (
        {"omit": "datasetRecords.k", "set": {"datasetRecords.badge": GOLD}},
        {"badge": ("gold", 2)},
    ),
}


@pytest.mark.parametrize("case", SAYS)
def test_what_the_function_says_is_stored_in_one_step_and_answered(pool: Pool, case: str) -> None:
    rule, expected = SAYS[case]
    pool.runs(rule)
    reply = pool.ana.write({"k": ("w", 1)})
    assert reply.ok, reply.error
    assert seen(reply.output) == expected
    assert seen(pool.ana.records(since=1)) == expected
    assert pool.ana.row().sync_count == 2


def test_the_function_may_change_what_the_caller_did_not_touch(pool: Pool) -> None:
    pool.ana.wrote({"other": ("o", 0)})
    pool.runs({"set": {"datasetRecords.other.newValue": "'O'"}})
    pool.ana.wrote({"k": ("w", 1)})
    assert seen(pool.ana.records()) == {"k": ("w", 3), "other": ("O", 3)}


def test_the_function_may_leave_out_everything(pool: Pool) -> None:
    pool.runs({"omit": "datasetRecords.k"})
    reply = pool.ana.write({"k": ("w", 1)})
    assert reply.ok
    assert seen(reply.output) == {"k": ("v", 1)}
    assert pool.ana.row().sync_count == 1
    assert "sync.trigger.kept" in reply.record.refused_by


def test_a_developer_s_write_passes_the_function_by(pool: Pool) -> None:
    pool.runs({"deny": "never"})
    assert developer(pool.ana).write({"k": ("w", 1)}).ok
    assert [child.kind for child in pool.world.trail[-1].children] == []
    assert not pool.ana.write({"k": ("x", 2)}).ok


FAILS: dict[str, tuple[dict[str, Any], str, str]] = {
    "throws": ({"deny": "no cheating"}, "InvalidLambdaFunctionOutputException", "function.succeeds"),
    "takes 6 seconds": ({"takes": "6s"}, "LambdaSocketTimeoutException", "function.in_time"),
    "changes another field": (
        {"set": {"response.x": True}},
        "InvalidLambdaFunctionOutputException",
        "sync.trigger.output",
    ),
    "no operation": (
        {"set": {"datasetRecords.badge": {"newValue": "gold"}}},
        "InvalidLambdaFunctionOutputException",
        "sync.trigger.output",
    ),
    "another operation": (
        {"set": {"datasetRecords.k.op": "'add'"}},
        "InvalidLambdaFunctionOutputException",
        "sync.trigger.output",
    ),
    "a number": (
        {"set": {"datasetRecords.k.newValue": 42}},
        "InvalidLambdaFunctionOutputException",
        "sync.trigger.output",
    ),
    "no record": ({"set": {"datasetRecords.k": "'x'"}}, "InvalidLambdaFunctionOutputException", "sync.trigger.output"),
    "a further part": (
        {"set": {"datasetRecords.k.by": "'x'"}},
        "InvalidLambdaFunctionOutputException",
        "sync.trigger.output",
    ),
    "no map": ({"set": {"datasetRecords": []}}, "InvalidLambdaFunctionOutputException", "sync.trigger.output"),
}


@pytest.mark.parametrize("case", FAILS)
def test_nothing_is_stored_when_the_function_fails_or_answers_something_else(pool: Pool, case: str) -> None:
    rule, code, found = FAILS[case]
    pool.runs(rule)
    session = pool.ana.token()
    before = state(pool.world)
    reply = pool.ana.write({"k": ("w", 1)}, SyncSessionToken=session)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == (code, 400)
    assert found in reply.record.refused_by
    assert state(pool.world) == before


def test_a_function_that_is_not_there_fails(pool: Pool) -> None:
    arn = f"arn:aws:lambda:us-east-1:{pool.world.account}:function:nothing"
    pool.asked("SetCognitoEvents", Events={"SyncTrigger": arn})
    code, rules = why(pool.ana.write({"k": ("w", 1)}))
    assert code == "InvalidLambdaFunctionOutputException"
    assert "function.exists" in rules


def test_a_sync_trigger_is_tried_once(pool: Pool) -> None:
    pool.runs({"takes": "6s"})
    reply = pool.ana.write({"k": ("w", 1)})
    check = next(check for check in reply.record.children[0].why() if check.rule == "function.in_time")
    assert check.fact("tries") == 1
