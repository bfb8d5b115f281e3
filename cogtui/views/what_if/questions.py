"""The questions of a world, those that calls asked and those that nobody asked yet, and how they are answered in another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from cogtui.cloud.door.asking import Asker, question
from cogtui.cloud.policy.request import PolicyRequest, PolicySource
from cogtui.cloud.policy.verdict import who
from cogtui.cloud.store import Reader
from cogtui.cloud.trail import Record
from cogtui.views.account_letters import letters_of
from cogtui.views.matrix.answers import S3_ACTIONS, cannot, question_of
from cogtui.views.matrix.drawing import who_label
from cogtui.views.matrix.sides import principals, resources
from cogtui.views.verdicts import Context, Judged, Question, judged

MOST_ASKED: Final = 200
"""Questions of the trail that are put again, the newest."""


class Asked(Question, frozen=True):
    """One question of the world's."""

    caller: str = ""
    """As people call them, with the letter of their account: "alice@A", "role LogReader@B"."""
    no: str = ""
    """The call of the trail that asked it; empty for one that nobody asked yet."""

    @property
    def id(self) -> str:
        """Stays the same while the world moves. Those who bring a token all have the provider's name: the token parts them."""
        principal = self.asker.principal
        token = sorted(self.asker.context.items()) if principal.kind == "web-identity" else ""
        return f"{who(principal)} {token} {self.action} {self.resource}"


class Row(msgspec.Struct, frozen=True):
    """A question with its verdicts before and after a change."""

    asked: Asked
    before: Judged
    after: Judged

    @property
    def changed(self) -> bool:
        """Whether it is allowed now and would not be, or the other way round."""
        return (self.before.answer == "allowed") != (self.after.answer == "allowed")


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
                    asked = question_of(one, what, action)
                    caller = _at(who_label(one), one.account, letters)
                    yield Asked(asked.asker, asked.action, asked.resource, caller)


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
    return Asked(asker, request.action, request.resource, _at(caller, principal.account, letters), record.no)


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
