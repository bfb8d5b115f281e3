"""The bench measures all that it promises; its figures are for people, and no test depends on how fast a machine is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from cogtui.dev import bench
from cogtui.dev.benchmarks.row import Bar, Row
from cogtui.dev.benchmarks.timing import compared, percentile

pytestmark = pytest.mark.xdist_group("bench")

BARS = {
    "start": ("x", 1.25, "at most"),
    "flows": ("x", 0.6, "at least"),
    "undo.one": ("ms", 1, "at most"),
    "undo.many": ("ms", 1, "at most"),
    "trail.move": ("ms", 16, "at most"),
    "switch.first": ("ms", 250, "at most"),
    "switch.warm": ("ms", 150, "at most"),
    "sync.full": ("x", 1.1, "at most"),
    "sync.identity": ("x", 1.1, "at most"),
    "sync.flat": ("x", 1.25, "at most"),
    "sync.edit": ("ms", 16, "at most"),
    "sync.story": ("ms", 16, "at most"),
    "endpoint.initiate_auth": ("x", 0.5, "at least"),
    "endpoint.credentials": ("x", 0.5, "at least"),
    "endpoint.memory": ("x", 1.05, "at most"),
}
BESIDE_MOTO = {f"endpoint.{name}": ("x", 4, "at least") for name in ("get_id", "web_identity", "get_object")}
"""Have a bar where moto is there to be compared with."""
BESIDE_MOTO |= {f"verdict.moto.{size}": ("x", 1, "at least") for size in ("small", "usual", "large")}
BARS |= BESIDE_MOTO if find_spec("moto") else {}
WITHOUT_BAR = {
    "trail.detail",
    "sync.devices",
    "sync.drawn",
    "door.GetCallerIdentity",
    "door.GetObject",
    "door.DescribeIdentityPool",
    "door.GetId",
    "endpoint.p99",
    "srp",
    *(() if find_spec("moto") else BESIDE_MOTO),
} | {f"verdict.{kind}" for kind in ("role", "guest", "trust", "why", "explained", "growth", "matrix")}


def test_every_row_is_measured_and_held_against_its_bar() -> None:
    command = [sys.executable, "-m", "cogtui.dev", "bench", "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = {row["id"]: row for row in json.loads(done.stdout)}
    assert rows.keys() == BARS.keys() | WITHOUT_BAR
    assert all(row["figure"] > 0 for row in rows.values())
    for name, row in rows.items():
        if name in BARS:
            unit, limit, side = BARS[name]
            assert (row["unit"], row["bar"], row["verdict"] in ("ok", "over")) == (
                unit,
                {"limit": limit, "side": side},
                True,
            )
        else:
            assert (row["bar"], row["verdict"]) == (None, "")


def test_the_docstring_lists_every_row() -> None:
    listed = re.findall(r"^\| ([a-z.*, ]+) \|", bench.__doc__ or "", re.MULTILINE)
    names = {name for cell in listed for name in cell.strip().split(", ")} - {"row", ""}
    rows = {name for name in BARS if not name.startswith(("endpoint.", "verdict."))}
    without = {"trail.detail", "sync.devices", "sync.drawn"}
    assert names == rows | without | {"door.*", "verdict.moto.*", "verdict.*", "endpoint.*", "srp"}


@pytest.mark.parametrize(
    ("figure", "bar", "verdict"),
    [
        (1.25, Bar(1.25, "at most"), "ok"),
        (1.26, Bar(1.25, "at most"), "over"),
        (0.6, Bar(0.6, "at least"), "ok"),
        (0.59, Bar(0.6, "at least"), "over"),
        (5, None, ""),
    ],
)
def test_a_figure_keeps_its_bar_or_is_over_it(figure: float, bar: Bar | None, verdict: str) -> None:
    row = Row("x", "what", figure, "x", bar)
    assert row.verdict == verdict
    assert bench.line(row).endswith(verdict)


def test_what_is_compared_takes_turns_and_one_busy_moment_changes_nothing() -> None:
    seen: list[str] = []
    busy = iter([1.0, 1.0, 50.0, 1.0, 1.0])

    def first() -> float:
        seen.append("first")
        return 2.0

    def second() -> float:
        seen.append("second")
        return next(busy)

    found = compared(first, second, 5)
    assert seen == ["first", "second"] * 5
    assert (found.first, found.second, found.ratio) == (2.0, 1.0, 2.0)


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(one) for one in range(1, 101)]
    assert [percentile(values, percent) for percent in (50, 95, 100)] == [50, 95, 100]
    assert percentile([7.0], 95) == 7.0
