"""What stands in the tokens of a user pool, held against PyJWT as an independent verifier."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import jwt
import msgspec
import pytest

from cogtui.cloud.issuers import jwks_of
from cogtui.cloud.services.cognito_idp.tokens.claim_order import in_order
from tests.builders import done
from tests.cloud.services.cognito_idp.people import ANA, People, people

NOW = 1767603600
"""When a world begins."""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def issuer_of(here: People) -> str:
    return f"https://cognito-idp.us-east-1.amazonaws.com/{here.pool}"


def verified(here: People, token: str, audience: str | None = None) -> dict[str, Any]:
    """Return the claims once PyJWT accepts the token by the pool's JWKS."""
    keys = {key.kid: jwt.PyJWK(msgspec.to_builtins(key)) for key in jwks_of(here.world.store, issuer_of(here))}
    kid = jwt.get_unverified_header(token)["kid"]
    options: Any = {"verify_exp": False, "verify_iat": False, "verify_aud": audience is not None}
    return jwt.decode(
        token, keys[kid], algorithms=["RS256"], audience=audience, issuer=issuer_of(here), options=options
    )


def test_a_pool_publishes_two_keys_and_signs_each_kind_of_token_with_its_own() -> None:
    here = people()
    here.user()
    tokens = here.tokens()
    keys = jwks_of(here.world.store, issuer_of(here))
    kids = [jwt.get_unverified_header(tokens[kind])["kid"] for kind in ("IdToken", "AccessToken")]
    assert sorted(key.kid for key in keys) == sorted(kids)
    assert all(re.fullmatch(r"[A-Za-z0-9+/]{43}=", kid) for kid in kids)
    assert len({key.n for key in keys}) == 2
    assert {(key.kty, key.alg, key.use, key.e) for key in keys} == {("RSA", "RS256", "sig", "AQAB")}


@pytest.mark.parametrize("kind", ["IdToken", "AccessToken"])
def test_the_header_is_kid_and_alg_and_nothing_else(kind: str) -> None:
    here = people()
    here.user()
    header = here.tokens()[kind].split(".")[0]
    members = json.loads(base64.urlsafe_b64decode(header + "=="))
    assert list(members) == ["kid", "alg"]
    assert members["alg"] == "RS256"


def test_the_id_token_has_exactly_aws_s_claims() -> None:
    here = people()
    here.confirmed()
    claims = verified(here, here.tokens()["IdToken"], here.client)
    drawn = {name: claims.pop(name) for name in ("origin_jti", "event_id", "jti")}
    assert claims == {
        "sub": here.profile()["sub"],
        "email_verified": True,
        "iss": issuer_of(here),
        "cognito:username": "ana",
        "aud": here.client,
        "token_use": "id",
        "auth_time": NOW,
        "exp": NOW + 3600,
        "iat": NOW,
        "email": ANA,
    }
    assert len(set(drawn.values())) == 3
    assert all(UUID.fullmatch(value) for value in drawn.values())


def test_the_access_token_has_exactly_aws_s_claims_and_no_aud() -> None:
    here = people()
    here.confirmed()
    tokens = here.tokens()
    claims = verified(here, tokens["AccessToken"])
    identity = verified(here, tokens["IdToken"], here.client)
    assert claims.pop("jti") != identity["jti"]
    assert claims == {
        "sub": identity["sub"],
        "iss": issuer_of(here),
        "client_id": here.client,
        "origin_jti": identity["origin_jti"],
        "event_id": identity["event_id"],
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": NOW,
        "exp": NOW + 3600,
        "iat": NOW,
        "username": "ana",
    }


def test_a_client_without_revocation_gives_tokens_without_origin_jti() -> None:
    here = people({"EnableTokenRevocation": False})
    here.user()
    tokens = here.tokens()
    assert not {"jti", "origin_jti"} & verified(here, tokens["IdToken"], here.client).keys()
    access = verified(here, tokens["AccessToken"])
    assert "origin_jti" not in access
    assert "jti" in access


def test_attributes_are_texts_but_flags_are_booleans_and_the_address_an_object() -> None:
    schema = [{"Name": "level", "AttributeDataType": "Number"}, {"Name": "admin", "AttributeDataType": "Boolean"}]
    read = ["email_verified", "phone_number_verified", "address", "updated_at", "custom:level", "custom:admin"]
    here = people({"ReadAttributes": read}, Schema=schema)
    given = {"custom__level": "7", "custom__admin": "true", "address": "1 Main St", "updated_at": "1700000000"}
    here.user("ana", email=ANA, email_verified="TRUE", phone_number_verified="false", **given)
    claims = verified(here, here.tokens()["IdToken"], here.client)
    assert {name: claims.get(name) for name in (*read, "email")} == {
        "email_verified": True,
        "phone_number_verified": False,
        "address": {"formatted": "1 Main St"},
        "updated_at": "1700000000",
        "custom:level": "7",
        "custom:admin": "true",
        "email": None,
    }


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        (None, {"email", "given_name"}),
        (["given_name"], {"given_name"}),
        (["given_name", "custom:team"], {"given_name", "custom:team"}),
    ],
)
def test_id_token_and_profile_show_what_the_client_may_read(read: list[str] | None, shown: set[str]) -> None:
    here = people({"ReadAttributes": read}, Schema=[{"Name": "team", "AttributeDataType": "String"}])
    here.user("ana", email=ANA, given_name="Ana", custom__team="blue")
    tokens = here.tokens()
    claims = verified(here, tokens["IdToken"], here.client)
    everything = {"email", "given_name", "custom:team"}
    assert claims.keys() & everything == shown
    profile = here.done("GetUser", AccessToken=tokens["AccessToken"])["UserAttributes"]
    assert {entry["Name"] for entry in profile} == shown | {"sub"}


VALIDITIES = [
    ({}, 3600, 3600),
    ({"AccessTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "minutes"}}, 300, 3600),
    ({"AccessTokenValidity": 500, "TokenValidityUnits": {"AccessToken": "seconds"}}, 500, 3600),
    ({"IdTokenValidity": 1, "TokenValidityUnits": {"IdToken": "days"}}, 3600, 86400),
    ({"AccessTokenValidity": 24, "IdTokenValidity": 2}, 86400, 7200),
]


@pytest.mark.parametrize(("settings", "access", "identity"), VALIDITIES)
def test_tokens_live_as_long_as_the_client_says(settings: dict[str, Any], access: int, identity: int) -> None:
    here = people(settings)
    here.user()
    tokens = here.tokens()
    assert tokens["ExpiresIn"] == access
    assert verified(here, tokens["AccessToken"])["exp"] == NOW + access
    assert verified(here, tokens["IdToken"], here.client)["exp"] == NOW + identity


def test_the_refresh_token_looks_like_aws_s_and_says_nothing() -> None:
    here = people()
    here.user()
    token = here.tokens()["RefreshToken"]
    parts = token.split(".")
    assert json.loads(base64.urlsafe_b64decode(parts[0] + "==")) == {
        "cty": "JWT",
        "enc": "A256GCM",
        "alg": "RSA-OAEP",
    }
    assert [len(base64.urlsafe_b64decode(part + "==")) for part in parts[1:]] == [256, 12, 952, 16]
    assert 1700 <= len(token) < 1800
    assert token.encode() not in msgspec.msgpack.encode([record for _, _, record in here.world.store.every()])


SAMPLES = {
    "Developer Guide, Understanding the identity token": (
        "sub cognito:groups email_verified cognito:preferred_role iss cognito:username middle_name nonce origin_jti "
        "cognito:roles aud identities event_id token_use auth_time exp iat jti email"
    ),
    "Developer Guide, Understanding the access token": (
        "sub cognito:groups iss version client_id origin_jti event_id token_use scope auth_time exp iat jti username"
    ),
    "an access token from InitiateAuth, 2022": (
        "origin_jti sub event_id token_use scope auth_time iss exp iat jti client_id username"
    ),
    "an ID token from InitiateAuth, 2021": (
        "origin_jti sub aud event_id token_use auth_time iss cognito:username phone_number exp iat jti"
    ),
    "an ID token from before there was revocation": (
        "sub aud email_verified token_use auth_time iss cognito:username exp given_name iat email"
    ),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_claims_stand_in_the_order_of_published_tokens(sample: str) -> None:
    names = SAMPLES[sample].split()
    assert list(in_order(dict.fromkeys(names))) == names
    # Names that share a slot keep the order in which they came; all others find their place from anywhere.
    apart = [name for name in names if name not in {"sub", "aud", "scope", "auth_time", "jti", "client_id", "email"}]
    assert [name for name in in_order(dict.fromkeys(reversed(names))) if name in apart] != list(reversed(apart))


def test_an_access_token_of_the_api_is_ordered_as_published_ones() -> None:
    here = people()
    here.user()
    payload = here.tokens()["AccessToken"].split(".")[1]
    members = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert list(members) == SAMPLES["an access token from InitiateAuth, 2022"].split()


def test_a_user_of_a_pool_of_addresses_is_called_by_the_sub_in_both_tokens() -> None:
    here = people(UsernameAttributes=["email"])
    sub = here.user(ANA)
    tokens = here.tokens(ANA)
    assert verified(here, tokens["IdToken"], here.client)["cognito:username"] == sub
    assert verified(here, tokens["AccessToken"])["username"] == sub
    assert done(here.world, "cognito-idp", "AdminGetUser", UserPoolId=here.pool, Username=ANA)["Username"] == sub
