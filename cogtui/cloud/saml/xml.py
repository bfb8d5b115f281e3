"""XML in and out. What comes from outside is read without entities, without a document type and without the network.

Source: OWASP, "XML External Entity Prevention", "SAML Security".
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from cogtui.cloud.saml.names import LONGEST, PREFIXES

etree: Any = importlib.import_module("lxml.etree")
"""lxml brings no types: what is used of it stands in `Element`."""


class Element(Protocol):
    """An element as lxml makes them."""

    tag: str
    text: str | None

    @property
    def attrib(self) -> Mapping[str, str]:
        """Attributes by name."""
        ...

    def get(self, key: str, default: str = "") -> str:
        """Return an attribute."""
        ...

    def find(self, path: str, namespaces: dict[str, str]) -> Element | None:
        """Return the first element at a path."""
        ...

    def findall(self, path: str, namespaces: dict[str, str]) -> list[Element]:
        """Return the elements at a path."""
        ...

    def iter(self, tag: str = "*") -> Iterator[Element]:
        """Walk through the element and all below it."""
        ...

    def itertext(self) -> Iterator[str]:
        """Walk through all texts."""
        ...

    def getparent(self) -> Element | None:
        """Return what the element stands in."""
        ...

    def insert(self, index: int, element: Element) -> None:
        """Put an element in."""
        ...

    def extend(self, elements: Iterable[Element]) -> None:
        """Put elements at the end."""
        ...


class Unreadable(ValueError):
    """Text that is no XML, or XML that nobody should read."""


def parsed(text: str | bytes, longest: int = LONGEST) -> Element:
    """Return a document's root. Comments and processing instructions are gone: they could break a text in two."""
    octets = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(octets) > longest:
        raise Unreadable(f"the document is longer than {longest} octets")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root: Any = etree.fromstring(octets, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("the document is no well-formed XML") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("the document has a document type")
    return root


def tag(name: str) -> str:
    """Return `saml:Assertion` as lxml spells it."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def made(name: str, *children: Element, text: str = "", **attributes: str) -> Element:
    """Return a new element; attributes that say nothing are left out."""
    prefix = name.partition(":")[0]
    given = {key: value for key, value in attributes.items() if value}
    element: Element = etree.Element(tag(name), given, nsmap={prefix: PREFIXES[prefix]})
    element.text = text or None
    element.extend(children)
    return element


def written(root: Element) -> str:
    """Return a document as text."""
    return etree.tostring(root, encoding="unicode")


def text_at(parent: Element, path: str) -> str:
    """Return the text of the first element at a path, without the space around it; empty where there is none."""
    found = parent.find(path, PREFIXES)
    return whole_text(found) if found is not None else ""


def whole_text(element: Element) -> str:
    """Return all text of an element, without the space around it."""
    return "".join(element.itertext()).strip()


def children(parent: Element, path: str) -> list[Element]:
    """Return the elements at a path."""
    return parent.findall(path, PREFIXES)


def attribute_at(parent: Element, path: str, name: str) -> str:
    """Return an attribute of the first element at a path; empty where there is none."""
    found = parent.find(path, PREFIXES)
    return found.get(name, "") if found is not None else ""
