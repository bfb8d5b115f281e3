"""Facebook Login: the dialog that people see, and where its answers go (Facebook, "Manually Build a Login Flow")."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import facebook_graph, logins, redirects
from cogtui.cloud.providers.login_pages import Brand, error_page
from cogtui.cloud.providers.records import ProviderLogin
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.web import WebRequest, WebResponse

DIALOG = f"/{facebook_graph.VERSION}/dialog/oauth"
TOKEN_SECONDS = 7200
"""How long a token from a browser login is good for: Facebook says "about an hour or two", and CogTUI takes two."""

BRAND = Brand(
    provider="facebook",
    name="Facebook",
    host="www.facebook.com",
    login_path="/login",
    consent_path=f"{DIALOG}/confirm",
    shares={"public_profile": "name", "email": "email address"},
    unknown_user="The email address you entered isn't connected to an account.",
    wrong_password="The password that you've entered is incorrect.",
)

_ALWAYS = "public_profile"
"""The scope that every login has, asked for or not."""
_UNKNOWN_APP = "Invalid App ID: The provided app ID does not look like a valid app ID."
_URL_BLOCKED = (
    "URL Blocked: This redirect failed because the redirect URI is not whitelisted in the app's Client OAuth Settings."
)


def dialog(call: Call, request: WebRequest) -> WebResponse:
    """Open the login dialog for an app."""
    call.title = call.title or "Open Facebook login"
    logins.registered(
        call,
        request,
        BRAND,
        unknown=logins.refused(error_page(BRAND, _UNKNOWN_APP)),
        elsewhere=logins.refused(error_page(BRAND, _URL_BLOCKED)),
    )
    kind = request.query.get("response_type", "code")
    bad_kind = error_page(BRAND, f"CogTUI knows the response types `code` and `token`, not `{kind}`.")
    call.require("provider.response_type", kind in _ANSWERS, logins.refused(bad_kind), has=kind, wants=list(_ANSWERS))
    asked = request.query.get("scope", "").replace(",", " ").split()
    strange = sorted(set(asked) - set(BRAND.shares))
    bad_scope = error_page(BRAND, f"Invalid Scopes: {', '.join(strange)}.")
    call.require("provider.scope", not strange, logins.refused(bad_scope), has=asked, wants=list(BRAND.shares))
    scopes = tuple(scope for scope in BRAND.shares if scope == _ALWAYS or scope in asked)
    return logins.begin(call, BRAND, request, scopes)


def log_in(call: Call, request: WebRequest) -> WebResponse:
    """Take the login form."""
    return logins.log_in(call, request, BRAND)


def confirm(call: Call, request: WebRequest) -> WebResponse:
    """Take the answer of the consent page and go back to the app."""
    login = logins.finish(call, request, BRAND)
    if not logins.agreed(request):
        refusal: redirects.Brought = {
            "error": "access_denied",
            "error_code": 200,
            "error_description": "Permissions error",
            "error_reason": "user_denied",
            "state": login.state,
        }
        return redirects.in_query(login.redirect_uri, refusal)
    return _ANSWERS[login.response_type](call, login)


def _code(call: Call, login: ProviderLogin) -> WebResponse:
    code = logins.new_code(call, login, "AQ" + call.ids.text(200, ALNUM))
    return redirects.in_query(login.redirect_uri, {"code": code.code, "state": login.state})


def _token(call: Call, login: ProviderLogin) -> WebResponse:
    token = logins.new_token(call, login, facebook_graph.token_text(call), TOKEN_SECONDS)
    brought: redirects.Brought = {
        "access_token": token.token,
        "token_type": "bearer",
        "expires_in": TOKEN_SECONDS,
        "state": login.state,
    }
    return redirects.in_fragment(login.redirect_uri, brought)


_ANSWERS = {"code": _code, "token": _token}

ROUTES: dict[tuple[str, str], Route] = {
    ("GET", BRAND.host + DIALOG): dialog,
    ("POST", BRAND.host + BRAND.login_path): log_in,
    ("POST", BRAND.host + BRAND.consent_path): confirm,
    **facebook_graph.ROUTES,
}
