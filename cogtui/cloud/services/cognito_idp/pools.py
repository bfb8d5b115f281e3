"""User pools: CreateUserPool, DescribeUserPool, ListUserPools."""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.issuers import new_key
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.records import POOLS, POPULATIONS, UserPool
from cogtui.cloud.services.cognito_idp.schema import pool_schema
from cogtui.cloud.services.cognito_idp.settings import (
    STRICT_POLICY,
    MessageTemplates,
    PasswordPolicy,
    aws_shape,
    present,
)
from cogtui.cloud.store import Reader


def create_user_pool(
    call: Call,
    *,
    PoolName: str,
    Policies: dict[str, Any] | None = None,
    DeletionProtection: str = "INACTIVE",
    AutoVerifiedAttributes: list[str] | None = None,
    AliasAttributes: list[str] | None = None,
    UsernameAttributes: list[str] | None = None,
    SmsVerificationMessage: str | None = None,
    EmailVerificationMessage: str | None = None,
    EmailVerificationSubject: str | None = None,
    VerificationMessageTemplate: dict[str, Any] | None = None,
    MfaConfiguration: str = "OFF",
    UserAttributeUpdateSettings: dict[str, Any] | None = None,
    EmailConfiguration: dict[str, Any] | None = None,
    SmsConfiguration: dict[str, Any] | None = None,
    UserPoolTags: dict[str, str] | None = None,
    AdminCreateUserConfig: dict[str, Any] | None = None,
    Schema: list[dict[str, Any]] | None = None,
    UsernameConfiguration: dict[str, Any] | None = None,
    AccountRecoverySetting: dict[str, Any] | None = None,
    UserPoolTier: str = "ESSENTIALS",
) -> dict[str, Any]:
    """Make a pool with its two signing keys (API CreateUserPool).

    Names of pools need not be unique. Without a password policy the strict one holds.
    """
    admin = AdminCreateUserConfig or {}
    words = _words(
        VerificationMessageTemplate, SmsVerificationMessage, EmailVerificationMessage, EmailVerificationSubject
    )
    _refuse_unbuilt(call, MfaConfiguration, Policies or {}, words)
    call.require(
        "idp.pool.sign_in_names",
        not (AliasAttributes and UsernameAttributes),
        # The class is AWS's; no capture of the text is known.
        errors.invalid_parameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool."),
    )
    pool_id = call.ids.user_pool_id(call.region)
    pool = UserPool(
        id=pool_id,
        name=PoolName,
        account=call.account,
        region=call.region,
        created=call.now,
        modified=call.now,
        id_kid=_kid(call),
        access_kid=_kid(call),
        schema=pool_schema(call, Schema or []),
        password_policy=_password_policy((Policies or {}).get("PasswordPolicy"), admin),
        templates=_templates(words, admin.get("InviteMessageTemplate", {})),
        auto_verified=tuple(AutoVerifiedAttributes or ()),
        alias_attributes=tuple(AliasAttributes or ()),
        username_attributes=tuple(UsernameAttributes or ()),
        case_sensitive=(UsernameConfiguration or {}).get("CaseSensitive", True),
        admin_only=bool(admin.get("AllowAdminCreateUserOnly")),
        settings=present(
            DeletionProtection=DeletionProtection,
            SmsVerificationMessage=words.get("SmsMessage"),
            EmailVerificationMessage=words.get("EmailMessage"),
            EmailVerificationSubject=words.get("EmailSubject"),
            VerificationMessageTemplate=words,
            UserAttributeUpdateSettings=UserAttributeUpdateSettings,
            EmailConfiguration=EmailConfiguration or {"EmailSendingAccount": "COGNITO_DEFAULT"},
            SmsConfiguration=SmsConfiguration,
            UserPoolTags=UserPoolTags or {},
            InviteMessageTemplate=admin.get("InviteMessageTemplate"),
            UsernameConfiguration=UsernameConfiguration,
            AccountRecoverySetting=AccountRecoverySetting,
            UserPoolTier=UserPoolTier,
        ),
    )
    for kid in (pool.id_kid, pool.access_kid):
        new_key(call.tx, call.ids, pool.issuer, kid, "RS256")
    call.tx.put(POOLS, pool)
    return {"UserPool": described(call.tx, pool)}


def describe_user_pool(call: Call, *, UserPoolId: str) -> dict[str, Any]:
    """Return a pool's settings (API DescribeUserPool)."""
    return {"UserPool": described(call.tx, pool_named(call, UserPoolId))}


def list_user_pools(call: Call, *, MaxResults: int, NextToken: str | None = None) -> dict[str, Any]:
    """List the pools of the account and region (API ListUserPools)."""
    del NextToken  # the page reads it
    found = [pool for pool in pools(call.tx) if (pool.account, pool.region) == (call.account, call.region)]
    page = page_of(call, found, lambda pool: pool.id, MaxResults, BY_NEXT_TOKEN)
    listed: list[dict[str, Any]] = [
        {
            "Id": pool.id,
            "Name": pool.name,
            "LambdaConfig": {},
            "LastModifiedDate": timestamp(pool.modified),
            "CreationDate": timestamp(pool.created),
        }
        for pool in page.rows
    ]
    return {"UserPools": listed, **page.more}


def pools(reader: Reader) -> list[UserPool]:
    """Return every pool of the world, by id."""
    return [pool for scope in reader.scopes(POOLS) for pool in reader.scan(POOLS, scope)]


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
            "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
        },
        "LambdaConfig": {},
        "LastModifiedDate": timestamp(pool.modified),
        "CreationDate": timestamp(pool.created),
        "SchemaAttributes": [aws_shape(attribute) for attribute in pool.schema],
        **present(
            AutoVerifiedAttributes=list(pool.auto_verified) or None,
            AliasAttributes=list(pool.alias_attributes) or None,
            UsernameAttributes=list(pool.username_attributes) or None,
        ),
        "MfaConfiguration": "OFF",
        "EstimatedNumberOfUsers": population.users if population else 0,
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": pool.admin_only,
            "UnusedAccountValidityDays": days,
            **present(InviteMessageTemplate=invitation),
        },
        "Arn": pool.arn,
        **settings,
    }


def _refuse_unbuilt(call: Call, mfa: str, policies: dict[str, Any], template: dict[str, Any]) -> None:
    """Say so where a setting would change what sign-up or sign-in does and isn't built yet."""
    factors = policies.get("SignInPolicy", {}).get("AllowedFirstAuthFactors", ["PASSWORD"])
    unbuilt = {
        f"MfaConfiguration {mfa}": mfa != "OFF",
        "SignInPolicy with other factors than PASSWORD": factors != ["PASSWORD"],
        "PasswordHistorySize": bool(policies.get("PasswordPolicy", {}).get("PasswordHistorySize")),
        "DefaultEmailOption CONFIRM_WITH_LINK": template.get("DefaultEmailOption") == "CONFIRM_WITH_LINK",
    }
    for what, asked in unbuilt.items():
        if asked:
            call.refuse("door.simulated", NotSimulated(what), asked=what)


def _kid(call: Call) -> str:
    """Return a key id as user pools give them: 44 characters of base64."""
    return base64.b64encode(call.ids.octets(32)).decode("ascii")


def _password_policy(given: dict[str, Any] | None, admin: dict[str, Any]) -> PasswordPolicy:
    """Return the pool's policy; a member that a given policy leaves out is off. Zero days of validity mean seven."""
    policy = msgspec.convert(given, PasswordPolicy) if given else STRICT_POLICY
    days = (given or {}).get("TemporaryPasswordValidityDays", admin.get("UnusedAccountValidityDays")) or 7
    return msgspec.structs.replace(policy, temporary_password_validity_days=days)


def _words(template: dict[str, Any] | None, sms: str | None, email: str | None, subject: str | None) -> dict[str, Any]:
    """Return VerificationMessageTemplate, to which the older single members belong as well."""
    older = present(SmsMessage=sms, EmailMessage=email, EmailSubject=subject)
    return {"DefaultEmailOption": "CONFIRM_WITH_CODE", **older, **(template or {})}


def _templates(words: dict[str, Any], invitation: dict[str, Any]) -> MessageTemplates:
    """Return the words of the pool's messages: what is given over what AWS says by default."""
    given = present(
        sms=words.get("SmsMessage"),
        email=words.get("EmailMessage"),
        email_subject=words.get("EmailSubject"),
        invitation_sms=invitation.get("SMSMessage"),
        invitation_email=invitation.get("EmailMessage"),
        invitation_subject=invitation.get("EmailSubject"),
    )
    return msgspec.structs.replace(MessageTemplates(), **given)
