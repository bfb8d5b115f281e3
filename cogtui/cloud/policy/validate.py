"""What IAM refuses to save, in IAM's words, and the same for an editor, in ours and with positions.

IAM checks a policy when it is saved and names one thing only; an editor wants all of them while somebody types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from cogtui.cloud.documents import below
from cogtui.cloud.errors import AwsError
from cogtui.cloud.policy.conditions.table import operator_of
from cogtui.cloud.policy.control_grammar import resource_control_findings
from cogtui.cloud.policy.document import as_text, position_of
from cogtui.cloud.policy.grammar import LEGACY, SYNTAX, Finding, grammar_findings, listed, statements_of
from cogtui.cloud.policy.json_text import PolicySyntaxError, read
from cogtui.cloud.policy.principals import is_valid_aws, is_valid_canonical_user
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.policy.resource_format import resource_finding
from cogtui.cloud.policy.variables import VERSION_WITH_VARIABLES

INVALID_JSON = "This policy contains invalid Json"

Statement = dict[str, Any]
Known = Callable[[str, str], bool]
"""Does a principal exist? Asked with its kind ("AWS", "Federated", "Service") and its value."""


class Diagnostic(msgspec.Struct, frozen=True):
    """Something that is wrong with a policy, for an editor."""

    line: int
    column: int
    message: str


def validate_identity_policy(text: str, *, no_json: str = SYNTAX) -> None:
    """Raise what IAM answers to a policy for a user, group or role that it won't save.

    `no_json` is what it says of a text that is no JSON; STS has another answer for that to session policies.
    """
    _validate(text, "identity", _anybody, no_json)


def validate_trust_policy(text: str, known: Known | None = None) -> None:
    """Raise what IAM answers to a role's trust policy that it won't save; `known` says which principals exist."""
    _validate(text, "trust", known or _anybody)


def validate_control_policy(text: str, kind: PolicyKind) -> None:
    """Raise when Organizations won't save an SCP or RCP; its own words for that are the same for every mistake."""
    _validate(text, kind, _anybody)


def diagnose(text: str, kind: PolicyKind) -> list[Diagnostic]:
    """Return all that is wrong with a policy of a kind, in the order of the text; a JSON error comes alone."""
    try:
        document = read(text)
    except PolicySyntaxError as error:
        return [Diagnostic(error.line, error.column, error.message)]
    found = {(position_of(document, finding), finding.message) for finding in _findings(document.data, kind, _anybody)}
    return [Diagnostic(*position, message) for position, message in sorted(found)]


def _validate(text: str, kind: PolicyKind, known: Known, no_json: str = INVALID_JSON) -> None:
    try:
        data = read(text).data
    except PolicySyntaxError:
        raise AwsError("MalformedPolicyDocument", no_json, status=400) from None
    refused = [finding for finding in _findings(data, kind, known) if finding.text]
    if refused:
        raise AwsError("MalformedPolicyDocument", min(refused, key=lambda one: one.rank).text, status=400)


def _anybody(kind: str, value: str) -> bool:
    del kind, value
    return True


def _findings(data: dict[str, Any], kind: PolicyKind, known: Known) -> list[Finding]:
    found = list(grammar_findings(data))
    if any(finding.text == SYNTAX for finding in found):
        return found
    found.extend(_conditions_and_sids(data, kind))
    match kind:
        case "trust":
            found.extend(_trust(data, known))
        case "resource":
            found.extend(_resource_based(data, known))
        case "rcp":
            found.extend(_resource_based(data, known))
            found.extend(resource_control_findings(data))
        case _:
            found.extend(_identity(data))
    return found


def _identity(data: dict[str, Any]) -> Iterator[Finding]:
    if data.get("Version") != VERSION_WITH_VARIABLES:
        text = f"Policy document must be version {VERSION_WITH_VARIABLES} or greater."
        yield Finding(2, text, "/Version", f'expected `"Version": "{VERSION_WITH_VARIABLES}"`')
    for statement, pointer in statements_of(data):
        for name in ("Principal", "NotPrincipal"):
            if name in statement:
                message = "the policy hangs on the principal; only resource-based and trust policies name one"
                text = "Policy document should not specify a principal."
                yield Finding(6, text, below(pointer, name), message, at_key=True)
        yield from _actions(statement, pointer)
        yield from _resources(statement, pointer)


def _resource_based(data: dict[str, Any], known: Known) -> Iterator[Finding]:
    for statement, pointer in statements_of(data):
        yield from _principals(statement, pointer, known)
        yield from _actions(statement, pointer)
        yield from _resources(statement, pointer)


def _trust(data: dict[str, Any], known: Known) -> Iterator[Finding]:
    for statement, pointer in statements_of(data):
        for action, place in _values(statement, pointer, "Action", "NotAction"):
            written = action.lower()
            if not (written.startswith("sts:") and any(fnmatchcase(one.lower(), written) for one in ASSUMING)):
                message = f"a trust policy allows ways to become the role: {', '.join(ASSUMING)}"
                yield Finding(16, _TRUST_ACTIONS, place, message)
        for name in ("Resource", "NotResource", "NotPrincipal"):
            if name in statement:
                message = f"a trust policy has no `{name}`"
                yield Finding(17, f"Has prohibited field {name}", below(pointer, name), message, at_key=True)
        yield from _principals(statement, pointer, known)


ASSUMING = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetContext",
    "sts:SetSourceIdentity",
    "sts:TagSession",
)
_TRUST_ACTIONS = "AssumeRole policy may only specify STS AssumeRole actions."
"""Recorded of AWS by LocalStack's tests of UpdateAssumeRolePolicy (2026)."""


def _principals(statement: Statement, pointer: str, known: Known) -> Iterator[Finding]:
    if "Principal" not in statement and "NotPrincipal" not in statement:
        yield Finding(18, "Missing required field Principal", pointer, "a statement here needs a `Principal`")
    for name in ("Principal", "NotPrincipal"):
        members = statement.get(name, "*")
        if members == "*":
            continue
        for kind, values in members.items():
            for value, place in listed(values, below(pointer, name, kind)):
                if not _FORMS.get(kind, bool)(value) or not known(kind, value):
                    text = _PRINCIPAL_REFUSED.get(kind, f'Invalid principal in policy: "{kind.upper()}":"{value}"')
                    yield Finding(19, text, place, _PRINCIPAL_WANTED.get(kind, f"there is no such {kind} principal"))


_FORMS: dict[str, Callable[[str], bool]] = {"AWS": is_valid_aws, "CanonicalUser": is_valid_canonical_user}
"""What a principal of a kind must look like, whether or not it exists; of other kinds, anything but nothing."""

_PRINCIPAL_REFUSED = {"Federated": "Federated principals must be valid domain names or SAML metadata ARNs"}
"""IAM's words for kinds of principals that it does not repeat."""

_PRINCIPAL_WANTED = {
    "AWS": "expected `*`, an account, or the ARN of a user, role or session that exists, without wildcards",
    "Federated": "expected a domain name, such as `cognito-identity.amazonaws.com`, or the ARN of an identity provider",
    "Service": "expected an AWS service, such as `lambda.amazonaws.com`",
    "CanonicalUser": "expected 64 hexadecimal digits: an account's canonical user id",
}

_VENDOR = re.compile(r"[A-Za-z0-9.-]+")


def _actions(statement: Statement, pointer: str) -> Iterator[Finding]:
    for action, place in _values(statement, pointer, "Action", "NotAction"):
        vendor, colon, name = action.partition(":")
        if action == "*":
            continue
        if not colon:
            text = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
            yield Finding(13, text, place, "expected `service:Action`, or `*` for everything")
        elif ":" in name:
            text = "Actions/Condition can contain only one colon."
            yield Finding(14, text, place, "expected one colon: `service:Action`")
        elif not _VENDOR.fullmatch(vendor):
            yield Finding(
                15, f"Vendor {vendor} is not valid", place, "the service before the colon must be written out"
            )


def _resources(statement: Statement, pointer: str) -> Iterator[Finding]:
    values = list(_values(statement, pointer, "Resource", "NotResource"))
    if not values:
        text = "Policy statement must contain resources."
        yield Finding(7, text, pointer, "a statement needs a `Resource` or a `NotResource`")
    for value, place in values:
        finding = resource_finding(value, place)
        if finding:
            yield finding


_SID = re.compile(r"[0-9A-Za-z]*")
# Not in the reference sheet; the words are those that users of AWS quote.
_SID_TEXT = (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
)


def _conditions_and_sids(data: dict[str, Any], kind: PolicyKind) -> Iterator[Finding]:
    seen: set[str] = set()
    for statement, pointer in statements_of(data):
        yield from _condition_values(statement, pointer)
        sid: str = statement.get("Sid", "")
        place = below(pointer, "Sid")
        if sid and sid in seen:
            text = "Statement IDs (SID) in a single policy must be unique."
            yield Finding(4, text, place, f"another statement has the Sid `{sid}`")
        if not _SID.fullmatch(sid) and kind != "resource":
            yield Finding(4, _SID_TEXT, place, "a Sid is made of letters and digits")
        seen.add(sid)


def _condition_values(statement: Statement, pointer: str) -> Iterator[Finding]:
    """Yield the values that their operator cannot read; IAM itself minds only dates.

    DIFFERS: it keeps some dates that nobody writes (`01T`, `-292275054`, a zone of hours alone), which are refused here.
    """
    operators: dict[str, dict[str, Any]] = statement.get("Condition", {})
    for written, keys in operators.items():
        operator = operator_of(written)
        refused = LEGACY if operator.name.startswith("Date") else ""
        for key, values in keys.items():
            for item, place in listed(values, below(pointer, "Condition", written, key)):
                if not operator.accepts(as_text(item)):
                    yield Finding(3, refused, place, f"{written} expects {operator.expects}")


def _values(statement: Statement, pointer: str, *names: str) -> Iterator[tuple[str, str]]:
    for name in names:
        if name in statement:
            yield from listed(statement[name], below(pointer, name))
