"""A served world in which somebody is signed in and there is one of everything, for calls of every operation."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.services.s3.records import PARTS, Upload
from cogtui.device.settings import AppSettings, settings_of
from tests.clients.serving import Served
from tests.cloud.test_every_operation import key_of_ana, someone_signed_in
from tests.cloud.worlds import ready_made, upload_in

PASSWORD = "Pool-ana-1"
OTHER_PASSWORD = "Other-pass-2"

Params = dict[str, Any]


class Prepared:
    """What a call needs to know, and the way to do what must be done before it."""

    def __init__(self, here: Served) -> None:
        self.here = here
        # The clock goes with the host's before anybody signs in: what is issued now is good for an hour from now.
        here.become(ready_made())
        world = here.world
        here.do(lambda: someone_signed_in(world))
        self.app: AppSettings = settings_of(world)
        self.held = world.held("app")
        self.upload: Upload = upload_in(world)
        self.parts = [
            {"PartNumber": part.number, "ETag": part.etag} for part in world.store.scan(PARTS, self.upload.upload_id)
        ]
        self.ana_key: AccessKey = key_of_ana(world)
        self.pool: str = self.done("cognito-idp", "ListUserPools", MaxResults=1)["UserPools"][0]["Id"]
        self.client = self.app.user_pool_client_id
        self.account = world.account
        self.own_policy: str = self.done("iam", "ListPolicies", Scope="Local")["Policies"][0]["Arn"]

    def done(self, service: str, operation: str, **params: Any) -> Params:
        """Make a call as the operator, which must succeed, and return its output."""
        return self.here.call(service, operation, **params)

    @property
    def login_key(self) -> str:
        return f"cognito-idp.us-east-1.amazonaws.com/{self.pool}"

    @property
    def logins(self) -> dict[str, str]:
        return {self.login_key: self.held["user_pool_id_token"]}

    @property
    def pool_arn(self) -> str:
        return f"arn:aws:cognito-idp:us-east-1:{self.account}:userpool/{self.pool}"

    @property
    def identity_pool_arn(self) -> str:
        return f"arn:aws:cognito-identity:us-east-1:{self.account}:identitypool/{self.app.identity_pool_id}"

    def user_arn(self, name: str) -> str:
        return f"arn:aws:iam::{self.account}:user/{name}"

    def code_for(self, username: str) -> str:
        """Return the code in the newest message to somebody."""
        sent = outbox.messages(self.here.world.store, self.pool)
        return [message.code for message in sent if message.username == username][-1]

    def sign_up(self, username: str = "ben") -> str:
        """Have somebody sign up, not confirmed yet; return the name."""
        attributes = [{"Name": "email", "Value": f"{username}@example.com"}]
        self.done(
            "cognito-idp",
            "SignUp",
            ClientId=self.client,
            Username=username,
            Password=PASSWORD,
            UserAttributes=attributes,
        )
        return username

    def challenged(self) -> str:
        """Invite Ben and sign him in with the temporary password; return the challenge's session."""
        invited = {"Username": "ben", "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS"}
        self.done("cognito-idp", "AdminCreateUser", UserPoolId=self.pool, **invited)
        asked = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "ben", "PASSWORD": PASSWORD}}
        return self.done("cognito-idp", "InitiateAuth", ClientId=self.client, **asked)["Session"]

    def admin_client(self) -> str:
        """Make a client for administrators' sign-in and return its id."""
        flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
        settings = {"ClientName": "desk", "ExplicitAuthFlows": flows}
        return self.done("cognito-idp", "CreateUserPoolClient", UserPoolId=self.pool, **settings)["UserPoolClient"][
            "ClientId"
        ]

    def secret_client(self) -> str:
        """Make a client with two secrets and return its id."""
        settings = {"ClientName": "server", "GenerateSecret": True}
        made = self.done("cognito-idp", "CreateUserPoolClient", UserPoolId=self.pool, **settings)
        return made["UserPoolClient"]["ClientId"]

    def keys_of(self, username: str) -> list[AccessKey]:
        """Return an IAM user's access keys."""
        return [
            found
            for listed in self.done("iam", "ListAccessKeys", UserName=username)["AccessKeyMetadata"]
            if (found := credentials.find(self.here.world.store, listed["AccessKeyId"])) is not None
        ]
