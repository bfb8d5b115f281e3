"""A request to a user pool's domain, together with whose domain it is."""

from __future__ import annotations

import msgspec

from cogtui.cloud.services.cognito_idp.domain import cookies
from cogtui.cloud.services.cognito_idp.domain_records import Domain
from cogtui.cloud.services.cognito_idp.lookup import App, find_app
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.store import Reader
from cogtui.cloud.web import Method, WebRequest

MANAGED_LOGIN = 2
"""The branding version of managed login; the classic hosted UI is the one before."""


class Visit(msgspec.Struct, frozen=True):
    """One request to a pool's domain."""

    request: WebRequest
    pool: UserPool
    domain: Domain
    shared_host: bool
    """It came to the host that stands for every pool's domain."""
    form_token: str = ""
    """What the browser's cookie says, which its forms must say too; empty before the first form."""

    @property
    def query(self) -> dict[str, str]:
        """The query: on every page, the app's request to /oauth2/authorize."""
        return self.request.query

    @property
    def form(self) -> dict[str, str]:
        """What a page's form sent."""
        return self.request.form

    @property
    def is_managed_login(self) -> bool:
        """Whether it knows `prompt`, and choice of a first factor: the classic hosted UI takes no notice of either."""
        return self.domain.managed_login_version == MANAGED_LOGIN

    @property
    def session_cookie(self) -> str:
        """Name of the cookie that says who is signed in."""
        return cookies.session_name(self.pool.id, shared_host=self.shared_host)

    def cookie(self, name: str) -> str:
        """Return a cookie's value; empty where the browser has none of that name."""
        return cookies.cookies_of(self.request).get(name, "")

    def app(self, reader: Reader, client_id: str) -> App | None:
        """Return the app client of that id, if it is this pool's."""
        app = find_app(reader, client_id) if client_id else None
        return app if app is not None and app.pool.id == self.pool.id else None

    def to(self, path: str, method: Method = "GET", query: dict[str, str] | None = None) -> WebRequest:
        """Return a request to another page of this domain; it goes on with the same query."""
        return WebRequest(method, self.request.host, path, self.query if query is None else query)
