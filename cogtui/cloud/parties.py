"""Who takes part in a flow: the lanes of the sequence diagram."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.callers import Caller, Operator, Service
from cogtui.cloud.devices import APP
from cogtui.cloud.trail import RecordKind

PartyKind = Literal["yours", "outside", "cognito", "aws"]


class Party(msgspec.Struct, frozen=True):
    """One party: a lane of the diagram."""

    code: str
    """Short, one word, at most 7 characters."""
    name: str
    kind: PartyKind
    lane: bool = True
    """False for those that decide but are no hop of a flow (IAM, the person at the console)."""


PARTIES = {
    party.code: party
    for party in (
        Party("App", "your app", "yours"),
        Party("You", "you, at the AWS console", "yours", lane=False),
        Party("FB", "Facebook", "outside"),
        Party("Google", "Google", "outside"),
        Party("Amazon", "Login with Amazon", "outside"),
        Party("Apple", "Sign in with Apple", "outside"),
        Party("OIDC", "an OpenID provider", "outside"),
        Party("SAML", "a company's SAML provider", "outside"),
        Party("UsrPool", "Cognito user pool", "cognito"),
        Party("IdPool", "Cognito identity pool", "cognito"),
        Party("Sync", "Cognito Sync", "cognito"),
        Party("Lambda", "AWS Lambda", "aws"),
        Party("STS", "AWS STS", "aws"),
        Party("S3", "Amazon S3", "aws"),
        Party("SNS", "Amazon SNS", "aws"),
        Party("PushSvc", "a phone's push service", "outside"),
        Party("Kinesis", "Amazon Kinesis", "aws"),
        Party("IAM", "AWS IAM", "aws", lane=False),
        Party("Orgs", "AWS Organizations", "aws", lane=False),
    )
}
"""In the order in which the diagram draws them."""

SERVICE_PARTY = {
    "cognito-idp": "UsrPool",
    "cognito-identity": "IdPool",
    "cognito-sync": "Sync",
    "sts": "STS",
    "iam": "IAM",
    "s3": "S3",
    "sns": "SNS",
    "organizations": "Orgs",
}

PUSH_PARTY = "PushSvc"
"""Party that gets a push for a token that no device has any more."""

FUNCTIONS_PARTY = "Lambda"
"""Party that runs functions. Its API is not simulated, so it is no service that could be called."""

PRINCIPAL_PARTY = {
    "cognito-identity.amazonaws.com": "IdPool",
    "cognito-idp.amazonaws.com": "UsrPool",
    "cognito-sync.amazonaws.com": "Sync",
    "sns.amazonaws.com": "SNS",
}
"""Party of a service principal that calls by itself."""


def party_of(code: str) -> Party:
    """Return the party of a code; what is no party of every world is one of this one's devices."""
    return PARTIES.get(code) or Party(code, f"the {code.lower()}", "yours")


def device_party(device: str) -> str:
    """Return the code of a device's party: "Phone" for `phone`, "Tablet2" for `tablet-2`; the app on its only device is "App"."""
    if device in ("", APP):
        return "App"
    return device.replace("-", "").capitalize()


def acting(device: str) -> str:
    """Return the code of the party that does an act: a device, or the person at the console."""
    code = device_party(device)
    return "You" if code == "App" else code


def source_of(kind: RecordKind, caller: Caller, device: str = "") -> str:
    """Return the code of the party that asks: an app on a device, the person at the console, a service."""
    if isinstance(caller, Operator):
        return "You"
    if kind == "act":
        return acting(device)
    if isinstance(caller, Service):
        return PRINCIPAL_PARTY.get(caller.name, "You")
    return device_party(device)
