"""Login with Amazon: the pages that people see, and where their answers go (Login with Amazon, "Website developer guide")."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import amazon_api, logins, redirects
from cogtui.cloud.providers.login_pages import Brand, error_page
from cogtui.cloud.providers.records import ProviderLogin
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

AUTH = "/ap/oa"

BRAND = Brand(
    provider="amazon",
    name="Amazon",
    host="www.amazon.com",
    login_path="/ap/signin",
    consent_path="/ap/oa/consent",
    shares={"profile": "name and email address", "profile:user_id": "user id", "postal_code": "postal code"},
    unknown_user="We cannot find an account with that email address",
    wrong_password="Your password is incorrect",
)


def _error(text: str) -> WebRefusal:
    return logins.refused(
        error_page(BRAND, "We're sorry! An error occurred when we tried to process your request.", text)
    )


def authorize(call: Call, request: WebRequest) -> WebResponse:
    """Open the login for an app."""
    call.title = call.title or "Open Amazon login"
    logins.registered(
        call,
        request,
        BRAND,
        unknown=_error("400 Bad Request: Unknown client_id"),
        elsewhere=_error(
            "400 Bad Request: The redirect URI you provided has not been whitelisted for your application"
        ),
    )
    kind = request.query.get("response_type", "")
    bad_kind = _error(f"CogTUI knows the response types `code` and `token`, not `{kind}`.")
    call.require("provider.response_type", kind in _ANSWERS, bad_kind, has=kind, wants=list(_ANSWERS))
    scopes = request.query.get("scope", "").split()
    known = scopes and not set(scopes) - set(BRAND.shares)
    bad_scope = _error("400 Bad Request: An unknown scope was requested")
    call.require("provider.scope", known, bad_scope, has=scopes, wants=list(BRAND.shares))
    return logins.begin(call, BRAND, request, tuple(dict.fromkeys(scopes)))


def log_in(call: Call, request: WebRequest) -> WebResponse:
    """Take the login form."""
    return logins.log_in(call, request, BRAND)


def consent(call: Call, request: WebRequest) -> WebResponse:
    """Take the answer of the consent page and go back to the app."""
    login = logins.finish(call, request, BRAND)
    if not logins.agreed(request):
        refusal: redirects.Brought = {
            "error": "access_denied",
            "error_description": "Access not permitted.",
            "state": login.state,
        }
        return (redirects.in_fragment if login.response_type == "token" else redirects.in_query)(
            login.redirect_uri, refusal
        )
    return _ANSWERS[login.response_type](call, login)


def _code(call: Call, login: ProviderLogin) -> WebResponse:
    code = logins.new_code(call, login, "AN" + call.ids.text(18, ALNUM))
    brought: redirects.Brought = {"code": code.code, "scope": " ".join(login.scopes), "state": login.state}
    return redirects.in_query(login.redirect_uri, brought)


def _token(call: Call, login: ProviderLogin) -> WebResponse:
    brought: redirects.Brought = {
        **amazon_api.tokens(call, login),
        "scope": " ".join(login.scopes),
        "state": login.state,
    }
    return redirects.in_fragment(login.redirect_uri, brought)


_ANSWERS = {"code": _code, "token": _token}

ROUTES: dict[tuple[str, str], Route] = {
    ("GET", BRAND.host + AUTH): authorize,
    ("POST", BRAND.host + BRAND.login_path): log_in,
    ("POST", BRAND.host + BRAND.consent_path): consent,
    **amazon_api.ROUTES,
}
