"""boto3 whose requests go straight to an endpoint's answer, without a socket between them."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.awsrequest
import botocore.httpsession
import botocore.loaders
import botocore.session
import pytest
from botocore.config import Config

from cogtui.cloud.world import World
from cogtui.wire import aws, unsimulated
from cogtui.wire.http import Request, Response
from cogtui.wire.routing import destination
from tests.wire.requests import prepared

URL = "http://127.0.0.1:4577"
KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

LOADER = botocore.loaders.Loader()
"""Reads the models once for all clients here; S3's client changes what it is given, always in the same way."""


class Raw(io.BytesIO):
    """A body as urllib3 gives it."""

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        while chunk := self.read(65536):
            yield chunk


class Loop:
    """A world with a root key, and clients of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = World("loop")
        self.world.act("endpoint.root_key", access_key_id=KEY, secret_access_key=SECRET)
        self.sent: list[Request] = []
        monkeypatch.setattr(botocore.httpsession.URLLib3Session, "send", lambda _, found: self._send(found))
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    def client(self, service: str, region: str = "us-east-1", **config: Any) -> Any:
        return self.client_with(service, (KEY, SECRET), region, **config)

    def client_with(self, service: str, keys: tuple[str, ...], region: str = "us-east-1", **config: Any) -> Any:
        endpoint = config.pop("endpoint_url", URL)
        reading_once = botocore.session.Session()
        reading_once.register_component("data_loader", LOADER)
        session = boto3.Session(*keys, region_name=region, botocore_session=reading_once)
        return session.client(service, endpoint_url=endpoint, config=Config(retries={"max_attempts": 0}, **config))

    def answer(self, request: Request) -> Response:
        """Answer as the endpoint does."""
        found = destination(request)
        if found.kind == "elsewhere":
            return unsimulated.answer(request, found.service)
        assert found.kind == "aws", found
        return aws.answer(self.world, found.service, found.region, request)

    def _send(self, found: botocore.awsrequest.AWSPreparedRequest) -> botocore.awsrequest.AWSResponse:
        request = prepared(found, received=time.time())
        self.sent.append(request)
        answer = self.answer(request)
        body = b"" if request.method == "HEAD" else answer.body
        headers = botocore.awsrequest.HeadersDict(dict(answer.headers))
        return botocore.awsrequest.AWSResponse(found.url, answer.status, headers, Raw(body))
