"""A world with phones and topics, for tests of SNS."""

from __future__ import annotations

import json
from typing import Any

from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.device_sync.records import PUSHES, Push, SyncDevice
from cogtui.cloud.services.sns.delivery_log import deliveries_of
from cogtui.cloud.services.sns.outbox import letters_of
from cogtui.cloud.services.sns.topic_records import Letter
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World

A, B = "111122223333", "444455556666"

KEYS = {
    "GCM": {"PlatformCredential": "key"},
    "ADM": {"PlatformPrincipal": "client", "PlatformCredential": "secret"},
    "APNS": {"PlatformPrincipal": "certificate", "PlatformCredential": "key"},
    "APNS_SANDBOX": {"PlatformPrincipal": "certificate", "PlatformCredential": "key"},
}
"""What platforms want to be shown."""

RED = {"team": {"DataType": "String", "StringValue": "red"}}


class Messaging:
    """A world, and short ways to ask its SNS."""

    def __init__(self, seed: str = "messaging") -> None:
        self.world = World(seed, accounts=(A, B))

    def asked(self, operation: str, **params: Any) -> Reply:
        """Ask SNS something as the operator."""
        return self.world.call("sns", operation, params, caller=self.world.operator)

    def done(self, operation: str, **params: Any) -> dict[str, Any]:
        """Make a call that must succeed, and return its output."""
        reply = self.asked(operation, **params)
        assert reply.ok, reply.error
        return reply.output

    def application(self, platform: str = "GCM", name: str = "notes") -> str:
        """Make a platform application and return its ARN."""
        made = self.done("CreatePlatformApplication", Name=name, Platform=platform, Attributes=KEYS[platform])
        return made["PlatformApplicationArn"]

    def endpoint(self, application: str, token: str = "token-1", **params: Any) -> str:
        """Register a device and return the endpoint's ARN."""
        named = {"PlatformApplicationArn": application, "Token": token}
        return self.done("CreatePlatformEndpoint", **named, **params)["EndpointArn"]

    def phone(self, platform: str = "GCM") -> SyncDevice:
        """Put a phone into the world."""
        name = self.world.act("sync.add", kind="phone", platform=platform).output["name"]
        found = device_named(self.world.store, name)
        assert found is not None
        return found

    def pushes(self, phone: SyncDevice) -> list[Push]:
        """Return what came to a phone."""
        return list(self.world.store.scan(PUSHES, phone.name))

    def attributes(self, endpoint: str) -> dict[str, str]:
        """Return an endpoint's attributes."""
        return self.done("GetEndpointAttributes", EndpointArn=endpoint)["Attributes"]

    def topic(self, name: str = "alerts", **params: Any) -> str:
        """Make a topic and return its ARN."""
        return self.done("CreateTopic", Name=name, **params)["TopicArn"]

    def subscribed(self, topic: str, protocol: str, endpoint: str, **attributes: str) -> str:
        """Subscribe somebody, confirmed or not, and return the subscription's ARN."""
        named = {"TopicArn": topic, "Protocol": protocol, "Endpoint": endpoint, "Attributes": attributes}
        return self.done("Subscribe", **named, ReturnSubscriptionArn=True)["SubscriptionArn"]

    def letters(self, to: str = "") -> list[Letter]:
        """Return the letters that went out."""
        return letters_of(self.world.store, to=to)

    def log(self) -> list[tuple[str, str, int]]:
        """Return the delivery log: protocol, status and code of each."""
        return [(row.protocol, row.status, row.code) for row in deliveries_of(self.world.store)]


def by_protocol(**texts: Any) -> dict[str, str]:
    """Return the parameters of a message with a text for each protocol; what is no text becomes JSON."""
    written = {name: text if isinstance(text, str) else json.dumps(text) for name, text in texts.items()}
    return {"Message": json.dumps(written), "MessageStructure": "json"}


def refusal(reply: Reply) -> tuple[str, str, str]:
    """Return code, text and the coarsest rule of a refusal."""
    assert reply.error is not None, reply.output
    return reply.error.code, reply.error.message, reply.record.refused_by[0]
