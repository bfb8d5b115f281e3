"""The addresses below /saml2: what a SAML provider's forms bring. Nothing of SAML is loaded before one comes."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.domain_records import IdentityProvider
from cogtui.cloud.web import WebResponse

RETURN = "/saml2/idpresponse"


def begin(call: Call, visit: Visit, asked: AppRequest, provider: IdentityProvider) -> WebResponse:
    """Send the browser to a SAML provider."""
    from cogtui.cloud.services.cognito_idp.domain import saml_sign_in

    return saml_sign_in.begin(call, visit, asked, provider)


def received(call: Call, visit: Visit) -> WebResponse:
    """POST /saml2/idpresponse: the browser comes back from a SAML provider."""
    from cogtui.cloud.services.cognito_idp.domain import saml_sign_in

    return saml_sign_in.received(call, visit)
