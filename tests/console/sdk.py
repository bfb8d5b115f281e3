"""boto3 as the oracle: what it would send for a piece of code, and what it reads from an answer."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import botocore.awsrequest
import botocore.httpsession
import botocore.loaders
import botocore.serialize
import botocore.session
import pytest

PROFILE = "[profile operator]\naws_access_key_id = AKIAOPERATOR\naws_secret_access_key = secret\n"


LOADER = botocore.loaders.Loader()
"""Shared, because it remembers the models that it has read."""


class Wire:
    """Catches what boto3 sends."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        config = folder / "aws-config"
        config.write_text(PROFILE, encoding="utf-8")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        monkeypatch.setenv("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")
        monkeypatch.setattr(botocore.httpsession.URLLib3Session, "send", catch)
        made = botocore.serialize.create_serializer
        monkeypatch.setattr(
            botocore.serialize, "create_serializer", lambda name, _=True, **more: made(name, False, **more)
        )
        monkeypatch.setattr(botocore.session, "create_loader", lambda *_: LOADER)

    def run(self, code: str) -> botocore.awsrequest.AWSPreparedRequest:
        """Run boto3 code and return the request that it sends."""
        with pytest.raises(Sent) as sent:
            exec(compile(code, "boto3 code", "exec"), {})
        return sent.value.request


class Sent(Exception):
    """A request was about to leave."""

    def __init__(self, request: botocore.awsrequest.AWSPreparedRequest) -> None:
        super().__init__(request.url)
        self.request = request


def catch(_: object, request: botocore.awsrequest.AWSPreparedRequest) -> NoReturn:
    """Stand in for the network."""
    raise Sent(request)
