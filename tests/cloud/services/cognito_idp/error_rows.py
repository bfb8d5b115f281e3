"""How the rows of user pools' errors are written: worlds to begin with, and the shapes that many rows have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from tests.builders import PASSWORD
from tests.cloud.services.cognito_idp.people import ANA, People, as_attributes, people
from tests.cloud.services.error_table import Row

NOT_AUTHORIZED = "NotAuthorizedException"
INVALID = "InvalidParameterException"
NOT_FOUND = "ResourceNotFoundException"
NOBODY = "nobody"
SRP_FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
SECRET = {"GenerateSecret": True}

Ask = Callable[[People], object]


def row(code: str, text: str, ask: Ask, scene: Callable[[], People] = people, /, **parts: str) -> Row[People]:
    """Return a row; `<client>` and `<pool>` in its text are the scene's own, `parts` name the others."""

    def named(here: People) -> dict[str, str]:
        own = {"client": here.client, "pool": here.pool}
        return {name: value for name, value in own.items() if f"<{name}>" in text} | parts

    return Row(code, text, scene, ask, named)


def with_ana(client: dict[str, Any] | None = None, **pool: Any) -> Callable[[], People]:
    """Return the scene of a pool with Ana in it, confirmed and with a proven address."""

    def scene() -> People:
        here = people(client, **pool)
        here.user("ana", PASSWORD, email=ANA, email_verified="true")
        return here

    return scene


def in_pool(client: dict[str, Any] | None = None, **pool: Any) -> Callable[[], People]:
    """Return the scene of a pool with these settings."""
    return lambda: people(client, **pool)


def signing_up(username: str = "ana", password: str = PASSWORD, **attributes: str) -> Ask:
    """Sign somebody up."""
    return lambda here: here.sign_up(username, password, **attributes)


def called(operation: str, **params: Any) -> Ask:
    """Make an unsigned call as the app."""
    return lambda here: here.call(operation, **params)


def asked(operation: str, **params: Any) -> Ask:
    """Make a signed call about the pool."""
    return lambda here: here.asked(operation, **params)


def as_ana(operation: str, **params: Any) -> Ask:
    """Make a call with Ana's access token."""
    return lambda here: here.call(operation, AccessToken=here.tokens()["AccessToken"], **params)


def updating(**attributes: str) -> Ask:
    """Change Ana's own profile."""
    return as_ana("UpdateUserAttributes", UserAttributes=as_attributes(**attributes))


def creating(username: str = "ana", **attributes: str) -> Ask:
    """Create somebody the administrator's way."""
    return asked("AdminCreateUser", Username=username, UserAttributes=as_attributes(**attributes))


def beginning(flow: str, **parameters: str) -> Ask:
    """Begin a sign-in."""
    return called("InitiateAuth", AuthFlow=flow, AuthParameters=parameters)


def hash_of(here: People, username: str = "ana") -> str:
    """Return the SECRET_HASH that an app sends for somebody."""
    return secret_hash(here.client, here.secret(), username)


def times(count: int, ask: Ask) -> Ask:
    """Ask several times: the last one is refused."""
    return lambda here: [ask(here) for _ in range(count)]


def after(*steps: Ask) -> Ask:
    """Take steps: the last one is refused."""
    return lambda here: [step(here) for step in steps]
