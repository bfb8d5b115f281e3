"""The README tells the truth: its pictures exist, its links lead somewhere, its commands are run by something."""

from __future__ import annotations

import re

from cogtui.dev.keys import with_keys
from tests.hygiene.project import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")

RUN_BY = {
    "pipx install .": "tests/wheel/test_install.py",
    "uv tool install .": "tests/wheel/test_install.py",
    "make run": "tests/hygiene/test_make.py",
    "make test": ".ci/run",
    "cogtui serve": "tests/clients/test_readme_walk.py",
    "cogtui serve --template 111122223333=lessons/worlds/vendor.yaml "
    "--template 444455556666=lessons/worlds/customer.yaml": "tests/clients/test_across_accounts_cli.py",
    "aws s3 cp s3://logs-444455556666/2026/01/app.log - --profile reader": "tests/clients/test_across_accounts_cli.py",
    "cogtui explain --template lessons/worlds/sign-in-with-facebook.yaml --principal role:Readers/ana "
    "--action s3:GetObject --resource arn:aws:s3:::anas-reports/private/x": "tests/cli/test_explain.py",
}
"""What runs each command of the README."""

SHOWN = {"sh", "text"}
RUN_AS_THEY_ARE = {"bash", "python"}
"""Blocks that `tests/clients/test_readme_walk.py` runs one after the other."""


def commands() -> list[str]:
    """Return the lines of the README's shell blocks."""
    return [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line]


def test_every_command_is_run_by_a_test_or_by_ci() -> None:
    assert set(commands()) == set(RUN_BY)
    for command, where in RUN_BY.items():
        assert command in (ROOT / where).read_text(encoding="utf-8")


def test_every_block_of_code_is_of_a_kind_that_something_looks_at() -> None:
    kinds = re.findall(r"^```(\w*)\n.*?^```$", README, re.DOTALL | re.MULTILINE)
    assert set(kinds) <= SHOWN | RUN_AS_THEY_ARE
    elsewhere = README.replace(README.partition("## Point your own code at it")[2].partition("\n## ")[0], "")
    assert not any(f"```{kind}" in elsewhere for kind in RUN_AS_THEY_ARE)


def test_the_keys_are_those_of_the_app() -> None:
    assert with_keys(README) == README, "`make keys` writes them"


def test_every_link_and_picture_leads_to_a_file() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r'src="([^"]+)"', README)
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []
