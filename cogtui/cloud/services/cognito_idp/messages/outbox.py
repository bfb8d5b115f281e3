"""The messages that pools send: e-mails and SMS, kept in the world instead of being delivered."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.messages.delivery import Target
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.traces import MESSAGES, Medium, Message, Purpose
from cogtui.cloud.services.cognito_idp.triggers import messages as custom_messages
from cogtui.cloud.services.cognito_idp.triggers.messages import Words
from cogtui.cloud.store import Reader

_AUTHENTICATION = "Your authentication code is {####}. "
"""SmsAuthenticationMessage where the pool has none."""

_EMAIL_AUTHENTICATION = ("Your authentication code", "Your authentication code is {####}")
"""Subject and Message of EmailMfaConfiguration where the pool has none; AWS's own words are not captured."""


class Letter(msgspec.Struct, frozen=True):
    """What is to be sent."""

    purpose: Purpose
    target: Target
    secret: str
    """The code or password inside."""
    called: str
    """The name by which the message calls the user."""


def send(call: Call, pool: UserPool, user: User, letter: Letter) -> None:
    """Put a message into the outbox."""
    target = letter.target
    usual = Words(*_words(pool, letter.purpose, target.medium))
    subject, body = custom_messages.words(call, pool, user, letter.purpose, target.medium, usual=usual)
    message = Message(
        pool_id=pool.id,
        number=call.ids.number(),
        medium=target.medium,
        to=target.to,
        subject=subject,
        body=body.replace("{username}", letter.called).replace("{####}", letter.secret),
        code=letter.secret,
        purpose=letter.purpose,
        username=user.username,
        sent=call.now,
    )
    call.tx.put(MESSAGES, message)


def messages(reader: Reader, pool_id: str = "", *, to: str = "") -> list[Message]:
    """Return what was sent, oldest first: of one pool or of all, to one address or to anybody."""
    pools = [pool_id] if pool_id else reader.scopes(MESSAGES)
    found = [message for pool in pools for message in reader.scan(MESSAGES, pool) if to in ("", message.to)]
    return sorted(found, key=lambda message: message.number)


def _words(pool: UserPool, purpose: Purpose, medium: Medium) -> tuple[str, str]:
    """Return subject and body: codes are sent in the words of the verification message (VerificationMessageTemplate).

    Sign-ins have words of their own (SmsAuthenticationMessage, EmailMfaConfiguration).
    """
    if purpose in ("mfa", "sign_in"):
        return _authentication(pool, medium)
    words = pool.templates
    invites = purpose == "invitation"
    if medium == "SMS":
        return "", words.invitation_sms if invites else words.sms
    return (words.invitation_subject, words.invitation_email) if invites else (words.email_subject, words.email)


def _authentication(pool: UserPool, medium: Medium) -> tuple[str, str]:
    if medium == "SMS":
        return "", str(pool.settings.get("SmsAuthenticationMessage") or _AUTHENTICATION)
    subject, message = _EMAIL_AUTHENTICATION
    return pool.mfa.email_words.get("Subject", subject), pool.mfa.email_words.get("Message", message)
