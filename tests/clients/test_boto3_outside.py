"""boto3 brings logins of Amazon, Apple and an OpenID provider straight to an identity pool and to STS, through the endpoint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.callers import Keys
from cogtui.cloud.providers.amazon_api import security_profile
from cogtui.cloud.world import World
from tests.builders import ana_at, app_at, cognito_trust, opened, policy, sent
from tests.clients.serving import Served

Boto = Callable[..., Any]

ISSUER = "https://login.example.org/realms/a"
URL = ISSUER.removeprefix("https://")
LOGINS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "amazon": ("www.amazon.com", "/ap/oa", {"response_type": "token", "scope": "profile"}, "access_token"),
    "apple": (
        "appleid.apple.com",
        "/auth/authorize",
        {"response_type": "code id_token", "response_mode": "fragment"},
        "id_token",
    ),
    "login-a": (
        "login.example.org",
        "/realms/a/authorize",
        {"response_type": "id_token", "scope": "openid email", "nonce": "n"},
        "id_token",
    ),
}
"""Provider -> where its login begins, what an app asks for, and what of the answer the app keeps."""


def logged_in(world: World, provider: str) -> tuple[str, str]:
    """Log in as Ana in an app of the provider; return the app's id and the token."""
    if provider == "login-a":
        assert world.act("provider.add_issuer", name=provider, issuer=ISSUER).ok
    ana_at(world, provider)
    app = app_at(world, provider)
    host, path, asked, kept = LOGINS[provider]
    answer = sent(world, sent(world, opened(world, host, path, app, **asked).page).page, action="continue")
    assert answer.body is not None
    return app, answer.body[kept]


def registered(boto: Boto, app: str) -> str:
    made = boto("iam").create_open_id_connect_provider(Url=ISSUER, ClientIDList=[app])
    return made["OpenIDConnectProviderArn"]


def a_pool(boto: Boto, **providers: Any) -> str:
    settings = {"IdentityPoolName": "outside", "AllowUnauthenticatedIdentities": False, **providers}
    pool = boto("cognito-identity").create_identity_pool(**settings)["IdentityPoolId"]
    trust = cognito_trust(pool)
    role = boto("iam").create_role(RoleName="Outsiders", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    boto("cognito-identity").set_identity_pool_roles(IdentityPoolId=pool, Roles={"authenticated": role})
    return pool


def credentials(boto: Boto, pool: str, logins: dict[str, str]) -> Keys:
    pools = boto("cognito-identity", None)
    identity = pools.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    given = pools.get_credentials_for_identity(IdentityId=identity, Logins=logins)["Credentials"]
    return Keys(given["AccessKeyId"], given["SecretKey"], given["SessionToken"])


@pytest.mark.parametrize("provider", LOGINS)
def test_a_login_outside_becomes_credentials(here: Served, boto: Boto, provider: str) -> None:
    app, token = here.do(lambda: logged_in(here.world, provider))
    if provider == "login-a":
        key, listed = URL, {"OpenIdConnectProviderARNs": [registered(boto, app)]}
    else:
        key = LOGINS[provider][0]
        listed = {"SupportedLoginProviders": {key: security_profile(app) if provider == "amazon" else app}}
    keys = credentials(boto, a_pool(boto, **listed), {key: token})
    assert ":assumed-role/Outsiders/" in boto("sts", keys).get_caller_identity()["Arn"]


def test_sts_takes_a_token_of_a_registered_provider_for_a_listed_client(here: Served, boto: Boto) -> None:
    app, token = here.do(lambda: logged_in(here.world, "login-a"))
    arn = registered(boto, app)
    trust = {"Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity"}
    trust |= {"Condition": {"StringEquals": {f"{URL}:aud": app}}}
    role = boto("iam").create_role(RoleName="Direct", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    asked = {"RoleArn": role, "RoleSessionName": "ana", "WebIdentityToken": token}
    assumed = boto("sts", None).assume_role_with_web_identity(**asked)
    assert (assumed["Provider"], assumed["Audience"]) == (ISSUER, app)
    boto("iam").remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID=app)
    with pytest.raises(ClientError, match="Incorrect token audience"):
        boto("sts", None).assume_role_with_web_identity(**asked)
    boto("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with pytest.raises(ClientError, match="No OpenIDConnect provider found in your account for"):
        boto("sts", None).assume_role_with_web_identity(**asked)


def test_a_user_pool_registered_in_iam_serves_sts_under_the_name_that_its_tokens_have(here: Served, boto: Boto) -> None:
    people = boto("cognito-idp").list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
    client = boto("cognito-idp").list_user_pool_clients(UserPoolId=people)["UserPoolClients"][0]["ClientId"]
    url = f"cognito-idp.us-east-1.amazonaws.com/{people}"
    arn = boto("iam").create_open_id_connect_provider(Url=f"https://{url}", ClientIDList=[client])
    tokens = boto("cognito-idp", None).initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ana", "PASSWORD": "Pool-ana-1"},
    )["AuthenticationResult"]
    trust = {"Principal": {"Federated": arn["OpenIDConnectProviderArn"]}, "Action": "sts:AssumeRoleWithWebIdentity"}
    trust |= {"Condition": {"StringEquals": {f"{url}:aud": client}}}
    role = boto("iam").create_role(RoleName="People", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    asked = {"RoleArn": role, "RoleSessionName": "ana", "WebIdentityToken": tokens["IdToken"]}
    assert boto("sts", None).assume_role_with_web_identity(**asked)["Audience"] == client
