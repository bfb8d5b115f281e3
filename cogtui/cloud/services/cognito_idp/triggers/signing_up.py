"""The triggers around a sign-up: PreSignUp may refuse it or confirm it at once, PostConfirmation is told.

Source: Developer Guide, "Pre sign-up Lambda trigger", "Post confirmation Lambda trigger". DIFFERS: at AWS a user stays confirmed
whose post confirmation function failed; here a call that fails changes nothing.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.triggers import trigger_errors
from cogtui.cloud.services.cognito_idp.triggers.events import Moment, client_of, metadata, profile, validation_data
from cogtui.cloud.services.cognito_idp.triggers.fire import answered, fire, fires

PRE, POST = "PreSignUp", "PostConfirmation"


class PreSignUp(msgspec.Struct, frozen=True, rename="camel"):
    """What the function answers."""

    auto_confirm_user: bool = False
    auto_verify_email: bool = False
    auto_verify_phone: bool = False


_FLAGS = {"email": "email_verified", "phone_number": "phone_number_verified"}


def before(call: Call, pool: UserPool, user: User, source: str, client_id: str = "") -> User:
    """Ask the function about somebody who is not in the pool yet; return the user as it wants it.

    What it says about the users of administrators is left alone: they are neither confirmed nor verified by it.
    """
    if not fires(pool, PRE):
        return user
    moment = Moment(PRE, f"{PRE}_{source}", user.username, client_id or client_of(call))
    known = {name: value for name, value in user.attributes.items() if name != "identities"}
    request: dict[str, Any] = {"userAttributes": known | _MORE.get(source, {})}
    request |= {"validationData": validation_data(call), "clientMetadata": metadata(call, PRE)}
    response = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}
    answer = fire(call, pool, moment, request, response)
    said = answered(call, moment, answer, PreSignUp)
    return user if source == "AdminCreateUser" else _as_said(call, user, said)


_MORE = {"ExternalProvider": {"cognito:email_alias": "", "cognito:phone_number_alias": ""}}
"""What `userAttributes` have for somebody from an outside provider beside the mapped attributes."""


def _as_said(call: Call, user: User, said: PreSignUp) -> User:
    wanted = {"email": said.auto_verify_email, "phone_number": said.auto_verify_phone}
    missing = [name for name, verified in wanted.items() if verified and not user.attributes.get(name)]
    # That it fails is documented; neither class nor text are captured.
    call.require("idp.trigger.address", not missing, trigger_errors.unrecognizable, missing=missing)
    verified = {_FLAGS[name]: "true" for name, yes in wanted.items() if yes}
    confirmed = said.auto_confirm_user and user.status == "UNCONFIRMED"
    status = "CONFIRMED" if confirmed else user.status
    return msgspec.structs.replace(user, status=status, attributes=user.attributes | verified)


def after(call: Call, pool: UserPool, user: User, client_id: str = "", *, source: str = "ConfirmSignUp") -> None:
    """Tell the function that somebody is confirmed."""
    if not fires(pool, POST):
        return
    moment = Moment(POST, f"{POST}_{source}", user.username, client_id or client_of(call))
    fire(call, pool, moment, {"userAttributes": profile(user), "clientMetadata": metadata(call, POST)}, {})
