"""The role that a call to GetCredentialsForIdentity gets: what the choice says, put to the call."""

from __future__ import annotations

from collections.abc import Iterable

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Check, Fact, Place
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import IdentityPool, RoleKind
from cogtui.cloud.services.cognito_identity.role_choice import choose, offered


def role_for(call: Call, pool: IdentityPool, logins: Iterable[ProvenLogin], custom_role_arn: str | None) -> str:
    """Return the role's ARN: by mapping or by CustomRoleArn for those who logged in, else the pool's for the kind of identity."""
    logins = tuple(logins)
    asked = Place("parameter", f"parameter CustomRoleArn of {call.operation}")
    custom = Fact("has", custom_role_arn, asked) if custom_role_arn is not None else None
    if custom_role_arn is not None and not logins:
        # DIFFERS: what AWS says to a guest who asks for a role is not published.
        guest = Check(
            "identity.role.custom", False, (Fact("has", custom_role_arn, asked),), note="guests have no choice"
        )
        call.decide(guest, errors.custom_role_forbidden(custom_role_arn))
    if custom is None and not (pool.role_mappings and logins) and not any(offered(login.claims) for login in logins):
        return _default(call, pool, "authenticated" if logins else "unauthenticated")
    choice = choose(pool, logins, custom)
    refusal = (
        errors.ambiguous_role(_named(choice.provider))
        if custom_role_arn is None
        else errors.custom_role_forbidden(custom_role_arn)
    )
    call.decide(choice.check, refusal)
    return choice.role or _default(call, pool, "authenticated")


def _named(key: str) -> str:
    """Return a provider as AWS's text names it: a user pool without the app client's id."""
    return key if key.startswith("arn:") else key.partition(":")[0]


def _default(call: Call, pool: IdentityPool, kind: RoleKind) -> str:
    arn = pool.roles.get(kind)
    chosen = Fact("role", arn, pool.place(f"{kind} role", "roles", f"/{kind}"))
    call.require("identity.role.set", arn is not None, errors.bad_configuration, kind=kind, role=chosen)
    assert arn is not None
    return arn
