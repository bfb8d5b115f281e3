"""From what is wrong with the parameters to the error that the service answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog import iam_words, reader
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.problems import Problem
from cogtui.cloud.errors import AwsError


class InvalidParameters(AwsError):
    """The parameters do not fit the operation: AWS's error, with the single problems for a front end to point at."""

    def __init__(self, error: tuple[str, str], problems: list[Problem], **extra: Any) -> None:
        super().__init__(*error, **extra)
        self.problems = tuple(problems)


class Wording(msgspec.Struct, frozen=True):
    """How a service that answers with the framework's sentences names its errors."""

    constraint: str
    """The code when a constraint does not hold; also for a parameter that the operation does not have."""
    type: str
    """The code when a value is not of the type that the operation takes."""


WORDINGS: Final = {
    "cognito-idp": Wording("InvalidParameterException", "SerializationException"),
    "cognito-identity": Wording("ValidationException", "SerializationException"),
    # DIFFERS: no capture is known; the model's words for this code are that a constraint was not complied with.
    "cognito-sync": Wording("InvalidParameterException", "SerializationException"),
    "sts": Wording("ValidationError", "MalformedInput"),
    "iam": Wording("ValidationError", "MalformedInput"),
}


def refusal(service: str, operation: str, params: Any, problems: list[Problem]) -> InvalidParameters:
    """Return the error with which `service` answers these problems: wrong types first, then names, then constraints."""
    worst = next(kind for kind in ("type", "unknown", "constraint") if any(each.kind == kind for each in problems))
    named = [each for each in problems if each.kind == worst]
    own = _OWN_WORDS.get(service, _framework)
    return own(service, operation, params, named)


def _framework(service: str, operation: str, _: Any, problems: list[Problem]) -> InvalidParameters:
    wording = WORDINGS[service]
    match problems[0].kind:
        case "type":
            return InvalidParameters((wording.type, problems[0].rule), problems)
        case "unknown":
            return InvalidParameters((wording.constraint, _unknown(operation, problems)), problems)
        case "constraint":
            return InvalidParameters((wording.constraint, summary(problems)), problems)


def summary(problems: list[Problem]) -> str:
    """Return the framework's message: `2 validation errors detected: ...; ...`."""
    count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected"
    return f"{count}: {'; '.join(each.sentence for each in problems)}"


def _unknown(operation: str, problems: list[Problem]) -> str:
    return f"{operation}: {'; '.join(each.rule for each in problems)}"


# ------------------------------------------------------------------------------------------------------------------ IAM


def _iam(service: str, operation: str, params: Any, problems: list[Problem]) -> InvalidParameters:
    """Return IAM's refusal: the framework's sentences without values, or its own about paths and names."""
    if problems[0].kind != "constraint":
        return _framework(service, operation, params, problems)
    own = iam_words.own_sentence(problems)
    text = own or summary(iam_words.worded(problems))
    return InvalidParameters((WORDINGS[service].constraint, text), problems)


# ------------------------------------------------------------------------------------------------------------------ SNS


def _sns(_: str, operation: str, __: Any, problems: list[Problem]) -> InvalidParameters:
    """Return SNS's refusal: its own sentence for a bad value, the framework's for a missing one."""
    first = problems[0]
    if first.kind == "unknown":
        return InvalidParameters(("InvalidParameter", _unknown(operation, problems)), problems)
    if first.kind == "type":
        return InvalidParameters(("MalformedInput", first.rule), problems)
    if first.value == "null":
        return InvalidParameters(("ValidationError", summary(problems)), problems)
    # DIFFERS: what AWS gives as the reason varies; here it is the constraint.
    return InvalidParameters(
        ("InvalidParameter", f"Invalid parameter: {first.parameter} Reason: {first.rule}"), problems
    )


# -------------------------------------------------------------------------------------------------------- Organizations

_ORGANIZATIONS: Final = (
    ("must not be null", "INPUT_REQUIRED", "You must provide a value for {}."),
    ("length less than", "MAX_LENGTH_EXCEEDED", "You provided a value for {} that is longer than allowed."),
    ("length greater than", "MIN_LENGTH_EXCEEDED", "You provided a value for {} that is shorter than allowed."),
    ("value less than", "MAX_VALUE_EXCEEDED", "You provided a value for {} that is greater than allowed."),
    ("value greater than", "MIN_VALUE_EXCEEDED", "You provided a value for {} that is less than allowed."),
    ("enum value set", "INVALID_ENUM", "You specified an invalid value."),
    ("", "INVALID_PATTERN", "You provided a value that does not match the required pattern."),
)
"""What is in a constraint's text, the reason and the message. DIFFERS: only the last two messages are published."""


def _organizations(_: str, operation: str, __: Any, problems: list[Problem]) -> InvalidParameters:
    """Return Organizations' refusal: one code, the reason beside the message."""
    first = problems[0]
    if first.kind == "type":
        return InvalidParameters(("SerializationException", first.rule), problems)
    if first.kind == "unknown":
        return InvalidParameters(("InvalidInputException", _unknown(operation, problems)), problems)
    reason, text = next((reason, text) for part, reason, text in _ORGANIZATIONS if part in first.rule)
    return InvalidParameters(("InvalidInputException", text.format(first.parameter)), problems, Reason=reason)


# ------------------------------------------------------------------------------------------------------------------- S3

MALFORMED_XML: Final = "The XML you provided was not well-formed or did not validate against our published schema"


def _s3(service: str, operation: str, params: Any, problems: list[Problem]) -> InvalidParameters:
    """Return S3's refusal: it has a code of its own for nearly everything (S3 API Reference, "Error responses")."""
    first = problems[0]
    if first.kind == "unknown":
        return InvalidParameters(("InvalidArgument", _unknown(operation, problems)), problems)
    value = _value_at(params, first)
    shape = reader.service(service).input(operation)
    use = shape.members.get(first.parameter) if shape else None
    name = (use and use.location_name) or first.parameter
    if use is not None and use.location == "header" and value is None:
        text = "Your request was missing a required header"
        return InvalidParameters(("MissingSecurityHeader", text), problems, MissingHeaderName=name)
    own = _S3_MEMBERS.get(_s3_member(first)) or _S3_MEMBERS.get(first.parameter)
    if own is not None and first.kind == "constraint":
        return own(value, problems)
    if use is None or use.location is None:
        return InvalidParameters(("MalformedXML", MALFORMED_XML), problems)
    return InvalidParameters(
        ("InvalidArgument", first.sentence), problems, ArgumentName=name, ArgumentValue=_text(value)
    )


def _s3_member(problem: Problem) -> str:
    """Return the member that a problem is with; the keys of tags are of the same shape as those of objects."""
    name = str(problem.where[-1]) if problem.where else ""
    return "TagKey" if name == "Key" and problem.parameter == "Tagging" else name


def _bad_bucket(value: Any, problems: list[Problem]) -> InvalidParameters:
    return InvalidParameters(
        ("InvalidBucketName", "The specified bucket is not valid."), problems, BucketName=_text(value)
    )


def _bad_key(value: Any, problems: list[Problem]) -> InvalidParameters:
    size = len(_text(value).encode("utf-8", "surrogatepass"))
    if size == 0:
        return InvalidParameters(
            ("InvalidArgument", problems[0].sentence), problems, ArgumentName="Key", ArgumentValue=""
        )
    return InvalidParameters(("KeyTooLongError", "Your key is too long"), problems, Size=size, MaxSizeAllowed=1024)


def _bad_tag(value: Any, problems: list[Problem]) -> InvalidParameters:
    if value is None:
        return InvalidParameters(("MalformedXML", MALFORMED_XML), problems)
    return InvalidParameters(("InvalidTag", "The TagKey you have provided is invalid"), problems, TagKey=_text(value))


def _bad_region(value: Any, problems: list[Problem]) -> InvalidParameters:
    text = "The specified location-constraint is not valid"
    return InvalidParameters(("InvalidLocationConstraint", text), problems, LocationConstraint=_text(value))


def _bad_list_name(value: Any, problems: list[Problem]) -> InvalidParameters:
    """Return S3's refusal of a canned access control list that there isn't: it has no message."""
    return InvalidParameters(("InvalidArgument", ""), problems, ArgumentName="x-amz-acl", ArgumentValue=_text(value))


def _bad_list(_: Any, problems: list[Problem]) -> InvalidParameters:
    return InvalidParameters(("MalformedACLError", MALFORMED_XML), problems)


def _bad_ownership(value: Any, problems: list[Problem]) -> InvalidParameters:
    """Return S3's refusal of an ObjectOwnership in a header; in a body it is malformed XML."""
    if len(problems[0].where) > 1:
        return InvalidParameters(("MalformedXML", MALFORMED_XML), problems)
    text = f"Invalid x-amz-object-ownership header: {_text(value)}"
    return InvalidParameters(("InvalidArgument", text), problems, ArgumentName="x-amz-object-ownership")


def _bad_copy_source(_: Any, problems: list[Problem]) -> InvalidParameters:
    """Return S3's refusal of a source that is no bucket and key; its name stands where the value should."""
    name, text = "x-amz-copy-source", "Invalid copy source object key"
    return InvalidParameters(("InvalidArgument", text), problems, ArgumentName=name, ArgumentValue=name)


def _bad_encoding(value: Any, problems: list[Problem]) -> InvalidParameters:
    text = "Invalid Encoding Method specified in Request"
    named = {"ArgumentName": "encoding-type", "ArgumentValue": _text(value)}
    return InvalidParameters(("InvalidArgument", text), problems, **named)


def _bad_storage(value: Any, problems: list[Problem]) -> InvalidParameters:
    text = "The storage class you specified is not valid"
    return InvalidParameters(("InvalidStorageClass", text), problems, StorageClassRequested=_text(value))


# What these answer was recorded at AWS: localstack/localstack, tests/aws/services/s3, snapshots of test_s3*.py.
_S3_MEMBERS: Final[dict[str, Callable[[Any, list[Problem]], InvalidParameters]]] = {
    "ACL": _bad_list_name,
    "AccessControlPolicy": _bad_list,
    "Bucket": _bad_bucket,
    "CopySource": _bad_copy_source,
    "EncodingType": _bad_encoding,
    "Key": _bad_key,
    "TagKey": _bad_tag,
    "LocationConstraint": _bad_region,
    "ObjectOwnership": _bad_ownership,
    "StorageClass": _bad_storage,
}

_OWN_WORDS: Final[dict[str, Callable[[str, str, Any, list[Problem]], InvalidParameters]]] = {
    "iam": _iam,
    "organizations": _organizations,
    "s3": _s3,
    "sns": _sns,
}


def _value_at(params: Any, problem: Problem) -> Any:
    value = params
    for step in problem.where:
        if is_dict(value):
            value = value.get(step)
        elif is_list(value) and isinstance(step, int):
            value = value[step]
    return value


def _text(value: Any) -> str:
    return "" if value is None else str(value)
