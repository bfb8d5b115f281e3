"""Ink to Textual content: the only place where styles get their colours and where markup is parsed at all."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from cogtui.views.ink import Ink, Style, visible

LOOKS: dict[Style, str] = {
    "": "",
    "dim": "$dim",
    "strong": "bold",
    "title": "bold $primary",
    "ok": "$verdict-ok",
    "no": "bold $verdict-no",
    "pending": "$dim",
    "link": "underline",
    "key": "$json-key",
    "text": "$json-text",
    "number": "$json-number",
    "yours": "$party-yours",
    "outside": "$party-outside",
    "cognito": "$party-cognito",
    "aws": "$party-aws",
    "header": "$token-header",
    "payload": "$token-payload",
    "signature": "$token-signature",
    "mark": "bold $accent",
}


def content(line: Ink) -> Content:
    """Return the line as Textual content."""
    return Content.assemble(*((text, LOOKS[style]) for text, style in line))


def paragraph(lines: Iterable[Ink]) -> Content:
    """Return several lines as one content."""
    return Content("\n").join(content(line) for line in lines)


def raw(text: str) -> Content:
    """Return text from the world as content: never markup, control characters shown, line breaks kept."""
    return Content("\n".join(visible(line) for line in text.split("\n")))
