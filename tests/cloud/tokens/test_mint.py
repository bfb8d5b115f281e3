"""Minting, and the JWKS that goes with it; PyJWT is the oracle."""

from __future__ import annotations

import base64
import json

import jwt
import pytest

from cogtui.cloud.tokens import SigningKey, decode, jwks, mint, public_jwk, read_jwks, verify
from cogtui.cloud.tokens.fresh import fresh_der
from cogtui.cloud.tokens.signatures import ring_key
from tests.cloud.tokens.issuers import ACCESS_KEY, ID_CLAIMS, ID_KEY, IDENTITY_KEY, expected, id_token, pool_header


def segment(token: str, number: int) -> bytes:
    """The bytes behind a segment, read without our own reader."""
    text = token.split(".")[number]
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize(
    ("key", "header", "written"),
    [
        pytest.param(ID_KEY, pool_header(), f'{{"kid":"{ID_KEY.kid}","alg":"RS256"}}', id="user pool"),
        pytest.param(
            IDENTITY_KEY,
            {"kid": "us-east-11", "typ": "JWS", "alg": "RS512"},
            '{"kid":"us-east-11","typ":"JWS","alg":"RS512"}',
            id="cognito identity",
        ),
    ],
)
def test_the_header_stands_in_the_token_exactly_as_given(key: SigningKey, header: dict[str, str], written: str) -> None:
    assert segment(mint(ID_CLAIMS, key, header), 0).decode() == written


def test_claims_are_compact_json_in_the_order_given() -> None:
    claims = {"z": 1, "a": ["ü", True], "m": {"k": None}}

    assert segment(mint(claims, ID_KEY, pool_header()), 1).decode() == '{"z":1,"a":["ü",true],"m":{"k":null}}'


@pytest.mark.parametrize("alg", ["RS256", "RS384", "RS512"])
def test_another_library_verifies_our_tokens_with_the_published_jwks(alg: str) -> None:
    key = SigningKey("https://issuer.example", "key-1", alg, ring=7)  # pyright: ignore[reportArgumentType]
    token = mint({"sub": "ana", "aud": "app"}, key, {"kid": key.kid, "alg": alg})

    found = jwt.PyJWKSet.from_json(json.dumps(jwks([ACCESS_KEY, key])))["key-1"]

    assert jwt.decode(token, found, algorithms=[alg], audience="app") == {"sub": "ana", "aud": "app"}


def test_we_verify_the_tokens_of_another_library() -> None:
    token = jwt.encode(ID_CLAIMS, ring_key(0), "RS256", headers={"kid": ID_KEY.kid})

    verification = verify(token, expected())

    assert verification.passed
    assert verification.claims == ID_CLAIMS


def test_a_key_of_its_own_signs_like_one_of_the_ring() -> None:
    key = SigningKey(ID_KEY.issuer, "own", "RS256", der=fresh_der())

    assert verify(mint(ID_CLAIMS, key, pool_header(key)), expected(keys=(public_jwk(key),))).passed


def test_the_jwks_lists_each_key_in_the_members_and_order_of_cognito() -> None:
    document = jwks([ID_KEY, ACCESS_KEY])

    assert [list(key) for key in document["keys"]] == [["alg", "e", "kid", "kty", "n", "use"]] * 2
    assert [key["kid"] for key in document["keys"]] == [ID_KEY.kid, ACCESS_KEY.kid]
    assert document["keys"][0] | {"n": ""} == {
        "alg": "RS256",
        "e": "AQAB",
        "kid": ID_KEY.kid,
        "kty": "RSA",
        "n": "",
        "use": "sig",
    }
    assert read_jwks(document) == (public_jwk(ID_KEY), public_jwk(ACCESS_KEY))


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"keys": None},
        {"keys": [None, 3, {}, {"kty": "EC", "x": "1", "y": "2"}, {"kty": "RSA", "n": 5, "e": "AQAB"}]},
        {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB", "use": "enc"}]},
    ],
)
def test_what_is_no_rsa_key_for_signatures_is_passed_over_in_a_jwks(document: object) -> None:
    assert read_jwks(document) == ()


def test_a_jwks_entry_needs_neither_alg_nor_kid() -> None:
    (found,) = read_jwks({"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]})

    assert (found.alg, found.kid) == ("", "")


def test_the_same_claims_give_the_same_token_every_time() -> None:
    assert id_token() == id_token()
    assert decode(id_token()).claims == ID_CLAIMS
