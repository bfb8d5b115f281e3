"""The smallest change that would have let a refused call through, per side, as facts that a why can list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cogtui.cloud.explain import Fact
from cogtui.cloud.policy.evaluate import PolicyEvaluation
from cogtui.cloud.policy.smallest_change import smallest_changes
from cogtui.cloud.trail import Record
from cogtui.views.ink import middle

ONE_SIDE: Final = "smallest change"
SIDES: Final = {"caller": "caller's side", "resource": "resource's side"}
"""What the lines begin with: whoever is responsible for the caller, or for the resource, must act."""

_LONG: Final = re.compile(r"(?:arn:|https:)[^\s`]{32,}")


def change_facts(record: Record) -> Iterator[Fact]:
    """Yield a fact per change for the policy question that refused a call; none where policies did not refuse it."""
    refused = (check for check in record.checks if isinstance(check, PolicyEvaluation) and not check.passed)
    question = next(refused, None)
    if record.error is None or question is None:
        return
    changes = smallest_changes(question.request, question.policies)
    both = len({change.side for change in changes}) > 1
    for change in changes:
        yield Fact(SIDES[change.side] if both else ONE_SIDE, change.what.replace("`", ""), change.place)


def shortened(text: str) -> str:
    """Return a sentence with its long ARNs cut in the middle, so that the words around them stay in sight."""
    return _LONG.sub(lambda found: middle(found[0], 30), text)
