"""What holds for every test: nobody's own settings and progress are touched, and laws draw the same examples each time."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Textual reads these once, when it is imported. Nobody watches: what changed is drawn at once, not sixty times a second.
os.environ |= {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_FPS": "1000"}
# Whoever runs the tests may have asked for no colour, or be a pipeline that pretends to have some.
for variable in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
    os.environ.pop(variable, None)

# No deadline: two busy cores would turn it into a coin. `derandomize` makes a failure the same on every machine.
settings.register_profile("cogtui", deadline=None, derandomize=True, print_blob=False)
settings.load_profile("cogtui")


BASELINE = (3, 11)
"""The Python whose pictures of the screens are the ones to compare with."""


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to make snapshots of screens anew on another Python than the others were made on."""
    if config.getoption("update_snapshots", default=False) and sys.version_info[:2] != BASELINE:
        raise pytest.UsageError(f"snapshots are made on Python {BASELINE[0]}.{BASELINE[1]} only")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep twenty thousand tests and what they import out of the garbage collector's rounds: they stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)  # each round goes through a whole app and its world
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Have the collector work whatever a test did: the app goes without it on the way to its first frame."""
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """Collect once more, so that pytest, which does it several times, finds nothing left to go through."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point settings and progress at a folder of the test's own and return it."""
    own = tmp_path / "own"
    monkeypatch.setenv("COGTUI_CONFIG_DIR", str(own / "config"))
    monkeypatch.setenv("COGTUI_DATA_DIR", str(own / "data"))
    return own


@pytest.fixture(scope="module")
def waits_exactly() -> Iterator[None]:
    """Let tests of the app go on as soon as it has nothing left to do, and let the app leave the collector to the tests."""
    from cogtui.tui import garbage
    from tests.tui import idle

    with pytest.MonkeyPatch.context() as patch:
        idle.exactly(patch)
        # What an app keeps from the collector, and gives back, is all that there is: here the remains of others, and pytest.
        patch.setattr(garbage, "settle", gc.enable)
        patch.setattr(garbage, "release", gc.enable)
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many hostile requests the endpoint was sent; on several cores each tells its own."""
    properties = [pair for report in terminalreporter.stats.get("passed", []) for pair in report.user_properties]
    if sent := sum(int(value) for name, value in properties if name == "requests"):
        terminalreporter.write_line(f"{sent:,} hostile requests were answered")
