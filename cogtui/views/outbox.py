"""The outbox: whatever left the world for people and phones, as rows and as letters.

E-mails and SMS of the user pools, the letters of SNS, and what became of its pushes.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.cloud.services.cognito_idp.messages.outbox import messages
from cogtui.cloud.services.sns.delivery_log import deliveries_of
from cogtui.cloud.services.sns.outbox import letters_of
from cogtui.cloud.store import Reader
from cogtui.views.ink import Ink, fit, ink, middle, pad
from cogtui.views.text import instant, wrapped

EMPTY = (
    "No message yet. Sign up, ask for a forgotten password or sign in with an SMS factor, and the codes arrive here; so does what "
    "SNS sends to people and to phones."
)

PUSHED = "application"
"""The protocol of pushes in SNS's delivery log."""


class Mail(msgspec.Struct, frozen=True):
    """One message."""

    sent: float
    medium: str
    """"EMAIL", "SMS", "push"."""
    to: str
    purpose: str
    sender: str
    """Who sent it, and about whom."""
    subject: str
    body: str
    code: str = ""
    """What is in it to copy: a code, a password, a token."""


def newest_first(reader: Reader) -> list[Mail]:
    """Return what was sent, the newest first."""
    found = [*_of_pools(reader), *_letters(reader), *_pushes(reader)]
    return sorted(found, key=lambda mail: mail.sent)[::-1]


def _of_pools(reader: Reader) -> Iterator[Mail]:
    for one in messages(reader):
        sender = f"{one.username} of pool {one.pool_id}"
        yield Mail(one.sent, one.medium, one.to, one.purpose, sender, one.subject, one.body, one.code)


def _letters(reader: Reader) -> Iterator[Mail]:
    for one in letters_of(reader):
        purpose = "confirm" if one.token else "notification"
        yield Mail(one.sent, one.medium.upper(), one.to, purpose, "SNS", one.subject, one.body, one.token)


def _pushes(reader: Reader) -> Iterator[Mail]:
    for one in deliveries_of(reader):
        if one.protocol == PUSHED:
            told = (
                f"statusCode {one.code}\nproviderResponse {one.response}\nmessageId {one.message_id}\ntoken {one.token}"
            )
            yield Mail(one.at, "push", one.destination.rpartition("endpoint/")[2], one.status, "SNS", "", told)


def message_row(mail: Mail, cells: int) -> Ink:
    """Return one message as a row: when, how, to whom, what it is about, and the code in it."""
    parts = (
        *pad(ink((instant(mail.sent, " %H:%M:%S"), "dim")), 11),
        *pad(ink((mail.medium, "strong")), 7),
        *pad(ink((middle(mail.code, 9), "number")), 10),
        *pad(ink(middle(mail.to, 25)), 26),
        *ink((mail.purpose, "dim")),
    )
    return fit(parts, cells)


def letter(mail: Mail, cells: int) -> list[Ink]:
    """Return one message as it reads on the phone or in the mailbox; of a push, what became of it."""
    head = [
        ink(("to       ", "dim"), mail.to, (f"   ({mail.sender})", "dim")),
        ink(("sent     ", "dim"), instant(mail.sent)),
    ]
    if mail.subject:
        head.append(ink(("subject  ", "dim"), (mail.subject, "strong")))
    return [*(fit(line, cells) for line in head), (), *(ink(text) for text in wrapped(mail.body, max(cells, 10)))]
