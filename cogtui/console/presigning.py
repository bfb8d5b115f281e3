"""`aws s3 presign`: a URL that is good for whoever holds it, made without a call; `curl "URL"` opens it.

AWS CLI Command Reference, "s3 presign". With `--endpoint-url` the URL is one of CogTUI's endpoint, which a browser opens too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import msgspec

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Signed
from cogtui.cloud.holdings import keys_of
from cogtui.cloud.issuers import local_bases
from cogtui.cloud.presigning import LONGEST, USUAL, key_path, presigned
from cogtui.cloud.services.s3.records import BUCKETS, PARTITION
from cogtui.cloud.signed_requests import is_presigned, named_key, named_scope, parameters
from cogtui.cloud.sigv4 import EMPTY_HASH
from cogtui.cloud.world import World
from cogtui.console.code_http import phrase
from cogtui.console.command import BUILT_INS, PRESIGN, BuiltIn
from cogtui.console.outcome import Outcome
from cogtui.console.profiles import Profile, profile
from cogtui.console.words import CommandError

if TYPE_CHECKING:
    from cogtui.console.session import Shell

_OPTIONS: Final = ("--endpoint-url", "--expires-in", "--region", "--profile")
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
    parts = urlsplit(url)
    bucket, key = _named(parts.netloc, unquote(parts.path).removeprefix("/"))
    if not bucket or not key:
        raise CommandError(f"`{url}` is no address of an object in S3")
    params: dict[str, str] = {"Bucket": bucket, "Key": key}
    version = parameters(parts.query).get("versionId")
    if version:
        params["VersionId"] = version
    caller = _caller(shell.world, parts.netloc, parts.path, parts.query)
    region = named_scope(parts.query, "")[0]
    reply = shell.world.call("s3", "GetObject", params, caller=caller, region=region)
    if reply.error is not None:
        status = f"HTTP/1.1 {reply.error.status} {phrase(reply.error.status)}"
        return Outcome(reply.record, error=f"{status}: {reply.error.code}: {reply.error.message}")
    body: bytes = reply.output["Body"]
    return Outcome(reply.record, text=body.decode("utf-8", "replace"), notes=(f"{len(body):,} bytes",))


def _read(words: tuple[str, ...]) -> _Asked:
    path = ""
    options: dict[str, str] = {}
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if name in _OPTIONS:
            options[name] = value if equals else _after(left)
        elif word.startswith("--") or path:
            raise _usage()
        else:
            path = word
    bucket, _, key = path.removeprefix("s3://").partition("/")
    seconds = options.get("--expires-in", str(USUAL))
    if not bucket or not key or not seconds.isdecimal():
        raise _usage()
    if not 1 <= int(seconds) <= LONGEST:
        raise CommandError(f"a presigned URL lasts 1 to {LONGEST} seconds, a week at most")
    endpoint = options.get("--endpoint-url", "").rstrip("/")
    if endpoint and not _ADDRESS.fullmatch(endpoint):
        raise CommandError(f"`{endpoint}` is no address of an endpoint like http://127.0.0.1:8000")
    return _Asked(bucket, key, int(seconds), options.get("--region", ""), options.get("--profile", ""), endpoint)


def _after(words: Iterator[str]) -> str:
    found = next(words, None)
    if found is None:
        raise _usage()
    return found


def _usage() -> CommandError:
    typed, does = BUILT_INS[PRESIGN]
    return CommandError(f"`{typed}`: {does}")


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


def _caller(world: World, host: str, path: str, query: str) -> Caller:
    if not is_presigned(query):
        return ANONYMOUS
    return Signed(
        method="GET",
        path=path,
        query=query,
        headers=(("host", host),),
        payload_hash=EMPTY_HASH,
        received=_now(world),
        access_key_id=named_key(query, ""),
        session_token=parameters(query).get("X-Amz-Security-Token", ""),
    )
