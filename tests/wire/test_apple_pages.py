"""Through the endpoint with Apple: its form comes back to the pool's domain, and the browser goes on to the app."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.providers.directory import app_of
from tests.builders import a_client, a_user_pool, a_world, ana_at, app_at, done
from tests.wire.sites import CALLBACK, RETURN, Seen, brought, browser, submitted


@pytest.mark.parametrize("host", ["127.0.0.1:4577", "reports.auth.localhost:4577"])
async def test_a_person_comes_back_from_apple_by_its_form(host: str) -> None:
    world = a_world("apple-wire")
    pool = a_user_pool(world)
    done(world, "cognito-idp", "CreateUserPoolDomain", UserPoolId=pool, Domain="reports")
    app = app_of(world.store, "apple", app_at(world, "apple", redirect_uris=[RETURN]))
    assert app is not None
    ana_at(world, "apple")
    details = {"client_id": app.app_id, "team_id": app.team_id, "key_id": app.key_id, "private_key": app.secret}
    made: dict[str, Any] = {"UserPoolId": pool, "ProviderName": "SignInWithApple", "ProviderType": "SignInWithApple"}
    details["authorize_scopes"] = "email name"
    done(
        world,
        "cognito-idp",
        "CreateIdentityProvider",
        **made,
        ProviderDetails=details,
        AttributeMapping={"email": "email"},
    )
    client = a_client(
        world,
        pool,
        CallbackURLs=[CALLBACK, "https://app.example.com/callback"],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["SignInWithApple"],
    )
    asked = {"client_id": client, "response_type": "code", "redirect_uri": "https://app.example.com/callback"}
    async with browser(world, host) as person:
        page = await person.get("/oauth2/authorize", params=asked | {"state": "s-1"})
        page = await person.get(page.headers["location"])
        assert Seen(page.text).action.startswith("/_providers/apple/appleid.apple.com/")
        page = await submitted(person, await submitted(person, page), action="continue")
        assert Seen(page.text).action.endswith("/oauth2/idpresponse")
        assert "https://app.example.com" in page.headers["content-security-policy"]
        answer = await submitted(person, page)
        assert answer.headers["location"].startswith("https://app.example.com/callback?")
        assert brought(answer)["state"] == "s-1"
        assert "code" in brought(answer)
