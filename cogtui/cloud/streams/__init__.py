"""Amazon Kinesis data streams, as far as Cognito Sync needs one: a stream takes records and shows them to who looks.

Kinesis has no API in this world: templates and acts make streams, Cognito Sync puts records, views read them.
"""

from __future__ import annotations
