"""What the app shows of a call, run as it stands: boto3 code, AWS CLI commands, HTTP messages."""

from __future__ import annotations

import http.client
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore.exceptions import ClientError

from cogtui.cloud.callers import Keys
from tests.clients.cli import Said, aws, in_shell

ASSIGNMENT = re.compile(r"([A-Z][A-Z_]*)=(.*)", re.DOTALL)


def run_python(code: str) -> ClientError | None:
    """Run boto3 code; return the error that it ran into."""
    names: dict[str, Any] = {}
    try:
        exec(compile(code, "shown code", "exec"), names)
    except ClientError as refused:
        return refused
    finally:
        if "client" in names:
            names["client"].close()
    return None


def run_command(text: str) -> Said:
    """Run an AWS CLI command: in this process, or in a shell where it makes files first."""
    if "printf " in text:
        return in_shell(text, dict(os.environ))
    rest = text
    while rest.startswith("#"):
        rest = rest.partition("\n")[2]
    words = shlex.split(rest.replace(" \\\n", " "))  # which `shlex` takes no lines' ends away from
    given = [ASSIGNMENT.fullmatch(word) for word in words]
    count = next(index for index, found in enumerate(given) if found is None)
    settings = {found[1]: found[2] for found in given[:count] if found}
    assert words[count] == "aws"
    with _environment(settings):
        return aws(*words[count + 1 :])


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


# ------------------------------------------------------------------------------------------------------------------ HTTP


class Message(NamedTuple):
    """A message as it is shown."""

    first: str
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str:
        return next((value for found, value in self.headers if found.lower() == name), "")


def messages(text: str) -> tuple[Message, Message]:
    """Return request and answer."""
    shown = "\n".join(line for line in text.split("\n") if not line.startswith("# "))
    request, _, answer = shown.partition("\n\nHTTP/1.1 ")
    return _message(request), _message(f"HTTP/1.1 {answer}")


def _message(text: str) -> Message:
    head, _, body = text.partition("\n\n")
    first, *lines = head.split("\n")
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    return Message(first, headers, body)


def send(request: Message, address: str, keys: Keys | None) -> tuple[int, dict[str, str], bytes]:
    """Send a request that is shown, with a signature where it has one; return status, headers and body."""
    method, target, _ = request.first.split(" ")
    host = request.header("host")
    body = request.body.replace("&\n", "&") if "form-urlencoded" in request.header("content-type") else request.body
    kept = [(name, value) for name, value in request.headers if name.lower() not in _MADE_ANEW]
    made = botocore.awsrequest.AWSRequest(method, f"http://{host}{target}", dict(kept), body.encode())
    if authorization := request.header("authorization"):
        assert keys is not None
        _sign(made, authorization, keys)
    connection = http.client.HTTPConnection(address)
    connection.request(method, target, body.encode(), {"Host": host, **_texts(made.headers)})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


_MADE_ANEW = {"host", "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"}


def _sign(made: Any, authorization: str, keys: Keys) -> None:
    _, _, region, service, _ = authorization.partition("Credential=")[2].partition(",")[0].split("/")
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    credentials = botocore.credentials.Credentials(
        keys.access_key_id, keys.secret_access_key, keys.session_token or None
    )
    signer(credentials, service, region).add_auth(made)


def _texts(headers: Any) -> dict[str, str]:
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in headers.items()}
