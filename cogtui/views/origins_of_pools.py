"""Where the claims of a user pool's tokens came from.

Source: Developer Guide, "Understanding the identity token", "Understanding the access token".
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.explain import Place
from cogtui.cloud.issuers import aws_issuer
from cogtui.cloud.services.cognito_idp.domain_records import PROVIDERS, IdentityProvider
from cogtui.cloud.services.cognito_idp.groups.group_records import GROUPS
from cogtui.cloud.services.cognito_idp.lookup import App, find_app
from cogtui.cloud.services.cognito_idp.records import ALIASES, POOLS, USERS, User, UserPool
from cogtui.cloud.services.cognito_idp.tokens.token_claims import claim_value
from cogtui.cloud.services.cognito_idp.traces import SESSIONS, Session
from cogtui.cloud.store import Reader
from cogtui.views.origin import Origin, span_of


class _Known(msgspec.Struct, frozen=True):
    """What the world still knows about the makers of a token."""

    reader: Reader
    claims: dict[str, Any]
    pool: UserPool | None
    app: App | None
    user: User | None
    session: Session | None

    @property
    def client(self) -> str:
        return f"app client {self.app.client.name}" if self.app else "the app client"

    def setting(self, name: str, field: str) -> Place | None:
        """Return where a setting of the client stands."""
        return self.app.client.place(name, field) if self.app else None


def pool_origins(reader: Reader, claims: dict[str, Any]) -> dict[str, Origin]:
    """Return the origin of each claim that a user pool put into a token."""
    known = _known(reader, claims)
    return {name: _FIXED[name](known) if name in _FIXED else _attribute(known, name) for name in claims}


def _known(reader: Reader, claims: dict[str, Any]) -> _Known:
    pool = reader.get(POOLS, (aws_issuer(reader, str(claims.get("iss", ""))).rpartition("/")[2],))
    app = find_app(reader, str(claims.get("client_id") or claims.get("aud") or ""))
    pool_id = pool.id if pool else ""
    alias = reader.get(ALIASES, (pool_id, "sub", str(claims.get("sub"))))
    user = reader.get(USERS, (pool_id, alias.user_key)) if alias else None
    session = reader.get(SESSIONS, (pool_id, str(claims.get("event_id"))))
    return _Known(reader, claims, pool, app, user, session)


# --- attributes -------------------------------------------------------------------------------------------------------


def _attribute(known: _Known, name: str) -> Origin:
    """Return the origin of a claim that is named like an attribute, mapped from a provider or not."""
    user = known.user
    if user is None:
        return Origin("attribute", f"{name} of the user's profile, which is not there any more")
    place = Place("setting", f"user {user.username}, attributes", USERS.name, (user.pool_id, user.key), "attributes")
    now = user.attributes.get(name)
    whose = f"{name} of user {user.username}"
    mapped = _mapped(known, user, name)
    kind = "attribute"
    if mapped is not None:
        provider, claim = mapped
        kind, place = "mapping", provider.place
        whose = f"{whose}, mapped from `{claim}` at {provider.name}"
    return Origin(kind, f"{whose}{_since(known, name, now)}", place)


def _since(known: _Known, name: str, now: str | None) -> str:
    """Say when the profile has another value than the token by now."""
    if now is None:
        return "; the profile has none (any more): perhaps a trigger added it"
    return "" if claim_value(name, now) == known.claims[name] else "; the profile says something else by now"


def _mapped(known: _Known, user: User, name: str) -> tuple[IdentityProvider, str] | None:
    """Return the provider that the user comes from, and its claim that the pool maps to the attribute."""
    for identity in _identities(user):
        provider = known.reader.get(PROVIDERS, (user.pool_id, str(identity.get("providerName"))))
        if provider is not None and name in provider.mapping:
            return provider, provider.mapping[name]
    return None


def _identities(user: User) -> list[dict[str, Any]]:
    try:
        found: Any = json.loads(user.attributes.get("identities", "[]"))
    except ValueError:
        return []
    return [one for one in found if is_dict(one)] if is_list(found) else []


def _of_profile(words: str) -> Callable[[_Known], Origin]:
    def found(known: _Known) -> Origin:
        return Origin("attribute", words, known.user.place if known.user else None)

    return found


# --- groups, client, pool, sign-in ------------------------------------------------------------------------------------


def _groups(words: str) -> Callable[[_Known], Origin]:
    def found(known: _Known) -> Origin:
        names = known.claims.get("cognito:groups")
        first = str(names[0]) if is_list(names) and names else ""
        pool_id = known.pool.id if known.pool else ""
        group = known.reader.get(GROUPS, (pool_id, first))
        place = Place("setting", f"group {first}", GROUPS.name, (pool_id, first)) if group else None
        return Origin("group", words, place)

    return found


def _client(words: str, setting: str = "", field: str = "client_id") -> Callable[[_Known], Origin]:
    def found(known: _Known) -> Origin:
        return Origin("client", f"{known.client}{words}", known.setting(setting or "ClientId", field))

    return found


def _ends(known: _Known) -> Origin:
    is_id = known.claims.get("token_use") == "id"
    setting = "IdTokenValidity" if is_id else "AccessTokenValidity"
    return Origin(
        "client", f"{span_of(known.claims)}: {setting} of {known.client}", known.setting(setting, "id_validity")
    )


def _scope(known: _Known) -> Origin:
    if known.session is not None and known.session.scopes:
        return Origin("sign-in", f"asked for by {known.client} at the pool's domain, and allowed to it")
    if known.user is None and known.claims.get("username") is None:
        return Origin("client", f"{known.client} asked for itself: client credentials stand for no user")
    return Origin("pool", "fixed: every sign-in through the API gets this scope and no other")


def _pool(words: str) -> Callable[[_Known], Origin]:
    def found(known: _Known) -> Origin:
        name = f"user pool {known.pool.name}" if known.pool else "the user pool"
        place = known.pool.place("Id", "id") if known.pool else None
        return Origin("pool", words.replace("{pool}", name), place)

    return found


def _sign_in(words: str) -> Callable[[_Known], Origin]:
    def found(known: _Known) -> Origin:
        session = known.session
        place = None
        if session is not None:
            place = Place("setting", "this sign-in", SESSIONS.name, (session.pool_id, session.event_id))
        return Origin("sign-in", words, place)

    return found


def _now(words: str) -> Callable[[_Known], Origin]:
    def found(_: _Known) -> Origin:
        return Origin("clock", words, Place("clock", "the world's clock"))

    return found


_REVOCABLE = ("; there because EnableTokenRevocation is on",)
_FIXED: dict[str, Callable[[_Known], Origin]] = {
    "iss": _pool("{pool}: its address, which its keys are found under"),
    "token_use": _pool("fixed: says which of the pool's two tokens this is"),
    "version": _pool("fixed: tokens that the pool's domain issues have version 2"),
    "sub": _of_profile("the user's profile: made with it, never changed"),
    "cognito:username": _of_profile("the user's name in the pool"),
    "username": _of_profile("the user's name in the pool"),
    "identities": _of_profile("the outside accounts that the profile is linked with"),
    "aud": _client(": its id"),
    "client_id": _client(": its id"),
    "exp": _ends,
    "iat": _now("the pool's clock when it made this token"),
    "jti": _client(f": made for this token{_REVOCABLE[0]}", "EnableTokenRevocation", "revocable"),
    "origin_jti": _sign_in(f"made at the sign-in, kept by refreshes{_REVOCABLE[0]}"),
    "event_id": _sign_in("made at the sign-in: its number in the pool's records"),
    "auth_time": _sign_in("the time of the sign-in, kept by refreshes"),
    "nonce": _sign_in("the app's own, sent with the request to /oauth2/authorize"),
    "at_hash": _sign_in("computed from the access token of the same answer"),
    "device_key": _sign_in("the remembered device of this sign-in"),
    "scope": _scope,
    "cognito:groups": _groups("the groups that the user is a member of, best precedence first"),
    "cognito:roles": _groups("the role of each of these groups"),
    "cognito:preferred_role": _groups("the role of the group with the best precedence"),
}
"""Claims that are no attributes."""
