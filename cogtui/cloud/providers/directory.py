"""Each provider's directory: the people who have an account there and the apps that developers registered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud import issuers
from cogtui.cloud.accounts.oidc_providers import OIDC_ISSUERS, OidcIssuer
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
from cogtui.cloud.tokens import es256

APPLE = "https://appleid.apple.com"
REDIRECT_URI = "https://app.example.com/callback"
"""Where the learner's app receives what a login brings, unless an app is registered with addresses of its own."""


def _facebook_app(ids: Ids) -> tuple[str, str]:
    return "10" + ids.text(13, DIGITS), ids.octets(16).hex()


def _google_app(ids: Ids) -> tuple[str, str]:
    client_id = f"10{ids.text(10, DIGITS)}-{ids.text(32, LOWER_ALNUM)}.apps.googleusercontent.com"
    return client_id, "GOCSPX-" + ids.text(28, ALNUM)


def _amazon_app(ids: Ids) -> tuple[str, str]:
    return "amzn1.application-oa2-client." + ids.octets(16).hex(), "amzn1.oa2-cs.v1." + ids.octets(32).hex()


def _apple_app(ids: Ids) -> tuple[str, str]:
    return f"com.example.{ids.text(8, LOWER_ALNUM)}", es256.new_key(ids.octets(32))


def _begin_apple(tx: Transaction, ids: Ids) -> None:
    """Give Apple its key, in a world that deals with Apple."""
    if not issuers.keys_of(tx, APPLE):
        issuers.new_key(tx, ids, APPLE, ids.text(10, ALNUM), "RS256")


def _oidc_app(ids: Ids) -> tuple[str, str]:
    return ids.text(20, LOWER_ALNUM), ids.text(40, ALNUM)


_NEW_APP: dict[ProviderName, Callable[[Ids], tuple[str, str]]] = {
    "amazon": _amazon_app,
    "apple": _apple_app,
    "facebook": _facebook_app,
    "google": _google_app,
}
"""App id and secret in the provider's own form; all others have `_oidc_app`'s."""
_NEW_USER: dict[ProviderName, tuple[str, int, str]] = {
    "amazon": ("amzn1.account.", 28, UPPER_ALNUM),
    "apple": ("00", 40, "0123456789abcdef"),
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
    new_id, new_secret = _NEW_APP.get(provider, _oidc_app)(ids)
    app = ProviderApp(provider, app_id or new_id, name, secret or new_secret, redirect_uris)
    if provider == "apple":
        _begin_apple(tx, ids)
        app = msgspec.structs.replace(app, team_id=ids.text(10, UPPER_ALNUM), key_id=ids.text(10, UPPER_ALNUM))
    if tx.get(APPS, (provider, app.app_id)) is not None:
        raise AwsError("InvalidAct", f"`{provider}` already has an app with the id `{app.app_id}`")
    tx.put(APPS, app)
    return app


def add_user(
    tx: Transaction,
    ids: Ids,
    provider: ProviderName,
    *,
    email: str,
    name: str,
    password: str,
    user_id: str = "",
    claims: dict[str, Any] | None = None,
) -> ProviderUser:
    """Give somebody an account at a provider; the id is made up where none is given."""
    others = list(tx.scan(USERS, provider))
    begin, length, characters = _NEW_USER.get(provider, ("00u", 17, ALNUM))
    number = max((other.number for other in others), default=0) + 1
    user = ProviderUser(
        provider, user_id or begin + ids.text(length, characters), email, name, password, number, claims or {}
    )
    if any(other.id == user.id for other in others):
        raise AwsError("InvalidAct", f"`{provider}` already has a user with the id `{user.id}`")
    if user_by_email(tx, provider, email) is not None:
        raise AwsError("InvalidAct", f"`{provider}` already has a user with the address `{email}`")
    tx.put(USERS, user)
    return user


def add_issuer(
    tx: Transaction, ids: Ids, name: str, issuer: str, *, title: str = "", trusted: bool = True
) -> OidcIssuer:
    """Let an OpenID provider be part of the world, with a key of its own."""
    made = OidcIssuer(name, issuer, title or name, trusted)
    if not _ISSUER_NAME.fullmatch(name) or name in registry.PROVIDERS or tx.get(OIDC_ISSUERS, ("issuer", name)):
        raise AwsError("InvalidAct", f"`{name}` is no name for one more provider: small letters, digits and hyphens")
    if not _ISSUER.fullmatch(issuer) or issuers.keys_of(tx, issuer) or registry.is_built_in(made.host):
        raise AwsError("InvalidAct", f"`{issuer}` is no issuer that can be added: https, a host of its own, no query")
    tx.put(OIDC_ISSUERS, made)
    issuers.new_key(tx, ids, issuer, ids.octets(20).hex(), "RS256")
    return made


_ISSUER_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_ISSUER = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w.~-]+)*/?", re.ASCII)


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


def act_add_issuer(call: Call, *, name: str, issuer: str, title: str = "", trusted: bool = True) -> dict[str, Any]:
    """Do the act `provider.add_issuer`."""
    made = add_issuer(call.tx, call.ids, name, issuer, title=title, trusted=trusted)
    return {"name": made.name, "issuer": made.issuer}


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
    app = add_app(call.tx, call.ids, _known(call.tx, provider), name, app_id=app_id, secret=secret, redirect_uris=uris)
    return {"app_id": app.app_id, "secret": app.secret}


def act_add_user(
    call: Call,
    *,
    provider: str,
    email: str,
    name: str,
    password: str,
    user_id: str = "",
    claims: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Do the act `provider.add_user`."""
    known, person = _known(call.tx, provider), {"email": email, "name": name, "password": password}
    user = add_user(call.tx, call.ids, known, **person, user_id=user_id, claims=claims)
    return {"user_id": user.id}


def _known(reader: Reader, provider: str) -> ProviderName:
    # SAML knows no apps, and its people stand elsewhere.
    known = [name for name in registry.PROVIDERS if name != "saml"]
    known += [issuer.name for issuer in reader.scan(OIDC_ISSUERS, "issuer")]
    if provider not in known:
        names = ", ".join(known)
        raise AwsError("InvalidAct", f"`{provider}` is no provider that CogTUI simulates: {names}")
    return provider
