"""What could stand at the cursor of a policy: elements, actions, condition keys and operators, ARNs of the world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from cogtui.cloud.catalog import reader as catalog
from cogtui.cloud.catalog.actions import actions_of, prefixes
from cogtui.cloud.catalog.authorization import all_actions
from cogtui.cloud.policy.conditions.table import OPERATORS
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.policy.vocabulary import KEYS, ConditionKey, key_named
from cogtui.cloud.store import Reader
from cogtui.views.policy_cursor import Cursor, cursor_at
from cogtui.views.policy_names import federated, principals, resources, values_of

MOST: Final = 200

Offered = tuple[str, str]
"""What can stand there, and a few words about it."""


class Offer(msgspec.Struct, frozen=True):
    """What could stand at the cursor, and which part of the text each of them would replace."""

    start: int
    end: int
    candidates: tuple[Offered, ...]


TRUST_ACTIONS: Final[tuple[Offered, ...]] = (
    ("sts:AssumeRole", "users, roles and services of AWS"),
    ("sts:AssumeRoleWithWebIdentity", "people with a token of an OIDC provider or identity pool"),
    ("sts:AssumeRoleWithSAML", "people with a SAML assertion"),
    ("sts:TagSession", "they may send session tags"),
    ("sts:SetSourceIdentity", "they may say who is behind the session"),
)
_TOP: Final[tuple[Offered, ...]] = (
    ("Version", "2012-10-17: without it, variables don't work"),
    ("Id", "a name for the policy"),
    ("Statement", "a list of statements"),
)
_STATEMENT: Final[tuple[Offered, ...]] = (
    ("Sid", "a name for the statement"),
    ("Effect", "Allow or Deny"),
    ("Principal", "whom it is about"),
    ("NotPrincipal", "everybody but these"),
    ("Action", "what may be done"),
    ("NotAction", "everything but this"),
    ("Resource", "on what"),
    ("NotResource", "on everything but this"),
    ("Condition", "only when this holds"),
)
_PRINCIPAL: Final[tuple[Offered, ...]] = (
    ("AWS", "an account, user, role or session"),
    ("Service", "a service of AWS"),
    ("Federated", "an identity provider"),
    ("CanonicalUser", "an account as S3 writes it"),
)
_SERVICES: Final[tuple[Offered, ...]] = tuple(
    (f"{name}.amazonaws.com", "")
    for name in ("cognito-idp", "cognito-sync", "ec2", "ecs-tasks", "events", "lambda", "s3", "sns", "states")
)
_OPERATOR_HELP: Final = {
    "StringEquals": "exactly this",
    "StringLike": "with * and ?",
    "Null": '"true": the key is absent',
    "Bool": "true or false",
    "ArnLike": "an ARN, each part with * and ?",
    "IpAddress": "in this range",
}
_PREFIX_WORDS: Final = ("Create", "Delete", "Describe", "Get", "List", "Put", "Update")


def candidates(text: str, offset: int, kind: PolicyKind, reader: Reader) -> list[Offered]:
    """Return what could stand at an offset of a policy of a kind, with a few words about each."""
    return list(offer(text, offset, kind, reader).candidates)


def offer(text: str, offset: int, kind: PolicyKind, reader: Reader) -> Offer:
    """Return what could stand at an offset, as it would be put there: with the quotes that it needs."""
    cursor = cursor_at(text, offset)
    typed = cursor.typed.lower()
    known = [one for one in dict.fromkeys(_offered(cursor, kind, reader)) if one[0] not in cursor.siblings]
    found = [one for one in known if one[0].lower().startswith(typed)]
    found = found or [one for one in known if typed in one[0].lower()]
    ending = _ending(cursor, text[offset : offset + 80])
    opening = "" if cursor.quoted else '"'
    put = tuple(
        (f"{opening}{name}{'' if name.endswith((':', '/')) else ending}", about) for name, about in found[:MOST]
    )
    return Offer(cursor.start, offset, put)


def _ending(cursor: Cursor, rest: str) -> str:
    """Return what has to follow: the closing quote and a name's colon, where they don't stand there already."""
    if cursor.quoted and rest[:1] not in ("", " ", "\n", ",", "]", "}"):
        return ""
    return '": ' if cursor.at_name else '"'


def _offered(cursor: Cursor, kind: PolicyKind, reader: Reader) -> Iterable[Offered]:
    names = _NAMES.get(_place(cursor.path)) if cursor.at_name else None
    if names is not None:
        return names(kind)
    if cursor.at_name:
        return ()
    return _values(cursor, kind, reader)


def _place(path: tuple[str, ...]) -> str:
    """Return which object of a policy a path leads to."""
    match path:
        case ():
            return "policy"
        case ("Statement",):
            return "statement"
        case ("Statement", "Principal" | "NotPrincipal"):
            return "principal"
        case ("Statement", "Condition"):
            return "operators"
        case ("Statement", "Condition", _):
            return "keys"
        case _:
            return ""


def _elements(kind: PolicyKind) -> Iterator[Offered]:
    for name, about in _STATEMENT:
        principal, resource = name.endswith("Principal"), name.endswith("Resource")
        if principal and (kind not in ("trust", "resource", "rcp") or (kind != "resource" and name.startswith("Not"))):
            continue
        if resource and kind == "trust":
            continue
        yield name, about


def _operators(kind: PolicyKind) -> Iterator[Offered]:
    del kind
    yield from ((name, _OPERATOR_HELP.get(name, "")) for name in OPERATORS)
    for start in ("ForAnyValue", "ForAllValues"):
        about = "one of the request's values does" if start == "ForAnyValue" else "all of them do; true for none at all"
        yield from ((f"{start}:{name}", about) for name in OPERATORS if name != "Null")
    yield from ((f"{name}IfExists", "also when the key is absent") for name in OPERATORS if name != "Null")


def _keys(kind: PolicyKind) -> Iterator[Offered]:
    """Yield condition keys: in trust policies those of STS and of the providers first."""
    keys: list[ConditionKey] = [key for key in KEYS.values() if kind == "trust" or key.anywhere]
    if kind == "trust":
        keys.sort(key=lambda key: key.name.startswith(("aws:", "s3:", "iam:", "sns:")))
    yield from ((key.name, f"{key.about}{'; several values' if key.several else ''}") for key in keys)


_NAMES: Final[dict[str, Callable[[PolicyKind], Iterable[Offered]]]] = {
    "policy": lambda kind: _TOP,
    "statement": _elements,
    "principal": lambda kind: _PRINCIPAL,
    "operators": _operators,
    "keys": _keys,
}


def _values(cursor: Cursor, kind: PolicyKind, reader: Reader) -> Iterable[Offered]:
    match cursor.path:
        case ("Version",):
            return (("2012-10-17", "the language of today"), ("2008-10-17", "the old one, without variables"))
        case ("Statement", "Effect"):
            return (("Allow", ""), ("Deny", "always wins"))
        case ("Statement", "Action" | "NotAction"):
            return TRUST_ACTIONS if kind == "trust" else _actions(cursor.typed)
        case ("Statement", "Resource" | "NotResource"):
            return resources(reader)
        case ("Statement", "Principal" | "NotPrincipal"):
            return (("*", "everybody, anonymous callers too"),)
        case ("Statement", "Principal" | "NotPrincipal", "AWS"):
            return principals(reader)
        case ("Statement", "Principal" | "NotPrincipal", "Federated"):
            return federated(reader)
        case ("Statement", "Principal" | "NotPrincipal", "Service"):
            return _SERVICES
        case ("Statement", "Condition", operator, key):
            return _condition_values(operator, key, reader)
        case _:
            return ()


def _actions(typed: str) -> Iterator[Offered]:
    """Yield services while none is typed, then the actions of it."""
    prefix, colon, name = typed.partition(":")
    if not colon:
        yield "*", "everything"
        yield from ((f"{each}:", catalog.service(each).full_name) for each in prefixes())
        return
    needed = all_actions()
    # What simulated operations need comes first: it is what people look for.
    names = sorted(actions_of(prefix), key=lambda each: (f"{prefix}:{each}" not in needed, each))
    yield f"{prefix}:*", f"everything in {prefix}"
    for word in _PREFIX_WORDS:
        count = sum(each.startswith(word) for each in names)
        if count > 1 and word.lower().startswith(name.lower()):
            yield f"{prefix}:{word}*", f"{count} actions"
    yield from ((f"{prefix}:{each}", "") for each in names)


def _condition_values(operator: str, key: str, reader: Reader) -> Iterator[Offered]:
    known = key_named(key)
    if operator in ("Null", "Bool", "BoolIfExists") or (known is not None and known.type == "bool"):
        yield from (("true", ""), ("false", ""))
        return
    if known is not None and known.type == "arn":
        yield from principals(reader) if "Principal" in known.name else resources(reader)
        return
    yield from values_of(reader, key)
