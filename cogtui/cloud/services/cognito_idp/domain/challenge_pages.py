"""The pages on which the API's challenges are asked: one for each, made of what waits.

Source: Developer Guide, "Adding MFA to a user pool", "TOTP software token MFA", "SMS and email message MFA".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from urllib.parse import quote_from_bytes

import msgspec

from cogtui.cloud.services.cognito_idp.domain import answers, fields, pages
from cogtui.cloud.services.cognito_idp.domain.records import HalfSignIn
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.signing_in import choices, mfa_setup, new_password
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import EMAIL, SELECT, SMS, SOFTWARE_TOKEN
from cogtui.cloud.web import Button, Field, Page

SET_UP = (SOFTWARE_TOKEN, EMAIL)
"""The factors that can be set up at the pages."""

SECRET = "SecretCode"
CHOSEN = "CHOSEN"
"""What a set-up adds to what the page shows: the secret that the app needs, the factor that was chosen."""

OFFERED = "AvailableChallenges"
"""The first factors that can be chosen from: JSON text."""

EMAIL_FIELD = f"{fields.ATTRIBUTE}email"

Said = tuple[str, ...]
Buttons = tuple[Button, ...]

_LABELS = {
    SOFTWARE_TOKEN: "Authenticator app",
    SMS: "Text message",
    EMAIL: "Email",
    choices.SMS: "Text message",
    choices.PASSWORD: "Password",
}
_HEADING = "Verify that it is you"
_SET_UP_HEADING = "Set up a second factor"


def page(visit: Visit, half: HalfSignIn, *, notice: str = "") -> Page:
    """Return the page that asks for what the sign-in waits for, with what was typed so far but never a secret."""
    made = _PAGES[half.challenge](visit, half)
    return msgspec.structs.replace(made, notice=notice) if notice else made


def to_set_up(half: HalfSignIn) -> tuple[str, ...]:
    """Return the factors that can be chosen from in a set-up."""
    offered: list[str] = json.loads(half.told.get("MFAS_CAN_SETUP", "[]"))
    return tuple(name for name in SET_UP if name in offered)


def lacking(half: HalfSignIn) -> tuple[str, ...]:
    """Return the attributes that a first password of one's own comes along with."""
    names: list[str] = json.loads(half.told["requiredAttributes"])
    return tuple(name.removeprefix(new_password.PREFIX) for name in names)


def key_uri(visit: Visit, half: HalfSignIn) -> str:
    """Return the secret as authenticator apps read it from a QR code.

    DIFFERS: which names AWS writes into its code is not documented; here they are the pool's and the one that was typed.
    """
    issuer, account = (quote_from_bytes(answers.octets(text), safe="") for text in (visit.pool.name, half.username))
    return f"otpauth://totp/{issuer}:{account}?secret={half.told[SECRET]}&issuer={issuer}"


def _app_code(visit: Visit, half: HalfSignIn) -> Page:
    name = half.told.get("FRIENDLY_DEVICE_NAME", "")
    of = f" of {name}" if name else ""
    return _asking(visit, half, _HEADING, (f"Enter the code that your authenticator app{of} shows.",), fields.code())


def _sent_code(visit: Visit, half: HalfSignIn) -> Page:
    said = (f"We sent a code to {half.told['CODE_DELIVERY_DESTINATION']}.",)
    again = Button(pages.RESEND, "Send a new code", unchecked=True)
    return _asking(visit, half, _HEADING, said, fields.code(), more=(again,))


def _first_choice(visit: Visit, half: HalfSignIn) -> Page:
    names: list[str] = json.loads(half.told[OFFERED])
    return _choosing(visit, half, "Sign in", ("How do you want to sign in?",), names)


def _password(visit: Visit, half: HalfSignIn) -> Page:
    made = _asking(visit, half, "Sign in", (), fields.hidden(fields.USERNAME, half.username), fields.password())
    forgot = pages.link(visit, "Forgot your password?", pages.FORGOT)
    return msgspec.structs.replace(made, links=(forgot, *made.links))


def _choice(visit: Visit, half: HalfSignIn) -> Page:
    names: list[str] = json.loads(half.told["MFAS_CAN_CHOOSE"])
    return _choosing(visit, half, _HEADING, ("How do you want to get a code?",), names)


def _set_up(visit: Visit, half: HalfSignIn) -> Page:
    chosen = half.told.get(CHOSEN, "")
    if chosen == EMAIL:
        said = ("You need a second factor. Enter the address that we shall send codes to.",)
        typed = fields.attribute("email", visit.form.get(EMAIL_FIELD, ""), required=True)
        return _asking(visit, half, _SET_UP_HEADING, said, typed)
    if chosen == SOFTWARE_TOKEN:
        return _app_to_set_up(visit, half)
    said = ("You need a second factor. Which one do you want to set up?",)
    return _choosing(visit, half, _SET_UP_HEADING, said, to_set_up(half))


def _app_to_set_up(visit: Visit, half: HalfSignIn) -> Page:
    said = (
        "You need a second factor. Give your authenticator app this secret key, or the address below it:",
        half.told[SECRET],
        key_uri(visit, half),
        "Then enter the code that the app shows.",
    )
    return _asking(visit, half, "Set up an authenticator app", said, fields.code())


def _first_password(visit: Visit, half: HalfSignIn) -> Page:
    asks = (
        fields.hidden(fields.USERNAME, half.username),
        fields.hidden(fields.HALF, half.id),
        fields.new_password(visit.pool),
        *(fields.attribute(name, _typed(visit, name), required=True) for name in lacking(half)),
    )
    text = ("Your password was temporary. Choose one of your own.",)
    back = (pages.link(visit, "Sign in", pages.LOGIN),)
    return pages.form_page(visit, pages.CHANGE, "Choose a password", asks, "Go on", text=text, links=back)


def _typed(visit: Visit, attribute: str) -> str:
    return visit.form.get(fields.ATTRIBUTE + attribute, "")


def _asking(visit: Visit, half: HalfSignIn, heading: str, said: Said, *asks: Field, more: Buttons = ()) -> Page:
    """Return a page of one factor; `more` are its buttons beside the one that sends what is typed."""
    back = (pages.link(visit, "Sign in", pages.LOGIN),)
    waits = fields.hidden(fields.HALF, half.id)
    path = pages.CHALLENGE if half.first else pages.MFA
    return pages.form_page(visit, path, heading, (waits, *asks), "Go on", text=said, links=back, more=more)


def _choosing(visit: Visit, half: HalfSignIn, heading: str, said: Said, names: Sequence[str]) -> Page:
    """Return a page with a button for each factor."""
    buttons = tuple(Button(name, _LABELS[name], primary=name == names[0]) for name in names)
    return msgspec.structs.replace(_asking(visit, half, heading, said), buttons=buttons)


_PAGES: dict[str, Callable[[Visit, HalfSignIn], Page]] = {
    SOFTWARE_TOKEN: _app_code,
    SMS: _sent_code,
    EMAIL: _sent_code,
    SELECT: _choice,
    choices.SELECT: _first_choice,
    choices.PASSWORD: _password,
    choices.SMS: _sent_code,
    mfa_setup.NAME: _set_up,
    new_password.NAME: _first_password,
}
"""Challenge -> its page."""
