"""The cookies of the pages: who is signed in, which browser a form was shown to, which browser went to a provider.

RFC 6265. On the host that stands for every pool's domain, a pool's session has a name of its own.
"""

from __future__ import annotations

from cogtui.cloud.web import WebRequest

SESSION = "cognito"
FORM = "XSRF-TOKEN"
FEDERATION = "csrf-state"

SESSION_SECONDS = 3600
"""How long managed login keeps a session (Developer Guide, "Managed login session duration")."""

_ATTRIBUTES = "Path=/; HttpOnly; SameSite=Lax"


def cookies_of(request: WebRequest) -> dict[str, str]:
    """Return the request's cookies by name; the first of a name wins."""
    found: dict[str, str] = {}
    for part in request.headers.get("cookie", "").split(";"):
        name, equals, value = part.strip().partition("=")
        if equals:
            found.setdefault(name, value)
    return found


def session_name(pool_id: str, *, shared_host: bool) -> str:
    """Return the name of a pool's session cookie."""
    return f"{SESSION}-{pool_id}" if shared_host else SESSION


def set_cookie(name: str, value: str, seconds: int | None = None) -> str:
    """Return a Set-Cookie value; without `seconds` the cookie goes when the browser does."""
    age = "" if seconds is None else f"Max-Age={seconds}; "
    return f"{name}={value}; {age}{_ATTRIBUTES}"


def clear_cookie(name: str) -> str:
    """Return the Set-Cookie value that makes a browser forget a cookie."""
    return set_cookie(name, "", 0)
