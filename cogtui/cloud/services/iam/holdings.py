"""What a user, group or role still holds, and taking it along when the holder gets another name."""

from __future__ import annotations

import msgspec

from cogtui.cloud.accounts.principals import ATTACHED_POLICIES, INLINE_POLICIES, HolderKind
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.lookup import Holder

_RULES: dict[HolderKind, tuple[str, str]] = {
    "role": ("iam.role.attached", "iam.role.inline"),
    "user": ("iam.user.attached", "iam.user.inline"),
    "group": ("iam.group.attached", "iam.group.inline"),
}


def require_no_policies(call: Call, holder: Holder) -> None:
    """Refuse to delete somebody who still holds policies."""
    attached_rule, inline_rule = _RULES[holder.kind]
    attached = [row.policy_arn for row in call.tx.scan(ATTACHED_POLICIES, holder.scope)]
    call.require(attached_rule, not attached, lambda: errors.still_has("detach all policies"), has=attached)
    inline = [row.name for row in call.tx.scan(INLINE_POLICIES, holder.scope)]
    call.require(inline_rule, not inline, lambda: errors.still_has("delete policies"), has=inline)


def move_policies(call: Call, old: Holder, name: str) -> None:
    """Let somebody's policies follow to the new name."""
    for inline in call.tx.scan(INLINE_POLICIES, old.scope):
        call.tx.delete(INLINE_POLICIES, INLINE_POLICIES.key(inline))
        call.tx.put(INLINE_POLICIES, msgspec.structs.replace(inline, holder_name=name))
    for attached in call.tx.scan(ATTACHED_POLICIES, old.scope):
        call.tx.delete(ATTACHED_POLICIES, ATTACHED_POLICIES.key(attached))
        call.tx.put(ATTACHED_POLICIES, msgspec.structs.replace(attached, holder_name=name))
