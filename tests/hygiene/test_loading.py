"""What gets loaded when: a static import graph cannot prove that a deferred import is deferred, a fresh process can."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

FRONT_ENDS = {"textual", "rich", "click"}
HTTP = {"aiohttp", "botocore", "http", "httptools", "httpx", "requests", "socket", "starlette", "urllib3", "uvicorn"}

RUN = "import sys; sys.argv = {argv}\nfrom cogtui.__main__ import main\ntry: main()\nexcept SystemExit: pass\n"
"""Plays the `cogtui` command in this process."""

APP = "import sys, types; app = types.ModuleType('cogtui.tui.app'); app.run = print; sys.modules['cogtui.tui.app'] = app\n"
"""Stands in for the app, so that only what is loaded on the way to it counts."""


def loaded_by(code: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after `code`."""
    end = "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code + end], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", ["cogtui.cloud", "cogtui.cloud.world", "cogtui.cloud.services.registry"])
def test_the_cloud_loads_no_front_end_and_no_http_library(module: str) -> None:
    assert not loaded_by(f"import {module}") & (FRONT_ENDS | HTTP)


def test_the_world_loads_no_yaml_before_a_template_is_read() -> None:
    assert "yaml" not in loaded_by("import cogtui.cloud.world")


@pytest.mark.parametrize(
    "module",
    [
        "cogtui.cloud.world",
        "cogtui.cloud.templates.apply",
        "cogtui.cloud.services.cognito_idp.domain.routes",
        "cogtui.cloud.services.cognito_idp.pools.identity_providers",
        "cogtui.cloud.services.cognito_identity.logins",
        "cogtui.cloud.services.iam.saml",
    ],
)
def test_no_xml_is_loaded_before_somebody_speaks_saml(module: str) -> None:
    assert not {name.partition(".")[0] for name in loaded_by(f"import {module}")} & {"lxml", "signxml"}


def test_the_version_is_told_without_textual_and_yaml() -> None:
    loaded = loaded_by(RUN.format(argv=["cogtui", "--version"]))
    assert "click" in loaded
    assert not loaded & {"textual", "rich", "yaml", "cryptography", "cogtui.cloud.world"}


def test_the_way_to_home_pays_for_no_command_line_and_no_world() -> None:
    loaded = loaded_by(APP + RUN.format(argv=["cogtui"]))
    assert "cogtui.tui.app" in loaded
    assert not loaded & {"click", "yaml", "cryptography", "cogtui.cli", "cogtui.cloud.world"}


FIRST_FRAME = """
import asyncio
from cogtui.tui.app import CogTUI

async def show() -> None:
    app = CogTUI()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

asyncio.run(show())
"""


def test_the_first_frame_loads_home_and_nothing_that_home_does_not_show() -> None:
    loaded = loaded_by(FIRST_FRAME)
    screens = {name for name in loaded if name.startswith("cogtui.tui.screens.")}
    assert screens == {"cogtui.tui.screens.home"}
    heavy = {"yaml", "cryptography", "jmespath", "msgspec", "click"}
    widgets = {"textual.widgets._markdown", "textual.widgets._text_area", "textual.widgets._data_table"}
    assert not loaded & (heavy | widgets)
    assert not {name for name in loaded if name.startswith(("cogtui.cloud", "cogtui.course", "cogtui.device"))}


ENDPOINT_MODAL = """
import asyncio
from cogtui.tui.app import CogTUI

async def show() -> None:
    app = CogTUI(at="lab")
    async with app.run_test(size=(80, 24)) as pilot:
        while not getattr(app.screen, "pane", None):
            await pilot.pause()
        await pilot.press("S")
        assert type(app.screen).__name__ == "EndpointScreen", app.screen

asyncio.run(show())
"""


def test_the_server_is_loaded_only_when_an_endpoint_is_started() -> None:
    loaded = loaded_by(ENDPOINT_MODAL)
    assert "cogtui.wire.environment" in loaded
    assert not loaded & {"starlette", "uvicorn", "httptools", "cogtui.wire.endpoint", "cogtui.wire.server"}
