"""The Action and Resource elements of a statement, compiled, with their negated forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from cogtui.cloud.policy.match import Test, any_glob
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.policy.variables import Context, Part, Template, Text, Variable, template

ARN_PARTS = 6
"""arn:partition:service:region:account:resource; the last keeps its own colons."""


class Element(msgspec.Struct, frozen=True):
    """An Action, NotAction, Resource or NotResource element."""

    name: str
    """As written: "NotAction"."""
    pointer: str
    """Where it stands in the document."""
    templates: tuple[Template, ...]
    """Its patterns, as written."""
    test: Test
    """Does it cover this action (lower case) or resource? The negation is part of it."""
    is_open: bool = False
    """It has variables, so that the test reads the request's context; that of actions never does."""
    shorter: dict[PolicyKind, Test] = {}
    """The tests of kinds of policy in which one of the patterns is too short to mean anything; see `_pads`."""


def action_element(name: str, pointer: str, values: Iterable[str]) -> Element:
    """Compile Action or NotAction (IAM User Guide, "Action"): case counts for nothing, the service has no wildcard."""
    templates = tuple(template(value, variables=False) for value in values)
    usable = (template(one.raw.lower(), variables=False) for one in templates if _is_action(one.raw))
    return Element(name, pointer, templates, _negated(name, any_glob(usable)))


def _is_action(raw: str) -> bool:
    """Say whether an action's service is written out; `s*:Get*` matches nothing.

    DIFFERS: AWS is said to take `*:*` for `*`; here it is like every service with a wildcard, and IAM refuses it.
    """
    service = raw.partition(":")[0]
    return raw == "*" or not ("*" in service or "?" in service)


def resource_element(name: str, pointer: str, values: Iterable[str], *, variables: bool) -> Element:
    """Compile Resource or NotResource (IAM User Guide, "Resource"); case counts.

    The guide says that a `*` at the end of a part of an ARN can reach past the colon.
    DIFFERS: here every `*` does, inside of a part too (`arn:aws:s3*x:::b`); the two differ for unusual patterns only.
    """
    templates = tuple(template(value, variables=variables) for value in values)
    test = _negated(name, any_glob(_padded(_late(one)) for one in templates))
    return Element(
        name, pointer, templates, test, any(one.is_open for one in templates), dict(_shorter(name, templates))
    )


def _shorter(name: str, templates: tuple[Template, ...]) -> Iterator[tuple[PolicyKind, Test]]:
    """Yield the kinds of policy in which some of the patterns match nothing, with the test of the others."""
    short = [one for one in templates if _lacking(one)]
    for kind, pads in _PADS.items() if short else ():
        kept = [one for one in templates if one not in short or pads(one.raw)]
        if len(kept) < len(templates):
            yield kind, _negated(name, any_glob(_padded(_late(one)) for one in kept))


def _has_wildcard(raw: str) -> bool:
    return "*" in raw or "?" in raw


_PADS: dict[PolicyKind, Callable[[str], bool]] = {
    "resource": _has_wildcard,
    "scp": lambda raw: raw.endswith("*"),
    "rcp": lambda raw: False,
}
"""Which ARNs of fewer than six parts still mean something, by kind of policy; in the others all do.

Undocumented: as others who simulate policies have found it.
"""


def _late(one: Template) -> Template:
    """Return the template with variables in its sixth part only: before, they are text that nothing matches."""
    if not one.is_open:
        return one
    colons = 0
    parts: list[Part] = []
    for part in one.parts:
        if isinstance(part, Variable):
            parts.append(part if colons >= ARN_PARTS - 1 else Text(part.written))
        else:
            colons += part.text.count(":")
            parts.append(part)
    return Template(one.raw, tuple(parts), any(isinstance(part, Variable) for part in parts))


def _lacking(one: Template) -> int:
    """Return how many parts an ARN lacks."""
    if one.is_open or not one.raw.startswith("arn:"):
        return 0
    return max(ARN_PARTS - len(one.raw.split(":", ARN_PARTS - 1)), 0)


def _padded(one: Template) -> Template:
    """Return a short ARN with `*` for each part it lacks."""
    lacking = _lacking(one)
    return template(one.raw + ":*" * lacking, variables=False) if lacking else one


def _negated(name: str, test: Test) -> Test:
    if not name.startswith("Not"):
        return test

    def outside(text: str, context: Context) -> bool:
        return not test(text, context)

    return outside
