"""A browser's request, and what came back, as HTTP messages; a page is told in words."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import msgspec

from cogtui.cloud.catalog.sensitive import WITHHELD
from cogtui.cloud.trail import Record
from cogtui.cloud.web import Page, WebRequest, WebResponse
from cogtui.console.code_http import message, phrase
from cogtui.console.http_message import HttpMessage, octets
from cogtui.console.json_text import json_body

PASSWORDS = frozenset({"password", "new_password"})
"""Members of forms that people typed unseen: they stay so."""


def of_record(record: Record) -> str:
    """Return request and answer."""
    request = msgspec.convert(record.request, WebRequest)
    target = f"{request.path}?{urlencode(request.query, errors='surrogatepass')}" if request.query else request.path
    headers = [("Host", request.host), *((name.title(), value) for name, value in request.headers.items())]
    if request.form:
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    form = request.form | dict.fromkeys(request.form.keys() & PASSWORDS, WITHHELD)
    body = HttpMessage(content=octets(urlencode(form, errors="surrogatepass")), form="form")
    if request.content:
        body = HttpMessage(content=octets(request.content))
    asked = message(f"{request.method} {target} HTTP/1.1", headers, body)
    return f"{asked}\n\n{_answer(record)}"


def _answer(record: Record) -> str:
    if record.output is None:
        assert record.error is not None
        return f"HTTP/1.1 {record.error.status} {phrase(record.error.status)}\n\n{record.error.message}"
    response = msgspec.convert(record.output, WebResponse)
    headers = [(name.title(), value) for name, value in response.headers.items()]
    body = HttpMessage()
    if response.body is not None:
        headers.append(("Content-Type", "application/json"))
        body = HttpMessage(content=json_body(response.body), form="json")
    elif response.page is not None:
        headers.append(("Content-Type", "text/html"))
        body = HttpMessage(content=octets("\n".join(_page(response.page))))
    return message(f"HTTP/1.1 {response.status} {phrase(response.status)}", headers, body)


def _page(page: Page) -> Iterator[str]:
    """Say what a page shows."""
    yield f"(a page) {page.title}"
    yield from (f"  {line}" for line in (*page.text, page.notice) if line)
    if page.error:
        yield f"  ! {page.error}"
    for field in page.fields:
        if not field.hidden:
            yield f"  {field.label}: [{'*' * len(field.value) if field.secret else field.value}]"
        if field.error:
            yield f"  ! {field.error}"
    if page.buttons:
        yield "  " + "  ".join(f"[{button.label}]" for button in page.buttons)
    yield from (f"  -> {link.label}" for link in page.links)
