"""What the app asks its user for at each challenge, as pages, and how what is typed becomes ChallengeResponses.

Source: API RespondToAuthChallenge, ChallengeResponses. A phone fills codes in from the messages that it got, an authenticator
app stands in for the one on the phone: both are the device's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.providers.login_pages import ACTION, CANCEL, CONTINUE
from cogtui.cloud.web import Button, Field, Page, WebRequest

APP_FORM = "app.example.com"
"""Host of the app's own forms, which no provider has."""
CHALLENGE_FORM = "/challenge"
ANSWER = "answer"

Parameters = dict[str, str]
Values = dict[str, str]


class Asked(msgspec.Struct, frozen=True):
    """A challenge that waits for its answer, as the device remembers it."""

    name: str
    """ChallengeName: "SMS_MFA"."""
    parameters: Parameters
    """ChallengeParameters."""
    username: str
    session: str = ""
    available: tuple[str, ...] = ()
    """AvailableChallenges of SELECT_CHALLENGE."""
    flow: str = ""
    """The AuthFlow that led here; empty where only the answer before is known."""


class Filled(msgspec.Struct, frozen=True):
    """What the device can fill in."""

    code: str = ""
    """From the last message, or from the authenticator app."""
    password: str = ""
    told: str = ""
    """The message as it came."""


class Form(msgspec.Struct, frozen=True):
    """How one challenge is asked and answered."""

    text: Callable[[Asked, Filled], str]
    fields: Callable[[Asked, Filled], tuple[Field, ...]]
    responses: Callable[[Asked, Values], Parameters]
    choices: Callable[[Asked], tuple[str, ...]] = lambda asked: ()
    """What is chosen from with buttons, in place of fields."""


def _code(member: str, label: str, text: str) -> Form:
    """Return the form for a code."""
    return Form(
        lambda asked, filled: f"{text} {filled.told}".strip(),
        lambda asked, filled: (Field(ANSWER, label, filled.code, autocomplete="one-time-code"),),
        lambda asked, values: {member: values.get(ANSWER, "")},
    )


def _choice(text: str, choices: Callable[[Asked], tuple[str, ...]]) -> Form:
    return Form(
        lambda asked, filled: text,
        lambda asked, filled: (),
        lambda asked, values: {"ANSWER": values.get(ACTION, "")},
        choices,
    )


def _texts(parameter: str) -> Callable[[Asked], tuple[str, ...]]:
    """Return a reader of a parameter that holds a JSON list."""

    def read(asked: Asked) -> tuple[str, ...]:
        found: Any = json.loads(asked.parameters.get(parameter, "[]"))
        return tuple(map(str, found)) if isinstance(found, list) else ()  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]

    return read


_required = _texts("requiredAttributes")


def _new_password_fields(asked: Asked, _: Filled) -> tuple[Field, ...]:
    lacking = tuple(Field(name, name.partition(".")[2]) for name in _required(asked))
    return (Field("NEW_PASSWORD", "New password", secret=True), *lacking)


def _custom_text(asked: Asked, _: Filled) -> str:
    shown = ", ".join(f"{name}: {value}" for name, value in asked.parameters.items() if name != "USERNAME")
    return f"The pool's own challenge asks. {shown}"


def _password_field(_: Asked, filled: Filled) -> tuple[Field, ...]:
    return (Field("PASSWORD", "Password", filled.password, secret=True),)


FORMS: dict[str, Form] = {
    "SMS_MFA": _code("SMS_MFA_CODE", "Code", "Your password was right. A code went to your phone."),
    "EMAIL_OTP": _code("EMAIL_OTP_CODE", "Code", "A code went to your e-mail."),
    "SMS_OTP": _code("SMS_OTP_CODE", "Code", "A code went to your phone."),
    "SOFTWARE_TOKEN_MFA": _code(
        "SOFTWARE_TOKEN_MFA_CODE", "Code", "Your password was right. Your authenticator app shows the code."
    ),
    "SELECT_MFA_TYPE": _choice("Which second factor shall it be?", _texts("MFAS_CAN_CHOOSE")),
    "SELECT_CHALLENGE": _choice("How do you want to sign in?", lambda asked: asked.available),
    "NEW_PASSWORD_REQUIRED": Form(
        lambda asked, filled: "Your password is a temporary one. Choose your own.",
        _new_password_fields,
        lambda asked, values: {name: value for name, value in values.items() if name != ACTION and value},
    ),
    "PASSWORD": Form(
        lambda asked, filled: "The password goes to the user pool.",
        _password_field,
        lambda asked, values: {"PASSWORD": values.get("PASSWORD", "")},
    ),
    "CUSTOM_CHALLENGE": Form(
        _custom_text,
        lambda asked, filled: (Field(ANSWER, "Answer", filled.code),),
        lambda asked, values: {"ANSWER": values.get(ANSWER, "")},
    ),
    "MFA_SETUP": Form(
        lambda asked, filled: "This pool wants a second factor. Your authenticator app can be set up now.",
        lambda asked, filled: (),
        lambda asked, values: {},
    ),
}
"""The challenges that a person answers; the others the app answers by itself."""


def page_of(asked: Asked, filled: Filled) -> Page | None:
    """Return the page on which the person answers; None for a challenge that the app answers by itself."""
    form = FORMS.get(asked.name)
    if form is None:
        return None
    choices = form.choices(asked)
    buttons = (
        tuple(Button(choice, choice, primary=not index) for index, choice in enumerate(choices))
        if choices
        else (Button(CONTINUE, "Go on", primary=True),)
    )
    return Page(
        title=f"{asked.name} (your app, simulated)",
        provider="user_pool",
        text=(form.text(asked, filled),),
        fields=form.fields(asked, filled),
        buttons=(*buttons, Button(CANCEL, "Cancel")),
        action=WebRequest("POST", APP_FORM, CHALLENGE_FORM),
    )
