"""Web requests of browsers and OAuth clients: through the world's door, and back as HTML, JSON or a redirect."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cogtui.cloud.any_text import plain
from cogtui.cloud.callers import Origin
from cogtui.cloud.services.cognito_idp.domain import cookies
from cogtui.cloud.services.cognito_idp.domain.answers import octets
from cogtui.cloud.services.cognito_idp.domain.routes import ENDPOINTS
from cogtui.cloud.services.cognito_idp.users import import_upload
from cogtui.cloud.web import Method, Page, WebRefusal, WebRequest, WebResponse
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
_PATH: Final = "/-._~!$&'()*+,;=:@"
"""What a path may be written with as it is (RFC 3986, section 3.3)."""
_LOCAL: Final = frozenset({"127.0.0.1", "::1"})


async def visit(request: Request) -> Response:
    """Answer a web request."""
    endpoint: Endpoint = request.app.state.endpoint
    world = endpoint.world
    at = addresses.standpoint(world.store, request.headers.get("host", ""))
    written: str = request.scope["path"]
    found = addresses.simulated(world.store, at, written)
    if found is None:
        return _page(world, at, at.means, _no_provider(written), 404)
    host, path = found
    asked = WebRequest(_method(request), host, quote(octets(path), safe=_PATH), headers=_headers(request))
    unreadable = None
    try:
        asked = await _read(request, asked, path)
    except Unreadable as problem:
        unreadable = WebRefusal(_refusal(path, problem))
    address = request.client.host if request.client is not None else "127.0.0.1"
    origin = Origin(address, request.headers.get("user-agent", "")[:256], secure=address in _LOCAL)
    return _answered(world, at, host, world.web(asked, origin=origin, unreadable=unreadable))


async def _read(request: Request, asked: WebRequest, path: str) -> WebRequest:
    """Return the request with all that it brings; Unreadable where nobody can make sense of it."""
    path = forms.path_of(path)
    query = forms.of_query(request.scope["query_string"])
    if import_upload.is_host(asked.host):
        return await _upload(request, msgspec.structs.replace(asked, path=path, query=dict(query)))
    form = await _form(request, path)
    return msgspec.structs.replace(
        asked, path=path, query=dict(query), form=dict(form), repeated=forms.repeated(query, form)
    )


async def _upload(request: Request, asked: WebRequest) -> WebRequest:
    """Return the request with the file that it brings, and the header that its address was signed with."""
    signed = {name: request.headers[name] for name in (import_upload.ENCRYPTION,) if name in request.headers}
    content = (await request.body()).decode("utf-8", "surrogateescape")
    return msgspec.structs.replace(asked, headers=asked.headers | signed, content=content)


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


# ------------------------------------------------------------------------------------------------------------- the answer


def _answered(world: World, at: Standpoint, host: str, answer: WebResponse) -> Response:
    """Return the world's answer as HTTP."""
    given = {name: value for name, value in answer.headers.items() if name not in ("location", "content-type")}
    given["x-amz-cognito-request-id"] = world.trail[-1].request_id
    if answer.location:
        # What the address carries is not repeated in the body.
        response = Response(status_code=answer.status)
        given["location"] = addresses.redirect(world.store, at, host, answer.location)
    elif answer.page is not None:
        response = _page(world, at, host, answer.page, answer.status)
    elif answer.body is not None:
        # What answers in JSON is asked by apps, in browsers too; Graph and Google's endpoints let any origin read.
        given.setdefault("access-control-allow-origin", "*")
        content = msgspec.json.encode(plain(answer.body))
        response = Response(content, answer.status, media_type="application/json;charset=UTF-8")
    else:
        response = Response(status_code=answer.status)
    _add(response, page_headers.EVERY_ANSWER | given)
    # DIFFERS: AWS's cookies are `Secure`. A browser would not send such ones to plain HTTP.
    response.raw_headers.extend((b"set-cookie", _octets(cookie)) for cookie in answer.cookies)
    return response


def _page(world: World, at: Standpoint, host: str, page: Page, status: int) -> Response:
    text = html.document(page, host, partial(addresses.link, world.store, at))
    response = Response(text.encode(), status)
    _add(response, page_headers.EVERY_ANSWER | page_headers.of_page(world.store, page))
    return response


def _refusal(path: str, problem: Unreadable) -> WebResponse:
    """Return the answer to what can't be read: OAuth's error at its endpoints (RFC 6749, section 5.2), else a page."""
    if path in ENDPOINTS:
        body = {"error": "invalid_request", "error_description": problem.words}
        return WebResponse(400, {"access-control-allow-origin": "*"}, body=body)
    page = Page("This request can't be read (simulated)", "cognito", error=problem.words)
    return WebResponse(problem.status, page=page)


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
