"""The settings of a pool that CreateUserPool gives and UpdateUserPool gives anew; what is left out is AWS's default.

Source: API CreateUserPool, UpdateUserPool.
"""

from __future__ import annotations

from typing import Any, TypedDict

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.pools import sign_in_policy, tags
from cogtui.cloud.services.cognito_idp.pools.settings import (
    NO_MFA,
    STRICT_POLICY,
    MessageTemplates,
    MfaSettings,
    PasswordPolicy,
    present,
)
from cogtui.cloud.services.cognito_idp.signing_in import password_history
from cogtui.cloud.services.cognito_idp.threats import recording
from cogtui.cloud.services.cognito_idp.triggers import config


class PoolSettings(TypedDict, total=False):
    """The parameters that both operations take."""

    Policies: dict[str, Any]
    DeletionProtection: str
    LambdaConfig: dict[str, Any]
    AutoVerifiedAttributes: list[str]
    SmsVerificationMessage: str
    EmailVerificationMessage: str
    EmailVerificationSubject: str
    VerificationMessageTemplate: dict[str, Any]
    SmsAuthenticationMessage: str
    MfaConfiguration: str
    UserAttributeUpdateSettings: dict[str, Any]
    DeviceConfiguration: dict[str, Any]
    EmailConfiguration: dict[str, Any]
    SmsConfiguration: dict[str, Any]
    UserPoolTags: dict[str, str]
    AdminCreateUserConfig: dict[str, Any]
    UserPoolAddOns: dict[str, Any]
    AccountRecoverySetting: dict[str, Any]
    UserPoolTier: str


def settled(call: Call, settings: PoolSettings, mfa: MfaSettings = NO_MFA) -> dict[str, Any]:
    """Return the fields of the pool's record that the settings make, once they hold; `mfa` is what the pool has."""
    given = msgspec.convert(settings, PoolSettings)
    admin, policies = given.get("AdminCreateUserConfig", {}), given.get("Policies", {})
    words = _words(given)
    _refuse_unbuilt(call, given, words)
    _check(call, given)
    mode = given.get("UserPoolAddOns", {}).get("AdvancedSecurityMode", "OFF")
    recording.require_tier(call, mode, given.get("UserPoolTier", "ESSENTIALS"))
    after, tier = _mfa(call, given, mfa), given.get("UserPoolTier", "ESSENTIALS")
    password_history.require_tier(call, policies.get("PasswordPolicy", {}), tier)
    return {
        "password_policy": _password_policy(policies.get("PasswordPolicy"), admin),
        "templates": _templates(words, admin.get("InviteMessageTemplate", {})),
        "auto_verified": tuple(given.get("AutoVerifiedAttributes", ())),
        "mfa": after,
        "first_factors": sign_in_policy.checked(call, sign_in_policy.asked(policies), after, tier),
        "triggers": config.checked(call, given.get("LambdaConfig", {}), given.get("UserPoolTier", "ESSENTIALS")),
        "admin_only": bool(admin.get("AllowAdminCreateUserOnly")),
        "settings": present(
            DeletionProtection=given.get("DeletionProtection", "INACTIVE"),
            SmsVerificationMessage=words.get("SmsMessage"),
            EmailVerificationMessage=words.get("EmailMessage"),
            EmailVerificationSubject=words.get("EmailSubject"),
            VerificationMessageTemplate=words,
            SmsAuthenticationMessage=given.get("SmsAuthenticationMessage"),
            UserAttributeUpdateSettings=given.get("UserAttributeUpdateSettings"),
            DeviceConfiguration=given.get("DeviceConfiguration"),
            EmailConfiguration=given.get("EmailConfiguration") or {"EmailSendingAccount": "COGNITO_DEFAULT"},
            SmsConfiguration=given.get("SmsConfiguration"),
            UserPoolTags=tags.checked(call, given.get("UserPoolTags", {})),
            InviteMessageTemplate=admin.get("InviteMessageTemplate"),
            UserPoolAddOns=given.get("UserPoolAddOns"),
            AccountRecoverySetting=given.get("AccountRecoverySetting"),
            UserPoolTier=tier,
        ),
    }


def _refuse_unbuilt(call: Call, given: PoolSettings, template: dict[str, Any]) -> None:
    """Say so where a setting would change what sign-up or sign-in does and isn't built yet."""
    policies = given.get("Policies", {})
    factors = sign_in_policy.asked(policies)
    unbuilt = {
        "SignInPolicy with WEB_AUTHN": "WEB_AUTHN" in factors,
        "DefaultEmailOption CONFIRM_WITH_LINK": template.get("DefaultEmailOption") == "CONFIRM_WITH_LINK",
    }
    for what, asked in unbuilt.items():
        if asked:
            call.refuse("door.simulated", NotSimulated(what), asked=what)


def _check(call: Call, given: PoolSettings) -> None:
    """Refuse settings that contradict one another."""
    policy = given.get("Policies", {}).get("PasswordPolicy", {})
    unused = given.get("AdminCreateUserConfig", {}).get("UnusedAccountValidityDays")
    both = bool(unused) and "TemporaryPasswordValidityDays" in policy
    error = invalid_parameter(
        "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays"
    )
    call.require("idp.pool.validity_days", not both, error, UnusedAccountValidityDays=unused)
    verified = given.get("AutoVerifiedAttributes", [])
    settings = given.get("UserAttributeUpdateSettings", {})
    wanted: list[str] = settings.get("AttributesRequireVerificationBeforeUpdate", [])
    error = invalid_parameter(
        "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes"
    )
    call.require("idp.pool.verified_updates", set(wanted) <= set(verified), error, wants=wanted, has=verified)
    mechanisms = given.get("AccountRecoverySetting", {}).get("RecoveryMechanisms", [])
    names = [mechanism["Name"] for mechanism in mechanisms]
    # No capture of AWS's text is known.
    error = invalid_parameter("admin_only cannot be combined with other recovery mechanisms.")
    call.require("idp.pool.recovery", "admin_only" not in names or len(names) == 1, error, has=names)


def _password_policy(given: dict[str, Any] | None, admin: dict[str, Any]) -> PasswordPolicy:
    """Return the pool's policy; a member that a given policy leaves out is off. Zero days of validity mean seven."""
    policy = msgspec.convert(given, PasswordPolicy) if given else STRICT_POLICY
    days = (given or {}).get("TemporaryPasswordValidityDays", admin.get("UnusedAccountValidityDays")) or 7
    size = policy.password_history_size or None
    return msgspec.structs.replace(policy, temporary_password_validity_days=days, password_history_size=size)


def _mfa(call: Call, given: PoolSettings, has: MfaSettings) -> MfaSettings:
    """Return what SetUserPoolMfaConfig has set up, under the mode that is given: left out, it is off."""
    mode = given.get("MfaConfiguration", "OFF")
    if mode == "OFF":
        return NO_MFA
    # The class is captured, AWS's text is not.
    error = invalid_parameter(
        "SMS configuration and Auto verification for phone_number are required when MFA is required/optional"
    )
    some = has.software_token or has.email or "SmsConfiguration" in given
    call.require("idp.mfa.some", some, error, MfaConfiguration=mode)
    return msgspec.structs.replace(has, mode=mode, sms="SmsConfiguration" in given)


def _words(given: PoolSettings) -> dict[str, Any]:
    """Return VerificationMessageTemplate, to which the older single members belong as well."""
    older = present(
        SmsMessage=given.get("SmsVerificationMessage"),
        EmailMessage=given.get("EmailVerificationMessage"),
        EmailSubject=given.get("EmailVerificationSubject"),
    )
    return {"DefaultEmailOption": "CONFIRM_WITH_CODE", **older, **given.get("VerificationMessageTemplate", {})}


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
