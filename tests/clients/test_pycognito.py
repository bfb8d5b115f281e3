"""pycognito, whose Cognito class verifies every token against the pool's own JWKS, at a `cogtui serve --issuer local`."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from botocore import UNSIGNED
from botocore.config import Config
from pycognito import Cognito
from pycognito.exceptions import ForceChangePasswordException, TokenVerificationException

from cogtui.cloud.callers import Keys
from tests.clients.command import ROOT_KEY, Running
from tests.clients.sdk import Sdk

PASSWORD, OTHER = "Correct-Horse-9", "Another-Horse-9"
FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]


class People:
    """A user pool with one app, made over HTTP like everything here."""

    def __init__(self, running: Running, sdk: Sdk, **settings: Any) -> None:
        self.running = running
        self.admin = sdk.client("cognito-idp", running.url, ROOT_KEY)
        self.pool = self.admin.create_user_pool(PoolName="people", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
        asked = {"UserPoolId": self.pool, "ClientName": "web", "ExplicitAuthFlows": FLOWS, **settings}
        made = self.admin.create_user_pool_client(**asked)["UserPoolClient"]
        self.client, self.secret = made["ClientId"], made.get("ClientSecret")

    def cognito(
        self, username: str = "ana", keys: Keys | None = None, **more: Any
    ) -> Any:  # its attributes have no types
        """Return pycognito's object for somebody; with keys it can do what administrators do."""
        kwargs: dict[str, Any] = {"endpoint_url": self.running.url}
        if keys:
            more |= {"access_key": keys.access_key_id, "secret_key": keys.secret_access_key}
        else:
            kwargs["config"] = Config(signature_version=UNSIGNED)
        return Cognito(
            self.pool, self.client, username=username, client_secret=self.secret, boto3_client_kwargs=kwargs, **more
        )


@pytest.fixture(params=[False, True], ids=["public", "secret"])
def people(own_issuer: Running, sdk: Sdk, request: pytest.FixtureRequest) -> People:
    return People(own_issuer, sdk, GenerateSecret=request.param)


def confirmed(people: People) -> Any:
    """Have Ana sign up and confirm with the code that was sent."""
    ana = people.cognito()
    ana.set_base_attributes(email="ana@example.com", nickname="Ann")
    assert ana.register("ana", PASSWORD)["UserConfirmed"] is False
    ana.confirm_sign_up(people.running.code("ana"))
    return ana


def test_somebody_signs_up_signs_in_and_refreshes(people: People) -> None:
    ana = confirmed(people)
    ana.authenticate(PASSWORD)
    assert ana.id_claims["email"] == "ana@example.com"
    assert ana.id_claims["iss"] == f"{people.running.url}/{people.pool}" == ana.user_pool_url
    assert ana.access_claims["client_id"] == people.client
    ana.verify_tokens()
    first = ana.access_token
    people.running.advance(60)
    if people.secret:
        ana.username = ana.id_claims["sub"]  # the hash of a refresh is made with the user's own id
    ana.renew_access_token()
    assert ana.access_token != first
    ana.verify_tokens()


def test_her_own_account_is_hers_to_change(people: People) -> None:
    ana = confirmed(people)
    ana.authenticate(PASSWORD)
    user = ana.get_user()
    assert (user.nickname, user.email_verified, user.sub) == ("Ann", True, ana.id_claims["sub"])
    ana.update_profile({"nickname": "Anna"})
    assert ana.get_user().nickname == "Anna"
    ana.change_password(PASSWORD, OTHER)
    people.cognito().authenticate(OTHER)
    ana.send_verification()
    ana.validate_verification(people.running.code("ana"))
    assert ana.check_token() is False
    ana.logout()
    assert ana.access_token is None


def test_a_forgotten_password_is_set_anew(people: People) -> None:
    ana = confirmed(people)
    ana.initiate_forgot_password()
    ana.confirm_forgot_password(people.running.code("ana"), OTHER)
    ana.authenticate(OTHER)
    with pytest.raises(ana.client.exceptions.NotAuthorizedException, match="Incorrect username or password"):
        people.cognito().authenticate(PASSWORD)


@pytest.mark.parametrize(("username", "password"), [("ana", "Wrong-Horse-9"), ("nobody", PASSWORD)])
def test_a_wrong_name_or_password_is_refused_at_the_proof(people: People, username: str, password: str) -> None:
    confirmed(people)
    somebody = people.cognito(username)
    expected = (somebody.client.exceptions.NotAuthorizedException, somebody.client.exceptions.UserNotFoundException)
    with pytest.raises(expected):
        somebody.authenticate(password)
    assert somebody.access_token is None


def test_whoever_was_invited_chooses_a_password_first(people: People) -> None:
    desk = people.cognito(keys=ROOT_KEY)
    desk.admin_create_user("ben", PASSWORD, {"MessageAction": "SUPPRESS"}, email="ben@example.com")
    ben = people.cognito("ben")
    with pytest.raises(ForceChangePasswordException):
        ben.authenticate(PASSWORD)
    ben.new_password_challenge(PASSWORD, OTHER)
    ben.verify_tokens()
    people.cognito("ben").authenticate(OTHER)


def test_an_invitation_carries_the_password(people: People) -> None:
    by_mail = {"DesiredDeliveryMediums": ["EMAIL"]}
    people.cognito(keys=ROOT_KEY).admin_create_user("ben", "", by_mail, email="ben@example.com")
    people.cognito("ben").new_password_challenge(people.running.code("ben"), OTHER)


def test_administrators_do_what_pycognito_lets_them(people: People) -> None:
    confirmed(people)
    desk = people.cognito(keys=ROOT_KEY)
    desk.admin_authenticate(PASSWORD)
    desk.verify_tokens()
    user = desk.admin_get_user()
    assert (user.user_status, user.enabled, user.email) == ("CONFIRMED", True, "ana@example.com")
    desk.admin_update_profile({"nickname": "Anna", "email_verified": True})
    assert desk.admin_get_user().nickname == "Anna"
    people.admin.create_group(GroupName="readers", UserPoolId=people.pool)
    desk.admin_add_user_to_group("ana", "readers")
    assert desk.admin_list_groups_for_user("ana") == ["readers"]
    assert [group.group_name for group in desk.get_groups()] == ["readers"]
    assert desk.get_group("readers").group_name == "readers"
    desk.admin_remove_user_from_group("ana", "readers")
    assert [user.nickname for user in desk.get_users()] == ["Anna"]
    assert desk.describe_user_pool_client(people.pool, people.client)["ClientName"] == "web"
    desk.admin_disable_user("ana")
    with pytest.raises(desk.client.exceptions.NotAuthorizedException, match="User is disabled"):
        people.cognito().authenticate(PASSWORD)
    desk.admin_enable_user("ana")
    desk.admin_reset_password("ana")
    with pytest.raises(desk.client.exceptions.PasswordResetRequiredException):
        people.cognito().authenticate(PASSWORD)
    desk.admin_delete_user()
    assert desk.get_users() == []


def test_whoever_is_not_confirmed_may_be_by_an_administrator(people: People) -> None:
    ana = people.cognito()
    ana.register("ana", PASSWORD)
    with pytest.raises(ana.client.exceptions.UserNotConfirmedException):
        ana.authenticate(PASSWORD)
    people.cognito(keys=ROOT_KEY).admin_confirm_sign_up()
    ana.authenticate(PASSWORD)


def test_a_token_of_somebody_else_does_not_verify(people: People, own_issuer: Running, sdk: Sdk) -> None:
    ana = confirmed(people)
    ana.authenticate(PASSWORD)
    others = People(own_issuer, sdk)
    keys = requests.get(f"{own_issuer.url}/{others.pool}/.well-known/jwks.json", timeout=15).json()["keys"]
    assert {key["kid"] for key in keys}.isdisjoint({key["kid"] for key in ana.get_keys()["keys"]})
    tampered = ana.id_token[:-4] + "AAAA"
    with pytest.raises(TokenVerificationException, match="Signature verification failed"):
        ana.verify_token(tampered, "id_token", "id")
    with pytest.raises(TokenVerificationException, match='missing the "aud" claim'):
        ana.verify_token(ana.access_token, "id_token", "id")
