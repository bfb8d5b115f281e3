"""A question to the policies as a person types it: who, what, on what, under which circumstances."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from cogtui.cloud.accounts.principals import ACCOUNTS, ROLES, Role, root_principal, session_principal
from cogtui.cloud.accounts.users import USERS, User, user_principal
from cogtui.cloud.catalog.authorization import all_actions
from cogtui.cloud.documents import unknown
from cogtui.cloud.door.asking import Asker
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, ContextValue, Principal
from cogtui.cloud.services import registry
from cogtui.cloud.store import Reader, Table

H = TypeVar("H", User, Role)

FORMS: Final = (
    "an ARN, `user:NAME`, `role:NAME/SESSION`, `root:ACCOUNT`, `service:NAME`, `federated:NAME` or `anonymous`"
)
SESSION: Final = "session"
"""The session's name where somebody asks for a role alone."""
LONGEST: Final = 2048
"""Characters of a name, an ARN or a value that still make sense."""

_ARN: Final = re.compile(r"arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|aws)?:(.+)", re.DOTALL)
_ACTION: Final = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+")
_KEY: Final = re.compile(r"[A-Za-z0-9.-]+:[^\s=]+|[A-Za-z0-9.-]+/[^\s=]+:[^\s=]+")
_SERVICE: Final = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?")


def asker_named(state: Reader, text: str) -> Asker:
    """Return who is meant; AuthoringError for nobody of this world."""
    what = f"the principal {_shown(text)}"
    _check_text(text, what)
    if text == "anonymous":
        return Asker(ANONYMOUS_PRINCIPAL)
    kind, _, name = text.partition(":")
    known = _FORMS.get(kind)
    if known is None or not name:
        raise AuthoringError(f"{what} is none; expected {FORMS}")
    return Asker(known(state, name))


def arn_named(text: str) -> str:
    """Return the resource; AuthoringError for what is neither an ARN nor `*`."""
    what = f"the resource {_shown(text)}"
    _check_text(text, what)
    if text != "*" and _ARN.fullmatch(text) is None:
        raise AuthoringError(f"{what} is no ARN; expected `arn:aws:SERVICE:REGION:ACCOUNT:NAME` or `*`")
    return text


def action_named(text: str) -> str:
    """Return the action; AuthoringError for what could be none."""
    what = f"the action {_shown(text)}"
    _check_text(text, what)
    if "*" in text or "?" in text:
        raise AuthoringError(f"{what} stands for several; expected one, like `s3:GetObject`")
    if _ACTION.fullmatch(text) is None:
        raise AuthoringError(f"{what} is none; expected `SERVICE:NAME`, like `s3:GetObject`")
    return text


def context_of(pairs: Iterable[str]) -> dict[str, ContextValue]:
    """Return the condition keys that `key=value` texts give; a key that comes several times has several values."""
    found: dict[str, tuple[str, ...]] = {}
    spelled: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise AuthoringError(f"the context {_shown(pair)} has no `=`; expected `aws:SourceIp=203.0.113.7`")
        _check_text(key, f"the context key {_shown(key)}")
        if _KEY.fullmatch(key) is None:
            raise AuthoringError(f"the context key {_shown(key)} is none; expected `SERVICE:NAME`, like `aws:SourceIp`")
        if len(value) > LONGEST:
            raise AuthoringError(
                f"the value of {_shown(key)} has {len(value):,} characters; at most {LONGEST:,} make sense"
            )
        name = spelled.setdefault(key.lower(), key)
        found[name] = (*found.get(name, ()), value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def warnings(state: Reader, action: str, resource: str) -> list[str]:
    """Return what is odd about a question that can be put all the same."""
    found: list[str] = []
    if action.lower() not in {name.lower() for name in all_actions()}:
        found.append(unknown("an action that CogTUI knows", action, sorted(all_actions())))
    service = action.partition(":")[0].lower()
    in_world = f"{resource}:".startswith(("arn:aws:s3:::", "arn:aws:iam::"))
    if service in ("s3", "sts") and in_world and registry.resource_at(state, action, resource) is None:
        has = "no trust policy" if service == "sts" else "no bucket policy"
        found.append(f"`{resource}` is not in this world, so {has} takes part")
    return found


# ------------------------------------------------------------------------------------------------------------ principals


def _arn(state: Reader, rest: str) -> Principal:
    text = f"arn:{rest}"
    found = _ARN.fullmatch(text)
    if found is None:
        raise AuthoringError(f"the principal {_shown(text)} is no ARN; expected {FORMS}")
    _, service, _, account, name = found.groups()
    kind, _, last = name.partition("/")
    account = account or ""
    _in_world(state, account, text)
    match service, kind:
        case "iam", "root":
            return root_principal(account)
        case "iam", "user":
            return user_principal(_one(state, USERS, last.rpartition("/")[2], account, "user"))
        case "iam", "role":
            return session_principal(_one(state, ROLES, last.rpartition("/")[2], account, "role"), SESSION)
        case "sts", "assumed-role":
            role, _, session = last.partition("/")
            return session_principal(_one(state, ROLES, role, account, "role"), session or SESSION)
        case "iam", "group":
            raise AuthoringError(
                f"the principal {_shown(text)} is a group, which is no principal; name one of its users"
            )
        case _:
            raise AuthoringError(
                f"the principal {_shown(text)} is not of a kind that can be asked for; expected {FORMS}"
            )


def _user(state: Reader, name: str) -> Principal:
    return user_principal(_one(state, USERS, *_with_account(state, name), "user"))


def _role(state: Reader, name: str) -> Principal:
    name, account = _with_account(state, name)
    role, _, session = name.partition("/")
    return session_principal(_one(state, ROLES, role, account, "role"), session or SESSION)


def _root(state: Reader, account: str) -> Principal:
    _in_world(state, account, f"root:{account}")
    return root_principal(account)


def _service(_: Reader, name: str) -> Principal:
    if _SERVICE.fullmatch(name) is None:
        raise AuthoringError(f"the service {_shown(name)} is none; expected one like `cloudtrail.amazonaws.com`")
    return Principal("service", service=name)


def _federated(_: Reader, name: str) -> Principal:
    return Principal("web-identity", federated=name)


_FORMS: Final[dict[str, Callable[[Reader, str], Principal]]] = {
    "arn": _arn,
    "user": _user,
    "role": _role,
    "root": _root,
    "service": _service,
    "federated": _federated,
}


def _with_account(state: Reader, name: str) -> tuple[str, str]:
    """Return name and account of `NAME@ACCOUNT`; the account is empty where none is named."""
    short, _, account = name.rpartition("@")
    return (short, account) if short and state.get(ACCOUNTS, (account,)) is not None else (name, "")


def _in_world(state: Reader, account: str, text: str) -> None:
    accounts = sorted(state.scopes(ACCOUNTS))
    if account not in accounts:
        there = " and ".join(accounts)
        raise AuthoringError(f"the principal {_shown(text)} is of no account of this world, which has {there}")


def _one(state: Reader, table: Table[H], name: str, account: str, kind: str) -> H:
    """Return the one user or role of a name; an empty account stands for any."""
    found = [row for one in sorted(state.scopes(table)) if account in ("", one) for row in state.scan(table, one)]
    named = [row for row in found if row.name == name]
    if len(named) > 1:
        spelled = " or ".join(f"`{kind}:{name}@{row.account}`" for row in named)
        raise AuthoringError(f"there is a {kind} {_shown(name)} in several accounts; expected {spelled}")
    if not named:
        place = f" of account {account}" if account else " of this world"
        raise AuthoringError(unknown(f"a {kind}{place}", _cut(name), [row.name for row in found]))
    return named[0]


# ----------------------------------------------------------------------------------------------------------------- texts


def _check_text(text: str, what: str) -> None:
    if not text:
        raise AuthoringError(f"{what} is empty")
    if len(text) > LONGEST:
        raise AuthoringError(f"{what} has {len(text):,} characters; at most {LONGEST:,} make sense")
    if not text.isprintable():
        raise AuthoringError(f"{what} has characters that can't be seen")


def _cut(text: str) -> str:
    text = "".join(character if character.isprintable() else "?" for character in text)
    return text if len(text) <= 80 else f"{text[:60]}…{text[-16:]}"


def _shown(text: str) -> str:
    return f"`{_cut(text)}`"
