"""What is wrong with a parameter, in AWS's words.

Sources: published answers of the services (the reference sheets name them); `Value 'x' at 'tags.1.member.key' failed to
satisfy constraint: ...` is the sentence of the framework that all of them are built with.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list

Kind = Literal["type", "unknown", "constraint"]
Step = str | int

HIDDEN = ""
"""In place of a value that a message must not quote: `Value at 'password' failed ...`."""
MASK = "***"
"""A sensitive value inside a map that is quoted otherwise: `{graph.facebook.com=***}`."""


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong with the parameters."""

    kind: Kind
    """Not the type that the operation takes; no member of it; or a constraint of the model that does not hold."""
    rule: str
    """constraint: "Member must not be null"; otherwise a sentence that stands for itself."""
    value: str = HIDDEN
    """As the message quotes it: "'x'", "null", "'[a, b]'", or `HIDDEN`."""
    where: tuple[Step, ...] = ()
    """The way to it in the parameters: ("Tags", 0, "Key")."""
    path: str = ""
    """The same as AWS writes it: "tags.1.member.key"."""

    @property
    def parameter(self) -> str:
        """The operation's parameter that it lies in, or is; empty for the parameters as a whole."""
        return str(self.where[0]) if self.where else ""

    @property
    def sentence(self) -> str:
        """The problem as its part of AWS's message."""
        if self.kind != "constraint":
            return self.rule
        quoted = f" {self.value}" if self.value else ""
        return f"Value{quoted} at '{self.path}' failed to satisfy constraint: {self.rule}"


Problems = list[Problem] | None
"""None is the common case: nothing is wrong."""


def within(problems: list[Problem], step: Step, text: str) -> list[Problem]:
    """Return problems of a part as problems of the whole, one `step` further out, which the path writes as `text`."""
    return [
        msgspec.structs.replace(each, where=(step, *each.where), path=f"{text}.{each.path}" if each.path else text)
        for each in problems
    ]


def member_text(name: str) -> str:
    """Return a structure's member as a path writes it: `IdentityPoolId` as `identityPoolId`, `SAMLAssertion` as `sAMLAssertion`."""
    return name[:1].lower() + name[1:]


def quoted(value: Any) -> str:
    """Return a value as a message quotes it."""
    return "null" if value is None else f"'{java_text(value)}'"


def java_text(value: Any) -> str:
    """Return a value as Java prints it: `[a, b]`, `{key=value}`, `true`."""
    if is_list(value):
        return f"[{', '.join(java_text(item) for item in value)}]"
    if is_dict(value):
        return f"{{{', '.join(f'{key}={java_text(item)}' for key, item in value.items())}}}"
    match value:
        case bool():
            return str(value).lower()
        case None:
            return "null"
        case bytes() | bytearray():
            return f"({len(value)} bytes)"
        case _:
            return str(value)


_ARTICLE = {"Integer": "an Integer"}


def mistyped(value: Any, wanted: str) -> list[Problem]:
    """Return the problem of a value that is no `wanted`: "List", "Map", "Structure", "String", "Integer", "Boolean", ...

    Source: answers of AWS JSON services to such bodies, measured by several emulators' authors.
    """
    if is_list(value):
        return [Problem("type", "Start of list found where not expected")]
    if is_dict(value):
        return [Problem("type", "Start of structure or map found where not expected.")]
    if wanted == "List":
        return [Problem("type", "Expected list or null")]
    if wanted in {"Map", "Structure"}:
        return [Problem("type", "Expected null")]
    return [Problem("type", f"{_token(value)}_VALUE can not be converted to {_ARTICLE.get(wanted, f'a {wanted}')}")]


def _token(value: Any) -> str:
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return "NUMBER"
        case str():
            return "STRING"
        case _:
            return type(value).__name__.upper()
