"""Requests signed by botocore at any time."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest import mock

import botocore.auth
import botocore.awsrequest
from botocore.credentials import Credentials

from cogtui.cloud.callers import Keys

URL = "http://127.0.0.1:4577/"


def signed(
    keys: Keys, service: str, body: bytes, at: float, region: str = "us-east-1"
) -> tuple[str, list[tuple[str, str]], bytes]:
    """Return path, headers and body of a POST that was signed when the host's clock showed `at`."""
    request = botocore.awsrequest.AWSRequest("POST", URL, data=body)
    credentials = Credentials(keys.access_key_id, keys.secret_access_key, keys.session_token or None)
    moment = datetime.fromtimestamp(at, UTC)
    with mock.patch("botocore.auth.get_current_datetime", return_value=moment):
        botocore.auth.SigV4Auth(credentials, service, region).add_auth(request)
    return "/", [(name.lower(), value) for name, value in request.headers.items()], body
