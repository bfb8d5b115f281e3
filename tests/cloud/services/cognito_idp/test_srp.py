"""The arithmetic of Cognito's SRP against its published vector, and the laws that hold it together."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.services.cognito_idp.signing_in import srp

POOL = "AbCdEf123"
USER = "34c84488-e0e1-70ae-d2ee-991ad1a898c8"
PASSWORD = "Correct-Horse-9"
SALT = bytes.fromhex("9f86d081884c7d659a2feaa0c55ad015")
CLIENT_SECRET = int("11" * 128, 16)
SERVER_SECRET = int("22" * 128, 16)
TIMESTAMP = "Wed Nov 5 09:07:03 UTC 2025"

X = srp.hash_password(POOL, USER, PASSWORD, SALT)
V = srp.verifier(X)
CLIENT_PUBLIC = pow(srp.G, CLIENT_SECRET, srp.N)
SERVER_PUBLIC = srp.server_public(V, SERVER_SECRET)
U = srp.scramble(CLIENT_PUBLIC, SERVER_PUBLIC)
KEY = srp.server_key(CLIENT_PUBLIC, SERVER_PUBLIC, X, SERVER_SECRET)


def digest(number: int) -> str:
    """SHA-256 of a number's hexadecimal text, as the vector gives long values."""
    return hashlib.sha256(f"{number:x}".encode()).hexdigest()


def client_key(password: str, a: int, server_public: int) -> bytes:
    """The session key as a client computes it, by its own formula."""
    client_public = pow(srp.G, a, srp.N)
    u = srp.scramble(client_public, server_public)
    x = int.from_bytes(srp.hash_password(POOL, USER, password, SALT))
    secret = pow(server_public - srp.K * pow(srp.G, x, srp.N), a + u * x, srp.N)
    return srp.derived_key(secret, u)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            hashlib.sha256(srp.N.to_bytes(384)).hexdigest(),
            "48cf8b092fbce4359d9871abf74f98e25b6163379eaa15cd9087e800c6d1c55c",
            id="N",
        ),
        pytest.param(f"{srp.K:x}", "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6", id="k"),
        pytest.param(X.hex(), "cd3b3d90d06a385ffcb0581d1907679a09849edd814af3cee592bc295341bedb", id="x"),
        pytest.param(digest(CLIENT_PUBLIC), "91441e9967eb395f8ca333b101ec56f3eb23bea1baf5070844c425f5a0f03e93", id="A"),
        pytest.param(digest(SERVER_PUBLIC), "f81b02eb81b2b8f20b1fe0313d7cebd38eb6ba73c98bde8dd16f93e254382bc5", id="B"),
        pytest.param(f"{U:x}", "c60056f7fdc8bcd1290b0ad2ad6bc7d87922545e838b9ef351c6f3b3601f7679", id="u"),
        pytest.param(
            digest(srp.server_secret(CLIENT_PUBLIC, X, U, SERVER_SECRET)),
            "6cf9de036d652d894f1d41c98fc743508171f1e9669cd796a4bc51127f14db81",
            id="S",
        ),
        pytest.param(KEY.hex(), "ac51673118ef3f8b6303b03b4d1996a1", id="K"),
        pytest.param(
            srp.signature(KEY, POOL, USER, b"secret-block-bytes", TIMESTAMP),
            "qDj363q3aPNTQS8mI8hPImcwC3oJgoqVy0dBRSpkAWg=",
            id="signature",
        ),
    ],
)
def test_every_value_of_the_published_vector_comes_out(value: str, expected: str) -> None:
    assert value == expected


@pytest.mark.parametrize(
    ("number", "padded"),
    [(0, "00"), (1, "01"), (0x7F, "7f"), (0x80, "0080"), (0xFFF, "0fff"), (0x7FFF, "7fff"), (0x8000, "008000")],
)
def test_padding_puts_a_zero_byte_before_a_first_bit_that_is_set(number: int, padded: str) -> None:
    assert srp.pad(number).hex() == padded


def test_client_and_server_agree_on_the_key_only_for_the_right_password() -> None:
    assert client_key(PASSWORD, CLIENT_SECRET, SERVER_PUBLIC) == KEY
    assert client_key("correct-horse-9", CLIENT_SECRET, SERVER_PUBLIC) != KEY


@pytest.mark.parametrize("multiple", [0, 1, 2])
def test_a_client_value_that_is_zero_in_the_group_is_refused(multiple: int) -> None:
    assert not srp.is_public_value(multiple * srp.N)
    with pytest.raises(ValueError, match="public value of zero"):
        srp.server_key(multiple * srp.N, SERVER_PUBLIC, X, SERVER_SECRET)


@given(password=st.text(min_size=1, max_size=40), other=st.text(min_size=1, max_size=40), salt=st.binary(min_size=16))
def test_x_knows_its_own_password_and_no_other(password: str, other: str, salt: bytes) -> None:
    x = srp.hash_password(POOL, USER, password, salt)
    assert srp.is_password(x, POOL, USER, password, salt)
    assert srp.is_password(x, POOL, USER, other, salt) is (password == other)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param((POOL, "another-user", PASSWORD, SALT), id="user"),
        pytest.param(("Another12", USER, PASSWORD, SALT), id="pool"),
        pytest.param((POOL, USER, PASSWORD, SALT[::-1]), id="salt"),
    ],
)
def test_x_belongs_to_one_user_of_one_pool_with_one_salt(changed: tuple[str, str, str, bytes]) -> None:
    assert srp.hash_password(*changed) != X


@settings(max_examples=5, deadline=None)
@given(st.integers(min_value=2, max_value=2**1024), st.integers(min_value=2, max_value=2**1024))
def test_both_sides_reach_one_key_whatever_their_secret_numbers(a: int, b: int) -> None:
    server_public = srp.server_public(V, b)
    assert client_key(PASSWORD, a, server_public) == srp.server_key(pow(srp.G, a, srp.N), server_public, X, b)


@given(st.integers(min_value=0, max_value=2**600))
def test_the_table_of_powers_gives_what_plain_powers_give(exponent: int) -> None:
    assert srp.power_of_g(exponent) == pow(srp.G, exponent, srp.N)


@given(st.binary(min_size=srp.SECRET_SIZE, max_size=srp.SECRET_SIZE))
def test_the_server_s_secret_number_has_the_length_that_the_rfc_wants(octets: bytes) -> None:
    assert srp.secret_number(octets).bit_length() == 256
