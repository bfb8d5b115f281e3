"""HTML that can't be broken by what stands in it: elements are built, and every text and attribute is escaped on the way."""

from __future__ import annotations

from html import escape
from typing import Final

VOID: Final = frozenset({"input", "link", "meta"})
"""Elements without content (HTML Standard, section 13.1.2)."""

_NOT_SHOWN: Final = (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
"""Controls and lone surrogates: HTML has no place for them (HTML Standard, section 13.5)."""
_REPLACED: Final = dict.fromkeys(_NOT_SHOWN, "\ufffd")


class Markup(str):
    """HTML that is finished: it is not escaped again."""

    __slots__ = ()


def text(value: str) -> Markup:
    """Return a text as HTML shows it."""
    return value if isinstance(value, Markup) else Markup(escape(value.translate(_REPLACED)))


def element(tag: str, *content: str, **attributes: str | bool | None) -> Markup:
    """Return an element. Texts in it are escaped, Markup is taken as it is.

    An attribute of True stands without a value; False, None and an empty text leave it out, but for `value`. `class_` is
    `class`, `aria_label` is `aria-label`.
    """
    written = "".join(_attribute(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    if tag in VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{''.join(map(text, content))}</{tag}>")


def _attribute(name: str, value: str | bool | None) -> str:
    if value is True:
        return f" {name}"
    if value is None or value is False or (value == "" and name != "value"):
        return ""
    return f' {name}="{text(str(value))}"'


def joined(*parts: str) -> Markup:
    """Return parts one after another, those that are no Markup escaped."""
    return Markup("".join(map(text, parts)))
