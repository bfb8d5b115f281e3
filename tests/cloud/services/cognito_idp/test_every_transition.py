"""Every row of the table of transitions is taken by a sign-in that ends in tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, TypeVar

import msgspec
import pytest

from cogtui.cloud.services.cognito_idp.signing_in import challenges
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt
from cogtui.cloud.services.cognito_idp.signing_in.challenges import CUSTOM_FLOWS, TRANSITIONS, Transition
from tests.cloud.services.cognito_idp import test_challenges, test_choice_paths, test_devices
from tests.cloud.services.cognito_idp.phone import INSTEAD

FLOWS = {"USER_SRP_AUTH", "USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH"}
"""Flows that stand for the others: all rows are theirs, but for those of choice and the custom one."""
PLAIN = [(flow, path) for flow, path in test_challenges.PATHS if flow in FLOWS]


Walk = TypeVar("Walk")


def fewest(walks: Iterable[Walk], parts: Callable[[Walk], set[Any]]) -> list[Walk]:
    """Return the walks that have a part which no walk before them has."""
    seen: set[Any] = set()
    chosen: list[Walk] = []
    for walk in walks:
        if not parts(walk) <= seen:
            chosen.append(walk)
            seen |= parts(walk)
    return chosen


def test_every_row_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The custom flow's rows are taken where its functions are (triggers/test_custom_auth.py)."""
    taken: set[Transition] = set()
    known = challenges.rows

    def watched(state: str, flow: str = "") -> list[Transition]:
        return [msgspec.structs.replace(row, guard=noting(row, taken)) for row in known(state, flow)]

    monkeypatch.setattr(challenges, "rows", watched)
    for flow, path in fewest(PLAIN, lambda walk: set(pairwise(walk[1]))):
        test_challenges.test_every_path_of_the_table_can_be_walked_and_ends_in_tokens(flow, path)
    for path in fewest(test_choice_paths.PATHS, set):
        test_choice_paths.test_every_path_of_choice_can_be_walked_and_ends_in_tokens(path)
    test_devices.test_whether_a_remembered_device_replaces_the_second_factor_is_the_pools_to_say(INSTEAD)
    left = [row for row in TRANSITIONS if row not in taken and set(row.flows) != set(CUSTOM_FLOWS)]
    assert [(row.state, row.answer, row.guard.says, row.to) for row in left] == []


def noting(row: Transition, taken: set[Transition]) -> challenges.Guard:
    """Return the row's guard, which notes that the row is taken: the first one that holds is."""

    def holds(attempt: Attempt) -> bool:
        held = row.guard.holds(attempt)
        if held:
            taken.add(row)
        return held

    return challenges.Guard(row.guard.says, holds)
