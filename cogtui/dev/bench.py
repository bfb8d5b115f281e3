"""`make bench`: how fast CogTUI is, as a table of figures and the bars that it keeps.

| row | what is measured | bar |
|---|---|---|
| start | whole processes in a terminal, by turns: start to the first frame of Home, by that of a bare Textual app | at most 1.25x |
| flows | password sign-in -> GetId -> GetCredentialsForIdentity (STS within) -> GetObject: the rate, by the rate of the 3 RSA signatures and 3 verifications in it alone | at least 0.6x |
| undo.one, undo.many | undo of one call, with 1 and with 100,000 users in the pool | under 1 ms |
| trail.move | in the app, a Trail of 10,000 calls: from an arrow key to the frame that it brings | p95 under 16 ms |
| trail.detail | the same, until the detail of the call is drawn too | |
| switch.first, switch.warm | in the app: from a digit to the last frame of the other pane | p95 under 250 and 150 ms |
| sync.full, sync.identity | synchronisation of 10 changed records in a dataset of 1,024, also beside 19 more of them, by 10 of 10 | at most 1.1x |
| sync.devices | 1,000 devices, 100 edits each, a synchronisation after every 10: operations per second | |
| sync.flat | their last tenth by their first | at most 1.25x |
| sync.edit, sync.story | the Sync pane, 4 devices with 200 records each: from the key of an edit to the frame that it brings, also after a story of 10,000 calls | p95 under 16 ms |
| sync.drawn | the same, until everything stands | |
| endpoint.* | `cogtui serve` under 8 connections: GetId, AssumeRoleWithWebIdentity and GetObject by moto's server | at least 4x |
| | InitiateAuth and GetCredentialsForIdentity by the rate of the RSA operations in them alone | at least 0.5x |
| | GetId at 32 connections, p99 | |
| | the server's memory after 100,000 GetObject and GetId, by that after 10,000 | at most 1.05x |
| srp | the server's part of an SRP sign-in | |
| door.* | calls per second that need no cryptography | |
| verdict.moto.* | policy verdicts by those of moto's evaluator, its policies parsed | at least 1x |
| verdict.* | policy verdicts per second; with their why, by the number of statements, a matrix of 50 x 50 | |

What is compared is measured by turns, and the median counts. Python alone is timed by the time that the processor spent on
it, so that other programs change little; starts and frames by the clock on the wall, as a user waits for them.

A bar that is missed is told, not punished: the exit code is 0 unless something could not be measured.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterator
from typing import Any

import click
import msgspec

from cogtui.dev.benchmarks.row import Row

SUBJECTS = ("start", "flows", "undo", "screens", "sync", "sync_screen", "door", "verdicts", "endpoint", "srp")
"""The modules of `benchmarks`, in the order of the table."""

QUICK = 0.01
"""The share of a full run that `--quick` does."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")
@click.option(
    "--quick", is_flag=True, help="Do each thing a few times only: to see that it runs. The figures mean little."
)
@click.option("--only", type=click.Choice(SUBJECTS), multiple=True, help="Measure this subject alone.")
def main(as_json: bool, quick: bool, only: tuple[str, ...]) -> None:
    """Measure speed, as ratios and rates in one run."""
    rows = measured(only or SUBJECTS, QUICK if quick else 1.0)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode([_plain(row) for row in rows])))
        return
    for row in rows:
        click.echo(line(row))


def measured(subjects: tuple[str, ...], share: float) -> Iterator[Row]:
    """Yield the rows of the subjects, each as soon as it is there. `share`: of what a full run does, 1 for all of it."""
    with tempfile.TemporaryDirectory() as own:
        os.environ |= {"COGTUI_CONFIG_DIR": own, "COGTUI_DATA_DIR": own}
        for subject in subjects:
            yield from importlib.import_module(f"cogtui.dev.benchmarks.{subject}").rows(share)


def line(row: Row) -> str:
    """Return a row as a line of the table."""
    bar = f"{row.bar.side} {row.bar.limit:g} {row.unit}" if row.bar else ""
    note = f"  {row.note}" if row.note else ""
    return f"{row.what:<58} {_number(row.figure):>9} {row.unit:<3} {bar:<17} {row.verdict:<4}{note}".rstrip()


def _number(figure: float) -> str:
    """Return a figure with three digits that count."""
    digits = next((digits for limit, digits in ((100, 0), (10, 1), (0.1, 2)) if figure >= limit), 4)
    return f"{figure:,.{digits}f}"


def _plain(row: Row) -> dict[str, Any]:
    return {**msgspec.to_builtins(row), "verdict": row.verdict}
