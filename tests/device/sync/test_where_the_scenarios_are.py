"""Where each of the 32 scenarios of Cognito Sync is tested: at the service, with the correct manager, and with JavaScript's.

A test says by its name which scenarios are its own: `test_09_...`, `test_01_and_02_...`, `test_04_to_06_...`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
SERVICE: Final = HERE.parents[1] / "cloud" / "services" / "cognito_sync"

TESTED: Final = {
    "service": [SERVICE / "test_scenarios_server.py", SERVICE / "test_scenarios_push.py"],
    "correct": [HERE / f"test_{name}.py" for name in ("scenarios_correct", "identities", "pushes", "triggers")],
    "javascript": [HERE / f"test_{name}.py" for name in ("scenarios_javascript", "triggers")],
}
"""Who goes through scenarios -> the modules in which he does."""

NOBODYS: Final = {
    "service": {30: "what waits for the network has not been sent yet"},
    "correct": {31: "bulk publishing is a developer's, not an app's", 32: "a manager lists before each write"},
    "javascript": {
        23: "it registers for no pushes",
        31: "bulk publishing is a developer's, not an app's",
        32: "a manager lists before each write",
    },
}
"""Who -> the scenarios that are not his, and why."""

_NUMBERS = re.compile(r"test_(\d+)(?:_(and|to)_(\d+))?_")


def scenarios(module: Path, who: str) -> Iterator[int]:
    """Yield the scenarios of a module's tests; of those for both managers, JavaScript's are the ones with a profile."""
    for test in ast.parse(module.read_text(encoding="utf-8")).body:
        named = _NUMBERS.match(test.name) if isinstance(test, ast.FunctionDef) else None
        if named is None or not isinstance(test, ast.FunctionDef):
            continue
        shared = module.stem == "test_triggers"
        if who == "javascript" and shared and "profile" not in {each.arg for each in test.args.args}:
            continue
        first, last = int(named[1]), int(named[3] or named[1])
        yield from range(first, last + 1) if named[2] == "to" else {first, last}


@pytest.mark.parametrize("who", TESTED)
def test_each_scenario_has_a_test_or_a_reason_for_none(who: str) -> None:
    tested = {number for module in TESTED[who] for number in scenarios(module, who)}
    assert sorted([*tested, *NOBODYS[who]]) == list(range(1, 33))
