"""The words behind the rule ids of second factors."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_MFA = "Amazon Cognito Developer Guide, Adding MFA to a user pool"
_MESSAGES = "Amazon Cognito Developer Guide, SMS and email message MFA"
_TOTP = "Amazon Cognito Developer Guide, TOTP software token MFA"
_POOL = "API SetUserPoolMfaConfig"
_PREFERENCE = "API SetUserMFAPreference"

RULES: dict[str, Rule] = {
    "idp.mfa.asked": Rule("a second factor is asked for", _MFA, "no second factor is asked for"),
    "idp.mfa.off": Rule("a pool without MFA sets up no factor", _POOL, "a factor is set up, and MFA is off"),
    "idp.mfa.some": Rule("a pool with MFA has a factor", _POOL, "MFA is on, and no factor is"),
    "idp.mfa.pool_totp": Rule("the pool has software tokens", _TOTP, "the pool has no software tokens"),
    "idp.mfa.named": Rule(
        "an access token or a Session says whose it is", "API AssociateSoftwareToken", "nothing says whose it is"
    ),
    "idp.mfa.token": Rule("the user has a software token", _TOTP, "the user has none"),
    "idp.mfa.verified": Rule("the user has proven the software token", _TOTP, "it was not proven"),
    "idp.mfa.sms": Rule("SMS as a factor has a way to send them", _POOL, "there is no SmsConfiguration"),
    "idp.mfa.pool_sms": Rule("the pool has SMS as a factor", _MFA, "the pool has not"),
    "idp.mfa.sender": Rule(
        "e-mail as a factor is sent by the pool's own SES identity", _MESSAGES, "Cognito's own sender sends the e-mails"
    ),
    "idp.mfa.tier": Rule("the pool's tier has e-mail as a factor", _MESSAGES, "the LITE tier has not"),
    "idp.mfa.pool_email": Rule("the pool has e-mail as a factor", _MESSAGES, "the pool has not"),
    "idp.mfa.email": Rule("the user has an e-mail address", _MESSAGES, "the user has none"),
    "idp.mfa.sms_alone": Rule(
        "the old settings are about SMS alone", "API SetUserSettings", "another factor is asked for"
    ),
    "idp.mfa.phone": Rule("the user has a phone number", _MFA, "the user has none"),
    "idp.mfa.code": Rule("it is the code that was sent for this sign-in", _MFA, "it is another code"),
    "idp.mfa.choice": Rule("it is one of the user's active factors", _MFA, "it is none of them"),
    "idp.mfa.one_preferred": Rule("one factor is preferred at most", _PREFERENCE, "two are preferred"),
    "idp.mfa.preferred_on": Rule("what is preferred is switched on", _PREFERENCE, "it is preferred and switched off"),
    "idp.totp.correct": Rule(
        "it is the code of this half minute, or of the one before or after",
        "RFC 6238, section 5.2",
        "it is no code of this time",
    ),
    "idp.totp.fresh": Rule("the code is used for the first time", "RFC 6238, section 5.2", "the code was used before"),
}
