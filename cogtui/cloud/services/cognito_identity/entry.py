"""May the caller be this identity? What GetOpenIdToken and GetCredentialsForIdentity ask before anything else."""

from __future__ import annotations

from collections.abc import Iterable

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.explain import Fact
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.developer_provider import OWN_NAME
from cogtui.cloud.services.cognito_identity.linking import owners, united
from cogtui.cloud.services.cognito_identity.logins import prove
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import Identity, IdentityPool


def require_guests(call: Call, pool: IdentityPool) -> None:
    """Refuse a call without logins where guests may not come."""
    has = Fact("has", pool.allows_guests, pool.place("guest access", "allows_guests"))
    call.require("identity.pool.guests", pool.allows_guests, errors.guests_not_supported, wants=True, has=has)


def enter(
    call: Call, pool: IdentityPool, identity: Identity, logins: dict[str, str] | None
) -> tuple[Identity, tuple[ProvenLogin, ...]]:
    """Return whom the call may be, and by which logins: after a link or a merge that may be another identity."""
    require_enabled(call, identity)
    if not logins:
        _enter_as_guest(call, pool, identity)
        return identity, ()
    proven = prove(call, pool, logins)
    if OWN_NAME in logins:
        _require_about(call, identity, proven)
        return identity, proven
    known = owners(call, pool, proven)
    _require_standing(call, identity, known, proven)
    parent = known[0] if identity.is_guest and known else identity
    return united(call, pool, parent, (identity, *known), proven), proven


def require_enabled(call: Call, identity: Identity) -> None:
    """Refuse an identity that was merged into another."""
    if identity.merged_into:
        parent = Fact("merged_into", identity.merged_into, identity.place("merged_into"))
        call.refuse(
            "identity.enabled", errors.identity_forbidden(identity.id), identity=identity.id, merged_into=parent
        )
    call.note("identity.enabled", passed=True)


def _enter_as_guest(call: Call, pool: IdentityPool, identity: Identity) -> None:
    call.require(
        "identity.proof",
        identity.is_guest,
        lambda: errors.identity_forbidden(identity.id),
        wants=Fact("wants", list(identity.logins), identity.place("logins")),
        has=[],
    )
    require_guests(call, pool)


def _require_about(call: Call, identity: Identity, proven: Iterable[ProvenLogin]) -> None:
    """Refuse a token of Cognito's own that is about another identity.

    DIFFERS: whether other logins may come with it is not published; here it comes alone.
    """
    names = [login.provider for login in proven]
    if names != [OWN_NAME]:
        call.refuse("door.simulated", NotSimulated("Cognito's own token beside other logins"), has=names)
    subjects = [login.subject for login in proven]
    wants = Fact("wants", identity.id, identity.place("id"))
    own = subjects == [identity.id] and not identity.abandoned
    call.require("identity.login.owner", own, errors.no_valid_login, wants=wants, has=subjects)


def _require_standing(call: Call, identity: Identity, known: Iterable[Identity], logins: Iterable[ProvenLogin]) -> None:
    """Refuse logins of which none belongs to the identity; a guest's identity is whoever's logs in."""
    has = [login.provider for login in logins]
    if not identity.is_guest and all(one.id != identity.id for one in known):
        wants = Fact("wants", list(identity.logins), identity.place("logins"))
        call.refuse("identity.login.owner", errors.no_valid_login(), wants=wants, has=has)
    call.note("identity.login.owner", passed=True, has=has)
