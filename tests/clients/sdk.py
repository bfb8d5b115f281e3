"""boto3 clients that point at an endpoint, and botocore's parts one by one for requests that boto3 itself refuses to send."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.httpsession
import botocore.model
import botocore.parsers
import botocore.serialize
from botocore import UNSIGNED
from botocore.client import BaseClient
from botocore.config import Config

from cogtui.cloud.callers import Keys
from cogtui.cloud.catalog.names import snake
from tests.wire.requests import model

REGION = "us-east-1"
ONCE = {"max_attempts": 0}
"""Retries off."""


class Sdk:
    """Clients, each made once; use it as a context so that their connections are closed."""

    def __init__(self) -> None:
        self._made: dict[Any, BaseClient] = {}
        # Models are read once. Not those of other tests: S3's clients take the bucket out of the paths in theirs.
        self._session = boto3.Session()

    def client(
        self, service: str, url: str, keys: Keys | None, *, region: str = REGION, **config: Any
    ) -> Any:  # boto3 makes the methods at run time
        """Return a client of a service at an endpoint; without keys it doesn't sign. `config` is botocore's."""
        named = (service, url, keys, region, repr(sorted(config.items())))
        if named not in self._made:
            given = Config(**({"retries": ONCE} | ({} if keys else {"signature_version": UNSIGNED}) | config))
            self._made[named] = self._session.client(
                service,
                endpoint_url=url,
                region_name=region,
                config=given,
                aws_access_key_id=keys.access_key_id if keys else None,
                aws_secret_access_key=keys.secret_access_key if keys else None,
                aws_session_token=(keys.session_token or None) if keys else None,
            )
        return self._made[named]

    @staticmethod
    @contextmanager
    def raw_bodies(client: Any, bodies: list[bytes]) -> Generator[None]:
        """Put the bodies of answers into a list; those that come as streams as empty ones."""

        def take(http_response: Any, model: Any, **_: Any) -> None:
            bodies.append(b"" if model.has_streaming_output else http_response.content)

        client.meta.events.register("after-call", take)
        try:
            yield
        finally:
            client.meta.events.unregister("after-call", take)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        for client in self._made.values():
            client.close()


def called(client: Any, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    """Call an operation by AWS's name."""
    return getattr(client, snake(operation))(**params)


# ------------------------------------------------------------------------------------------------------------- one by one


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes
    parsed: dict[str, Any]
    """As botocore's parser reads it."""

    @property
    def error(self) -> dict[str, Any]:
        return self.parsed.get("Error", {})


@cache
def _connections() -> botocore.httpsession.URLLib3Session:
    return botocore.httpsession.URLLib3Session(socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)])


def protocol_of(service: str) -> str:
    return model(service).metadata["protocol"]


def operation_model(service: str, operation: str) -> Any:  # botocore's models have no types to speak of
    """Return AWS's own description of an operation."""
    return model(service).operation_model(operation)


def is_known(service: str, operation: str) -> bool:
    """Tell whether AWS has such an operation."""
    known: Any = model(service)
    return operation in known.operation_names


def request_of(service: str, operation: str, params: dict[str, Any], url: str) -> Any:
    """Return the request as botocore's serializer makes it, whatever the parameters; S3's in path style."""
    serializer = botocore.serialize.create_serializer(protocol_of(service), include_validation=False)
    made = serializer.serialize_to_request(params, model(service).operation_model(operation))
    botocore.awsrequest.prepare_request_dict(made, url)
    return botocore.awsrequest.create_request_object(made)


def signed(request: Any, service: str, keys: Keys, region: str = REGION) -> Any:
    """Sign it with botocore's signer."""
    credentials = botocore.credentials.Credentials(
        keys.access_key_id, keys.secret_access_key, keys.session_token or None
    )
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    signer(credentials, model(service).metadata.get("signingName", model(service).endpoint_prefix), region).add_auth(
        request
    )
    return request


def sent(request: Any, service: str, operation: str) -> Answer:
    """Send it and have botocore's parser read the answer."""
    answer = _connections().send(request.prepare())
    headers = botocore.awsrequest.HeadersDict(answer.headers)
    given = {"status_code": answer.status_code, "headers": headers, "body": answer.content, "context": {}}
    parser = botocore.parsers.create_parser(protocol_of(service))
    shape = operation_model(service, operation).output_shape if is_known(service, operation) else None
    parsed = parser.parse(given, shape)
    return Answer(answer.status_code, {name.lower(): value for name, value in headers.items()}, answer.content, parsed)


def path_of(url: str) -> str:
    return urlsplit(url).path
