"""Policy variables: `${aws:username}` in resources and condition values (IAM User Guide, "Variables and tags").

Only policies of version 2012-10-17 have them; in an older one `${...}` is text like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from cogtui.cloud.policy.request import ContextValue

VERSION_WITH_VARIABLES = "2012-10-17"

Context = Mapping[str, ContextValue]
"""The request's condition keys, in lower case: IAM compares the names of keys ignoring case."""

_REFERENCE = re.compile(r"\$\{(?:([*?$])|([^{},'*?$]+?)(?:\s*,\s*'([^']*)')?)\}")


class Text(msgspec.Struct, frozen=True):
    """Text as the author wrote it: `*` and `?` are wildcards where the element has wildcards."""

    text: str


class Exact(msgspec.Struct, frozen=True):
    """Text that stands for itself: a character written as `${*}`, or a value that a variable was replaced by."""

    text: str


class Variable(msgspec.Struct, frozen=True):
    """A reference to a condition key."""

    key: str
    """Lower case."""
    default: str | None
    written: str
    """With its braces."""

    def value(self, context: Context) -> str | None:
        """Return the value in this request; None where there is none. A multivalued key gives none either."""
        found = context.get(self.key)
        if found is None:
            return self.default
        return found if isinstance(found, str) else None


Part = Text | Exact | Variable


class Template(msgspec.Struct, frozen=True):
    """A value of a policy, taken apart at its variables."""

    raw: str
    parts: tuple[Part, ...]
    is_open: bool
    """It has variables, so that only the request tells what it means."""

    def resolved(self, context: Context) -> tuple[Text | Exact, ...] | None:
        """Return the parts with the request's values put in; None when a variable has no value."""
        found: list[Text | Exact] = []
        for part in self.parts:
            if isinstance(part, Variable):
                value = part.value(context)
                if value is None:
                    return None
                found.append(Exact(value))
            else:
                found.append(part)
        return tuple(found)

    def text(self, context: Context) -> str | None:
        """Return the whole text with the request's values put in; None when a variable has no value."""
        parts = self.resolved(context)
        return None if parts is None else "".join([part.text for part in parts])

    def shown(self, context: Context) -> str:
        """Return the text for people: variables without a value stay as written."""
        values = (
            (part.value(context) or part.written) if isinstance(part, Variable) else part.text for part in self.parts
        )
        return "".join(values)

    def missing(self, context: Context) -> list[str]:
        """Return the variables that have no value in this request, as written."""
        return [part.written for part in self.parts if isinstance(part, Variable) and part.value(context) is None]


def template(raw: str, *, variables: bool = True) -> Template:
    """Take `raw` apart; without `variables` all of it is text."""
    if not variables or "${" not in raw:
        return Template(raw, (Text(raw),), is_open=False)
    parts: list[Part] = []
    end = 0
    for found in _REFERENCE.finditer(raw):
        if found.start() > end:
            parts.append(Text(raw[end : found.start()]))
        parts.append(_part(found))
        end = found.end()
    if end < len(raw):
        parts.append(Text(raw[end:]))
    return Template(raw, tuple(parts), any(isinstance(part, Variable) for part in parts))


def _part(found: re.Match[str]) -> Part:
    literal, key, default = found.groups()
    return Exact(literal) if literal else Variable(key.strip().lower(), default, found.group())
