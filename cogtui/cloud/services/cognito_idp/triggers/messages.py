"""CustomMessage: a function finds the words of a message, in which the pool puts code and name.

Source: Developer Guide, "Custom message Lambda trigger".
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.traces import Medium, Purpose
from cogtui.cloud.services.cognito_idp.triggers import trigger_errors
from cogtui.cloud.services.cognito_idp.triggers.events import Moment, client_of, metadata, profile
from cogtui.cloud.services.cognito_idp.triggers.fire import answered, fire, fires

TRIGGER = "CustomMessage"
CODE, NAME, LINK = "{####}", "{username}", "{##Click Here##}"
"""What the pool replaces in a message."""

_SOURCES: dict[Purpose, str] = {
    "sign_up": "SignUp",
    "invitation": "AdminCreateUser",
    "reset": "ForgotPassword",
    "verify_email": "UpdateUserAttribute",
    "verify_phone_number": "UpdateUserAttribute",
}
_BY_OPERATION = {
    "ResendConfirmationCode": "ResendCode",
    "GetUserAttributeVerificationCode": "VerifyUserAttribute",
}
"""Operations that send a message once more."""
_SIGNING_IN = "Authentication"


class CustomMessage(msgspec.Struct, frozen=True, rename="camel"):
    """What the function answers."""

    sms_message: str = ""
    email_message: str = ""
    email_subject: str = ""


class Words(NamedTuple):
    """A message, still with its placeholders."""

    subject: str
    body: str


def words(call: Call, pool: UserPool, user: User, purpose: Purpose, medium: Medium, *, usual: Words) -> Words:
    """Return the words of a message: the function's, else the usual ones."""
    if not fires(pool, TRIGGER):
        return usual
    source = _BY_OPERATION.get(call.operation) or _SOURCES.get(purpose, _SIGNING_IN)
    moment = Moment(TRIGGER, f"{TRIGGER}_{source}", user.username, client_of(call))
    request = {
        "userAttributes": profile(user),
        "codeParameter": CODE,
        "usernameParameter": NAME if purpose == "invitation" else None,
        "linkParameter": LINK,
        "clientMetadata": metadata(call, TRIGGER),
    }
    answer = fire(call, pool, moment, request, {"smsMessage": None, "emailMessage": None, "emailSubject": None})
    said = answered(call, moment, answer, CustomMessage)
    body = (said.sms_message if medium == "SMS" else said.email_message) or usual.body
    needs = (CODE, NAME) if purpose == "invitation" else (CODE,)
    lacks = [name for name in needs if name not in body]
    # That it fails is documented; neither class nor text are captured.
    call.require("idp.trigger.message", not lacks, trigger_errors.unrecognizable, lacks=lacks, message=body)
    return Words(usual.subject if medium == "SMS" else said.email_subject or usual.subject, body)
