"""The words behind the rule ids of log delivery."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_SET = "API SetLogDeliveryConfiguration"
_TYPE = "API LogConfigurationType"

RULES: dict[str, Rule] = {
    "idp.logs.once": Rule("each source of events is named once", _SET, "a source of events is named twice"),
    "idp.logs.destination": Rule("each source has one destination", _TYPE, "there is not just one destination"),
    "idp.logs.level": Rule("the level fits the source", _TYPE, "the source has another level"),
    "idp.logs.tier": Rule(
        "the pool's tier exports user activity",
        "Amazon Cognito Developer Guide, User pool feature plans",
        "only the PLUS tier does",
    ),
}
