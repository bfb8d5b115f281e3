"""What a session may be: how long, and cut down by which session policies.

IAM User Guide, "Requesting temporary security credentials"; "Policies and permissions": session policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import msgspec

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.customer_policies import managed_text
from cogtui.cloud.accounts.principals import ROLES, Role, session_principal
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.policy.request import ContextValue, PolicySource
from cogtui.cloud.policy.validate import INVALID_JSON, validate_identity_policy
from cogtui.cloud.services.sts import errors, mfa
from cogtui.cloud.services.sts.identity import OutsideIdentity
from cogtui.cloud.services.sts.session_tags import NONE as NO_TAGS
from cogtui.cloud.services.sts.session_tags import SessionTags
from cogtui.cloud.services.sts.source_identity import KEY

USUAL_SECONDS = 3600

ROOM = 2048
"""Characters that inline policy, managed ARNs and tags may have together.

DIFFERS: AWS packs them and does not say how; the packed size here is the share of this number.
"""


class Opened(msgspec.Struct, frozen=True):
    """What the answer tells of a session."""

    credentials: dict[str, Any]
    user: dict[str, str]
    """`AssumedRoleUser`."""


class SessionPolicies(msgspec.Struct, frozen=True):
    """The policies that a session is cut down by."""

    sources: tuple[PolicySource, ...]
    packed_size: dict[str, Any]
    """The answer's member `PackedPolicySize`, percent; empty when no policies were sent."""


NONE = SessionPolicies((), {})


def duration(
    call: Call, role: Role, wanted: int | None, too_long: Callable[[], AwsError] = errors.duration_over_role_maximum
) -> int:
    """Return how long the session lasts: at most as long as the role allows."""
    seconds = USUAL_SECONDS if wanted is None else wanted
    setting = Place(
        "setting", f"role {role.name}, MaxSessionDuration", ROLES.name, (role.account, role.name), "max_session"
    )
    most = Fact("most", role.max_session, setting)
    fits = seconds <= role.max_session
    call.require("sts.duration.role", fits, too_long, most=most, has=seconds)
    return seconds


def opened(
    call: Call,
    role: Role,
    name: str,
    seconds: int,
    policies: SessionPolicies,
    *,
    context: dict[str, ContextValue] | None = None,
    origins: dict[str, Place] | None = None,
    tags: SessionTags = NO_TAGS,
    source: str = "",
) -> Opened:
    """Open a session of a role.

    `context` are the condition keys that it brings along, `origins` where they come from; `source` is its source identity.
    """
    principal = session_principal(role, name)
    key = credentials.issue_session(
        call.tx,
        call.ids,
        principal,
        now=call.now,
        seconds=seconds,
        context={**mfa.ABSENT, **(context or {}), **tags.context, **({KEY: source} if source else {})},
        origins={**(origins or {}), **tags.origins},
        session_policies=policies.sources,
        transitive=tags.transitive,
    )
    return Opened(credentials.as_sts(key), {"AssumedRoleId": principal.user_id, "Arn": principal.arn})


def opened_for(
    call: Call, role: Role, name: str, seconds: int, policies: SessionPolicies, *, identity: OutsideIdentity
) -> Opened:
    """Open a session of a role for somebody whom an identity provider vouches for, with what it says of them."""
    return opened(
        call,
        role,
        name,
        seconds,
        policies,
        context=identity.session_context,
        origins=identity.session_origins,
        tags=identity.tags,
        source=identity.source,
    )


def session_policies(
    call: Call, account: str, inline: str | None, arns: Iterable[dict[str, str]], tags: SessionTags = NO_TAGS
) -> SessionPolicies:
    """Return the policies that the call sends along for a session in an account.

    They and the session's tags share the room of its token.
    """
    named = [entry["arn"] for entry in arns if "arn" in entry]
    if inline is None and not named and not tags.values:
        return NONE
    sources = [_managed(call, account, arn) for arn in named]
    if inline is not None:
        sources.insert(0, _inline(call, inline))
    tagged = sum(len(key) + len(value) for key, value in tags.values.items())
    size = len(inline or "") + sum(len(arn) for arn in named) + tagged
    alone, percent = -(-100 * tagged // ROOM), -(-100 * size // ROOM)
    call.require("sts.tag.size", alone <= 100, lambda: errors.packed_tags_too_large(alone), percent=alone)
    call.require(
        "sts.session_policy.size", percent <= 100, lambda: errors.packed_policy_too_large(percent), percent=percent
    )
    return SessionPolicies(tuple(sources), {"PackedPolicySize": percent})


def _inline(call: Call, document: str) -> PolicySource:
    place = Place("parameter", f"parameter Policy of {call.operation}")
    problem = _problem(document)
    if problem is not None:
        call.refuse("sts.session_policy.grammar", AwsError("MalformedPolicyDocument", problem), place=place)
    return PolicySource("session", "inline session policy", document, place)


@lru_cache(maxsize=256)
def _problem(document: str) -> str | None:
    """Return what IAM says of a policy that it would not take, None when it is in order."""
    try:
        validate_identity_policy(document, no_json=INVALID_JSON)
    except AwsError as error:
        return error.message
    return None


def _managed(call: Call, account: str, arn: str) -> PolicySource:
    """Return a managed session policy: of AWS, or of the account that the session will be in."""
    label = f"session policy {arn.rpartition('/')[2]}"
    found = managed_text(call.tx, arn, label)
    if found is None and arn.startswith("arn:aws:iam::aws:"):
        call.refuse("door.simulated", NotSimulated(f"the managed policy {arn}"), policy=arn)
    own = found is not None and arn.split(":")[4] in ("aws", account)
    call.require("sts.session_policy.managed", own, errors.no_such_policy(arn), policy=arn, account=account)
    assert found is not None
    return PolicySource("session", label, found.document, found.place, arn)
