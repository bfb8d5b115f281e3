"""A company's SAML provider: its metadata, its login page, and the signed assertion that the browser carries on.

Source: SAML 2.0 Profiles, section 4.1 (web browser SSO): a request comes by redirect, the answer goes by a form.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import logins, saml_directory
from cogtui.cloud.providers.login_pages import EMAIL, PASSWORD
from cogtui.cloud.providers.login_pages import LOGIN as LOGIN_FIELD
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.providers.saml_directory import HOST, LOGIN, METADATA, SLO, SSO, START
from cogtui.cloud.providers.saml_records import LOGINS, PROVIDERS, RelyingParty, SamlLogin, SamlProvider, SamlUser
from cogtui.cloud.saml import logout, names, requests, responses
from cogtui.cloud.saml.records import Assertion, AuthnRequest, LogoutResponse
from cogtui.cloud.saml.xml import Unreadable
from cogtui.cloud.web import Button, Field, Page, WebRefusal, WebRequest, WebResponse

SECONDS = 300
"""How long an assertion holds."""

TITLE = "Company login (simulated)"
_STANDS = "This page stands for a company's own SAML provider: no password leaves this program."


def metadata(call: Call, request: WebRequest) -> WebResponse:
    """Publish a provider's metadata. DIFFERS: it comes as a member of a JSON body, not as a document of XML."""
    call.title = call.title or "Read SAML metadata"
    provider = _provider(call, request)
    return WebResponse(body={"metadata": saml_directory.metadata(call.tx, provider)})


def sign_on(call: Call, request: WebRequest) -> WebResponse:
    """Open the login that a relying party asks for (SAMLRequest by the redirect binding)."""
    call.title = call.title or "Open company login"
    provider = _provider(call, request)
    asked = _request(call, request)
    party = _party(call, provider, asked.issuer)
    elsewhere = _refused("The request wants the answer at an address that is not registered.", asked.acs)
    call.require("provider.saml.acs", asked.acs in ("", party.acs), elsewhere, wants=party.acs, has=asked.acs)
    return _begin(call, provider, party, asked.id, request.query.get("RelayState", ""))


def start(call: Call, request: WebRequest) -> WebResponse:
    """Open a login that begins here, for the relying party that `sp` names: no request is answered then."""
    call.title = call.title or "Open company portal"
    provider = _provider(call, request)
    party = _party(call, provider, request.query.get("sp", ""))
    return _begin(call, provider, party, "", request.query.get("RelayState", ""))


def sign_out(call: Call, request: WebRequest) -> WebResponse:
    """Take a sign-out that a relying party tells of, and give the browser a form that carries the answer back.

    DIFFERS: this provider keeps no sessions of its own, so nothing ends here and nobody else is told.
    """
    call.title = call.title or "Sign out at the company"
    provider = _provider(call, request)
    try:
        asked = requests.logout_decoded(request.query.get("SAMLRequest", ""))
    except Unreadable as problem:
        call.refuse("provider.saml.request", _refused("The request cannot be read.", str(problem)))
    call.note("provider.saml.request", passed=True, issuer=asked.issuer, id=asked.id)
    party = _party(call, provider, asked.issuer)
    nowhere = _refused("The application registered no address for sign-outs.", asked.issuer)
    call.require("provider.saml.slo", party.slo, nowhere, has=asked.issuer)
    said = LogoutResponse(f"_{call.ids.uuid()}", provider.entity_id, party.slo, asked.id, names.SUCCESS)
    text = logout.encoded(said, saml_directory.signer(call.tx, provider), call.now)
    heading = "You are signed out."
    return WebResponse(page=_carrying(heading, party.slo, text, request.query.get("RelayState", "")))


def log_in(call: Call, request: WebRequest) -> WebResponse:
    """Check the password, and give the browser a form that carries the assertion to the relying party."""
    provider = _provider(call, request)
    login = call.tx.get(LOGINS, (provider.name, request.form.get(LOGIN_FIELD, "")))
    call.require("provider.login", login, _refused("This login is over.", "Go back to the app and begin again."))
    assert login is not None
    user = _person(call, provider, login, request)
    party = _party(call, provider, login.entity_id)
    call.tx.delete(LOGINS, (provider.name, login.id))
    response = _response(call, provider, party, login, user)
    return WebResponse(page=_carrying(f"You are logged in as {user.name}.", party.acs, response, login.relay_state))


def _carrying(said: str, to: str, response: str, relay_state: str) -> Page:
    """Return the form with which a browser carries a response on (the POST binding)."""
    fields = [Field("SAMLResponse", "", response, hidden=True)]
    if relay_state:
        fields.append(Field("RelayState", "", relay_state, hidden=True))
    address = urlsplit(to)
    return Page(
        title=TITLE,
        provider="saml",
        text=(said, "A real provider sends this form by itself."),
        fields=tuple(fields),
        buttons=(Button("continue", "Continue", primary=True),),
        action=WebRequest("POST", address.netloc, address.path),
    )


def _begin(call: Call, provider: SamlProvider, party: RelyingParty, request_id: str, relay_state: str) -> WebResponse:
    login = SamlLogin(provider.name, call.ids.text(22, ALNUM), party.entity_id, request_id, relay_state, call.now)
    call.tx.put(LOGINS, login)
    first = saml_directory.first_user(call.tx, provider)
    email, password = (first.email, first.password) if first else ("", "")
    return WebResponse(page=_login_page(provider, login, email, password))


def _person(call: Call, provider: SamlProvider, login: SamlLogin, request: WebRequest) -> SamlUser:
    email = request.form.get(EMAIL, "")
    call.title = f"Log in as {email.partition('@')[0] or 'nobody'}"
    again = logins.refused(_login_page(provider, login, email, "", "The address or the password is wrong."), 401)
    user = saml_directory.user_by_email(call.tx, provider, email)
    call.require("provider.user", user, again, has=email)
    assert user is not None
    call.require("provider.password", user.password == request.form.get(PASSWORD, ""), again, user=user.name)
    return user


def _response(call: Call, provider: SamlProvider, party: RelyingParty, login: SamlLogin, user: SamlUser) -> str:
    said = Assertion(
        id=f"_{call.ids.uuid()}",
        issuer=provider.entity_id,
        subject=user.name_id,
        subject_format=names.PERSISTENT,
        audiences=(party.entity_id,),
        recipient=party.acs,
        in_response_to=login.request_id,
        not_before=call.now,
        not_on_or_after=call.now + SECONDS,
        attributes={"email": (user.email,), "name": (user.name,)} | user.attributes,
    )
    return responses.encoded(said, saml_directory.signer(call.tx, provider), f"_{call.ids.uuid()}", call.now)


def _login_page(provider: SamlProvider, login: SamlLogin, email: str, password: str, error: str = "") -> Page:
    return Page(
        title=TITLE,
        provider="saml",
        text=(f"Log in to {provider.name}. {_STANDS}",),
        fields=(
            Field(EMAIL, "Email", email, kind="email", autocomplete="username"),
            Field(PASSWORD, "Password", password, secret=True, autocomplete="current-password"),
            Field(LOGIN_FIELD, "", login.id, hidden=True),
        ),
        buttons=(Button("log-in", "Log in", primary=True),),
        error=error,
        action=WebRequest("POST", HOST, LOGIN, {"idp": provider.name}),
    )


def _provider(call: Call, request: WebRequest) -> SamlProvider:
    name = request.query.get("idp", "")
    provider = call.tx.get(PROVIDERS, (name,))
    call.require("provider.saml", provider, _refused("There is no such identity provider.", name, status=404), has=name)
    assert provider is not None
    return provider


def _request(call: Call, request: WebRequest) -> AuthnRequest:
    try:
        asked = requests.decoded(request.query.get("SAMLRequest", ""))
    except Unreadable as problem:
        call.refuse("provider.saml.request", _refused("The request cannot be read.", str(problem)))
    call.note("provider.saml.request", passed=True, issuer=asked.issuer, id=asked.id)
    return asked


def _party(call: Call, provider: SamlProvider, entity_id: str) -> RelyingParty:
    """Return who asks, as the provider's administrator registered it."""
    party = next((one for one in provider.parties if one.entity_id == entity_id), None)
    wants = [one.entity_id for one in provider.parties]
    stranger = _refused("The application is not registered here.", entity_id)
    call.require("provider.saml.party", party, stranger, wants=wants, has=entity_id)
    assert party is not None
    return party


def _refused(error: str, *text: str, status: int = 400) -> WebRefusal:
    return logins.refused(Page(TITLE, "saml", tuple(filter(None, text)), error=error), status)


ROUTES: dict[tuple[str, str], Route] = {
    ("GET", HOST + METADATA): metadata,
    ("GET", HOST + SSO): sign_on,
    ("GET", HOST + START): start,
    ("GET", HOST + SLO): sign_out,
    ("POST", HOST + LOGIN): log_in,
}
