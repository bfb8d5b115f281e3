"""What a published message is for each receiver: one text for all, or a text for each protocol and platform.

SNS Developer Guide, "Sending mobile push notifications": a message of MessageStructure `json` is an object of texts by
protocol; for a platform the text is itself the JSON that the platform takes.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.catalog.forms import is_dict
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.sns import errors

LONGEST = 262_144
"""Octets of a message with all that is said about it (SNS API Reference, Publish)."""

JSON = "json"
DEFAULT = "default"

_LIMITS: Final = {"GCM": 4096, "ADM": 6144, "APNS": 4096, "APNS_SANDBOX": 4096}
"""Octets that a platform takes: FCM, "About FCM messages"; Apple, "Generating a remote notification"; ADM, "Send a message"."""

_TOO_LONG: Final = {"GCM": "Notification data is larger than allowed limit"}
_MALFORMED = "Notification is malformed"


class Message(msgspec.Struct, frozen=True):
    """A message as it was published."""

    text: str
    by_protocol: dict[str, str] | None = None
    """The texts where MessageStructure is `json`."""
    subject: str = ""

    def for_protocol(self, *names: str) -> str:
        """Return the text for the first of some names that has one of its own; else the one for everybody."""
        texts = self.by_protocol
        if texts is None:
            return self.text
        return next((texts[name] for name in (*names, DEFAULT) if name in texts), "")


def taken(call: Call, text: str, structure: str | None, subject: str | None, *, needs_default: str = "") -> Message:
    """Return a message; refuse what SNS does not take.

    `needs_default`: the platform for which a text of its own is enough; empty where there must be one for everybody.
    """
    call.require("sns.message.there", text, errors.empty_message)
    call.require("sns.message.structure", structure in (None, JSON), errors.unknown_structure, has=structure)
    if subject is not None:
        require_subject(call, subject)
    if structure is None:
        return Message(text, None, subject or "")
    read = _read(text)
    texts = {str(name): value for name, value in read.items() if isinstance(value, str)} if is_dict(read) else {}
    call.require("sns.message.json", is_dict(read), errors.unreadable_structure)
    enough = DEFAULT in texts or (bool(needs_default) and needs_default in texts)
    call.require("sns.message.default", enough, errors.no_default, has=sorted(texts))
    return Message(text, texts, subject or "")


def require_subject(call: Call, subject: str) -> None:
    """Refuse subjects that no e-mail could have: empty, over 100 characters, with control characters."""
    fine = 0 < len(subject) <= 100 and subject.isprintable()
    call.require("sns.subject", fine, lambda: errors.invalid("Subject"), has=subject)


def notification(call: Call, message: Message, platform: str) -> dict[str, Any]:
    """Return what the platform is to hand to the device; refuse what it would not take."""
    texts = message.by_protocol
    own = texts.get(platform) if texts is not None else None
    found = _of_text(message, platform) if own is None else _read(own)
    whole = is_dict(found)
    call.require("sns.push.json", whole, lambda: _bad(platform, _MALFORMED), platform=platform)
    size = len(own.encode() if own is not None else msgspec.json.encode(found))
    limit = _LIMITS[platform]
    text = _TOO_LONG.get(platform, "Notification is too long")
    call.require("sns.push.size", size <= limit, lambda: _bad(platform, text), has=size, most=limit)
    assert is_dict(found)
    return {str(name): value for name, value in found.items()}


def _of_text(message: Message, platform: str) -> dict[str, Any]:
    """Return what SNS makes of a bare text: an alert for Apple, the extra `default` for the others."""
    text = message.for_protocol()
    if platform.startswith("APNS"):
        return {"aps": {"alert": text}}
    return {"data": {DEFAULT: text}}


def _read(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return None


def _bad(platform: str, problem: str) -> AwsError:
    return errors.bad_notification(platform, problem)
