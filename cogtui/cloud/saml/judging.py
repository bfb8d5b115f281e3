"""May an assertion be believed? Every check of a relying party, in order, over the verified element alone.

Source: SAML 2.0 Profiles, section 4.1.4.3; Developer Guide, "SAML session initiation in Amazon Cognito user pools".
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.saml import reading, signed
from cogtui.cloud.saml.records import Assertion, Metadata
from cogtui.cloud.saml.xml import Element, Unreadable, children

Refusal = Callable[[str, str], AwsError]
"""(rule id, what is wrong in a sentence) -> the error that the relying party gives."""


class Expected(msgspec.Struct, frozen=True):
    """What a relying party takes."""

    metadata: Metadata
    """The provider's."""
    audiences: tuple[str, ...]
    recipients: tuple[str, ...]
    """Where the assertion may have been sent; empty: nobody asks."""
    in_response_to: str | None = None
    """The request that was sent; empty: the provider spoke first; None: nobody asks."""
    place: Place | None = None
    """Where the provider's settings stand."""


def judged(call: Call, text: str, expected: Expected, refusal: Refusal) -> Assertion:
    """Return what a response says, once everything about it holds."""
    root = _read(call, text, refusal)
    element = _verified(call, root, expected, refusal)
    said = reading.assertion(element)
    _check_parties(call, said, expected, refusal)
    _check_times(call, said, refusal)
    call.require("saml.subject", said.subject, refusal("saml.subject", "NameID is missing from the SAML Assertion."))
    return said


def _read(call: Call, text: str, refusal: Refusal) -> Element:
    try:
        root = reading.response(text)
    except Unreadable as problem:
        call.refuse("saml.format", refusal("saml.format", "SAML Response could not be read."), why=str(problem))
    call.note("saml.format", passed=True)
    status = reading.status(root)
    failed = refusal("saml.status", "SAML Response status is not Success.")
    call.require("saml.status", status.endswith(":Success"), failed, has=status)
    if children(root, "saml:EncryptedAssertion"):
        call.refuse("door.simulated", NotSimulated("An encrypted assertion"))
    return root


def _verified(call: Call, root: Element, expected: Expected, refusal: Refusal) -> Element:
    many = refusal("saml.plain", "SAML Response must hold exactly one Assertion.")
    call.require("saml.plain", signed.is_plain(root), many, assertions=len(signed.assertions_in(root)))
    bare = refusal("saml.signed", "SAML Assertion signature is missing.")
    call.require("saml.signed", signed.signatures(root), bare, place=expected.place)
    element = signed.verified(root, expected.metadata.certificates, call.now)
    # AWS's words, with the space at the end.
    invalid = refusal("saml.signature", "SAML Assertion signature is invalid. ")
    call.require("saml.signature", element is not None, invalid, place=expected.place)
    assert element is not None
    return element


def _check_parties(call: Call, said: Assertion, expected: Expected, refusal: Refusal) -> None:
    entity = Fact("wants", expected.metadata.entity_id, expected.place)
    other = refusal("saml.issuer", "Issuer of the SAML Assertion is not the identity provider.")
    call.require("saml.issuer", said.issuer == expected.metadata.entity_id, other, wants=entity, has=said.issuer)
    text = f"Audience restriction in the SAML Assertion does not allow it for {expected.audiences[0]}"
    meant = bool(set(expected.audiences) & set(said.audiences))
    wants = list(expected.audiences)
    call.require("saml.audience", meant, refusal("saml.audience", text), wants=wants, has=list(said.audiences))
    if expected.recipients:
        elsewhere = refusal("saml.recipient", "Recipient of the SAML Assertion is not valid.")
        wants = list(expected.recipients)
        call.require("saml.recipient", said.recipient in wants, elsewhere, wants=wants, has=said.recipient)
    if expected.in_response_to is not None:
        stray = refusal("saml.in_response_to", "InResponseTo of the SAML Assertion is not valid.")
        has, wants = said.in_response_to, expected.in_response_to
        call.require("saml.in_response_to", has == wants, stray, wants=wants, has=has)


def _check_times(call: Call, said: Assertion, refusal: Refusal) -> None:
    """Refuse what does not hold yet, or no more. DIFFERS: how much clocks may disagree is not published; here not at all."""
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    early = refusal("saml.not_before", "SAML Assertion is not yet valid.")
    since = said.not_before
    call.require("saml.not_before", since is None or since <= call.now, early, now=now, not_before=since)
    late = refusal("saml.expiry", "SAML Assertion has expired.")
    end = said.not_on_or_after
    call.require("saml.expiry", end is not None and call.now < end, late, now=now, not_on_or_after=end)
