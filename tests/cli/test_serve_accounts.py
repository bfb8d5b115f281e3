"""`cogtui serve` with several accounts: which there are, how clients find each of them, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import boto3
import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.placed import Placed, accounts_of, placed
from cogtui.cloud.world import DEFAULT_ACCOUNT
from tests.cli.serving import Running, fails, serving
from tests.cli.test_serve import BUCKET, arn, said

A, B = DEFAULT_ACCOUNT, "444455556666"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return the templates of two accounts: a bucket in each."""
    found = tmp_path / "a.yaml", tmp_path / "b.yaml"
    for file, name in zip(found, ("of-a", "of-b"), strict=True):
        file.write_text(BUCKET.replace("from-a-template", name), encoding="utf-8")
    return found


def buckets(here: Running, account: int) -> list[str]:
    """Return the names of the buckets that an account's own user `demo` sees."""
    told = here.start["accounts"][account]
    listed = here.client("s3", **told["environment"]).list_buckets()["Buckets"]
    return [bucket["Name"] for bucket in listed]


# ------------------------------------------------------------------------------------------------------- what there is


def test_each_template_is_in_its_account_and_each_account_has_an_administrator(files: tuple[Path, Path]) -> None:
    with serving("--template", f"{A}={files[0]}", "--template", f"{B}={files[1]}") as here:
        told = here.start["accounts"]
        assert [(one["account"], one["profile"]) for one in told] == [(A, "a"), (B, "b")]
        assert here.start["account"] == A
        for one in told:
            demo = here.client("sts", **one["environment"])
            assert arn(demo) == f"arn:aws:iam::{one['account']}:user/demo"
        assert [buckets(here, place) for place in (0, 1)] == [["of-a"], ["of-b"]]


def test_an_account_may_be_empty_and_two_templates_may_share_one(files: tuple[Path, Path]) -> None:
    with serving("--template", str(files[0]), "--template", f"{A}={files[1]}", "--account", B) as here:
        assert [one["account"] for one in here.start["accounts"]] == [A, B]
        assert [buckets(here, place) for place in (0, 1)] == [["of-a", "of-b"], []]


def test_without_a_template_the_accounts_are_those_that_are_named() -> None:
    with serving("--account", B, "--account", A) as here:
        assert [one["account"] for one in here.start["accounts"]] == [B, A]
        assert arn(here.client("sts")) == f"arn:aws:iam::{B}:user/demo"


def test_a_reset_makes_every_account_anew_and_all_keys_stay_good(files: tuple[Path, Path]) -> None:
    with serving("--template", str(files[0]), "--template", f"{B}={files[1]}") as here:
        told = here.start["accounts"]
        here.client("s3", **told[1]["environment"]).create_bucket(Bucket="more-of-b")
        here.admin("POST", "reset").raise_for_status()
        assert here.admin("GET", "accounts").json()["accounts"] == told
        assert [buckets(here, place) for place in (0, 1)] == [["of-a"], ["of-b"]]


def test_a_kept_world_keeps_its_accounts_and_says_what_it_does_not_heed(tmp_path: Path) -> None:
    state = str(tmp_path / "world")
    with serving("--state", state, "--account", A, "--account", B) as here:
        first = here.start["accounts"]
        assert here.stop() == (0, "")
    with serving("--state", state, "--account", "777788889999") as here:
        keys = [{name: one["environment"][name] for name in KEYS} for one in (*first, *here.start["accounts"])]
        assert keys[:2] == keys[2:]
        assert here.start["warnings"] == [f"--account is for new worlds: that of {state} stays as it is"]


KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


# ------------------------------------------------------------------------------------------------------ what it prints


def test_with_one_account_nothing_is_said_of_profiles() -> None:
    told = said()
    assert "profile" not in told
    assert f"\nAccount {A}, us-east-1; a new world" in told


def test_the_profiles_that_are_printed_lead_clients_into_each_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = said("--account", A, "--account", B, "--seed", "x")
    assert f"\nAccounts {A} (profile a), {B} (profile b), us-east-1; a new world" in told
    block = told.partition("AWS_CONFIG_FILE names:\n")[2].partition("\nAccounts")[0]
    with serving("--account", A, "--account", B, "--seed", "x") as here:
        lines = [line.removeprefix("  ") for line in block.splitlines()]
        at_this_port = re.sub(r"http://[0-9.:]+", here.url, "\n".join(lines))
        (tmp_path / "config").write_text(at_this_port, encoding="utf-8")
        for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
        for name, account in (("a", A), ("b", B)):
            sts = boto3.Session(profile_name=name).client("sts")
            assert arn(sts) == f"arn:aws:iam::{account}:user/demo"
            sts.close()


# ----------------------------------------------------------------------------------------------------- what is refused


WRONG = [
    (["--account", "1234"], "`1234` is no account number: 12 digits are expected, without dashes"),
    (["--account", "4444-5555-6666"], "`4444-5555-6666` is no account number"),
    (["--account", "\u0664" * 12], "is no account number"),
    (["--account", ""], "`` is no account number"),
    (["--account", B, "--account", B], f"the account {B} is named twice"),
    (["--template", f"{B}=nowhere.yaml", "--account", B], f"the account {B} is named twice"),
    (["--template", "nowhere.yaml", "--account", A], f"the account {A} is named twice"),
    (["--template", "4444=nowhere.yaml"], "`4444` is no account number"),
    (["--template", "4444-5555-6666=nowhere.yaml"], "`4444-5555-6666` is no account number"),
    (["--template", f"{B}=nowhere.yaml"], "nowhere.yaml: expected a file that can be read: No such file or directory"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[" ".join(given) for given, _ in WRONG])
@pytest.mark.parametrize("kept", [False, True], ids=["new", "kept"])
def test_what_names_no_account_or_no_file_is_one_line(
    arguments: list[str], words: str, kept: bool, tmp_path: Path
) -> None:
    state = ["--state", str(tmp_path / "world")] if kept else []
    code, complaint = fails("--port", "0", *state, *arguments)
    assert (code, len(complaint.splitlines())) == (2, 1)
    assert words in complaint
    assert not (tmp_path / "world").exists()


def test_a_template_that_does_not_hold_is_said_with_its_own_file(files: tuple[Path, Path]) -> None:
    files[1].write_text("Resources: [\n", encoding="utf-8")
    code, complaint = fails("--port", "0", "--template", str(files[0]), "--template", f"{B}={files[1]}")
    assert (code, f"{files[1]}:1:13: " in complaint) == (2, True)


READ = [
    ("a.yaml", Placed(Path("a.yaml"))),
    (f"{B}=a.yaml", Placed(Path("a.yaml"), B)),
    (f"{B}=x=y.yaml", Placed(Path("x=y.yaml"), B)),
    ("./12=x.yaml", Placed(Path("12=x.yaml"))),
    ("x=y.yaml", Placed(Path("x=y.yaml"))),
    (f"{B}.yaml", Placed(Path(f"{B}.yaml"))),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
def test_what_stands_before_the_first_equals_sign_is_an_account_when_it_is_a_number(
    text: str, expected: Placed
) -> None:
    assert placed(text) == expected


def test_accounts_are_in_the_order_in_which_they_are_named() -> None:
    first, second = Placed(Path("x"), B), Placed(Path("y"), A)
    assert accounts_of([first, second, first], ["777788889999"]) == (B, A, "777788889999")
    assert accounts_of([]) == (A,)
    with pytest.raises(AuthoringError, match="named twice"):
        accounts_of([], [B, B])
