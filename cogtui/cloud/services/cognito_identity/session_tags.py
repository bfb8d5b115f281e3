"""The tags that logins bring into a session: claims under the names that the pool's maps give them.

Amazon Cognito Developer Guide, "Using attributes for access control"; IAM User Guide, "Passing session tags in AWS STS".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Check, Fact
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.claim_rules import claim_text
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.tokens.evidence import claim_place

TAGS_CLAIM = "https://aws.amazon.com/tags"
"""The claim of OpenID tokens in which STS looks for session tags."""

MOST_BYTES = 460
"""Bytes that the keys and values of all tags have together ("Quotas in Amazon Cognito")."""


def tags_claim(
    call: Call, pool: IdentityPool, logins: Iterable[ProvenLogin], given: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return the claim with the tags that the app's backend gives and those of the logins; nothing without any.

    DIFFERS: of two that bring the same tag the first counts, and lists are written as JSON; AWS says neither.
    """
    tags = dict(given or {})
    for login in logins:
        tag_map = pool.tag_maps.get(login.provider) or pool.tag_maps.get(login.mapping_key)
        for tag, claim in tag_map.mapped.items() if tag_map else ():
            value = claim_text(login.claims.get(claim))
            call.checks.append(_check(pool, login, tag, claim, value))
            if value is not None:
                tags.setdefault(tag, value)
    if not tags:
        return {}
    _require_room(call, tags)
    return {TAGS_CLAIM: {"principal_tags": {tag: [value] for tag, value in tags.items()}}}


def _check(pool: IdentityPool, login: ProvenLogin, tag: str, claim: str, value: str | None) -> Check:
    """Tell what a tag comes to; a claim that the token lacks leaves its tag out, and is no error."""
    has = Fact("has", value, claim_place(claim) if value is not None else None)
    place = pool.place(f"principal tags of {login.provider}", "tag_maps")
    return Check(
        "identity.tag_map.claim", value is not None, (Fact("tag", tag), Fact("claim", claim), has), place=place
    )


def _require_room(call: Call, tags: dict[str, str]) -> None:
    """Refuse more than fits. DIFFERS: what AWS says then is not published."""
    size = sum(len(text.encode()) for item in tags.items() for text in item)
    call.require("identity.tag_map.size", size <= MOST_BYTES, errors.bad_configuration, most=MOST_BYTES, has=size)
