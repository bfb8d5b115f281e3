"""Source identity: who began a chain of roles, set once and never changed on the way.

IAM User Guide, "Monitor and control actions taken with assumed roles".
"""

from __future__ import annotations

import re

from cogtui.cloud.call import Call
from cogtui.cloud.door.authenticate import session_of
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.sts import errors

_FORM = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)

KEY = "aws:SourceIdentity"
"""The condition key of a session that has one."""

REQUESTED = "sts:SourceIdentity"
"""The condition key while it is being set."""


def inherited(call: Call) -> str:
    """Return the source identity of the caller's own session, empty without one."""
    session = session_of(call)
    return str(session.context.get(KEY, "")) if session else ""


def require_kept(call: Call) -> None:
    """Refuse to change the source identity that a chain has."""
    wanted, kept = str(call.params.get("SourceIdentity") or ""), inherited(call)
    same = not kept or wanted in ("", kept)
    refusal = errors.source_may_not_change(call.principal.arn, str(call.params.get("RoleArn", "")))
    call.require("sts.source.kept", same, refusal, wants=kept, has=wanted)


def require_form(call: Call, source: str, place: Place) -> None:
    """Refuse a source identity of a token that no parameter could have."""
    has = Fact("has", source, place)
    call.require("sts.source.form", _FORM.fullmatch(source) is not None, errors.bad_source, has=has)


def member(source: str) -> dict[str, str]:
    """Return the answer's member; nothing without a source identity."""
    return {"SourceIdentity": source} if source else {}
