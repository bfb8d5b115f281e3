"""Which texts IAM accepts as a Resource, and what it says of the others.

The texts are IAM's; "Troubleshoot IAM policies" in the IAM User Guide explains some of them.
"""

from __future__ import annotations

from cogtui.cloud.policy.elements import ARN_PARTS
from cogtui.cloud.policy.grammar import LEGACY, Finding

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")

_IAM_PATHS = (
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
)
_IAM_PATH_TEXT = f'IAM resource path must either be "*", root, or start with {", ".join(_IAM_PATHS)}.'


def resource_finding(raw: str, pointer: str) -> Finding | None:
    """Return what is wrong with a value of Resource or NotResource, None when nothing is."""
    if raw == "*":
        return None
    parts = raw.split(":", ARN_PARTS - 1)
    whole = [
        "arn",
        *parts[1:],
        *["*"] * (ARN_PARTS - len(parts)),
    ]  # what IAM reads, whatever stands before the first colon
    _, partition, service, *_ = whole
    if len(parts) > 1 and partition not in PARTITIONS and not _has_wildcard(partition):
        text = f'Partition "{partition}" is not valid for resource "{":".join(whole)}".'
        return Finding(9, text, pointer, f"`{partition}` is no partition of AWS; expected `aws`")
    if len(parts) == 1 or parts[0] != "arn":
        text = f'Resource {raw} must be in ARN format or "*".'
        return Finding(8, text, pointer, "expected an ARN (`arn:aws:s3:::bucket/*`) or `*`")
    if _has_wildcard(service):
        text = "Resource vendor must be fully qualified and cannot contain regexes."
        return Finding(10, text, pointer, "the service, the third part of the ARN, must be written out")
    if not service:
        return Finding(3, LEGACY, pointer, "the service, the third part of the ARN, is missing")
    if len(parts) == _UP_TO_SERVICE or (len(parts) < ARN_PARTS and _has_wildcard(parts[-1])):
        return None
    if len(parts) < ARN_PARTS:
        return Finding(3, LEGACY, pointer, f"an ARN has {ARN_PARTS} parts")
    return _by_service(raw, parts, pointer)


_UP_TO_SERVICE = 3
"""An ARN of so many parts is let pass: `arn:aws:s3`."""


def _by_service(raw: str, parts: list[str], pointer: str) -> Finding | None:
    _, _, service, region, account, path = parts
    has_region = bool(region) and not _has_wildcard(region)
    if service == "iam":
        if has_region:
            text = f"IAM resource {raw} cannot contain region information."
            return Finding(11, text, pointer, "IAM has no regions: leave the fourth part of the ARN empty")
        if path not in ("*", "root") and not path.startswith(_IAM_PATHS):
            return Finding(12, _IAM_PATH_TEXT, pointer, "expected a kind of IAM resource: `role/name`, `user/name` ...")
    if service == "s3" and has_region and not account:  # with an account it is an access point, which has a region
        text = f"Resource {raw} can not contain region information."
        return Finding(12, text, pointer, "an S3 bucket's ARN has no region: leave the fourth part empty")
    return None


def _has_wildcard(text: str) -> bool:
    return "*" in text or "?" in text
