"""`curl -T` brings the CSV of a user import to its address, from the Console."""

from __future__ import annotations

import pytest

from cogtui.cloud.signing.presigning import presigned
from cogtui.cloud.world import World
from cogtui.console import code_web
from cogtui.console.session import Shell
from cogtui.console.words import CommandError
from tests.builders import done, policy
from tests.cloud.services.cognito_idp.imports import Import
from tests.cloud.services.cognito_idp.people import people
from tests.cloud.services.s3.buckets import ACCOUNT
from tests.cloud.services.s3.cast import a_user
from tests.console.lab import a_lab, entered

PLACE = ("https://anas-reports.s3.us-east-1.amazonaws.com", "/note.txt")
HEADER = '-H "x-amz-server-side-encryption:aws:kms"'


def a_shell(job: Import, text: str) -> Shell:
    shell = Shell(job.people.world)
    shell.files["users.csv"] = text.encode()
    return shell


def test_a_file_of_the_console_is_imported() -> None:
    job = Import(people())
    shell = a_shell(job, job.file(job.row("ana")))
    outcome = shell.enter(f'curl -v -T "users.csv" {HEADER} "{job.url}"')
    assert outcome is not None
    assert (outcome.text, outcome.error) == ("HTTP/1.1 200 OK", "")
    job.people.administered("StartUserImportJob", JobId=job.id)
    assert job.now["ImportedUsers"] == 1


def test_what_was_uploaded_stands_in_the_message_that_the_trail_shows() -> None:
    job = Import(people())
    shell = a_shell(job, "cognito:username\nana\n")
    shell.enter(f'curl -T users.csv {HEADER} "{job.url}"')
    assert "cognito:username\nana" in code_web.of_record(shell.world.trail[-1])


def test_a_refused_upload_says_so_in_s3_s_words() -> None:
    job = Import(people())
    outcome = a_shell(job, "x").enter(f'curl -T users.csv "{job.url}"')
    assert outcome is not None
    assert outcome.error.startswith("HTTP/1.1 403 Forbidden: The request signature we calculated does not match")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("curl", "`curl [-T NAME"),
        ("curl -T", "`curl [-T NAME"),
        ("curl -T users.csv", "`curl [-T NAME"),
        ("curl -T nothing.csv https://example.com/", "nothing.csv"),
        ('curl -T users.csv "https://[1/"', "is no address"),
    ],
)
def test_what_makes_no_upload_is_told(typed: str, says: str) -> None:
    shell = Shell(World())
    shell.files["users.csv"] = b"x"
    with pytest.raises(CommandError, match=says.replace("[", r"\[")):
        shell.enter(typed)


def test_a_host_that_nobody_simulates_is_told() -> None:
    shell = Shell(World())
    shell.files["users.csv"] = b"x"
    outcome = shell.enter("curl -T users.csv https://example.com/")
    assert outcome is not None
    assert "404" in outcome.error


# --- presigned URLs and open buckets of S3 ------------------------------------------------------------------------------


def a_shell_with_file() -> Shell:
    shell = Shell(a_lab())
    shell.files["note.txt"] = b"some"
    return shell


def signed_url(shell: Shell, method: str) -> str:
    """Return a URL that an SDK would sign, by a writer's keys."""
    keys = a_user(shell.world, ACCOUNT, "writer", {"Action": "s3:*", "Resource": "*"})
    return presigned(keys, PLACE, region="us-east-1", at=shell.world.now, seconds=60, method=method)


def test_a_url_signed_for_putting_takes_a_file_and_no_other_request() -> None:
    shell = a_shell_with_file()
    url = signed_url(shell, "PUT")
    outcome = entered(shell, f'curl -T note.txt -H "x-amz-meta-by: ana" "{url}"')
    assert "403 Forbidden: AccessDenied: There were headers present" in outcome.error
    outcome = entered(shell, f'curl -T note.txt -H "Content-Type: text/plain" "{url}"')
    assert (outcome.text, outcome.error) == ("HTTP/1.1 200 OK", "")
    found = done(shell.world, "s3", "GetObject", Bucket="anas-reports", Key="note.txt")
    assert (found["Body"], found["ContentType"]) == (b"some", "text/plain")
    assert "SignatureDoesNotMatch" in entered(shell, f'curl "{url}"').error


def test_a_url_signed_for_reading_takes_no_file() -> None:
    shell = a_shell_with_file()
    refused = entered(shell, f'curl -T note.txt "{signed_url(shell, "GET")}"').error
    assert "403 Forbidden: SignatureDoesNotMatch" in refused


def test_without_a_signature_nobody_s_rights_count() -> None:
    shell = a_shell_with_file()
    assert entered(shell, f'curl -T note.txt "{"".join(PLACE)}"').error.endswith(
        "403 Forbidden: AccessDenied: Access Denied"
    )
    done(shell.world, "s3", "DeletePublicAccessBlock", Bucket="anas-reports")
    open_to_all = policy({"Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::anas-reports/*"})
    done(shell.world, "s3", "PutBucketPolicy", Bucket="anas-reports", Policy=open_to_all)
    assert entered(shell, f'curl -T note.txt "{"".join(PLACE)}"').text == "HTTP/1.1 200 OK"
