"""A sign-in under way: what the steps of a flow hand on to one another."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.services.cognito_idp.devices.device_records import Device
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.traces import CustomSteps, Pending, Session

Output = dict[str, Any]


class Attempt(msgspec.Struct, frozen=True):
    """One sign-in, as far as it has come."""

    app: App
    flow: str
    """The AuthFlow that it began with."""
    given: dict[str, str]
    """AuthParameters, or ChallengeResponses."""
    user: User | None = None
    """None before anybody is named, or where nobody has the name and nobody is told."""
    pending: Pending | None = None
    """The challenge that is being answered."""
    choice: str = ""
    """The first factor that is asked for (USER_AUTH)."""
    proven: bool = False
    """The first factor holds."""
    sets_up: str = ""
    """The address that is becoming a second factor."""
    device: Device | None = None
    """The user's device that it comes from, where DEVICE_KEY names one that the pool knows."""
    custom: CustomSteps | None = None
    """How far CUSTOM_AUTH has come."""
    session: Session | None = None
    """The session that is refreshed."""

    @property
    def known_user(self) -> User:
        """The user, once a step has found one."""
        assert self.user is not None
        return self.user


def going_on(attempt: Attempt, **fields: object) -> Attempt:
    """Return the attempt with other fields."""
    return msgspec.structs.replace(attempt, **fields)
