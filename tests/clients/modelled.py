"""What botocore made of an answer, held against AWS's model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from botocore.response import StreamingBody

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (float, int),
    "double": (float, int),
    "boolean": (bool,),
    "timestamp": (datetime,),
    "blob": (bytes, StreamingBody),
}


def kind_of(shape: Any) -> str:  # botocore's shapes have no types to speak of
    """Return what kind of shape it is; "none" for no shape at all."""
    return "none" if shape is None else shape.type_name


def misfits(value: Any, shape: Any, path: str = "") -> Iterator[str]:
    """Yield what a parsed value has that its shape has not, or the other way round."""
    if not _is_rewritten(value, shape):
        yield from _COMPOUND.get(kind_of(shape), _scalar)(value, shape, path)


def _is_rewritten(value: Any, shape: Any) -> bool:
    """Tell whether such values are others than the model says: boto3 turns some into something else, AWS has its own.

    IAM's documents, the location us-east-1; where a simulated policy comes from, which AWS says as `IAM Policy`.
    """
    if shape is None:
        return False
    is_document = shape.name == "policyDocumentType" and isinstance(value, dict)
    if shape.name == "PolicySourceType":
        return value in ("IAM Policy", "Resource Policy", "Permissions Boundary Policy")
    return is_document or (shape.name == "BucketLocationConstraint" and value is None)


def _nothing(value: dict[str, Any], _: Any, path: str) -> Iterator[str]:
    yield from (f"{path}.{name} belongs to no shape" for name in value)


def _structure(value: dict[str, Any], shape: Any, path: str) -> Iterator[str]:
    yield from (f"{path}.{name} is no member" for name in value if name not in shape.members)
    yield from (f"{path}.{name} is missing" for name in shape.required_members if name not in value)
    for name, part in value.items():
        if name in shape.members:
            yield from misfits(part, shape.members[name], f"{path}.{name}")


def _list(value: list[Any], shape: Any, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{path} is {type(value).__name__}"
    for index, part in enumerate(value):
        yield from misfits(part, shape.member, f"{path}[{index}]")


def _map(value: dict[str, Any], shape: Any, path: str) -> Iterator[str]:
    for name, part in value.items():
        yield from misfits(name, shape.key, f"{path} {name!r}")
        yield from misfits(part, shape.value, f"{path}.{name}")


def _scalar(value: Any, shape: Any, path: str) -> Iterator[str]:
    wanted = TYPES[shape.type_name]
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        yield f"{path} is {type(value).__name__} and not {shape.type_name}"
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield f"{path} is {value!r}, which is none of {shape.enum}"


_COMPOUND: dict[str, Callable[[Any, Any, str], Iterator[str]]] = {
    "none": _nothing,
    "structure": _structure,
    "list": _list,
    "map": _map,
}
