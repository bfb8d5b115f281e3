"""Parameters of any shape that the catalog gives, for laws about every simulated operation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Reference, Service, Shape
from cogtui.cloud.services import registry

SIMULATED = [(service, name) for service in registry.PACKAGES for name in sorted(registry.simulated(service))]
"""Every simulated operation."""

AWKWARD = st.sampled_from(
    [
        "",
        "-",
        "--role-name",
        "a b",
        "it's",
        'say "hi"',
        "$identity_id",
        "${aws:username}",
        "[1]",
        '{"a": 1}',
        "a=b,c=d",
        "# no comment",
        "file://x",
        "fileb://x",
        "two\nlines",
        "back\\slash\\",
        "tab\tcr\r",
        "\x1b[31m",
        "näh 日本",
        "true",
        "12",
        "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
    ]
)
"""Texts that quoting, shorthand or JSON could trip over."""

TEXTS = AWKWARD | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TIMES = st.integers(31536000, 4102444800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def parameters(
    service: str, operation: str, texts: st.SearchStrategy[str] = TEXTS
) -> st.SearchStrategy[dict[str, Any]]:
    """Return parameters of the types that the operation takes, required ones always; constraints are not minded."""
    known = reader.service(service)
    shape = known.input(operation)
    return st.just({}) if shape is None else _structure(known, shape, texts)


def _structure(service: Service, shape: Shape, texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    members = {name: value(service, use, texts) for name, use in shape.members.items()}
    if shape.union:
        return st.one_of(*(st.fixed_dictionaries({name: members[name]}) for name in members))
    required = {name: members[name] for name in shape.required}
    optional = {name: members[name] for name in members if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def value(service: Service, use: Reference, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Return values of a shape."""
    shape = service.target(use)
    if shape.type == "structure":
        return st.just({}) if shape.document else _structure(service, shape, texts)
    if shape.type == "list":
        assert shape.member is not None
        if any(each.shape == use.shape for each in service.target(shape.member).members.values()):
            return st.just([])  # it holds itself, as Organizations' HandshakeResources does
        return st.lists(value(service, shape.member, texts), max_size=3)
    if shape.type == "map":
        assert shape.value is not None
        return st.dictionaries(texts, value(service, shape.value, texts), max_size=3)
    return _SCALARS[shape.type](texts)


_SCALARS: dict[str, Callable[[st.SearchStrategy[str]], st.SearchStrategy[Any]]] = {
    "string": lambda texts: texts,
    "integer": lambda _: st.integers(-1000, 10**9),
    "long": lambda _: st.integers(-1000, 10**12),
    "float": lambda _: st.floats(-1e6, 1e6),
    "double": lambda _: st.floats(-1e6, 1e6),
    "boolean": lambda _: st.booleans(),
    "blob": lambda _: st.binary(max_size=20),
    "timestamp": lambda _: TIMES,
}
