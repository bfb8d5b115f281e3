"""The ways from a login to an S3 object, as steps that the app on a device takes one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from cogtui.cloud.devices import HELD, SAVED_LOGIN
from cogtui.cloud.holdings import (
    AUTH_CODE,
    AUTH_STATE,
    CHALLENGE,
    CREDENTIALS,
    ID_TOKEN,
    IDENTITY_ID,
    NEW_DEVICE,
    OPENID_TOKEN,
    REMEMBERED_DEVICE,
)
from cogtui.cloud.providers.login_pages import ACTION, CANCEL, CONTINUE
from cogtui.cloud.services.s3.records import OBJECTS
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import Button, Field, Link, Page, WebRequest, WebResponse
from cogtui.cloud.world import World
from cogtui.device.challenge_forms import APP_FORM, CHALLENGE_FORM
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.hosted_sign_in import HostedSignIn
from cogtui.device.pool_sign_in import PoolSignIn
from cogtui.device.settings import AppSettings
from cogtui.device.sign_in import SignInClient, filled_in
from cogtui.device.ways import WAYS, Way, WayIn

Exchange = Literal["classic", "enhanced"]

EXCHANGES: dict[Exchange, str] = {"classic": "classic flow", "enhanced": "enhanced flow"}


class Step(msgspec.Struct, frozen=True):
    """One step of a flow: one row of the diagram."""

    id: str
    name: str
    """What the diagram calls it: the operation, or what the person does."""
    target: str
    """Party that answers; the app asks."""
    brings: str
    """What the device holds once the step is done."""


_GET_ID = Step("get-id", "GetId", "IdPool", IDENTITY_ID)
_CLASSIC = (
    Step("get-open-id-token", "GetOpenIdToken", "IdPool", OPENID_TOKEN),
    Step("assume-role", "AssumeRoleWithWebIdentity", "STS", CREDENTIALS),
)
_ENHANCED = (Step("get-credentials", "GetCredentialsForIdentity", "IdPool", CREDENTIALS),)
_GET_OBJECT = Step("get-object", "GetObject", "S3", "")
_CONFIRM = Step("confirm-device", "ConfirmDevice", "UsrPool", REMEMBERED_DEVICE)
_REDEEM = Step("redeem", "Redeem the code", "UsrPool", ID_TOKEN)


def steps(way: Way, exchange: Exchange) -> tuple[Step, ...]:
    """Return the steps of a flow, in order; a guest has no login."""
    return (*_login(WAYS[way]), _GET_ID, *(_CLASSIC if exchange == "classic" else _ENHANCED), _GET_OBJECT)


def _login(way: WayIn) -> tuple[Step, ...]:
    if way.kind == "guest":
        return ()
    if way.kind == "hosted":
        return Step("login", way.first, way.party, AUTH_CODE), _REDEEM
    return (Step("login", way.first, way.party, way.brings),)


def remaining(world: World, way: Way, exchange: Exchange, device: str = "app") -> tuple[Step, ...]:
    """Return the steps still to take: from the first whose result the device does not hold.

    A challenge of the user pool comes before everything else, and a device that the pool has given a key next. The object
    is still to be read until a GetObject succeeded after the credentials came.
    """
    held = world.held(device)
    every = steps(way, exchange)
    if WAYS[way].kind == "api" and held.get(CHALLENGE):
        answer = Step("answer", f"Answer {held[CHALLENGE]['name']}", "UsrPool", ID_TOKEN)
        return (answer, *every[1:])
    if WAYS[way].kind == "hosted" and held.get(ID_TOKEN):
        every = every[2:]
    if WAYS[way].kind == "api" and held.get(NEW_DEVICE):
        return (_CONFIRM, *_untaken(world, every, device))
    return _untaken(world, every, device)


def _untaken(world: World, every: tuple[Step, ...], device: str) -> tuple[Step, ...]:
    held = world.held(device)
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


def take(world: World, way: Way, step: str, device: str = "app") -> Reply | WebResponse | Page | None:
    """Take a step: the reply of its call, or the page that the person has to answer first.

    None: the browser came back without showing a page, because it was signed in already.
    """
    if step == "login":
        return _open[WAYS[way].kind](world, way, device)
    if step == "answer":
        client = PoolSignIn(world, device)
        return client.page() or client.answer({})
    return _TAKE[step](world, device)


def _open_form(world: World, way: Way, device: str) -> Page:
    return app_form(world.held(device).get(SAVED_LOGIN) or {}, WAYS[way])


_open: dict[str, Callable[[World, Way, str], Page | None]] = {
    "provider": lambda world, way, device: SignInClient(world, device).open_login(way),
    "api": _open_form,
    "hosted": lambda world, way, device: HostedSignIn(world, device).open(),
}


def answer(world: World, page: Page, values: dict[str, str], device: str = "app") -> Page | None:
    """Send a page's form; the next page, or None when nothing more is asked of the person now.

    The person is signed in then, has left the app's own form, or has a challenge before them.
    """
    if page.action is None or page.provider != "user_pool":
        browser = HostedSignIn if world.held(device).get(AUTH_STATE) else SignInClient
        return browser(world, device).submit(page, values)
    if values.get(ACTION) == CANCEL:
        return None
    form = filled_in(page) | values
    client = PoolSignIn(world, device)
    if page.action.path == CHALLENGE_FORM:
        reply = client.answer(form)
    else:
        reply = client.begin(WAYS[page.action.query["way"]].flow, form["username"], form.get("password", ""))
    return None if reply.ok or reply.error is None else msgspec.structs.replace(page, error=reply.error.message)


def follow(world: World, link: Link, device: str = "app") -> Page | None:
    """Follow a link of one of the pool's pages."""
    return HostedSignIn(world, device).follow(link.to)


def app_form(saved: dict[str, str], way: WayIn) -> Page:
    """Return the app's own form for the user pool, filled in with what the device's password store has."""
    name = Field("username", "User name", saved.get("username", ""))
    password = Field("password", "Password", saved.get("password", ""), secret=True)
    asks_password = way.flow not in _NO_PASSWORD
    return Page(
        title="Sign in to Reports (your app, simulated)",
        provider="user_pool",
        text=(_SENDS[way.flow],),
        fields=(name, password) if asks_password else (name,),
        buttons=(Button(CONTINUE, "Sign in", primary=True), Button(CANCEL, "Cancel")),
        action=WebRequest("POST", APP_FORM, "/sign-in", {"way": way.id}),
    )


_NO_PASSWORD = frozenset({"CUSTOM_AUTH"})
_SENDS = {
    "USER_PASSWORD_AUTH": "Your app asks for name and password and sends them to the user pool with InitiateAuth.",
    "USER_SRP_AUTH": "Your app sends the name and a number; the password stays here and is proven by arithmetic.",
    "USER_AUTH": "Your app sends the name. The user pool says what it may be proven with.",
    "CUSTOM_AUTH": "Your app sends the name. What comes then, your functions decide.",
}


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


_TAKE: dict[str, Callable[[World, str], Reply | WebResponse]] = {
    "redeem": lambda world, device: HostedSignIn(world, device).redeem(),
    "confirm-device": lambda world, device: PoolSignIn(world, device).confirm_device(),
    "get-id": lambda world, device: CredentialsProvider(world, device).get_id(),
    "get-open-id-token": lambda world, device: CredentialsProvider(world, device).get_open_id_token(),
    "assume-role": _assume_role,
    "get-credentials": lambda world, device: CredentialsProvider(world, device).get_credentials(),
    "get-object": get_object,
}
