"""The Lambda triggers of a pool: when they fire, with which event, and what their answer changes."""

from __future__ import annotations
