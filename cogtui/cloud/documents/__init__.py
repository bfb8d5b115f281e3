"""Documents that people write (templates, lessons, JSON) as plain data that remembers where everything stands.

JSON is read as the YAML that it also is. What a document may hold is less than YAML 1.1 allows, so that nothing is turned
into something else behind the author's back: dates, `yes`, `on` and numbers with leading zeros stay text (an account id is
"012345678901", a policy's Version "2012-10-17"), keys are always text, a key stands once, no tag builds an object.
"""

from __future__ import annotations

from cogtui.cloud.documents.document import Document, Mark, Position, below, parts
from cogtui.cloud.documents.reader import PLAIN, Dialect, read
from cogtui.cloud.documents.spelling import nearest, unknown

__all__ = ["PLAIN", "Dialect", "Document", "Mark", "Position", "below", "nearest", "parts", "read", "unknown"]
