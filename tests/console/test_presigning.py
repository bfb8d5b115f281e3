"""`aws s3 presign` makes a URL without a call, and `curl` opens it: until it expires, its session ends or it is changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.signing.presigning import presigned
from cogtui.cloud.signing.signed_requests import seconds_of
from cogtui.console.session import Shell
from cogtui.console.words import CommandError
from cogtui.device.credentials import CredentialsProvider
from tests.builders import done, policy
from tests.console.lab import a_lab, a_shell, entered, log_in_at_facebook

OBJECT = "s3://anas-reports/reports/welcome.txt"


def signer() -> Shell:
    """Return a Console whose app holds credentials of the role that may read."""
    world = a_lab()
    log_in_at_facebook(world)
    provider = CredentialsProvider(world)
    for step in (provider.get_id, provider.get_open_id_token, provider.assume_role):
        assert step().ok
    return Shell(world)


def url_of(shell: Shell, rest: str = "", before: str = "") -> str:
    return entered(shell, f"{before}aws s3 presign {OBJECT} {rest}").text


def test_the_arithmetic_is_that_of_aws_s_published_example() -> None:
    keys = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    place = ("https://examplebucket.s3.amazonaws.com", "/test.txt")
    url = presigned(keys, place, region="us-east-1", at=seconds_of("20130524T000000Z"), seconds=86400)
    assert url.endswith("&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")


def test_a_url_is_made_without_a_call_and_opens_for_anybody() -> None:
    shell = signer()
    calls = len(shell.world.trail)
    url = url_of(shell)
    assert len(shell.world.trail) == calls
    assert url.startswith("https://anas-reports.s3.us-east-1.amazonaws.com/reports/welcome.txt?X-Amz-Algorithm=")
    entered(shell, "as anonymous")
    outcome = entered(shell, f'curl "{url}"')
    assert outcome.text.startswith("Welcome, Ana.")
    assert outcome.record is not None
    assert outcome.record.principal_arn.endswith("assumed-role/Readers/reports-app"), "its rights are the signer's"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda url: url.replace("welcome", "2025-q4"), "403 Forbidden: SignatureDoesNotMatch"),
        (lambda url: url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"), "403 Forbidden: SignatureDoesNotMatch"),
        (lambda url: url.replace("X-Amz-Expires=60&", ""), "400 Bad Request: AuthorizationQueryParametersError"),
        (lambda url: url.partition("?")[0], "403 Forbidden: AccessDenied: Access Denied"),
    ],
)
def test_a_url_that_was_changed_is_refused(spoil: Callable[[str], str], said: str) -> None:
    shell = signer()
    assert said in entered(shell, f'curl "{spoil(url_of(shell, "--expires-in 60"))}"').error


@pytest.mark.parametrize(
    ("life", "clock", "said"),
    [
        (60, "+60s", ""),
        (60, "+61s", "403 Forbidden: AccessDenied: Request has expired"),
        (604800, "+2h", "400 Bad Request: ExpiredToken"),
    ],
)
def test_a_url_ends_with_its_life_or_with_its_session(life: int, clock: str, said: str) -> None:
    shell = signer()
    url = url_of(shell, f"--expires-in {life}")
    entered(shell, f"clock {clock}")
    assert said in entered(shell, f'curl "{url}"').error


def test_whoever_may_not_read_signs_urls_that_read_nothing() -> None:
    shell = a_shell()
    done(shell.world, "iam", "CreateUser", UserName="eve")
    key = done(shell.world, "iam", "CreateAccessKey", UserName="eve")["AccessKey"]
    before = f"AWS_ACCESS_KEY_ID={key['AccessKeyId']} AWS_SECRET_ACCESS_KEY={key['SecretAccessKey']} "
    refused = entered(shell, f'curl "{url_of(shell, before=before)}"').error
    assert "no identity-based policy allows the s3:GetObject action" in refused
    may = policy({"Action": "s3:GetObject", "Resource": "*"})
    done(shell.world, "iam", "PutUserPolicy", UserName="eve", PolicyName="p", PolicyDocument=may)
    assert entered(shell, f'curl "{url_of(shell, "--profile eve")}"').text.startswith("Welcome, Ana.")


def test_a_url_of_an_endpoint_is_in_path_style_and_opens_here_too() -> None:
    shell = signer()
    url = url_of(shell, "--endpoint-url http://127.0.0.1:8000/")
    assert url.startswith("http://127.0.0.1:8000/anas-reports/reports/welcome.txt?")
    assert entered(shell, f'curl "{url}"').text.startswith("Welcome, Ana.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("aws s3 presign", "`aws s3 presign s3://BUCKET/KEY`"),
        ("aws s3 presign s3://anas-reports", "`aws s3 presign s3://BUCKET/KEY`"),
        (f"aws s3 presign {OBJECT} --expires-in", "`aws s3 presign s3://BUCKET/KEY`"),
        (f"aws s3 presign {OBJECT} --expires-in soon", "`aws s3 presign s3://BUCKET/KEY`"),
        (f"aws s3 presign {OBJECT} --recursive", "`aws s3 presign s3://BUCKET/KEY`"),
        (f"aws s3 presign {OBJECT} --expires-in 604801", "a week at most"),
        (f"aws s3 presign {OBJECT} --expires-in 0", "a week at most"),
        (f"aws s3 presign {OBJECT} --endpoint-url here", "no address of an endpoint"),
        (f"aws s3 presign {OBJECT}", "signed with access keys"),
        (f"aws s3 presign {OBJECT} --profile operator", "signed with access keys"),
        ('curl "https://example.com/x"', "no address of an object in S3"),
        ('curl "https://anas-reports.s3.amazonaws.com/"', "no address of an object in S3"),
    ],
)
def test_what_makes_no_url_is_told(line: str, said: str) -> None:
    with pytest.raises(CommandError, match=said.replace("(", r"\(")):
        a_shell().enter(line)
