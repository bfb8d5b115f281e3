"""SAML providers and their people: made, found, and what a provider publishes about itself.

All of them stand at one host, and the query says which one is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from cogtui.cloud import issuers
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.providers.saml_records import PROVIDERS, USERS, RelyingParty, SamlProvider, SamlUser
from cogtui.cloud.saml.records import Metadata
from cogtui.cloud.store import Reader

if TYPE_CHECKING:
    from cogtui.cloud.saml.responses import Signer

HOST = "saml.example.com"
METADATA = "/metadata"
SSO = "/sso"
LOGIN = "/login"
START = "/start"
SLO = "/slo"


def address(path: str, provider: SamlProvider) -> str:
    """Return the address of something of a provider's."""
    return f"https://{HOST}{path}?idp={quote(provider.name, safe='')}"


def add_provider(call: Call, name: str, *, entity_id: str = "", parties: tuple[RelyingParty, ...] = ()) -> SamlProvider:
    """Found a provider, with a key of its own to sign with."""
    if call.tx.get(PROVIDERS, (name,)) is not None:
        raise AwsError("InvalidAct", f"there is a SAML provider with the name `{name}` already")
    provider = SamlProvider(name, entity_id or f"https://{HOST}/{quote(name, safe='')}", call.now, parties)
    call.tx.put(PROVIDERS, provider)
    issuers.new_key(call.tx, call.ids, _issuer(provider), call.ids.octets(20).hex(), "RS256")
    return provider


def add_user(
    call: Call,
    provider: SamlProvider,
    *,
    email: str,
    name: str,
    password: str,
    name_id: str = "",
    attributes: dict[str, tuple[str, ...]] | None = None,
) -> SamlUser:
    """Give somebody an account; the NameID is made up where none is given."""
    others = list(call.tx.scan(USERS, provider.name))
    chosen = name_id or call.ids.text(20, LOWER_ALNUM)
    if any(other.name_id == chosen or other.email.lower() == email.lower() for other in others):
        raise AwsError("InvalidAct", f"`{provider.name}` already has a user `{chosen}`, or with the address `{email}`")
    number = max((other.number for other in others), default=0) + 1
    user = SamlUser(provider.name, chosen, email, name, password, number, attributes or {})
    call.tx.put(USERS, user)
    return user


def user_by_email(reader: Reader, provider: SamlProvider, email: str) -> SamlUser | None:
    """Return who logs in with an address, capitals aside, or None."""
    wanted = email.strip().lower()
    return next((user for user in reader.scan(USERS, provider.name) if user.email.lower() == wanted), None)


def first_user(reader: Reader, provider: SamlProvider) -> SamlUser | None:
    """Return the user whom the login page is filled in for: the one who came first."""
    return min(reader.scan(USERS, provider.name), key=lambda user: user.number, default=None)


def signer(reader: Reader, provider: SamlProvider) -> Signer:
    """Return what a provider signs with."""
    from cogtui.cloud.saml.certificates import certificate
    from cogtui.cloud.saml.responses import Signer

    key = issuers.keys_of(reader, _issuer(provider))[0]
    return Signer(key, certificate(key, provider.entity_id, provider.created))


def metadata(reader: Reader, provider: SamlProvider) -> str:
    """Return a provider's metadata document."""
    from cogtui.cloud.saml.metadata import document

    shown = signer(reader, provider).certificate
    return document(Metadata(provider.entity_id, address(SSO, provider), address(SLO, provider), (shown,)))


def _issuer(provider: SamlProvider) -> str:
    """Return the name of a provider's keys. No token can have it as its `iss` address, so none is ever verified by them."""
    return f"saml:{provider.name}"
