"""The AWS CLI at an endpoint: its own S3 commands, its pages, its errors."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.clients.cli import aws
from tests.clients.serving import REGION, Served

BIG = bytes(range(256)) * (9 * 2**20 // 256)
"""9 MiB: the AWS CLI begins to cut at 8."""


@pytest.fixture(autouse=True)
def settings(here: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Point the AWS CLI at the endpoint as the lines do that `cogtui serve` prints."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "AWS_ENDPOINT_URL": here.url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": here.demo.access_key_id,
        "AWS_SECRET_ACCESS_KEY": here.demo.secret_access_key,
    }.items():
        monkeypatch.setenv(name, value)


def done(*words: str) -> str:
    """Run a command that must succeed and return what it said."""
    said = aws(*words)
    assert (said.code, said.err) == (0, "")
    return said.out


def test_a_large_file_goes_up_and_down_in_parts(here: Served, tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(BIG)
    done("s3", "mb", "s3://big-things")
    assert "upload: ./big.bin to s3://big-things/big.bin" in done("s3", "cp", "big.bin", "s3://big-things")
    assert [record.operation for record in here.world.trail].count("UploadPart") == 2
    assert "download: s3://big-things/big.bin to ./again" in done("s3", "cp", "s3://big-things/big.bin", "again")
    assert (tmp_path / "again").read_bytes() == BIG


def test_a_folder_is_copied_listed_synchronised_and_removed(tmp_path: Path) -> None:
    for name in ("a b.txt", "ü/b.txt", "ü/c&d.txt"):
        (tmp_path / "from" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "from" / name).write_text(name)
    done("s3", "mb", "s3://folders")
    done("s3", "sync", "from", "s3://folders/x")
    listed = done("s3", "ls", "s3://folders", "--recursive").splitlines()
    assert [line[31:] for line in listed] == ["x/a b.txt", "x/ü/b.txt", "x/ü/c&d.txt"]
    assert [line.split()[-1] for line in done("s3", "ls", "s3://folders/x/").splitlines()] == ["ü/", "b.txt"]
    assert done("s3", "sync", "from", "s3://folders/x") == "", "nothing changed"
    done("s3", "mv", "s3://folders/x/a b.txt", "s3://folders/y")
    done("s3", "cp", "s3://folders/x/", "s3://folders/z/", "--recursive")
    done("s3", "sync", "s3://folders/z", "to")
    assert (tmp_path / "to/ü/c&d.txt").read_text() == "ü/c&d.txt"
    assert aws("s3", "rb", "s3://folders").code != 0
    done("s3", "rm", "s3://folders", "--recursive")
    assert done("s3", "rb", "s3://folders") == "remove_bucket: folders\n"
    assert "folders" not in done("s3", "ls")


def test_a_presigned_url_of_the_cli_works(tmp_path: Path) -> None:
    (tmp_path / "aws-config").write_text("[default]\ns3 =\n    signature_version = s3v4\n")
    url = done("s3", "presign", "s3://anas-reports/public/hello.txt").strip()
    assert httpx.get(url).text.startswith("Hello!")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("iam", "get-role", "--role-name", "Nobody"), "(NoSuchEntity) when calling the GetRole operation"),
        (("s3api", "get-object", "--bucket", "anas-reports", "--key", "none", "x"), "(NoSuchKey) when calling"),
        (("s3", "ls", "s3://no-such-bucket"), "(NoSuchBucket) when calling the ListObjectsV2 operation"),
        (("sns", "get-sms-attributes"), "sns GetSMSAttributes is not simulated by CogTUI"),
        (("sts", "get-caller-identity", "--no-sign-request"), "(MissingAuthenticationToken)"),
    ],
)
def test_an_error_is_told_as_aws_tells_it(words: tuple[str, ...], error: str) -> None:
    said = aws(*words)
    assert said.code != 0
    assert error in said.err


def test_the_cli_asks_for_page_after_page(here: Served) -> None:
    for number in range(3):
        done("iam", "create-user", "--user-name", f"user-{number}")
    names = json.loads(done("iam", "list-users", "--page-size", "1", "--query", "Users[].UserName"))
    assert names == ["demo", "user-0", "user-1", "user-2"]
    assert [record.operation for record in here.world.trail][-4:] == ["ListUsers"] * 4
    first = json.loads(done("iam", "list-users", "--max-items", "2"))
    assert len(first["Users"]) == 2
    rest = json.loads(done("iam", "list-users", "--starting-token", first["NextToken"]))
    assert [user["UserName"] for user in rest["Users"]] == ["user-1", "user-2"]


def test_output_as_text_and_table(here: Served) -> None:
    assert done("sts", "get-caller-identity", "--query", "Arn", "--output", "text") == (
        "arn:aws:iam::111122223333:user/demo\n"
    )
    assert "|  Arn " in done("sts", "get-caller-identity", "--output", "table")


def test_a_role_assumed_by_the_cli_s_profile(here: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trust = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
    document = json.dumps({"Version": "2012-10-17", **trust})
    done("iam", "create-role", "--role-name", "Auditors", "--assume-role-policy-document", document)
    (tmp_path / "aws-config").write_text(
        "[profile auditor]\nrole_arn = arn:aws:iam::111122223333:role/Auditors\ncredential_source = Environment\n"
    )
    found = json.loads(done("sts", "get-caller-identity", "--profile", "auditor"))
    assert ":assumed-role/Auditors/" in found["Arn"]
