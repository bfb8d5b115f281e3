"""Whom a token or an assertion is about, as trust policies see it.

IAM User Guide, "Available keys for AWS web identity federation", "Available keys for SAML-based AWS STS federation".
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.services.sts.session_tags import NONE, SessionTags


class OutsideIdentity(msgspec.Struct, frozen=True):
    """Somebody known by what an outside provider says."""

    federated: str
    """The provider as a trust policy names it: "cognito-identity.amazonaws.com", the ARN of a registered one."""
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
    tags: SessionTags = NONE
    """Session tags that the provider gives."""
    source: str = ""
    """The source identity that the provider gives."""
    account: str = ""
    """The account of the identity pool; empty where the token comes from outside AWS."""

    @property
    def session_context(self) -> dict[str, ContextValue]:
        """Condition keys that the session's requests carry, its tags aside."""
        carried = {key: self.context[key] for key in self.kept if key in self.context}
        return {"aws:FederatedProvider": self.federated, **carried}

    @property
    def session_origins(self) -> dict[str, Place]:
        """Where those values came from."""
        return {key: self.origins[key] for key in self.kept if key in self.origins}
