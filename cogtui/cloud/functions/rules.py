"""The words behind the rule ids `function.*`."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_TRIGGERS = "Amazon Cognito Developer Guide, Customizing user pool workflows with Lambda triggers"

RULES: dict[str, Rule] = {
    "function.exists": Rule(
        "there is a function with this ARN", "AWS Lambda API, Invoke", "there is no function with this ARN"
    ),
    "function.followed": Rule("the rules are gone through in their order", "CogTUI::Function, Rules"),
    "function.rule": Rule("the rule applies to this event", "CogTUI::Function, Rules", "the rule does not apply"),
    "function.succeeds": Rule("the function returns", _TRIGGERS, "the function fails with an error"),
    "function.in_time": Rule(
        "the function answers within 5 seconds, in one of its tries", _TRIGGERS, "the function takes too long"
    ),
}
