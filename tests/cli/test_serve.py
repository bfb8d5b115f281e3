"""`cogtui serve`: how it starts, what it says, what it refuses, and how it ends."""

from __future__ import annotations

import errno
import json
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.errors import AuthoringError
from cogtui.wire.server import listen
from tests.cli.serving import ENVIRONMENT, PATIENCE, command, fails, serving

BUCKET = "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: from-a-template}\n"


def arn(client: Any) -> str:
    return client.get_caller_identity()["Arn"]


def code_of(call: Any, **params: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**params)
    return refused.value.response["Error"]["Code"]


# -------------------------------------------------------------------------------------------------------------- start, end


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_clients_until_it_is_told_to_stop(how: signal.Signals) -> None:
    with serving() as here:
        assert arn(here.client("sts")) == f"arn:aws:iam::{here.start['account']}:user/demo"
        assert here.stop(how) == (0, "")


def test_it_stops_although_a_client_holds_its_connection() -> None:
    with serving() as here, httpx.Client(trust_env=False) as client:
        assert client.get(f"{here.url}/_cogtui/health").status_code == 200
        assert here.stop() == (0, "")


def test_it_stops_within_its_grace_although_a_client_never_ends_its_request() -> None:
    with serving() as here:
        host, _, port = here.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(b"PUT /b/k HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 100 ")
            assert here.stop() == (0, "")


def test_two_starts_have_nothing_in_common() -> None:
    with serving() as one, serving() as other:
        assert one.start["token"] != other.start["token"]
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"):
            assert one.environment[name] != other.environment[name]
        assert code_of(other.client("sts", **{name: one.environment[name] for name in KEYS}).get_caller_identity) == (
            "InvalidClientTokenId"
        )


KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def test_two_at_once_take_two_ports() -> None:
    with started("--json", port=()) as one, started("--json", port=()) as other:
        assert json.loads(line_of(one))["url"] != json.loads(line_of(other))["url"]


def test_nobody_need_read_what_it_says() -> None:
    with started(stderr=subprocess.PIPE) as process:
        url = line_of(process).split()[5]
        assert process.stdout is not None
        process.stdout.close()
        for _ in range(3):
            assert httpx.get(f"{url}/some-bucket", trust_env=False).status_code == 404
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_terminal_of_ascii_only_is_no_trouble() -> None:
    with started(env=ENVIRONMENT | {"PYTHONIOENCODING": "ascii"}) as process:
        url = line_of(process).split()[5]
        assert httpx.get(f"{url}/some-bucket", trust_env=False).status_code == 404
        process.terminate()
        assert "? s3" in rest_of(process)


# -------------------------------------------------------------------------------------------------------------- what it says


def said(*arguments: str, asks: tuple[tuple[str, list[tuple[bytes, bytes]]], ...] = ()) -> str:
    """Start it, send some requests, stop it and return all that it printed."""
    with started(*arguments) as process:
        first = line_of(process)
        url = re.findall(r"http://[^\s\"]+", first)[0].replace("0.0.0.0", "127.0.0.1")
        for path, headers in asks:
            httpx.get(url + path, headers=headers, trust_env=False)
        process.terminate()
        return first + rest_of(process)


@contextmanager
def started(*arguments: str, port: tuple[str, ...] = ("--port", "0"), **more: Any) -> Generator[subprocess.Popen[str]]:
    """Start it with its output in a pipe; it does not outlive this."""
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "text": True, "env": ENVIRONMENT} | more
    with subprocess.Popen(command(*port, *arguments), **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def rest_of(process: subprocess.Popen[str]) -> str:
    """Return what else it prints; `communicate` would not see what came along with the lines before."""
    assert process.stdout is not None
    return process.stdout.read()


def test_a_call_is_a_line_with_its_verdict_and_the_rule_that_refused_it() -> None:
    line = said(asks=(("/some-bucket", []),)).splitlines()[-1]
    assert re.fullmatch(r"\d\d:\d\d:\d\d ✗ s3 +ListObjects NoSuchBucket \(s3\.[a-z.-]+\)", line)


def test_no_client_can_send_control_characters_to_the_terminal() -> None:
    target = [(b"x-amz-target", b"AWSCognitoIdentityService.\xc2\x9b0;gotcha\xc2\x85\xff")]
    printed = said(asks=(("/", target),))
    assert "gotcha" in printed
    assert [char for char in printed if not char.isprintable() and char != "\n"] == []


def test_quiet_says_nothing_of_calls() -> None:
    assert "some-bucket" not in said("--quiet", asks=(("/some-bucket", []),))


def test_json_is_a_line_for_the_start_and_one_per_call() -> None:
    start, call = map(json.loads, said("--json", asks=(("/some-bucket", []),)).splitlines())
    assert start.keys() == {"url", "token", "environment", "account", "accounts", "restored", "warnings"}
    assert (call["operation"], call["ok"], call["error"]) == ("ListObjects", False, "NoSuchBucket")


WARNINGS = [
    (["--no-verify"], "--no-verify: signatures are not checked; whoever names an access key may use it"),
    (["--host", "0.0.0.0"], "--host 0.0.0.0: everybody on the network can reach this; the traffic is not encrypted"),
    (["--seed", "x"], "--seed: ids, secrets and keys can be made again by anybody who knows the seed"),
]


@pytest.mark.parametrize(("arguments", "warning"), WARNINGS, ids=lambda part: part[0])
def test_what_is_less_safe_is_said_at_every_start(arguments: list[str], warning: str) -> None:
    with serving(*arguments) as here:
        assert here.start["warnings"] == [warning]
    assert f"! {warning}\n" in said(*arguments)


def test_a_usual_start_warns_of_nothing() -> None:
    assert "!" not in said().partition("Account")[2]


# ------------------------------------------------------------------------------------------------------------ environment


def pasted(shell: str) -> str:
    return said().partition(f"# {shell}\n")[2].partition("\n\n")[0]


SHELLS = [
    ("bash, zsh", ["bash", "-c"], 'printf "%s\\n"'),
    ("fish", ["fish", "-c"], "printf '%s\\n'"),
    ("PowerShell", ["pwsh", "-NoProfile", "-Command"], "Write-Output"),
]


@pytest.mark.parametrize(("name", "runs", "prints"), SHELLS, ids=[shell[0] for shell in SHELLS])
def test_the_lines_can_be_pasted_and_a_client_finds_its_way(name: str, runs: list[str], prints: str) -> None:
    if shutil.which(runs[0]) is None:
        pytest.skip(f"{runs[0]} is not installed")
    lines = pasted(name)
    variable = "$env:" if name == "PowerShell" else "$"
    names = ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION", *KEYS)
    wanted = " ".join(f'"{variable}{one}"' if name != "PowerShell" else f"{variable}{one}" for one in names)
    script = f"{lines}\n{prints} {wanted if name != 'PowerShell' else wanted.replace(' ', ', ')}"
    before = ENVIRONMENT | {"AWS_PROFILE": "mine", "AWS_SESSION_TOKEN": "old"}
    found = subprocess.run([*runs, script], env=before, capture_output=True, text=True, check=True).stdout.splitlines()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", found[0])
    assert found[1:3] == ["us-east-1", "us-east-1"]
    assert re.fullmatch("AKIA[A-Z0-9]{16}", found[3])
    assert len(found[4]) == 40


# ---------------------------------------------------------------------------------------------------------------- options


def test_the_same_seed_gives_the_same_keys_and_another_one_others() -> None:
    found: list[dict[str, str]] = []
    for seed in ("one", "one", "two"):
        with serving("--seed", seed) as here:
            found.append({name: here.environment[name] for name in KEYS})
    assert found[0] == found[1]
    assert found[0].items().isdisjoint(found[2].items())


@pytest.mark.parametrize("pair", ["AKIDMINE:" + "s" * 40, "test:test", "k:a", "id:se:cr:et", "id:sp ace'\"\\$é"])
def test_a_key_pair_of_one_s_own_acts_as_root(pair: str) -> None:
    key_id, _, secret = pair.partition(":")
    with serving("--root-key", pair, "--root-key", "other:one") as here:
        mine = {"AWS_ACCESS_KEY_ID": key_id, "AWS_SECRET_ACCESS_KEY": secret}
        assert arn(here.client("sts", **mine)) == f"arn:aws:iam::{here.start['account']}:root"
        assert arn(here.client("sts", AWS_ACCESS_KEY_ID="other", AWS_SECRET_ACCESS_KEY="one")).endswith(":root")
        assert code_of(here.client("sts", **mine | {"AWS_SECRET_ACCESS_KEY": "wrong"}).get_caller_identity) == (
            "SignatureDoesNotMatch"
        )


def test_without_verification_any_signature_of_a_known_key_will_do_and_none_will_not() -> None:
    with serving("--no-verify") as here:
        assert arn(here.client("sts", AWS_SECRET_ACCESS_KEY="wrong")).endswith(":user/demo")
        assert (
            code_of(here.client("sts", AWS_ACCESS_KEY_ID="AKIAUNKNOWN").get_caller_identity) == "InvalidClientTokenId"
        )
        answer = httpx.post(f"{here.url}/?Action=GetCallerIdentity&Version=2011-06-15", trust_env=False)
        assert (answer.status_code, "MissingAuthenticationToken" in answer.text) == (403, True)


def test_with_a_local_issuer_discovery_is_the_endpoint_s_own() -> None:
    with serving("--issuer", "local") as here:
        pool = here.client("cognito-idp").create_user_pool(PoolName="people")["UserPool"]["Id"]
        found = httpx.get(f"{here.url}/{pool}/.well-known/openid-configuration", trust_env=False).json()
        assert found["issuer"] == f"{here.url}/{pool}"


def test_a_template_is_there_at_the_start_and_after_a_reset(tmp_path: Path) -> None:
    template = tmp_path / "lab.yaml"
    template.write_text(BUCKET, encoding="utf-8")
    with serving("--template", str(template)) as here:
        s3 = here.client("s3")
        s3.create_bucket(Bucket="another-one")
        assert here.admin("POST", "reset").json()["environment"] == here.environment
        assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["from-a-template"]


def test_a_reset_makes_new_signing_keys_and_the_printed_key_stays_good() -> None:
    with serving() as here:
        idp = here.client("cognito-idp")
        rings: list[Any] = []
        for _ in range(2):
            pool = idp.create_user_pool(PoolName="people")["UserPool"]["Id"]
            rings.append((pool, httpx.get(f"{here.url}/{pool}/.well-known/jwks.json", trust_env=False).json()))
            here.admin("POST", "reset").raise_for_status()
        assert rings[0][0] == rings[1][0]
        assert not {key["n"] for key in rings[0][1]["keys"]} & {key["n"] for key in rings[1][1]["keys"]}


# ------------------------------------------------------------------------------------------------------------ bad options

BROKEN = {
    "missing": (None, "expected a file that can be read: No such file or directory"),
    "binary": (b"\xff\xfe", "byte 1 is no UTF-8 text"),
    "broken": (b"Resources: [\n", ":1:13: "),
    "unknown": (b"Resources:\n  A:\n    Type: AWS::S3::Buckt\n    Properties: {BucketName: 1, X: [}\n", ":4:"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_template_that_does_not_hold_is_said_with_its_place(kind: str, tmp_path: Path) -> None:
    content, words = BROKEN[kind]
    template = tmp_path / "lab.yaml"
    if content is not None:
        template.write_bytes(content)
    code, complaint = fails("--port", "0", "--template", str(template))
    assert (code, len(complaint.splitlines())) == (2, 1)
    assert f"{template}" in complaint
    assert words in complaint


ONE_LINE = [
    (["--host", "203.0.113.9"], "`203.0.113.9` is no address of this machine: "),
    (["--host", "no.such.host.invalid"], "`no.such.host.invalid` is no address of this machine: "),
    (["--host", "a..b"], "`a..b` is no address of this machine: "),
    (["--host", "127.0.0.1:80"], "`127.0.0.1:80` is no address of this machine: "),
    (["--host", ""], "an endpoint needs an address"),
    (["--seed", "x", "--host", "0.0.0.0"], "--seed makes keys that anybody can make again; --host 0.0.0.0 would"),
    (["--seed", "", "--host", "::"], "--seed makes keys that anybody can make again; --host :: would"),
    (["--root-key", "abc"], "a root key is ID:SECRET"),
    (["--root-key", ":secret"], "a root key is ID:SECRET"),
    (["--root-key", "id:"], "a root key is ID:SECRET"),
    (["--root-key", "i d:secret"], "a root key is ID:SECRET"),
    (["--root-key", "a/b:secret"], "a root key is ID:SECRET"),
    (["--root-key", "id:line\nbreak"], "a root key is ID:SECRET"),
    (["--root-key", "id:\udcff"], "a root key is ID:SECRET"),
    (
        ["--state", "/nowhere/lab.cogtui"],
        "/nowhere/lab.cogtui: the state can't be kept here: No such file or directory",
    ),
]


@pytest.mark.parametrize(("arguments", "words"), ONE_LINE, ids=[repr(" ".join(given)) for given, _ in ONE_LINE])
def test_what_can_not_be_served_is_one_line(arguments: list[str], words: str) -> None:
    code, complaint = fails("--port", "0", *arguments)
    assert (code, len(complaint.splitlines())) == (2, 1)
    assert words in complaint
    assert "secret" not in complaint.replace("SECRET", "").replace("a secret of", "")


@pytest.mark.parametrize(
    "arguments", [["--port", "65536"], ["--port", "x"], ["--issuer", "mine"], ["--nothing"], ["extra"], ["--seed"]]
)
def test_what_is_no_option_is_bad_usage(arguments: list[str]) -> None:
    code, complaint = fails(*arguments)
    assert code == 2
    assert complaint.splitlines()[-1].startswith("Error: ")


def test_a_port_that_was_asked_for_and_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, complaint = fails("--port", str(port))
    assert code == 2
    assert complaint == (
        f"Error: port {port} of 127.0.0.1 is taken; choose another with --port, or 0 for any free one\n"
    )


def test_a_port_that_only_root_may_open_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refused)
    with pytest.raises(AuthoringError, match="port 81 may not be opened by you; choose one above 1023 with --port"):
        listen("127.0.0.1", 81)
