"""Policies that a simulation leaves out, as if they were not attached (IAM API Reference, PolicyIdentifier)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cogtui.cloud.accounts.principals import INLINE_POLICIES
from cogtui.cloud.call import Call
from cogtui.cloud.policy.request import PolicySource
from cogtui.cloud.services.iam import simulation_errors as errors
from cogtui.cloud.services.iam.aws_policies import PREFIX

Identifier = dict[str, Any]
"""One of PolicyType, PolicyArn and InlinePolicyIdentifier."""

_ARN = re.compile(r"arn:aws:iam::(?:[0-9]{12}|aws):policy/[^*]*\*?[^*]*")


def without(
    call: Call, sources: Iterable[PolicySource], identifiers: Sequence[Identifier] | None
) -> list[PolicySource]:
    """Return the policies that none of the identifiers means; those that mean none are no matter."""
    given = identifiers or ()
    fine = all(_is_formed(identifier) for identifier in given)
    call.require("iam.simulate.exclusion", fine, errors.bad_exclusion, has=list(given))
    return [source for source in sources if not any(_means(identifier, source) for identifier in given)]


def attachment_of(source: PolicySource) -> tuple[str, str, str] | None:
    """Return kind and name of whom an embedded policy is part of, and its own name; None for any other policy."""
    place = source.place
    if source.arn or place is None or place.table != INLINE_POLICIES.name or place.key is None:
        return None
    scope, name = place.key
    _, kind, holder = scope.split("/")
    return kind, holder, name


def _is_formed(identifier: Identifier) -> bool:
    arn = identifier.get("PolicyArn")
    return arn is None or _ARN.fullmatch(arn) is not None


def _means(identifier: Identifier, source: PolicySource) -> bool:
    if "PolicyType" in identifier:
        return _OF_TYPE.get(identifier["PolicyType"], _none)(source)
    if "PolicyArn" in identifier:
        return source.kind == "identity" and _fits(identifier["PolicyArn"], source.arn)
    # AWS's text speaks of wildcards in AttachmentName, its model has none.
    inline = identifier["InlinePolicyIdentifier"]
    return attachment_of(source) == (inline["AttachmentType"], inline["AttachmentName"], inline["PolicyName"])


def _fits(pattern: str, text: str) -> bool:
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(escaped, text) is not None


def _none(_: PolicySource) -> bool:
    return False


_OF_TYPE: dict[str, Callable[[PolicySource], bool]] = {
    "inline": lambda source: attachment_of(source) is not None,
    "aws-managed": lambda source: source.kind == "identity" and source.arn.startswith(PREFIX),
    "user-managed": lambda source: source.kind == "identity" and bool(source.arn) and not source.arn.startswith(PREFIX),
    "permission-boundary": lambda source: source.kind == "boundary",
    "scp": lambda source: source.kind == "scp",
}
"""PolicyType -> is it such a policy? Resource control policies are never simulated."""
