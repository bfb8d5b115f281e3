"""A pool with passwordless factors, and the calls of an app that lets its users choose how to sign in."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD
from tests.cloud.services.cognito_idp.authenticator import PHONE, SES, SMS_CONFIGURATION
from tests.cloud.services.cognito_idp.people import ANA, People, people

ALL = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]
OFFERED = ["EMAIL_OTP", "SMS_OTP", "PASSWORD_SRP", "PASSWORD"]
"""What somebody is offered who has everything."""


class Chooser(msgspec.Struct, frozen=True):
    """The app, for one of its users."""

    here: People
    name: str = "ana"
    by_administrator: bool = False

    def begin(self, preferred: str = "", **more: str) -> Reply:
        """Begin with USER_AUTH; what is empty is left out."""
        given = {"USERNAME": self.name, "PREFERRED_CHALLENGE": preferred, **more}
        return self._call("InitiateAuth", AuthFlow="USER_AUTH", AuthParameters={k: v for k, v in given.items() if v})

    def offered(self) -> list[str]:
        """Begin, which must lead to the choice, and return what is offered."""
        reply = self.begin()
        assert reply.ok, reply.error
        assert reply.output["ChallengeName"] == "SELECT_CHALLENGE"
        return reply.output["AvailableChallenges"]

    def answer(self, challenge: str, session: str, **responses: str) -> Reply:
        """Answer a challenge."""
        given = {"USERNAME": self.name, **responses}
        return self._call("RespondToAuthChallenge", ChallengeName=challenge, Session=session, ChallengeResponses=given)

    def choose(self, challenge: str, **more: str) -> Reply:
        """Begin without a preference, and choose."""
        return self.answer("SELECT_CHALLENGE", self.begin().output["Session"], ANSWER=challenge, **more)

    def by_code(self, challenge: str = "EMAIL_OTP") -> Reply:
        """Sign in by a code."""
        asked = self.begin(challenge).output
        return self.answer(challenge, asked["Session"], **{f"{challenge}_CODE": self.here.mail[-1].code})

    def _call(self, operation: str, **params: Any) -> Reply:
        if self.by_administrator:
            return self.here.asked(f"Admin{operation}", ClientId=self.here.client, **params)
        return self.here.call(operation, **params)


def choosing(*factors: str, client: dict[str, Any] | None = None, **pool: Any) -> People:
    """Make a pool with these first factors, by default all, and an app that has USER_AUTH besides passwords."""
    flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": list(factors or ALL)}}
    settings = {"Policies": policies, "EmailConfiguration": SES, "SmsConfiguration": SMS_CONFIGURATION}
    return people({"ExplicitAuthFlows": flows} | (client or {}), **(settings | pool))


def with_everything(here: People, name: str = "ana") -> Chooser:
    """Make a confirmed user with a password and two addresses, neither of them proven."""
    here.user(name, PASSWORD, email=ANA if name == "ana" else f"{name}@example.com", phone_number=PHONE)
    return Chooser(here, name)
