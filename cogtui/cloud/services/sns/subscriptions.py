"""Lists of subscriptions (SNS API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns.finding import subscriptions_of, topic_named
from cogtui.cloud.services.sns.paging import page
from cogtui.cloud.services.sns.topic_records import SUBSCRIPTIONS, Subscription
from cogtui.cloud.store import rows_of

Output = dict[str, Any]

_PENDING = "PendingConfirmation"
"""What stands in lists in place of the ARN of a subscription that nobody has confirmed."""


def list_subscriptions(call: Call, *, NextToken: str | None = None) -> Output:
    """List what the account has subscribed to in the region."""
    del NextToken
    here = f"arn:aws:sns:{call.region}:"
    own = (row for row in rows_of(call.tx, SUBSCRIPTIONS) if row.owner == call.account and row.topic.startswith(here))
    rows = [row for row in own if not row.has_lapsed(call.now)]
    return page(call, "Subscriptions", rows, lambda row: row.arn, _shown)


def list_subscriptions_by_topic(call: Call, *, TopicArn: str, NextToken: str | None = None) -> Output:
    """List who has subscribed to a topic."""
    del NextToken
    rows = list(subscriptions_of(call, topic_named(call, TopicArn).arn))
    return page(call, "Subscriptions", rows, lambda row: row.id, _shown)


def _shown(row: Subscription) -> Output:
    return {
        "SubscriptionArn": _PENDING if row.is_pending else row.arn,
        "Owner": row.owner,
        "Protocol": row.protocol,
        "Endpoint": row.endpoint,
        "TopicArn": row.topic,
    }
