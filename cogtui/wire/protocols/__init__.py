"""AWS's four protocols: requests to operation and parameters, records to answers. One module each."""

from __future__ import annotations
