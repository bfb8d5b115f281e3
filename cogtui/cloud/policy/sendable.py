"""What a caller can bring with a request to meet a condition: an ExternalId, MFA, tags, a prefix.

Keys that are not here are facts about the caller or the world (an address, a token's audience): there the policy must change.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.cloud.policy.conditions.condition import Condition
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.policy.variables import Context


class Sendable(msgspec.Struct, frozen=True):
    """A condition key that a caller decides about."""

    begins: str
    """How the key begins, in lower case."""
    do: str
    """What to do; `{name}` is what comes after the beginning, `{value}` the value."""
    only: str = ""
    """The one value that a caller can bring about."""
    mend: bool = True
    """A wrong value can be replaced too; otherwise only a missing one is given."""


SENDABLE = (
    Sendable("sts:externalid", "send the ExternalId `{value}`"),
    Sendable("sts:rolesessionname", "name the session `{value}`"),
    Sendable("sts:sourceidentity", "send the SourceIdentity `{value}`"),
    Sendable("aws:multifactorauthpresent", "sign in with MFA before the call", only="true"),
    Sendable("aws:multifactorauthage", "sign in with MFA less than `{value}` seconds before"),
    Sendable("aws:securetransport", "make the call over HTTPS", only="true"),
    Sendable("aws:requesttag/", "send the tag `{name}` with the value `{value}`"),
    Sendable("aws:principaltag/", "give the caller the tag `{name}` with the value `{value}`"),
    Sendable("aws:tagkeys", "send the tag `{value}`", mend=False),
    Sendable("s3:prefix", "ask with the prefix `{value}`", mend=False),
    Sendable("s3:delimiter", "ask with the delimiter `{value}`", mend=False),
)


def sending(condition: Condition, context: Context, *, holds: bool) -> tuple[str, ContextValue] | None:
    """Return what to do and the key's new value so that the condition holds, or does not; None where no caller can."""
    key = condition.key.lower()
    found = next((one for one in SENDABLE if key.startswith(one.begins)), None)
    if found is None or (not found.mend and key in context):
        return None
    for value in _values(condition, context, found.only):
        if condition.test({**context, key: value}) == holds:
            name = condition.key[len(found.begins) :]
            told = value if isinstance(value, str) else ", ".join(value)
            return found.do.format(name=name, value=told), value
    return None


def _values(condition: Condition, context: Context, only: str) -> Iterator[ContextValue]:
    """Yield values that might do: those that the policy names first."""
    several = bool(condition.operator.quantifier)
    for text in [only] if only else [*_named(condition, context), "x"]:
        if text:
            yield (text,) if several else text


def _named(condition: Condition, context: Context) -> Iterator[str]:
    for template in condition.templates:
        text = template.text(context)
        if text is None:
            continue
        yield text
        if condition.operator.operator.wildcards:
            yield text.replace("*", "").replace("?", "a")
        if condition.operator.operator.name.startswith("Numeric") and text.lstrip("-").isdecimal():
            yield str(int(text) - 1)
            yield str(int(text) + 1)
