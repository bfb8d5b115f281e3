"""The words behind the rule ids `iam.mfa.*`: what IAM asks about MFA devices."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = 'IAM User Guide, "AWS multi-factor authentication in IAM"'

RULES = {
    "iam.mfa": Rule(
        "the account has the virtual MFA device",
        "IAM API Reference, EnableMFADevice",
        "the account has no such virtual MFA device",
    ),
    "iam.mfa.name": Rule(
        "no device of the account has this name",
        "IAM API Reference, CreateVirtualMFADevice",
        "the name is taken",
    ),
    "iam.mfa.free": Rule(
        "the device is nobody's yet", "IAM API Reference, EnableMFADevice", "the device is somebody's already"
    ),
    "iam.mfa.own": Rule(
        "the device is this user's", "IAM API Reference, DeactivateMFADevice", "the device is not this user's"
    ),
    "iam.mfa.codes": Rule(
        "the two codes are two in a row that the device shows about now",
        _GUIDE,
        "these are no two codes in a row that the device shows about now",
    ),
    "iam.mfa.unused": Rule(
        "the device is nobody's any more",
        "IAM API Reference, DeleteVirtualMFADevice",
        "the device is still a user's second factor",
    ),
}
