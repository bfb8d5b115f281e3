"""What a pool sends: codes, invitations, where they go and how often."""

from __future__ import annotations
