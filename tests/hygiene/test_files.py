"""What no file of the project contains, and how long a module may get."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.hygiene.project import ROOT, modules, texts

# Written in two parts, so that this file doesn't contain what it looks for.
HOSTS = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "debian" + ".org",
    "crates" + ".io",
    "index" + "-url",
    "trusted" + "-host",
]
"""Registries and settings that name one: which registry an install asks is up to the machine."""

MACHINE_PATH = re.compile(
    r"(?<![\w.:/$}{-])/(?:ho" + r"me|ro" + r"ot|Us" + r"ers|tm" + r"p|wo" + r"rk|op" + r"t)/[\w.]"
)
"""The beginnings of absolute paths that exist on somebody's machine only."""

EMOJI = re.compile("[\u2714\u2716\u25b6\u25c0\U0001f300-\U0001faff\ufe0f]")
"""Glyphs that some terminals draw as two cells wide pictures; `✓ ✗ ► ◄` are one cell wide everywhere."""

TEXTS = dict(texts())


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_registry(host: str) -> None:
    assert [name for name, text in TEXTS.items() if host in text] == []


def test_no_file_names_a_path_of_somebody_s_machine() -> None:
    assert {name: found.group() for name, text in TEXTS.items() if (found := MACHINE_PATH.search(text))} == {}


def test_no_file_contains_emoji() -> None:
    shown = {name: text for name, text in TEXTS.items() if not name.startswith("tests/")}  # tests need odd characters
    assert {name: found.group() for name, text in shown.items() if (found := EMOJI.search(text))} == {}


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in modules()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    silent = [path for path in modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert [path.relative_to(ROOT).as_posix() for path in silent] == []


def test_everything_that_is_installed_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    names = {re.split(r"[^\w-]", line)[0] for line in asked}
    pins = [line for line in TEXTS["constraints.txt"].splitlines() if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[\w-]+==[\w.]+", line)] == []
    assert names - {line.split("==")[0] for line in pins} == set()
