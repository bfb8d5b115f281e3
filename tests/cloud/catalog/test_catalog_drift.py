"""The catalog's data against the botocore that is installed, and against the prose that it should not hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore.session import Session
from click.testing import CliRunner

from cogtui.cloud.catalog import reader
from cogtui.dev import catalog

OVERRIDES: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (catalog.CATALOG / "overrides.yaml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def expected() -> dict[Path, str]:
    return catalog.files()


@pytest.mark.parametrize("name", [*(f"{service}.json" for service in reader.services()), "SOURCE.md"])
def test_the_data_is_what_the_installed_botocore_gives(expected: dict[Path, str], name: str):
    file = catalog.DATA / name

    assert catalog.drift({file: expected[file]}) == [], "run `python -m cogtui.dev catalog`"


def test_nothing_else_lies_among_the_data(expected: dict[Path, str]):
    assert set(catalog.DATA.iterdir()) == set(expected)


def test_a_missing_and_a_changed_file_are_drift(tmp_path: Path):
    same, changed, missing = tmp_path / "same", tmp_path / "changed", tmp_path / "missing"
    same.write_text("text", "utf-8")
    changed.write_text("other", "utf-8")

    assert catalog.drift({same: "text", changed: "text", missing: "text"}) == [changed, missing]


def test_check_fails_on_drift_and_writes_nothing(monkeypatch: pytest.MonkeyPatch):
    file = catalog.DATA / "sts.json"
    before = file.read_text("utf-8")
    monkeypatch.setattr(catalog, "files", lambda: {file: "{}"})

    result = CliRunner().invoke(catalog.main, ["--check"])

    assert (result.exit_code, result.output) == (1, "differs: data/sts.json\n")
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize("service", reader.services())
def test_no_prose_is_in_the_data(service: str):
    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(keys(part) for part in value.values()))
        return set().union(*(keys(part) for part in value)) if isinstance(value, list) else set()

    data = json.loads((catalog.DATA / f"{service}.json").read_text("utf-8"))
    names = {name for shape in data["shapes"].values() for name in shape.get("members", {})}

    assert not (keys(data) - names) & {"documentation", "documentationUrl", "examples", "deprecatedMessage"}


@pytest.mark.parametrize("service", reader.services())
def test_the_reader_says_of_every_operation_what_botocore_says(service: str):
    model: Any = Session().get_service_model(service)
    ours = reader.service(service)

    assert ours.protocol == model.metadata["protocol"]
    assert (ours.api_version, ours.endpoint_prefix) == (model.api_version, model.endpoint_prefix)
    assert reader.operations(service) == tuple(sorted(model.operation_names))
    for name, operation in ours.operations.items():
        theirs = model.operation_model(name)
        assert operation.signed is (theirs.auth_type != "none"), name
        assert (operation.http.method, operation.http.request_uri) == (theirs.http["method"], theirs.http["requestUri"])
        assert list(operation.errors) == [shape.name for shape in theirs.error_shapes], name


@pytest.mark.parametrize(
    ("service", "shape", "override"),
    [(service, shape, entry) for service, shapes in OVERRIDES.items() for shape, entry in shapes.items()],
)
def test_an_override_has_a_reason_and_is_in_the_data(service: str, shape: str, override: dict[str, Any]):
    data = json.loads((catalog.DATA / f"{service}.json").read_text("utf-8"))
    constraints = {key: value for key, value in override.items() if key != "because"}

    assert override["because"]
    assert data["shapes"][shape].items() >= constraints.items()


@pytest.mark.parametrize(
    ("override", "complaint"),
    [
        ({"Nothing": {"max": 1}}, "`Nothing` is not a shape"),
        ({"Name": {"maximum": 1}}, r"unknown constraints \['maximum'\]"),
    ],
)
def test_an_override_that_fits_nothing_is_refused(override: dict[str, Any], complaint: str):
    with pytest.raises(ValueError, match=complaint):
        catalog.merge({"Name": {"type": "string"}}, override)
