"""From a denial on the Trail to what STS says about it: the encoded authorization message."""

from __future__ import annotations

import json

from cogtui.cloud.callers import Operator
from tests.tui.driving import opened

ACCOUNT = "111122223333"


async def test_a_denial_s_message_is_copied_and_sts_decodes_it() -> None:
    async with opened() as app:
        operator = Operator(ACCOUNT)
        app.world.call("iam", "CreateUser", {"UserName": "ben"}, caller=operator)
        made = app.world.call("iam", "CreateAccessKey", {"UserName": "ben"}, caller=operator).output["AccessKey"]
        await app.pane_shown("5", "console")
        await app.press("text:aws iam list-roles --profile ben", "enter")
        assert app.last.error is not None
        await app.press("escape")
        await app.pane_shown("4", "trail")
        await app.press("end", "x")
        message = app.app.clipboard
        assert made["AccessKeyId"] not in message
        reply = app.world.call("sts", "DecodeAuthorizationMessage", {"EncodedMessage": message}, caller=operator)
        decoded = json.loads(reply.output["DecodedMessage"])
        assert decoded["allowed"] is False
        assert decoded["context"]["action"] == "iam:ListRoles"


async def test_a_call_that_no_policy_denied_has_no_message() -> None:
    async with opened() as app:
        await app.pane_shown("4", "trail")
        await app.press("end", "x")
        assert app.toasts[-1] == "No policy denied this call, so there is no authorization message"
