"""Subscribing to topics: ask for it, confirm it, end it (SNS API Reference)."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import errors, topic_errors
from cogtui.cloud.services.sns.finding import find_subscription, subscriptions_of, topic_named
from cogtui.cloud.services.sns.outbox import ask_to_confirm
from cogtui.cloud.services.sns.protocols import needs_confirmation, require_endpoint
from cogtui.cloud.services.sns.subscription_attributes import checked
from cogtui.cloud.services.sns.topic_records import SUBSCRIPTIONS, Subscription, Topic

Output = dict[str, Any]

PENDING = "pending confirmation"
"""What stands in place of the ARN of a subscription that nobody has confirmed."""

_OCTETS = 144
"""Of a token."""
_TOKEN = re.compile(r"[0-9a-f]{96,}")


def subscribe(
    call: Call,
    *,
    TopicArn: str,
    Protocol: str,
    Endpoint: str | None = None,
    Attributes: dict[str, str] | None = None,
    ReturnSubscriptionArn: bool = False,
) -> Output:
    """Have somebody get what is published to a topic; people and web servers must confirm that they want it."""
    topic = topic_named(call, TopicArn)
    require_endpoint(call, topic, Protocol, Endpoint or "")
    attributes: dict[str, str] = {}
    for name, value in (Attributes or {}).items():
        attributes = checked(call, Protocol, attributes, name, value, subscribing=True)
    rows = subscriptions_of(call, topic.arn)
    found = next((row for row in rows if (row.protocol, row.endpoint) == (Protocol, Endpoint)), None)
    if found is not None:
        equal = not Attributes or all(found.attributes.get(name) == value for name, value in attributes.items())
        call.require("sns.subscription.same", equal, topic_errors.subscription_differs, has=sorted(attributes))
    else:
        found = _made(call, topic, Protocol, Endpoint or "", attributes)
        call.tx.put(SUBSCRIPTIONS, found)
    if found.is_pending:
        ask_to_confirm(call, found)
    return {"SubscriptionArn": found.arn if ReturnSubscriptionArn or not found.is_pending else PENDING}


def _made(call: Call, topic: Topic, protocol: str, endpoint: str, attributes: dict[str, str]) -> Subscription:
    """Return a new subscription, with a token where its receiver must confirm it."""
    pending = needs_confirmation(call, protocol, endpoint)
    return Subscription(
        topic=topic.arn,
        id=call.ids.uuid(),
        protocol=protocol,
        endpoint=endpoint,
        owner=call.account,
        principal=call.principal.arn,
        made=call.now,
        token=call.ids.octets(_OCTETS).hex() if pending else "",
        attributes=attributes,
    )


def confirm_subscription(
    call: Call, *, TopicArn: str, Token: str, AuthenticateOnUnsubscribe: str | None = None
) -> Output:
    """Confirm a subscription with the token that its receiver was sent.

    DIFFERS: AWS takes this request and that to end it unsigned too, as links in e-mails are (AuthenticateOnUnsubscribe
    keeps unsigned ones from ending it); here both are signed.
    """
    del AuthenticateOnUnsubscribe
    call.require("sns.token.form", _TOKEN.fullmatch(Token), topic_errors.unreadable_token)
    found = next((row for row in subscriptions_of(call, TopicArn) if row.token == Token), None)
    call.require("sns.subscription.token", found, topic_errors.unknown_token, topic=TopicArn)
    assert found is not None
    call.tx.put(SUBSCRIPTIONS, msgspec.structs.replace(found, token=""))
    return {"SubscriptionArn": found.arn}


def unsubscribe(call: Call, *, SubscriptionArn: str) -> Output:
    """End a subscription; one that is not there is no matter."""
    there = lambda: errors.invalid("SubscriptionArn", "no value for required parameter")  # noqa: E731
    call.require("sns.subscription.arn", SubscriptionArn, there, has=SubscriptionArn)
    found = find_subscription(call, SubscriptionArn)
    if found is not None:
        call.tx.delete(SUBSCRIPTIONS, SUBSCRIPTIONS.key(found))
    return {}
