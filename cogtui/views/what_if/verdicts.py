"""The questions of a world, and which of their verdicts are others in another one: before and after a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from cogtui.cloud import clock
from cogtui.cloud.asking import Asker, question
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.explain import AnyCheck, Check, facts
from cogtui.cloud.policy.evaluate import decide, evaluate
from cogtui.cloud.policy.request import ContextValue, PolicyRequest, PolicySource
from cogtui.cloud.policy.verdict import denial_message, who
from cogtui.cloud.services.s3.records import BUCKETS, PARTITION, Bucket
from cogtui.cloud.services.s3.scope import keeps_out
from cogtui.cloud.store import Reader
from cogtui.cloud.trail import Record
from cogtui.views.matrix.answers import S3_ACTIONS, Answer, Decider, action_on, cannot, letter
from cogtui.views.matrix.drawing import who_label
from cogtui.views.matrix.sides import accounts_of, principals, resources

MOST_ASKED: Final = 200
"""Questions of the trail that are put again, the newest."""

Context = Mapping[str, ContextValue]


class Asked(msgspec.Struct, frozen=True):
    """One question: may they do that to this?"""

    caller: str
    """As people call them, with the letter of their account: "alice@A", "role LogReader@B"."""
    asker: Asker
    action: str
    resource: str
    no: str = ""
    """The call of the trail that asked it; empty for one that nobody asked yet."""

    @property
    def id(self) -> str:
        """Stays the same while the world moves."""
        return f"{who(self.asker.principal)} {self.action} {self.resource}"


class Judged(msgspec.Struct, frozen=True):
    """A verdict, in short."""

    answer: Answer
    decider: Decider


class Row(msgspec.Struct, frozen=True):
    """A question with its verdicts before and after a change."""

    asked: Asked
    before: Judged
    after: Judged

    @property
    def changed(self) -> bool:
        """Whether it is allowed now and would not be, or the other way round."""
        return (self.before.answer == "allowed") != (self.after.answer == "allowed")

    @property
    def shifted(self) -> bool:
        """Whether the verdict stays, for another reason."""
        return not self.changed and self.before != self.after


def letters_of(reader: Reader) -> dict[str, str]:
    """Return what accounts are called for short: A, B, C."""
    return {account: letter(number) for number, account in enumerate(accounts_of(reader))}


def _at(caller: str, account: str, letters: Mapping[str, str]) -> str:
    return f"{caller}@{letters.get(account, account)}" if account else caller


def questions(reader: Reader, trail: Iterable[Record] = ()) -> list[Asked]:
    """Return the questions that calls have asked, the newest first, then those of every principal to every resource."""
    found: dict[str, Asked] = {}
    for one in (*_of_trail(reader, trail), *_of_matrix(reader)):
        found.setdefault(one.id, one)
    return list(found.values())


def _of_matrix(reader: Reader) -> Iterator[Asked]:
    callers, letters = principals(reader), letters_of(reader)
    for action in S3_ACTIONS:
        for what in resources(reader, action):
            if what.kind == "role" and action != S3_ACTIONS[0]:
                continue  # roles stand beside buckets for every action; that they can be assumed is asked once
            for one in callers:
                if not cannot(one, what):
                    caller = _at(who_label(one), one.account, letters)
                    yield Asked(caller, one.asker, action_on(one, what, action), what.arn)


def _of_trail(reader: Reader, trail: Iterable[Record]) -> Iterator[Asked]:
    """Yield what the calls in force asked the policies; the role of the people at the consoles may everything anyway."""
    count, letters = 0, letters_of(reader)
    for record in trail:
        for request, policies in _requests(record):
            if "assumed-role/Operator/" in request.principal.arn:
                continue
            yield _again(reader, record, request, policies, letters)
            count += 1
        if count >= MOST_ASKED:
            return


def _requests(record: Record) -> Iterator[tuple[PolicyRequest, tuple[PolicySource, ...]]]:
    for check in record.checks:
        request, policies = getattr(check, "request", None), getattr(check, "policies", ())
        if isinstance(request, PolicyRequest):
            yield request, policies
    for child in record.children:
        yield from _requests(child)


def _again(
    reader: Reader,
    record: Record,
    request: PolicyRequest,
    policies: Sequence[PolicySource],
    letters: Mapping[str, str],
) -> Asked:
    """Return a recorded question to be put again: with what its session and its parameters brought along."""
    principal = request.principal
    session = tuple(source for source in policies if source.kind == "session")
    usual, _ = question(reader, Asker(principal), request.action, request.resource)
    known = {key.lower() for key in usual.context}
    brought = {key: value for key, value in request.context.items() if key.lower() not in known}
    caller = who(principal).rpartition(":")[2].removeprefix("assumed-role/").removeprefix("user/")
    asker = Asker(principal, brought, session)
    return Asked(_at(caller, principal.account, letters), asker, request.action, request.resource, record.no)


# -------------------------------------------------------------------------------------------------------------- verdicts


def judged(reader: Reader, asked: Asked, context: Context | None = None) -> Judged:
    """Put a question to the policies as they are in a world."""
    if _blocking(reader, asked) is not None:
        return Judged("explicitDeny", "public-block")
    verdict = decide(*question(reader, asked.asker, asked.action, asked.resource, context))
    return Judged(verdict.decision, verdict.reason_kind)


def compared(
    before: Reader,
    after: Reader,
    asked: Iterable[Asked],
    context: Context | None = None,
    known: dict[str, Judged] | None = None,
) -> Iterator[Row]:
    """Yield each question with both verdicts, lazily; `context` is what requests bring along after the change.

    `known` keeps the verdicts before it from one change to the next, for as long as the world stays as it is.
    """
    known = {} if known is None else known
    for one in asked:
        now = known.get(one.id)
        if now is None:
            now = known[one.id] = judged(before, one)
        yield Row(one, now, judged(after, one, context))


def changed_verdicts(before: Reader, after: Reader, context: Context | None = None) -> list[Row]:
    """Return the verdicts of a world that a change would turn."""
    return [row for row in compared(before, after, questions(before), context) if row.changed]


def why(reader: Reader, asked: Asked, context: Context | None = None) -> Record:
    """Return a record of a request that nobody sent, with the whole why of what would become of it."""
    checks, error = _checks(reader, asked, context)
    service, _, operation = asked.action.partition(":")
    now = clock.now(reader)
    return Record(asked.id, "call", service, operation, "App", service, now, checks=checks, error=error)


def _checks(reader: Reader, asked: Asked, context: Context | None) -> tuple[tuple[AnyCheck, ...], ErrorInfo | None]:
    bucket = _blocking(reader, asked)
    if bucket is not None:
        place = bucket.place("Block Public Access", "public_access")
        found = Check("s3.public.restricted", False, facts(account=asked.asker.principal.account), place=place)
        return (found,), ErrorInfo("AccessDenied", "Access Denied", 403)
    request, policies = question(reader, asked.asker, asked.action, asked.resource, context)
    evaluation = evaluate(request, policies)
    if evaluation.passed:
        return (evaluation,), None
    return (evaluation,), ErrorInfo("AccessDenied", denial_message(request, evaluation.verdict), 403)


def policies_of(reader: Reader, asked: Asked) -> dict[str, str]:
    """Return the texts of the policies that take part, by label."""
    _, policies = question(reader, asked.asker, asked.action, asked.resource)
    return {source.label: source.document for source in policies}


def _blocking(reader: Reader, asked: Asked) -> Bucket | None:
    """Return the bucket whose Block Public Access keeps the caller out, whatever policies say."""
    if not asked.resource.startswith("arn:aws:s3:::"):
        return None
    name: Any = asked.resource.removeprefix("arn:aws:s3:::").partition("/")[0]
    bucket = reader.get(BUCKETS, (PARTITION, name))
    return bucket if bucket is not None and keeps_out(bucket, asked.asker.principal) else None
