"""A company's SAML login in a browser at the endpoint: by local addresses to the provider and back, with forms alone."""

from __future__ import annotations

import pytest

from cogtui.cloud.world import World
from tests.cloud.services.cognito_idp.domain.browser import authorize_query
from tests.cloud.services.cognito_idp.domain.company import company
from tests.wire.sites import Seen, brought, browser, link, submitted


@pytest.mark.parametrize("host", ["127.0.0.1:4577", "people.auth.localhost:4577"])
async def test_a_person_goes_to_the_company_and_comes_back_by_local_addresses_alone(host: str) -> None:
    site = company(world=World("wire"))
    async with browser(site.world, host) as client:
        query = authorize_query(site.client)
        begun = await client.get("/oauth2/authorize", params=query)
        login = await client.get(begun.headers["location"])
        away = await client.get(link(login.text, "Continue with Corp"))
        assert away.headers["location"].startswith("/_providers/saml/saml.example.com/sso?")
        form = await submitted(client, await client.get(away.headers["location"]))
        assert Seen(form.text).action.endswith("/saml2/idpresponse")
        done = await submitted(client, form)
        assert done.status_code == 302
        assert brought(done)["state"] == "s-1"
        assert brought(done)["code"]


async def test_a_response_from_nowhere_is_told_so() -> None:
    site = company(world=World("wire"))
    async with browser(site.world, "people.auth.localhost:4577") as client:
        found = await client.post("/saml2/idpresponse", data={"SAMLResponse": "x", "RelayState": "y"})
    assert found.status_code == 400
    assert "Invalid samlResponse or relayState from identity provider" in found.text
