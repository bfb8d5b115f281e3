"""The `cogtui` command line: what it prints, and how it fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cogtui import __main__, __version__
from cogtui.cli import cogtui


def invoke(*arguments: str, text: str | None = None) -> Result:
    """Run the command line in this process; a bug stays loud."""
    return CliRunner().invoke(cogtui, arguments, input=text, prog_name="cogtui", catch_exceptions=False)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for the app and note how it is opened."""
    calls: list[dict[str, Any]] = []
    app = ModuleType("cogtui.tui.app")
    app.__dict__["run"] = lambda **options: calls.append(options)
    monkeypatch.setitem(sys.modules, "cogtui.tui.app", app)
    return calls


def test_the_version_is_one_line() -> None:
    assert invoke("--version").output == f"cogtui {__version__}\n"


def test_without_arguments_the_app_opens_at_home(opened: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["cogtui"])
    __main__.main()
    assert opened == [{}]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--no-mouse"], {"mouse": False, "theme": None}),
        (["--theme", "light"], {"mouse": True, "theme": "light"}),
        (["learn"], {"mouse": True, "theme": None, "at": "learn", "lesson": None}),
        (["--no-mouse", "lab"], {"mouse": False, "theme": None, "at": "lab", "template": None}),
    ],
    ids=" ".join,
)
def test_options_reach_the_app(opened: list[dict[str, Any]], arguments: list[str], expected: dict[str, Any]) -> None:
    assert invoke(*arguments).exit_code == 0
    assert opened == [expected]


def test_a_mistyped_command_is_bad_usage_and_names_the_nearest() -> None:
    result = invoke("lern")
    assert result.exit_code == 2
    assert "learn" in result.stderr


@pytest.mark.parametrize(("what", "folder"), [("config", "config"), ("data", "data")])
def test_locate_tells_the_learner_s_own_folders(what: str, folder: str, own_folders: Path) -> None:
    assert invoke("locate", what).output == f"{own_folders / folder}\n"


def test_locate_tells_where_the_lessons_are() -> None:
    assert (Path(invoke("locate", "lessons").output.strip()) / "README.md").is_file()


def test_folders_are_the_platform_s_when_nothing_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("COGTUI_CONFIG_DIR", "COGTUI_DATA_DIR"):
        monkeypatch.setenv(variable, "")
    places = {invoke("locate", what).output.strip() for what in ("config", "data")}
    assert all(Path(place).is_absolute() and "cogtui" in place for place in places)


def test_coverage_as_json_puts_every_operation_on_one_side() -> None:
    services = json.loads(invoke("coverage", "--json").output)["services"]
    for service in services.values():
        assert not set(service["simulated"]) & set(service["not_simulated"])
    assert "GetFederationToken" in services["sts"]["not_simulated"]


def test_coverage_as_text_fits_its_columns_and_names_what_is_missing() -> None:
    result = invoke("coverage")
    assert "GetFederationToken" in result.output
    assert [line for line in result.output.splitlines() if len(line) > 120] == []
