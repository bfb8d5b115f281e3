"""The words behind the rule ids of CUSTOM_AUTH."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_CUSTOM = "Amazon Cognito Developer Guide, Custom authentication challenge Lambda triggers"

RULES: dict[str, Rule] = {
    "idp.custom.configured": Rule(
        "the pool has all three triggers of CUSTOM_AUTH", _CUSTOM, "the pool lacks one of the three triggers"
    ),
    "idp.custom.goes_on": Rule("DefineAuthChallenge does not end the sign-in", _CUSTOM, "it ends the sign-in"),
    "idp.custom.next": Rule(
        "DefineAuthChallenge says what comes next, and that is possible", _CUSTOM, "what it wants is not possible"
    ),
    "idp.custom.answer": Rule(
        "VerifyAuthChallengeResponse takes the answer for right", _CUSTOM, "it takes the answer for wrong"
    ),
}
