"""A provider's map of principal tags: which claims of its logins become tags of the session.

Amazon Cognito Developer Guide, "Using attributes for access control".
"""

from __future__ import annotations

from typing import Any

import msgspec

DEFAULTS = {"client": "aud", "username": "sub"}
"""The default mappings: tag to claim ("Default provider mappings")."""


class TagMap(msgspec.Struct, frozen=True, gc=False):
    """What SetPrincipalTagAttributeMap says of one provider."""

    use_defaults: bool | None = None
    """UseDefaults; None where the caller did not say."""
    tags: dict[str, str] = {}
    """PrincipalTags: tag to claim."""

    @property
    def mapped(self) -> dict[str, str]:
        """The tags that logins bring, each with its claim.

        DIFFERS: what becomes of own tags beside the default mappings is not published; here the defaults stand alone.
        """
        return DEFAULTS if self.use_defaults else self.tags


def tag_map_shape(tag_map: TagMap) -> dict[str, Any]:
    """Return a map in the API's shape; what was not given is left out."""
    shape: dict[str, Any] = {} if tag_map.use_defaults is None else {"UseDefaults": tag_map.use_defaults}
    return shape | ({"PrincipalTags": dict(tag_map.tags)} if tag_map.tags else {})
