"""Synchronising where a sync trigger has its say (scenarios 26 to 28)."""

from __future__ import annotations

import pytest

from cogtui.cloud.device_sync.records import Profile
from cogtui.cloud.trail import Record
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers
from tests.device.sync.lab import Lab

BADGE = {
    "set": {
        "datasetRecords.badge.oldValue": None,
        "datasetRecords.badge.newValue": "'gold'",
        "datasetRecords.badge.op": "'replace'",
    }
}
"""A rule that adds a record."""
PROFILES = pytest.mark.parametrize("profile", ["correct", "javascript"])


@PROFILES
def test_26_a_developers_write_is_not_put_to_the_trigger(profile: Profile) -> None:
    lab = Lab(profile)
    lab.shared(k="v0")
    lab.furnish_trigger(BADGE)
    lab.develop(k="dev")
    assert lab.cloud() == {"k": ("dev", 2)}
    assert lab.sync("phone").ok
    assert lab.cache("phone") == {"k": "dev"}


@PROFILES
def test_27_a_record_that_the_trigger_adds_comes_with_the_answer(profile: Profile) -> None:
    lab = Lab(profile)
    lab.shared(score="1")
    lab.furnish_trigger(BADGE)
    lab.put("phone", score="100")
    outcome = lab.sync("phone")
    assert outcome.ok
    assert lab.cloud() == {"score": ("100", 2), "badge": ("gold", 2)}
    assert lab.rows("phone") == {"score": ("100", 2, False), "badge": ("gold", 2, False)}
    assert lab.last("phone") == 2


def test_27_what_the_trigger_adds_does_not_overwrite_an_edit_made_meanwhile() -> None:
    lab = Lab("correct")
    lab.shared(score="1")
    lab.furnish_trigger(BADGE)
    lab.put("phone", score="100")

    def edits(record: Record) -> None:
        if record.operation == "UpdateRecords":
            lab.put("phone", badge="mine")

    assert devices.synchronize(lab.world, "phone", "d", Handlers(on_sent=edits)).ok
    assert lab.rows("phone")["badge"] == ("mine", 0, True)
    assert lab.sync("phone").state == "cancelled"  # a conflict like any other
    assert lab.sync("phone", conflict="remote").ok
    assert lab.cache("phone") == {"score": "100", "badge": "gold"}


@PROFILES
def test_28_a_trigger_that_takes_too_long_leaves_the_device_dirty(profile: Profile) -> None:
    lab = Lab(profile)
    lab.shared(k="v0")
    lab.furnish_trigger({"takes": "6s"})
    lab.put("phone", k="v1")
    outcome = lab.sync("phone")
    assert outcome.state == "failed"
    assert (lab.dirty("phone"), lab.cloud()) == (["k"], {"k": ("v0", 1)})
    lab.furnish_trigger()
    assert lab.sync("phone").ok
    assert lab.cloud() == {"k": ("v1", 2)}
