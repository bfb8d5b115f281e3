"""From a changed text to the calls that make it so, or to the condition keys that requests then bring along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.policy.request import ContextValue
from cogtui.views.what_if.subjects import Subject, What

Call = tuple[str, str, dict[str, Any]]
"""Service, operation, parameters."""


def calls(subject: Subject, text: str) -> tuple[Call, ...]:
    """Return the calls that make `text` what the subject is; none where it is that already.

    AuthoringError for a text that can't be: no policy where there has to be one, tags without `=`.
    """
    if text == subject.text or (subject.missing and not text.strip()):
        return ()
    return _CALLS[subject.what](subject, text)


def context(subject: Subject, text: str) -> dict[str, ContextValue]:
    """Return what every request brings along under the change; values are parted by commas."""
    values = tuple(part.strip() for part in text.split(",") if part.strip())
    if subject.what != "context" or not values:
        return {}
    return {subject.names["key"]: values[0] if len(values) == 1 else values}


def tags_of(text: str) -> dict[str, str]:
    """Return tags from "team=red, stage=prod"; AuthoringError for what is none."""
    found: dict[str, str] = {}
    for part in (part.strip() for part in text.split(",")):
        key, equals, value = part.partition("=")
        if part and (not equals or not key.strip()):
            raise AuthoringError(f"`{part}` is no tag; expected `key=value`, several with commas between them")
        if part:
            found[key.strip()] = value.strip()
    return found


def problem(subject: Subject, text: str) -> str:
    """Return what is wrong with a text; empty where a call can be tried."""
    try:
        calls(subject, text)
    except AuthoringError as found:
        return found.message
    return ""


# ------------------------------------------------------------------------------------------------------------- the calls


def _needed(text: str, what: str) -> str:
    if not text.strip():
        raise AuthoringError(f"{what} can't be without a policy")
    return text


def _trust(subject: Subject, text: str) -> tuple[Call, ...]:
    document = _needed(text, "a role's trust")
    return (("iam", "UpdateAssumeRolePolicy", {"RoleName": subject.names["holder"], "PolicyDocument": document}),)


def _inline(subject: Subject, text: str) -> tuple[Call, ...]:
    kind = subject.names["kind"].capitalize()
    params = {f"{kind}Name": subject.names["holder"], "PolicyName": subject.names["policy"]}
    if not text.strip():
        return (("iam", f"Delete{kind}Policy", params),)
    return (("iam", f"Put{kind}Policy", {**params, "PolicyDocument": text}),)


def _managed(subject: Subject, text: str) -> tuple[Call, ...]:
    """Make a new version; the oldest that does not count goes when there are as many as there may be."""
    arn, spare = subject.names["arn"], subject.names["spare"]
    document = _needed(text, "a managed policy")
    gone: tuple[Call, ...] = (("iam", "DeletePolicyVersion", {"PolicyArn": arn, "VersionId": spare}),) if spare else ()
    params = {"PolicyArn": arn, "PolicyDocument": document, "SetAsDefault": True}
    return (*gone, ("iam", "CreatePolicyVersion", params))


def _bucket(subject: Subject, text: str) -> tuple[Call, ...]:
    bucket = {"Bucket": subject.names["bucket"]}
    if not text.strip():
        return (("s3", "DeleteBucketPolicy", bucket),)
    return (("s3", "PutBucketPolicy", {**bucket, "Policy": text}),)


def _control(subject: Subject, text: str) -> tuple[Call, ...]:
    document = _needed(text, "a policy of the organization")
    return (("organizations", "UpdatePolicy", {"PolicyId": subject.names["policy"], "Content": document}),)


def _tags(subject: Subject, text: str) -> tuple[Call, ...]:
    kind = "User" if subject.what == "user-tags" else "Role"
    before, after = tags_of(subject.text), tags_of(text)
    holder = {f"{kind}Name": subject.names["holder"]}
    gone = [key for key in before if key not in after]
    new = [{"Key": key, "Value": value} for key, value in after.items() if before.get(key) != value]
    taken: tuple[Call, ...] = (("iam", f"Untag{kind}", {**holder, "TagKeys": gone}),) if gone else ()
    return (*taken, ("iam", f"Tag{kind}", {**holder, "Tags": new})) if new else taken


def _nothing(_: Subject, __: str) -> tuple[Call, ...]:
    return ()


_CALLS: Final[dict[What, Callable[[Subject, str], tuple[Call, ...]]]] = {
    "trust": _trust,
    "inline": _inline,
    "managed": _managed,
    "bucket": _bucket,
    "control": _control,
    "user-tags": _tags,
    "role-tags": _tags,
    "context": _nothing,
}
