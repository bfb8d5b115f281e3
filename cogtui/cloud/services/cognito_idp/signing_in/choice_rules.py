"""The words behind the rule ids of choice-based sign-in."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_PASSWORDLESS = "Amazon Cognito Developer Guide, Passwordless sign-in with one-time passwords"
_CHOICE = "Amazon Cognito Developer Guide, Manage authentication methods in AWS SDKs"
_POLICY = "API SignInPolicyType"

RULES: dict[str, Rule] = {
    "idp.choice.some": Rule("the user has one of the pool's first factors", _CHOICE, "the user has none of them"),
    "idp.choice.available": Rule("it is one of the available challenges", _CHOICE, "it is none of them"),
    "idp.choice.eligible": Rule(
        "the code of the sign-up could have signed in as well", _PASSWORDLESS, "the user has no such factor"
    ),
    "idp.choice.first": Rule("only first factors are among the first factors", _POLICY, "an authenticator app is none"),
    "idp.choice.mfa": Rule(
        "where everybody needs a second factor, no code is the first one", _PASSWORDLESS, "a code is a first factor"
    ),
    "idp.choice.tier": Rule("the pool's tier has passwordless sign-in", _POLICY, "the LITE tier has not"),
}
