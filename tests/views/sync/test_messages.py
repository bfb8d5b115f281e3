"""Messages of synchronising in a few words, whatever is in them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.parties import SERVICE_PARTY
from cogtui.cloud.trail import Record
from cogtui.views import flow
from cogtui.views.ink import plain, size
from cogtui.views.sync.flight import ARRIVES, Flight, flights_of, frame
from cogtui.views.sync.messages import answered, words_of
from cogtui.views.sync.timeline import concerns, told
from tests.views.texts import cells, faulty, texts, values


def a_call(operation: str, request: dict[str, Any], output: dict[str, Any] | None = None, **more: Any) -> Record:
    """Return a call of the phone at Cognito Sync."""
    return Record(
        "7",
        "call",
        "cognito-sync",
        operation,
        "Phone",
        "Sync",
        0.0,
        request=request,
        output=output,
        device="phone",
        **more,
    )


def a_push(content: dict[str, Any], **more: Any) -> Record:
    """Return a push on its way to the tablet."""
    return Record(
        "7.1", "message", "GCM", "push", "SNS", "Tablet", 0.0, request=content, output={}, device="tablet", **more
    )


def a_refusal(status: int, code: str, message: str = "") -> ErrorInfo:
    """Return an error."""
    return ErrorInfo(code, message, status, {})


def patch(key: str, value: str | None, count: int) -> dict[str, Any]:
    """Return a RecordPatch."""
    whole = {"Op": "remove" if value is None else "replace", "Key": key, "SyncCount": count, "Value": value}
    return {name: member for name, member in whole.items() if member is not None}


LISTED = {"Records": [{"Key": "theme", "Value": "x", "SyncCount": 2}], "DatasetSyncCount": 2}
STALE = a_refusal(409, "ResourceConflictException", "Current SyncCount for: theme is: 2 not: 1")
WRITE = {"RecordPatches": [patch("theme", "dark", 1)]}
PUSHED = {"datasetName": "prefs", "syncCount": "3", "source": "cognito-sync"}

WORDS: tuple[tuple[str, Record, str], ...] = (
    ("a pull", a_call("ListRecords", {"LastSyncCount": 1}, LISTED), "ListRecords since 1: theme@2, count 2"),
    ("nothing", a_call("ListRecords", {}, {"DatasetSyncCount": 4}), "ListRecords since 0: nothing, count 4"),
    (
        "many records",
        a_call("ListRecords", {}, {"Records": [{"Key": "k", "SyncCount": 1}] * 3, "DatasetSyncCount": 1}),
        "ListRecords since 0: k@1 removed + 2 more, count 1",
    ),
    (
        "deleted and merged",
        a_call("ListRecords", {}, {"DatasetDeletedAfterRequestedSyncCount": True, "MergedDatasetNames": ["a.b"]}),
        "ListRecords since 0: nothing, count 0, deleted meanwhile, merged datasets",
    ),
    (
        "a write",
        a_call("UpdateRecords", WRITE, {"Records": [{"Key": "theme", "SyncCount": 2}]}),
        "UpdateRecords theme=dark@1 -> @2",
    ),
    (
        "a removal",
        a_call("UpdateRecords", {"RecordPatches": [patch("theme", None, 2)]}, {"Records": []}),
        "UpdateRecords remove theme@2 -> nothing",
    ),
    ("a stale count", a_call("UpdateRecords", WRITE, error=STALE), "UpdateRecords 409 theme is 2 not 1"),
    (
        "another refusal",
        a_call("RegisterDevice", {"Platform": "GCM"}, error=a_refusal(400, "InvalidConfigurationException")),
        "RegisterDevice GCM: 400 InvalidConfigurationException",
    ),
    ("a push", a_push(PUSHED), "push prefs count 3"),
    ("a push in wrappings", a_push({"token": "t", "message": {"data": PUSHED}}), "push prefs count 3"),
    ("a push that fails", a_push(PUSHED, error=a_refusal(400, "InvalidRegistration")), "push prefs count 3: Invalid"),
)


@pytest.mark.parametrize(("record", "words"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_a_record_is_told_in_a_few_words(record: Record, words: str) -> None:
    assert words_of(record).startswith(words)


def test_what_is_no_message_of_synchronising_keeps_its_name() -> None:
    act = Record("3", "act", "sync", "write", "Phone", "Phone", 0.0, title="phone: theme = dark", device="phone")
    assert words_of(act) == "phone: theme = dark"
    assert (
        words_of(Record("4", "call", "sts", "GetCallerIdentity", "Phone", "STS", 0.0, output={})) == "GetCallerIdentity"
    )


def test_the_history_is_of_devices_and_of_whatever_moves_their_data() -> None:
    bare = Record("1", "call", "s3", "GetObject", "App", "S3", 0.0)
    assert not concerns(bare)
    assert concerns(msgspec.structs.replace(bare, device="phone"))
    assert concerns(msgspec.structs.replace(bare, service="cognito-identity", operation="MergeDeveloperIdentities"))
    pushing = a_call("UpdateRecords", WRITE, {}, children=(a_push(PUSHED),))
    assert concerns(pushing, "tablet")
    assert not concerns(pushing, "web")


# --- on the way ----------------------------------------------------------------------------------------------------------


def test_a_write_goes_there_sets_off_a_push_and_is_answered() -> None:
    record = a_call("UpdateRecords", WRITE, {"Records": [{"Key": "theme", "SyncCount": 2}]}, children=(a_push(PUSHED),))
    there, push, back = flights_of(record)
    assert there == Flight("Phone", "Sync", "UpdateRecords theme=dark@1")
    assert push == Flight("Tablet", "SNS", "push prefs count 3", back=True, dashed=True)
    assert back == Flight("Phone", "Sync", "stored @2", back=True)


def test_a_refusal_comes_back_with_its_reason() -> None:
    there, back = flights_of(a_call("UpdateRecords", WRITE, error=STALE))
    assert there.fate == "refused"
    assert back.label == "409 theme is 2 not 1"


def test_without_network_a_message_gets_lost_halfway() -> None:
    error = a_refusal(400, "NetworkException")
    (lost,) = flights_of(Record("1", "act", "sync", "attempt", "Phone", "Phone", 0.0, error=error, device="phone"))
    assert plain(frame(lost, 1, 60)).index("✗") < plain(frame(lost, 1, 60)).index("►")


def test_acts_do_not_fly() -> None:
    assert not list(flights_of(Record("1", "act", "sync", "write", "Phone", "Phone", 0.0, device="phone")))


def test_the_ball_goes_from_the_sender_to_the_receiver() -> None:
    for flight in (Flight("Phone", "Sync", "x"), Flight("Tablet", "SNS", "x", back=True, dashed=True)):
        lines = [plain(frame(flight, step / 10, 70)) for step in range(7)]
        places = [line.index("●") for line in lines]
        assert places == sorted(places, reverse=flight.back)
        assert len(set(places)) > 4
        assert "●" not in plain(frame(flight, ARRIVES, 70))
    assert "╌" in plain(frame(Flight("Tablet", "SNS", "x", dashed=True), 0.5, 70))


def test_a_refused_message_ends_at_the_receiver_with_a_cross() -> None:
    refused = Flight("Phone", "Sync", "x", fate="refused")
    assert "✗ Sync" in plain(frame(refused, ARRIVES, 70))
    assert "✗" not in plain(frame(refused, 0.5, 70))


flights = st.builds(
    Flight,
    texts,
    texts | st.sampled_from(sorted(SERVICE_PARTY.values())),
    texts,
    back=st.booleans(),
    dashed=st.booleans(),
    fate=st.sampled_from(("", "refused", "lost")),
)


@given(flight=flights, progress=st.floats(), cells=cells)
def test_no_wire_is_wider_than_asked(flight: Flight, progress: float, cells: int) -> None:
    line = frame(flight, progress, cells)
    assert size(line) <= cells
    assert not faulty(line)


anything = st.dictionaries(
    texts | st.sampled_from(["Records", "RecordPatches", "message", "data", "LastSyncCount"]), values
)


@given(
    operation=st.sampled_from(["ListRecords", "UpdateRecords", "ListDatasets", "RegisterDevice", "DeleteDataset"])
    | texts,
    request=anything,
    output=anything,
    rows=st.lists(anything | values, max_size=3),
    message=texts,
)
def test_whatever_clients_send_a_row_can_be_drawn(
    operation: str, request: dict[str, Any], output: dict[str, Any], rows: list[Any], message: str
) -> None:
    refused = a_refusal(409, "ResourceConflictException", f"Current SyncCount for: {message} is: 2 not: 1")
    for record in (
        a_call(operation, {**request, "RecordPatches": rows}, {**output, "Records": rows, "Datasets": rows}),
        a_call(operation, request, error=refused),
        a_push({**request, "message": output}),
    ):
        row = flow.FlowRow("record", told(record))
        line = flow.draw(row, flow.laid_out([row], 80))
        assert size(line) == 80
        assert not faulty(line)
        assert isinstance(answered(record), str)
        for flight in flights_of(record):
            assert size(frame(flight, 0.5, 80)) <= 80
