"""The words behind the rule ids `stream.*`."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

RULES: dict[str, Rule] = {
    "stream.exists": Rule("there is a stream with this ARN", "Kinesis API, PutRecord", "there is no such stream"),
}
