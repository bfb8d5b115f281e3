"""The looks of managed login: the five operations on styles.

Source: API CreateManagedLoginBranding; Developer Guide, "Apply branding to managed login pages".
DIFFERS: settings are kept as they are given, without AWS's schema for them, and the pages keep CogTUI's own looks.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp.errors import missing_parameter
from cogtui.cloud.services.cognito_idp.looks import looks_errors
from cogtui.cloud.services.cognito_idp.looks.looks_records import BRANDINGS, Asset, Branding
from cogtui.cloud.services.cognito_idp.lookup import client_named, pool_named
from cogtui.cloud.services.cognito_idp.pools.setting_errors import quota_exceeded
from cogtui.cloud.services.cognito_idp.pools.settings import present
from cogtui.cloud.services.cognito_idp.records import UserPool

Output = dict[str, Any]

MOST = 20
"""Per pool (Quotas in Amazon Cognito)."""


def create_managed_login_branding(
    call: Call,
    *,
    UserPoolId: str,
    ClientId: str,
    UseCognitoProvidedValues: bool = False,
    Settings: dict[str, Any] | None = None,
    Assets: list[dict[str, Any]] | None = None,
) -> Output:
    """Give an app client its style."""
    pool = pool_named(call, UserPoolId)
    client = client_named(call, pool, ClientId)
    _require_one_kind(call, Settings, Assets, provided=UseCognitoProvidedValues)
    known = list(call.tx.scan(BRANDINGS, pool.id))
    free = all(branding.client_id != client.client_id for branding in known)
    call.require("idp.branding.free", free, looks_errors.branding_exists(client.client_id), client=client.client_id)
    call.require("idp.branding.quota", len(known) < MOST, quota_exceeded("styles", MOST), most=MOST, has=len(known))
    made = Branding(
        pool_id=pool.id,
        id=call.ids.uuid(),
        client_id=client.client_id,
        created=call.now,
        modified=call.now,
        provided=UseCognitoProvidedValues,
        settings=Settings or {},
        assets=_assets(Assets),
    )
    call.tx.put(BRANDINGS, made)
    return {"ManagedLoginBranding": _described(made)}


def describe_managed_login_branding(
    call: Call, *, UserPoolId: str, ManagedLoginBrandingId: str, ReturnMergedResources: bool = False
) -> Output:
    """Return a style by its id."""
    found = _named(call, pool_named(call, UserPoolId), ManagedLoginBrandingId)
    _refuse_merged(call, merged=ReturnMergedResources)
    return {"ManagedLoginBranding": _described(found)}


def describe_managed_login_branding_by_client(
    call: Call, *, UserPoolId: str, ClientId: str, ReturnMergedResources: bool = False
) -> Output:
    """Return an app client's style."""
    pool = pool_named(call, UserPoolId)
    client = client_named(call, pool, ClientId)
    rows = call.tx.scan(BRANDINGS, pool.id)
    found = next((branding for branding in rows if branding.client_id == client.client_id), None)
    call.require("idp.branding.exists", found is not None, looks_errors.branding_not_found, client=ClientId)
    assert found is not None
    _refuse_merged(call, merged=ReturnMergedResources)
    return {"ManagedLoginBranding": _described(found)}


def update_managed_login_branding(
    call: Call,
    *,
    UserPoolId: str | None = None,
    ManagedLoginBrandingId: str | None = None,
    UseCognitoProvidedValues: bool = False,
    Settings: dict[str, Any] | None = None,
    Assets: list[dict[str, Any]] | None = None,
) -> Output:
    """Change a style; settings and pictures that are left out stay, unless Cognito's own are wanted."""
    named = {"UserPoolId": UserPoolId, "ManagedLoginBrandingId": ManagedLoginBrandingId}
    missing = next((name for name, value in named.items() if not value), "")
    call.require("idp.branding.named", not missing, missing_parameter(missing), missing=missing)
    branding = _named(call, pool_named(call, UserPoolId or ""), ManagedLoginBrandingId or "")
    _require_one_kind(call, Settings, Assets, provided=UseCognitoProvidedValues)
    given = present(settings=Settings, assets=_assets(Assets) if Assets is not None else None)
    own: dict[str, Any] = {"settings": {}, "assets": ()} if UseCognitoProvidedValues else given
    changed = msgspec.structs.replace(branding, modified=call.now, provided=UseCognitoProvidedValues, **own)
    call.tx.put(BRANDINGS, changed)
    return {"ManagedLoginBranding": _described(changed)}


def delete_managed_login_branding(call: Call, *, UserPoolId: str, ManagedLoginBrandingId: str) -> Output:
    """Take a style away."""
    branding = _named(call, pool_named(call, UserPoolId), ManagedLoginBrandingId)
    call.tx.delete(BRANDINGS, (branding.pool_id, branding.id))
    return {}


def _named(call: Call, pool: UserPool, branding_id: str) -> Branding:
    found = call.tx.get(BRANDINGS, (pool.id, branding_id))
    call.require("idp.branding.exists", found is not None, looks_errors.branding_not_found, branding=branding_id)
    assert found is not None
    return found


def _require_one_kind(
    call: Call, settings: dict[str, Any] | None, assets: list[dict[str, Any]] | None, *, provided: bool
) -> None:
    mixed = provided and bool(settings or assets)
    call.require("idp.branding.one_kind", not mixed, looks_errors.branding_mixed, UseCognitoProvidedValues=provided)


def _refuse_merged(call: Call, *, merged: bool) -> None:
    """Say so where Cognito's own settings are wanted along with those that were set: nobody has them here."""
    if merged:
        call.refuse("door.simulated", NotSimulated("ReturnMergedResources"), ReturnMergedResources=True)


def _assets(given: list[dict[str, Any]] | None) -> tuple[Asset, ...]:
    return tuple(
        Asset(one["Category"], one["ColorMode"], one["Extension"], one.get("Bytes"), one.get("ResourceId"))
        for one in given or ()
    )


def _asset_shape(asset: Asset) -> Output:
    return present(
        Category=asset.category,
        ColorMode=asset.color_mode,
        Extension=asset.extension,
        Bytes=asset.content,
        ResourceId=asset.resource_id,
    )


def _described(branding: Branding) -> Output:
    """Return a style in AWS's shape (ManagedLoginBrandingType)."""
    return {
        "ManagedLoginBrandingId": branding.id,
        "UserPoolId": branding.pool_id,
        "UseCognitoProvidedValues": branding.provided,
        "Settings": branding.settings,
        "Assets": [_asset_shape(asset) for asset in branding.assets],
        "CreationDate": timestamp(branding.created),
        "LastModifiedDate": timestamp(branding.modified),
    }
