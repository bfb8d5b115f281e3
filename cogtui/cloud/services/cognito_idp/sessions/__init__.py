"""Session tracking: what a pool keeps of its users' sessions, their list, and ending one of them."""

from __future__ import annotations
