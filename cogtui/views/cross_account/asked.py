"""What is asked in a cross-account story, and what the request brings along."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.accounts.principals import session_principal
from cogtui.cloud.accounts.users import User, user_principal
from cogtui.cloud.door.asking import Asker, ask
from cogtui.cloud.policy.evaluate import PolicyEvaluation
from cogtui.cloud.policy.request import ContextValue, PolicySource
from cogtui.cloud.store import Reader
from cogtui.views.cross_account.cast import Cast

Operation = Literal["GetObject", "ListObjectsV2", "PutObject"]

ACTIONS: dict[Operation, str] = {
    "GetObject": "s3:GetObject",
    "ListObjectsV2": "s3:ListBucket",
    "PutObject": "s3:PutObject",
}
"""Operation that can be tried -> the action that policies are asked for."""

Sender = Literal["own", "other", "none"]
"""Which ExternalId a request carries: the one that belongs to the bucket's account, somebody else's, none."""


class Sends(msgspec.Struct, frozen=True):
    """What AssumeRole sends along."""

    external_id: str = ""
    mfa: bool = False
    """A code of the user's MFA device."""
    session_policy: str = ""
    """JSON text; empty for none."""

    @property
    def context(self) -> dict[str, ContextValue]:
        """The condition keys that come of it."""
        found: dict[str, ContextValue] = {}
        if self.external_id:
            found["sts:ExternalId"] = self.external_id
        if self.mfa:
            found["aws:MultiFactorAuthPresent"] = "true"
            found["aws:MultiFactorAuthAge"] = "0"
        return found


class Asked(msgspec.Struct, frozen=True):
    """One story: who takes part, what they want, what they send."""

    state: Reader
    """The world's."""
    cast: Cast
    operation: Operation = "GetObject"
    sends: Sends = Sends()

    @property
    def action(self) -> str:
        """What S3 asks the policies for."""
        return ACTIONS[self.operation]

    @property
    def resource(self) -> str:
        """The ARN that is asked for."""
        return self.cast.bucket_arn if self.operation == "ListObjectsV2" else self.cast.object_arn

    def assume(self, user: User, sends: Sends | None = None) -> PolicyEvaluation | None:
        """Ask whether the user may become the role; None without one."""
        if self.cast.role is None:
            return None
        context = (self.sends if sends is None else sends).context
        return ask(self.state, Asker(user_principal(user)), "sts:AssumeRole", self.cast.role_arn, context)

    def directly(self, user: User) -> PolicyEvaluation:
        """Ask whether the user's own keys are enough."""
        return ask(self.state, Asker(user_principal(user)), self.action, self.resource)

    def in_session(self, *, cut_down: bool = True) -> PolicyEvaluation | None:
        """Ask whether a session of the role may; with the session policy that is sent, if any, unless told otherwise."""
        role = self.cast.role
        if role is None:
            return None
        name = self.cast.user.name if self.cast.user else "session"
        inline = self.sends.session_policy if cut_down else ""
        policies = (PolicySource("session", "inline session policy", inline),) if inline else ()
        return ask(self.state, Asker(session_principal(role, name), {}, policies), self.action, self.resource)
