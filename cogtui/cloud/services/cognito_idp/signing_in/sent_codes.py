"""Codes that are sent for a sign-in: SMS_MFA, EMAIL_OTP and SMS_OTP, as the second factor or as the first one.

Source: API RespondToAuthChallenge; Developer Guide, "SMS and email message MFA" and "Passwordless sign-in with one-time
passwords". A code is good for as long as its Session is, and a wrong one uses up neither.
DIFFERS: how many codes a user may be sent in an hour (5 to 20, Developer Guide, "Quotas in Amazon Cognito") is not held.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.services.cognito_idp.messages.delivery import MEDIA, Target, invented, masked
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, choices, mfa_errors, second_factors
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.signing_in.challenge_sessions import Posted
from cogtui.cloud.services.cognito_idp.signing_in.first_factors import named
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_enabled, require_may_sign_in
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import EMAIL, SMS
from cogtui.cloud.services.cognito_idp.traces import Pending
from cogtui.cloud.services.cognito_idp.triggers import signing_in
from cogtui.cloud.services.cognito_idp.users import directory
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS

_SECOND, _FIRST = 6, 8
"""Digits of a code."""


class Channel(msgspec.Struct, frozen=True):
    """One challenge whose answer is a code that was sent."""

    answer: str
    """The member of the answer."""
    attribute: str
    """Where the code goes."""
    names_user: bool = True
    """ChallengeParameters has USER_ID_FOR_SRP."""


CHANNELS = {
    SMS: Channel("SMS_MFA_CODE", "phone_number"),
    EMAIL: Channel("EMAIL_OTP_CODE", "email", names_user=False),
    choices.SMS: Channel("SMS_OTP_CODE", "phone_number"),
}


def asking(challenge: str) -> Callable[[Call, Attempt], Output]:
    """Return what sends the code of a challenge and asks for it."""
    return lambda call, attempt: _ask(call, attempt, challenge)


def judging(challenge: str) -> Callable[[Call, Attempt], Attempt]:
    """Return what judges the code that is given in answer to a challenge."""
    return lambda call, attempt: _judge(call, attempt, challenge)


def ask_again(call: Call, attempt: Attempt, challenge: str) -> Output:
    """Send another code in place of the one that the Session waits for, which is good no more.

    The API has no such step: its clients begin anew. The pages of managed login have a button for it.
    """
    attempt = going_on(attempt, user=named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, challenge, attempt.given["Session"])
    require_may_sign_in(call, attempt.known_user)
    challenge_sessions.spend(call, pending)
    to = pending.to if pending.sets_up else ""
    return _ask(call, going_on(attempt, pending=pending, proven=pending.proven, sets_up=to), challenge)


def _ask(call: Call, attempt: Attempt, challenge: str) -> Output:
    channel, user = CHANNELS[challenge], attempt.user
    if attempt.proven:
        second_factors.note_asked(call, attempt)
    else:
        # When AWS runs the function in choice-based sign-in is not documented: here once, before the first factor.
        signing_in.before(call, attempt.app, user, attempt.given.get("USERNAME", ""))
    posted = Posted(to=_receiver(attempt, channel))
    if user is not None:
        posted = Posted(call.ids.code(_SECOND if attempt.proven else _FIRST), posted.to)
        target = Target(channel.attribute, MEDIA[channel.attribute], posted.to)
        purpose = "mfa" if attempt.proven else "sign_in"
        outbox.send(call, attempt.app.pool, user, outbox.Letter(purpose, target, posted.code, user.username))
    shown = user.username if user is not None else attempt.given.get("USERNAME", "")
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": MEDIA[channel.attribute],
        "CODE_DELIVERY_DESTINATION": masked(posted.to),
        **({"USER_ID_FOR_SRP": shown} if channel.names_user else {}),
    }
    session = challenge_sessions.open_session(call, attempt, challenge, posted)
    return {"Session": session, "ChallengeParameters": parameters}


def _receiver(attempt: Attempt, channel: Channel) -> str:
    """Return the address: one that is being set up, the profile's, or an invented one for somebody who is not there."""
    if attempt.user is None:
        return invented(channel.attribute, attempt.given.get("USERNAME", ""))
    return attempt.sets_up or attempt.user.attributes[channel.attribute]


def _judge(call: Call, attempt: Attempt, challenge: str) -> Attempt:
    channel = CHANNELS[challenge]
    attempt = going_on(attempt, user=named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, challenge, attempt.given["Session"])
    user = attempt.user
    if user is not None:
        admit = require_may_sign_in if pending.proven else require_enabled
        admit(call, user)
    typed = attempt.given[channel.answer]
    same = hmac.compare_digest(typed.encode(errors="surrogatepass"), pending.code.encode())
    # Nobody's code is empty, and no answer is: who is not there is told what a wrong code is told.
    call.require("idp.mfa.code", same, mfa_errors.sent_code_mismatch, has=typed)
    return going_on(attempt, user=_settled(call, attempt, pending, channel), pending=pending)


def _settled(call: Call, attempt: Attempt, pending: Pending, channel: Channel) -> User:
    """Return the user with what the code has proven.

    As first factor it verifies the address, and confirms a user who is not confirmed yet; in a setup it gives the profile the address and
    switches the factor on. DIFFERS: when exactly AWS writes the address of a setup is not documented.
    """
    user, flag = attempt.known_user, VERIFIED_FLAGS[channel.attribute]
    if pending.sets_up:
        profile = user.attributes | {channel.attribute: pending.to, flag: "true"}
        fields = {"attributes": profile, "factors": second_factors.with_factor(user, EMAIL)}
    elif not pending.proven and user.attributes.get(channel.attribute) == pending.to:
        status = "CONFIRMED" if user.status == "UNCONFIRMED" else user.status
        fields = {"attributes": user.attributes | {flag: "true"}, "status": status}
    else:
        return user
    if all(getattr(user, name) == value for name, value in fields.items()):
        return user
    changed = directory.change(call.tx, user, call.now, **fields)
    directory.move_addresses(call, attempt.app.pool, user, changed, errors.alias_exists)
    return changed
