"""The letters that SNS sends to people: e-mails, text messages, requests to confirm. They are kept instead of being delivered."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns.records import scope_of
from cogtui.cloud.services.sns.topic_records import LETTERS, Letter, Subscription
from cogtui.cloud.store import Reader

SUBJECT = "AWS Notification Message"
"""Of an e-mail whose message has none."""

_CONFIRM = (
    "You have chosen to subscribe to the topic:\n{topic}\n\n"
    "To confirm this subscription, call ConfirmSubscription with this token within two days:\n{token}"
)
_CONFIRM_SUBJECT = "AWS Notification - Subscription Confirmation"


class Text(msgspec.Struct, frozen=True):
    """What is to be sent."""

    medium: str
    """The protocol."""
    to: str
    subject: str
    body: str
    token: str = ""


def send(call: Call, scope: str, text: Text) -> None:
    """Put a letter of an account in a region into the outbox."""
    number = f"{call.ids.number():012}"
    call.tx.put(LETTERS, Letter(scope, number, text.medium, text.to, text.subject, text.body, call.now, text.token))


def ask_to_confirm(call: Call, subscription: Subscription) -> None:
    """Send what a subscription is confirmed with. DIFFERS: the words are CogTUI's; AWS's have a link to click."""
    _, _, _, region, account, _ = subscription.topic.split(":")
    body = _CONFIRM.format(topic=subscription.topic, token=subscription.token)
    text = Text(subscription.protocol, subscription.endpoint, _CONFIRM_SUBJECT, body, subscription.token)
    send(call, scope_of(account, region), text)


def letters_of(reader: Reader, *, to: str = "") -> list[Letter]:
    """Return what was sent, oldest first: to one address, or to anybody."""
    rows = (row for scope in reader.scopes(LETTERS) for row in reader.scan(LETTERS, scope))
    return sorted((row for row in rows if to in ("", row.to)), key=lambda row: row.number)
