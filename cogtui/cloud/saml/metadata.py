"""A provider's metadata document, written and read (SAML Metadata, section 2.4.3)."""

from __future__ import annotations

from functools import lru_cache

from cogtui.cloud.saml import certificates
from cogtui.cloud.saml.names import POST, PROTOCOL, REDIRECT
from cogtui.cloud.saml.records import Metadata
from cogtui.cloud.saml.xml import Unreadable, attribute_at, children, made, parsed, tag, text_at, written


def document(given: Metadata) -> str:
    """Return a provider's metadata as XML."""
    data = made("ds:X509Data", made("ds:X509Certificate", text=given.certificates[0]))
    key = made("md:KeyDescriptor", made("ds:KeyInfo", data), use="signing")
    slo = [made("md:SingleLogoutService", Binding=REDIRECT, Location=given.slo)] if given.slo else []
    sso = [made("md:SingleSignOnService", Binding=binding, Location=given.sso) for binding in (REDIRECT, POST)]
    role = made("md:IDPSSODescriptor", key, *slo, *sso, protocolSupportEnumeration=PROTOCOL)
    return written(made("md:EntityDescriptor", role, entityID=given.entity_id))


@lru_cache(maxsize=64)
def read(text: str) -> Metadata:
    """Return what a metadata document says; `Unreadable` where it describes no provider that could sign anything."""
    root = parsed(text)
    if root.tag != tag("md:EntityDescriptor") or not root.get("entityID", ""):
        raise Unreadable("the document describes no entity")
    role = next(iter(children(root, "md:IDPSSODescriptor")), None)
    if role is None:
        raise Unreadable("the entity is no identity provider")
    keys = [key for key in children(role, "md:KeyDescriptor") if key.get("use", "signing") == "signing"]
    found = tuple("".join(text_at(key, "ds:KeyInfo/ds:X509Data/ds:X509Certificate").split()) for key in keys)
    if not found:
        raise Unreadable("the provider has no certificate for signatures")
    try:
        for one in found:
            certificates.loaded(one)
    except ValueError as error:
        raise Unreadable("a certificate cannot be read") from error
    return Metadata(
        root.get("entityID", ""),
        attribute_at(role, f"md:SingleSignOnService[@Binding='{REDIRECT}']", "Location"),
        attribute_at(role, f"md:SingleLogoutService[@Binding='{REDIRECT}']", "Location"),
        found,
    )
