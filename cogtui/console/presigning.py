"""`aws s3 presign`: a URL that is good for whoever holds it, made without a call; `curl "URL"` opens it.

`curl -T FILE "URL"` puts a file of the Console at an address of S3: of a bucket that lets everybody write, or one that an SDK
signed for PutObject, which the CLI cannot.
DIFFERS: the CLI signs by Signature Version 2 in older regions unless its configuration says s3v4; here it is always Version 4.
AWS CLI Command Reference, "s3 presign". With `--endpoint-url` the URL is one of CogTUI's endpoint, which a browser opens too.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Signed
from cogtui.cloud.catalog import reader
from cogtui.cloud.holdings import keys_of
from cogtui.cloud.issuers import local_bases
from cogtui.cloud.services.cognito_idp.users import import_upload
from cogtui.cloud.services.s3.records import BUCKETS, PARTITION
from cogtui.cloud.signing.presigning import LONGEST, USUAL, key_path, presigned
from cogtui.cloud.signing.signed_requests import (
    is_presigned,
    is_signed_url_v2,
    named_key,
    named_scope,
    parameters,
    token_in,
)
from cogtui.cloud.signing.sigv4 import EMPTY_HASH
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.console.code_http import phrase
from cogtui.console.command import PRESIGN, PRESIGN_OPTIONS, BuiltIn
from cogtui.console.outcome import Outcome
from cogtui.console.profiles import Profile, profile
from cogtui.console.usage import usage, value_after
from cogtui.console.words import CommandError

if TYPE_CHECKING:
    from cogtui.console.session import Shell

_OWN: Final = "x-amz-meta-"
_ADDRESS: Final = re.compile(r"https?://[^\s/?#@]+")
_LOCAL: Final = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?")
_AT_AWS: Final = re.compile(r"(?:(?P<bucket>.+)\.)?s3[.-](?:(?P<region>[a-z0-9-]+)\.)?amazonaws\.com")


class _Asked(msgspec.Struct, frozen=True):
    """What was typed after `aws s3 presign`."""

    bucket: str
    key: str
    seconds: int = USUAL
    region: str = ""
    profile: str = ""
    endpoint: str = ""
    """The endpoint's address, as the real CLI takes it."""


class _Request(msgspec.Struct, frozen=True):
    """What `curl` sends."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    payload_hash: str = EMPTY_HASH

    @property
    def parts(self) -> SplitResult:
        """The URL, taken apart."""
        try:
            return urlsplit(self.url)
        except ValueError as error:
            raise CommandError(f"`{self.url}` is no address: {error}") from error

    @property
    def named(self) -> tuple[str, str] | None:
        """Bucket and key; None where it is no address of an object."""
        bucket, key = _named(self.parts.netloc, unquote(self.parts.path).removeprefix("/"))
        return (bucket, key) if bucket and key else None


def presign(shell: Shell, asked: BuiltIn) -> Outcome:
    """Sign a URL for reading an object; nobody is asked whether the signer may, or whether there is such an object."""
    wanted = _read(asked.words)
    who = profile(shell.world, wanted.profile or shell.profile, 0)
    keys = asked.keys or _keys(shell, who)
    bucket = shell.world.store.get(BUCKETS, (PARTITION, wanted.bucket))
    region = wanted.region or (bucket.region if bucket else shell.world.region)
    place = _place(shell.world, wanted, region)
    url = presigned(keys, place, region=region, at=_now(shell.world), seconds=wanted.seconds)
    said = "with the keys " + keys.access_key_id if asked.keys else who.said
    return Outcome(text=url, notes=(f'signed {said} for {wanted.seconds:,} s, without a call; `curl "URL"` opens it',))


def opened(shell: Shell, url: str) -> Outcome:
    """Open a URL of S3 as a browser would: what its signature says counts, or nobody's rights where it has none."""
    asked = _Request("GET", url)
    if asked.named is None:
        raise CommandError(f"`{url}` is no address of an object in S3")
    version = parameters(asked.parts.query).get("versionId")
    reply = _sent(shell, asked, "GetObject", {"VersionId": version} if version else {})
    if reply.error is not None:
        return _refused(reply)
    body: bytes = reply.output["Body"]
    return Outcome(reply.record, text=body.decode("utf-8", "replace"), notes=(f"{len(body):,} bytes",))


def uploaded(shell: Shell, url: str, content: bytes, headers: dict[str, str]) -> Outcome | None:
    """Put octets at a URL of S3, as `curl -T` does; None where the URL is of no bucket of the world's."""
    asked = _Request("PUT", url, tuple(headers.items()), hashlib.sha256(content).hexdigest())
    if asked.named is None or asked.named[0].startswith(import_upload.BUCKET):
        return None
    reply = _sent(shell, asked, "PutObject", {"Body": content, **_said_in(headers)})
    if reply.error is not None:
        return _refused(reply)
    return Outcome(reply.record, text="HTTP/1.1 200 OK", notes=(f"{len(content):,} bytes were uploaded",))


def _sent(shell: Shell, asked: _Request, operation: str, params: dict[str, Any]) -> Reply:
    assert asked.named is not None
    bucket, key = asked.named
    region = named_scope(asked.parts.query, "")[0]
    params = {"Bucket": bucket, "Key": key, **params}
    return shell.world.call("s3", operation, params, caller=_caller(shell.world, asked), region=region)


def _refused(reply: Reply) -> Outcome:
    assert reply.error is not None
    status = f"HTTP/1.1 {reply.error.status} {phrase(reply.error.status)}"
    return Outcome(reply.record, error=f"{status}: {reply.error.code}: {reply.error.message}")


def _said_in(headers: dict[str, str]) -> dict[str, Any]:
    """Return what the headers of an upload say, as parameters; S3 takes no notice of headers that it does not know."""
    shape = reader.service("s3").input("PutObject")
    members = shape.members.items() if shape else ()
    names = {(use.location_name or "").lower(): name for name, use in members if use.location == "header"}
    said: dict[str, Any] = {names[name]: value for name, value in headers.items() if name in names}
    own = {name.removeprefix(_OWN): value for name, value in headers.items() if name.startswith(_OWN)}
    return said | ({"Metadata": own} if own else {})


def _read(words: tuple[str, ...]) -> _Asked:
    path = ""
    options: dict[str, str] = {}
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if name in PRESIGN_OPTIONS:
            options[name] = value if equals else value_after(left, PRESIGN)
        elif word.startswith("--") or path:
            raise usage(PRESIGN)
        else:
            path = word
    bucket, _, key = path.removeprefix("s3://").partition("/")
    seconds = options.get("--expires-in", str(USUAL))
    if not bucket or not key or not seconds.isdecimal():
        raise usage(PRESIGN)
    if not 1 <= int(seconds) <= LONGEST:
        raise CommandError(f"a presigned URL lasts 1 to {LONGEST} seconds, a week at most")
    endpoint = options.get("--endpoint-url", "").rstrip("/")
    if endpoint and not _ADDRESS.fullmatch(endpoint):
        raise CommandError(f"`{endpoint}` is no address of an endpoint like http://127.0.0.1:8000")
    return _Asked(bucket, key, int(seconds), options.get("--region", ""), options.get("--profile", ""), endpoint)


def _keys(shell: Shell, who: Profile) -> Keys:
    found = who.caller if who.caller is not None else keys_of(shell.world.held(shell.device))
    if not isinstance(found, Keys):
        raise CommandError(f"a URL is signed with access keys, and {who.about} has none; `as` shows who has")
    return found


def _now(world: World) -> float:
    """Return the time that signatures are judged by: the host's while an endpoint runs."""
    return world.host() if world.host is not None else world.now


def _place(world: World, asked: _Asked, region: str) -> tuple[str, str]:
    """Return where the object is: at the endpoint named or known, path style, else at AWS's address of the bucket."""
    bases = (asked.endpoint,) if asked.endpoint else local_bases(world.store) if world.host is not None else ()
    if bases:
        return bases[0], f"/{asked.bucket}/{key_path(asked.key)}"
    return f"https://{asked.bucket}.s3.{region}.amazonaws.com", f"/{key_path(asked.key)}"


def _named(host: str, path: str) -> tuple[str, str]:
    """Return the bucket and the key that an address names, in either style; empty texts where it is not S3's."""
    at_aws = _AT_AWS.fullmatch(host)
    if at_aws and at_aws["bucket"]:
        return at_aws["bucket"], path
    if at_aws or _LOCAL.fullmatch(host):
        bucket, _, key = path.partition("/")
        return bucket, key
    return "", ""


def _caller(world: World, asked: _Request) -> Caller:
    parts = asked.parts
    if not is_presigned(parts.query) and not is_signed_url_v2(parts.query):
        return ANONYMOUS
    return Signed(
        method=asked.method,
        path=parts.path,
        query=parts.query,
        headers=(("host", parts.netloc), *asked.headers),
        payload_hash=asked.payload_hash,
        received=_now(world),
        access_key_id=named_key(parts.query, ""),
        session_token=token_in(parts.query),
    )
