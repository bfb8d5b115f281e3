"""Web requests of browsers and OAuth clients: through the world's door, and back as HTML, JSON or a redirect."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cogtui.cloud.callers import Origin
from cogtui.cloud.services.cognito_idp.domain import cookies
from cogtui.cloud.services.cognito_idp.domain.answers import octets
from cogtui.cloud.services.cognito_idp.domain.routes import ENDPOINTS
from cogtui.cloud.web import Method, Page, WebRequest, WebResponse
from cogtui.wire import addresses, forms, html, page_headers
from cogtui.wire.addresses import Standpoint
from cogtui.wire.forms import Unreadable

if TYPE_CHECKING:
    from cogtui.cloud.world import World
    from cogtui.wire.endpoint import Endpoint

METHODS: Final = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
"""What Starlette lets through; HEAD goes with GET. The world says which of them a path takes."""

_OWN_COOKIES: Final = (cookies.SESSION, cookies.FORM, cookies.FEDERATION)
"""What the names of our cookies begin with: a browser sends those of every other port of this machine too."""
_LOCAL: Final = frozenset({"127.0.0.1", "::1"})


async def visit(request: Request) -> Response:
    """Answer a web request."""
    endpoint: Endpoint = request.app.state.endpoint
    at = addresses.standpoint(endpoint.world.store, request.headers.get("host", ""))
    try:
        asked = await _asked(request, at)
    except Unreadable as problem:
        return _unreadable(endpoint.world, at, request.url.path, problem)
    if asked is None:
        return _page(endpoint.world, at, at.means, _no_provider(request.url.path), 404)
    origin = Origin(_address(request), request.headers.get("user-agent", "")[:256], secure=_address(request) in _LOCAL)
    answer = endpoint.world.web(asked, origin=origin)
    return _answered(endpoint.world, at, asked.host, answer)


async def _asked(request: Request, at: Standpoint) -> WebRequest | None:
    """Return the request in the world's terms; None for a provider that does not exist."""
    found = addresses.simulated(at, forms.path_of(request.scope["path"]))
    if found is None:
        return None
    host, path = found
    query = forms.of_query(request.scope["query_string"])
    form = await _form(request, path)
    return WebRequest(
        _method(request),
        host,
        path,
        dict(query),
        dict(form),
        _headers(request),
        forms.repeated(query, form),
    )


def _method(request: Request) -> Method:
    """Return the method; a HEAD is the GET without its content (RFC 9110, section 9.3.2), which the server leaves out."""
    return "GET" if request.method == "HEAD" else cast("Method", request.method)  # the routes let no other through


async def _form(request: Request, path: str) -> forms.Pairs:
    """Return the form that the body is. An OAuth endpoint answers for itself what else it may be: parameters are missing."""
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not body or kind == forms.FORM:
        return forms.of_form(body)
    if path in ENDPOINTS:
        return ()
    raise Unreadable(415, f"This address takes forms ({forms.FORM}) only.")


def _headers(request: Request) -> dict[str, str]:
    """Return what the world looks at."""
    found = {name: request.headers[name] for name in ("authorization", "content-type") if name in request.headers}
    given = [part.strip() for line in request.headers.getlist("cookie") for part in line.split(";")]
    own = "; ".join(part for part in given if part.startswith(_OWN_COOKIES))
    return found | ({"cookie": own} if own else {})


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else "127.0.0.1"


# ------------------------------------------------------------------------------------------------------------- the answer


def _answered(world: World, at: Standpoint, host: str, answer: WebResponse) -> Response:
    """Return the world's answer as HTTP."""
    if answer.location:
        # What the address carries is not repeated in the body.
        response = Response(status_code=answer.status)
        to = addresses.redirect(world.store, at, host, answer.location)
    elif answer.page is not None:
        response = _page(world, at, host, answer.page, answer.status)
        to = ""
    else:
        content = b"" if answer.body is None else msgspec.json.encode(answer.body)
        kind = None if answer.body is None else "application/json;charset=UTF-8"
        response, to = Response(content, answer.status, media_type=kind), ""
    given = {name: value for name, value in answer.headers.items() if name not in ("location", "content-type")}
    _add(response, page_headers.EVERY_ANSWER | given)
    _add(response, {"x-amz-cognito-request-id": world.trail[-1].request_id})
    # DIFFERS: AWS's cookies are `Secure`. A browser would not send such ones to plain HTTP.
    response.raw_headers.extend((b"set-cookie", _octets(cookie)) for cookie in answer.cookies)
    if to:
        _add(response, {"location": to})
    return response


def _page(world: World, at: Standpoint, host: str, page: Page, status: int) -> Response:
    text = html.document(page, host, partial(addresses.link, at))
    response = Response(text.encode(), status)
    _add(response, page_headers.EVERY_ANSWER | page_headers.of_page(world.store, page))
    return response


def _unreadable(world: World, at: Standpoint, path: str, problem: Unreadable) -> Response:
    """Refuse a request that can't be read: with OAuth's error at its endpoints (RFC 6749, section 5.2), else on a page."""
    if path in ENDPOINTS:
        body = {"error": "invalid_request", "error_description": problem.words}
        answer = WebResponse(400, {"access-control-allow-origin": "*"}, body=body)
        return _answered(world, at, at.means, answer)
    page = Page("This request can't be read (simulated)", "cognito", error=problem.words)
    return _page(world, at, at.means, page, problem.status)


def _no_provider(path: str) -> Page:
    return Page("No such page (simulated)", "cognito", (path,), error="CogTUI simulates no such provider.")


def _add(response: Response, headers: dict[str, str]) -> None:
    """Set headers to octets of our own: an address goes back as it came, whatever it is encoded in."""
    names = {name.encode() for name in headers}
    kept = [(name, value) for name, value in response.raw_headers if name not in names]
    response.raw_headers[:] = [*kept, *((name.encode(), _octets(value)) for name, value in headers.items())]


def _octets(value: str) -> bytes:
    """Return a header's value without anything that would end it."""
    return octets("".join(char if char >= " " and char != "\x7f" else " " for char in value))


ROUTES: Final = [Route("/{path:path}", visit, methods=METHODS)]
