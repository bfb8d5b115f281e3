"""How devices and the service look on the Sync pane: every line fits, and says what is to be known."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.device_sync.records import DELETED, LocalDataset, LocalRecord, SyncDevice
from cogtui.cloud.services.cognito_sync.records import Dataset, SyncRecord
from cogtui.views.ink import Ink, plain, size
from cogtui.views.sync.board import Board, CloudView, DeviceView
from cogtui.views.sync.drawing import cloud_head, cloud_row, columns_fit, device_head, device_row, device_tabs

IDENTITY = "us-east-1:1111aaaa-0000-4000-8000-000000000000"
PHONE = SyncDevice("phone", "phone", 1, platform="GCM", token="t")
ANY = st.text(max_size=60)


def record(key: str = "theme", value: str | None = "dark", *, dirty: bool = False, count: int = 1) -> LocalRecord:
    """Return a cached record."""
    return LocalRecord("phone", IDENTITY, "prefs", key, value, count, dirty)


def view(device: SyncDevice = PHONE, *records: LocalRecord, count: int = 1, waiting: int = 0) -> DeviceView:
    """Return a device with what it caches."""
    kept = LocalDataset(device.name, IDENTITY, "prefs", 0, 0, count)
    return DeviceView(device, IDENTITY, "Ana@UsrPool", kept, records, waiting=waiting)


def cloud(dataset: Dataset | None) -> CloudView:
    """Return the service's side."""
    return CloudView(IDENTITY, dataset, (), (dataset,) if dataset and dataset.exists else ())


def kept(**other: object) -> Dataset:
    """Return a dataset at the service."""
    row = Dataset("pool", IDENTITY, "prefs", 0, 0, IDENTITY, sync_count=3, size=40, count=2)
    return msgspec.structs.replace(row, **other)


@given(ANY, st.none() | ANY, st.integers(0, 10**6), st.booleans(), st.integers(8, 120))
def test_a_record_fits_its_column_whatever_it_holds(key: str, value: str | None, count: int, dirty: bool, cells: int):
    local = record(key, value, dirty=dirty, count=count)
    remote = SyncRecord("scope", key, value, count, 0, IDENTITY)
    assert size(device_row(local, cells)) <= cells
    assert size(cloud_row(remote, cells)) <= cells


@given(st.integers(8, 120), st.floats(-1e8, 1e8), st.integers(0, 200), st.booleans())
def test_a_heading_fits_its_column(cells: int, skew: float, dirty: int, online: bool):
    device = msgspec.structs.replace(PHONE, skew=skew, online=online, when_connected=("prefs",), profile="javascript")
    records = [record(str(number), dirty=True) for number in range(dirty)]
    lines: list[Ink] = [
        *device_head(view(device, *records, waiting=3), cells),
        *cloud_head(cloud(kept()), "prefs", cells),
    ]
    assert all(size(line) <= cells for line in lines)


def test_a_record_shows_its_mark_key_value_and_count():
    assert plain(device_row(record(dirty=True, count=2), 28)) == "* theme dark             @2 "


def test_a_removed_record_says_so():
    assert "(removed)" in plain(device_row(record(value=None), 40))


def test_an_empty_value_is_no_removed_one():
    assert "(removed)" not in plain(device_row(record(value=""), 40))


@pytest.mark.parametrize(
    ("device", "count", "words"),
    [
        ({}, 3, "L=3 clean"),
        ({"skew": 120.0}, 0, "clock +2 min"),
        ({"when_connected": ("prefs",)}, 1, "queued"),
        ({"token": ""}, 1, "the app is not installed"),
        ({}, DELETED, "deleted here"),
    ],
)
def test_the_second_line_says_what_state_a_device_is_in(device: dict[str, object], count: int, words: str):
    _, state = device_head(view(msgspec.structs.replace(PHONE, **device), count=count), 60)
    assert words in plain(state)


@pytest.mark.parametrize(("waiting", "words"), [(1, " 1 push waits"), (2, " 2 pushes wait")])
def test_pushes_that_wait_are_counted(waiting: int, words: str):
    _, state = device_head(view(waiting=waiting), 60)
    assert words in plain(state)


@pytest.mark.parametrize(
    ("dataset", "words"),
    [
        (None, "never written"),
        (kept(), "count 3  2 records, 40 B"),
        (kept(exists=False, deleted_at=4), "deleted at count 4"),
    ],
)
def test_the_service_says_what_became_of_the_dataset(dataset: Dataset | None, words: str):
    _, state = cloud_head(cloud(dataset), "prefs", 60)
    assert words in plain(state)


@pytest.mark.parametrize("parent", [kept(), kept(exists=False, deleted_at=2), None], ids=["there", "deleted", "never"])
def test_a_merged_dataset_is_named_beside_its_parent_whether_or_not_that_is_there(parent: Dataset | None):
    child = kept(name="prefs.us-east-1:2222", merged_into="prefs")
    _, state = cloud_head(CloudView(IDENTITY, parent, (), (child,)), "prefs", 80)
    assert "merged: prefs.us-east-1:2222" in plain(state)


def test_offline_is_told_by_a_word_too():
    head, _ = device_head(view(msgspec.structs.replace(PHONE, online=False)), 40)
    assert plain(head).endswith("✗ offline ")


def test_tabs_mark_the_device_in_view_and_what_waits_on_the_others():
    tablet = view(msgspec.structs.replace(PHONE, name="tablet"), record(dirty=True))
    line = device_tabs(Board("prefs", (view(), tablet), cloud(None), ("prefs",)), "phone", 60)
    assert plain(line) == " [phone] ✓   tablet  ✓ *1  "


@pytest.mark.parametrize(("cells", "devices", "fit"), [(80, 1, True), (80, 3, False), (120, 4, True), (96, 3, True)])
def test_all_columns_are_shown_where_each_has_room(cells: int, devices: int, fit: bool):
    assert columns_fit(cells, devices) is fit
