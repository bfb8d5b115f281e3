"""SAML responses in words: who it is about, and what the assertion inside says. Nothing of it is verified here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cogtui.cloud.clock import timestamp

if TYPE_CHECKING:  # nobody pays for a reader of XML before there is an assertion
    from cogtui.cloud.saml.records import Assertion


@cache
def said_in(response: str) -> Assertion | None:
    """Return what the assertion in a response says, whoever signed it; None for a text that is no response."""
    from cogtui.cloud.saml import reading
    from cogtui.cloud.saml.signed import assertions_in
    from cogtui.cloud.saml.xml import Unreadable

    try:
        found = assertions_in(reading.response(response))
    except Unreadable:
        return None
    return reading.assertion(found[0]) if found else None


def first_name(response: str) -> str:
    """Return the first name of whom a response is about; "?" where it tells none."""
    said = said_in(response)
    name = next(iter(said.attributes.get("name", ())), "") if said else ""
    return name.rpartition(" ")[0] or name or "?"


def members(said: Assertion) -> tuple[tuple[str, str, str], ...]:
    """Return what an assertion says, each with its meaning (SAML Core, sections 2.4, 2.5 and 2.7)."""
    told = [
        ("Issuer", said.issuer, "The company's provider, by its entity id; the metadata in IAM must name the same."),
        ("NameID", said.subject, "Whom it is about; an identity pool knows the person by it."),
        ("Audience", ", ".join(said.audiences), "For whom it was made; everybody else must refuse it."),
        ("Recipient", said.recipient, "The address that it was to be sent to, and no other."),
        ("NotBefore", _time(said.not_before), "Before this time it must not be accepted."),
        ("NotOnOrAfter", _time(said.not_on_or_after), "From this time on it is refused: assertions live for minutes."),
    ]
    named = (
        (name, ", ".join(values), "An attribute, as the company fills it in.")
        for name, values in said.attributes.items()
    )
    return (*told, *named)


def _time(moment: float | None) -> str:
    return f"{timestamp(moment):%Y-%m-%dT%H:%M:%SZ}" if moment is not None else "not said"
