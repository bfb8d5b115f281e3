"""Sign in with Google: the pages that people see, and where their answers go (Google, "OpenID Connect")."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import google_tokens, logins, redirects
from cogtui.cloud.providers.login_pages import Brand, error_page
from cogtui.cloud.providers.records import ProviderLogin
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

AUTH = "/o/oauth2/v2/auth"

BRAND = Brand(
    provider="google",
    name="Google",
    host="accounts.google.com",
    login_path="/signin",
    consent_path="/signin/oauth/consent",
    shares={"openid": "user id", "profile": "name and picture", "email": "email address"},
    unknown_user="Couldn't find your Google Account.",
    wrong_password="Wrong password. Try again.",
)


def _error(code: str, text: str, status: int = 400) -> WebRefusal:
    return logins.refused(error_page(BRAND, f"Error {status}: {code}", text), status)


def authorize(call: Call, request: WebRequest) -> WebResponse:
    """Open the sign-in for an app."""
    call.title = call.title or "Open Google login"
    blocked = "Access blocked: this app's request is invalid."
    logins.registered(
        call,
        request,
        BRAND,
        unknown=_error("invalid_client", "The OAuth client was not found.", 401),
        elsewhere=_error("redirect_uri_mismatch", blocked),
    )
    asked = request.query
    kind = asked.get("response_type", "")
    bad_kind = _error(
        "unsupported_response_type", f"CogTUI knows the response types `code` and `id_token`, not `{kind}`."
    )
    call.require("provider.response_type", kind in _ANSWERS, bad_kind, has=kind, wants=list(_ANSWERS))
    scopes = asked.get("scope", "").split()
    strange = sorted(set(scopes) - set(BRAND.shares))
    bad_scope = _error("invalid_scope", f"Some requested scopes were invalid: {', '.join(strange) or 'none given'}.")
    known = scopes and not strange
    call.require("provider.scope", known, bad_scope, has=scopes, wants=list(BRAND.shares))
    no_nonce = _error("invalid_request", "Missing required parameter: nonce")
    call.require("provider.nonce", kind != "id_token" or asked.get("nonce"), no_nonce, response_type=kind)
    return logins.begin(call, BRAND, request, tuple(dict.fromkeys(scopes)))


def log_in(call: Call, request: WebRequest) -> WebResponse:
    """Take the login form."""
    return logins.log_in(call, request, BRAND)


def consent(call: Call, request: WebRequest) -> WebResponse:
    """Take the answer of the consent page and go back to the app."""
    login = logins.finish(call, request, BRAND)
    if not logins.agreed(request):
        back = redirects.in_fragment if login.response_type == "id_token" else redirects.in_query
        return back(login.redirect_uri, {"error": "access_denied", "state": login.state})
    return _ANSWERS[login.response_type](call, login)


def _code(call: Call, login: ProviderLogin) -> WebResponse:
    code = logins.new_code(call, login, "4/0A" + call.ids.text(70, ALNUM))
    return redirects.in_query(
        login.redirect_uri, {"state": login.state, "code": code.code, "scope": " ".join(login.scopes)}
    )


def _id_token(call: Call, login: ProviderLogin) -> WebResponse:
    id_token = google_tokens.id_token(call, login)
    return redirects.in_fragment(login.redirect_uri, {"state": login.state, "id_token": id_token})


_ANSWERS = {"code": _code, "id_token": _id_token}

ROUTES: dict[tuple[str, str], Route] = {
    ("GET", BRAND.host + AUTH): authorize,
    ("POST", BRAND.host + BRAND.login_path): log_in,
    ("POST", BRAND.host + BRAND.consent_path): consent,
    **google_tokens.ROUTES,
}
