"""What SNS keeps of topics: the topics, who subscribed, the letters that went out, and what FIFO topics have seen."""

from __future__ import annotations

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.services.sns.records import LOGGED_FOR, scope_of
from cogtui.cloud.store import Table

CONFIRM_WITHIN = 48 * 3600
"""Seconds until a subscription that nobody confirmed goes (SNS API Reference, Subscribe: the token is valid for two days)."""

SEEN_FOR = 5 * 60
"""Seconds for which a FIFO topic knows a message again (SNS Developer Guide, "Message deduplication for FIFO topics")."""


class Topic(msgspec.Struct, frozen=True, gc=False):
    """A topic."""

    account: str
    region: str
    name: str
    created: float
    policy: str
    """The access policy, JSON text as given; the default one where none was put."""
    named: dict[str, str] = {}
    """The unique ids of the users and roles that the policy names, by what its text calls them."""
    attributes: dict[str, str] = {}
    """Other attributes, as they were put."""
    tags: dict[str, str] = {}

    @property
    def arn(self) -> str:
        """As SNS prints it."""
        return f"arn:aws:sns:{self.region}:{self.account}:{self.name}"

    @property
    def is_fifo(self) -> bool:
        """Whether the topic keeps the order of its messages and sends none twice."""
        return self.attributes.get("FifoTopic") == "true"

    @property
    def policy_place(self) -> Place:
        """Where the access policy stands."""
        key = TOPICS.key(self)
        return Place("policy", f"topic {self.name}, access policy", TOPICS.name, key, "policy")


class Subscription(msgspec.Struct, frozen=True, gc=False):
    """Somebody who gets what is published to a topic."""

    topic: str
    """ARN."""
    id: str
    protocol: str
    endpoint: str
    """An address, a number, an ARN."""
    owner: str
    """The account that subscribed."""
    principal: str
    """ARN of who subscribed."""
    made: float
    token: str = ""
    """What confirms it; empty once it is confirmed, or where nobody need."""
    authenticated: bool = True
    """Whether who confirmed it had signed the request."""
    attributes: dict[str, str] = {}
    """FilterPolicy, RawMessageDelivery and their like, as they were put."""

    @property
    def arn(self) -> str:
        """The topic's and an id."""
        return f"{self.topic}:{self.id}"

    @property
    def is_pending(self) -> bool:
        """Whether it waits to be confirmed: nothing is sent until then."""
        return bool(self.token)

    def has_lapsed(self, now: float) -> bool:
        """Tell whether nobody confirmed it in time: it is as good as gone."""
        return self.is_pending and now >= self.made + CONFIRM_WITHIN


class Letter(msgspec.Struct, frozen=True, gc=False):
    """A text that SNS sent to people: an e-mail, a text message, a request to confirm. It is kept instead of being delivered.

    The user pools' outbox is that service's own; services know each other only through the door.
    """

    scope: str
    """Account and region."""
    number: str
    """Counted in the world: keys sort as text."""
    medium: str
    """The protocol: "email", "email-json", "sms", "https"."""
    to: str
    subject: str
    body: str
    sent: float
    token: str = ""
    """What confirms a subscription, where the letter asks for that."""


class Seen(msgspec.Struct, frozen=True, gc=False):
    """A message that a FIFO topic has accepted: the next with the same id is accepted and not sent."""

    topic: str
    deduplication_id: str
    message_id: str
    sequence: str
    at: float


def _lapses(row: Subscription) -> float | None:
    return row.made + CONFIRM_WITHIN if row.is_pending else None


TOPICS = Table("sns.topics", Topic, lambda row: (scope_of(row.account, row.region), row.name))
SUBSCRIPTIONS = Table("sns.subscriptions", Subscription, lambda row: (row.topic, row.id), expires=_lapses)
LETTERS = Table("sns.letters", Letter, lambda row: (row.scope, row.number), expires=lambda row: row.sent + LOGGED_FOR)
SEEN = Table("sns.seen", Seen, lambda row: (row.topic, row.deduplication_id), expires=lambda row: row.at + SEEN_FOR)
