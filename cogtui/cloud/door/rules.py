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
    "door.readable": Rule(
        "the parameters can be read", "the service's protocol", "the body is not in the form that the protocol asks for"
    ),
    "door.signed": Rule("the request is signed", _SIGNING, "the request carries no credentials"),
    "door.key": Rule("the access key is known and active", _SIGNING, "nobody has this access key"),
    "door.secret": Rule("the signature was made with the key's secret", _SIGNING, "the secret is not this key's"),
    "door.token": Rule(
        "the session token belongs to the key", 'STS, "Common errors"', "the session token is not this key's"
    ),
    "door.signature.form": Rule(
        "the signature can be read",
        'IAM User Guide, "Elements of an AWS API request signature"',
        "the Authorization header or the presigned URL makes no sense",
    ),
    "door.payload": Rule(
        "the body is what its hash says",
        'S3 API Reference, "Authenticating requests: using the Authorization header"',
        "the header x-amz-content-sha256 is missing or not the body's",
    ),
    "door.signature.time": Rule(
        "the request was signed in time", _SIGNING, "the request was signed too long ago, or in the future"
    ),
    "door.signature.scope": Rule(
        "the signature is for this day, region and service", _SIGNING, "the signature is for something else"
    ),
    "door.signature.headers": Rule(
        "the headers that matter are signed", _SIGNING, "a header that must be signed is not"
    ),
    "door.signature": Rule(
        "the signature was made with the key's secret over this very request",
        _SIGNING,
        "another secret was used, or the request was changed after signing",
    ),
    "door.session": Rule("the session has not expired", 'STS, "Common errors"', "the session has expired"),
}
