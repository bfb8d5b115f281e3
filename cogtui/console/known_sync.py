"""What stands in the world that a parameter of Cognito Sync or SNS could name: datasets, devices, streams, topics, applications."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from cogtui.cloud.functions.records import FUNCTIONS
from cogtui.cloud.services.cognito_sync.push_records import REGISTERED
from cogtui.cloud.services.cognito_sync.records import DATASETS
from cogtui.cloud.services.sns.records import APPLICATIONS, ENDPOINTS
from cogtui.cloud.services.sns.topic_records import SUBSCRIPTIONS, TOPICS
from cogtui.cloud.store import Reader, rows_of

Found = Iterable[tuple[str, str]]
Given = Mapping[str, str]


def _datasets(reader: Reader, given: Given) -> Found:
    rows = (row for row in rows_of(reader, DATASETS) if row.exists)
    wanted = given.get("IdentityId", "")
    names = dict.fromkeys(row.name for row in rows if wanted in ("", row.identity_id))
    return ((name, "a dataset") for name in names)


def _devices(reader: Reader, given: Given) -> Found:
    wanted = given.get("IdentityId", "")
    rows = (row for row in rows_of(reader, REGISTERED) if wanted in ("", row.identity_id))
    return ((row.device_id, f"a device at {row.platform}") for row in rows)


def _events(reader: Reader, _: Given) -> Found:
    """Return the one event with the functions that could be asked; empty takes the function away."""
    yield from ((f"SyncTrigger={row.arn}", f"the function {row.name}") for row in rows_of(reader, FUNCTIONS))
    yield "SyncTrigger=", "no function any more"


def _topics(reader: Reader, _: Given) -> Found:
    return ((topic.arn, "a topic") for topic in rows_of(reader, TOPICS))


def _applications(reader: Reader, _: Given) -> Found:
    return ((row.arn, f"an app at {row.platform}") for row in rows_of(reader, APPLICATIONS))


def _endpoints(reader: Reader, _: Given) -> Found:
    return ((row.arn, "a device's endpoint") for row in rows_of(reader, ENDPOINTS))


def _targets(reader: Reader, given: Given) -> Found:
    yield from _endpoints(reader, given)
    yield from _topics(reader, given)


def _subscriptions(reader: Reader, _: Given) -> Found:
    return ((row.arn, f"{row.protocol} {row.endpoint}") for row in rows_of(reader, SUBSCRIPTIONS))


OF_SYNC: Final[dict[str, Callable[[Reader, Given], Found]]] = {
    "DatasetName": _datasets,
    "DeviceId": _devices,
    "Events": _events,
    "TopicArn": _topics,
    "TargetArn": _targets,
    "EndpointArn": _endpoints,
    "PlatformApplicationArn": _applications,
    "SubscriptionArn": _subscriptions,
}
"""Parameter -> what the world has for it."""
