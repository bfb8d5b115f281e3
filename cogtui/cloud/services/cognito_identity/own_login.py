"""Logins under Cognito's own name: the token that an app's backend gets for a developer authenticated identity."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.explain import Fact
from cogtui.cloud.issuers import COGNITO_IDENTITY
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.tokens import read
from cogtui.cloud.tokens.evidence import claim_place


def prove_own_token(call: Call, pool: IdentityPool, key: str, token: str) -> ProvenLogin:
    """Refuse a token that GetId and GetOpenIdToken never take; what GetCredentialsForIdentity makes of it is not simulated."""
    del pool, key
    parts = read(token)
    malformed = errors.invalid_login("Not a valid OpenId Connect identity token.")
    call.require("identity.login.jwt", parts.complete, malformed)
    issuer = (parts.claims or {}).get("iss")
    has = Fact("has", issuer, claim_place("iss"))
    not_own = errors.invalid_login("Not a Cognito token.")
    call.require("identity.login.own", issuer == COGNITO_IDENTITY, not_own, wants=COGNITO_IDENTITY, has=has)
    if call.operation != "GetCredentialsForIdentity":
        call.refuse("identity.login.foreign", errors.invalid_login("Can't pass in a Cognito token."), has=has)
    call.refuse("door.simulated", NotSimulated("signing in with a developer authenticated identity's token"))
