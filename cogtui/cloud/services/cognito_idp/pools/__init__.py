"""User pools and what belongs to one as a setting: schema, domains, resource servers, identity providers, tags."""

from __future__ import annotations
