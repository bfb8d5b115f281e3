"""The world that the benchmarks work in: the ready-made one, with what an app and its user bring."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from cogtui.resources import lessons_dir

TEMPLATE = "worlds/sign-in-with-facebook.yaml"
USERNAME, PASSWORD = "ana", "Pool-ana-1"
KEY = "reports/welcome.txt"


class Scene(msgspec.Struct, frozen=True):
    """A world, and the ids that an app in it knows."""

    world: World
    client_id: str
    user_pool_id: str
    identity_pool_id: str
    bucket: str
    login_key: str
    """Of Logins maps: the user pool's name."""

    def call(
        self, service: str, operation: str, params: dict[str, Any], *, caller: Caller = ANONYMOUS
    ) -> dict[str, Any]:
        """Make a call that must succeed, and return its output."""
        reply = self.world.call(service, operation, params, caller=caller)
        if reply.error is not None:
            raise RuntimeError(f"{operation}: {reply.error.code}: {reply.error.message}")
        return reply.output

    def sign_in(self) -> dict[str, str]:
        """Sign in with a password and return the Logins map."""
        parameters = {"USERNAME": USERNAME, "PASSWORD": PASSWORD}
        asked = {"ClientId": self.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
        return {self.login_key: self.call("cognito-idp", "InitiateAuth", asked)["AuthenticationResult"]["IdToken"]}

    def credentials(self, logins: dict[str, str]) -> Keys:
        """Take a login to credentials, by the enhanced flow."""
        asked: dict[str, Any] = {"IdentityPoolId": self.identity_pool_id, "Logins": logins}
        identity = self.call("cognito-identity", "GetId", asked)["IdentityId"]
        asked = {"IdentityId": identity, "Logins": logins}
        found = self.call("cognito-identity", "GetCredentialsForIdentity", asked)["Credentials"]
        return Keys(found["AccessKeyId"], found["SecretKey"], found["SessionToken"])

    def read(self, keys: Keys) -> None:
        """Read an object."""
        self.call("s3", "GetObject", {"Bucket": self.bucket, "Key": KEY}, caller=keys)

    def user(self) -> User:
        """Return the record of the one user of the pool."""
        return next(iter(self.world.store.scan(USERS, self.user_pool_id)))


def a_scene() -> Scene:
    """Make the world."""
    world = World("bench")
    file = lessons_dir() / TEMPLATE
    outputs = apply(world, file.read_text(encoding="utf-8"), file.name).outputs
    settings = settings_of(world)
    user_pool = str(outputs["UserPoolId"])
    return Scene(
        world=world,
        client_id=settings.user_pool_client_id,
        user_pool_id=user_pool,
        identity_pool_id=settings.identity_pool_id,
        bucket=settings.bucket,
        login_key=f"cognito-idp.{settings.region}.amazonaws.com/{user_pool}",
    )
