"""Credentials for somebody whom a company's SAML provider vouches for (STS API Reference, AssumeRoleWithSAML)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.principals import Role, role_by_arn
from cogtui.cloud.services.sts import errors, saml_errors, session
from cogtui.cloud.services.sts.saml_assertion import identity_by_assertion
from cogtui.cloud.services.sts.scope import require_arn
from cogtui.cloud.services.sts.source_identity import member
from cogtui.cloud.services.sts.trust import SAML_ACTION, require_trust


def assume_role_with_saml(
    call: Call,
    *,
    RoleArn: str,
    PrincipalArn: str,
    SAMLAssertion: str,
    PolicyArns: list[dict[str, str]] | None = None,
    Policy: str | None = None,
    DurationSeconds: int | None = None,
) -> dict[str, Any]:
    """Open a session of a role for whoever the assertion is about, when the role's trust policy lets them in.

    It lasts as long as the shortest of DurationSeconds, SessionDuration and SessionNotOnOrAfter says.
    """
    named = require_arn(call, RoleArn)
    found = identity_by_assertion(call, RoleArn, PrincipalArn, SAMLAssertion)
    who = found.who
    role = _role(call, RoleArn, named)
    require_trust(call, role, who, SAML_ACTION)
    seconds = session.duration(call, role, DurationSeconds, saml_errors.duration_over_role_maximum)
    policies = session.session_policies(call, role.account, Policy, PolicyArns or (), who.tags)
    opened = session.opened(
        call,
        role,
        found.session_name,
        int(min(seconds, *found.session_seconds)) if found.session_seconds else seconds,
        policies,
        context=who.session_context,
        origins=who.session_origins,
        tags=who.tags,
        source=who.source,
    )
    return {
        "Credentials": opened.credentials,
        "AssumedRoleUser": opened.user,
        **policies.packed_size,
        "Subject": who.subject,
        "SubjectType": found.subject_type,
        "Issuer": who.provider,
        "Audience": found.recipient,
        "NameQualifier": found.name_qualifier,
        **member(who.source),
    }


def _role(call: Call, arn: str, named: Fact) -> Role:
    """Return the role; the caller is not told whether there is none or it does not trust."""
    role = role_by_arn(call.tx, arn)
    call.require("sts.role.exists", role is not None, lambda: errors.not_let_in(SAML_ACTION), role=named)
    assert role is not None
    return role
