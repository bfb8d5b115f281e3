"""PublishBatch: up to ten messages to a topic at once, each of which succeeds or fails by itself (SNS API Reference)."""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.sns import topic_errors
from cogtui.cloud.services.sns.accepting import Order, accept
from cogtui.cloud.services.sns.finding import topic_named
from cogtui.cloud.services.sns.message_attributes import size_of
from cogtui.cloud.services.sns.payloads import LONGEST, taken
from cogtui.cloud.services.sns.topic_records import Topic

Output = dict[str, Any]

_MOST = 10
_LONGEST_ID = 80
_ID = re.compile(r"[A-Za-z0-9_-]*")


def publish_batch(call: Call, *, TopicArn: str, PublishBatchRequestEntries: list[dict[str, Any]]) -> Output:
    """Send several messages; ids, number and size are a matter of the whole batch.

    DIFFERS: which mistakes in a message end the whole batch is recorded for a few only; here none does but in a FIFO topic.
    """
    topic = topic_named(call, TopicArn)
    _require_batch(call, PublishBatchRequestEntries)
    done: list[Output] = []
    failed: list[Output] = []
    for entry in PublishBatchRequestEntries:
        try:
            done.append({"Id": entry["Id"], **_published(call, topic, entry)})
        except AwsError as error:
            if topic.is_fifo:
                raise
            fault = {"Code": error.code, "Message": error.message, "SenderFault": error.status < 500}
            failed.append({"Id": entry["Id"], **fault})
    return {"Successful": done, "Failed": failed}


def _published(call: Call, topic: Topic, entry: dict[str, Any]) -> dict[str, str]:
    message = taken(call, entry["Message"], entry.get("MessageStructure"), entry.get("Subject"))
    order = Order(entry.get("MessageGroupId") or "", entry.get("MessageDeduplicationId") or "")
    return accept(call, topic, message, entry.get("MessageAttributes") or {}, order)


def _require_batch(call: Call, entries: list[dict[str, Any]]) -> None:
    call.require("sns.batch.there", entries, topic_errors.empty_batch)
    call.require("sns.batch.most", len(entries) <= _MOST, topic_errors.large_batch, has=len(entries), most=_MOST)
    ids = [str(entry["Id"]) for entry in entries]
    call.require("sns.batch.once", len(set(ids)) == len(ids), topic_errors.repeated_entry, has=ids)
    for one in ids:
        long = len(one) > _LONGEST_ID
        fine = bool(one) and not long and _ID.fullmatch(one) is not None
        call.require(
            "sns.batch.id", fine, lambda one=one, long=long: topic_errors.bad_entry_id(one, long=long), has=one
        )
    size = sum(len(entry["Message"].encode()) + size_of(entry.get("MessageAttributes") or {}) for entry in entries)
    call.require("sns.batch.size", size <= LONGEST, topic_errors.long_batch, has=size, most=LONGEST)
