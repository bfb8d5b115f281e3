"""A page model as HTML: one form, every input labelled, what is wrong said at the top and at its input; no script.

Source: WCAG 2.2 (1.3.1, 1.3.5, 3.3.1, 3.3.2, 4.1.2); HTML Standard, section 4.10. `pages.css` has the looks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Final

import msgspec

from cogtui.cloud.providers import registry
from cogtui.cloud.services.cognito_idp.domain.hosts import SHARED_HOST
from cogtui.cloud.services.cognito_idp.domain.pages import FOOT, PROVIDER
from cogtui.cloud.web import Button, Field, Link, Page, WebRequest
from cogtui.wire.markup import Markup, element, joined

AddressOf = Callable[[WebRequest], str]
"""Gives the local address of a simulated page."""

SUMMARY: Final = "what-is-wrong"
"""Id of the element that says so at the top."""

SIMULATED: Final = " (simulated)"
"""What titles of pages end with; a page itself says so elsewhere."""

_ICON: Final = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>"
    "<rect width='16' height='16' rx='4' fill='%236d33b5'/><circle cx='8' cy='6.5' r='2.5' fill='white'/>"
    "<path d='M6.8 8h2.4l1 5H5.8z' fill='white'/></svg>"
)
"""The tab's picture, which would be asked for otherwise."""
_TYPED_AS_IT_IS: Final = frozenset({"username", "current-password", "new-password", "one-time-code", "email"})
"""Autofill names of inputs in which nobody wants a phone to mend the spelling."""


class Numbered(msgspec.Struct, frozen=True):
    """A field that people see, with its element's id."""

    id: str
    field: Field


@cache
def stylesheet() -> str:
    """Return the style sheet that stands in every page."""
    return files("cogtui.wire").joinpath("pages.css").read_text(encoding="utf-8")


def document(page: Page, host: str, address_of: AddressOf) -> str:
    """Return a page as an HTML document; `host` is the simulated host that shows it."""
    seen = tuple(Numbered(f"field-{number}", one) for number, one in enumerate(_visible(page), 1))
    wrong = page.error or any(one.field.error for one in seen)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"Error: {page.title}" if wrong else page.title),
        element("link", rel="icon", href=_ICON),
        Markup(f"<style>{stylesheet()}</style>"),
    )
    main = element("main", *_content(page, seen, address_of))
    card = element("div", _site(page), main, class_="card")
    body = element("body", card, _foot(page, host), class_=_body_class(page))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _visible(page: Page) -> tuple[Field, ...]:
    return tuple(field for field in page.fields if not field.hidden)


def _body_class(page: Page) -> str:
    if page.provider == PROVIDER:
        return "pool"
    return f"provider {page.provider if page.provider in registry.PROVIDERS else 'outside'}"


# ------------------------------------------------------------------------------------------------------------ whose it is


def _site(page: Page) -> Markup:
    """Say whose page it is."""
    return element(
        "header",
        element("p", _owner(page), class_="name"),
        element("p", "simulated", class_="simulated"),
        class_="site",
    )


def _owner(page: Page) -> str:
    """Return who shows the page: an outside provider by its plain name, a pool by its own, which its titles end with."""
    if page.provider != PROVIDER:
        return registry.PROVIDERS[page.provider].title if page.provider in registry.PROVIDERS else page.provider
    _, found, owner = page.title.removesuffix(SIMULATED).partition(f"{page.heading} · ")
    return owner if found else "User pool"


def _foot(page: Page, host: str) -> Markup:
    stands = Markup() if host == SHARED_HOST else element("p", f"It stands for one of {host}.")
    said = FOOT if page.provider == PROVIDER else "This page is simulated by CogTUI."
    return element("footer", element("p", said), stands, class_="foot")


# ------------------------------------------------------------------------------------------------------------- the content


def _content(page: Page, seen: tuple[Numbered, ...], address_of: AddressOf) -> list[Markup]:
    ways = [link for link in page.links if link.looks == "button"]
    form = _form(page, seen, address_of) if page.action is not None else Markup()
    return [
        element("h1", page.heading or page.title.removesuffix(SIMULATED)),
        element("p", page.notice, role="status", class_="notice") if page.notice else Markup(),
        _summary(page, seen),
        *(element("p", line) for line in page.text if line != FOOT),
        form,
        element("p", "or", class_="or") if form and ways else Markup(),
        element("div", *(_way(link, address_of) for link in ways), class_="ways") if ways else Markup(),
        _elsewhere([link for link in page.links if link.looks == "link"], address_of),
    ]


def _summary(page: Page, seen: tuple[Numbered, ...]) -> Markup:
    """Say what is wrong, with a link to each input that it is about."""
    lines = [element("li", element("a", _named(one.field), href=f"#{one.id}")) for one in seen if one.field.error]
    if not page.error and not lines:
        return Markup()
    said = element("p", page.error) if page.error else Markup()
    return element("div", said, element("ul", *lines) if lines else Markup(), class_="error", role="alert", id=SUMMARY)


def _named(field: Field) -> str:
    """Return a field's error with the field's name, unless it begins with that already."""
    return field.error if field.error.startswith(field.label) else f"{field.label}: {field.error}"


def _way(link: Link, address_of: AddressOf) -> Markup:
    """Return a link that is one of several ways to do what the page is for."""
    brand = link.provider.lower() if link.provider.lower() in registry.PROVIDERS else "outside" if link.provider else ""
    return element("a", link.label, class_=f"button {brand}".strip(), href=address_of(link.to))


def _elsewhere(links: list[Link], address_of: AddressOf) -> Markup:
    if not links:
        return Markup()
    lines = (element("li", element("a", link.label, href=address_of(link.to))) for link in links)
    return element("ul", *lines, class_="elsewhere")


# ---------------------------------------------------------------------------------------------------------------- the form


def _form(page: Page, seen: tuple[Numbered, ...], address_of: AddressOf) -> Markup:
    assert page.action is not None
    first = _first(seen)
    hidden = (element("input", type="hidden", name=one.name, value=one.value) for one in page.fields if one.hidden)
    return element(
        "form",
        *hidden,
        *(_input(page, one, focused=one is first, all_needed=_all_needed(seen)) for one in seen),
        # Enter presses the first button of a form (HTML Standard, section 4.10.21.2).
        element("div", *map(_button, sorted(page.buttons, key=_after)), class_="buttons"),
        method="post",
        action=address_of(page.action),
    )


def _first(seen: tuple[Numbered, ...]) -> Numbered | None:
    """Return the input to begin with: the first that is wrong, else the first that is empty, else the first."""
    wrong = (one for one in seen if one.field.error)
    empty = (one for one in seen if not one.field.value)
    return next(chain(wrong, empty, seen), None)


def _all_needed(seen: tuple[Numbered, ...]) -> bool:
    """Tell whether nobody has to be told what is optional: every input is needed, or the page doesn't say."""
    return len({one.field.required for one in seen}) < 2


def _input(page: Page, one: Numbered, *, focused: bool, all_needed: bool) -> Markup:
    field = one.field
    optional = Markup() if field.required or all_needed else element("span", " (optional)", class_="optional")
    # Who comes to the first input hears what was wrong with the whole form.
    about = [SUMMARY] if focused and page.error else []
    notes: list[Markup] = []
    for kind, words in (("help", field.help), ("wrong", field.error)):
        if words:
            notes.append(element("p", words, class_=kind, id=f"{one.id}-{kind}"))
            about.append(f"{one.id}-{kind}")
    plain = field.secret or field.autocomplete in _TYPED_AS_IT_IS
    box = element(
        "input",
        type="password" if field.secret else field.kind,
        id=one.id,
        name=field.name,
        value=field.value or None,
        autocomplete=field.autocomplete,
        inputmode="numeric" if field.autocomplete == "one-time-code" else None,
        autocapitalize="none" if plain else None,
        spellcheck="false" if plain else None,
        required=field.required,
        aria_invalid="true" if field.error else None,
        aria_describedby=" ".join(about),
        autofocus=focused,
    )
    return element("div", element("label", joined(field.label, optional), for_=one.id), *notes, box, class_="field")


def _after(button: Button) -> bool:
    return not button.primary


def _button(button: Button) -> Markup:
    return element(
        "button",
        button.label,
        type="submit",
        name="action",
        value=button.name,
        class_="button primary" if button.primary else "button",
        formnovalidate=button.unchecked,
    )
