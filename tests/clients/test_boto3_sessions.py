"""boto3 at an endpoint: a user's sessions listed and ended, and a password history kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.command import ROOT_KEY, Running
from tests.clients.sdk import Sdk

PASSWORD = "Correct-Horse-9"


class Pool:
    """A user pool with one app, and Ana in it."""

    def __init__(self, running: Running, sdk: Sdk, **settings: Any) -> None:
        self.admin: Any = sdk.client("cognito-idp", running.url, ROOT_KEY)
        self.app: Any = sdk.client("cognito-idp", running.url, None)
        self.id = self.admin.create_user_pool(PoolName="people", **settings)["UserPool"]["Id"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        made = self.admin.create_user_pool_client(UserPoolId=self.id, ClientName="web", ExplicitAuthFlows=flows)
        self.client = made["UserPoolClient"]["ClientId"]
        self.admin.admin_create_user(UserPoolId=self.id, Username="ana", MessageAction="SUPPRESS")
        self.set_password(PASSWORD)

    def set_password(self, password: str) -> None:
        self.admin.admin_set_user_password(UserPoolId=self.id, Username="ana", Password=password, Permanent=True)

    def token(self) -> str:
        given = {"USERNAME": "ana", "PASSWORD": PASSWORD}
        begun = self.app.initiate_auth(ClientId=self.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
        return begun["AuthenticationResult"]["AccessToken"]


def test_a_user_ends_another_of_the_own_sessions(own_issuer: Running, sdk: Sdk) -> None:
    pool = Pool(own_issuer, sdk)
    pool.admin.set_user_pool_session_configuration(
        UserPoolId=pool.id, UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 5}
    )
    lost, kept = pool.token(), pool.token()
    sessions = pool.app.list_user_sessions(AccessToken=kept)["Sessions"]
    (other,) = [entry["SessionId"] for entry in sessions if not entry["IsCurrentSession"]]
    pool.app.revoke_user_session(AccessToken=kept, SessionId=other)
    with pytest.raises(pool.app.exceptions.NotAuthorizedException, match="Access Token has been revoked"):
        pool.app.get_user(AccessToken=lost)
    assert pool.app.get_user(AccessToken=kept)["Username"] == "ana"
    (left,) = pool.admin.admin_list_user_sessions(UserPoolId=pool.id, Username="ana")["Sessions"]
    pool.admin.admin_revoke_user_session(UserPoolId=pool.id, Username="ana", SessionId=left["SessionId"])
    with pytest.raises(pool.app.exceptions.NotAuthorizedException):
        pool.app.get_user(AccessToken=kept)


def test_a_password_of_the_history_is_refused(own_issuer: Running, sdk: Sdk) -> None:
    policy = {"MinimumLength": 8, "PasswordHistorySize": 2}
    pool = Pool(own_issuer, sdk, Policies={"PasswordPolicy": policy})
    token, changed = pool.token(), {"PreviousPassword": PASSWORD, "ProposedPassword": PASSWORD}
    with pytest.raises(pool.app.exceptions.PasswordHistoryPolicyViolationException, match="previously been used"):
        pool.app.change_password(AccessToken=token, **changed)
    pool.app.change_password(AccessToken=token, **(changed | {"ProposedPassword": "Another-Horse-9"}))
    with pytest.raises(pool.admin.exceptions.PasswordHistoryPolicyViolationException):
        pool.set_password(PASSWORD)
    pool.set_password("A-third-Horse-9")
    pool.set_password(PASSWORD)
