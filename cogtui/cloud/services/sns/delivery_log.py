"""The delivery log: what became of each message at each receiver (SNS Developer Guide, "Message delivery status")."""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns.records import DELIVERIES, Delivery, Status
from cogtui.cloud.store import Reader


class Sent(msgspec.Struct, frozen=True):
    """A message on its way to one receiver."""

    message_id: str
    account: str
    """Whose topic or endpoint it is."""
    region: str
    topic: str = ""
    """ARN of the topic that it came through."""


class Answer(msgspec.Struct, frozen=True):
    """What a receiver said."""

    status: Status
    response: str
    code: int = 200


def log(call: Call, sent: Sent, protocol: str, destination: str, answer: Answer, *, token: str = "") -> None:
    """Write down what became of a message at a receiver."""
    row = Delivery(
        scope=f"{sent.account} {sent.region}",
        number=f"{call.ids.number():012}",
        at=call.now,
        message_id=sent.message_id,
        protocol=protocol,
        destination=destination,
        status=answer.status,
        response=answer.response,
        code=answer.code,
        token=token,
        topic=sent.topic,
    )
    call.tx.put(DELIVERIES, row)


def deliveries_of(reader: Reader, account: str = "", region: str = "") -> list[Delivery]:
    """Return the log, oldest first: of an account in a region, or of everybody."""
    scopes = [f"{account} {region}"] if account else reader.scopes(DELIVERIES)
    return sorted((row for scope in scopes for row in reader.scan(DELIVERIES, scope)), key=lambda row: row.number)
