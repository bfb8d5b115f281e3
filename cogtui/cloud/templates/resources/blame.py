"""Which property an AWS error is about, so that the author is sent to its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from cogtui.cloud.catalog.validate import problems
from cogtui.cloud.documents import Mark, Position, read
from cogtui.cloud.errors import AuthoringError, AwsError
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.policy.validate import diagnose

MALFORMED = ("MalformedPolicyDocument", "MalformedPolicy")
"""What IAM and S3 say of a policy that they will not keep."""

Way = tuple[str | int, ...]
"""From a resource's properties down to one: ("Policies", 0, "PolicyDocument")."""


class Blame(msgspec.Struct, frozen=True):
    """The property that an error is about."""

    way: Way
    hint: str = ""
    """What is wrong in our words, where they say more than AWS's."""


Blamed = Callable[[AwsError], Blame | None]
"""Says what an error is about; None when it cannot tell."""


def by_code(ways: Mapping[str, Way]) -> Blamed:
    """Blame the property that stands for an error's code."""
    return lambda error: Blame(ways[error.code]) if error.code in ways else None


def either(*blamed: Blamed) -> Blamed:
    """Blame what the first of these can tell."""
    return lambda error: next((found for one in blamed if (found := one(error)) is not None), None)


def in_policy(way: Way, text: str, kind: PolicyKind) -> Blamed:
    """Blame the place in a policy document where its first mistake is; `way` leads to the document."""

    def blamed(error: AwsError) -> Blame | None:
        if error.code not in MALFORMED:
            return None
        for mistake in diagnose(text, kind):
            return Blame((*way, *_way_to(text, (mistake.line, mistake.column))), mistake.message)
        return Blame(way)

    return blamed


def in_parameters(service: str, operation: str, params: dict[str, object], properties: Mapping[str, str]) -> Blamed:
    """Blame the property whose parameter breaks a constraint; `properties` gives the property of each parameter."""

    def blamed(_: AwsError) -> Blame | None:
        found = (problem.where for problem in problems(service, operation, params) if problem.parameter in properties)
        return next((Blame((properties[str(parameter)], *rest)) for parameter, *rest in found), None)

    return blamed


def _way_to(text: str, position: Position) -> Way:
    """Return the way to what stands at a position of a JSON text; none into a text that cannot be read."""
    try:
        positions = read(text).positions
    except AuthoringError:
        return ()
    before = [(place, way) for place, way in _places(positions, ()) if place <= position]
    return max(before, key=lambda each: each[0], default=((0, 0), ()))[1]


def _places(mark: Mark, way: Way) -> Iterator[tuple[Position, Way]]:
    yield (mark.line, mark.column), way
    for name, member in mark.members.items():
        if name in mark.names:
            yield mark.names[name], (*way, name)
        yield from _places(member, (*way, name))
