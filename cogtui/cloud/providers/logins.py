"""A login from its first page to the app's address: the steps that every provider's browser login shares."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import directory, login_pages
from cogtui.cloud.providers.login_pages import Brand
from cogtui.cloud.providers.records import (
    APPS,
    CODES,
    LOGINS,
    TOKENS,
    ProviderApp,
    ProviderCode,
    ProviderLogin,
    ProviderToken,
)
from cogtui.cloud.web import Page, WebRefusal, WebRequest, WebResponse

CODE_SECONDS = 600
"""How long an authorization code is good for: the most that RFC 6749, section 4.1.2, recommends."""


def refused(page: Page, status: int = 400) -> WebRefusal:
    """Return the refusal that shows `page`."""
    return WebRefusal(WebResponse(status, page=page))


def app_place(app: ProviderApp, field: str) -> Place:
    """Return where a setting of a registered app stands."""
    return Place("setting", f"{app.provider} app {app.name}", APPS.name, (app.provider, app.app_id), field)


def world_time(call: Call) -> Fact:
    """Return the time as a check's evidence."""
    return Fact("now", call.now, Place("clock", "the world's clock"))


def registered(
    call: Call, request: WebRequest, brand: Brand, *, unknown: WebRefusal, elsewhere: WebRefusal
) -> ProviderApp:
    """Return the app that asks; refuse unknown apps, and addresses to return to that the app did not register."""
    app_id = request.query.get("client_id", "")
    app = directory.app_of(call.tx, brand.provider, app_id)
    call.require("provider.app", app, unknown, has=app_id)
    assert app is not None
    uri = request.query.get("redirect_uri", "")
    wants = Fact("wants", list(app.redirect_uris), app_place(app, "redirect_uris"))
    call.require("provider.redirect", uri in app.redirect_uris, elsewhere, wants=wants, has=uri)
    return app


def begin(call: Call, brand: Brand, request: WebRequest, scopes: tuple[str, ...]) -> WebResponse:
    """Remember the app's request and show the login page, filled in for the provider's first user."""
    asked = request.query
    login = ProviderLogin(
        provider=brand.provider,
        id=call.ids.text(22, ALNUM),
        app_id=asked.get("client_id", ""),
        redirect_uri=asked.get("redirect_uri", ""),
        response_type=asked.get("response_type", "code"),
        scopes=scopes,
        state=asked.get("state", ""),
        nonce=asked.get("nonce", ""),
        code_challenge=asked.get("code_challenge", ""),
        code_challenge_method=asked.get("code_challenge_method", "plain"),
        begun=call.now,
    )
    call.tx.put(LOGINS, login)
    first = directory.first_user(call.tx, brand.provider)
    email, password = (first.email, first.password) if first else ("", "")
    return WebResponse(page=login_pages.login_page(brand, login, email=email, password=password))


def log_in(call: Call, request: WebRequest, brand: Brand) -> WebResponse:
    """Check the password and ask for consent; show the login page again when it is wrong."""
    login = pending(call, request, brand)
    email = request.form.get(login_pages.EMAIL, "")
    call.title = f"Log in as {email.partition('@')[0] or 'nobody'}"

    def again(error: str) -> WebRefusal:
        return refused(login_pages.login_page(brand, login, email=email, password="", error=error), 401)

    user = directory.user_by_email(call.tx, brand.provider, email)
    call.require("provider.user", user, lambda: again(brand.unknown_user), has=email)
    assert user is not None
    same = user.password == request.form.get(login_pages.PASSWORD, "")
    call.require("provider.password", same, lambda: again(brand.wrong_password), user=user.name)
    login = msgspec.structs.replace(login, user_id=user.id)
    call.tx.put(LOGINS, login)
    app = directory.app_of(call.tx, brand.provider, login.app_id)
    assert app is not None
    return WebResponse(page=login_pages.consent_page(brand, login, app, user))


def pending(call: Call, request: WebRequest, brand: Brand) -> ProviderLogin:
    """Return the login that the form continues."""
    login = call.tx.get(LOGINS, (brand.provider, request.form.get(login_pages.LOGIN, "")))
    over = login_pages.error_page(brand, "This login is over.", "Go back to the app and begin again.")
    call.require("provider.login", login, refused(over))
    assert login is not None
    return login


def finish(call: Call, request: WebRequest, brand: Brand) -> ProviderLogin:
    """Take the answer of the consent page: end the login and return it; `agreed` tells what the person said."""
    login = pending(call, request, brand)
    nobody = login_pages.error_page(brand, "Nobody has logged in.", "Go back to the app and begin again.")
    call.require("provider.login.user", login.user_id, refused(nobody))
    call.tx.delete(LOGINS, (brand.provider, login.id))
    app = directory.app_of(call.tx, brand.provider, login.app_id)
    name = app.name if app else login.app_id
    call.title = f"Allow {name}" if agreed(request) else f"Refuse {name}"
    call.note("provider.consent", agreed(request), app=name, shares=list(login.scopes))
    return login


def agreed(request: WebRequest) -> bool:
    """Tell whether the person pressed the button that agrees."""
    return request.form.get(login_pages.ACTION, login_pages.CONTINUE) != login_pages.CANCEL


def new_code(call: Call, login: ProviderLogin, text: str, seconds: int = CODE_SECONDS) -> ProviderCode:
    """Make an authorization code for a finished login."""
    code = ProviderCode(text, login, call.now + seconds)
    call.tx.put(CODES, code)
    return code


def new_token(call: Call, login: ProviderLogin, text: str, seconds: int) -> ProviderToken:
    """Make an opaque access token for a finished login."""
    token = ProviderToken(login.provider, text, login.app_id, login.user_id, login.scopes, call.now, call.now + seconds)
    call.tx.put(TOKENS, token)
    return token
