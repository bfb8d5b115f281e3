"""The words behind the rule ids `idp.trigger.*`."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = "Amazon Cognito Developer Guide, "
_TRIGGERS = _GUIDE + "Customizing user pool workflows with Lambda triggers"
_TOKENS = _GUIDE + "Pre token generation Lambda trigger"
_MESSAGES = _GUIDE + "Custom message Lambda trigger"
_CONFIG = "API LambdaConfigType"

RULES: dict[str, Rule] = {
    "idp.trigger.one_function": Rule("one trigger has one function", _CONFIG, "two settings name different functions"),
    "idp.trigger.tier": Rule(
        "the pool's plan has this version of the event", _GUIDE + "User pool feature plans", "the plan lacks it"
    ),
    "idp.trigger.ran": Rule("the trigger's function ran to its end", _TRIGGERS, "the trigger's function failed"),
    "idp.trigger.answer": Rule(
        "the function answers in the trigger's shape", _TRIGGERS, "the answer has another shape"
    ),
    "idp.trigger.address": Rule(
        "what the function takes as verified is there",
        _GUIDE + "Pre sign-up Lambda trigger",
        "there is no such address to take as verified",
    ),
    "idp.trigger.message": Rule("the message has a place for the code", _MESSAGES, "the message lacks the code"),
    "idp.trigger.claims": Rule("the function may change these claims", _TOKENS, "some claims are nobody's to change"),
    "idp.trigger.scopes": Rule("the function may add these scopes", _TOKENS, "a scope cannot be added"),
    "idp.trigger.migrated": Rule(
        "the migration trigger vouches for the user",
        _GUIDE + "Migrate user Lambda trigger",
        "the migration trigger does not vouch for anybody",
    ),
}
