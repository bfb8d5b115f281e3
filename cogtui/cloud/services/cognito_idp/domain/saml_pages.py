"""The addresses below /saml2: what a SAML provider's forms bring. Nothing of SAML is loaded before one comes."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.records import BrowserSession
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.domain_records import PROVIDERS, IdentityProvider
from cogtui.cloud.services.cognito_idp.records import USERS
from cogtui.cloud.services.cognito_idp.users import links
from cogtui.cloud.web import WebResponse

RETURN = "/saml2/idpresponse"
LOGOUT = "/saml2/logout"


def begin(call: Call, visit: Visit, asked: AppRequest, provider: IdentityProvider) -> WebResponse:
    """Send the browser to a SAML provider."""
    from cogtui.cloud.services.cognito_idp.domain import saml_sign_in

    return saml_sign_in.begin(call, visit, asked, provider)


def sign_out(call: Call, visit: Visit, session: BrowserSession | None, cookie: str) -> WebResponse | None:
    """Send a browser whose session is of a SAML provider there to sign out; None where there is no need to.

    `cookie` ends the session here.
    """
    provider = call.tx.get(PROVIDERS, (visit.pool.id, session.provider)) if session is not None else None
    if session is None or provider is None or provider.details.get("IDPSignout", "false").lower() != "true":
        return None
    user = call.tx.get(USERS, (session.pool_id, session.user_key))
    told = links.entries(user) if user is not None else []
    subject = next((one["userId"] for one in told if one["providerName"] == provider.name), "")
    if not subject or "SLORedirectBindingURI" not in provider.details:
        return None
    from cogtui.cloud.services.cognito_idp.domain import saml_sign_out

    return saml_sign_out.begin(call, visit, provider, subject, cookie)


def signed_out(call: Call, visit: Visit) -> WebResponse:
    """POST /saml2/logout: the browser comes back from signing out at a SAML provider."""
    from cogtui.cloud.services.cognito_idp.domain import saml_sign_out

    return saml_sign_out.received(call, visit)


def received(call: Call, visit: Visit) -> WebResponse:
    """POST /saml2/idpresponse: the browser comes back from a SAML provider."""
    from cogtui.cloud.services.cognito_idp.domain import saml_sign_in

    return saml_sign_in.received(call, visit)
