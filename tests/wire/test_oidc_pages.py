"""The endpoint shows the pages of a provider that only this world has, and its discovery document and keys."""

from __future__ import annotations

from tests.builders import a_world, ana_at, app_at
from tests.wire.sites import Seen, browser, submitted

PATH = "/_providers/login-a/login.example.org/realms/a"


async def test_a_declared_provider_is_reachable_below_its_name() -> None:
    world = a_world("oidc-wire")
    assert world.act("provider.add_issuer", name="login-a", issuer="https://login.example.org/realms/a").ok
    ana_at(world, "login-a")
    app = app_at(world, "login-a", redirect_uris=["http://localhost:9999/callback"])
    async with browser(world) as client:
        document = (await client.get(f"{PATH}/.well-known/openid-configuration")).json()
        assert document["jwks_uri"] == "https://login.example.org/realms/a/jwks"
        assert len((await client.get(f"{PATH}/jwks")).json()["keys"]) == 1
        asked = {"client_id": app, "redirect_uri": "http://localhost:9999/callback", "scope": "openid"}
        page = await client.get(f"{PATH}/authorize", params=asked | {"response_type": "code"})
        assert Seen(page.text).action == f"{PATH}/login"
        page = await submitted(client, page)
        answer = await submitted(client, page, action="continue")
        assert answer.headers["location"].startswith("http://localhost:9999/callback?code=")
        assert (await client.get("/_providers/login-b/login.example.org/realms/a/jwks")).status_code == 404
