"""The table of all operators, and how an operator is spelled: `ForAnyValue:StringLikeIfExists`."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.policy.conditions import arn, binary, boolean, date, ip, null, numeric, string
from cogtui.cloud.policy.conditions.operator import Operator

Quantifier = Literal["", "ForAnyValue", "ForAllValues"]

OPERATORS: dict[str, Operator] = {
    one.name: one for family in (string, numeric, date, boolean, binary, ip, arn, null) for one in family.OPERATORS
}
"""By name. AWS takes no other spelling, not even of case."""

_IF_EXISTS = "IfExists"


class Spelling(msgspec.Struct, frozen=True):
    """An operator as a policy writes it."""

    written: str
    operator: Operator
    quantifier: Quantifier = ""
    if_exists: bool = False


def spelled(written: str) -> Spelling | None:
    """Return what an operator's name means, None when there is no such operator."""
    head, colon, tail = written.rpartition(":")
    quantifier: Quantifier
    match head:
        case "ForAnyValue" | "ForAllValues":
            quantifier = head
        case "" if not colon:
            quantifier = ""
        case _:
            return None
    if_exists = tail.endswith(_IF_EXISTS)
    found = OPERATORS.get(tail.removesuffix(_IF_EXISTS))
    if found is None or (found.presence and (if_exists or quantifier)):
        return None
    return Spelling(written, found, quantifier, if_exists)


def operator_of(written: str) -> Operator:
    """Return the operator of a spelling that the grammar has let pass; KeyError for any other."""
    spelling = spelled(written)
    if spelling is None:
        raise KeyError(written)
    return spelling.operator
