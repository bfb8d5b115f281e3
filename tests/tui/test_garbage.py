"""The garbage collector never stops the app for what lives as long as the app."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from cogtui.__main__ import main
from cogtui.tui import garbage
from cogtui.tui.app import CogTUI

SETTLE, RELEASE = garbage.settle, garbage.release
"""What other tests of the app go without."""


@pytest.fixture(autouse=True)
def collecting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begin with a collector that is on and looks at everything, and with the app as it is."""
    monkeypatch.setattr(garbage, "settle", SETTLE)
    monkeypatch.setattr(garbage, "release", RELEASE)
    gc.unfreeze()
    gc.enable()
    yield
    gc.collect()
    gc.freeze()


async def test_from_the_first_frame_on_the_collector_looks_only_at_what_is_new() -> None:
    async with CogTUI().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_on_the_way_to_home_nothing_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def run() -> int:
        seen.append(gc.isenabled())
        return 0

    monkeypatch.setattr(sys, "argv", ["cogtui"])
    monkeypatch.setattr("cogtui.tui.app.run", run)
    with pytest.raises(SystemExit):
        main()
    gc.enable()
    assert seen == [False]
