"""One-time passwords of authenticator apps (RFC 4226, RFC 6238)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.accounts import totp

SECRET = b"12345678901234567890"
"""The secret of both RFCs' appendices."""


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(now: int, code: str) -> None:
    step = totp.step_at(now)
    assert totp.code_at(SECRET, step, 8) == code
    assert totp.code_at(SECRET, step) == code[2:]


def test_codes_are_those_of_rfc_4226_appendix_d() -> None:
    codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    assert [totp.code_at(SECRET, step) for step in range(10)] == codes


@pytest.mark.parametrize(("off", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_an_app_may_be_one_step_off(off: int, good: bool) -> None:
    code = totp.code_at(SECRET, totp.step_at(1_000_000 + off))
    assert (totp.matching_step(SECRET, code, 1_000_000) is not None) is good


@given(st.binary(min_size=1, max_size=40))
def test_a_secret_is_read_as_it_is_written(secret: bytes) -> None:
    text = totp.written(secret)
    assert "=" not in text
    assert totp.read(text) == secret


@given(st.binary(min_size=1, max_size=40), st.floats(-1e9, 1e11))
def test_the_code_of_now_is_found_whatever_the_time(secret: bytes, now: float) -> None:
    code = totp.code_at(secret, totp.step_at(now))
    assert totp.matching_step(secret, code, now) == totp.step_at(now)


@pytest.mark.parametrize("code", ["", "12345", "12345\ud800", "\uff11\uff12\uff13\uff14\uff15\uff16", "x" * 99])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert totp.matching_step(SECRET, code, 1_000_000) is None
