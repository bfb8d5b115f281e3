"""Everything at the port that is no AWS API: the endpoint's own addresses, login pages, OAuth and provider pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router

from cogtui import __version__
from cogtui.wire import addresses, admin, pages
from cogtui.wire.asgi import Page

if TYPE_CHECKING:
    from cogtui.wire.endpoint import Endpoint


async def _about(request: Request) -> Response:
    """Say what answers here; the root of a pool's own domain is that pool's."""
    if not addresses.stands_for_all(request.app.state.endpoint.world.store, request.headers.get("host", "")):
        return await pages.visit(request)
    return PlainTextResponse(
        f"CogTUI {__version__}: a simulated Amazon Cognito, STS, IAM and S3. Point an AWS client here with AWS_ENDPOINT_URL.\n"
    )


def application(endpoint: Endpoint) -> Page:
    """Return the application that answers for all of them."""
    app = Starlette(routes=[Route("/", _about), *admin.ROUTES])
    app.router.redirect_slashes = False
    # What these don't have is a page's. A path of theirs with another method is theirs too, and is answered 405.
    app.router.default = Router(pages.ROUTES, redirect_slashes=False)
    app.state.endpoint = endpoint
    return cast("Page", app)  # its messages are typed as mutable mappings, ours as dicts
