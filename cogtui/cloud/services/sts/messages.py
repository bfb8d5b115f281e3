"""What an encoded authorization message says (STS API Reference, DecodeAuthorizationMessage)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.door import authorization_messages
from cogtui.cloud.services.sts import errors


def decode_authorization_message(call: Call, *, EncodedMessage: str) -> dict[str, Any]:
    """Return the document in a message that this world made.

    DIFFERS: AWS's messages expire after a time that it does not publish; these don't.
    """
    found = authorization_messages.read(EncodedMessage, call.ids)
    call.require("sts.message", found is not None, errors.bad_message)
    return {"DecodedMessage": found}
