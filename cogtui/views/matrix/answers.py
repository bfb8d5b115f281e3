"""The matrix: its two sides, and what a cell says: may this principal do that to this resource?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.cloud.accounts.principals import accounts_of
from cogtui.cloud.store import Reader
from cogtui.cloud.trail import Record
from cogtui.views import verdicts
from cogtui.views.account_letters import lettered
from cogtui.views.matrix.sides import WEB_IDENTITY, What, Who, fitting, principals, resources
from cogtui.views.verdicts import Judged, Question

S3_ACTIONS = ("s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject")
"""What may be asked about buckets and objects; about roles it is always whether they can be assumed."""
ASSUME = "sts:AssumeRole"


class Matrix(msgspec.Struct, frozen=True):
    """The sides of the matrix; its cells are asked for one by one."""

    accounts: tuple[str, ...]
    action: str
    """Of buckets and objects."""
    who: tuple[Who, ...]
    what: tuple[What, ...]

    @property
    def letters(self) -> dict[str, str]:
        """What accounts are called for short: A, B, C."""
        return lettered(self.accounts)


def matrix_of(reader: Reader, action: str, *, words: str = "", operators: bool = False) -> Matrix:
    """Return the sides of the matrix for a world as it is now, narrowed to what fits `words`."""
    whole = Matrix(accounts_of(reader), action, (), ())
    who, what = principals(reader, operators=operators), resources(reader, action, operators=operators)
    rows, columns = fitting(who, what, words, whole.letters)
    return msgspec.structs.replace(whole, who=tuple(rows), what=tuple(columns))


def action_on(who: Who, what: What, action: str) -> str:
    """Return the action that a cell is about; whoever comes with a token of a pool assumes roles by another one."""
    if what.kind != "role":
        return action
    return WEB_IDENTITY if who.kind in ("signed-in", "guests") else ASSUME


def question_of(who: Who, what: What, action: str) -> Question:
    """Return the question that a cell stands for."""
    return Question(who.asker, action_on(who, what, action), what.arn)


def cell(reader: Reader, who: Who, what: What, action: str) -> Judged:
    """Put a cell's question to the policies as they are now."""
    if cannot(who, what):
        return Judged("cannot", "", bool(who.account) and who.account != what.account)
    return verdicts.judged(reader, question_of(who, what, action))


def cells(reader: Reader, matrix: Matrix, first: int = 0) -> Iterator[tuple[int, int, Judged]]:
    """Yield (row, column, cell) lazily, row by row from the row `first` on and round to it again."""
    height = len(matrix.who)
    for number in range(height):
        row = (first + number) % height
        for column, what in enumerate(matrix.what):
            yield row, column, cell(reader, matrix.who[row], what, matrix.action)


def cannot(who: Who, what: What) -> str:
    """Return why no policy can allow such a request, empty where policies decide.

    STS API Reference, AssumeRole: not by root, and only signed; a web identity has no credentials before it has a role.
    """
    if what.kind == "role":
        return _NO_ROLE.get(who.kind, "")
    return _NO_S3 if who.kind in ("signed-in", "guests") else ""


_NO_ROLE = {
    "root": "STS lets no root user assume a role",
    "anonymous": "AssumeRole has to be signed",
}
_NO_S3 = "whoever comes through a pool asks S3 as one of the roles"


def why(reader: Reader, who: Who, what: What, action: str) -> Record:
    """Return a record of a request that nobody sent, with the whole why of what would become of it."""
    asked = question_of(who, what, action)
    return verdicts.why(reader, asked, no=f"{who.id} {what.id} {asked.action}", impossible=cannot(who, what))


def documents(reader: Reader, who: Who, what: What, action: str) -> dict[str, str]:
    """Return the texts of the policies that take part in a cell's answer, by label."""
    return {} if cannot(who, what) else verdicts.documents(reader, question_of(who, what, action))
