"""The words behind the rule ids of threat protection."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = "Amazon Cognito Developer Guide, "
_THREATS = _GUIDE + "Advanced security with threat protection"

RULES: dict[str, Rule] = {
    "idp.threats.tier": Rule(
        "the pool's tier has threat protection", _GUIDE + "User pool feature plans", "only the PLUS tier has it"
    ),
    "idp.threats.on": Rule("the pool's threat protection is on", _THREATS, "AdvancedSecurityMode is off"),
    "idp.threats.event": Rule(
        "the user has this event", "API AdminUpdateAuthEventFeedback", "the user has no such event"
    ),
}
