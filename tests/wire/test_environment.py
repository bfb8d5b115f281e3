"""The lines to paste give exactly the values, whatever is in them."""

from __future__ import annotations

import shutil
import subprocess
from random import Random

import pytest

from cogtui.wire.environment import ClientSettings, Shell, lines

AWKWARD = [
    "plain",
    "it's",
    "''",
    "\\",
    "\\\\",
    "\\'",
    "a\\",
    "$HOME",
    "${x}",
    "$(id)",
    "`id`",
    '"',
    "!!",
    "a b",
    " ",
    "*",
    "~",
    "#",
    ";ls",
    "&",
    "|",
    "%PATH%",
    "-n",
    "=",
    "é",
    "\u2019",
    "\u201a\u201b\u2018",
    "{a,b}",
    "<x>",
    "(y)",
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
]
"""Secrets that some shell may take for more than they are."""

SHELLS: dict[Shell, tuple[list[str], str]] = {
    "bash": (["bash", "-c"], "printf '%s\\n' \"$AWS_SECRET_ACCESS_KEY\""),
    "fish": (["fish", "--no-config", "-c"], "printf '%s\\n' \"$AWS_SECRET_ACCESS_KEY\""),
    "powershell": (["pwsh", "-NoProfile", "-Command"], "Write-Output $env:AWS_SECRET_ACCESS_KEY"),
}


def settings(secret: str = "s", **more: str) -> ClientSettings:
    return ClientSettings("http://127.0.0.1:4577", "us-east-1", "AKIAX", secret, **more)


def secrets() -> list[str]:
    rng = Random("secrets")
    alphabet = "'\\\"$`! {}()*;&|<>#~%=ab\u2019"
    return AWKWARD + ["".join(rng.choices(alphabet, k=rng.randint(1, 12))) for _ in range(200)]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_reads_back_every_secret(shell: Shell) -> None:
    runs, prints = SHELLS[shell]
    if shutil.which(runs[0]) is None:
        pytest.skip(f"{runs[0]} is not installed")
    script = "\n".join(line for secret in secrets() for line in (*lines(settings(secret), shell), prints))
    found = subprocess.run([*runs, script], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.splitlines() == secrets()


def test_what_would_take_a_client_elsewhere_is_unset() -> None:
    assert lines(settings(), "bash")[-1] == "unset AWS_SESSION_TOKEN AWS_PROFILE"
    assert lines(settings(), "fish")[-1] == "set -e AWS_SESSION_TOKEN AWS_PROFILE"
    assert lines(settings(), "powershell")[-1] == (
        "Remove-Item Env:AWS_SESSION_TOKEN, Env:AWS_PROFILE -ErrorAction Ignore"
    )


def test_the_quotes_of_fish_and_powershell_are_their_own() -> None:
    assert "set -gx AWS_SECRET_ACCESS_KEY 'it\\'s \\\\'" in lines(settings("it's \\"), "fish")
    assert "$env:AWS_SECRET_ACCESS_KEY = 'it''s \u2019\u2019'" in lines(settings("it's \u2019"), "powershell")


def test_what_there_is_not_is_left_out() -> None:
    assert "COGTUI_TOKEN" not in settings().variables()
    assert settings(token="t").variables()["COGTUI_TOKEN"] == "t"
    nobody = ClientSettings("http://127.0.0.1:4577", "us-east-1", "", "")
    assert not [name for name in nobody.variables() if "KEY" in name]
