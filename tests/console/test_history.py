"""Lines come back; the file that keeps them holds no secrets and may be damaged."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.catalog.sensitive import WITHHELD, withhold
from cogtui.cloud.door.withhold import FOREIGN
from cogtui.console.code_cli import command_line
from cogtui.console.history import LIMIT, LONGEST, History, file_of_history
from cogtui.console.secrets import keepable
from tests.builders import a_token
from tests.console.lab import a_lab
from tests.console.shapes import SIMULATED, parameters

WORLD = a_lab()
STATE = WORLD.store


def lines_in(path: Path) -> list[str]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_up_and_down_go_through_what_was_typed_and_end_at_the_draft() -> None:
    history = History()
    for line in ("a", "b", "b", "c"):
        history.add(line, STATE)
    assert [history.older("draft"), history.older("c"), history.older("b"), history.older("a")] == ["c", "b", "a", None]
    assert [history.newer(), history.newer(), history.newer(), history.newer()] == ["b", "c", "draft", None]


def test_lines_come_back_in_the_next_session() -> None:
    path = file_of_history()
    History(path).add("aws sts get-caller-identity", STATE)
    History(path).add("printf 'a\\n' > f\naws iam list-roles", STATE)
    assert History(path).lines == ["aws sts get-caller-identity", "printf 'a\\n' > f\naws iam list-roles"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_only_so_many_lines_are_remembered() -> None:
    path = file_of_history()
    history = History(path)
    for number in range(2 * LIMIT + 2):
        history.add(f"cat {number}", STATE)
    assert len(history.lines) == LIMIT
    assert History(path).lines == [f"cat {number}" for number in range(LIMIT + 2, 2 * LIMIT + 2)]
    assert len(lines_in(path)) == LIMIT


@pytest.mark.parametrize(
    ("content", "lines", "damaged"),
    [
        (b'"cat a"\n{broken\n"cat b"\n[1]\n', ["cat a", "cat b"], False),
        (b"\x00\xff\xfe rubbish", [], True),
        (b"", [], False),
        (b"[" * 100_000, [], True),
    ],
)
def test_a_damaged_file_is_read_as_far_as_it_can_or_set_aside(content: bytes, lines: list[str], damaged: bool) -> None:
    path = file_of_history()
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert History(path).lines == lines
    aside = path.with_name(path.name + ".damaged")
    assert aside.exists() == damaged
    if damaged:
        assert aside.read_bytes() == content


def test_a_disk_that_takes_nothing_leaves_the_history_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    history = History(tmp_path / "file" / "history")
    history.add("cat a", STATE)
    assert history.older("") == "cat a"


def test_in_memory_a_line_is_whole() -> None:
    history = History(file_of_history())
    line = "aws cognito-idp sign-up --client-id c --username u --password hunter2"
    history.add(line, STATE)
    assert history.older("") == line
    assert "hunter2" not in file_of_history().read_text(encoding="utf-8")


SIGN_UP = "aws cognito-idp sign-up --client-id c --username u"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("aws iam get-role --role-name Readers --profile operator", "aws iam get-role --role-name Readers --profile operator"),
        ("aws cognito-idp sign-up --password 's e' --region r", f"aws cognito-idp sign-up --password '{WITHHELD}' --region r"),
        ("aws cognito-idp sign-up --password=se", f"aws cognito-idp sign-up --password='{WITHHELD}'"),
        ("aws cognito-idp sign-up --password $pw", "aws cognito-idp sign-up --password $pw"),
        ("aws cognito-idp sign-up --pasword se cret", f"aws cognito-idp sign-up --pasword '{WITHHELD}' '{WITHHELD}'"),
        ("aws cognito-idp sign-upp --password se", f"aws cognito-idp sign-upp {WITHHELD}"),
        ("aws cognito-idpp sign-up --password se", f"aws cognito-idpp sign-up {WITHHELD}"),
        ("aws cognito-idp sign-up --region r secret", f"aws cognito-idp sign-up --region r {WITHHELD}"),
        ("aws cognito-idp sign-up secret --region r", f"aws cognito-idp sign-up {WITHHELD} --region r"),
        (
            "aws cognito-idp initiate-auth --auth-parameters USERNAME=ana,PASSWORD=$pw",
            f"aws cognito-idp initiate-auth --auth-parameters USERNAME={WITHHELD},PASSWORD=$pw",
        ),
        (
            'aws cognito-idp initiate-auth --auth-parameters \'{"PASSWORD": "x"}\'',
            f"aws cognito-idp initiate-auth --auth-parameters '{WITHHELD}'",
        ),
        ("aws cognito-idp sign-up --cli-input-json '{\"Password\": \"x\"}'", f"aws cognito-idp sign-up --cli-input-json '{WITHHELD}'"),
        ("AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b aws sts x", f"AWS_ACCESS_KEY_ID={WITHHELD} AWS_SECRET_ACCESS_KEY={WITHHELD} aws sts x"),
        ("aws s3api get-object --bucket b --key k out.txt", "aws s3api get-object --bucket b --key k out.txt"),
        ("clock +1h", "clock +1h"),
        ("hunter2", None),
        ("AKIAIOSFODNN7EXAMPLE", None),
        ("aws cognito-idp sign-up --password 'open", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_file_holds_the_line_without_its_secrets(line: str, kept: str | None) -> None:
    assert keepable(line, STATE) == kept


def test_tokens_of_this_world_stay_and_foreign_ones_do_not() -> None:
    own = a_token(WORLD, "https://example.com/own")
    foreign = a_token(a_lab(), "https://example.com/foreign", sub="else")
    assert keepable(f"cat {own}", STATE) == f"cat {own}"
    assert keepable(f"cat {foreign}", STATE) == f"cat {FOREIGN}"


def test_a_line_that_is_very_long_stays_in_memory_only() -> None:
    history = History(file_of_history())
    history.add("cat " + "x" * LONGEST, STATE)
    assert not file_of_history().exists()


SECRETS = st.text("abcdefghijkmnopqrstuvwxyz", min_size=12, max_size=16).map(lambda text: f"zq{text}'\"")


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in leaves(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(("service", "operation"), SIMULATED)
@given(data=st.data())
@settings(max_examples=10)
def test_no_sensitive_value_reaches_the_file(service: str, operation: str, data: st.DataObject) -> None:
    params = data.draw(parameters(service, operation, SECRETS))
    open_ones = set(leaves(withhold(service, operation, params)))
    kept = keepable(command_line(service, operation, params), STATE) or ""
    for secret in set(leaves(params)) - open_ones:
        assert secret.strip("'\"") not in kept


@given(st.text(max_size=60))
def test_any_text_is_kept_or_not(text: str) -> None:
    keepable(text, STATE)
    keepable(f"aws cognito-idp sign-up --password {text}", STATE)
