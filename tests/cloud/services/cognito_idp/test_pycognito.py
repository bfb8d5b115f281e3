"""The SRP client of pycognito, which knows nothing of this project, signs in against the world."""

from __future__ import annotations

from typing import Any

import pytest
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import ForceChangePasswordException

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.names import snake
from tests.builders import PASSWORD
from tests.cloud.services.cognito_idp.people import ANA, People, people

OPERATIONS = {snake(name): name for name in reader.operations("cognito-idp")}


class RefusedError(Exception):
    """A call that was refused."""


class Door:
    """What pycognito takes for a boto3 client: methods by operation, straight into the world."""

    def __init__(self, here: People) -> None:
        self.here = here

    def __getattr__(self, name: str) -> Any:
        def call(**params: Any) -> dict[str, Any]:
            reply = self.here.world.call("cognito-idp", OPERATIONS[name], params)
            if reply.error is not None:
                raise RefusedError(reply.error.code, reply.error.message)
            return reply.output

        return call


def app(here: People, username: str, password: str = PASSWORD, **more: Any) -> AWSSRP:
    return AWSSRP(username, password, here.pool, here.client, client=Door(here), **more)


def srp_people(*, secret: bool = False, **pool: Any) -> People:
    settings = {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"], "PreventUserExistenceErrors": "ENABLED"}
    return people(settings | {"GenerateSecret": secret}, **pool)


@pytest.mark.parametrize("pool", [{}, {"UsernameAttributes": ["email"]}, {"AliasAttributes": ["email"]}])
@pytest.mark.parametrize("secret", [False, True])
def test_pycognito_signs_in(pool: dict[str, Any], secret: bool) -> None:
    here = srp_people(secret=secret, **pool)
    here.user(ANA if "UsernameAttributes" in pool else "ana", email=ANA, email_verified="true")
    more = {"client_secret": here.secret()} if secret else {}
    result = app(here, ANA if pool else "ana", **more).authenticate_user()["AuthenticationResult"]
    assert here.call("GetUser", AccessToken=result["AccessToken"]).ok


@pytest.mark.parametrize(("username", "password"), [("ana", "Wrong-Horse-9"), ("nobody", PASSWORD)])
def test_pycognito_is_refused_at_the_proof(username: str, password: str) -> None:
    here = srp_people()
    here.user()
    with pytest.raises(RefusedError, match="Incorrect username or password"):
        app(here, username, password).authenticate_user()


def test_pycognito_chooses_the_first_password() -> None:
    here = srp_people()
    here.invited()
    with pytest.raises(ForceChangePasswordException):
        app(here, "ana").authenticate_user()
    assert "AuthenticationResult" in app(here, "ana").set_new_password_challenge("Another-Horse-9")
    assert "AuthenticationResult" in app(here, "ana", "Another-Horse-9").authenticate_user()
