"""The words behind the rule ids of challenges, of SRP and of recovering an account."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = "Amazon Cognito Developer Guide, "
_RESPOND = "API RespondToAuthChallenge"
_RECOVERY = _GUIDE + "Recovering user accounts"

RULES: dict[str, Rule] = {
    "idp.challenge.known": Rule("the pool asked this challenge", _RESPOND, "the pool knows no such session"),
    "idp.challenge.own": Rule(
        "it was asked of this user, at this app", _RESPOND, "it was asked of somebody else, or something else was asked"
    ),
    "idp.challenge.unused": Rule("it was not answered yet", _RESPOND, "it was answered already"),
    "idp.challenge.expired": Rule(
        "the answer comes in time", "API CreateUserPoolClient, AuthSessionValidity", "the answer comes too late"
    ),
    "idp.challenge.current": Rule(
        "the user still has a temporary password", _RESPOND, "the password is no temporary one any more"
    ),
    "idp.srp.public_value": Rule(
        "SRP_A is a hexadecimal number, and not zero in the group", "RFC 5054, section 2.5.4", "SRP_A cannot be used"
    ),
    "idp.srp.timestamp_form": Rule("TIMESTAMP is a time", _RESPOND, "TIMESTAMP cannot be read"),
    "idp.srp.timestamp": Rule(
        "TIMESTAMP is spelled as the pool signs it", _RESPOND, "the pool signs another spelling of that time"
    ),
    "idp.srp.proof": Rule(
        "the signature proves the password",
        "RFC 5054, section 2.6; RFC 5869",
        "the signature was made with another key: the password is wrong",
    ),
    "idp.attribute.provided": Rule(
        "no required attribute is overwritten", _RESPOND, "this required attribute has a value already"
    ),
    "idp.attribute.verifiable": Rule(
        "it is an address, which a code can prove",
        "API GetUserAttributeVerificationCode",
        "no code can prove this attribute",
    ),
    "idp.recovery.self_service": Rule(
        "users may reset their passwords themselves", _RECOVERY, "only administrators reset passwords here"
    ),
    "idp.recovery.state": Rule(
        "the user has a password of the own to reset", _RECOVERY, "there is no password of the own to reset"
    ),
    "idp.recovery.target": Rule(
        "the user has a proven address that recovery may use", _RECOVERY, "no proven address can take the code"
    ),
}
