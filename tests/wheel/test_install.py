"""CogTUI installed elsewhere works, and holds everything it needs."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

from cogtui import __version__
from cogtui.cloud.services.registry import PACKAGES
from tests.wheel.installing import ROOT, WHEELS, checkout, succeed

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]

FIRST_LESSON = "sign-in-with-facebook"


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert WHEELS.is_dir(), "`make setup` puts the requirements there"
    return checkout(tmp_path_factory.mktemp("clone") / "cogtui")


@pytest.fixture(scope="session")
def wheel(clone: Path) -> Path:
    """Build the wheel as `pip install .` does, and return it."""
    out = clone.parent / "dist"
    succeed([sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", out, clone], clone.parent)
    (built,) = out.glob("cogtui-*.whl")
    return built


@pytest.fixture(scope="session")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment in a new folder, and return the folder."""
    home = tmp_path_factory.mktemp("home")
    succeed([sys.executable, "-m", "venv", "env"], home)
    succeed([home / "env/bin/python", "-m", "pip", "install", wheel], home)
    return home


@pytest.fixture
def command(home: Path) -> Path:
    return home / "env/bin/cogtui"


def test_the_wheel_holds_every_file_of_the_package_and_every_lesson(clone: Path, wheel: Path) -> None:
    here = {path.relative_to(clone).as_posix() for path in (clone / "cogtui").rglob("*") if path.is_file()}
    lessons = {
        path.relative_to(clone / "lessons").as_posix() for path in (clone / "lessons").rglob("*") if path.is_file()
    }
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("cogtui/")}
    assert lessons
    assert inside == here | {f"cogtui/_lessons/{name}" for name in lessons}


def test_requirements_are_complete_and_agree(home: Path) -> None:
    assert "No broken requirements" in succeed([home / "env/bin/python", "-m", "pip", "check"], home)


def test_an_installed_cogtui_tells_its_version(home: Path, command: Path) -> None:
    assert succeed([command, "--version"], home) == f"cogtui {__version__}\n"


def test_an_installed_cogtui_knows_what_it_simulates(home: Path, command: Path) -> None:
    services = json.loads(succeed([command, "coverage", "--json"], home))["services"]
    assert set(services) == set(PACKAGES)
    assert "AssumeRoleWithWebIdentity" in services["sts"]["simulated"]


def test_an_installed_cogtui_has_its_own_lessons(home: Path, command: Path) -> None:
    lessons = Path(succeed([command, "locate", "lessons"], home).strip())
    assert lessons.is_relative_to(home)
    assert ROOT not in lessons.parents
    assert lessons.is_dir()


def test_an_installed_cogtui_plays_the_first_lesson(home: Path, command: Path) -> None:
    assert "GetObject" in succeed([command, "run", FIRST_LESSON], home)


@pytest.mark.parametrize("line", ["pipx install .", "uv tool install ."])
def test_the_readme_s_ways_to_install_give_a_working_command(line: str, clone: Path, tmp_path: Path) -> None:
    succeed(list(line.split()), tmp_path, cwd=clone)
    assert re.search(r"\d", succeed([tmp_path / "bin/cogtui", "--version"], tmp_path))
