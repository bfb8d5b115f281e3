"""The words behind the rule ids of devices."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = "Amazon Cognito Developer Guide, Working with user devices in your user pool"

RULES: dict[str, Rule] = {
    "idp.device.tracked": Rule("the pool tracks devices", "API CreateUserPool, DeviceConfiguration", "it tracks none"),
    "idp.device.exists": Rule("the user has this device", _GUIDE, "the user has no such device"),
    "idp.device.remembered": Rule("the device is remembered", _GUIDE, "it is not: it counts as a new one"),
    "idp.device.given": Rule("a sign-in gave this key to the user", "API ConfirmDevice", "no sign-in gave it"),
    "idp.device.new": Rule("the key was not confirmed yet", "API ConfirmDevice", "it was confirmed before"),
    "idp.device.verifier": Rule(
        "the verifier is a number of the group, and there is a salt", "RFC 5054, section 2.5.3", "it is of no use"
    ),
    "idp.device.own": Rule(
        "it is the device that the challenge was asked of", "API RespondToAuthChallenge", "it is another one"
    ),
    "idp.device.refresh": Rule(
        "the refresh names the device of its session", _GUIDE, "DEVICE_KEY is missing or names another device"
    ),
    "idp.device.access_token": Rule("an access token says whose device it is", "API GetDevice", "nothing says whose"),
}
