"""The looks of the classic hosted UI: GetUICustomization, SetUICustomization.

Source: Developer Guide, "Customizing hosted UI (classic) branding".
DIFFERS: the pages keep CogTUI's own looks, and nothing answers at the logo's address.
"""

from __future__ import annotations

import hashlib
from typing import Any

from cogtui.cloud import clock
from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.looks import css, looks_errors
from cogtui.cloud.services.cognito_idp.looks.looks_records import ALL, UI_CUSTOMIZATIONS, UICustomization
from cogtui.cloud.services.cognito_idp.lookup import client_named, pool_named
from cogtui.cloud.services.cognito_idp.pools.domains import domains_of
from cogtui.cloud.services.cognito_idp.records import UserPool

MOST_OCTETS = 100 * 1024

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""What PNG and JPEG files begin with."""


def get_ui_customization(call: Call, *, UserPoolId: str, ClientId: str | None = None) -> dict[str, Any]:
    """Return the app client's looks, else those of all clients; nothing where neither was set."""
    pool = pool_named(call, UserPoolId)
    own = call.tx.get(UI_CUSTOMIZATIONS, (pool.id, _client_id(call, pool, ClientId)))
    found = own or call.tx.get(UI_CUSTOMIZATIONS, (pool.id, ALL))
    return {"UICustomization": _described(found) if found else {}}


def set_ui_customization(
    call: Call, *, UserPoolId: str, ClientId: str | None = None, CSS: str | None = None, ImageFile: bytes | None = None
) -> dict[str, Any]:
    """Set the looks of an app client or of all; what is left out is set to nothing."""
    pool = pool_named(call, UserPoolId)
    client_id = _client_id(call, pool, ClientId)
    call.require("idp.looks.domain", list(domains_of(call.tx, pool.id)), looks_errors.no_domain)
    wrong = css.problem(CSS or "")
    call.require("idp.looks.css", not wrong, looks_errors.css_refused(wrong), problem=wrong)
    image = ImageFile or b""
    fits = not image or (len(image) <= MOST_OCTETS and image.startswith(_PICTURES))
    call.require("idp.looks.image", fits, looks_errors.image_refused, octets=len(image))
    before = call.tx.get(UI_CUSTOMIZATIONS, (pool.id, client_id))
    made = UICustomization(pool.id, client_id, before.created if before else call.now, call.now, CSS or "", image)
    call.tx.put(UI_CUSTOMIZATIONS, made)
    return {"UICustomization": _described(made)}


def _client_id(call: Call, pool: UserPool, given: str | None) -> str:
    return ALL if given in (None, ALL) else client_named(call, pool, given).client_id


def _described(looks: UICustomization) -> dict[str, Any]:
    shape: dict[str, Any] = {"UserPoolId": looks.pool_id, "ClientId": looks.client_id}
    if looks.image:
        digest = hashlib.blake2b(looks.image, digest_size=7).hexdigest()
        shape["ImageUrl"] = (
            f"https://d{digest}.cloudfront.net/{looks.pool_id}/{looks.client_id}/assets/images/image.png"
        )
    if looks.css:
        shape |= {"CSS": looks.css, "CSSVersion": clock.timestamp(looks.modified).strftime("%Y%m%d%H%M%S")}
    dates = {"LastModifiedDate": clock.timestamp(looks.modified), "CreationDate": clock.timestamp(looks.created)}
    return shape | dates
