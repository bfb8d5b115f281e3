"""Whom a web identity token is about, as trust policies see it.

IAM User Guide, "Available keys for AWS web identity federation".
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import ContextValue


class WebIdentity(msgspec.Struct, frozen=True):
    """Somebody known by an outside provider's token."""

    federated: str
    """The provider as a trust policy names it: "cognito-identity.amazonaws.com"."""
    provider: str
    """The provider as the answer names it."""
    subject: str
    audience: str
    context: dict[str, ContextValue]
    """Condition keys while the role is being assumed: `PROVIDER:aud`."""
    origins: dict[str, Place]
    """Where their values stand."""
    kept: tuple[str, ...]
    """Those of the keys that the session goes on to carry."""
    tags: dict[str, str] = {}
    """Session tags that the token brings."""
    account: str = ""
    """The account of the identity pool; empty where the token comes from outside AWS."""

    @property
    def session_context(self) -> dict[str, ContextValue]:
        """Condition keys that the session's requests carry."""
        carried = {key: self.context[key] for key in self.kept if key in self.context}
        tags = {f"aws:PrincipalTag/{key}": value for key, value in self.tags.items()}
        return {"aws:FederatedProvider": self.federated, **carried, **tags}

    @property
    def session_origins(self) -> dict[str, Place]:
        """Where those values came from."""
        tags = {f"aws:PrincipalTag/{key}": self.origins[f"aws:RequestTag/{key}"] for key in self.tags}
        return {key: self.origins[key] for key in self.kept if key in self.origins} | tags
