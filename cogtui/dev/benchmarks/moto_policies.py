"""Verdicts beside moto's evaluator, with its policies already parsed, and what a verdict costs by the number of statements.

moto covers Effect, Action, NotAction and Resource alone; ours answers the same questions with everything that it knows. Every
question is another one, and no verdict is remembered.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import msgspec

from cogtui.cloud.policy.evaluate import decide, explain
from cogtui.cloud.policy.request import PolicyRequest, PolicySource, Principal
from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.dev.benchmarks.timing import compared, median, seconds

REQUESTS: Final = 10_000
FEWER: Final = 1_000
"""Of questions to the largest policies."""
TURNS: Final = 5

ACCOUNT: Final = "111122223333"
ARN: Final = f"arn:aws:iam::{ACCOUNT}:role/Readers"
SESSION: Final = Principal(
    "role-session", f"arn:aws:sts::{ACCOUNT}:assumed-role/Readers/s", ACCOUNT, ARN, "AROAEXAMPLE:s"
)

ACTIONS: Final = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "ec2:RunInstances")
SERVICES: Final = ("s3", "ec2", "iam", "sns", "sqs", "logs", "lambda", "dynamodb", "ssm", "sts")

MANAGED_POLICY: Final = 6_144
"""The most characters that a managed policy may have, white space left out."""
MANY: Final = 20
"""The most managed policies that a role may have."""

Documents = tuple[str, ...]


class Case(msgspec.Struct, frozen=True):
    """Policies that are asked about objects in S3."""

    id: str
    what: str
    documents: Documents
    requests: int


def rows(share: float) -> list[Row]:
    """Measure ours beside moto's, and the growth."""
    cases = [_beside_moto(case, counted(case.requests, share)) for case in CASES]
    return [*cases, _explained(counted(REQUESTS, share)), _growth(counted(FEWER, share))]


def _statement(actions: Any, resources: Any, effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": actions, "Resource": resources}


def _document(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))


def _of(service: str) -> dict[str, Any]:
    verbs = [f"{service}:{verb}*" for verb in ("Get", "List", "Describe")]
    return _statement(verbs, f"arn:aws:{service}:::{'reports' if service == 's3' else 'others'}/*")


def _filled(number: int, services: tuple[str, ...]) -> str:
    """Return a policy of the greatest size whose statements are about other resources than the questions."""
    statements: list[dict[str, Any]] = []
    while True:
        index = len(statements)
        service = services[index % len(services)]
        resources = [f"arn:aws:{service}:::things-{number}-{index}/*", f"arn:aws:{service}:::things-{number}-{index}"]
        further = [*statements, _statement([f"{service}:Get*", f"{service}:Put{index}"], resources)]
        if len(_document(further)) > MANAGED_POLICY:
            return _document(statements)
        statements = further


_SMALL: Final[Documents] = (
    _document(
        [
            _statement(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::reports/*"),
            _statement("s3:ListBucket", "arn:aws:s3:::reports"),
            _statement("s3:Delete*", "arn:aws:s3:::reports/locked/*", "Deny"),
        ]
    ),
)
_USUAL: Final[Documents] = (*_SMALL, *(_document([_of(service) for service in SERVICES[i : i + 5]]) for i in (0, 5)))
_LARGE: Final[Documents] = (*(_filled(number, SERVICES) for number in range(MANY - 1)), *_SMALL)

CASES: Final = (
    Case("verdict.moto.small", "verdicts by moto's, 1 policy of 3 statements", _SMALL, REQUESTS),
    Case("verdict.moto.usual", "verdicts by moto's, 3 policies of 13 statements", _USUAL, REQUESTS),
    Case("verdict.moto.large", "verdicts by moto's, 20 policies of full size", _LARGE, FEWER),
)
BAR: Final = Bar(1, "at least")


def _requests(count: int) -> list[PolicyRequest]:
    """Return questions of which no two are the same; more than half of them are allowed by the small policy."""
    return [
        PolicyRequest(
            SESSION, ACTIONS[number % len(ACTIONS)], f"arn:aws:s3:::reports/{number}", ACCOUNT, _context(number)
        )
        for number in range(count)
    ]


def _context(number: int) -> dict[str, Any]:
    return {
        "aws:CurrentTime": "2026-01-05T09:00:00Z",
        "aws:EpochTime": str(1_767_603_600 + number),
        "aws:SecureTransport": "true",
        "aws:RequestedRegion": "us-east-1",
        "aws:SourceIp": "203.0.113.7",
        "aws:PrincipalAccount": ACCOUNT,
        "aws:PrincipalArn": ARN,
    }


def _sources(documents: Documents) -> tuple[PolicySource, ...]:
    return tuple(PolicySource("identity", f"policy {index}", text) for index, text in enumerate(documents))


def _asking(
    ask: Callable[[PolicyRequest, tuple[PolicySource, ...]], object],
    documents: Documents,
    requests: list[PolicyRequest],
) -> Callable[[], None]:
    """Return the work of asking all questions, with the policies compiled before."""
    policies = _sources(documents)
    ask(requests[0], policies)

    def work() -> None:
        for request in requests:
            ask(request, policies)

    return work


def _asking_moto(documents: Documents, requests: list[PolicyRequest]) -> Callable[[], None]:
    """Return the same for moto: each policy until one denies, as its own door asks them."""
    control = import_module("moto.iam.access_control")
    policies = [control.IAMPolicy(text) for text in documents]
    denied = control.PermissionResult.DENIED

    def work() -> None:
        for request in requests:
            for policy in policies:
                if policy.is_action_permitted(request.action, request.resource) is denied:
                    break

    return work


def _beside_moto(case: Case, count: int) -> Row:
    requests = _requests(count)
    ours = _asking(decide, case.documents, requests)
    if find_spec("moto") is None:
        note = "moto isn't installed: make bench brings it"
        return Row(case.id, case.what, count / median(ours, TURNS), "/s", None, note)
    theirs = _asking_moto(case.documents, requests)
    found = compared(lambda: seconds(theirs), lambda: seconds(ours), TURNS)
    note = f"ours {count / found.second:,.0f} /s, moto's {count / found.first:,.0f} /s"
    return Row(case.id, case.what, found.ratio, "x", BAR, note)


def _explained(count: int) -> Row:
    """Measure the verdict with its whole explanation, on the policies of the usual case."""
    requests = _requests(count)
    alone, whole = _asking(decide, _USUAL, requests), _asking(explain, _USUAL, requests)
    found = compared(lambda: seconds(whole), lambda: seconds(alone), TURNS)
    note = f"alone {count / found.second:,.0f} /s, with its why {count / found.first:,.0f} /s"
    return Row("verdict.explained", "a verdict with its why, by the verdict alone", found.ratio, "x", None, note)


def _growth(count: int) -> Row:
    """Measure what statements cost that are all about the action's service, so that each of them is looked at."""
    requests = _requests(count)
    one = (_document([_statement("s3:*", "arn:aws:s3:::reports/*")]),)
    twenty = (_document([_statement(f"s3:Get{index}*", "*") for index in range(19)] + [_statement("s3:*", "*")]),)
    most = (*(_filled(number, ("s3",)) for number in range(MANY - 1)), *one)
    costs = [median(_asking(decide, documents, requests), TURNS) / count for documents in (one, twenty, most)]
    statements = sum(len(json.loads(text)["Statement"]) for text in most)
    what = f"a verdict of {statements} statements in 20 policies, by that of one"
    note = ", ".join(f"{number}: {cost * 1e6:.1f} µs" for number, cost in zip((1, 20, statements), costs, strict=True))
    return Row("verdict.growth", what, costs[-1] / costs[0], "x", None, note)
