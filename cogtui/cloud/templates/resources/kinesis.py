"""Resource types of Kinesis: a data stream, as far as Cognito Sync needs one.

Source: CloudFormation User Guide, "AWS::Kinesis::Stream".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.documents import Document
from cogtui.cloud.streams.directory import MOST_SHARDS, NAME, make
from cogtui.cloud.templates.resources.kind import Kind, Making, Property
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import fields, one_of, text, whole


def create_stream(making: Making) -> Made:
    """Make an AWS::Kinesis::Stream; Ref gives its name.

    DIFFERS: a stream of that name that is there already is taken as it is, where CloudFormation refuses to make another one.
    """
    name = making.given.get("Name") or making.new_name()
    stream = make(making.call, name, making.given.get("ShardCount", 1))
    return making.made(stream.name, Arn=stream.arn)


def _name(document: Document, pointer: str, value: Any) -> str:
    name = text(document, pointer, value)
    if NAME.fullmatch(name) is None:
        message = f"`{name}` is no name for a stream: letters, digits, `_`, `.` and `-`, at most 128"
        raise document.error(pointer, message)
    return name


def _shards(document: Document, pointer: str, value: Any) -> int:
    count = whole(document, pointer, value)
    if not 1 <= count <= MOST_SHARDS:
        raise document.error(pointer, f"`ShardCount` is 1 to {MOST_SHARDS}, not {count}")
    return count


KINDS = (
    Kind(
        "AWS::Kinesis::Stream",
        {
            "Name": Property(_name),
            "ShardCount": Property(_shards),
            # Both modes are the same to whoever puts a record now and then.
            "StreamModeDetails": Property(
                fields({"StreamMode": one_of("ON_DEMAND", "PROVISIONED")}, required=("StreamMode",))
            ),
        },
        create_stream,
        elsewhere=("DesiredShardLevelMetrics", "RetentionPeriodHours", "StreamEncryption", "Tags"),
    ),
)
