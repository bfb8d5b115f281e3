"""Would it be allowed? A question put to the policies of a world without making a call: for what-ifs, matrices, checklists.

The very policies and condition keys that the door would bring together for a call, as far as they are known beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from cogtui.cloud import clock
from cogtui.cloud.accounts.arns import account_in
from cogtui.cloud.accounts.credentials import MFA_PRESENT
from cogtui.cloud.callers import LOCAL
from cogtui.cloud.door.binding import binding_policies
from cogtui.cloud.door.request_context import caller_keys, circumstances, merged, resource_keys
from cogtui.cloud.policy.evaluate import PolicyEvaluation, evaluate
from cogtui.cloud.policy.request import ContextValue, PolicyRequest, PolicySource, Principal
from cogtui.cloud.services import registry
from cogtui.cloud.store import Reader

REGION = "us-east-1"
"""The region that is imagined to be called."""


class Asker(msgspec.Struct, frozen=True):
    """Who would ask."""

    principal: Principal
    context: dict[str, ContextValue] = {}
    """Condition keys that the session carries."""
    session_policies: tuple[PolicySource, ...] = ()


def question(
    reader: Reader,
    asker: Asker,
    action: str,
    resource: str,
    context: Mapping[str, ContextValue] | None = None,
) -> tuple[PolicyRequest, tuple[PolicySource, ...]]:
    """Return the policy engine's inputs for a question; `context` adds condition keys and wins over those found."""
    principal = asker.principal
    found = registry.resource_at(reader, action, resource)
    owner = found.account if found else account_in(resource) or principal.account
    now = clock.now(reader)
    request = PolicyRequest(
        principal=principal,
        action=action,
        resource=resource,
        resource_account=owner,
        context=merged(
            circumstances(now, REGION, LOCAL),
            _of_a_fresh_session(principal, now),
            caller_keys(reader, principal),
            resource_keys(reader, owner),
            asker.context,
            found.context if found else {},
            dict(context or {}),
        ),
    )
    policies = (
        *binding_policies(reader, principal, action, owner, asker.session_policies, resource=resource),
        *(found.policies if found else ()),
    )
    return request, policies


def _of_a_fresh_session(principal: Principal, now: float) -> dict[str, ContextValue]:
    """Return the keys that a session opened now would carry, without MFA; what an asker is known to carry goes before."""
    if principal.kind not in ("role-session", "federated-user"):
        return {}
    return {"aws:TokenIssueTime": clock.iso(now), MFA_PRESENT: "false"}


def ask(
    reader: Reader, asker: Asker, action: str, resource: str, context: Mapping[str, ContextValue] | None = None
) -> PolicyEvaluation:
    """Put a question to the policies as they are now."""
    return evaluate(*question(reader, asker, action, resource, context))
