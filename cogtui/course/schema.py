"""The JSON Schema of lessons, made from the records that they become: editors complete and check with it."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.course.lesson import Lesson


def lesson_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A CogTUI lesson",
        **msgspec.json.schema(Lesson),
    }
