"""The words of Cognito Sync's rules about pushes, streams, triggers and settings."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_API = "Amazon Cognito Sync API reference, "
_PUSH = 'Amazon Cognito Developer Guide, "Push sync"'
_STREAMS = 'Amazon Cognito Developer Guide, "Amazon Cognito Streams"'
_EVENTS = 'Amazon Cognito Developer Guide, "Amazon Cognito Events"'

RULES = {
    "sync.settings.complete": Rule(
        "the settings have all their parts", _API + "SetIdentityPoolConfiguration", "a part of the settings is missing"
    ),
    "sync.settings.account": Rule(
        "roles and applications are of the pool's own account",
        _API + "SetIdentityPoolConfiguration",
        "a role or an application is of another account",
    ),
    "sync.settings.platform": Rule(
        "push sync reaches the application's platform", _PUSH, "push sync knows APNS, APNS_SANDBOX, GCM and ADM alone"
    ),
    "sync.events.name": Rule("the event is SyncTrigger", _EVENTS, "there is no such event"),
    "sync.events.function": Rule(
        "what runs at the event is a Lambda function", _EVENTS, "this is not the ARN of a Lambda function"
    ),
    "sync.push.platform": Rule(
        "the pool has an SNS application for the device's platform",
        _PUSH,
        "the pool's push settings have no application for this platform",
    ),
    "sync.push.configured": Rule("the pool has push settings", _PUSH, "the pool has no push settings"),
    "sync.push.role": Rule(
        "Cognito Sync can assume the role of the push settings", _PUSH, "the role does not let Cognito Sync in"
    ),
    "sync.push.endpoint": Rule("SNS makes an endpoint for the device", _PUSH, "SNS makes no endpoint for the device"),
    "sync.push.device": Rule(
        "the identity registered the device", _API + "SubscribeToDataset", "the identity has no such device"
    ),
    "sync.push.subscribed": Rule(
        "the device is subscribed to the dataset", _API + "UnsubscribeFromDataset", "the device is not subscribed"
    ),
    "sync.push.sent": Rule(
        "SNS takes the notification for the device",
        _PUSH,
        "SNS does not take the notification; the change stands, and the device learns of it when it synchronizes",
    ),
    "sync.push.others": Rule(
        "the device that made the change is not told of it, only the others are",
        _API + "SubscribeToDataset",
    ),
    "sync.stream.role": Rule(
        "Cognito Sync can assume the role of the stream",
        _STREAMS,
        "the role does not let Cognito Sync in: streaming is switched off until somebody enables it again",
    ),
    "sync.stream.size": Rule(
        "the change fits into a record of the stream", _STREAMS, "the change is too large for a record of the stream"
    ),
    "sync.stream.put": Rule(
        "the stream takes the record",
        _STREAMS,
        "the stream does not take the record: streaming is switched off until somebody enables it again",
    ),
    "sync.trigger.identity": Rule(
        "an identity's own credentials signed the call",
        _EVENTS,
        "a developer's credentials signed the call: the sync trigger does not run",
    ),
    "sync.trigger.ran": Rule(
        "the function at the sync trigger returns", _EVENTS, "the function failed, took too long or is not there"
    ),
    "sync.trigger.output": Rule(
        "the function gives the event back with nothing changed but its records",
        _EVENTS,
        "the function's answer is not the event with other records",
    ),
    "sync.trigger.kept": Rule(
        "the function kept every change in its answer", _EVENTS, "the function left changes out: they are not stored"
    ),
    "sync.bulk.streaming": Rule(
        "the pool streams its changes", _API + "BulkPublish", "no stream is set, or streaming is switched off"
    ),
    "sync.bulk.running": Rule(
        "no bulk publish is running", _API + "BulkPublish", "the last bulk publish is still running"
    ),
    "sync.bulk.day": Rule(
        "the last bulk publish that succeeded is a day ago",
        _API + "BulkPublish",
        "a bulk publish succeeded less than 24 hours ago",
    ),
}
