"""One call that goes well for every simulated operation of SNS."""

from __future__ import annotations

from tests.clients.prepared import Params, Prepared
from tests.clients.valid_cognito import Valid


def _application(here: Prepared) -> Params:
    rows = here.done("sns", "ListPlatformApplications")["PlatformApplications"]
    return {"PlatformApplicationArn": rows[0]["PlatformApplicationArn"]}


def _endpoint(here: Prepared) -> Params:
    rows = here.done("sns", "ListEndpointsByPlatformApplication", **_application(here))["Endpoints"]
    return {"EndpointArn": rows[0]["EndpointArn"]}


SNS: dict[str, Valid] = {
    "CreatePlatformApplication": lambda here: {
        "Name": "reader",
        "Platform": "APNS_SANDBOX",
        "Attributes": {"PlatformPrincipal": "certificate", "PlatformCredential": "key"},
    },
    "CreatePlatformEndpoint": lambda here: (
        _application(here)
        | {"Token": "tablet-1", "CustomUserData": "Ana's tablet", "Attributes": {"Enabled": "true"}}
    ),
    "DeleteEndpoint": _endpoint,
    "DeletePlatformApplication": _application,
    "GetEndpointAttributes": _endpoint,
    "GetPlatformApplicationAttributes": _application,
    "ListEndpointsByPlatformApplication": _application,
    "ListPlatformApplications": lambda here: {},
    "Publish": lambda here: {
        "TargetArn": _endpoint(here)["EndpointArn"],
        "Message": '{"default": "news", "GCM": "{\\"data\\": {\\"a\\": \\"b\\"}}"}',
        "MessageStructure": "json",
        "Subject": "News",
        "MessageAttributes": {"AWS.SNS.MOBILE.GCM.TTL": {"DataType": "String", "StringValue": "60"}},
    },
    "SetEndpointAttributes": lambda here: (
        _endpoint(here) | {"Attributes": {"Token": "phone-2", "Enabled": "true", "CustomUserData": "Ana's"}}
    ),
    "SetPlatformApplicationAttributes": lambda here: (
        _application(here) | {"Attributes": {"SuccessFeedbackSampleRate": "50"}}
    ),
}
