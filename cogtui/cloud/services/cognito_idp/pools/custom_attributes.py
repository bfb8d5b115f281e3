"""Further attributes for a pool that is there already: AddCustomAttributes."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.pools import schema
from cogtui.cloud.services.cognito_idp.records import POOLS


def add_custom_attributes(call: Call, *, UserPoolId: str, CustomAttributes: list[dict[str, Any]]) -> dict[str, Any]:
    """Give a pool further attributes of its own, for good: none can be taken away or renamed."""
    pool = pool_named(call, UserPoolId)
    attributes = {attribute.name: attribute for attribute in pool.schema}
    for entry in CustomAttributes:
        schema.check_name(call, entry.get("Name", ""))
        schema.add(call, attributes, entry)
    schema.check_quota(call, attributes)
    call.tx.put(POOLS, msgspec.structs.replace(pool, modified=call.now, schema=tuple(attributes.values())))
    return {}
