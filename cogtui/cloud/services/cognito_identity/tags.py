"""What tags a pool can have (Amazon Cognito Developer Guide, "Tagging your Amazon Cognito resources")."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_identity import errors

MOST_TAGS = 50


def checked_tags(call: Call, tags: dict[str, str]) -> dict[str, str]:
    """Return the tags; refuse more than a pool can have, and keys that only AWS gives."""
    if tags:
        call.require("identity.tags.count", len(tags) <= MOST_TAGS, errors.too_many_tags, most=MOST_TAGS, has=len(tags))
        reserved = [key for key in tags if key.lower().startswith("aws:")]
        call.require("identity.tags.keys", not reserved, errors.reserved_tag, has=reserved)
    return dict(tags)
