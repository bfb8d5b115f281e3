"""The outbox: the e-mails and SMS that the user pools sent, as rows and as letters."""

from __future__ import annotations

from cogtui.cloud.services.cognito_idp.messages.outbox import messages
from cogtui.cloud.services.cognito_idp.traces import Message
from cogtui.cloud.store import Reader
from cogtui.views.ink import Ink, fit, ink, pad
from cogtui.views.text import instant, wrapped

EMPTY = (
    "No message yet. Sign up, ask for a forgotten password or sign in with an SMS factor, and the codes arrive here."
)


def newest_first(reader: Reader) -> list[Message]:
    """Return what was sent, the newest first."""
    return messages(reader)[::-1]


def message_row(message: Message, cells: int) -> Ink:
    """Return one message as a row: when, how, to whom, what it is about, and the code in it."""
    parts = (
        *pad(ink((instant(message.sent, " %H:%M:%S"), "dim")), 11),
        *pad(ink((message.medium, "strong")), 7),
        *pad(ink((message.code, "number")), 10),
        *pad(ink(message.to), 26),
        *ink((message.purpose, "dim")),
    )
    return fit(parts, cells)


def letter(message: Message, cells: int) -> list[Ink]:
    """Return one message as it reads on the phone or in the mailbox."""
    head = [
        ink(("to       ", "dim"), message.to, (f"   ({message.username} of pool {message.pool_id})", "dim")),
        ink(("sent     ", "dim"), instant(message.sent)),
    ]
    if message.subject:
        head.append(ink(("subject  ", "dim"), (message.subject, "strong")))
    return [*(fit(line, cells) for line in head), (), *(ink(text) for text in wrapped(message.body, max(cells, 10)))]
