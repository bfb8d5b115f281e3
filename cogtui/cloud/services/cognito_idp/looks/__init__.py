"""How a pool's pages look and what they link to: as set, for the pages keep CogTUI's own looks."""

from __future__ import annotations
