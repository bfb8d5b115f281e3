"""The pages of a provider's login as page models: who are you, do you agree, and what went wrong."""

from __future__ import annotations

import msgspec

from cogtui.cloud.providers.records import ProviderApp, ProviderLogin, ProviderName, ProviderUser
from cogtui.cloud.web import Button, Field, Page, WebRequest

LOGIN = "login"
"""The hidden field that carries a login's id from page to page."""
EMAIL = "email"
PASSWORD = "password"
ACTION = "action"
"""The form member that says which button was pressed."""
CONTINUE = "continue"
CANCEL = "cancel"


class Brand(msgspec.Struct, frozen=True):
    """What is a provider's own about its pages: addresses and words."""

    provider: ProviderName
    name: str
    """"Facebook"."""
    host: str
    login_path: str
    """Where the login form goes. DIFFERS: the addresses behind the forms are ours; only the first page's is public."""
    consent_path: str
    shares: dict[str, str]
    """Scope -> what the app receives with it, in the consent page's words."""
    unknown_user: str
    wrong_password: str

    @property
    def title(self) -> str:
        """Title of every page."""
        return f"{self.name} login (simulated)"


def login_page(brand: Brand, login: ProviderLogin, *, email: str, password: str, error: str = "") -> Page:
    """Ask who it is."""
    return Page(
        title=brand.title,
        provider=brand.provider,
        text=(f"Log in to {brand.name}. This page stands for {brand.name}'s own: no password leaves this program.",),
        fields=(
            Field(EMAIL, "Email", email, kind="email", autocomplete="username"),
            Field(PASSWORD, "Password", password, secret=True, autocomplete="current-password"),
            Field(LOGIN, "", login.id, hidden=True),
        ),
        buttons=(Button("log-in", "Log in", primary=True),),
        error=error,
        action=WebRequest("POST", brand.host, brand.login_path),
    )


def consent_page(brand: Brand, login: ProviderLogin, app: ProviderApp, user: ProviderUser) -> Page:
    """Ask whether the app may have what it asks for."""
    return Page(
        title=brand.title,
        provider=brand.provider,
        text=(
            f"{app.name} would like to receive your {shared(brand, login.scopes)}.",
            f"You are logged in as {user.name}.",
        ),
        fields=(Field(LOGIN, "", login.id, hidden=True),),
        buttons=(Button(CONTINUE, f"Continue as {user.given_name}", primary=True), Button(CANCEL, "Cancel")),
        action=WebRequest("POST", brand.host, brand.consent_path),
    )


def shared(brand: Brand, scopes: tuple[str, ...]) -> str:
    """Say what the scopes share: "name and email address"."""
    words = list(dict.fromkeys(brand.shares[scope] for scope in scopes if scope in brand.shares))
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "user id"


def error_page(brand: Brand, error: str, *text: str) -> Page:
    """Say what is wrong with the app's request: a page on which nobody can log in."""
    return Page(brand.title, brand.provider, text, error=error)
