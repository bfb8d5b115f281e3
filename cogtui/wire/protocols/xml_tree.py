"""XML that strangers send, as a tree: no document types, no entities of one's own, nothing too deep or too large."""

from __future__ import annotations

from typing import Final, NoReturn
from xml.parsers import expat

import msgspec

_DEEPEST: Final = 32
_MOST_OCTETS: Final = 4 * 2**20
"""S3 takes up to 2 MB."""
_MOST_ELEMENTS: Final = 200_000
"""A multipart upload is completed with up to 10,000 parts of some eight elements."""


class Malformed(ValueError):
    """It is no XML, or XML of a kind that nobody has a reason to send."""


class Node(msgspec.Struct):
    """An element."""

    name: str
    """Without a prefix: the API has one namespace."""
    attributes: dict[str, str]
    """With their prefixes: "xsi:type"."""
    text: str = ""
    """All text in it, between its children too."""
    children: list[Node] = []


class _Builder:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self.root = Node("", {})
        self._open = [self.root]
        self._texts: list[list[str]] = [[]]
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise Malformed("too deep or too large")
        node = Node(name.rpartition(":")[2], attributes)
        self._open[-1].children.append(node)
        self._open.append(node)
        self._texts.append([])

    def end(self, _: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def data(self, text: str) -> None:
        self._texts[-1].append(text)


def _refuse(*_: object) -> NoReturn:
    raise Malformed("document types and entities are not taken")


def parse(body: bytes) -> Node:
    """Return a document's root; Malformed for anything else than plain XML."""
    if len(body) > _MOST_OCTETS:
        raise Malformed("too large")
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Malformed("not well-formed") from error
    return builder.root.children[0]
