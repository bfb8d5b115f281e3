"""Tampering: every attack is refused, at the step that the table names; and succeeds where that step is switched off."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.tokens import (
    Expectation,
    SigningKey,
    decode,
    mint,
    public_jwk,
    public_jwks,
    steps_without,
    tamper,
    verify,
)
from cogtui.cloud.tokens.expectation import ALL_STEPS, ALWAYS_ON, ISSUER_FIRST
from cogtui.cloud.tokens.forge import unsigned
from cogtui.cloud.tokens.segments import octets
from tests.cloud.tokens.issuers import (
    ID_CLAIMS,
    ID_KEY,
    IDENTITY_KEY,
    NOW,
    POOL_KEYS,
    expected,
    id_token,
    pool_header,
    refusing,
    steps,
)

SOUND = id_token()
OTHER = SigningKey("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1234", "other", "RS256", ring=3)
ARGUMENTS: dict[str, Any] = {
    "claim": "email",
    "value": "eve@example.com",
    "key": POOL_KEYS[0],
    "signer": ID_KEY,
    "other": OTHER,
    "now": NOW,
}


def lab(**changes: Any) -> Expectation:
    """What the verifier of the tamper lab expects of an ID token."""
    return expected(steps=ISSUER_FIRST, audience_claims=("aud", "client_id"), required=("sub", "exp"), **changes)


def tampered(tamper_id: str, token: str = SOUND) -> str:
    """The token after a tampering, with the arguments it takes."""
    return tamper.apply(tamper_id, token, **{name: ARGUMENTS[name] for name in tamper.TAMPERS[tamper_id].takes})


@pytest.mark.parametrize("tamper_id", tamper.TAMPERS)
def test_every_tampering_is_refused_at_the_step_it_names(tamper_id: str) -> None:
    token = tampered(tamper_id)

    verification = verify(token, lab())

    assert token != SOUND
    assert decode(token).readable
    assert verification.failure == tamper.TAMPERS[tamper_id].refused_by
    assert refusing(verification) == verification.failure


FIXED = ["flip-signature", "strip-signature", "other-key", "embedded-key", "key-address", "other-kid", "alg-none"]


@pytest.mark.parametrize("tamper_id", FIXED)
def test_an_rs512_token_is_tampered_with_in_its_own_algorithm(tamper_id: str) -> None:
    token = mint(ID_CLAIMS, IDENTITY_KEY, {"kid": IDENTITY_KEY.kid, "typ": "JWS", "alg": "RS512"})

    changed = tampered(tamper_id, token)

    assert decode(changed).header["alg"] == ("none" if tamper_id == "alg-none" else "RS512")
    assert verify(changed, expected(keys=public_jwks((IDENTITY_KEY,)))).failure == tamper.TAMPERS[tamper_id].refused_by


@pytest.mark.parametrize(
    ("tamper_id", "claims", "header"),
    [
        ("change-claim", {**ID_CLAIMS, "email": "eve@example.com"}, pool_header()),
        ("remove-claim", {name: value for name, value in ID_CLAIMS.items() if name != "email"}, pool_header()),
        ("duplicate-claim", {**ID_CLAIMS, "email": "eve@example.com"}, pool_header()),
        ("alg-none", ID_CLAIMS, {**pool_header(), "alg": "none"}),
        ("hs-public-key", ID_CLAIMS, {**pool_header(), "alg": "HS256"}),
        ("other-key", ID_CLAIMS, pool_header()),
        ("key-address", ID_CLAIMS, {**pool_header(), "jku": "https://attacker.example/jwks.json"}),
        ("other-kid", ID_CLAIMS, {**pool_header(), "kid": "attacker"}),
    ],
)
def test_a_tampering_changes_what_it_says_and_nothing_else(
    tamper_id: str, claims: dict[str, Any], header: dict[str, Any]
) -> None:
    found = decode(tampered(tamper_id))

    assert (found.claims, found.header) == (claims, header)


def test_a_claim_given_twice_really_stands_there_twice() -> None:
    payload = decode(tampered("duplicate-claim")).segments[1]

    assert payload.plain.count('"email":') == 2
    assert payload.duplicates == ("email",)


def test_a_claim_can_be_added_to_an_empty_payload() -> None:
    token = mint({}, ID_KEY, pool_header())

    assert decode(tamper.apply("duplicate-claim", token, claim="a", value=[1])).claims == {"a": [1]}
    assert decode(tamper.apply("change-claim", token, claim="a", value=None)).claims == {"a": None}
    assert decode(tamper.apply("remove-claim", token, claim="a")).claims == {}


def test_one_bit_of_the_signature_is_flipped() -> None:
    before, after = (int.from_bytes(octets(token.split(".")[2])) for token in (SOUND, tampered("flip-signature")))

    assert (before ^ after).bit_count() == 1


# A bit that is flipped twice is the old bit again, and so is the other token's other token.
PAIRS = [
    pair
    for pair in itertools.product(tamper.TAMPERS, repeat=2)
    if pair not in {("flip-signature", "flip-signature"), ("other-use", "other-use")}
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_tamperings_in_a_row_are_refused_as_well(first: str, second: str) -> None:
    verification = verify(tampered(second, tampered(first)), lab())

    assert not verification.passed
    assert refusing(verification) == verification.failure


@pytest.mark.parametrize(
    ("tamper_ids", "off"),
    [
        pytest.param(("change-claim",), ("jwt.signature",), id="nobody checks the signature"),
        pytest.param(("change-claim", "alg-none"), ("jwt.alg",), id="the token may say that it is unsigned"),
        pytest.param(("change-claim", "hs-public-key"), ("jwt.alg",), id="the token may choose HS256"),
        pytest.param(("change-claim", "embedded-key"), ("jwt.header",), id="the token may bring its key"),
        pytest.param(("change-claim", "key-address"), ("jwt.header",), id="the token may say where its key is"),
    ],
)
def test_an_attack_succeeds_against_a_verifier_that_leaves_out_the_check(
    tamper_ids: tuple[str, ...], off: tuple[str, ...]
) -> None:
    token = SOUND
    for tamper_id in tamper_ids:
        token = tampered(tamper_id, token)

    verification = verify(token, expected(switched_off=off))

    assert verification.passed
    assert verification.claims["email"] == "eve@example.com"
    assert steps(verification)[off[0]].switched_off


SWITCHABLE = [step for step in ALL_STEPS if step not in ALWAYS_ON]


@pytest.mark.parametrize("off", SWITCHABLE)
@pytest.mark.parametrize("tamper_id", tamper.TAMPERS)
def test_an_attack_passes_where_the_check_that_it_needs_is_off_and_nowhere_else(tamper_id: str, off: str) -> None:
    """Whoever switches `issuer` off takes the keys of whatever issuer the token names."""
    entry = tamper.TAMPERS[tamper_id]
    keys = public_jwks((OTHER,)) if (tamper_id, off) == ("other-issuer", "jwt.issuer") else POOL_KEYS

    verification = verify(tampered(tamper_id), lab(switched_off=(off,), keys=keys))

    assert verification.passed is bool(entry.means and entry.refused_by == off)
    assert refusing(verification) == verification.failure
    if not verification.passed and off != entry.refused_by:
        assert verification.failure == entry.refused_by


@pytest.mark.parametrize("spelling", ["none", "None", "NONE", "nOnE", "nonE"])
def test_none_is_refused_and_believed_in_every_spelling(spelling: str) -> None:
    forged = unsigned(spelling)(tamper.opened(SOUND))

    assert verify(forged, expected()).failure == "jwt.alg"
    assert verify(forged, expected(switched_off=("jwt.alg",))).passed


@pytest.mark.parametrize(
    "kid", ["attacker", "../attacker", "' OR 1=1 --", "x' UNION SELECT 1", "", None, 7, ["attacker.pem"]]
)
def test_a_kid_that_leads_to_nothing_of_the_attackers_finds_nothing(kid: object) -> None:
    forged = mint(ID_CLAIMS, tamper.attacker_key(), {"kid": kid, "alg": "RS256"})

    assert verify(forged, expected(switched_off=("jwt.kid",))).failure == "jwt.signature"


def test_the_other_token_of_the_other_token_is_of_the_first_kind_again() -> None:
    access = tampered("other-use")

    assert decode(access).claims["client_id"] == ID_CLAIMS["aud"]
    assert "aud" not in decode(access).claims
    assert decode(tampered("other-use", access)).claims["token_use"] == "id"


def test_a_token_without_a_use_cannot_be_of_the_wrong_one() -> None:
    with pytest.raises(AuthoringError, match="token_use"):
        tampered("other-use", id_token(token_use=None))


def test_an_expired_token_lived_as_long_as_the_sound_one() -> None:
    before, after = decode(SOUND).claims, decode(tampered("expired")).claims

    assert after["exp"] == NOW - 1
    assert after["exp"] - after["iat"] == before["exp"] - before["iat"]


@pytest.mark.parametrize(
    ("tamper_id", "off"),
    [
        ("other-kid", "jwt.kid"),
        ("other-key", "jwt.header"),
        ("other-key", "jwt.alg"),
        ("strip-signature", "jwt.alg"),
        ("alg-none", "jwt.header"),
    ],
)
def test_leaving_out_another_check_does_not_help_the_attacker(tamper_id: str, off: str) -> None:
    verification = verify(tampered(tamper_id), expected(switched_off=(off,)))

    assert not verification.passed
    assert refusing(verification) == verification.failure


@pytest.mark.parametrize("tamper_id", ["alg-none", "hs-public-key", "embedded-key", "key-address"])
def test_only_leaving_out_the_very_check_lets_the_token_decide_how_it_is_verified(tamper_id: str) -> None:
    asked = expected(steps=steps_without("jwt.alg", "jwt.header"), switched_off=("jwt.expiry",))

    assert verify(tampered(tamper_id), asked).failure == "jwt.signature"


def test_an_unsigned_token_has_no_signature_even_where_alg_none_is_believed() -> None:
    token = f"{tampered('alg-none')}{SOUND.split('.')[2]}"

    assert verify(token, expected(switched_off=("jwt.alg",))).failure == "jwt.signature"


def test_a_verifier_that_does_not_look_at_kid_tries_every_key_of_the_issuer() -> None:
    token = mint(ID_CLAIMS, ID_KEY, {"alg": "RS256"})

    assert verify(token, expected()).failure == "jwt.kid"
    assert verify(token, expected(switched_off=("jwt.kid",))).passed


@pytest.mark.parametrize(
    "jwk", [{}, {"kty": "RSA"}, {"kty": "RSA", "n": "!", "e": "AQAB"}, {"kty": "oct", "k": "x"}, 3]
)
@pytest.mark.parametrize("alg", ["RS256", "HS256", "none", 7])
def test_a_broken_embedded_key_is_no_key(jwk: object, alg: object) -> None:
    token = mint(ID_CLAIMS, ID_KEY, {"kid": "x", "alg": alg, "jwk": jwk})

    assert not verify(token, expected(switched_off=("jwt.header", "jwt.alg"))).passed


@pytest.mark.parametrize("text", ["", "hello", "a.b", "a.b.c", "EAABsbCS1iHgBAJZC", "a.b.c.d.e"])
def test_only_a_signed_token_can_be_tampered_with(text: str) -> None:
    with pytest.raises(AuthoringError, match="only a signed token can be tampered with"):
        tamper.apply("alg-none", text)


def test_the_attackers_key_is_none_of_a_world() -> None:
    attacker = public_jwk(tamper.attacker_key())

    assert attacker.n not in {public_jwk(ID_KEY).n, *(key.n for key in POOL_KEYS)}
    assert tamper.attacker_key().ring == 64


def test_every_tampering_has_a_title_and_one_sentence() -> None:
    for entry in tamper.TAMPERS.values():
        assert len(entry.title) <= 30
        assert entry.description.endswith(".")
