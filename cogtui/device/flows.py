"""The ways from a login to an S3 object, as steps that the app on a device takes one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from cogtui.cloud.devices import HELD, SAVED_LOGIN
from cogtui.cloud.holdings import CREDENTIALS, IDENTITY_ID, LOGIN_TOKENS, OPENID_TOKEN
from cogtui.cloud.providers.login_pages import ACTION, CANCEL, CONTINUE
from cogtui.cloud.services.s3.records import OBJECTS
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import Button, Field, Page, WebRequest
from cogtui.cloud.world import World
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.settings import AppSettings
from cogtui.device.sign_in import SignInClient

Way = Literal["facebook", "google", "user_pool", "guest"]
Exchange = Literal["classic", "enhanced"]

WAYS: dict[Way, str] = {"facebook": "Facebook", "google": "Google", "user_pool": "user pool", "guest": "guest"}
EXCHANGES: dict[Exchange, str] = {"classic": "classic flow", "enhanced": "enhanced flow"}

APP_FORM = "app.example.com"
"""Host of the app's own sign-in form, which no provider has."""


class Step(msgspec.Struct, frozen=True):
    """One step of a flow: one row of the diagram."""

    id: str
    name: str
    """What the diagram calls it: the operation, or what the person does."""
    target: str
    """Party that answers; the app asks."""
    brings: str
    """What the device holds once the step is done."""


_LOGINS: dict[Way, Step] = {
    "facebook": Step("login", "Log in at Facebook", "FB", LOGIN_TOKENS["facebook"]),
    "google": Step("login", "Log in at Google", "Google", LOGIN_TOKENS["google"]),
    "user_pool": Step("login", "InitiateAuth", "UsrPool", LOGIN_TOKENS["user_pool"]),
}
_GET_ID = Step("get-id", "GetId", "IdPool", IDENTITY_ID)
_CLASSIC = (
    Step("get-open-id-token", "GetOpenIdToken", "IdPool", OPENID_TOKEN),
    Step("assume-role", "AssumeRoleWithWebIdentity", "STS", CREDENTIALS),
)
_ENHANCED = (Step("get-credentials", "GetCredentialsForIdentity", "IdPool", CREDENTIALS),)
_GET_OBJECT = Step("get-object", "GetObject", "S3", "")


def steps(way: Way, exchange: Exchange) -> tuple[Step, ...]:
    """Return the steps of a flow, in order; a guest has no login."""
    login = (_LOGINS[way],) if way in _LOGINS else ()
    return (*login, _GET_ID, *(_CLASSIC if exchange == "classic" else _ENHANCED), _GET_OBJECT)


def remaining(world: World, way: Way, exchange: Exchange, device: str = "app") -> tuple[Step, ...]:
    """Return the steps still to take: from the first whose result the device does not hold.

    The object is still to be read until a GetObject succeeded after the credentials came.
    """
    held = world.held(device)
    every = steps(way, exchange)
    for index, step in enumerate(every[:-1]):
        if not held.get(step.brings):
            return every[index:]
    return () if _object_read(world, device) else every[-1:]


def _object_read(world: World, device: str) -> bool:
    since = world.store.get(HELD, (device, CREDENTIALS))
    if since is None:
        return False
    later = world.history.records[since.call : world.history.position]
    return any(record.operation == "GetObject" and record.ok and record.device == device for record in later)


def take(world: World, way: Way, step: str, device: str = "app") -> Reply | Page:
    """Take a step: the reply of its call, or the page that the person has to answer first."""
    if step == "login":
        if way == "user_pool":
            return app_form(world.held(device).get(SAVED_LOGIN) or {})
        return SignInClient(world, device).open_login(way)
    return _TAKE[step](world, device)


def answer(world: World, page: Page, values: dict[str, str], device: str = "app") -> Page | None:
    """Send a page's form; the next page, or None when the person is signed in, or left the app's own form."""
    client = SignInClient(world, device)
    if page.action is None or page.action.host != APP_FORM:
        return client.submit(page, values)
    if values.get(ACTION) == CANCEL:
        return None
    form = {field.name: field.value for field in page.fields} | values
    reply = client.password(client.settings.user_pool_client_id, form["username"], form["password"])
    return None if reply.ok or reply.error is None else msgspec.structs.replace(page, error=reply.error.message)


def app_form(saved: dict[str, str]) -> Page:
    """Return the app's own form for the user pool, filled in with what the device's password store has."""
    return Page(
        title="Sign in to Reports (your app, simulated)",
        provider="user_pool",
        text=("Your app asks for name and password and sends them to the user pool with InitiateAuth.",),
        fields=(
            Field("username", "User name", saved.get("username", "")),
            Field("password", "Password", saved.get("password", ""), secret=True),
        ),
        buttons=(Button(CONTINUE, "Sign in", primary=True), Button(CANCEL, "Cancel")),
        action=WebRequest("POST", APP_FORM, "/sign-in"),
    )


def object_of(world: World, settings: AppSettings, *, guest: bool = False) -> str:
    """Return the key of the object that the app reads: the last of the reports, for guests the last public one."""
    keys = [row.key for row in world.store.scan(OBJECTS, settings.bucket)] if settings.bucket else []
    prefix = "public/" if guest else "reports/"
    return max((key for key in keys if key.startswith(prefix)), default=keys[0] if keys else "")


def get_object(world: World, device: str = "app", *, bucket: str = "", key: str = "") -> Reply:
    """Read an object with the device's credentials; unsigned when it holds none."""
    provider = CredentialsProvider(world, device)
    settings = provider.settings
    guest = not provider.logins()
    asked: dict[str, Any] = {
        "Bucket": bucket or settings.bucket,
        "Key": key or object_of(world, settings, guest=guest),
    }
    return provider.send("s3", "GetObject", asked)


def _assume_role(world: World, device: str) -> Reply:
    """Name a role as the app's developer wrote it down: one for people who signed in, one for guests."""
    provider = CredentialsProvider(world, device)
    settings = provider.settings
    guest = settings.guest_role_arn if not provider.logins() else ""
    return provider.assume_role(guest or settings.role_arn)


_TAKE: dict[str, Callable[[World, str], Reply]] = {
    "get-id": lambda world, device: CredentialsProvider(world, device).get_id(),
    "get-open-id-token": lambda world, device: CredentialsProvider(world, device).get_open_id_token(),
    "assume-role": _assume_role,
    "get-credentials": lambda world, device: CredentialsProvider(world, device).get_credentials(),
    "get-object": get_object,
}
