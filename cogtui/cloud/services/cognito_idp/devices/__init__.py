"""Devices that a pool tracks: their records, what they mean in a sign-in, and the operations on them."""

from __future__ import annotations
