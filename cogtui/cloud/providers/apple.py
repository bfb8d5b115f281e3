"""Sign in with Apple: the pages that people see, and the form that brings their answer back to the app.

Apple, "Sign in with Apple REST API": "Request an authorization to the Sign in with Apple server".
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.providers import apple_tokens, directory, id_tokens, login_pages, logins, redirects
from cogtui.cloud.providers.apple_records import APPLE_CONSENTS, AppleConsent
from cogtui.cloud.providers.login_pages import Brand, error_page
from cogtui.cloud.providers.records import ProviderLogin, ProviderUser
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.web import Button, Field, Page, WebRefusal, WebRequest, WebResponse

AUTH = "/auth/authorize"
HIDE = "hide"
"""The button that gives the app an address of Apple's instead of one's own."""
CODE_SECONDS = 300

BRAND = Brand(
    provider="apple",
    name="Apple",
    host=apple_tokens.HOST,
    login_path="/auth/signin",
    consent_path="/auth/consent",
    shares={"name": "name", "email": "email address"},
    unknown_user="This Apple ID is not valid.",
    wrong_password="Your Apple ID or password was incorrect.",
)

KINDS = ("code", "code id_token")
MODES = ("query", "fragment", "form_post")


def _error(text: str) -> WebRefusal:
    return logins.refused(error_page(BRAND, text))


def authorize(call: Call, request: WebRequest) -> WebResponse:
    """Open the login for an app."""
    call.title = call.title or "Open Apple login"
    invalid = "invalid_request: Invalid web redirect url."
    logins.registered(call, request, BRAND, unknown=_error("invalid_client"), elsewhere=_error(invalid))
    asked = request.query
    kind, scopes = asked.get("response_type", ""), asked.get("scope", "").split()
    call.require("provider.response_type", kind in KINDS, _error("unsupported_response_type"), has=kind, wants=KINDS)
    known = not set(scopes) - set(BRAND.shares)
    call.require("provider.scope", known, _error("invalid_scope"), has=scopes, wants=list(BRAND.shares))
    mode = asked.get("response_mode", "query" if kind == "code" else "fragment")
    wanted = ("form_post",) if scopes else MODES if kind == "code" else MODES[1:]
    posted = "invalid_request: response_mode must be form_post when name or email scope is requested."
    call.require("provider.response_mode", mode in wanted, _error(posted), has=mode, wants=wanted)
    # The mode travels with the type: one login has one way back.
    request = msgspec.structs.replace(request, query=asked | {"response_type": f"{kind}:{mode}"})
    return logins.begin(call, BRAND, request, tuple(dict.fromkeys(scopes)))


def log_in(call: Call, request: WebRequest) -> WebResponse:
    """Take the login form and ask what to share; somebody who said yes before is asked only whether to go on."""
    response = logins.log_in(call, request, BRAND)
    login, page = logins.pending(call, request, BRAND), response.page
    if page is None or "email" not in login.scopes or call.tx.get(APPLE_CONSENTS, (login.app_id, login.user_id)):
        return response
    first, last = page.buttons
    hide = Button(HIDE, "Hide my email")
    return msgspec.structs.replace(response, page=msgspec.structs.replace(page, buttons=(first, hide, last)))


def consent(call: Call, request: WebRequest) -> WebResponse:
    """Take the answer of the consent page and go back to the app; the name goes along the first time only."""
    login = logins.finish(call, request, BRAND)
    kind, _, mode = login.response_type.partition(":")
    if not logins.agreed(request):
        return _back(login, mode, {"error": "user_cancelled_authorize", "state": login.state})
    user = directory.user_of(call.tx, "apple", login.user_id)
    assert user is not None
    brought: redirects.Brought = {"state": login.state}
    brought |= _first_time(call, login, user, hides=request.form.get(login_pages.ACTION) == HIDE)
    code = logins.new_code(call, login, f"c{call.ids.octets(16).hex()}.0.{call.ids.text(4, LOWER_ALNUM)}", CODE_SECONDS)
    if kind == "code id_token":
        # The hash of a code is worked out as that of an access token (OpenID Connect Core 1.0, section 3.3.2.11).
        brought["id_token"] = apple_tokens.id_token(call, login, {"c_hash": id_tokens.at_hash(code.code)})
    return _back(login, mode, {"code": code.code, **brought})


def _first_time(call: Call, login: ProviderLogin, user: ProviderUser, *, hides: bool) -> redirects.Brought:
    """Remember that somebody said yes to an app; return the name, which Apple never tells again."""
    known = call.tx.get(APPLE_CONSENTS, (login.app_id, login.user_id))
    told = Fact("told before", known is not None)
    call.note("provider.name_once", known is None, scopes=list(login.scopes), told=told)
    if known is not None:
        return {}
    relay = f"{call.ids.text(10, LOWER_ALNUM)}@privaterelay.appleid.com" if hides else ""
    call.tx.put(APPLE_CONSENTS, AppleConsent(login.app_id, login.user_id, relay))
    person: dict[str, object] = {}
    if "name" in login.scopes:
        person["name"] = {"firstName": user.given_name, "lastName": user.family_name}
    if "email" in login.scopes:
        person["email"] = relay or user.email
    return {"user": json.dumps(person, separators=(",", ":"))} if person else {}


def _back(login: ProviderLogin, mode: str, brought: redirects.Brought) -> WebResponse:
    if mode != "form_post":
        return (redirects.in_query if mode == "query" else redirects.in_fragment)(login.redirect_uri, brought)
    address = urlsplit(login.redirect_uri)
    page = Page(
        title=BRAND.title,
        provider=BRAND.provider,
        text=("Apple's own page sends this form by itself (OAuth 2.0 Form Post Response Mode).",),
        fields=tuple(Field(name, "", str(value), hidden=True) for name, value in brought.items() if value != ""),
        buttons=(Button("continue", "Continue", primary=True),),
        action=WebRequest("POST", address.netloc, address.path),
    )
    return WebResponse(page=page)


ROUTES: dict[tuple[str, str], Route] = {
    ("GET", BRAND.host + AUTH): authorize,
    ("POST", BRAND.host + BRAND.login_path): log_in,
    ("POST", BRAND.host + BRAND.consent_path): consent,
    **apple_tokens.ROUTES,
}
