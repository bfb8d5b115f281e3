"""Taking a login away from an identity (Amazon Cognito federated identities API reference, UnlinkIdentity)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.entry import require_enabled
from cogtui.cloud.services.cognito_identity.linking import owners
from cogtui.cloud.services.cognito_identity.logins import prove
from cogtui.cloud.services.cognito_identity.lookup import identity_named
from cogtui.cloud.services.cognito_identity.records import IDENTITIES, LOGINS


def unlink_identity(
    call: Call, *, IdentityId: str, Logins: dict[str, str], LoginsToRemove: list[str]
) -> dict[str, Any]:
    """Take logins away from an identity, which the caller must be able to be; without any left it is nobody's for good.

    A login that is taken away belongs to nobody: it makes a new identity when it is seen again.
    DIFFERS: what AWS says of a provider that the identity has no login of is not published; here it is passed over.
    """
    pool, identity = identity_named(call, IdentityId)
    require_enabled(call, identity)
    known = owners(call, pool, prove(call, pool, Logins))
    own = any(one.id == identity.id for one in known)
    wants = Fact("wants", list(identity.logins), identity.place("logins"))
    call.require("identity.login.owner", own, errors.no_valid_login, wants=wants, has=list(Logins))
    left = {provider: subject for provider, subject in identity.logins.items() if provider not in LoginsToRemove}
    for provider in identity.logins.keys() - left.keys():
        call.tx.delete(LOGINS, (pool.id, provider, identity.logins[provider]))
    if left != identity.logins:
        abandoned = not (left or identity.developer_users)
        changed = msgspec.structs.replace(identity, logins=left, abandoned=abandoned, modified=call.now)
        call.tx.put(IDENTITIES, changed)
    return {}
