"""A company whose people sign in to a pool by SAML: the template, the way there and back, and responses to tamper with."""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from cogtui.cloud.providers import saml_directory
from cogtui.cloud.providers.saml_records import PROVIDERS, SamlProvider
from cogtui.cloud.saml import responses
from cogtui.cloud.saml.records import Assertion
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.tokens.ring import ATTACKER
from cogtui.cloud.web import Page, WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import CALLBACK
from tests.cloud.services.cognito_idp.domain.browser import HOST, Browser, Site, authorize_query, request_to, returned
from tests.cloud.services.cognito_idp.domain.test_federation import users

ACS = f"https://{HOST}/saml2/idpresponse"

TEMPLATE = """
Resources:
  People:
    Type: AWS::Cognito::UserPool
    Properties: {UserPoolName: people, Schema: SCHEMA}
  Domain:
    Type: AWS::Cognito::UserPoolDomain
    Properties: {UserPoolId: !Ref People, Domain: people}
  Company:
    Type: CogTUI::SamlProvider
    Properties:
      Name: corp
      Users:
        - Email: ana@corp.example
          Name: Ana Silva
          Password: correct horse
          NameId: Ana-1
          Attributes: {groups: [admins, sales team], department: [research]}
      ServiceProviders:
        - EntityId: !Sub "urn:amazon:cognito:sp:${People}"
          AcsUrl: !Sub "https://${Domain}.auth.${AWS::Region}.amazoncognito.com/saml2/idpresponse"
          SloUrl: !Sub "https://${Domain}.auth.${AWS::Region}.amazoncognito.com/saml2/logout"
  Corp:
    Type: AWS::Cognito::UserPoolIdentityProvider
    Properties:
      UserPoolId: !Ref People
      ProviderName: Corp
      ProviderType: SAML
      ProviderDetails: DETAILS
      AttributeMapping: {email: email, name: name, profile: groups}
  Web:
    Type: AWS::Cognito::UserPoolClient
    DependsOn: Corp
    Properties:
      UserPoolId: !Ref People
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid, email, profile]
      CallbackURLs: ["https://app.example.com/callback"]
      LogoutURLs: ["https://app.example.com/bye"]
      SupportedIdentityProviders: [COGNITO, Corp]
Outputs:
  Client: {Value: !Ref Web}
  Pool: {Value: !Ref People}
"""


def company(
    *, idp_init: bool = False, more: str = "", schema: str = "[{Name: nickname}]", world: World | None = None
) -> Site:
    """Make a pool whose people sign in at a company's provider."""
    world = world or World("company")
    details = f"{{MetadataURL: !GetAtt Company.MetadataURL, IDPInit: '{str(idp_init).lower()}'{more}}}"
    outputs = apply(world, TEMPLATE.replace("DETAILS", details).replace("SCHEMA", schema), "company.yaml").outputs
    return Site(world, outputs["Pool"], outputs["Client"])


def provider_of(world: World, name: str = "corp") -> SamlProvider:
    provider = world.store.get(PROVIDERS, (name,))
    assert provider is not None
    return provider


def login_page(site: Site, browser: Browser, **asked: str) -> Page:
    """Begin at the app and return the company's login page."""
    location = browser.get("/oauth2/authorize", **authorize_query(site.client, identity_provider="Corp", **asked))
    page = browser.send(request_to(location.location)).page
    assert page is not None
    assert not page.error, page.error
    return page


def carried(site: Site, browser: Browser, **asked: str) -> WebRequest:
    """Log in at the company and return the form with which the browser would go back to the pool."""
    page = browser.submit(login_page(site, browser, **asked)).page
    assert page is not None
    assert page.action is not None
    return msgspec.structs.replace(page.action, form={field.name: field.value for field in page.fields})


def round_trip(site: Site, browser: Browser | None = None, **asked: str) -> WebResponse:
    browser = browser or site.browser()
    return browser.send(carried(site, browser, **asked))


def response_in(request: WebRequest) -> str:
    return base64.b64decode(request.form["SAMLResponse"]).decode()


def with_response(request: WebRequest, xml: str) -> WebRequest:
    """Return the form with another response in it."""
    text = base64.b64encode(xml.encode()).decode()
    return msgspec.structs.replace(request, form=request.form | {"SAMLResponse": text})


def forged(site: Site, request: WebRequest, *, attacker: bool = False, **changed: Any) -> WebRequest:
    """Return the form with an assertion that says something else, properly signed by the company, or by an attacker."""
    from cogtui.cloud.saml import reading, signed

    provider = provider_of(site.world)
    signer = saml_directory.signer(site.world.store, provider)
    root = reading.response(request.form["SAMLResponse"])
    said: Assertion = reading.assertion(signed.assertions_in(root)[0])
    if attacker:
        key = msgspec.structs.replace(signer.key, ring=ATTACKER)
        signer = msgspec.structs.replace(signer, key=key)
    text = responses.encoded(msgspec.structs.replace(said, **changed), signer, "_r", site.world.now)
    return msgspec.structs.replace(request, form=request.form | {"SAMLResponse": text})


def portal(site: Site, browser: Browser, relay: str) -> WebRequest:
    """Log in at the company's portal and return the form with which the browser would go to the pool."""
    query = {"idp": "corp", "sp": f"urn:amazon:cognito:sp:{site.pool}", "RelayState": relay}
    page = browser.send(WebRequest("GET", saml_directory.HOST, saml_directory.START, query)).page
    page = browser.submit(page).page
    assert page is not None
    assert page.action is not None
    return msgspec.structs.replace(page.action, form={field.name: field.value for field in page.fields})


def relay_of(site: Site, **changed: str) -> str:
    """Return RelayState as an administrator writes it for sign-ins that begin at the company."""
    given = {
        "identity_provider": "Corp",
        "client_id": site.client,
        "redirect_uri": CALLBACK,
        "response_type": "code",
    }
    return "&".join(f"{name}={value}" for name, value in (given | changed).items())


RECEIVED = "Invalid SAML response received: "


def refused_with(site: Site, request: WebRequest, text: str, rule: str) -> None:
    """See that the pool refuses a form, tells the app, and signs nobody in."""
    browser = site.browser()
    browser.cookies["csrf-state"] = request.form.get("RelayState", "")
    people = users(site)
    told = returned(browser.send(request))
    assert told["error"] == "server_error"
    assert told["error_description"] == RECEIVED + text
    assert told["state"] == "s-1"
    record = next(one for one in reversed(site.world.trail) if one.operation == "POST /saml2/idpresponse")
    assert record.refused_by == (rule,)
    assert users(site) == people
    assert "cognito" not in browser.cookies
