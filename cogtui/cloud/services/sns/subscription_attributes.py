"""What can be said of a subscription: which messages it gets, and in what form (SNS API Reference, SetSubscriptionAttributes)."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.services.sns import errors, topic_errors
from cogtui.cloud.services.sns.filter_policies import problem_of
from cogtui.cloud.services.sns.finding import subscription_named
from cogtui.cloud.services.sns.protocols import RAW
from cogtui.cloud.services.sns.topic_records import SUBSCRIPTIONS, Subscription

Output = dict[str, Any]

RAW_DELIVERY, FILTER, SCOPE = "RawMessageDelivery", "FilterPolicy", "FilterPolicyScope"
BY_ATTRIBUTES, BY_BODY = "MessageAttributes", "MessageBody"

_KNOWN: Final = frozenset({RAW_DELIVERY, FILTER, SCOPE, "DeliveryPolicy", "RedrivePolicy", "SubscriptionRoleArn"})
"""DIFFERS: nothing is tried again here and no queue takes what could not be delivered: both policies are only kept."""

_NOT_SIMULATED: Final = ("ReplayPolicy",)


def get_subscription_attributes(call: Call, *, SubscriptionArn: str) -> Output:
    """Return what is said of a subscription."""
    return {"Attributes": _shown(subscription_named(call, SubscriptionArn))}


def set_subscription_attributes(
    call: Call, *, SubscriptionArn: str, AttributeName: str, AttributeValue: str | None = None
) -> Output:
    """Put one attribute; an empty filter policy takes the filter away."""
    found = subscription_named(call, SubscriptionArn)
    changed = checked(call, found.protocol, found.attributes, AttributeName, AttributeValue or "")
    call.tx.put(SUBSCRIPTIONS, msgspec.structs.replace(found, attributes=changed))
    return {}


def checked(
    call: Call, protocol: str, present: dict[str, str], name: str, value: str, *, subscribing: bool = False
) -> dict[str, str]:
    """Return the attributes with one more; refuse those that there are not. In Subscribe the words begin differently."""
    if name in _NOT_SIMULATED:
        call.refuse("door.simulated", NotSimulated(f"attribute {name} of subscriptions"), has=name)
    call.require("sns.subscription.attribute", name in _KNOWN, topic_errors.bad_attribute_name, has=name)
    problem = _PROBLEMS.get(name, _none)(value, protocol)

    def refused() -> AwsError:
        return errors.invalid("Attributes", problem) if subscribing else errors.invalid(problem)

    call.require("sns.subscription.value", not problem, refused, attribute=name, has=value)
    if name == SCOPE and value == BY_BODY:
        call.refuse("door.simulated", NotSimulated(f"{SCOPE} {BY_BODY}"), has=value)
    return {**present, name: value.lower() if name == RAW_DELIVERY else value}


def _shown(row: Subscription) -> dict[str, str]:
    filtered = {SCOPE: BY_ATTRIBUTES} if row.attributes.get(FILTER) else {}
    pending = "true" if row.is_pending else "false"
    return {
        "ConfirmationWasAuthenticated": "true" if row.authenticated and not row.is_pending else "false",
        "Endpoint": row.endpoint,
        "Owner": row.owner,
        "PendingConfirmation": pending,
        "Protocol": row.protocol,
        RAW_DELIVERY: "false",
        "SubscriptionArn": row.arn,
        "SubscriptionPrincipal": row.principal,
        "TopicArn": row.topic,
        **filtered,
        **{name: value for name, value in row.attributes.items() if value},
    }


def _raw_problem(value: str, protocol: str) -> str:
    if value.lower() not in ("true", "false"):
        return f"{RAW_DELIVERY}: Invalid value [{value}]. Must be true or false."
    if value.lower() == "true" and protocol not in RAW:
        return f"Delivery protocol [{protocol}] does not support raw message delivery."
    return ""


def _filter_problem(value: str, _: str) -> str:
    return problem_of(value) if value else ""


def _scope_problem(value: str, _: str) -> str:
    if value in (BY_ATTRIBUTES, BY_BODY):
        return ""
    return f"{SCOPE}: Invalid value [{value}]. Please use either {BY_BODY} or {BY_ATTRIBUTES}"


def _none(_: str, __: str) -> str:
    return ""


_PROBLEMS: Final = {RAW_DELIVERY: _raw_problem, FILTER: _filter_problem, SCOPE: _scope_problem}
