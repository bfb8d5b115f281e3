"""Filter policies: which messages a subscription gets, by their attributes (SNS Developer Guide, "Filter policy constraints").

Every key of the policy must match (and), by any of its values (or). The texts of what is wrong were recorded at AWS; DIFFERS:
there a place in the JSON text follows some of them.
"""

from __future__ import annotations

import ipaddress
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.services.sns.message_attributes import Given, Value, values_of

_MOST_KEYS = 5
_MOST_COMBINATIONS = 150

_NESTED = "Filter policy scope MessageAttributes does not support nested filter policy"

_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def problem_of(text: str) -> str:
    """Return what is wrong with a filter policy, in SNS's words; empty where nothing is."""
    try:
        policy = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return "FilterPolicy: failed to parse JSON."
    if not is_dict(policy):
        return "FilterPolicy: failed to parse JSON."
    if any(is_dict(rules) for rules in policy.values()):
        return _NESTED
    found = next(_problems(policy), "")
    return f"FilterPolicy: {found}" if found else ""


def matches(text: str, attributes: Given) -> bool:
    """Tell whether a message with some attributes passes a filter policy; everything passes an empty one."""
    policy: dict[str, list[Any]] = msgspec.json.decode(text) if text else {}
    return all(
        any(_fits(rule, values_of(attributes[name]) if name in attributes else None) for rule in rules)
        for name, rules in policy.items()
    )


# ------------------------------------------------------------------------------------------------------- matching


def _fits(rule: Any, values: Sequence[Value] | None) -> bool:
    """Tell whether one value of a policy is met by an attribute's values; None: there is no such attribute."""
    if is_dict(rule):
        ((name, wanted),) = rule.items()
        if name == "exists":
            return (values is not None) == wanted
        if name == "anything-but":
            return values is not None and not any(_is_excluded(wanted, value) for value in values)
        return values is not None and any(_MATCHES[str(name)](wanted, value) for value in values)
    return values is not None and any(_equal(rule, value) for value in values)


def _equal(wanted: Any, value: Value) -> bool:
    if isinstance(wanted, bool) or isinstance(value, bool) or wanted is None or value is None:
        return wanted is value or (isinstance(wanted, bool) and value == str(wanted).lower())
    if isinstance(wanted, str) or isinstance(value, str):
        return wanted == value
    return math.isclose(wanted, value, rel_tol=0, abs_tol=1e-6)


def _is_excluded(wanted: Any, value: Value) -> bool:
    if is_dict(wanted):
        return isinstance(value, str) and value.startswith(str(wanted["prefix"]))
    return any(_equal(one, value) for one in (wanted if is_list(wanted) else [wanted]))


def _in_range(wanted: Sequence[Any], value: Value) -> bool:
    if isinstance(value, (str, bool)) or value is None:
        return False
    pairs = zip(wanted[::2], wanted[1::2], strict=True)
    return all(_COMPARE[str(sign)](value, limit) for sign, limit in pairs)


def _in_network(wanted: Any, value: Value) -> bool:
    try:
        return ipaddress.ip_address(str(value)) in ipaddress.ip_network(str(wanted), strict=False)
    except ValueError:
        return False


_MATCHES: Final[Mapping[str, Callable[[Any, Value], bool]]] = {
    "prefix": lambda wanted, value: isinstance(value, str) and value.startswith(str(wanted)),
    "suffix": lambda wanted, value: isinstance(value, str) and value.endswith(str(wanted)),
    "equals-ignore-case": lambda wanted, value: isinstance(value, str) and value.lower() == str(wanted).lower(),
    "numeric": _in_range,
    "cidr": _in_network,
}


# ------------------------------------------------------------------------------------------------------- checking


def _problems(policy: dict[Any, Any]) -> Iterator[str]:
    if len(policy) > _MOST_KEYS:
        yield f"Filter policy can not have more than {_MOST_KEYS} keys"
    for name, rules in policy.items():
        if not is_list(rules):
            yield f'"{name}" must be an object or an array'
            return
        if not rules:
            yield "Empty arrays are not allowed"
        for rule in rules:
            yield from _rule_problems(rule)
    if math.prod(len(rules) for rules in policy.values()) > _MOST_COMBINATIONS:
        yield "Filter policy is too complex"


def _rule_problems(rule: Any) -> Iterator[str]:
    if is_list(rule):
        yield "Match value must be String, number, true, false, or null"
    if not is_dict(rule):
        return
    if len(rule) != 1:
        yield "Only one key allowed in match expression"
        return
    ((name, wanted),) = rule.items()
    check = _CHECKS.get(str(name))
    if check is None:
        yield f"Unrecognized match type {name}"
    else:
        yield from check(str(name), wanted)


def _pattern(name: str, wanted: Any) -> Iterator[str]:
    if not isinstance(wanted, str):
        yield f"{name} match pattern must be a string"


def _exists(_: str, wanted: Any) -> Iterator[str]:
    if not isinstance(wanted, bool):
        yield "exists match pattern must be either true or false."


def _anything_but(_: str, wanted: Any) -> Iterator[str]:
    if is_dict(wanted):
        name = next(iter(wanted), "")
        if name != "prefix" or len(wanted) != 1:
            yield f"Unsupported anything-but pattern: {name}"
        else:
            yield from _pattern("prefix", wanted["prefix"])
        return
    values = wanted if is_list(wanted) else [wanted]
    if not values or not all(isinstance(value, str) or _is_number(value) for value in values):
        yield "Inside anything-but list must be strings or numbers"


def _numeric(_: str, wanted: Any) -> Iterator[str]:
    parts = wanted if is_list(wanted) else []
    if not parts or not isinstance(parts[0], str):
        yield f"Invalid member in numeric match: {parts[0] if parts else ']'}"
        return
    for sign, limit in zip(parts[::2], [*parts[1::2], None], strict=False):
        if not isinstance(sign, str) or sign not in _COMPARE:
            yield f"Unrecognized numeric range operator: {sign}"
            return
        if not _is_number(limit):
            yield f"Value of {'equals' if sign == '=' else sign} must be numeric"
            return
    if len(parts) > 4:
        yield "Too many terms in numeric range expression"
    elif len(parts) == 4:
        yield from _range(parts)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _range(parts: Sequence[Any]) -> Iterator[str]:
    lower, bottom, upper, top = parts
    if not str(lower).startswith(">"):
        yield "Too many elements in numeric expression"
    elif not str(upper).startswith("<"):
        yield f"Bad numeric range operator: {upper}"
    elif bottom >= top:
        yield "Bottom must be less than top"


def _network(_: str, wanted: Any) -> Iterator[str]:
    if not isinstance(wanted, str):
        yield "prefix match pattern must be a string"
        return
    address, slash, bits = wanted.partition("/")
    if not slash:
        yield "Malformed CIDR, one '/' required"
    elif not bits.isdigit():
        yield "Malformed CIDR, mask bits must be an integer"
    elif not _is_address(address):
        yield f"Nonstandard IP address: {address}"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


_CHECKS: Final[Mapping[str, Callable[[str, Any], Iterator[str]]]] = {
    "prefix": _pattern,
    "suffix": _pattern,
    "equals-ignore-case": _pattern,
    "anything-but": _anything_but,
    "exists": _exists,
    "numeric": _numeric,
    "cidr": _network,
}
