"""A template's identity pool with a developer provider (AWS::Cognito::IdentityPool, DeveloperProviderName)."""

from __future__ import annotations

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.builders import done

POOL = """\
Resources:
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties: {AllowUnauthenticatedIdentities: false, DeveloperProviderName: %s}
"""


def test_a_template_s_pool_vouches_for_the_backend_s_users() -> None:
    world = World()
    pool = apply(world, POOL % "login.example", "w.yaml").resource("Pool").ref
    described = done(world, "cognito-identity", "DescribeIdentityPool", IdentityPoolId=pool)
    assert described["DeveloperProviderName"] == "login.example"
    asked = {"IdentityPoolId": pool, "Logins": {"login.example": "dev-ana"}}
    identity = done(world, "cognito-identity", "GetOpenIdTokenForDeveloperIdentity", **asked)["IdentityId"]
    assert done(world, "cognito-identity", "DescribeIdentity", IdentityId=identity)["Logins"] == ["login.example"]


def test_a_template_s_developer_provider_has_a_name_of_its_own() -> None:
    with pytest.raises(AuthoringError) as caught:
        apply(World(), POOL % "graph.facebook.com", "w.yaml")
    assert "graph.facebook.com is not a valid developer provider name." in caught.value.message
