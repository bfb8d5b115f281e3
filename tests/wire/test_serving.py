"""The world that is served: whose keys it has, what it takes from files, and how it lives by the host's clock."""

from __future__ import annotations

import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.demo import NAME, demo_user
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.issuers import KEYS, jwks_of
from cogtui.cloud.save import Save
from cogtui.cloud.tokens.fresh import fresh_der
from cogtui.cloud.world import World
from cogtui.wire.environment import ClientSettings
from cogtui.wire.key_stock import KeyStock
from cogtui.wire.serving import Plan, RootKey, equip, has_public_keys, make, prepare, remaker
from tests.builders import a_user_pool, asked, state
from tests.clients.prepared import Prepared
from tests.clients.valid import SIMULATED, VALID
from tests.cloud.test_every_operation import someone_signed_in
from tests.cloud.worlds import ready_made
from tests.wire.fuzz.changed import InProcess
from tests.wire.local import Local
from tests.wire.signing import signed


def fresh() -> Callable[[], bytes]:
    """Return a source of keys that nobody else has, a few of them over and over: making one takes time."""
    made = [fresh_der() for _ in range(4)]
    taken = iter(range(1000))
    return lambda: made[next(taken) % 4]


def moduli(world: World) -> set[str]:
    return {key.n for issuer in world.store.scopes(KEYS) for key in jwks_of(world.store, issuer)}


def test_without_a_seed_nothing_is_what_anybody_else_has() -> None:
    one, other, published = make(Plan(), fresh()), make(Plan(), fresh()), World("x")
    for world in (one, other, published):
        a_user_pool(world)
    assert not has_public_keys(one)
    assert not moduli(one) & moduli(other)
    assert not moduli(one) & moduli(published)
    assert demo_user(one).secret != demo_user(other).secret
    assert one.seed != other.seed


def test_with_a_seed_everything_is_what_it_was() -> None:
    one, other = (make(Plan(seed="workshop"), fresh()) for _ in range(2))
    assert a_user_pool(one) == a_user_pool(other)
    assert state(one) == state(other)
    assert has_public_keys(one)


def test_a_world_made_anew_has_the_demo_key_of_the_first_and_other_signing_keys() -> None:
    keys = fresh()
    first = make(Plan(), keys)
    again = remaker(Plan(), fresh(), first)()
    assert equip(again) == equip(first)
    assert not moduli(first) & moduli(again)


def test_demo_with_two_inactive_keys_gets_no_third_one() -> None:
    world = World()
    demo_user(world)
    assert asked(world, "iam", "CreateAccessKey", UserName=NAME).ok
    for key in asked(world, "iam", "ListAccessKeys", UserName=NAME).output["AccessKeyMetadata"]:
        changed = {"UserName": NAME, "AccessKeyId": key["AccessKeyId"], "Status": "Inactive"}
        assert asked(world, "iam", "UpdateAccessKey", **changed).ok
    assert equip(world) == ClientSettings("", world.region, "", "")


def test_a_restored_world_goes_on_with_fresh_keys(tmp_path: Path) -> None:
    plan = Plan(state=tmp_path / "w")
    served = prepare(plan, fresh())
    assert served.save is not None
    served.save.close()
    again = prepare(plan, fresh())
    assert again.restored
    a_user_pool(again.world)
    assert not has_public_keys(again.world)
    assert again.save is not None
    again.save.close()


def test_a_file_that_came_into_being_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "w"

    def keys() -> bytes:
        if not file.exists():
            Save.create(file, World("the other one's")).close()
        return fresh_der()

    with pytest.raises(AuthoringError, match="another CogTUI has this state in use"):
        prepare(Plan(state=file), keys)
    assert Save.open(file).world.seed == "the other one's"


def test_a_state_that_can_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Any:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("cogtui.cloud.save._write_whole", full)
    with pytest.raises(AuthoringError, match="the state can't be kept here: database or disk is full"):
        prepare(Plan(state=tmp_path / "w"), fresh())


@pytest.mark.parametrize(
    ("text", "key_id", "secret"),
    [("a:b", "a", "b"), ("a:b:c:", "a", "b:c:"), ("id:" + "s" * 500, "id", "s" * 500), ("id:a b/c,d", "id", "a b/c,d")],
)
def test_a_root_key_may_have_a_secret_of_any_form(text: str, key_id: str, secret: str) -> None:
    assert RootKey.parse(text) == RootKey(key_id, secret)


def test_a_stock_of_keys_gives_each_key_once() -> None:
    stock = KeyStock(size=1)
    assert len({stock.take() for _ in range(3)}) == 3
    stock.close()


# ------------------------------------------------------------------------------------------------------------------ time


def session_keys(world: World) -> Keys:
    user = demo_user(world)
    mine = Keys(user.access_key_id, user.secret)
    made = world.call("sts", "GetSessionToken", {"DurationSeconds": 900}, caller=mine).output["Credentials"]
    return Keys(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])


def test_an_hour_more_on_the_world_s_clock_ends_sessions_but_no_signature() -> None:
    here = Local()
    keys = session_keys(here.world)
    demo = demo_user(here.world)
    lasting = Keys(demo.access_key_id, demo.secret)
    assert [identity(here, one) for one in (keys, lasting)] == [200, 200]
    here.admin("POST", "clock", {"advance": 3600})
    assert [identity(here, one) for one in (keys, lasting)] == [403, 200]
    assert here.world.trail[-2].refused_by[-1:] == ("door.session",)


def test_a_clock_of_the_client_s_that_is_wrong_is_judged_by_the_host_s() -> None:
    here = Local()
    demo = demo_user(here.world)
    keys = Keys(demo.access_key_id, demo.secret)
    signed_at = here.now
    for moved, status in ((899, 200), (901, 403), (-901, 403)):
        here.now = signed_at + moved
        assert identity(here, keys, signed_at) == status


def identity(here: Local, keys: Keys, at: float | None = None) -> int:
    """Ask who one is, with a signature made by the host's clock, or at another time."""
    target, headers, body = signed(keys, "sts", b"Action=GetCallerIdentity&Version=2011-06-15", at or here.now)
    return here.ask("POST", target, *headers, body=body, host="127.0.0.1:4577").status


# ------------------------------------------------------------------------------------------------------ nothing is fetched

OUTGOING = {
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.sendto",
    "urllib.Request",
}


class Watch:
    """Notes what Python's own audit events say of the network; a hook can't be taken away, only be told to look away."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any]] | None = None
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: Any) -> None:
        if self.seen is not None and event in OUTGOING:
            self.seen.append((event, arguments))


@pytest.fixture(scope="module")
def watching() -> Watch:
    return Watch()


@pytest.fixture
def watch(watching: Watch) -> Iterator[Watch]:
    watching.seen = []
    yield watching
    watching.seen = None


def test_the_watch_sees_a_connection(watch: Watch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    assert watch.seen is not None
    assert "socket.connect" in {event for event, _ in watch.seen}


URLS = [
    "http://169.254.169.254/latest/meta-data/",
    "https://issuer.example/.well-known/openid-configuration",
    "http://127.0.0.1:1/",
]


def test_no_url_that_a_client_gives_is_fetched_and_no_operation_asks_anybody(watch: Watch) -> None:
    world = ready_made()
    here = Prepared(InProcess(world))  # pyright: ignore[reportArgumentType] - what it needs of an endpoint
    start = world.history.position
    for service, operation in SIMULATED:
        world.call(service, operation, VALID[service, operation](here), caller=world.operator)
        world.seek(start)
    for url in URLS:
        give_everywhere(world, here.pool, url)
    assert watch.seen == []


def give_everywhere(world: World, pool: str, url: str) -> None:
    """Name a URL wherever an operation takes one."""
    oidc = {"client_id": "x", "authorize_scopes": "openid", "attributes_request_method": "GET", "oidc_issuer": url}
    for service, operation, params in (
        (
            "cognito-idp",
            "CreateIdentityProvider",
            {"ProviderType": "OIDC", "ProviderName": "Okta2", "ProviderDetails": oidc},
        ),
        (
            "cognito-idp",
            "CreateIdentityProvider",
            {"ProviderType": "SAML", "ProviderName": "Saml", "ProviderDetails": {"MetadataURL": url}},
        ),
        ("cognito-idp", "CreateUserPoolClient", {"ClientName": "c", "CallbackURLs": [url], "LogoutURLs": [url]}),
        ("iam", "CreateOpenIDConnectProvider", {"Url": url}),
        ("s3", "GetObject", {"Bucket": "x-1", "Key": url}),
    ):
        more = {"UserPoolId": pool} if service == "cognito-idp" else {}
        world.call(service, operation, more | params, caller=world.operator)


def test_pages_and_providers_ask_nobody_either(watch: Watch) -> None:
    here = Local(someone_signed_in())
    for path in (
        f"/oauth2/authorize?client_id=x&redirect_uri={URLS[0]}",
        f"/login?client_id=x&redirect_uri={URLS[1]}",
        "/_providers/facebook/graph.facebook.com/me?access_token=x",
        f"/logout?client_id=x&logout_uri={URLS[0]}",
    ):
        here.ask("GET", path)
    assert watch.seen == []
