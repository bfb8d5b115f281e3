"""Write the API catalog from the installed botocore: what the operations and shapes are, without the prose."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import click
import yaml

from cogtui.cloud.catalog import reader

CATALOG = Path(reader.__file__).parent
DATA = CATALOG / "data"

OPERATION_KEYS = ("name", "http", "input", "output", "authtype")
HTTP_KEYS = ("method", "requestUri", "responseCode")
REFERENCE_KEYS = (
    "shape", "location", "locationName", "flattened", "xmlAttribute", "xmlNamespace", "streaming", "jsonvalue",
    "idempotencyToken", "timestampFormat", "resultWrapper",
)  # fmt: skip
SHAPE_KEYS = (
    "type", "required", "min", "max", "pattern", "enum", "sensitive", "flattened", "locationName", "xmlNamespace",
    "payload", "timestampFormat", "union", "document", "exception", "fault", "error",
)  # fmt: skip
METADATA_KEYS = {
    "serviceFullName": "fullName",
    "serviceId": "serviceId",
    "protocol": "protocol",
    "apiVersion": "apiVersion",
    "endpointPrefix": "endpointPrefix",
    "signingName": "signingName",
    "targetPrefix": "targetPrefix",
    "jsonVersion": "jsonVersion",
    "xmlNamespace": "xmlNamespace",
    "globalEndpoint": "globalEndpoint",
}
OVERRIDE_KEYS = {"min", "max", "maxBytes", "pattern", "enum", "sensitive", "because"}

SOURCE = """\
# Where this data comes from

The JSON files beside this page are made by `python -m cogtui.dev catalog` from the API models of botocore {version}
(https://github.com/boto/botocore), Copyright Amazon.com, Inc. or its affiliates, licensed under the Apache License,
Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).

Changed here: documentation, examples, endpoint rules and client settings are left out, metadata is renamed, and the
constraints of `../overrides.yaml` are merged in. Do not edit the files; run the command.
"""

Model = dict[str, Any]


def picked(source: Model, keys: tuple[str, ...]) -> Model:
    """Return what `source` has of `keys`, in the order of `keys`."""
    return {key: source[key] for key in keys if key in source}


def reference(source: Model) -> Model:
    """Return a use of a shape without its prose."""
    return picked(source, REFERENCE_KEYS)


def operation(source: Model) -> Model:
    """Return an operation without its prose."""
    kept = picked(source, OPERATION_KEYS)
    kept["http"] = picked(kept["http"], HTTP_KEYS)
    for side in ("input", "output"):
        if side in kept:
            kept[side] = reference(kept[side])
    if errors := [error["shape"] for error in source.get("errors", ())]:
        kept["errors"] = errors
    return kept


def shape(source: Model) -> Model:
    """Return a shape without its prose."""
    kept = picked(source, SHAPE_KEYS)
    for part in ("member", "key", "value"):
        if part in source:
            kept[part] = reference(source[part])
    if members := source.get("members"):
        kept["members"] = {name: reference(member) for name, member in members.items()}
    return kept


def reachable(model: Model) -> set[str]:
    """Return the names of the shapes that some operation uses."""
    todo = [use["shape"] for each in model["operations"].values() for use in _uses(each)]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            found = model["shapes"][name]
            parts = [found[part] for part in ("member", "key", "value") if part in found]
            todo += [use["shape"] for use in (*parts, *found.get("members", {}).values())]
    return seen


def _uses(source: Model) -> list[Model]:
    return [*(source[side] for side in ("input", "output") if side in source), *source.get("errors", ())]


def merge(shapes: Model, overrides: dict[str, Model]) -> None:
    """Lay the hand-written constraints over the model's; ValueError for a shape or a constraint that isn't one."""
    for name, override in overrides.items():
        if name not in shapes:
            raise ValueError(f"overrides.yaml: `{name}` is not a shape of the service")
        if strange := override.keys() - OVERRIDE_KEYS:
            raise ValueError(f"overrides.yaml: `{name}` has unknown constraints {sorted(strange)}")
        shapes[name] |= {key: value for key, value in override.items() if key != "because"}


def catalog(name: str, model: Model, overrides: dict[str, Model]) -> str:
    """Return the text of a service's catalog file: JSON, one operation or shape a line."""
    known = reachable(model)
    shapes = {each: shape(model["shapes"][each]) for each in sorted(known)}
    merge(shapes, overrides)
    metadata = {
        ours: model["metadata"][theirs] for theirs, ours in METADATA_KEYS.items() if theirs in model["metadata"]
    }
    operations = {each: operation(source) for each, source in sorted(model["operations"].items())}
    head = json.dumps({"name": name, **metadata})[1:-1]
    return f'{{{head},\n"operations":{_lines(operations)},\n"shapes":{_lines(shapes)}}}\n'


def _lines(entries: Model) -> str:
    rows = (f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}" for key, value in entries.items())
    return "{\n" + ",\n".join(rows) + "\n}"


def files() -> dict[Path, str]:
    """Return every file of the catalog's data and what it should hold, by the installed botocore."""
    # By name, because botocore has no types; here, because only this command needs it.
    version: str = importlib.import_module("botocore").__version__
    loader: Any = importlib.import_module("botocore.loaders").Loader()
    overrides: dict[str, Any] = yaml.safe_load((CATALOG / "overrides.yaml").read_text("utf-8"))
    texts = {
        DATA / f"{name}.json": catalog(name, loader.load_service_model(name, "service-2"), overrides.get(name, {}))
        for name in reader.services()
    }
    return {**texts, DATA / "SOURCE.md": SOURCE.format(version=version)}


def drift(expected: dict[Path, str]) -> list[Path]:
    """Return the files that do not hold what they should."""
    return [file for file, text in expected.items() if not file.exists() or file.read_text("utf-8") != text]


@click.command()
@click.option("--check", is_flag=True, help="Only compare; exit with 1 when a file differs.")
def main(*, check: bool) -> None:
    """Write the API catalog from the installed botocore."""
    expected = files()
    changed = drift(expected)
    for file in changed:
        if not check:
            file.write_text(expected[file], "utf-8")
        click.echo(f"{'differs' if check else 'written'}: {file.relative_to(CATALOG)}")
    sys.exit(1 if check and changed else 0)
