"""Whom the endpoint answers at all: hosts that are its own, pages of this machine, and nobody elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.wire.guard import is_own_host, is_own_origin
from tests.wire.local import Local

OWN_HOSTS = [
    "127.0.0.1",
    "127.0.0.1:4577",
    "localhost",
    "LOCALHOST:80",
    "localhost.",
    "bucket.localhost:4577",
    "my.bucket.s3.localhost",
    "ana-demo.auth.localhost:4577",
    "[::1]:4577",
    "[::1]",
    "192.168.1.7:4577",
    "0.0.0.0:4577",
    "sts.us-east-1.amazonaws.com",
    "bucket.s3.amazonaws.com:443",
    "ana-demo.auth.us-east-1.amazoncognito.com",
]
FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:4577",
    "localhost.evil.example",
    "evil-localhost",
    "127.0.0.1.evil.example",
    "127.0.0.1.nip.io:4577",
    "amazonaws.com",
    "evilamazonaws.com",
    "[::1].evil.example",
    "[evil.example]:80",
    "127.1",
    "0x7f000001",
    "2130706433",
    "a." * 130 + "localhost",
    ".",
    "",
]


@pytest.mark.parametrize("host", OWN_HOSTS)
def test_names_that_can_only_mean_this_machine_are_answered(host: str) -> None:
    assert Local().ask("GET", "/_cogtui/health", host=host).status == 200


def test_a_name_that_was_allowed_is_answered_and_no_other() -> None:
    here = Local(names=("Cognito",))
    assert here.ask("GET", "/_cogtui/health", host="cognito:4577").status == 200
    assert here.ask("GET", "/_cogtui/health", host="cognito.example:4577").status == 403


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", "/_cogtui/health", "/login", "/bucket/key"])
def test_a_name_that_somebody_else_may_own_is_refused_by_name(host: str, path: str) -> None:
    here = Local()
    length = len(here.world.trail)
    answer = here.ask("GET", path, host=host)
    assert answer.status == 403
    assert b"is no name of this endpoint: use 127.0.0.1, localhost or *.localhost" in answer.body
    assert host.partition(":")[0].strip(".").encode()[:200] in answer.body
    assert len(here.world.trail) == length


def test_a_host_that_was_asked_for_is_answered() -> None:
    assert Local(host="lab.example").ask("GET", "/_cogtui/health", host="LAB.example:4577").status == 200


@pytest.mark.parametrize("more", [[], [("host", "localhost"), ("host", "localhost")]], ids=["none", "two"])
def test_a_request_names_one_host(more: list[tuple[str, str]]) -> None:
    answer = Local().ask("GET", "/_cogtui/health", *more, host=None)
    assert (answer.status, answer.body) == (400, b"A request names its host, once (RFC 9112, section 3.2).\n")


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("http://localhost/_cogtui/health", 200),
        ("HTTP://127.0.0.1:4577/_cogtui/health", 200),
        ("http://[::1]:1/_cogtui/health", 200),
        ("http://evil.example/_cogtui/health", 403),
        ("http://localhost@evil.example/_cogtui/health", 403),
    ],
)
def test_the_host_in_the_request_s_url_is_the_one_that_counts(target: str, status: int) -> None:
    assert Local().ask("GET", target, host="localhost").status == status


OWN_ORIGINS = [
    "http://localhost:3000",
    "https://localhost",
    "http://127.0.0.1:5173",
    "http://[::1]:1",
    "http://app.localhost:80",
]
FOREIGN_ORIGINS = [
    "null",
    "http://evil.example",
    "https://evil.example:3000",
    "http://localhost.evil.example",
    "http://localhost@evil.example",
    "http://127.0.0.1.evil.example",
    "http://192.168.1.7",
    "http://bucket.s3.amazonaws.com",
    "chrome-extension://abcdefgh",
    "http://",
    "localhost",
    "http://localhost http://evil.example",
    "",
]
EVERYWHERE = [
    ("GET", "/"),
    ("POST", "/"),
    ("GET", "/bucket/key"),
    ("GET", "/login?client_id=x"),
    ("POST", "/oauth2/token"),
    ("OPTIONS", "/"),
    ("OPTIONS", "/_cogtui/reset"),
    ("GET", "/_cogtui/health"),
    ("POST", "/_cogtui/reset"),
    ("GET", "/us-east-1_a/.well-known/jwks.json"),
]


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize(("method", "path"), EVERYWHERE)
def test_a_page_from_elsewhere_is_refused_everywhere(origin: str, method: str, path: str) -> None:
    here = Local()
    length = len(here.world.trail)
    token = ("authorization", f"Bearer {here.endpoint.token}")
    answer = here.ask(method, path, ("origin", origin), token)
    assert answer.status == 403
    assert b"may not use this endpoint" in answer.body
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert len(here.world.trail) == length


@pytest.mark.parametrize("origin", OWN_ORIGINS)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/"), ("GET", "/bucket/key"), ("GET", "/_cogtui/health"), ("GET", "/_cogtui/clock")]
)
def test_a_page_of_this_machine_may_read_the_answer(origin: str, method: str, path: str) -> None:
    target = ("x-amz-target", "AWSCognitoIdentityService.GetId")
    answer = Local().ask(method, path, ("origin", origin), target)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_error_codes_and_request_ids_may_be_read_too() -> None:
    target = ("x-amz-target", "AWSCognitoIdentityService.GetId")
    answer = Local().ask("POST", "/", ("origin", "http://localhost:3000"), target)
    assert "x-amzn-ErrorType" in answer.headers["access-control-expose-headers"]


def test_two_origins_are_as_good_as_the_worse() -> None:
    answer = Local().ask("GET", "/_cogtui/health", ("origin", "http://localhost"), ("origin", "http://evil.example"))
    assert answer.status == 403


def test_a_browser_s_preflight_is_told_that_it_may_send_what_it_asked_for() -> None:
    here = Local()
    length = len(here.world.trail)
    asks = ("access-control-request-headers", "content-type,x-amz-target,x-amz-user-agent")
    answer = here.ask(
        "OPTIONS", "/", ("origin", "http://localhost:5173"), ("access-control-request-method", "POST"), asks
    )
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "POST"
    assert "x-amz-target" in answer.headers["access-control-allow-headers"]
    assert int(answer.headers["access-control-max-age"]) > 0
    assert len(here.world.trail) == length


@given(st.text(max_size=30))
def test_no_text_makes_a_foreign_host_an_own_one(text: str) -> None:
    assert not is_own_host(f"{text}.evil.example".lower())
    assert not is_own_host(f"{text}evil.example".lower())


@given(st.text(max_size=30))
def test_no_text_makes_a_foreign_host_an_own_origin(text: str) -> None:
    assert not is_own_origin(f"http://{text}evil.example") or any(char in text for char in "/?#\\")
