"""Groups, their members, and what they bring into tokens."""

from __future__ import annotations
