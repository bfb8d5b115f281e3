"""What S3 checks before it keeps a bucket policy, in S3's own words.

DIFFERS: the order of the checks is not published.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cogtui.cloud.accounts.principals import is_unknown_principal
from cogtui.cloud.accounts.service_principals import is_service
from cogtui.cloud.call import Call
from cogtui.cloud.documents import below
from cogtui.cloud.policy.grammar import grammar_findings, listed, statements_of
from cogtui.cloud.policy.json_text import PolicySyntaxError, is_object, read
from cogtui.cloud.policy.principals import is_valid_aws
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import Bucket
from cogtui.cloud.store import Reader

MOST_OCTETS = 20_480

Statement = dict[str, Any]
Problem = tuple[str, str]
"""S3's text, and the pointer of what is wrong."""


def check_policy(call: Call, bucket: Bucket, document: str) -> None:
    """Refuse a policy that S3 would not keep; the check says where the mistake is."""
    problem = _problem(call.tx, bucket, document)
    where = f"at {problem[1]}" if problem and problem[1] else ""
    call.require(
        "s3.policy.document",
        problem is None,
        lambda: errors.malformed_policy(problem[0] if problem else ""),
        note=where,
    )


def _problem(reader: Reader, bucket: Bucket, document: str) -> Problem | None:
    if len(document.encode()) > MOST_OCTETS:
        return f"Policy exceeds the maximum allowed document size of {MOST_OCTETS} bytes", ""
    try:
        data = read(document).data
    except PolicySyntaxError:
        return "Policies must be valid JSON and the first byte must be '{'", ""
    if "Statement" not in data:
        return "Missing required field Statement", ""
    broken = next(grammar_findings(data), None)
    if broken is not None:
        return f"Invalid policy syntax: {broken.message}", broken.pointer
    problems = (
        problem
        for statement, pointer in statements_of(data)
        for check in _CHECKS
        if (problem := check(reader, bucket, statement, pointer))
    )
    return next(problems, None)


def _principal(reader: Reader, _: Bucket, statement: Statement, pointer: str) -> Problem | None:
    if "Principal" not in statement and "NotPrincipal" not in statement:
        return "Missing required field Principal", pointer
    for name in ("Principal", "NotPrincipal"):
        members = statement.get(name)
        for kind, values in members.items() if is_object(members) else ():
            for value, where in listed(values, below(pointer, name, kind)):
                if not _exists(reader, kind, value):
                    return "Invalid principal in policy", where
    return None


def _exists(reader: Reader, kind: str, value: str) -> bool:
    if kind == "AWS":
        return is_valid_aws(value) and not is_unknown_principal(reader, value)
    return kind != "Service" or is_service(value)


def _action(_: Reader, __: Bucket, statement: Statement, pointer: str) -> Problem | None:
    for action, where in _values(statement, pointer, "Action", "NotAction"):
        if action != "*" and not action.lower().startswith("s3:"):
            return "Policy has invalid action", where
    return None


def _resource(_: Reader, bucket: Bucket, statement: Statement, pointer: str) -> Problem | None:
    resources = _values(statement, pointer, "Resource", "NotResource")
    if not resources:
        return "Missing required field Resource", pointer
    for resource, where in resources:
        if resource.partition("/")[0] != bucket.arn and not _covers(resource, bucket):
            return "Policy has invalid resource", where
    return None


def _covers(resource: str, bucket: Bucket) -> bool:
    """Tell whether a resource with wildcards in the bucket's name is meant for the bucket."""
    pattern = re.escape(resource.partition("/")[0]).replace(r"\*", ".*").replace(r"\?", ".")
    return resource.startswith("arn:aws:s3:::") and re.fullmatch(pattern, bucket.arn) is not None


def _action_on_resource(_: Reader, __: Bucket, statement: Statement, pointer: str) -> Problem | None:
    """Refuse object actions on nothing but the bucket, and the reverse: the commonest mistake with bucket policies."""
    resources = [resource for resource, _where in _values(statement, pointer, "Resource")]
    kinds = {kind for resource in resources for kind in _kinds_of(resource)}
    for action, where in _values(statement, pointer, "Action"):
        kind = _kind_wanted(action)
        if kinds and kind and kind not in kinds:
            return "Action does not apply to any resource(s) in statement", where
    return None


def _kinds_of(resource: str) -> set[str]:
    """Return what a Resource can stand for: objects have a slash, and a wildcard may hide one."""
    tail = resource.removeprefix("arn:aws:s3:::")
    if "/" in tail:
        return {"object"}
    return {"object", "bucket"} if "*" in tail else {"bucket"}


def _kind_wanted(action: str) -> str:
    """Return what an S3 action is about, by its name; empty where wildcards leave it open."""
    name = action.partition(":")[2].lower()
    if "*" in name or "?" in name:
        return ""
    if "bucket" in name:
        return "bucket"
    return "object" if "object" in name or "multipart" in name else ""


def _values(statement: Statement, pointer: str, *names: str) -> list[tuple[str, str]]:
    return [one for name in names if name in statement for one in listed(statement[name], below(pointer, name))]


_CHECKS: tuple[Callable[[Reader, Bucket, Statement, str], Problem | None], ...] = (
    _principal,
    _action,
    _resource,
    _action_on_resource,
)
