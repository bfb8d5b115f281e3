"""`curl -T` brings the CSV of a user import to its address, from the Console."""

from __future__ import annotations

import pytest

from cogtui.cloud.world import World
from cogtui.console import code_web
from cogtui.console.session import Shell
from cogtui.console.words import CommandError
from tests.cloud.services.cognito_idp.imports import Import
from tests.cloud.services.cognito_idp.people import people

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
