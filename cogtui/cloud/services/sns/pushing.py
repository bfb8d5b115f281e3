"""Push: a message goes to a platform, which knows the device by its token, or says that there is none."""

from __future__ import annotations

from typing import Any, Final

from cogtui.cloud.call import Call
from cogtui.cloud.device_sync.records import DEVICES, SyncDevice
from cogtui.cloud.errors import AwsError, ErrorInfo
from cogtui.cloud.parties import PUSH_PARTY, device_party
from cogtui.cloud.services.sns import errors
from cogtui.cloud.services.sns.delivery_log import Answer, Sent, log
from cogtui.cloud.services.sns.payloads import Message, notification
from cogtui.cloud.services.sns.platform_endpoints import disable, endpoint_at
from cogtui.cloud.services.sns.records import APPLICATIONS, PlatformApplication, PlatformEndpoint
from cogtui.cloud.store import Reader
from cogtui.cloud.trail import Record

PUSH = "push"
APPLICATION = "application"
"""The protocol of mobile push."""

_FCM: Final = '{"multicast_id":0,"success":1,"failure":0,"canonical_ids":0,"results":[{"message_id":"0:0"}]}'
_TAKES: Final = {"GCM": _FCM, "ADM": '{"registrationID":""}'}
"""What platforms answer to a message that they take; Apple's says nothing."""

_FCM_REFUSES = '{"multicast_id":0,"success":0,"failure":1,"canonical_ids":0,"results":[{"error":"%s"}]}'
_REFUSES = '{"reason":"%s"}'

_NO_DEVICE: Final = frozenset({"BadDeviceToken", "InvalidRegistration", "NotRegistered", "Unregistered"})
"""What platforms call a token that no device has: the app was taken off it, or got another token since."""


def push(call: Call, sent: Sent, endpoint: PlatformEndpoint, message: Message) -> None:
    """Publish to one endpoint; refuse where SNS would not hand anything to a platform.

    SNS Developer Guide, "Mobile push notifications": delivery goes on after Publish has answered, so a token that is no
    good is no error of this message, but of the next.
    """
    application = _application_of(call.tx, endpoint)
    call.require("sns.application.enabled", application.enabled, errors.application_disabled, has=application.arn)
    call.require("sns.endpoint.enabled", endpoint.enabled, errors.endpoint_disabled, has=endpoint.arn)
    _hand_over(call, sent, endpoint, notification(call, message, application.platform))


def push_from_topic(call: Call, sent: Sent, arn: str, message: Message) -> None:
    """Send an endpoint what came through a topic: the publisher hears nothing of what becomes of it; the log does."""
    endpoint = endpoint_at(call, arn)
    try:
        call.require("sns.endpoint", endpoint, errors.no_endpoint, has=arn)
        assert endpoint is not None
        push(call, sent, endpoint, message)
    except AwsError as error:
        log(call, sent, APPLICATION, arn, Answer("FAILURE", error.message, error.status))


def _hand_over(call: Call, sent: Sent, endpoint: PlatformEndpoint, content: dict[str, Any]) -> None:
    """Hand a notification to the platform. One that knows no such token: SNS switches the endpoint off."""
    platform = endpoint.application.rpartition(":")[2].split("/")[1]
    record = _delivered(call, platform, endpoint.token, content)
    gone = record.error is not None and record.error.code in _NO_DEVICE
    call.note("sns.push.token", not gone, token=endpoint.token, platform=platform)
    log(call, sent, APPLICATION, endpoint.arn, _answer(platform, record.error), token=endpoint.token)
    if gone:
        disable(call, endpoint)


def _delivered(call: Call, platform: str, token: str, content: dict[str, Any]) -> Record:
    device = _device_with(call.tx, platform, token)
    name = device.name if device else ""
    title = f"push to {name}" if name else "push to an app that is gone"
    carried = {"token": token, "message": content}
    return call.deliver(
        platform, PUSH, carried, target=device_party(name) if name else PUSH_PARTY, device=name, title=title
    )


def _answer(platform: str, error: ErrorInfo | None) -> Answer:
    """Return what a platform said, in the form that its answers have."""
    if error is None:
        return Answer("SUCCESS", _TAKES.get(platform, "Success"))
    form = _FCM_REFUSES if platform == "GCM" else _REFUSES
    return Answer("FAILURE", form % error.code, error.status)


def _application_of(reader: Reader, endpoint: PlatformEndpoint) -> PlatformApplication:
    """Return the application that an endpoint is registered with: it takes its endpoints along when it goes."""
    _, _, _, region, account, rest = endpoint.application.split(":", 5)
    found = reader.get(APPLICATIONS, (f"{account} {region}", rest.removeprefix("app/")))
    assert found is not None
    return found


def _device_with(reader: Reader, platform: str, token: str) -> SyncDevice | None:
    """Return the device that a platform knows by a token."""
    devices = reader.scan(DEVICES, "devices")
    return next((device for device in devices if device.token == token and device.platform == platform), None)
