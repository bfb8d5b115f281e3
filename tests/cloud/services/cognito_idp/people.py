"""A user pool with one app, and the unsigned calls that the app makes to it."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.services.cognito_idp.traces import Message
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import PASSWORD, a_client, a_user, a_user_pool, a_world, asked, done, password_sign_in

ANA = "ana@example.com"


class People(msgspec.Struct, frozen=True):
    """The world, the pool and the app client."""

    world: World
    pool: str
    client: str

    def call(self, operation: str, **params: Any) -> Reply:
        """Make an unsigned call as the app; the client's id is added where the operation takes one."""
        given = {} if "AccessToken" in params else {"ClientId": self.client}
        return self.world.call("cognito-idp", operation, given | params)

    def done(self, operation: str, **params: Any) -> dict[str, Any]:
        """Make an unsigned call that must succeed and return its output."""
        reply = self.call(operation, **params)
        assert reply.ok, reply.error
        return reply.output

    def asked(self, operation: str, **params: Any) -> Reply:
        """Make a signed call about the pool as the operator."""
        return asked(self.world, "cognito-idp", operation, UserPoolId=self.pool, **params)

    def administered(self, operation: str, **params: Any) -> dict[str, Any]:
        """Make a signed call about the pool that must succeed and return its output."""
        return done(self.world, "cognito-idp", operation, UserPoolId=self.pool, **params)

    def sign_up(self, username: str = "ana", password: str = PASSWORD, **attributes: str) -> Reply:
        """Sign somebody up; `custom__team=` gives the attribute `custom:team`."""
        return self.call("SignUp", Username=username, Password=password, UserAttributes=as_attributes(**attributes))

    def confirmed(self, username: str = "ana", **attributes: str) -> str:
        """Sign somebody up and confirm with the code that was sent; return the user name."""
        attributes = attributes or {"email": ANA}
        reply = self.sign_up(username, **attributes)
        assert reply.ok, reply.error
        self.done("ConfirmSignUp", Username=username, ConfirmationCode=self.mail[-1].code)
        return username

    def user(self, username: str = "ana", password: str = PASSWORD, **attributes: str) -> str:
        """Make a confirmed user the administrator's way and return the user name."""
        return a_user(self.world, self.pool, username, password, **attributes)

    def sign_in(self, username: str = "ana", password: str = PASSWORD, **more: str) -> Reply:
        """Sign in with a password."""
        return password_sign_in(self.world, self.client, username, password, **more)

    def tokens(self, username: str = "ana", password: str = PASSWORD) -> dict[str, Any]:
        """Sign in, which must succeed, and return AuthenticationResult."""
        reply = self.sign_in(username, password)
        assert reply.ok, reply.error
        return reply.output["AuthenticationResult"]

    def refresh(self, token: str, *, client: str = "", **more: str) -> Reply:
        """Ask for new tokens."""
        return self.world.call(
            "cognito-idp",
            "InitiateAuth",
            {
                "ClientId": client or self.client,
                "AuthFlow": "REFRESH_TOKEN_AUTH",
                "AuthParameters": {"REFRESH_TOKEN": token, **more},
            },
        )

    def profile(self, username: str = "ana") -> dict[str, str]:
        """Return a user's attributes, as an administrator sees them."""
        return by_name(self.administered("AdminGetUser", Username=username)["UserAttributes"])

    def status(self, username: str = "ana") -> str:
        """Return the state that a user is in."""
        return self.administered("AdminGetUser", Username=username)["UserStatus"]

    def secret(self) -> str:
        """Return the client's secret."""
        return self.administered("DescribeUserPoolClient", ClientId=self.client)["UserPoolClient"]["ClientSecret"]

    def invited(self, username: str = "ana", password: str = PASSWORD, **attributes: str) -> str:
        """Make a user with a temporary password and return the user name."""
        made = self.administered(
            "AdminCreateUser",
            Username=username,
            TemporaryPassword=password,
            UserAttributes=as_attributes(**attributes),
            MessageAction="SUPPRESS",
        )
        return made["User"]["Username"]

    @property
    def mail(self) -> list[Message]:
        """What the pool has sent."""
        return outbox.messages(self.world.store, self.pool)

    def wait(self, **spans: float) -> None:
        """Let time pass: `seconds=`, `minutes=`, `hours=`, `days=`."""
        units = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        self.world.act("clock.advance", seconds=sum(units[unit] * count for unit, count in spans.items()))


def people(client: dict[str, Any] | None = None, **pool: Any) -> People:
    """Make a world with a pool of these settings, and a client of those."""
    world = a_world()
    pool_id = a_user_pool(world, **pool)
    return People(world, pool_id, a_client(world, pool_id, **(client or {})))


def as_attributes(**attributes: str) -> list[dict[str, str]]:
    """Return attributes in AWS's shape."""
    return [{"Name": name.replace("__", ":"), "Value": value} for name, value in attributes.items()]


def by_name(attributes: list[dict[str, str]]) -> dict[str, str]:
    """Return attributes of AWS's shape as a mapping."""
    return {entry["Name"]: entry["Value"] for entry in attributes}


def refusal(reply: Reply) -> tuple[str, str]:
    """Return code and text of a failed call's error."""
    assert reply.error is not None, reply.output
    return reply.error.code, reply.error.message
