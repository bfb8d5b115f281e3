"""The words of the door's own rules: keys, sessions, operations."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_SIGNING = 'IAM User Guide, "Troubleshoot Signature Version 4"'

RULES = {
    "door.operation": Rule("the operation exists", "the service's API model", "no such operation"),
    "door.simulated": Rule("CogTUI simulates it", "cogtui coverage", "CogTUI does not simulate it"),
    "door.parameters": Rule(
        "the parameters have the right shape", "the service's API model", "a parameter breaks a constraint"
    ),
    "door.signed": Rule("the request is signed", _SIGNING, "the request carries no credentials"),
    "door.key": Rule("the access key is known and active", _SIGNING, "nobody has this access key"),
    "door.secret": Rule("the signature was made with the key's secret", _SIGNING, "the secret is not this key's"),
    "door.token": Rule(
        "the session token belongs to the key", 'STS, "Common errors"', "the session token is not this key's"
    ),
    "door.session": Rule("the session has not expired", 'STS, "Common errors"', "the session has expired"),
}
