"""AWS managed policies that worlds can name, and what Cognito puts on guests, as AWS publishes them.

Sources: "AWS Managed Policy Reference Guide"; Amazon Cognito Developer Guide, "IAM roles": access policies of guests.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_PREFIX = "arn:aws:iam::aws:policy/"
_FOLDER = files(__name__)

NAMES = (
    "AdministratorAccess",
    "AmazonCognitoPowerUser",
    "AmazonCognitoReadOnly",
    "AmazonCognitoUnAuthedIdentitiesSessionPolicy",
    "AmazonS3ReadOnlyAccess",
)
"""The managed policies that CogTUI knows."""

GUEST_SESSION_POLICY_ARN = _PREFIX + "AmazonCognitoUnAuthedIdentitiesSessionPolicy"
"""The managed session policy of guests in the enhanced flow."""


def managed(arn: str) -> str | None:
    """Return the JSON text of an AWS managed policy, None for one that CogTUI does not know."""
    name = arn.removeprefix(_PREFIX)
    return _text(name) if arn.startswith(_PREFIX) and name in NAMES else None


def guest_session_policy() -> str:
    """Return the inline session policy of guests in the enhanced flow."""
    return _text("guest-inline")


@cache
def _text(name: str) -> str:
    return _FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8")
