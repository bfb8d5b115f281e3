"""A call as text: an AWS CLI command, boto3 code, or the HTTP messages. Values are shown whole, secrets too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cogtui.cloud.parties import PARTIES
from cogtui.cloud.trail import Record
from cogtui.console import code_act, code_boto3, code_cli, code_http, code_trigger, code_web


def code_of(record: Record, form: str) -> str:
    """Return the record in a form: "cli", "boto3" or "http"."""
    return _FORMS[record.kind][form](record)


def _as_browser(record: Record) -> str:
    """Say of a web request why it has no CLI or boto3 form."""
    who = "a browser" if record.source in ("App", "You") else PARTIES[record.source].name
    where = record.request.get("host", "")
    return f"# No AWS call: {who} sent this request to {where}.\n# The http view shows it."


_FORMS: Final[dict[str, dict[str, Callable[[Record], str]]]] = {
    "call": {"cli": code_cli.of_record, "boto3": code_boto3.of_record, "http": code_http.of_record},
    "web": {"cli": _as_browser, "boto3": _as_browser, "http": code_web.of_record},
    "trigger": {"cli": code_trigger.as_command, "boto3": code_trigger.as_python, "http": code_trigger.without_http},
    "act": {"cli": code_act.as_command, "boto3": code_act.as_python, "http": code_act.without_http},
}
