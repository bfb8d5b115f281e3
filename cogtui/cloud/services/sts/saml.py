"""Credentials for somebody whom a company's SAML provider vouches for (STS API Reference, AssumeRoleWithSAML)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.sts import saml_errors, session
from cogtui.cloud.services.sts.saml_assertion import identity_by_assertion
from cogtui.cloud.services.sts.scope import require_arn
from cogtui.cloud.services.sts.source_identity import member
from cogtui.cloud.services.sts.trust import SAML_ACTION, require_trust, role_for


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
    role = role_for(call, RoleArn, named, SAML_ACTION)
    require_trust(call, role, who, SAML_ACTION)
    seconds = session.duration(call, role, DurationSeconds, saml_errors.duration_over_role_maximum)
    policies = session.session_policies(call, role.account, Policy, PolicyArns or (), who.tags)
    shortest = int(min((seconds, *found.session_seconds)))
    opened = session.opened_for(call, role, found.session_name, shortest, policies, identity=who)
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
