"""The errors of a pool's domain: its error page, what apps are told at their own address, and what its endpoints answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.trail import Reply
from cogtui.cloud.web import WebResponse
from tests.cloud.services.cognito_idp.domain.browser import Site, a_site, authorize_query, basic, request_to
from tests.cloud.services.cognito_idp.domain.company import carried, company, response_in, with_response
from tests.cloud.services.cognito_idp.domain.test_authorize import managed
from tests.cloud.services.cognito_idp.domain.test_federation import (
    consent,
    federated,
    round_trip,
    set_name,
    to_provider,
)
from tests.cloud.services.cognito_idp.test_linking import link, site_with_ana, source, subject_of_ana
from tests.cloud.services.cognito_idp.triggers.lambdas import arn_of, put
from tests.cloud.services.error_table import Row

NOWHERE = "https://elsewhere.example.com/"


def page_row(error: str, ask: Callable[[Site], WebResponse], scene: Callable[[], Site] = a_site) -> Row[Site]:
    """Return a row of a request that ends on the error page."""
    return Row("HTTP 302", error, scene, to(f"/error?error={error}", ask), status=302)


def app_row(
    error: str, text: str, ask: Callable[[Site], WebResponse], scene: Callable[[], Site] = a_site, /, **parts: str
) -> Row[Site]:
    """Return a row of a request whose refusal the app is told at its address."""
    return Row("HTTP 302", text or error, scene, to(f"error={error}&", ask), lambda _: parts, 302)


def endpoint_row(
    error: str, text: str, ask: Callable[[Site], WebResponse], scene: Callable[[], Site] = a_site, status: int = 400
) -> Row[Site]:
    """Return a row of an endpoint that answers with OAuth's error as JSON."""

    def answered(site: Site) -> WebResponse:
        response = ask(site)
        assert response.body == {"error": error} | ({"error_description": text} if text else {})
        return response

    return Row(f"HTTP {status}", text or error, scene, answered, status=status)


def to(address: str, ask: Callable[[Site], WebResponse]) -> Callable[[Site], WebResponse]:
    """Have the browser sent to an address that holds this."""

    def redirected(site: Site) -> WebResponse:
        response = ask(site)
        assert address in response.location, response.location
        return response

    return redirected


def authorize(**changed: str) -> Callable[[Site], WebResponse]:
    """Open /oauth2/authorize."""
    return lambda site: site.browser().get("/oauth2/authorize", **authorize_query(site.client, **changed))


def posted(path: str, headers: dict[str, str] | None = None, /, **form: str) -> Callable[[Site], WebResponse]:
    """Send a form to an endpoint in the client's name."""
    return lambda site: site.post(path, {"client_id": site.client} | form, **(headers or {}))


def token(**form: str) -> Callable[[Site], WebResponse]:
    """Ask for tokens."""
    return posted("/oauth2/token", **form)


def redeem(**changed: str) -> Callable[[Site], WebResponse]:
    """Sign Ana in and redeem the code."""
    return lambda site: site.redeem(site.code(), **changed)


def redeem_twice(site: Site) -> WebResponse:
    code = site.code()
    assert site.redeem(code).status == 200
    return site.redeem(code)


def both_proofs(site: Site) -> WebResponse:
    form = {"grant_type": "refresh_token", "refresh_token": "x", "client_secret": site.secret}
    return site.post("/oauth2/token", form, **basic(site.client, site.secret))


def signed_out(site: Site) -> WebResponse:
    bearer = site.tokens()["access_token"]
    assert site.world.call("cognito-idp", "GlobalSignOut", {"AccessToken": bearer}).ok
    return site.user_info(bearer)


def trip(name: str) -> Callable[[Site], WebResponse]:
    """Sign in by a provider."""
    return lambda site: round_trip(site, name)


def second_trip(site: Site) -> WebResponse:
    assert "code" in round_trip(site, "Facebook").location
    set_name(site.world, "Ana Maria", "facebook")
    return round_trip(site, "Facebook")


def of_another_trip(site: Site) -> WebResponse:
    """Come back from Google with the ID token of another trip."""
    browser = site.browser()
    asked = request_to(to_provider(browser, site.client, "Google").location)
    changed = msgspec.structs.replace(asked, query=asked.query | {"nonce": "another"})
    back = browser.submit(browser.submit(browser.send(changed).page).page, action="continue").location
    return browser.send(request_to(back))


def too_slow(site: Site) -> WebResponse:
    """Come back from Google after more than five minutes."""
    browser = site.browser()
    back = consent(browser, to_provider(browser, site.client, "Google").location)
    site.world.act("clock.advance", seconds=301)
    return browser.send(request_to(back))


def kept_out() -> Site:
    site = federated("Google", pool={"LambdaConfig": {"PreSignUp": arn_of("PreSignUp")}})
    put(site.world, "PreSignUp", {"deny": "Studio is invite-only"})
    return site


def unsuccessful(site: Site) -> WebResponse:
    """Come back from a company whose response says that nobody signed in."""
    browser = site.browser()
    request = carried(site, browser)
    changed = response_in(request).replace("status:Success", "status:Responder")
    return browser.send(with_response(request, changed))


def merging(site: Site) -> Reply:
    round_trip(site, "Google")
    return link(site, source(subject_of_ana(site)))


def lacking(**pool: Any) -> Callable[[], Site]:
    """Return the scene of a pool that Facebook's people sign in to."""
    return lambda: federated("Facebook", pool=pool)


def in_silence(site: Site) -> WebResponse:
    """Ask whether somebody is signed in, where nobody is."""
    browser = site.browser()
    return browser.follow(browser.get("/oauth2/authorize", **authorize_query(site.client, prompt="none")))


def google(**details: Any) -> Callable[[], Site]:
    """Return the scene of a pool that Google's people sign in to."""
    return lambda: federated("Google", **details)


def secret_site() -> Site:
    """Make a site whose app has a secret."""
    return a_site(GenerateSecret=True)


PAGES: list[Row[Site]] = [
    page_row("redirect_mismatch", authorize(redirect_uri=NOWHERE)),
    page_row("invalid_client", authorize(client_id="nobody")),
    page_row("invalid_request", authorize(client_id="")),
    page_row(
        "unauthorized_client",
        authorize(),
        lambda: a_site(AllowedOAuthFlowsUserPoolClient=False),
    ),
    Row("HTTP 400", "Something went wrong", google(), too_slow),
]

APPS: list[Row[Site]] = [
    app_row("invalid_request", "", authorize(response_type="something")),
    app_row("unauthorized_client", "", authorize(response_type="token"), lambda: a_site(AllowedOAuthFlows=["code"])),
    app_row("invalid_scope", "", authorize(scope="strange")),
    app_row("login_required", "", in_silence, lambda: managed(a_site())),
]

TRIPS: list[Row[Site]] = [
    app_row(
        "invalid_request",
        "<provider> Error - <status> error getting token",
        trip("Google"),
        google(client_secret="wrong"),
        provider="Google",
        status="401",
    ),
    app_row(
        "server_error",
        "Invalid SAML response received: <text>",
        unsuccessful,
        company,
        text="SAML Response status is not Success.",
    ),
    app_row("invalid_request", "Google Error - <text>", of_another_trip, google(), text="nonce did not match"),
    app_row(
        "invalid_request",
        "PreSignUp failed with error <text>. ",
        trip("Google"),
        kept_out,
        text="Studio is invite-only",
    ),
    app_row(
        "invalid_request",
        "attributes required: [<name>]",
        trip("Facebook"),
        lacking(Schema=[{"Name": "phone_number", "Required": True}]),
        name="phone_number",
    ),
    app_row(
        "invalid_request",
        "user.<name>: Attribute cannot be updated.\n ",
        second_trip,
        lacking(Schema=[{"Name": "name", "Mutable": False}]),
        name="name",
    ),
]

ENDPOINTS: list[Row[Site]] = [
    endpoint_row("invalid_request", "", token()),
    endpoint_row("invalid_request", "", token(grant_type="authorization_code", code="x")),
    endpoint_row("invalid_request", "", both_proofs, secret_site),
    endpoint_row("invalid_client", "", token(grant_type="refresh_token", client_id="nobody")),
    endpoint_row("invalid_client", "", redeem(client_secret="wrong"), secret_site),
    endpoint_row("invalid_grant", "", redeem_twice),
    endpoint_row("invalid_grant", "", redeem(code_verifier="x" * 43)),
    endpoint_row("invalid_grant", "", token(grant_type="refresh_token", refresh_token="x")),
    endpoint_row("unauthorized_client", "", token(grant_type="client_credentials")),
    endpoint_row("unauthorized_client", "invalid_redirect", redeem(redirect_uri=NOWHERE)),
    endpoint_row("unsupported_grant_type", "", token(grant_type="password")),
    endpoint_row("invalid_request", "", posted("/oauth2/revoke")),
    endpoint_row("invalid_client", "", posted("/oauth2/revoke", client_id="nobody", token="x"), status=401),
    endpoint_row(
        "unsupported_token_type",
        "",
        lambda site: site.post("/oauth2/revoke", {"client_id": site.client, "token": site.tokens()["access_token"]}),
    ),
    endpoint_row("invalid_request", "Bad OAuth2 request at UserInfo Endpoint", lambda site: site.user_info("")),
    endpoint_row(
        "invalid_token",
        "Access token is expired, disabled, or deleted, or the user has globally signed out.",
        signed_out,
        status=401,
    ),
]

ENDING = Row(
    "HTTP 400",
    "An error was encountered with the requested page.",
    a_site,
    lambda site: site.browser().open("/oauth2/authorize", **authorize_query(site.client, redirect_uri=NOWHERE)),
)
"""What the error page itself says: the reason stands at the request that led there."""

LINKS: list[Row[Site]] = [
    Row(
        "InvalidParameterException",
        "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
        site_with_ana,
        merging,
    ),
]

OVER = frozenset({"idp.federations"})
"""Who comes back from a provider cannot come back once more."""

ROWS = [*PAGES, *APPS, *(msgspec.structs.replace(one, uses_up=OVER) for one in TRIPS), *ENDPOINTS, *LINKS]
