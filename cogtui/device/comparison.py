"""Both flows for the same person, run aside and taken back: the calls that each makes, and what its credentials may do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

import msgspec

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.accounts.principals import Role, role_by_arn, session_principal
from cogtui.cloud.callers import Keys
from cogtui.cloud.door.binding import identity_policies
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.holdings import CREDENTIALS, IDENTITY_ID, OPENID_TOKEN
from cogtui.cloud.policy.evaluate import PolicyEvaluation, denial_message, evaluate
from cogtui.cloud.policy.request import PolicyRequest
from cogtui.cloud.services.s3.records import OBJECTS
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.device.chain import Link, exchange_links
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.flows import Exchange
from cogtui.device.settings import settings_of

FLOWS: tuple[Exchange, Exchange] = ("classic", "enhanced")

MOST_FOLDERS = 4
"""Of the bucket, for each of which one object is asked for."""

OUTSIDE_SCOPE_DOWN = "ssm:GetParameter"
"""An action that the session policies of guests leave out ("IAM roles", Amazon Cognito Developer Guide)."""

SENT: dict[str, str] = {"s3:GetObject": "GetObject", "s3:PutObject": "PutObject"}
"""Actions that are asked by a real call; all others are put to the policies alone."""

_OBJECT = "arn:aws:s3:::"


class Question(msgspec.Struct, frozen=True):
    """Something that the credentials may do or not."""

    action: str
    """"s3:GetObject"."""
    resource: str
    """ARN."""


class Answer(msgspec.Struct, frozen=True):
    """What became of a question under one flow's credentials."""

    record: Record
    """Of the call, which was taken back; or of the policies' verdict alone."""
    sent: bool
    """Whether it was a call."""


class Tried(msgspec.Struct, frozen=True):
    """One flow, all the way."""

    flow: Exchange
    links: tuple[Link, ...]
    """Its calls, up to the one that failed."""
    key: AccessKey | None
    """The credentials that it brought, None where it broke."""
    answers: tuple[Answer | None, ...]
    """One for each question; None without credentials."""


def compare(world: World, questions: Iterable[Question], device: str = "app") -> tuple[Tried, ...]:
    """Run each flow anew from what the device is signed in with, ask the questions with what it brings, take all back."""
    return tuple(_tried(world, flow, tuple(questions), device) for flow in FLOWS)


def _tried(world: World, flow: Exchange, questions: tuple[Question, ...], device: str) -> Tried:
    with world.what_if() as trial:
        trial.act("device.keep", values={OPENID_TOKEN: None, CREDENTIALS: None}, device=device, title="Begin anew")
        links = tuple(exchange_links(trial, flow, device))
        keys = CredentialsProvider(trial, device).keys()
        key = credentials.find(trial.store, keys.access_key_id) if keys else None
        if keys is None or key is None:
            return Tried(flow, links, None, (None,) * len(questions))
        return Tried(flow, links, key, tuple(_ask(trial, keys, key, one) for one in questions))


def _ask(trial: World, keys: Keys, key: AccessKey, question: Question) -> Answer:
    bucket, _, name = question.resource.removeprefix(_OBJECT).partition("/")
    if question.action not in SENT or not name or "*" in name:
        return Answer(_verdict(trial, key, question), sent=False)
    asked: dict[str, Any] = {"Bucket": bucket, "Key": name}
    if question.action == "s3:PutObject":
        asked["Body"] = b"tried"
    return Answer(trial.call("s3", SENT[question.action], asked, caller=keys).record, sent=True)


def _verdict(trial: World, key: AccessKey, question: Question) -> Record:
    """Put a question to the session's policies, as a call of an operation that nobody simulates would."""
    parts = question.resource.split(":")
    account = parts[4] if len(parts) > 5 and parts[4] else key.account
    request = PolicyRequest(key.principal, question.action, question.resource, account, dict(key.context))
    policies = (*identity_policies(trial.store, key.principal), *key.session_policies)
    found: PolicyEvaluation = evaluate(request, policies)
    refused = None if found.passed else ErrorInfo("AccessDenied", denial_message(request, found.verdict), 403)
    return Record(
        "asked",
        "act",
        "policies",
        "asked",
        "App",
        "App",
        trial.now,
        title=f"{question.action}, asked of the session's policies",
        request={"action": question.action, "resource": question.resource},
        checks=(found,),
        error=refused,
        output=None if refused else {},
    )


def questions_of(world: World, device: str = "app") -> tuple[Question, ...]:
    """Return what is asked without anybody asking: an object of each folder, writing, what else the roles speak of."""
    settings = settings_of(world, device)
    own = f"arn:aws:ssm:{settings.region}:{world.account}:parameter/reports"
    roles = (role_by_arn(world.store, arn) for arn in (settings.role_arn, settings.guest_role_arn) if arn)
    spoken_of = [one for role in roles if role is not None for one in _spoken_of(world, role)]
    found = (*_about_objects(world, settings.bucket, device), *spoken_of, Question(OUTSIDE_SCOPE_DOWN, own))
    return tuple(dict.fromkeys(found))


def _about_objects(world: World, bucket: str, device: str) -> Iterator[Question]:
    """Yield a read of one object of each folder, a write where the app reads, and one where it has a folder of its own."""
    folders: dict[str, str] = {}
    for row in world.store.scan(OBJECTS, bucket) if bucket else ():
        folders.setdefault(row.key.partition("/")[0], row.key)
    read = [f"{_OBJECT}{bucket}/{key}" for key in list(folders.values())[:MOST_FOLDERS]]
    for resource in read:
        yield Question("s3:GetObject", resource)
    if read:
        yield Question("s3:PutObject", read[-1])
    identity = world.held(device).get(IDENTITY_ID)
    if "private" in folders and identity:
        yield Question("s3:PutObject", f"{_OBJECT}{bucket}/private/{identity}/note.txt")


def _spoken_of(world: World, role: Role) -> Iterator[Question]:
    """Yield the actions outside S3 that a role's policies allow by their whole name."""
    for source in identity_policies(world.store, session_principal(role, "any")):
        for statement in as_list(json.loads(source.document).get("Statement", [])):
            for action in as_list(statement.get("Action", [])):
                if statement.get("Effect") == "Allow" and "*" not in action and not action.startswith("s3:"):
                    yield Question(action, next(iter(as_list(statement.get("Resource", "*"))), "*"))


def as_list(value: Any) -> list[Any]:
    """Return an element of a policy that may be one thing or a list of them."""
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def question_of(text: str) -> Question | None:
    """Read what somebody typed: an action, and the ARN that it is about or nothing for every resource."""
    action, _, resource = text.strip().partition(" ")
    service, colon, operation = action.partition(":")
    resource = resource.strip() or "*"
    whole = bool(colon and service and operation) and not {"*", "?"} & set(action)
    return Question(action, resource) if whole and (resource == "*" or resource.startswith("arn:")) else None
