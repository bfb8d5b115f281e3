"""SAML assertions at STS: believed or not, and turned into condition keys, tags and the name of a session.

IAM User Guide, "Configure SAML assertions for the authentication response", "Troubleshoot SAML federation with IAM".
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import msgspec

from cogtui.cloud.accounts import saml_providers
from cogtui.cloud.accounts.saml_providers import AccountSamlProvider
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.saml import aws
from cogtui.cloud.services.sts import errors, saml_errors
from cogtui.cloud.services.sts.identity import OutsideIdentity
from cogtui.cloud.services.sts.saml_keys import KEYS
from cogtui.cloud.services.sts.session_tags import brought, request_keys, request_origins
from cogtui.cloud.services.sts.source_identity import REQUESTED

if TYPE_CHECKING:
    from cogtui.cloud.saml.records import Assertion

_NAME = re.compile(r"[a-zA-Z_0-9+=,.@-]{2,64}")
_SUBJECT_TYPES = {
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent": "persistent",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:transient": "transient",
}
"""Formats of NameID that have a short name; others stand as they are."""

KEPT = ("saml:namequalifier", "saml:sub", "saml:sub_type")
"""Condition keys that the session goes on to carry."""


class SamlIdentity(msgspec.Struct, frozen=True):
    """What an assertion tells STS."""

    who: OutsideIdentity
    session_name: str
    subject_type: str
    name_qualifier: str
    recipient: str
    session_seconds: tuple[float, ...]
    """How long the session may last, as the provider says: none, one or two ways."""


def identity_by_assertion(call: Call, role_arn: str, provider_arn: str, text: str) -> SamlIdentity:
    """Check an assertion against the metadata that IAM keeps, and read what it says for a role."""
    from cogtui.cloud.saml.judging import Expected, judged
    from cogtui.cloud.saml.metadata import read

    provider = _provider(call, provider_arn)
    expected = Expected(read(provider.metadata), aws.AUDIENCES, aws.RECIPIENTS, place=provider.place)
    said = judged(call, text, expected, _refusal)
    issued = said.issued
    fresh = issued is None or call.now < issued + aws.FRESH_SECONDS
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    call.require("sts.saml.fresh", fresh, saml_errors.too_old, now=now, issued=issued)
    _require_role(call, said, role_arn, provider_arn)
    return _identity(call, said, provider)


def _provider(call: Call, arn: str) -> AccountSamlProvider:
    provider = saml_providers.by_arn(call.tx, arn)
    own = provider is not None and provider.account == call.account
    has = Fact("has", arn, Place("parameter", f"parameter PrincipalArn of {call.operation}"))
    call.require("sts.saml.provider", own, saml_errors.no_provider, has=has, account=call.account)
    assert provider is not None
    return provider


def _refusal(rule: str, why: str) -> AwsError:
    return saml_errors.REFUSALS[rule](why.strip())


def _require_role(call: Call, said: Assertion, role_arn: str, provider_arn: str) -> None:
    """Refuse a role that the assertion does not offer together with its provider."""
    offered = said.attributes.get(aws.ROLE, ())
    meant = frozenset((role_arn, provider_arn)) in aws.pairs(offered)
    has = Fact("has", list(offered), _place(aws.ROLE))
    refusal = errors.not_let_in("sts:AssumeRoleWithSAML")
    call.require("sts.saml.role", meant, refusal, wants=f"{role_arn},{provider_arn}", has=has)


def _identity(call: Call, said: Assertion, provider: AccountSamlProvider) -> SamlIdentity:
    qualifier = _qualifier(said, provider)
    kind = _SUBJECT_TYPES.get(said.subject_format, said.subject_format)
    context, origins = _keys(said)
    context |= {
        "saml:aud": said.recipient,
        "saml:iss": said.issuer,
        "saml:sub": said.subject,
        "saml:sub_type": kind,
        "saml:namequalifier": qualifier,
        "saml:doc": f"{provider.account}/{provider.name}",
    }
    name = _one(call, said, aws.SESSION_NAME)
    call.require("sts.saml.session_name", name, saml_errors.no_session_name, has=name)
    fits = _NAME.fullmatch(name) is not None
    call.require("sts.saml.session_name_form", fits, saml_errors.bad_session_name, has=name)
    context["sts:RoleSessionName"] = name
    source = _one(call, said, aws.SOURCE_IDENTITY)
    good = not source or (_NAME.fullmatch(source) is not None and not source.lower().startswith("aws:"))
    call.require("sts.saml.source", good, saml_errors.bad_source, has=source)
    if source:
        context[REQUESTED], origins[REQUESTED] = source, _place(aws.SOURCE_IDENTITY)
    begin = aws.PRINCIPAL_TAG
    values = {one.removeprefix(begin): _one(call, said, one) for one in said.attributes if one.startswith(begin)}
    transitive = list(said.attributes.get(aws.TRANSITIVE_TAG_KEYS, ()))
    tags = brought(call, values, transitive, {key: _place(begin + key) for key in values})
    who = OutsideIdentity(
        federated=provider.arn,
        provider=said.issuer,
        subject=said.subject,
        audience=said.recipient,
        context=context | request_keys(tags),
        origins=origins | request_origins(tags),
        kept=KEPT,
        tags=tags,
        source=source,
    )
    return SamlIdentity(who, name, kind, qualifier, said.recipient, _seconds(call, said))


def _qualifier(said: Assertion, provider: AccountSamlProvider) -> str:
    """Return what makes a subject unique together with its name (STS API Reference: NameQualifier)."""
    text = f"{said.issuer}{provider.account}/{provider.name}"
    return base64.b64encode(hashlib.sha1(text.encode(), usedforsecurity=False).digest()).decode("ascii")


def _keys(said: Assertion) -> tuple[dict[str, ContextValue], dict[str, Place]]:
    """Return the condition keys of the attributes that have one, and where each stands."""
    context: dict[str, ContextValue] = {}
    origins: dict[str, Place] = {}
    for name, values in said.attributes.items():
        key = KEYS.get(name)
        if key is not None and values:
            context[key], origins[key] = values, _place(name)
    return context, origins


def _seconds(call: Call, said: Assertion) -> tuple[float, ...]:
    """Return the limits that the assertion sets to the session: SessionDuration, SessionNotOnOrAfter."""
    text = _one(call, said, aws.SESSION_DURATION)
    digits = not text or (text.isascii() and text.isdigit() and 900 <= int(text) <= 43_200)
    call.require("sts.saml.duration", digits, saml_errors.bad_duration, has=text)
    end = said.session_end
    call.require("sts.saml.ended", end is None or call.now < end, saml_errors.too_old, has=end, now=call.now)
    return (*((float(text),) if text else ()), *((end - call.now,) if end is not None else ()))


def _one(call: Call, said: Assertion, name: str) -> str:
    """Return the value of an attribute that has one at most, empty without it."""
    values = said.attributes.get(name, ())
    call.require("sts.saml.single", len(values) <= 1, lambda: saml_errors.several(name), attribute=name)
    return values[0] if values else ""


def _place(attribute: str) -> Place:
    return Place("claim", f"attribute {attribute.rsplit('/', 1)[-1]} of the assertion", pointer=attribute)
