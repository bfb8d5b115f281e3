"""What SNS keeps of mobile push: platform applications, the devices registered with them, and what became of each message."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.store import Table

Status = Literal["SUCCESS", "FAILURE"]

LOGGED_FOR = 14 * 86400
"""Seconds for which the delivery log is kept. DIFFERS: in CloudWatch Logs the group's owner chooses; without a choice it stays."""


class PlatformApplication(msgspec.Struct, frozen=True, gc=False):
    """An app of ours at a platform's push service, with what SNS proves itself by there."""

    account: str
    region: str
    platform: str
    """"GCM", "APNS_SANDBOX"."""
    name: str
    created: float
    credentials: dict[str, str] = {}
    """PlatformCredential and PlatformPrincipal; no operation gives them back."""
    attributes: dict[str, str] = {}
    """Other attributes, as they were put."""
    enabled: bool = True
    """False: the platform took the credentials for invalid, or somebody switched it off."""

    @property
    def scope(self) -> str:
        """Scope of an account's things in a region."""
        return scope_of(self.account, self.region)

    @property
    def arn(self) -> str:
        """As SNS prints it."""
        return f"arn:aws:sns:{self.region}:{self.account}:app/{self.platform}/{self.name}"

    @property
    def shown(self) -> dict[str, str]:
        """The attributes that everybody may read."""
        return {"Enabled": _flag(self.enabled), **self.attributes}


class PlatformEndpoint(msgspec.Struct, frozen=True, gc=False):
    """A device, registered with a platform application by its token."""

    application: str
    """ARN."""
    id: str
    token: str
    enabled: bool = True
    """False: the platform said that the token is no good, or somebody switched it off."""
    user_data: str = ""
    """CustomUserData; SNS does nothing with it."""

    @property
    def arn(self) -> str:
        """The application's with `endpoint` for `app`, and the id."""
        return f"{self.application.replace(':app/', ':endpoint/', 1)}/{self.id}"

    @property
    def shown(self) -> dict[str, str]:
        """The attributes; one that is empty is left out."""
        data = {"CustomUserData": self.user_data} if self.user_data else {}
        return {"Enabled": _flag(self.enabled), "Token": self.token, **data}


class TokenHolder(msgspec.Struct, frozen=True, gc=False):
    """Which endpoint of an application has a token: there is one at most."""

    application: str
    token: str
    id: str


class Delivery(msgspec.Struct, frozen=True, gc=False):
    """What became of one message at one receiver, as delivery status logging names it.

    SNS Developer Guide, "Amazon SNS message delivery status": the members of a log entry.
    """

    scope: str
    """Account and region."""
    number: str
    """Counted in the world: keys sort as text."""
    at: float
    message_id: str
    protocol: str
    """"application", "lambda", "sms"."""
    destination: str
    """An endpoint's or a function's ARN, a number, an address."""
    status: Status
    response: str
    """providerResponse: what the platform answered."""
    code: int
    """statusCode."""
    token: str = ""
    """The device's; only for mobile push."""
    topic: str = ""
    """ARN of the topic that the message came through."""


def scope_of(account: str, region: str) -> str:
    """Return the scope of what an account has in a region."""
    return f"{account} {region}"


def _flag(value: bool) -> str:
    return "true" if value else "false"


APPLICATIONS = Table(
    "sns.platform_applications", PlatformApplication, lambda row: (row.scope, f"{row.platform}/{row.name}")
)
ENDPOINTS = Table("sns.platform_endpoints", PlatformEndpoint, lambda row: (row.application, row.id))
TOKENS = Table("sns.tokens", TokenHolder, lambda row: (row.application, row.token))
DELIVERIES = Table(
    "sns.deliveries", Delivery, lambda row: (row.scope, row.number), expires=lambda row: row.at + LOGGED_FOR
)
