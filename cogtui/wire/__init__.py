"""The HTTP endpoint: AWS's protocols and the pages of user pools and providers, over the world's door."""

from __future__ import annotations
