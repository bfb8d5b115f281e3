"""One call that goes well for every simulated operation of SNS."""

from __future__ import annotations

from cogtui.cloud.services.sns.outbox import letters_of
from tests.clients.prepared import Params, Prepared
from tests.clients.valid_cognito import Valid


def _application(here: Prepared) -> Params:
    rows = here.done("sns", "ListPlatformApplications")["PlatformApplications"]
    return {"PlatformApplicationArn": rows[0]["PlatformApplicationArn"]}


def _endpoint(here: Prepared) -> Params:
    rows = here.done("sns", "ListEndpointsByPlatformApplication", **_application(here))["Endpoints"]
    return {"EndpointArn": rows[0]["EndpointArn"]}


def _topic(here: Prepared) -> Params:
    return {"TopicArn": here.done("sns", "ListTopics")["Topics"][0]["TopicArn"]}


def _tagged(here: Prepared) -> Params:
    return {"ResourceArn": _topic(here)["TopicArn"]}


def _subscription(here: Prepared) -> Params:
    rows = here.done("sns", "ListSubscriptions")["Subscriptions"]
    return {"SubscriptionArn": next(row["SubscriptionArn"] for row in rows if row["Protocol"] == "sms")}


def _confirming(here: Prepared) -> Params:
    letters = letters_of(here.here.world.store, to="ana@example.com")
    return _topic(here) | {"Token": letters[-1].token, "AuthenticateOnUnsubscribe": "true"}


_RED = {"team": {"DataType": "String", "StringValue": "red"}, "size": {"DataType": "Number", "StringValue": "3"}}

SNS: dict[str, Valid] = {
    "AddPermission": lambda here: (
        _topic(here) | {"Label": "ours", "AWSAccountId": [here.account], "ActionName": ["Publish", "Subscribe"]}
    ),
    "ConfirmSubscription": _confirming,
    "CreatePlatformApplication": lambda here: {
        "Name": "reader",
        "Platform": "APNS_SANDBOX",
        "Attributes": {"PlatformPrincipal": "certificate", "PlatformCredential": "key"},
    },
    "CreatePlatformEndpoint": lambda here: (
        _application(here) | {"Token": "tablet-1", "CustomUserData": "Ana's tablet", "Attributes": {"Enabled": "true"}}
    ),
    "CreateTopic": lambda here: {
        "Name": "news.fifo",
        "Attributes": {"FifoTopic": "true", "DisplayName": "News"},
        "Tags": [{"Key": "team", "Value": "red"}],
    },
    "DeleteEndpoint": _endpoint,
    "DeletePlatformApplication": _application,
    "DeleteTopic": _topic,
    "GetEndpointAttributes": _endpoint,
    "GetPlatformApplicationAttributes": _application,
    "GetSubscriptionAttributes": _subscription,
    "GetTopicAttributes": _topic,
    "ListEndpointsByPlatformApplication": _application,
    "ListPlatformApplications": lambda here: {},
    "ListSubscriptions": lambda here: {},
    "ListSubscriptionsByTopic": _topic,
    "ListTagsForResource": _tagged,
    "ListTopics": lambda here: {},
    "Publish": lambda here: {
        "TargetArn": _endpoint(here)["EndpointArn"],
        "Message": '{"default": "news", "GCM": "{\\"data\\": {\\"a\\": \\"b\\"}}"}',
        "MessageStructure": "json",
        "Subject": "News",
        "MessageAttributes": {"AWS.SNS.MOBILE.GCM.TTL": {"DataType": "String", "StringValue": "60"}},
    },
    "PublishBatch": lambda here: (
        _topic(here)
        | {
            "PublishBatchRequestEntries": [
                {"Id": "one", "Message": "news", "Subject": "News", "MessageAttributes": _RED},
                {"Id": "two", "Message": '{"default": "news", "sms": "short"}', "MessageStructure": "json"},
            ]
        }
    ),
    "RemovePermission": lambda here: _topic(here) | {"Label": "others"},
    "SetEndpointAttributes": lambda here: (
        _endpoint(here) | {"Attributes": {"Token": "phone-2", "Enabled": "true", "CustomUserData": "Ana's"}}
    ),
    "SetPlatformApplicationAttributes": lambda here: (
        _application(here) | {"Attributes": {"SuccessFeedbackSampleRate": "50"}}
    ),
    "SetSubscriptionAttributes": lambda here: (
        _subscription(here) | {"AttributeName": "FilterPolicy", "AttributeValue": '{"team": ["red", {"prefix": "b"}]}'}
    ),
    "SetTopicAttributes": lambda here: _topic(here) | {"AttributeName": "DisplayName", "AttributeValue": "Alerts"},
    "Subscribe": lambda here: (
        _topic(here)
        | {
            "Protocol": "email",
            "Endpoint": "ben@example.com",
            "Attributes": {"FilterPolicy": '{"team": ["red"]}'},
            "ReturnSubscriptionArn": True,
        }
    ),
    "TagResource": lambda here: _tagged(here) | {"Tags": [{"Key": "cost", "Value": "42"}]},
    "Unsubscribe": _subscription,
    "UntagResource": lambda here: _tagged(here) | {"TagKeys": ["team"]},
}
