"""What scopes let an app see of a user: in the ID token and at the userInfo endpoint.

Source: Developer Guide, "Scopes, M2M, and resource servers"; OpenID Connect Core 1.0, section 5.4.
"""

from __future__ import annotations

from cogtui.cloud.services.cognito_idp.records import Client
from cogtui.cloud.services.cognito_idp.users.attributes import is_readable

SELF_SERVICE = "aws.cognito.signin.user.admin"
"""The scope of tokens from API sign-ins: their bearer may call GetUser and the like."""
OPENID = "openid"

IDENTITIES = "identities"
"""The attribute that says from which outside providers a profile comes; no app needs a permission to read it."""

_SHOWN: dict[str, frozenset[str]] = {
    "email": frozenset({"email", "email_verified"}),
    "phone": frozenset({"phone_number", "phone_number_verified"}),
}
"""Scope -> the attributes that it shows."""
_ALL = "profile"
"""The scope that shows whatever the app may read."""


def shows(client: Client, scopes: tuple[str, ...], name: str) -> bool:
    """Tell whether an app gets to see an attribute.

    `openid` by itself shows all that the app may read, and so does a sign-in through the API, which has no scopes.
    """
    if name == IDENTITIES:
        return True
    if not is_readable(client, name):
        return False
    narrowing = [scope for scope in scopes if scope in _SHOWN or scope == _ALL]
    return not narrowing or _ALL in narrowing or any(name in _SHOWN[scope] for scope in narrowing)


def unreadable(client: Client, scopes: tuple[str, ...]) -> list[str]:
    """Return the attributes that scopes show and the app may not read: it gets no tokens for such a grant then."""
    return sorted(name for scope in scopes for name in _SHOWN.get(scope, ()) if not is_readable(client, name))
