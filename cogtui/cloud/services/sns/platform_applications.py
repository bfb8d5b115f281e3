"""Platform applications: what SNS needs to speak to a push service in an app's name (SNS API Reference)."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.sns import errors
from cogtui.cloud.services.sns.arns import named
from cogtui.cloud.services.sns.flags import flag_of
from cogtui.cloud.services.sns.paging import page
from cogtui.cloud.services.sns.records import APPLICATIONS, ENDPOINTS, TOKENS, PlatformApplication, scope_of

Output = dict[str, Any]

PRINCIPAL, CREDENTIAL = "PlatformPrincipal", "PlatformCredential"

SIMULATED: Final = ("ADM", "APNS", "APNS_SANDBOX", "GCM")
"""Platforms of the devices in a world."""

_OTHERS: Final = ("APNS_VOIP", "APNS_VOIP_SANDBOX", "BAIDU", "MACOS", "MACOS_SANDBOX", "MPNS", "WNS")
"""Platforms that SNS has besides."""

_NOT_FOR = ("GCM",)
"""Platforms without a principal."""

_SETTINGS: Final = frozenset(
    {
        "ApplePlatformBundleID",
        "ApplePlatformTeamID",
        "EventDeliveryFailure",
        "EventEndpointCreated",
        "EventEndpointDeleted",
        "EventEndpointUpdated",
        "FailureFeedbackRoleArn",
        "SuccessFeedbackRoleArn",
        "SuccessFeedbackSampleRate",
    }
)
"""Attributes that are kept as they are put.

DIFFERS: no event is published to the topics that the Event... attributes name, and the delivery log is written whether or not
a role for CloudWatch Logs is named.
"""

_NAME = re.compile(r"[A-Za-z0-9_.-]*")
_LONGEST_NAME = 256


def create_platform_application(call: Call, *, Name: str, Platform: str, Attributes: dict[str, str]) -> Output:
    """Make an application; the same once more is no matter."""
    call.require("sns.application.name.there", Name, lambda: errors.empty_name(Name), has=Name)
    short = len(Name) <= _LONGEST_NAME
    call.require("sns.application.name.length", short, lambda: errors.long_name(Name), has=len(Name))
    call.require("sns.application.name", _NAME.fullmatch(Name), lambda: errors.odd_name(Name), has=Name)
    _require_platform(call, Platform)
    credentials = _credentials(call, Platform, Attributes)
    fresh = PlatformApplication(call.account, call.region, Platform, Name, call.now, credentials)
    fresh = _changed(call, fresh, Attributes)
    present = call.tx.get(APPLICATIONS, APPLICATIONS.key(fresh))
    if present is not None:
        same = msgspec.structs.replace(fresh, created=present.created, enabled=present.enabled) == present
        call.require("sns.application.same", same, errors.other_application, has=sorted(Attributes))
        return {"PlatformApplicationArn": present.arn}
    call.tx.put(APPLICATIONS, fresh)
    return {"PlatformApplicationArn": fresh.arn}


def delete_platform_application(call: Call, *, PlatformApplicationArn: str) -> Output:
    """Delete an application and what is registered with it; one that is not there is no matter."""
    found = find_application(call, PlatformApplicationArn)
    if found is None:
        return {}
    for endpoint in list(call.tx.scan(ENDPOINTS, found.arn)):
        call.tx.delete(ENDPOINTS, ENDPOINTS.key(endpoint))
        call.tx.delete(TOKENS, (found.arn, endpoint.token))
    call.tx.delete(APPLICATIONS, APPLICATIONS.key(found))
    return {}


def get_platform_application_attributes(call: Call, *, PlatformApplicationArn: str) -> Output:
    """Return an application's attributes, its credentials not among them."""
    return {"Attributes": application_named(call, PlatformApplicationArn).shown}


def set_platform_application_attributes(
    call: Call, *, PlatformApplicationArn: str, Attributes: dict[str, str]
) -> Output:
    """Change some of an application's attributes.

    DIFFERS: `Enabled` can be put here although the API Reference does not list it: no platform of this world ever finds
    credentials expired, so there must be a way to see what follows.
    """
    found = application_named(call, PlatformApplicationArn)
    given = {name: Attributes[name] for name in (PRINCIPAL, CREDENTIAL) if name in Attributes}
    changed = msgspec.structs.replace(found, credentials={**found.credentials, **given})
    call.tx.put(APPLICATIONS, _changed(call, changed, Attributes))
    return {}


def list_platform_applications(call: Call, *, NextToken: str | None = None) -> Output:
    """List the applications of the account in the region."""
    del NextToken
    rows = list(call.tx.scan(APPLICATIONS, scope_of(call.account, call.region)))
    return page(call, "PlatformApplications", rows, lambda row: f"{row.platform}/{row.name}", _shown)


def _shown(row: PlatformApplication) -> Output:
    return {"PlatformApplicationArn": row.arn, "Attributes": row.shown}


def find_application(call: Call, arn: str) -> PlatformApplication | None:
    """Return the application of the caller's account and region that an ARN names."""
    parts = named(call, "PlatformApplicationArn", arn)
    kind, _, name = parts.rest.partition("/")
    here = (parts.account, parts.region) == (call.account, call.region) and kind == "app"
    return call.tx.get(APPLICATIONS, (scope_of(call.account, call.region), name)) if here else None


def application_named(call: Call, arn: str) -> PlatformApplication:
    """Return the application; refuse ARNs under which there is none."""
    found = find_application(call, arn)
    call.require("sns.application", found, errors.no_application, has=arn)
    assert found is not None
    return found


def _require_platform(call: Call, platform: str) -> None:
    known = platform in SIMULATED or platform in _OTHERS
    call.require("sns.platform", known, lambda: errors.unknown_platform(platform), has=platform)
    if platform not in SIMULATED:
        call.refuse("door.simulated", NotSimulated(f"platform {platform}"), has=platform)


def _credentials(call: Call, platform: str, given: dict[str, str]) -> dict[str, str]:
    """Return what SNS is to prove itself by. DIFFERS: AWS asks the platform whether it is any good."""
    found = {name: given[name] for name in (PRINCIPAL, CREDENTIAL) if name in given}
    paired = ((PRINCIPAL, CREDENTIAL), (CREDENTIAL, PRINCIPAL))
    for one, other in paired if platform not in _NOT_FOR else paired[:1]:
        whole = one not in found or other in found
        call.require("sns.credentials", whole, lambda one=one, other=other: errors.attribute_without(one, other))
    call.require("sns.credentials.there", found, errors.no_credential, platform=platform)
    return found


def _changed(call: Call, application: PlatformApplication, given: dict[str, str]) -> PlatformApplication:
    """Return the application with the attributes that are no credentials; refuse those that there are not."""
    attributes, enabled = dict(application.attributes), application.enabled
    for name, value in given.items():
        if name in (PRINCIPAL, CREDENTIAL):
            continue
        known = name in _SETTINGS or name == "Enabled"
        call.require("sns.attribute", known, lambda name=name: errors.unknown_attribute(name), has=name)
        if name == "Enabled":
            enabled = flag_of(call, name, value)
        else:
            attributes[name] = value
    return msgspec.structs.replace(application, attributes=attributes, enabled=enabled)
