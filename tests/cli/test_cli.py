"""The `cogtui` command line: what it prints, and how it fails."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cogtui import __main__, __version__
from cogtui.cli import cogtui
from cogtui.cli.group import THEMES
from cogtui.cloud.templates.placed import Placed
from cogtui.cloud.tokens.decode import decode
from cogtui.tui import themes
from cogtui.views import token_text


def invoke(*arguments: str, text: str | None = None) -> Result:
    """Run the command line in this process; a bug stays loud."""
    return CliRunner().invoke(cogtui, arguments, input=text, prog_name="cogtui", catch_exceptions=False)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for the app and note how it is opened."""
    calls: list[dict[str, Any]] = []
    app = ModuleType("cogtui.tui.app")
    app.__dict__["run"] = lambda **options: calls.append(options) or 0
    monkeypatch.setitem(sys.modules, "cogtui.tui.app", app)
    return calls


def test_the_version_is_one_line() -> None:
    assert invoke("--version").output == f"cogtui {__version__}\n"


def test_without_arguments_the_app_opens_at_home(opened: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["cogtui"])
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert not left.value.code
    assert opened == [{}]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--no-mouse"], {"mouse": False, "theme": None}),
        (["--theme", "light"], {"mouse": True, "theme": "light"}),
        (["learn"], {"mouse": True, "theme": None, "at": "learn", "lesson": None}),
        (["--no-mouse", "lab"], {"mouse": False, "theme": None, "at": "lab", "templates": ()}),
    ],
    ids=" ".join,
)
def test_options_reach_the_app(opened: list[dict[str, Any]], arguments: list[str], expected: dict[str, Any]) -> None:
    assert invoke(*arguments).exit_code == 0
    assert opened == [expected]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "template.yaml: expected a file that can be read: No such file or directory"),
        (b"\xff\xfe", "template.yaml: byte 1 is no UTF-8 text"),
        (b"Resources: [\n", "template.yaml:"),
        (b"Resources:\n  A:\n    Type: CogTUI::Buckt\n", "template.yaml:3:"),
    ],
    ids=["missing", "binary", "broken", "unknown type"],
)
def test_a_template_that_does_not_hold_is_one_line_and_no_app(
    opened: list[dict[str, Any]], tmp_path: Path, content: bytes | None, said: str
) -> None:
    template = tmp_path / "template.yaml"
    if content is not None:
        template.write_bytes(content)
    result = invoke("lab", "--template", str(template))
    assert (result.exit_code, result.stdout, opened) == (2, "", [])
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_template_that_holds_opens_the_app_on_it(opened: list[dict[str, Any]], tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n", encoding="utf-8")
    assert invoke("lab", "--template", str(template)).exit_code == 0
    assert opened[0]["templates"] == (Placed(template),)


def test_templates_open_the_app_on_one_world_of_several_accounts(opened: list[dict[str, Any]], tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n", encoding="utf-8")
    given = (Placed(tmp_path / "a", "444455556666"), Placed(tmp_path / "b", "111122223333"))
    options = [word for one in given for word in ("--template", f"{one.account}={one.path}")]
    assert invoke("lab", *options).exit_code == 0
    assert opened[0]["templates"] == given


def test_the_themes_on_offer_are_those_of_the_app() -> None:
    assert set(THEMES) == set(themes.NAMES)


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
    assert "AssumeRoot" in services["sts"]["not_simulated"]


def test_coverage_as_text_fits_its_columns_and_names_what_is_missing() -> None:
    result = invoke("coverage")
    assert "AssumeRoleWithSAML" in result.output
    assert [line for line in result.output.splitlines() if len(line) > 120] == []


def a_token(header: dict[str, Any], payload: dict[str, Any]) -> str:
    """Build a token whose signature is 256 bytes of nothing: decoding doesn't look at it."""
    parts = [json.dumps(header).encode(), json.dumps(payload).encode(), bytes(256)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


OPENID = a_token(
    {"alg": "RS512"}, {"iss": "https://cognito-identity.amazonaws.com", "exp": 1767604200, "odd": "\x1b[31m\x9b"}
)


def test_jwt_explains_each_claim_for_the_kind_of_token_it_is() -> None:
    result = invoke("jwt", OPENID)
    assert result.exit_code == 0
    assert "OpenID token of an identity pool" in result.output
    assert "exp: 1767604200   2026-01-05 09:10:00 UTC" in result.output
    assert "256 bytes" in result.output


def test_jwt_sends_no_control_character_of_the_token_to_the_terminal() -> None:
    assert "odd" in invoke("jwt", OPENID).output
    assert [c for c in invoke("jwt", OPENID).output if not c.isprintable() and c != "\n"] == []


@pytest.mark.parametrize("arguments", [["jwt"], ["jwt", "-"]], ids=" ".join)
def test_jwt_reads_what_comes_in_and_says_what_it_left_out(arguments: list[str]) -> None:
    result = invoke(*arguments, text=f"Authorization: Bearer {OPENID}\n")
    assert result.exit_code == 0
    assert "`Bearer`" in result.output


def test_jwt_as_json_gives_both_objects_as_they_stand() -> None:
    found = json.loads(invoke("jwt", "--json", OPENID).output)
    assert found["header"] == {"alg": "RS512"}
    assert found["payload"]["odd"] == "\x1b[31m\x9b"
    assert found["verified"] is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("EAABwzLixnjYBO", "Facebook access token"),
        ("not a token", "three parts"),
        (OPENID.replace(".", ".+", 1), "character"),
        (OPENID + ".a.b", "5 parts"),
        ("...", "4 parts"),
        ("\x1b]0;title\x07", "three parts"),
    ],
)
def test_jwt_says_what_is_wrong_with_what_is_no_token_in_good_order(text: str, said: str) -> None:
    result = invoke("jwt", text)
    assert result.exit_code == 1
    assert said in result.output


def test_jwt_without_anything_to_read_is_one_line_on_stderr() -> None:
    result = invoke("jwt", text=" \n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text_can_be_told_about_without_harm_to_the_terminal(text: str) -> None:
    told = token_text.lines(decode(text), 80)
    assert told[0]
    assert [line for line in told if not line.isprintable()] == []
    assert token_text.as_json(decode(text))["verified"] is False


def test_help_offers_the_commands_that_are_there_in_the_order_of_need() -> None:
    offered = [line.split()[0] for line in invoke("--help").output.split("Commands:\n")[1].splitlines()]
    assert offered == ["learn", "lab", "serve", "explain", "run", "check", "coverage", "jwt", "locate"]
