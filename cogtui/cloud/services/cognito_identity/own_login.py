"""Logins under Cognito's own name: the token that an app's backend gets for a developer authenticated identity."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.issuers import COGNITO_IDENTITY
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.jwt_login import prove_for
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.tokens import read
from cogtui.cloud.tokens.evidence import claim_place


def prove_own_token(call: Call, pool: IdentityPool, key: str, token: str) -> ProvenLogin:
    """Return the identity that Cognito's own token is about; GetId and GetOpenIdToken never take one."""
    parts = read(token)
    malformed = errors.invalid_login("Not a valid OpenId Connect identity token.")
    call.require("identity.login.jwt", parts.complete, malformed)
    issuer = (parts.claims or {}).get("iss")
    has = Fact("has", issuer, claim_place("iss"))
    not_own = errors.invalid_login("Not a Cognito token.")
    call.require("identity.login.own", issuer == COGNITO_IDENTITY, not_own, wants=COGNITO_IDENTITY, has=has)
    if call.operation != "GetCredentialsForIdentity":
        call.refuse("identity.login.foreign", errors.invalid_login("Can't pass in a Cognito token."), has=has)
    methods = (parts.claims or {}).get("amr")
    logged_in = isinstance(methods, list) and "authenticated" in methods
    # DIFFERS: what AWS says of a guest's token is not published.
    call.require(
        "identity.login.logged_in",
        logged_in,
        errors.no_valid_login,
        wants="authenticated",
        has=Fact("has", methods, claim_place("amr")),
    )
    proven = prove_for(call, pool, key, token, (pool.id,))
    return msgspec.structs.replace(proven, mapped_as=pool.developer_provider)
