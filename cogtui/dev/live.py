"""Real clients in scenes, without sockets: requests as boto3 signs them, handed to an endpoint that opens no port."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec

from cogtui.cloud.callers import Keys
from cogtui.cloud.catalog import reader
from cogtui.cloud.signing import sigv4
from cogtui.cloud.signing.signed_requests import stamp
from cogtui.cloud.tokens.decode import decode
from cogtui.cloud.world import World
from cogtui.console.http_request import request_of
from cogtui.device.settings import settings_of
from cogtui.wire.endpoint import Endpoint, Settings
from cogtui.wire.http import Pairs, Request, Response

if TYPE_CHECKING:
    from cogtui.tui.app import CogTUI
    from cogtui.tui.serving import Wanted

TOKEN: Final = "a-token-that-is-good-for-pictures"
AGENT: Final = "Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux md/arch#x86_64 lang/python#3.11.7"
BEGIN: Final = 1767607200.0
"""2026-01-05T10:00:00Z: the host's clock when a scene's endpoint starts."""


class Unplugged(Endpoint):
    """An endpoint without a port, in a time of its own: each request takes it two seconds on."""

    def __init__(self, world: World, wanted: Wanted) -> None:
        settings = Settings(**msgspec.structs.asdict(wanted))
        super().__init__(world, settings, clock=lambda: self.time)
        self.token = TOKEN
        self.time = BEGIN

    async def start(self) -> None:
        """Begin to attend to the world."""
        self.attend()

    def ask(
        self,
        service: str,
        operation: str,
        params: dict[str, Any],
        keys: Keys | None = None,
        *,
        signed_for: str = "us-east-1",
    ) -> Response:
        """Send a request as boto3 does, signed where there are keys, and return the answer."""
        self.time += 2
        request = request_of(service, operation, params, self.world.region)
        target = request.target
        if service == "s3" and (bucket := params.get("Bucket")):
            target = f"/{bucket}{target}"  # boto3 names buckets in the path of an endpoint that is an address
        headers = [("host", urlsplit(self.url).netloc), ("user-agent", AGENT)]
        headers += [(name.lower(), value) for name, value in request.headers]
        path, _, query = target.partition("?")
        sent = Request(request.method, path, query, tuple(headers), request.content, "127.0.0.1", self.time)
        found = self.answer(sign(sent, service, keys, signed_for) if keys is not None else sent)
        assert isinstance(found, Response)
        return found


def sign(request: Request, service: str, keys: Keys, region: str) -> Request:
    """Return the request with an Authorization header (IAM User Guide, "Create a signed AWS API request")."""
    at = stamp(request.received)
    digest = hashlib.sha256(request.body).hexdigest()
    headers: Pairs = (*request.headers, ("x-amz-date", at))
    if keys.session_token:
        headers += (("x-amz-security-token", keys.session_token),)
    if service == "s3":
        headers += (("x-amz-content-sha256", digest),)
    names = sorted(name for name, _ in headers if name != "user-agent")
    path = sigv4.canonical_key_path(request.path) if service == "s3" else sigv4.canonical_path(request.path)
    target = sigv4.Target(request.method, path, sigv4.canonical_query(request.query))
    scope = f"{at[:8]}/{region}/{reader.service(service).signing_name or service}"
    text = sigv4.string_to_sign(
        at, f"{scope}/{sigv4.TERMINATOR}", sigv4.canonical_request(target, headers, names, digest)
    )
    key = sigv4.signing_key(keys.secret_access_key, *scope.split("/"))
    authorization = (
        f"{sigv4.ALGORITHM} Credential={keys.access_key_id}/{scope}/{sigv4.TERMINATOR}, "
        f"SignedHeaders={';'.join(names)}, Signature={sigv4.signature(key, text)}"
    )
    return msgspec.structs.replace(request, headers=(*headers, ("authorization", authorization)))


def visit(endpoint: Unplugged, demo: Keys) -> None:
    """Do what a program does that was pointed here: mistype the secret, sign Ana in, read her report, and one too many."""
    ask, settings = endpoint.ask, settings_of(endpoint.world)
    ask("sts", "GetCallerIdentity", {}, Keys(demo.access_key_id, "not-the-secret-of-this-key"))
    ask("sts", "GetCallerIdentity", {}, demo)
    login = {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": settings.user_pool_client_id,
        "AuthParameters": {"USERNAME": "ana", "PASSWORD": "Pool-ana-1"},
    }
    token = _body(ask("cognito-idp", "InitiateAuth", login))["AuthenticationResult"]["IdToken"]
    logins = {str(decode(token).claims["iss"]).removeprefix("https://"): token}
    pool = {"IdentityPoolId": settings.identity_pool_id, "Logins": logins}
    identity = _body(ask("cognito-identity", "GetId", pool))["IdentityId"]
    given = _body(ask("cognito-identity", "GetCredentialsForIdentity", {"IdentityId": identity, "Logins": logins}))
    keys = Keys(*(given["Credentials"][name] for name in ("AccessKeyId", "SecretKey", "SessionToken")))
    for wanted in ("reports/2025-q4.txt", "private/somebody/else.txt"):
        ask("s3", "GetObject", {"Bucket": settings.bucket, "Key": wanted}, keys)


async def stage(app: CogTUI) -> None:
    """Start an endpoint without a port in the app, and let clients come."""
    from cogtui.tui.serving import Wanted

    app.endpoint_maker, app.shell = Unplugged, "bash"
    await app.start_endpoint(Wanted())
    assert app.serving is not None
    endpoint, told = app.serving.endpoint, app.serving.clients
    assert isinstance(endpoint, Unplugged)
    visit(endpoint, Keys(told.access_key_id, told.secret_access_key))


def _body(response: Response) -> dict[str, Any]:
    assert response.status == 200, response.body
    return json.loads(response.body)
