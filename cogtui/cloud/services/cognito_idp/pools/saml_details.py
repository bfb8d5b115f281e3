"""ProviderDetails of a SAML provider: its metadata is read, and says where browsers go and which certificates sign.

Source: API CreateIdentityProvider, ProviderDetails; Developer Guide, "Things to know about SAML IdPs".
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.providers.saml_directory import HOST
from cogtui.cloud.saml.records import Metadata
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.web import WebRequest

_SWITCHES = ("IDPInit", "IDPSignout", "EncryptedResponses")
_UNBUILT = ("EncryptedResponses",)
"""What would change how people sign in and out, and isn't built."""

SIGNING = "rsa-sha256"
"""The only value of RequestSigningAlgorithm."""

_DERIVED = ("SSORedirectBindingURI", "SLORedirectBindingURI", "ActiveEncryptionCertificate")
"""What Describe adds. DIFFERS: responses cannot be encrypted here, so there is no certificate to encrypt them for."""


def completed(call: Call, details: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return the details with what the metadata says, and the metadata document."""
    for name in _SWITCHES:
        has = details.get(name, "false")
        # No capture of AWS's text is known.
        error = invalid_parameter(f"{name} must be true or false")
        call.require("idp.provider.saml.switch", has.lower() in ("true", "false"), error, name=name, has=has)
    unbuilt = [name for name in _UNBUILT if details.get(name, "false").lower() != "false"]
    if unbuilt:
        call.refuse("door.simulated", NotSimulated(f"{unbuilt[0]} of a SAML provider"), members=unbuilt)
    algorithm = details.get("RequestSigningAlgorithm", SIGNING)
    # No capture of AWS's text is known.
    error = invalid_parameter(f"RequestSigningAlgorithm must be {SIGNING}")
    call.require("idp.provider.saml.algorithm", algorithm == SIGNING, error, wants=SIGNING, has=algorithm)
    text = details.get("MetadataFile") or _fetched(call, details["MetadataURL"])
    found = _read(call, text)
    given = {name: value for name, value in details.items() if name not in _DERIVED}
    derived = {"SSORedirectBindingURI": found.sso, "SLORedirectBindingURI": found.slo}
    return given | {name: value for name, value in derived.items() if value}, text


def metadata_of(text: str) -> Metadata:
    """Return what the metadata document of a provider says."""
    from cogtui.cloud.saml.metadata import read

    return read(text)


def _fetched(call: Call, url: str) -> str:
    """Return the document at an address, once.

    DIFFERS: AWS asks any address, and again every few hours. Here only this world's own providers answer.
    """
    address = urlsplit(url)
    here = address.netloc.lower() == HOST
    # No capture of AWS's text is known.
    error = invalid_parameter(f"Error retrieving metadata from {url}")
    call.require("idp.provider.saml.reached", here, error, wants=HOST, has=address.netloc)
    request = WebRequest("GET", HOST, address.path or "/", dict(parse_qsl(address.query)))
    response = call.visit(request, title="Read SAML metadata")
    text = (response.body or {}).get("metadata", "")
    call.require("idp.provider.saml.reached", response.status < 400 and text, error, status=response.status)
    return str(text)


def _read(call: Call, text: str) -> Metadata:
    """Return what the metadata says; refuse metadata by which nobody could sign in."""
    from cogtui.cloud.saml.certificates import expires
    from cogtui.cloud.saml.xml import Unreadable

    try:
        found = metadata_of(text)
    except Unreadable as problem:
        call.refuse("idp.provider.saml.metadata", _unfit(str(problem)), why=str(problem))
    call.require("idp.provider.saml.metadata", found.sso, _unfit("no address for sign-ins by redirect"))
    ends = max(expires(one) for one in found.certificates)
    call.require("idp.provider.saml.certificate", call.now < ends, _unfit("the certificate has expired"), expires=ends)
    return found


def _unfit(why: str) -> AwsError:
    # No capture of AWS's text is known.
    return invalid_parameter(f"Invalid SAML metadata: {why}")
