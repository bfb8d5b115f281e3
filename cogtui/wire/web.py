"""Everything at the port that is no AWS API: the endpoint's own addresses, login pages, OAuth and provider pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from cogtui import __version__
from cogtui.wire import admin
from cogtui.wire.asgi import Page

if TYPE_CHECKING:
    from cogtui.wire.endpoint import Endpoint


async def _about(_: Request) -> Response:
    return PlainTextResponse(
        f"CogTUI {__version__}: a simulated Amazon Cognito, STS, IAM and S3. Point an AWS client here with AWS_ENDPOINT_URL.\n"
    )


def pages(endpoint: Endpoint) -> Page:
    """Return the application that answers for all of them."""
    app = Starlette(routes=[Route("/", _about), *admin.ROUTES])
    app.state.endpoint = endpoint
    return cast("Page", app)  # its messages are typed as mutable mappings, ours as dicts
