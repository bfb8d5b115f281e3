"""Source identity: who began a chain of roles, set once and never changed on the way.

IAM User Guide, "Monitor and control actions taken with assumed roles".
"""

from __future__ import annotations

from cogtui.cloud.authenticate import session_of
from cogtui.cloud.call import Call
from cogtui.cloud.services.sts import errors

KEY = "aws:SourceIdentity"
"""The condition key of a session that has one."""

REQUESTED = "sts:SourceIdentity"
"""The condition key while it is being set."""


def inherited(call: Call) -> str:
    """Return the source identity of the caller's own session, empty without one."""
    session = session_of(call)
    return str(session.context.get(KEY, "")) if session else ""


def require_kept(call: Call) -> None:
    """Refuse to change the source identity that a chain has, and one that looks like AWS's own."""
    wanted, kept = str(call.params.get("SourceIdentity") or ""), inherited(call)
    reserved = wanted.lower().startswith("aws:")
    call.require("sts.source.reserved", not reserved, lambda: errors.reserved_source(wanted), has=wanted)
    same = not kept or wanted in ("", kept)
    refusal = errors.source_may_not_change(call.principal.arn, str(call.params.get("RoleArn", "")))
    call.require("sts.source.kept", same, refusal, wants=kept, has=wanted)


def member(source: str) -> dict[str, str]:
    """Return the answer's member; nothing without a source identity."""
    return {"SourceIdentity": source} if source else {}
