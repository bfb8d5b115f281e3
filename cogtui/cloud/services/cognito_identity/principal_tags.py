"""Setting and showing which claims become principal tags.

Amazon Cognito federated identities API reference, SetPrincipalTagAttributeMap and GetPrincipalTagAttributeMap.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_identity.lookup import pool_named
from cogtui.cloud.services.cognito_identity.records import POOLS, IdentityPool
from cogtui.cloud.services.cognito_identity.tag_maps import TagMap, tag_map_shape

Output = dict[str, Any]


def set_principal_tag_attribute_map(
    call: Call,
    *,
    IdentityPoolId: str,
    IdentityProviderName: str,
    UseDefaults: bool | None = None,
    PrincipalTags: dict[str, str] | None = None,
) -> Output:
    """Give a provider its map in place of the one it had.

    DIFFERS: whether AWS refuses a provider that the pool does not list is not published; here it is only noted.
    """
    pool = pool_named(call, IdentityPoolId)
    # DIFFERS: whether AWS names an OpenID provider here by its key or by its ARN is not published; both will do.
    names = tuple(dict.fromkeys((*pool.provider_names, *pool.oidc_providers)))
    call.note(
        "identity.tag_map.provider",
        IdentityProviderName in names,
        wants=names,
        has=IdentityProviderName,
    )
    tag_maps = {**pool.tag_maps, IdentityProviderName: TagMap(UseDefaults, dict(PrincipalTags or {}))}
    pool = msgspec.structs.replace(pool, tag_maps=tag_maps)
    call.tx.put(POOLS, pool)
    return _shown(pool, IdentityProviderName)


def get_principal_tag_attribute_map(call: Call, *, IdentityPoolId: str, IdentityProviderName: str) -> Output:
    """Show a provider's map; of one that has none only the names come back."""
    return _shown(pool_named(call, IdentityPoolId), IdentityProviderName)


def _shown(pool: IdentityPool, provider: str) -> Output:
    shape = tag_map_shape(pool.tag_maps.get(provider, TagMap()))
    return {"IdentityPoolId": pool.id, "IdentityProviderName": provider, **shape}
