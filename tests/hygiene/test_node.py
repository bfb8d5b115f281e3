"""What npm installs for the tests with JavaScript clients is the same everywhere, wherever it comes from."""

from __future__ import annotations

import json
from typing import Any

from tests.hygiene.project import ROOT

NODE = ROOT / "tests" / "node"


def read(name: str) -> dict[str, Any]:
    return json.loads((NODE / name).read_text(encoding="utf-8"))


def test_each_client_has_one_version_and_the_lock_file_has_the_same() -> None:
    asked, locked = read("package.json")["dependencies"], read("package-lock.json")["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_the_lock_file_has_checksums_and_no_addresses() -> None:
    packages = {name: package for name, package in read("package-lock.json")["packages"].items() if name}
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []
