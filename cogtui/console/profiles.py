"""Who can call from the Console: the app, the operator of each account, whoever has a key or a session that lasts.

Profiles of the AWS CLI (AWS CLI User Guide, "Configuration and credential file settings"), made from the world itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.accounts.principals import ACCOUNTS, Account, root_principal
from cogtui.cloud.accounts.users import USERS, user_principal
from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Operator
from cogtui.cloud.catalog.forms import is_dict
from cogtui.cloud.clock import timestamp
from cogtui.cloud.documents import unknown
from cogtui.cloud.policy.request import Principal
from cogtui.cloud.services.iam.records import ALIASES
from cogtui.cloud.store import Reader
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.console.names import APP, NOBODY, OPERATOR, PROFILE_HELP
from cogtui.console.words import CommandError


class Profile(msgspec.Struct, frozen=True):
    """Somebody who can call."""

    name: str
    """As it is typed: "alice", "operator@444455556666", "LogReader/alice"."""
    about: str
    """Who it is: "the user alice of 111122223333"."""
    said: str
    """As an answer's note begins: "as alice"."""
    caller: Caller | None = None
    """None: the app, with whatever it holds."""


class _Found(msgspec.Struct, frozen=True):
    """A profile before it is known whether its short name says enough."""

    short: str
    account: str
    about: str
    caller: Caller


_BASIC: Final = (
    Profile(APP, PROFILE_HELP[APP], "as the app"),
    Profile(OPERATOR, PROFILE_HELP[OPERATOR], "as the operator"),
    Profile(NOBODY, PROFILE_HELP[NOBODY], "as nobody", ANONYMOUS),
)
_GIVE_KEYS: Final = {"sts": "Credentials", "iam": "AccessKey"}
"""Where the answers of a service have keys."""
_RESERVED: Final = frozenset(one.name for one in _BASIC)


def profiles(world: World) -> dict[str, Profile]:
    """Return everybody who can call now, by the shortest name that says who is meant."""
    found = _basic(world)
    for account in world.accounts[1:]:
        one = _operator(world.store, account)
        found[one.name] = one
    every = [*_holders(world.store), *_sessions(world)]
    times = Counter(one.short for one in every)
    for one in every:
        name = one.short if times[one.short] == 1 and one.short not in _RESERVED else f"{one.short}@{one.account}"
        found.setdefault(name, Profile(name, one.about, f"as {name}", one.caller))
    return found


def _basic(world: World) -> dict[str, Profile]:
    """Return who can call in any world."""
    found = {one.name: one for one in _BASIC}
    found[OPERATOR] = msgspec.structs.replace(found[OPERATOR], caller=world.operator)
    return found


def profile(world: World, name: str, at: int = 0) -> Profile:
    """Return who is meant; the account may be named by number, name or alias: `operator@logs`, `alice@111122223333`.

    CommandError, with `at` as its place, when nobody of that name can call.
    """
    if name in _RESERVED:
        return _basic(world)[name]  # without a look at the trail, which may be long
    listed = profiles(world)
    if name in listed:
        return listed[name]
    short, _, named = name.rpartition("@")
    account = _account(world, named) if short else ""
    if account and short == OPERATOR:
        return listed[OPERATOR] if account == world.account else listed[f"{OPERATOR}@{account}"]
    for spelled in (short, f"{short}@{account}"):
        one = listed.get(spelled)
        if account and one is not None and spelled not in _RESERVED and _account_of(world.store, one) == account:
            return one
    raise CommandError(unknown("somebody who can call", name, listed), at)


def still(world: World, name: str) -> Profile:
    """Return whoever the Console calls as; CommandError once that is nobody any longer."""
    found = (_basic(world) if name in _RESERVED else profiles(world)).get(name)
    if found is None:
        raise CommandError(f"the Console calls as `{name}`, whose keys are no good any longer; `as` lists who can call")
    return found


def profile_given(world: World, record: Record) -> str:
    """Return the name of whoever can call with the keys that a call brought; empty where it brought none."""
    output = record.output or {}
    given = output.get(_GIVE_KEYS.get(record.service, ""))
    wanted = given.get("AccessKeyId") if is_dict(given) else None
    if wanted is None:
        return ""
    found = ((name, one.caller) for name, one in profiles(world).items())
    return next((name for name, one in found if isinstance(one, Keys) and one.access_key_id == wanted), "")


def _account(world: World, named: str) -> str:
    """Return the account with that number, name or alias; empty where there is none."""
    return next((one for one in world.accounts if named in (one, *_names(world.store, one))), "")


def _names(reader: Reader, account: str) -> list[str]:
    """Return what else an account is called: its alias, and a name that is more than its number."""
    found = [row.alias for row in reader.scan(ALIASES, account)]
    row: Account | None = reader.get(ACCOUNTS, (account,))
    if row is not None and row.name != f"account {account}":
        found.append(row.name)
    return found


def _account_of(reader: Reader, one: Profile) -> str:
    key = credentials.find(reader, one.caller.access_key_id) if isinstance(one.caller, Keys) else None
    return key.account if key is not None else ""


def _operator(reader: Reader, account: str) -> Profile:
    called = "".join(f", {name}" for name in _names(reader, account)[:1])
    return Profile(
        f"{OPERATOR}@{account}",
        f"the person at the console of {account}{called}",
        f"as the operator of {account}",
        Operator(account),
    )


def _holders(reader: Reader) -> Iterator[_Found]:
    """Yield users and root users who have an active access key."""
    for account in reader.scopes(ACCOUNTS):
        for user in reader.scan(USERS, account):
            yield from _with_key(reader, user.name, user_principal(user), f"the user {user.name} of {account}")
        yield from _with_key(reader, "root", root_principal(account), f"the root user of {account}")


def _with_key(reader: Reader, short: str, principal: Principal, about: str) -> Iterator[_Found]:
    active = [key for key in credentials.keys_of(reader, principal) if key.active]
    if active:
        yield _Found(short, principal.account, about, _keys(active[-1]))


def _sessions(world: World) -> Iterator[_Found]:
    """Yield the sessions that calls in the trail have brought and that still last; of those alike the newest."""
    seen: set[tuple[str, str]] = set()
    for record in reversed(world.trail[: world.history.position]):
        given = (record.output or {}).get("Credentials") if record.service == "sts" else None
        key = credentials.find(world.store, str(given.get("AccessKeyId"))) if is_dict(given) else None
        if key is None or (key.expires or 0) <= world.now:
            continue
        short = _session_name(key.principal)
        if (short, key.account) not in seen:
            seen.add((short, key.account))
            until = f"{timestamp(key.expires or 0):%H:%M:%SZ}"
            yield _Found(short, key.account, f"a session in {key.account}, lasts until {until}", _keys(key))


def _session_name(principal: Principal) -> str:
    """Return "LogReader/alice" for a role's session, "alice/session" for a user's own, "federated-user/bob"."""
    last = principal.arn.rpartition(":")[2]
    match principal.kind:
        case "role-session":
            return last.removeprefix("assumed-role/")
        case "federated-user":
            return last
        case _:
            return f"{last.rpartition('/')[2]}/session"


def _keys(key: AccessKey) -> Keys:
    return Keys(key.access_key_id, key.secret, key.token)


def known_profiles(world: World) -> Mapping[str, str]:
    """Return who can call, and who that is: for lists and completion."""
    return {name: one.about for name, one in profiles(world).items()}
