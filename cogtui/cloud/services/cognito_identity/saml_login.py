"""Logins that are a SAML assertion: the key is the ARN of a provider that IAM knows, the value the response in base64.

Amazon Cognito Developer Guide, "SAML providers as an identity pool IdP".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cogtui.cloud.accounts import saml_providers
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact
from cogtui.cloud.saml.aws import AUDIENCES, RECIPIENTS, ROLE, pairs
from cogtui.cloud.saml.records import Assertion
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin, listed_providers, login_key
from cogtui.cloud.services.cognito_identity.records import IdentityPool

OFFERED = "cognito:roles"
"""The claim by which role mappings of the type Token know such roles."""


def prove_by_assertion(call: Call, pool: IdentityPool, key: str, text: str) -> ProvenLogin:
    """Check an assertion against the metadata that IAM keeps."""
    from cogtui.cloud.saml.judging import Expected, judged
    from cogtui.cloud.saml.metadata import read

    has = login_key(call, key)
    listed = key in pool.saml_providers
    call.require("identity.login.provider", listed, errors.unsupported_provider, wants=listed_providers(pool), has=has)
    provider = saml_providers.by_arn(call.tx, key)
    call.require("identity.login.registered", provider is not None, errors.unsupported_provider, has=has)
    assert provider is not None
    expected = Expected(read(provider.metadata), AUDIENCES, RECIPIENTS, place=provider.place)
    said = judged(call, text, expected, _refusal)
    return ProvenLogin(key, said.subject, said.issuer, _claims(said, key))


def checked_arns(call: Call, given: Iterable[str]) -> tuple[str, ...]:
    """Return SamlProviderARNs, once each is registered in the pool's own account."""
    arns = tuple(dict.fromkeys(given))
    for arn in arns:
        provider = saml_providers.by_arn(call.tx, arn)
        own = provider is not None and provider.account == call.account
        # AWS's words for a provider that the account lacks, from a report.
        text = f"Identity provider {arn} is not valid for account {call.account}"
        call.require("identity.pool.saml", own, errors.not_authorized(text), has=arn, account=call.account)
    return arns


def require_enhanced(call: Call, logins: dict[str, str] | None) -> None:
    """Refuse an assertion in the basic flow, which does not take any. DIFFERS: AWS's text is not published."""
    arns = [key for key in logins or {} if saml_providers.is_arn(key)]
    error = errors.invalid_parameter("SAML logins are not supported in the basic (classic) flow.")
    call.require("identity.login.enhanced", not arns, error, has=Fact("has", arns))


def _refusal(_rule: str, why: str) -> AwsError:
    # DIFFERS: AWS's texts are not published; their beginning is that of all bad logins.
    return errors.invalid_login(why.strip())


def _claims(said: Assertion, arn: str) -> dict[str, Any]:
    """Return what role mappings and principal tags read: all attributes, and the roles that are offered with this provider."""
    attributes: dict[str, Any] = {
        name: values[0] if len(values) == 1 else list(values) for name, values in said.attributes.items() if values
    }
    offers = pairs(said.attributes.get(ROLE, ()))
    roles = [one for pair in offers if arn in pair for one in pair if one != arn]
    offered = {OFFERED: roles} if roles else {}
    return {"iss": said.issuer, "sub": said.subject, **attributes, **offered}
