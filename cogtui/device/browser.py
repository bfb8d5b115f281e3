"""The browser on a device: it follows redirects, keeps cookies and comes back to the app with what the app asked for."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import msgspec

from cogtui.cloud.devices import APP
from cogtui.cloud.web import Page, WebRequest
from cogtui.cloud.world import World

MOST_REDIRECTS = 10
"""After so many a browser gives up."""


class Visit(msgspec.Struct, frozen=True):
    """Where a browser ended up."""

    page: Page | None = None
    """A page that waits for the person."""
    brought: dict[str, str] | None = None
    """What the redirect back to the app carries; None while the browser is elsewhere."""


class Browser:
    """A browser on a device, opened by an app that waits at `callback` for what comes back (RFC 8252)."""

    def __init__(self, world: World, callback: str, device: str = APP) -> None:
        self._world = world
        self._callback = callback
        self._device = device

    def open(self, request: WebRequest, keep: dict[str, str] | None = None) -> Visit:
        """Send a request and follow where it leads; `keep` are paths into the body of each answer."""
        for _ in range(MOST_REDIRECTS):
            response = self._world.web(request, device=self._device, browser=self._device, keep=keep)
            if not response.location:
                return Visit(response.page or _blank(request, response.status))
            if self._is_callback(response.location):
                return Visit(brought=_parameters(response.location))
            request = request_to(response.location, request.host)
        return Visit(Page("Your browser", "cognito", error="The page isn't redirecting properly: it goes in circles."))

    def submit(self, page: Page, form: dict[str, str], keep: dict[str, str] | None = None) -> Visit:
        """Send a page's form."""
        assert page.action is not None
        return self.open(msgspec.structs.replace(page.action, form=form), keep)

    def _is_callback(self, location: str) -> bool:
        return location.partition("?")[0].partition("#")[0] == self._callback


def request_to(location: str, host: str) -> WebRequest:
    """Return the request that a redirect asks for; a path alone is the same host's (RFC 9110, section 10.2.2)."""
    address = urlsplit(location)
    query = dict(parse_qsl(address.query, keep_blank_values=True))
    return WebRequest("GET", address.netloc or host, address.path or "/", query)


def _parameters(location: str) -> dict[str, str]:
    address = urlsplit(location)
    return dict(parse_qsl(address.query, keep_blank_values=True)) | dict(parse_qsl(address.fragment))


def _blank(request: WebRequest, status: int) -> Page:
    return Page("Your browser", "cognito", error=f"{request.host} answered {status} and no page.")
