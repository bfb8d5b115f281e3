"""The attributes of assertions that policies can ask for by a condition key.

IAM User Guide, "Available keys for SAML-based AWS STS federation"; the names are those of eduPerson, eduOrg and X.500.
"""

from __future__ import annotations

_PERSON = "urn:oid:1.3.6.1.4.1.5923.1.1.1."
_ORGANIZATION = "urn:oid:1.3.6.1.4.1.5923.1.2.1."
_X500 = "urn:oid:2.5.4."
_PILOT = "urn:oid:0.9.2342.19200300.100.1."

KEYS = {
    f"{_PERSON}1": "saml:edupersonaffiliation",
    f"{_PERSON}2": "saml:edupersonnickname",
    f"{_PERSON}3": "saml:edupersonorgdn",
    f"{_PERSON}4": "saml:edupersonorgunitdn",
    f"{_PERSON}5": "saml:edupersonprimaryaffiliation",
    f"{_PERSON}6": "saml:edupersonprincipalname",
    f"{_PERSON}7": "saml:edupersonentitlement",
    f"{_PERSON}8": "saml:edupersonprimaryorgunitdn",
    f"{_PERSON}9": "saml:edupersonscopedaffiliation",
    f"{_PERSON}10": "saml:edupersontargetedid",
    f"{_PERSON}11": "saml:edupersonassurance",
    f"{_ORGANIZATION}2": "saml:eduorghomepageuri",
    f"{_ORGANIZATION}3": "saml:eduorgidentityauthnpolicyuri",
    f"{_ORGANIZATION}4": "saml:eduorglegalname",
    f"{_ORGANIZATION}5": "saml:eduorgsuperioruri",
    f"{_ORGANIZATION}6": "saml:eduorgwhitepagesuri",
    f"{_X500}3": "saml:cn",
    f"{_X500}4": "saml:surname",
    f"{_X500}41": "saml:name",
    f"{_X500}42": "saml:givenname",
    f"{_X500}45": "saml:x500uniqueidentifier",
    f"{_PILOT}1": "saml:uid",
    f"{_PILOT}3": "saml:mail",
    f"{_PILOT}44": "saml:uniqueidentifier",
    f"{_PILOT}45": "saml:organizationstatus",
}
"""Attribute -> condition key; each is multivalued."""
