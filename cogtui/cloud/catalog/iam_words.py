"""How IAM words a constraint that does not hold: the framework's sentences, changed a little, and a few of its own.

The answers were recorded from AWS in 2025 and 2026, by LocalStack's snapshot tests of IAM.
"""

from __future__ import annotations

from typing import Final

import msgspec

from cogtui.cloud.catalog.problems import HIDDEN, Problem

_PATTERN: Final = "Member must satisfy regular expression pattern"
_ENUM: Final = "Member must satisfy enum value set"
_NOT_NULL: Final = ", Member must not be null]"

_LETTERS: Final = "It must contain only alphanumeric characters and/or the following: +=,.@_-"
_WANTED: Final = {
    "path": "It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    "groupName": _LETTERS,
    "policyName": _LETTERS,
    "roleName": _LETTERS,
    "userName": _LETTERS,
}
"""Parameter -> what IAM says of a value that does not fit its pattern."""


def own_sentence(problems: list[Problem]) -> str:
    """Return IAM's own sentence about the first value that does not fit its pattern; empty where the framework speaks.

    The framework's constraints come first: a path that is too long besides is only called too long.
    """
    if all(each.path in _WANTED and each.rule.startswith(_PATTERN) for each in problems):
        name = problems[0].path
        return f"The specified value for {name} is invalid. {_WANTED[name]}"
    return ""


def worded(problems: list[Problem]) -> list[Problem]:
    """Return problems as IAM's messages have them: by path, without the values and without the sets of enums."""
    kept = [each for each in problems if not (each.path in _WANTED and each.rule.startswith(_PATTERN))] or problems
    return [msgspec.structs.replace(each, value=HIDDEN, rule=_rule(each)) for each in sorted(kept, key=_by_path)]


def _by_path(problem: Problem) -> str:
    return problem.path


def _rule(problem: Problem) -> str:
    if problem.rule.startswith(_ENUM):
        return _ENUM
    if problem.path == "tagKeys" and problem.rule.endswith("]"):
        return problem.rule.removesuffix("]") + _NOT_NULL
    return problem.rule
