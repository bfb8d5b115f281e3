"""`curl`: opens an address of S3; with `-T`, puts a file of the Console at a simulated address.

AWS's guides do so with the CSV of a user import, and with presigned URLs of S3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from cogtui.cloud.documents import unknown
from cogtui.cloud.web import WebRequest
from cogtui.console.code_http import phrase
from cogtui.console.outcome import Outcome
from cogtui.console.presigning import opened, uploaded
from cogtui.console.usage import usage, value_after
from cogtui.console.words import CommandError

if TYPE_CHECKING:
    from cogtui.console.session import Shell

_FILE: Final = ("-T", "--upload-file")
_HEADER: Final = ("-H", "--header")
_SAID_ANYWAY: Final = ("-v", "--verbose", "-s", "--silent")


class Upload(msgspec.Struct, frozen=True):
    """What was typed after `curl`."""

    file: str
    url: str
    headers: dict[str, str] = {}


def put(shell: Shell, words: tuple[str, ...]) -> Outcome:
    """Put the file and say what came back; without a file, open the address."""
    asked = _read(words)
    if not asked.file:
        return opened(shell, asked.url)
    if asked.file not in shell.files:
        raise CommandError(unknown("a file of the Console", asked.file, shell.files), len("curl -T "))
    put_in_s3 = uploaded(shell, asked.url, shell.files[asked.file], asked.headers)
    if put_in_s3 is not None:
        return put_in_s3
    answer = shell.world.web(_request(asked, shell.files[asked.file]))
    record, said = shell.world.trail[-1], f"HTTP/1.1 {answer.status} {phrase(answer.status)}"
    if record.error is not None:
        told = (answer.body or {}).get("Message") or record.error.message
        return Outcome(record, error=f"{said}: {told}")
    return Outcome(record, text=said, notes=(f"{len(shell.files[asked.file]):,} bytes were uploaded",))


def _read(words: tuple[str, ...]) -> Upload:
    headers: dict[str, str] = {}
    file, url = "", ""
    left = iter(words)
    for word in left:
        if word in _FILE:
            file = value_after(left, "curl")
        elif word in _HEADER:
            name, _, value = value_after(left, "curl").partition(":")
            headers[name.strip().lower()] = value.strip()
        elif word not in _SAID_ANYWAY:
            url = word
    if not url.startswith(("https://", "http://")):
        raise usage("curl")
    return Upload(file, url, headers)


def _request(asked: Upload, content: bytes) -> WebRequest:
    try:
        parts = urlsplit(asked.url)
        host = parts.hostname or ""
    except ValueError as error:
        raise CommandError(f"`{asked.url}` is no address: {error}") from error
    return WebRequest(
        "PUT",
        host,
        unquote(parts.path) or "/",
        dict(parse_qsl(parts.query, keep_blank_values=True)),
        headers=asked.headers,
        content=content.decode("utf-8", "surrogateescape"),
    )
