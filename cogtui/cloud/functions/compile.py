"""Rules as people write them, and the errors about them: each names the place and what was expected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.documents import below
from cogtui.cloud.documents.spelling import unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.functions import expressions, paths
from cogtui.cloud.functions.records import FunctionRule

MOST_RULES = 50
MOST_CHARACTERS = 20_000
"""Of all rules of a function together, as JSON."""
LONGEST_DENY = 500
LONGEST_SECONDS = 900
"""What Lambda itself allows."""

_SECONDS = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)\s*(ms|s)?")

Wrong = Callable[[str, str], AuthoringError]
"""(pointer below the rules, message) -> the error at that place."""


def compiled(rules: Any, wrong: Wrong) -> tuple[FunctionRule, ...]:
    """Return rules as records, once all of them can be followed."""
    if not is_list(rules):
        raise wrong("", "`Rules` is a list")
    if len(rules) > MOST_RULES:
        raise wrong("", f"a function has at most {MOST_RULES} rules, not {len(rules)}")
    size = len(json.dumps(rules, default=str))
    if size > MOST_CHARACTERS:
        raise wrong("", f"the rules of a function have at most {MOST_CHARACTERS} characters, not {size}")
    return tuple(_rule(rule, below("", index), wrong) for index, rule in enumerate(rules))


def _rule(rule: Any, at: str, wrong: Wrong) -> FunctionRule:
    if not is_dict(rule):
        raise wrong(at, "a rule is a map with `when`, `set`, `omit`, `deny` or `takes`")
    for name in rule:
        if name not in _FIELDS:
            raise wrong(below(at, name), unknown("a part of a rule", name, _FIELDS))
    if rule.keys() <= {"when"}:
        raise wrong(at, "a rule says what happens: `set`, `omit`, `deny` or `takes`")
    return FunctionRule(**{name: _FIELDS[name](value, below(at, name), wrong) for name, value in rule.items()})


def _when(value: Any, at: str, wrong: Wrong) -> str:
    # `when: true` reads well and holds always.
    text = {True: "`true`", False: "`false`"}[value] if isinstance(value, bool) else value
    if not isinstance(text, str) or not text.strip():
        raise wrong(at, "`when` is a JMESPath over the event")
    _check(text, at, wrong)
    return text


def _set(value: Any, at: str, wrong: Wrong) -> dict[str, Any]:
    if not is_dict(value) or not value:
        raise wrong(at, "`set` is a map: paths below `response` or `datasetRecords`, and what to put there")
    for path, each in value.items():
        _path(path, below(at, path), wrong)
        if isinstance(each, str) and not _is_code(each, below(at, path), wrong):
            _check(each, below(at, path), wrong)
    return value


def _omit(value: Any, at: str, wrong: Wrong) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not is_list(listed) or not listed or not all(isinstance(path, str) for path in listed):
        raise wrong(at, "`omit` is a path below `response` or `datasetRecords`, or a list of such paths")
    for index, path in enumerate(listed):
        place = at if isinstance(value, str) else below(at, index)
        if len(_path(path, place, wrong)) == 1:
            raise wrong(place, f"`{path}` cannot be left out as a whole: name something in it")
    return tuple(listed)


def _path(text: str, at: str, wrong: Wrong) -> tuple[str, ...]:
    try:
        return paths.parts_of(text)
    except ValueError as problem:
        raise wrong(at, str(problem)) from problem


def _is_code(text: str, at: str, wrong: Wrong) -> bool:
    if not re.match(r"\s*code\s*\(", text):
        return False
    if not 1 <= expressions.digits_of(text) <= 20:
        raise wrong(at, f"`{text}` is no code: `code(6)` gives six digits, and 1 to 20 are possible")
    return True


def _deny(value: Any, at: str, wrong: Wrong) -> str:
    if not isinstance(value, str) or not value.strip():
        raise wrong(at, "`deny` is the message of the function's error")
    if len(value) > LONGEST_DENY:
        raise wrong(at, f"`deny` has at most {LONGEST_DENY} characters, not {len(value)}")
    return value


def _takes(value: Any, at: str, wrong: Wrong) -> float:
    found = None if isinstance(value, bool) else _SECONDS.fullmatch(str(value).strip())
    seconds = float(found.group(1)) / (1000 if found.group(2) == "ms" else 1) if found else -1
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise wrong(at, f"`takes` is a time such as `6s` or `300ms`, up to {LONGEST_SECONDS}s, not `{value}`")
    return seconds


def _check(text: str, at: str, wrong: Wrong) -> None:
    try:
        expressions.check(text)
    except expressions.BadExpression as problem:
        raise wrong(at, str(problem)) from problem


_FIELDS: dict[str, Callable[[Any, str, Wrong], Any]] = {
    "when": _when,
    "set": _set,
    "omit": _omit,
    "deny": _deny,
    "takes": _takes,
}
