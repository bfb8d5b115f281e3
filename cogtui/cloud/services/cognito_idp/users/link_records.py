"""Which outside identities sign in as which user of a pool: what AdminLinkProviderForUser leaves behind."""

from __future__ import annotations

import msgspec

from cogtui.cloud.store import Table


class Link(msgspec.Struct, frozen=True, gc=False):
    """An outside identity that signs in as a user who was there before."""

    pool_id: str
    provider: str
    """ProviderName of the source."""
    attribute: str
    """"Cognito_Subject" for what the provider calls the person, else the user pool attribute that is mapped."""
    value: str
    user_key: str
    """Whom it signs in."""


LINKS = Table("idp.links", Link, lambda row: (row.pool_id, row.provider, row.attribute, row.value))
