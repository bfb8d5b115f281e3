"""User pools: CreateUserPool, DescribeUserPool, UpdateUserPool, DeleteUserPool, ListUserPools."""

from __future__ import annotations

import base64
from typing import Any, Unpack

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.issuers import new_key
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp import belongings
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.pools import domains
from cogtui.cloud.services.cognito_idp.pools.pool_settings import PoolSettings, settled
from cogtui.cloud.services.cognito_idp.pools.schema import pool_schema
from cogtui.cloud.services.cognito_idp.pools.settings import aws_shape, present
from cogtui.cloud.services.cognito_idp.records import POOLS, POPULATIONS, UserPool
from cogtui.cloud.store import Reader, rows_of


def create_user_pool(
    call: Call,
    *,
    PoolName: str,
    AliasAttributes: list[str] | None = None,
    UsernameAttributes: list[str] | None = None,
    Schema: list[dict[str, Any]] | None = None,
    UsernameConfiguration: dict[str, Any] | None = None,
    **settings: Unpack[PoolSettings],
) -> dict[str, Any]:
    """Make a pool with its two signing keys (API CreateUserPool).

    Names of pools need not be unique. Without a password policy the strict one holds.
    """
    fields = settled(call, settings)
    call.require(
        "idp.pool.sign_in_names",
        not (AliasAttributes and UsernameAttributes),
        # The class is AWS's; no capture of the text is known.
        invalid_parameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool."),
    )
    fields["settings"] |= present(UsernameConfiguration=UsernameConfiguration)
    pool = UserPool(
        id=call.ids.user_pool_id(call.region),
        name=PoolName,
        account=call.account,
        region=call.region,
        created=call.now,
        modified=call.now,
        id_kid=_kid(call),
        access_kid=_kid(call),
        schema=pool_schema(call, Schema or []),
        alias_attributes=tuple(AliasAttributes or ()),
        username_attributes=tuple(UsernameAttributes or ()),
        case_sensitive=(UsernameConfiguration or {}).get("CaseSensitive", True),
        **fields,
    )
    for kid in (pool.id_kid, pool.access_kid):
        new_key(call.tx, call.ids, pool.issuer, kid, "RS256")
    call.tx.put(POOLS, pool)
    return {"UserPool": described(call.tx, pool)}


def describe_user_pool(call: Call, *, UserPoolId: str) -> dict[str, Any]:
    """Return a pool's settings (API DescribeUserPool)."""
    return {"UserPool": described(call.tx, pool_named(call, UserPoolId))}


def update_user_pool(
    call: Call, *, UserPoolId: str, PoolName: str | None = None, **settings: Unpack[PoolSettings]
) -> dict[str, Any]:
    """Give a pool these settings; what is left out goes back to AWS's default, but for the name (API UpdateUserPool).

    How users sign in and the schema are for ever: the operation has no parameters for them.
    """
    pool = pool_named(call, UserPoolId)
    fields = settled(call, settings, pool.mfa)
    fields["settings"] |= present(UsernameConfiguration=pool.settings.get("UsernameConfiguration"))
    call.tx.put(POOLS, msgspec.structs.replace(pool, name=PoolName or pool.name, modified=call.now, **fields))
    return {}


def delete_user_pool(call: Call, *, UserPoolId: str) -> dict[str, Any]:
    """Take a pool away with all that is in it (API DeleteUserPool)."""
    pool = pool_named(call, UserPoolId)
    protected = invalid_parameter(
        "The user pool cannot be deleted because deletion protection is activated. "
        "Deletion protection must be inactivated first."
    )
    protection = pool.settings.get("DeletionProtection")
    place = pool.place("DeletionProtection", "settings")
    call.require("idp.pool.unprotected", protection != "ACTIVE", protected, place=place, has=protection)
    found = [domain.name for domain in domains.domains_of(call.tx, pool.id)]
    error = invalid_parameter("User pool cannot be deleted. It has a domain configured that should be deleted first.")
    call.require("idp.pool.without_domain", not found, error, has=found)
    belongings.forget_pool(call.tx, pool)
    return {}


def list_user_pools(call: Call, *, MaxResults: int, NextToken: str | None = None) -> dict[str, Any]:
    """List the pools of the account and region (API ListUserPools)."""
    del NextToken  # the page reads it
    found = [pool for pool in pools(call.tx) if (pool.account, pool.region) == (call.account, call.region)]
    page = page_of(call, found, lambda pool: pool.id, MaxResults, BY_NEXT_TOKEN)
    listed: list[dict[str, Any]] = [
        {
            "Id": pool.id,
            "Name": pool.name,
            "LambdaConfig": dict(pool.triggers),
            "LastModifiedDate": timestamp(pool.modified),
            "CreationDate": timestamp(pool.created),
        }
        for pool in page.rows
    ]
    return {"UserPools": listed, **page.more}


def pools(reader: Reader) -> list[UserPool]:
    """Return every pool of the world, by id."""
    return list(rows_of(reader, POOLS))


def described(reader: Reader, pool: UserPool) -> dict[str, Any]:
    """Return a pool in AWS's shape."""
    settings = dict(pool.settings)
    invitation = settings.pop("InviteMessageTemplate", None)
    population = reader.get(POPULATIONS, (pool.id,))
    days = pool.password_policy.temporary_password_validity_days
    return {
        "Id": pool.id,
        "Name": pool.name,
        "Policies": {
            "PasswordPolicy": aws_shape(pool.password_policy),
            "SignInPolicy": {"AllowedFirstAuthFactors": list(pool.first_factors)},
        },
        "LambdaConfig": dict(pool.triggers),
        "LastModifiedDate": timestamp(pool.modified),
        "CreationDate": timestamp(pool.created),
        "SchemaAttributes": [aws_shape(attribute) for attribute in pool.schema],
        **present(
            AutoVerifiedAttributes=list(pool.auto_verified) or None,
            AliasAttributes=list(pool.alias_attributes) or None,
            UsernameAttributes=list(pool.username_attributes) or None,
        ),
        "MfaConfiguration": pool.mfa.mode,
        "EstimatedNumberOfUsers": population.users if population else 0,
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": pool.admin_only,
            "UnusedAccountValidityDays": days,
            **present(InviteMessageTemplate=invitation),
        },
        "Arn": pool.arn,
        **domains.described_in_pool(reader, pool.id),
        **settings,
    }


def _kid(call: Call) -> str:
    """Return a key id as user pools give them: 44 characters of base64."""
    return base64.b64encode(call.ids.octets(32)).decode("ascii")
