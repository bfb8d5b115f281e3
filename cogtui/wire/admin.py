"""`/_cogtui/`: what scripts and test suites ask of the endpoint itself, as JSON. All but health need its token."""

from __future__ import annotations

import hmac
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import wraps
from http import HTTPMethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cogtui import __version__
from cogtui.cloud import clock
from cogtui.cloud.any_text import plain
from cogtui.cloud.catalog import reader
from cogtui.cloud.demo import demo_user
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.services import registry
from cogtui.wire.serving import equip, profiles

if TYPE_CHECKING:
    from cogtui.wire.endpoint import Endpoint

PREFIX: Final = "/_cogtui"

Asked = Callable[["Endpoint", Request], Awaitable[Response]]
View = Callable[[Request], Awaitable[Response]]


class Problem(Exception):
    """The request makes no sense: one sentence, with the status."""

    def __init__(self, words: str, status: int = 400, **headers: str) -> None:
        super().__init__(words)
        self.words = words
        self.status = status
        self.headers = headers


def _json(value: Any, status: int = 200, **headers: str) -> Response:
    try:
        encoded = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a request may bring text that UTF-8 can't hold, and the trail repeats it
        encoded = msgspec.json.encode(plain(value))
    body = msgspec.json.format(encoded, indent=2) + b"\n"
    return Response(body, status, {"cache-control": "no-store"} | headers, "application/json")


def _open(asked: Asked) -> View:
    """Return the view that anybody may use."""

    @wraps(asked)
    async def view(request: Request) -> Response:
        try:
            return await asked(request.app.state.endpoint, request)
        except Problem as problem:
            return _json({"error": problem.words}, problem.status, **problem.headers)

    return view


def _for_token(asked: Asked) -> View:
    """Return the view that only those may use who show the token."""

    @wraps(asked)
    async def checked(endpoint: Endpoint, request: Request) -> Response:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        given = given or request.headers.get("x-cogtui-token", "")
        if not hmac.compare_digest(given.encode(errors="replace"), endpoint.token.encode()):
            raise Problem(
                "this needs the token that was printed at the start: Authorization: Bearer TOKEN",
                401,
                **{"www-authenticate": "Bearer"},
            )
        return await asked(endpoint, request)

    return _open(checked)


async def _given(request: Request) -> dict[str, Any]:
    """Return the body's JSON object."""
    try:
        return msgspec.json.decode(await request.body() or b"{}", type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(f"the body must be a JSON object: {error}") from error


# ----------------------------------------------------------------------------------------------------------------- looks


async def _health(endpoint: Endpoint, _: Request) -> Response:
    return _json({"status": "ok", "bugs": len(endpoint.application.bugs)})


async def _version(_: Endpoint, __: Request) -> Response:
    return _json({"version": __version__})


async def _coverage(_: Endpoint, __: Request) -> Response:
    found: dict[str, dict[str, list[str]]] = {}
    for service in reader.services():
        simulated = registry.simulated(service)
        every = set(reader.operations(service))
        found[service] = {"simulated": sorted(simulated), "not_simulated": sorted(every - simulated)}
    return _json(found)


async def _outbox(endpoint: Endpoint, request: Request) -> Response:
    """Return the simulated e-mails and SMS, oldest first; `?username=`, `?pool=` and `?to=` narrow it down."""
    from cogtui.cloud.services.cognito_idp.traces import MESSAGES

    asked = dict(request.query_params)
    store = endpoint.world.store
    sent = [message for pool in store.scopes(MESSAGES) for message in store.scan(MESSAGES, pool)]
    wanted = {"username": "username", "pool": "pool_id", "to": "to"}
    for name, value in asked.items():
        if name not in wanted:
            raise Problem(f"`{name}` narrows nothing down here; {', '.join(wanted)} do")
        sent = [message for message in sent if getattr(message, wanted[name]) == value]
    sent.sort(key=lambda message: (message.sent, message.number))
    return _json({"messages": [{**msgspec.structs.asdict(one), "sent": clock.iso(one.sent)} for one in sent]})


async def _trail(endpoint: Endpoint, request: Request) -> Response:
    """Return the last calls with verdict and refusing rules, oldest first; `?last=` says how many (20)."""
    text = request.query_params.get("last", "20")
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Problem(f"`last` must be a number of calls, not `{text}`")
    history = endpoint.world.history
    found = history.records[max(history.position - int(text), 0) : history.position]
    return _json(
        {
            "calls": [
                {
                    "no": record.no,
                    "service": record.service,
                    "operation": record.operation,
                    "at": clock.iso(record.at),
                    "ok": record.ok,
                    "error": msgspec.to_builtins(record.error) if record.error else None,
                    "refused_by": list(record.refused_by),
                    "principal": record.principal_arn,
                    "request_id": record.request_id,
                }
                for record in found
            ]
        }
    )


# ----------------------------------------------------------------------------------------------------------------- clock


async def _clock(endpoint: Endpoint, _: Request) -> Response:
    world = endpoint.world
    return _json({"now": clock.iso(world.now), "epoch": world.now, "offset": clock.offset(world.store)})


async def _set_clock(endpoint: Endpoint, request: Request) -> Response:
    """Move the clock: `{"advance": SECONDS}` or `{"to": "2026-01-05T09:00:00Z"}`."""
    given, world = await _given(request), endpoint.world
    seconds = _seconds(given, world.now)
    reply = world.act("clock.advance", seconds=seconds)
    if reply.error is not None:
        raise Problem(reply.error.message)
    return await _clock(endpoint, request)


_FAR: Final = 1e12
"""Seconds that no clock goes: what is further away is as far."""


def _seconds(given: dict[str, Any], now: float) -> float:
    if given.keys() == {"advance"} and type(given["advance"]) in (int, float):
        return max(-_FAR, min(given["advance"], _FAR))
    if given.keys() == {"to"} and isinstance(given["to"], str):
        try:
            to = datetime.fromisoformat(given["to"])
        except ValueError as error:
            raise Problem(f"`to` must be a time like 2026-01-05T09:00:00Z: {error}") from error
        if to.tzinfo is None:
            raise Problem("`to` must say its zone: 2026-01-05T09:00:00Z")
        return to.timestamp() - now
    raise Problem('say {"advance": SECONDS} or {"to": "2026-01-05T09:00:00Z"}')


# ----------------------------------------------------------------------------------------------------------- whole world


async def _reset(endpoint: Endpoint, _: Request) -> Response:
    """Make the world anew, as it was without a state file; the key of `demo` stays, all signing keys are new."""
    if endpoint.remake is None:
        raise Problem("the world of the app cannot be made anew from here; open the lab again instead", 409)
    try:
        made = endpoint.remake()
    except AuthoringError as error:
        raise Problem(f"the world can't be made anew: {error.located}", 409) from error
    endpoint.world.become(made)
    endpoint.attend()
    clients = msgspec.structs.replace(equip(endpoint.world), endpoint=endpoint.url, token=endpoint.token)
    return _json({"status": "ok", "environment": clients.variables()})


async def _export(endpoint: Endpoint, _: Request) -> Response:
    """Return the world as a save file, all its simulated secrets included."""
    from cogtui.cloud.save import Save

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world"
        Save.create(path, endpoint.world).close()
        return Response(path.read_bytes(), 200, {"cache-control": "no-store"}, "application/vnd.sqlite3")


async def _import(endpoint: Endpoint, request: Request) -> Response:
    """Take the world of a save file in place of the one that is served, with the access keys that it has."""
    from cogtui.cloud.save import Save

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world"
        path.write_bytes(await request.body())
        try:
            save = Save.open(path)
        except AuthoringError as error:
            raise Problem(f"the body is no save of this CogTUI, or it is damaged; {PREFIX}/export gives one") from error
        save.close()
        if save.obstacle:
            raise Problem("the body is a save of a newer CogTUI")
        endpoint.world.become(save.world)
    endpoint.attend()
    return _json({"status": "ok", "calls": len(endpoint.world.trail)})


async def _template(endpoint: Endpoint, request: Request) -> Response:
    """Make the resources of a CloudFormation template (the body, YAML or JSON), all or none, and return its outputs.

    `?account=` says where, if not in the first account.
    """
    from cogtui.cloud.templates.apply import apply

    world, account = endpoint.world, request.query_params.get("account", "")
    if account and account not in world.accounts:
        raise Problem(f"the world has no account `{account}`; it has {', '.join(world.accounts)}")
    try:
        text = (await request.body()).decode()
        made = apply(world, text, "template", account, placeholders=True)
    except UnicodeDecodeError as error:
        raise Problem(f"byte {error.start + 1} of the template is no UTF-8 text") from error
    except AuthoringError as error:
        raise Problem(error.located) from error
    return _json({"outputs": made.outputs})


# --------------------------------------------------------------------------------------------------------------- accounts


async def _accounts(endpoint: Endpoint, _: Request) -> Response:
    """Return every account, with what its clients' environment must say."""
    return _json({"accounts": [one.told() for one in profiles(endpoint.world, endpoint.url)]})


async def _open_account(endpoint: Endpoint, request: Request) -> Response:
    """Open an account, `{"account": "444455556666"}`, where it isn't open; give it a user `demo`; return every account."""
    given, world = await _given(request), endpoint.world
    number = given.get("account")
    if given.keys() != {"account"} or not isinstance(number, str):
        raise Problem('say {"account": "444455556666"}, a number of 12 digits')
    if number not in world.accounts:
        reply = world.act("account.open", number=number, title=f"Open the account {number}")
        if reply.error is not None:
            raise Problem(reply.error.message)
    try:
        demo_user(world, number)
    except LookupError as refused:
        raise Problem(str(refused), 409) from refused
    return await _accounts(endpoint, request)


# --------------------------------------------------------------------------------------------------------------- entrance

_VIEWS: Final[dict[str, dict[str, View]]] = {
    "health": {"GET": _open(_health)},
    "version": {"GET": _for_token(_version)},
    "coverage": {"GET": _for_token(_coverage)},
    "outbox": {"GET": _for_token(_outbox)},
    "trail": {"GET": _for_token(_trail)},
    "clock": {"GET": _for_token(_clock), "POST": _for_token(_set_clock)},
    "reset": {"POST": _for_token(_reset)},
    "export": {"GET": _for_token(_export)},
    "import": {"POST": _for_token(_import)},
    "template": {"POST": _for_token(_template)},
    "accounts": {"GET": _for_token(_accounts), "POST": _for_token(_open_account)},
}
"""By name and method; HEAD goes with GET."""


async def _enter(request: Request) -> Response:
    """Find who answers, and let the pages of this machine read it."""
    name: str = request.path_params.get("name", "")
    views = _VIEWS.get(name, {})
    view = views.get("GET" if request.method == "HEAD" else request.method)
    response = await (view or _open(_nobody))(request)
    if "origin" in request.headers:
        response.headers["access-control-allow-origin"] = "*"
    return response


async def _nobody(_: Endpoint, request: Request) -> Response:
    name: str = request.path_params.get("name", "")
    if name not in _VIEWS:
        there = ", ".join(f"{PREFIX}/{known}" for known in _VIEWS)
        raise Problem(f"there is nothing of that name here; there is {there}", 404)
    allowed = ", ".join(_VIEWS[name])
    raise Problem(f"{PREFIX}/{name} takes {allowed}", 405, allow=allowed)


_METHODS: Final = [method.value for method in HTTPMethod]

ROUTES: Final = [Route(PREFIX, _enter, methods=_METHODS), Route(f"{PREFIX}/{{name:path}}", _enter, methods=_METHODS)]
