"""What the policies of a world say to a request that nobody sent: the answer in short, who decided, and the whole why.

The matrix and the policy bench ask many; an answer is kept alone, and its why is asked for again when somebody opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from cogtui.cloud import clock
from cogtui.cloud.door.asking import Asker, question
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.explain import AnyCheck, Check, facts
from cogtui.cloud.policy.evaluate import decide, evaluate
from cogtui.cloud.policy.request import ContextValue, PolicyKind, PolicyRequest, PolicySource
from cogtui.cloud.policy.verdict import Verdict, denial_message
from cogtui.cloud.services.cognito_identity.records import POOLS
from cogtui.cloud.services.sts.trust import ACTION as WEB_IDENTITY
from cogtui.cloud.services.sts.trust import RULE, TrustEvaluation
from cogtui.cloud.store import Reader
from cogtui.cloud.trail import Record
from cogtui.views.ink import NO, OK, PENDING, Style

Answer = Literal["allowed", "explicitDeny", "implicitDeny", "cannot"]
"""As SimulatePrincipalPolicy says it; `cannot`: no policy can make such a request possible."""
Decider = PolicyKind | Literal["acl", "public-block", "pool", ""]
"""Which kind of policy decided.

`acl` and `public-block` are what S3's access control lists and Block Public Access come to; `pool`: a role of another account
does not ask which pool somebody comes from.
"""

COGNITO = "cognito-identity.amazonaws.com"
"""Identity pools, as trust policies name them."""

Context = Mapping[str, ContextValue]


class Question(msgspec.Struct, frozen=True):
    """May they do that to this?"""

    asker: Asker
    action: str
    resource: str
    """An ARN."""


class Judged(msgspec.Struct, frozen=True, gc=False):
    """An answer, in short."""

    answer: Answer
    decider: Decider
    crosses: bool = False
    """Caller and resource are of different accounts."""


def judged(reader: Reader, asked: Question, context: Context | None = None) -> Judged:
    """Put a question to the policies as they are; `context` is what the request brings along besides."""
    request, policies = question(reader, asked.asker, asked.action, asked.resource, context)
    verdict, home = decide(request, policies), home_of(reader, asked.asker)
    crosses = home not in ("", request.resource_account)
    if verdict.allowed and _unasked_pool(home, request, policies) is not None:
        return Judged("implicitDeny", "pool", crosses)
    return Judged(verdict.decision, _decider(verdict, policies), crosses)


def why(
    reader: Reader, asked: Question, context: Context | None = None, *, no: str = "", impossible: str = ""
) -> Record:
    """Return a record of the request as if it had been sent; `impossible` says why no policy could make it possible."""
    checks: tuple[AnyCheck, ...] = ()
    error: ErrorInfo | None = ErrorInfo("AccessDenied", impossible, 403)
    if not impossible:
        checks, error = _checks(reader, asked, context)
    service, _, operation = asked.action.partition(":")
    return Record(
        no=no,
        kind="call",
        service=service,
        operation=operation,
        source="app",
        target=service,
        at=clock.now(reader),
        checks=checks,
        error=error,
    )


def documents(reader: Reader, asked: Question) -> dict[str, str]:
    """Return the texts of the policies that take part in an answer, by label."""
    _, policies = question(reader, asked.asker, asked.action, asked.resource)
    return {source.label: source.document for source in policies}


def home_of(reader: Reader, asker: Asker) -> str:
    """Return the caller's account: their own, or that of the identity pool whose token they bring; empty for anybody."""
    if asker.principal.kind != "web-identity":
        return asker.principal.account
    pool = reader.get(POOLS, (str(asker.context.get(f"{COGNITO}:aud", "")),))
    return pool.account if pool is not None else ""


def _checks(reader: Reader, asked: Question, context: Context | None) -> tuple[tuple[AnyCheck, ...], ErrorInfo | None]:
    request, policies = question(reader, asked.asker, asked.action, asked.resource, context)
    found = evaluate(request, policies)
    if not found.passed:
        return (found,), ErrorInfo("AccessDenied", denial_message(request, found.verdict), 403)
    unasked = _unasked_pool(home_of(reader, asked.asker), request, policies)
    if unasked is None:
        return (found,), None
    return (found, unasked), ErrorInfo("AccessDenied", f"Not authorized to perform {asked.action}", 403)


def _decider(verdict: Verdict, policies: tuple[PolicySource, ...]) -> Decider:
    """Return which kind decided; of a bucket's side whether it was the bucket policy itself."""
    if verdict.reason_kind != "resource" or verdict.deciding is None:
        return verdict.reason_kind
    place = policies[verdict.deciding.source].place
    if place is None or place.field == "policy":
        return "resource"
    return "acl" if verdict.allowed else "public-block"


def _unasked_pool(home: str, request: PolicyRequest, policies: tuple[PolicySource, ...]) -> Check | None:
    """Return what refuses those of another account's pool where the role's trust policy does not ask for the pool.

    STS API reference, AssumeRoleWithWebIdentity: `RoleArn`.
    """
    if request.action != WEB_IDENTITY or home in ("", request.resource_account):
        return None
    tree = TrustEvaluation(RULE, passed=True, request=request, policies=policies).explain()
    if any(one.rule == "sts.trust.aud" for one in tree.children):
        return None
    seen = facts(wants=f"a condition on {COGNITO}:aud", role_account=request.resource_account, pool_account=home)
    return Check("sts.trust.cross_account", passed=False, facts=seen, place=tree.place)


# ----------------------------------------------------------------------------------------------------------------- words

GLYPHS: dict[Answer, tuple[str, Style]] = {
    "allowed": (OK, "ok"),
    "explicitDeny": (NO, "no"),
    "implicitDeny": (PENDING, "dim"),
    "cannot": ("-", "dim"),
}
_ALLOWS: dict[Decider, str] = {
    "identity": "a policy of its own allows it",
    "resource": "the bucket policy allows it",
    "trust": "the role's trust policy lets it in",
    "acl": "an access control list allows it",
}
_DENIES: dict[Decider, str] = {
    "identity": "a policy of its own denies it",
    "resource": "the bucket policy denies it",
    "trust": "the role's trust policy denies it",
    "boundary": "its permissions boundary denies it",
    "session": "its session policy denies it",
    "scp": "an SCP denies it",
    "rcp": "an RCP denies it",
    "public-block": "Block Public Access keeps strangers out",
}
_SILENT: dict[Decider, str] = {
    "identity": "no policy of its own allows it",
    "resource": "the bucket policy is silent",
    "trust": "the role's trust policy is silent",
    "boundary": "its permissions boundary does not allow it",
    "session": "its session policy does not allow it",
    "pool": "the trust policy of another account's role has to ask for the pool",
    "scp": "no SCP allows it on every level",
    "rcp": "no RCP allows it on every level",
}


def by_both(found: Judged) -> bool:
    """Return whether the caller's policies and the resource's had to agree, and did."""
    return found.answer == "allowed" and found.crosses and found.decider == "identity"


def reason(found: Judged) -> str:
    """Return what decided, as a clause; empty where nothing is to be said of it."""
    if by_both(found):
        return "both sides allow it"
    table = {"allowed": _ALLOWS, "explicitDeny": _DENIES}.get(found.answer, _SILENT)
    return table.get(found.decider, "")
