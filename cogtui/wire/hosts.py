"""What the name says under which a request was sent: a service, a region, a bucket, a user pool's domain.

Sources: AWS General Reference, "Service endpoints"; S3 User Guide, "Virtual hosting of buckets"; Cognito Developer Guide,
"User pool endpoints and managed login reference".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from cogtui.cloud.catalog import reader

_REGION: Final = r"[a-z]{2,3}(?:-[a-z]+)+-[0-9]{1,2}"
_S3: Final = re.compile(
    rf"(?:(?P<bucket>.+)\.)?s3(?:-fips)?(?:\.dualstack)?(?:[.-](?P<region>{_REGION}))?\.(?:amazonaws\.com|localhost)"
)
_SERVICE: Final = re.compile(
    rf"(?P<service>[a-z][a-z0-9-]*?)(?:-fips)?(?:\.(?P<region>{_REGION}))?\.(?P<end>amazonaws\.com|localhost)"
)
_DOMAIN: Final = re.compile(
    rf"(?:(?P<domain>[a-z0-9-]+)\.)?auth(?:-fips)?\.(?:(?P<region>{_REGION})\.amazoncognito\.com|localhost)"
)
_BUCKET: Final = re.compile(r"(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.localhost")


class Named(msgspec.Struct, frozen=True):
    """What a host name says."""

    service: str = ""
    region: str = ""
    bucket: str = ""
    pages: bool = False
    """Whether it is the domain of a user pool, or of all of them."""
    domain: str = ""
    """The prefix of one's domain."""


@lru_cache(maxsize=1024)
def named(host: str) -> Named:
    """Return what a host name (small letters, no port) says; nothing for addresses and plain names."""
    if found := _S3.fullmatch(host):
        return Named("s3", found["region"] or "", found["bucket"] or "")
    if found := _DOMAIN.fullmatch(host):
        return Named(region=found["region"] or "", pages=True, domain=found["domain"] or "")
    found = _SERVICE.fullmatch(host)
    if found and (found["end"] != "localhost" or found["service"] in reader.services()):
        return Named(found["service"], found["region"] or "")
    if found := _BUCKET.fullmatch(host):
        return Named(bucket=found["bucket"])
    return Named()
