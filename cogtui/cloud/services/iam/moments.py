"""Dates as IAM gives them: whole seconds."""

from __future__ import annotations

from datetime import datetime

from cogtui.cloud import clock


def timestamp(epoch: float) -> datetime:
    """Return the time as an answer of IAM has it: "2026-01-05T09:00:00Z", never with a fraction."""
    return clock.timestamp(int(epoch))
