"""What a cell of the matrix says: may this principal do that to this resource, which kind of policy decided, and why.

Cells keep the answer alone; the why asks the same question again when somebody opens it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from cogtui.cloud import clock
from cogtui.cloud.asking import question
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.explain import AnyCheck, Check, facts
from cogtui.cloud.policy.evaluate import decide, evaluate
from cogtui.cloud.policy.request import PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.verdict import Verdict, denial_message
from cogtui.cloud.services.sts.trust import RULE, TrustEvaluation
from cogtui.cloud.store import Reader
from cogtui.cloud.trail import Record
from cogtui.views.matrix.sides import COGNITO, WEB_IDENTITY, What, Who, accounts_of, fitting, principals, resources

S3_ACTIONS = ("s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject")
"""What may be asked about buckets and objects; about roles it is always whether they can be assumed."""
ASSUME = "sts:AssumeRole"

Answer = Literal["allowed", "explicitDeny", "implicitDeny", "cannot"]
"""As SimulatePrincipalPolicy says it; `cannot`: no policy can make such a request possible."""
Decider = PolicyKind | Literal["acl", "public-block", "pool", ""]
"""Which kind of policy decided.

`acl` and `public-block` are what S3's access control lists and Block Public Access come to; `pool`: a role of another account
does not ask which pool somebody comes from.
"""


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One answer."""

    answer: Answer
    decider: Decider
    crosses: bool
    """Caller and resource are of different accounts."""


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
        return {account: letter(number) for number, account in enumerate(self.accounts)}


def letter(number: int) -> str:
    """Return A, B, ... Z, AA, AB for 0, 1, ..."""
    rest, last = divmod(number, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)


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


def cell(reader: Reader, who: Who, what: What, action: str) -> Cell:
    """Put a cell's question to the policies as they are now."""
    if cannot(who, what):
        return Cell("cannot", "", bool(who.account) and who.account != what.account)
    request, policies = question(reader, who.asker, action_on(who, what, action), what.arn)
    verdict = decide(request, policies)
    crosses = bool(who.account) and who.account != request.resource_account
    if verdict.allowed and _stranger(who, request, policies) is not None:
        return Cell("implicitDeny", "pool", crosses)
    return Cell(verdict.decision, _decider(verdict, policies), crosses)


def _decider(verdict: Verdict, policies: tuple[PolicySource, ...]) -> Decider:
    """Return which kind decided; of a bucket's side whether it was the bucket policy itself."""
    if verdict.reason_kind != "resource" or verdict.deciding is None:
        return verdict.reason_kind
    place = policies[verdict.deciding.source].place
    if place is None or place.field == "policy":
        return "resource"
    return "acl" if verdict.allowed else "public-block"


def _stranger(who: Who, request: PolicyRequest, policies: tuple[PolicySource, ...]) -> Check | None:
    """Return what refuses those of another account's pool where the role's trust policy does not ask for the pool.

    STS API reference, AssumeRoleWithWebIdentity: `RoleArn`.
    """
    if request.action != WEB_IDENTITY or who.account == request.resource_account:
        return None
    tree = TrustEvaluation(RULE, passed=True, request=request, policies=policies).explain()
    if any(one.rule == "sts.trust.aud" for one in tree.children):
        return None
    seen = facts(wants=f"a condition on {COGNITO}:aud", role_account=request.resource_account, pool_account=who.account)
    return Check("sts.trust.cross_account", passed=False, facts=seen, place=tree.place)


def cells(reader: Reader, matrix: Matrix, first: int = 0) -> Iterator[tuple[int, int, Cell]]:
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
    asked = action_on(who, what, action)
    checks, error, _ = _judged(reader, who, what, asked)
    service, _, operation = asked.partition(":")
    return Record(
        no=f"{who.id} {what.id} {asked}",
        kind="call",
        service=service,
        operation=operation,
        source="app",
        target=service,
        at=clock.now(reader),
        checks=checks,
        error=error,
    )


def policies_of(reader: Reader, who: Who, what: What, action: str) -> tuple[PolicySource, ...]:
    """Return the policies that take part in a cell's answer."""
    return _judged(reader, who, what, action_on(who, what, action))[2]


def _judged(
    reader: Reader, who: Who, what: What, action: str
) -> tuple[tuple[AnyCheck, ...], ErrorInfo | None, tuple[PolicySource, ...]]:
    if refusal := cannot(who, what):
        return (), ErrorInfo("AccessDenied", refusal, 403), ()
    request, policies = question(reader, who.asker, action, what.arn)
    found = evaluate(request, policies)
    if not found.passed:
        return (found,), ErrorInfo("AccessDenied", denial_message(request, found.verdict), 403), policies
    stranger = _stranger(who, request, policies)
    if stranger is None:
        return (found,), None, policies
    return (found, stranger), ErrorInfo("AccessDenied", f"Not authorized to perform {action}", 403), policies
