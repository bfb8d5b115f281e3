"""App clients: their settings, OAuth settings, secrets and what they allow."""

from __future__ import annotations
