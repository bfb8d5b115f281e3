"""Each provider's directory: the people who have an account there and the apps that developers registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.ids import ALNUM, DIGITS, LOWER_ALNUM, UPPER_ALNUM, Ids
from cogtui.cloud.providers import registry
from cogtui.cloud.providers.records import (
    APPS,
    TOKENS,
    USERS,
    ProviderApp,
    ProviderName,
    ProviderToken,
    ProviderUser,
)
from cogtui.cloud.store import Reader, Transaction

REDIRECT_URI = "https://app.example.com/callback"
"""Where the learner's app receives what a login brings, unless an app is registered with addresses of its own."""


def _facebook_app(ids: Ids) -> tuple[str, str]:
    return "10" + ids.text(13, DIGITS), ids.octets(16).hex()


def _google_app(ids: Ids) -> tuple[str, str]:
    client_id = f"10{ids.text(10, DIGITS)}-{ids.text(32, LOWER_ALNUM)}.apps.googleusercontent.com"
    return client_id, "GOCSPX-" + ids.text(28, ALNUM)


def _amazon_app(ids: Ids) -> tuple[str, str]:
    return "amzn1.application-oa2-client." + ids.octets(16).hex(), "amzn1.oa2-cs.v1." + ids.octets(32).hex()


_NEW_APP: dict[ProviderName, Callable[[Ids], tuple[str, str]]] = {
    "amazon": _amazon_app,
    "facebook": _facebook_app,
    "google": _google_app,
}
"""App id and secret in the provider's own form."""
_NEW_USER: dict[ProviderName, tuple[str, int, str]] = {
    "amazon": ("amzn1.account.", 28, UPPER_ALNUM),
    "facebook": ("10", 15, DIGITS),
    "google": ("1", 20, DIGITS),
}
"""User id: how it begins, and how many characters of which kind follow."""


def add_app(
    tx: Transaction,
    ids: Ids,
    provider: ProviderName,
    name: str,
    *,
    app_id: str = "",
    secret: str = "",
    redirect_uris: tuple[str, ...] = (REDIRECT_URI,),
) -> ProviderApp:
    """Register an app with a provider; id and secret are made up where none is given."""
    new_id, new_secret = _NEW_APP[provider](ids)
    app = ProviderApp(provider, app_id or new_id, name, secret or new_secret, redirect_uris)
    if tx.get(APPS, (provider, app.app_id)) is not None:
        raise AwsError("InvalidAct", f"`{provider}` already has an app with the id `{app.app_id}`")
    tx.put(APPS, app)
    return app


def add_user(
    tx: Transaction, ids: Ids, provider: ProviderName, *, email: str, name: str, password: str, user_id: str = ""
) -> ProviderUser:
    """Give somebody an account at a provider; the id is made up where none is given."""
    others = list(tx.scan(USERS, provider))
    begin, length, characters = _NEW_USER[provider]
    number = max((other.number for other in others), default=0) + 1
    user = ProviderUser(provider, user_id or begin + ids.text(length, characters), email, name, password, number)
    if any(other.id == user.id for other in others):
        raise AwsError("InvalidAct", f"`{provider}` already has a user with the id `{user.id}`")
    if user_by_email(tx, provider, email) is not None:
        raise AwsError("InvalidAct", f"`{provider}` already has a user with the address `{email}`")
    tx.put(USERS, user)
    return user


def app_of(reader: Reader, provider: ProviderName, app_id: str) -> ProviderApp | None:
    """Return the app that a provider knows by `app_id`, or None."""
    return reader.get(APPS, (provider, app_id))


def user_of(reader: Reader, provider: ProviderName, user_id: str) -> ProviderUser | None:
    """Return the user that a provider knows by `user_id`, or None."""
    return reader.get(USERS, (provider, user_id))


def user_by_email(reader: Reader, provider: ProviderName, email: str) -> ProviderUser | None:
    """Return the user who logs in with `email`, capitals aside, or None."""
    wanted = email.strip().lower()
    return next((user for user in reader.scan(USERS, provider) if user.email.lower() == wanted), None)


def first_user(reader: Reader, provider: ProviderName) -> ProviderUser | None:
    """Return the user whom the login page is filled in for: the one who came first."""
    return min(reader.scan(USERS, provider), key=lambda user: user.number, default=None)


def token_of(reader: Reader, provider: ProviderName, token: str) -> ProviderToken | None:
    """Return what a provider remembers of an access token, expired or not; None for one that it never issued."""
    return reader.get(TOKENS, (provider, token))


def act_add_app(
    call: Call,
    *,
    provider: str,
    name: str,
    app_id: str = "",
    secret: str = "",
    redirect_uris: list[str] | None = None,
) -> dict[str, Any]:
    """Do the act `provider.add_app`."""
    uris = tuple(redirect_uris or (REDIRECT_URI,))
    app = add_app(call.tx, call.ids, _known(provider), name, app_id=app_id, secret=secret, redirect_uris=uris)
    return {"app_id": app.app_id, "secret": app.secret}


def act_add_user(
    call: Call, *, provider: str, email: str, name: str, password: str, user_id: str = ""
) -> dict[str, Any]:
    """Do the act `provider.add_user`."""
    user = add_user(call.tx, call.ids, _known(provider), email=email, name=name, password=password, user_id=user_id)
    return {"user_id": user.id}


def _known(provider: str) -> ProviderName:
    known = [name for name in registry.PROVIDERS if name != "saml"]  # SAML knows no apps, and its people stand elsewhere
    if provider not in known:
        names = ", ".join(known)
        raise AwsError("InvalidAct", f"`{provider}` is no provider that CogTUI simulates: {names}")
    return provider
