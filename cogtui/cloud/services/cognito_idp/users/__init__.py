"""Users: profiles, attributes, names, and how they come and go."""

from __future__ import annotations
