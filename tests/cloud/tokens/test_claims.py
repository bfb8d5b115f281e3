"""What tokens' members mean, and which kind a token is."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.tokens.claims import KINDS, TokenKind, header_meaning, kind_of, meaning
from tests.cloud.tokens.issuers import ID_CLAIMS, POOL_ISSUER, pool_header


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        (ID_CLAIMS, "user-pool-id"),
        ({"iss": POOL_ISSUER, "token_use": "access", "client_id": "x"}, "user-pool-access"),
        ({"iss": "https://issuer-cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab1", "token_use": "id"}, "user-pool-id"),
        ({"iss": "http://127.0.0.1:4000/us-east-1_Ab1", "token_use": "id"}, "user-pool-id"),
        ({"iss": "https://cognito-identity.amazonaws.com", "aud": "us-east-1:x"}, "cognito-identity"),
        ({"iss": "https://accounts.google.com"}, "google-id"),
        ({"iss": "accounts.google.com"}, "google-id"),
        ({"iss": "https://accounts.google.com.attacker.example"}, "jwt"),
        ({"iss": POOL_ISSUER}, "jwt"),
        ({"iss": POOL_ISSUER, "token_use": "other"}, "jwt"),
        ({"iss": POOL_ISSUER, "token_use": ["id"]}, "jwt"),
        ({"iss": ["https://accounts.google.com"]}, "jwt"),
        ({}, "jwt"),
    ],
)  # fmt: skip
def test_a_token_is_known_by_its_issuer_and_use(claims: dict[str, Any], kind: TokenKind) -> None:
    assert kind_of(pool_header(), claims) == kind
    assert KINDS[kind]


MET: dict[TokenKind, str] = {
    "user-pool-id": "sub aud iss token_use auth_time iat exp jti origin_jti event_id cognito:username email phone_number"
    " email_verified phone_number_verified address custom:tenant cognito:groups cognito:roles cognito:preferred_role"
    " identities nonce at_hash acr amr updated_at name given_name family_name picture locale zoneinfo birthdate",
    "user-pool-access": "sub iss client_id token_use auth_time iat exp jti origin_jti event_id username scope"
    " cognito:groups device_key version aud",
    "cognito-identity": "iss aud sub amr iat exp https://cognito-identity.amazonaws.com/identity-pool-arn"
    " https://aws.amazon.com/tags",
    "google-id": "iss azp aud sub hd email email_verified at_hash nonce name picture given_name family_name locale iat exp",
    "facebook-debug": "app_id type application data_access_expires_at expires_at is_valid issued_at scopes user_id error",
    "jwt": "iss sub aud exp nbf iat jti",
}


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for kind, names in MET.items() for name in names.split()])
def test_every_claim_that_is_met_has_one_sentence(name: str, kind: TokenKind) -> None:
    words = meaning(name, kind)

    assert words.endswith(".")
    assert len(words) <= 130


def test_the_same_claim_means_different_things_in_different_tokens() -> None:
    assert "identity pool" in meaning("aud", "cognito-identity")
    assert "app client" in meaning("aud", "user-pool-id")
    assert len({meaning("sub", kind) for kind in ("cognito-identity", "user-pool-id", "google-id", "jwt")}) == 4


def test_what_nobody_explains_is_not_made_up() -> None:
    assert meaning("favourite_colour", "user-pool-id") == ""
    assert header_meaning("zip") == ""


@pytest.mark.parametrize("name", ["kid", "alg", "typ", "cty", "enc", "jwk", "jku", "crit"])
def test_every_header_member_that_is_met_has_one_sentence(name: str) -> None:
    assert header_meaning(name).endswith(".")
