"""Every decision can be explained: a rule id that the code uses has its words and its source."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cogtui.cloud.rules import OWNERS, rule
from tests.hygiene.project import ROOT, files

NOTING = {"require", "refuse", "check", "note", "Check", "decide"}
"""Functions and records whose first argument is a rule id."""


def rule_ids(path: Path) -> Iterator[tuple[str, str]]:
    """Yield place and id of every rule that the module names where it notes a check."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or _name(node.func) not in NOTING:
            continue
        given = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "rule")]
        for argument in given:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", argument.value


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


USED = [use for path in files("cogtui/cloud") if path.suffix == ".py" for use in rule_ids(path)]


def test_checks_are_found_in_the_code() -> None:
    assert len(USED) > 5


@pytest.mark.parametrize(("place", "rule_id"), USED)
def test_every_rule_id_in_the_code_is_written_down(place: str, rule_id: str) -> None:
    assert rule(rule_id).asks, f"{place}: `{rule_id}`"


@pytest.mark.parametrize("prefix", OWNERS)
def test_every_rule_has_a_source_and_carries_its_owner_s_prefix(prefix: str) -> None:
    rules = importlib.import_module(OWNERS[prefix]).RULES
    assert rules
    assert [rule_id for rule_id in rules if not rule_id.startswith(f"{prefix}.")] == []
    assert [rule_id for rule_id, found in rules.items() if not (found.asks and found.source)] == []


def test_every_rule_is_asked_somewhere() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in files("cogtui")
        if path.suffix == ".py" and path.name != "rules.py" and not path.name.endswith("_rules.py")
    )
    known = [rule_id for owner in OWNERS.values() for rule_id in importlib.import_module(owner).RULES]
    assert [rule_id for rule_id in known if f'"{rule_id}"' not in text] == []
