"""Verification: each step refuses what it is there for, verdict and why agree, and nothing is accepted unasked."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.explain import Evaluation
from cogtui.cloud.rules import rule, rules
from cogtui.cloud.tokens import (
    ALL_STEPS,
    Expectation,
    SigningKey,
    TokenVerification,
    decode,
    mint,
    public_jwk,
    public_jwks,
    signatures,
    steps_without,
    verify,
)
from cogtui.cloud.tokens.evidence import FACTS, NOTES
from cogtui.cloud.tokens.segments import segment_of
from cogtui.cloud.tokens.steps import STEPS
from tests.cloud.tokens.issuers import (
    ACCESS_KEY,
    CLIENT,
    ID_CLAIMS,
    ID_KEY,
    IDENTITY_KEY,
    IDENTITY_POOL,
    NOW,
    POOL_ISSUER,
    expected,
    id_token,
    pool_header,
    refusing,
    steps,
)

SOUND = id_token()
HEADER, PAYLOAD, SIGNATURE = SOUND.split(".")


def with_header(**members: Any) -> str:
    """The ID token, truly signed by its issuer, with other header members; None leaves one out."""
    header = {name: value for name, value in {**pool_header(), **members}.items() if value is not None}
    return mint(ID_CLAIMS, ID_KEY, header)


def test_a_sound_token_passes_and_every_step_says_so() -> None:
    verification = verify(SOUND, expected())

    assert (verification.passed, verification.failure) == (True, None)
    assert verification.claims == ID_CLAIMS
    why = verification.explain()
    assert (why.rule, why.passed) == ("jwt.token", True)
    assert [(step.rule, step.passed, step.note) for step in steps(verification).values()] == [
        (name, True, "") for name in ALL_STEPS
    ]


@pytest.mark.parametrize(
    ("token", "failure", "note"),
    [
        pytest.param("", "jwt.format", "the text is empty", id="empty"),
        pytest.param("EAABsbCS1iHgBAJZC", "jwt.format", "Facebook", id="opaque"),
        pytest.param(f"{HEADER}.{PAYLOAD}", "jwt.format", "2 parts where a signed token has three", id="two parts"),
        pytest.param(f"{HEADER}.{PAYLOAD}!.{SIGNATURE}", "jwt.format", "payload, at character", id="not base64url"),
        pytest.param(f" {SOUND}", "jwt.format", "header, at character 1:", id="blank in front"),
        pytest.param(with_header(alg="none"), "jwt.alg", "nobody signed", id="alg none"),
        pytest.param(with_header(alg="NoNe"), "jwt.alg", "nobody signed", id="alg NoNe"),
        pytest.param(with_header(alg="HS256"), "jwt.alg", "public key", id="alg HS256"),
        pytest.param(with_header(alg="RS512"), "jwt.alg", "for another algorithm", id="alg of another key"),
        pytest.param(with_header(alg=None), "jwt.alg", "no `alg`", id="no alg"),
        pytest.param(with_header(alg=["RS256"]), "jwt.alg", "", id="alg is a list"),
        pytest.param(with_header(crit=["b64"]), "jwt.header", "`crit`", id="crit"),
        pytest.param(with_header(jwk={}), "jwt.header", "`jwk`", id="jwk"),
        pytest.param(with_header(jku="https://attacker.example"), "jwt.header", "`jku`", id="jku"),
        pytest.param(with_header(x5u="https://attacker.example"), "jwt.header", "`x5u`", id="x5u"),
        pytest.param(with_header(kid="other"), "jwt.kid", "", id="unknown kid"),
        pytest.param(with_header(kid=None), "jwt.kid", "no `kid`", id="no kid"),
        pytest.param(with_header(kid=ACCESS_KEY.kid), "jwt.signature", "another key signed", id="the pool's other kid"),
        pytest.param(f"{HEADER}.{PAYLOAD}.", "jwt.signature", "not signed", id="no signature"),
        pytest.param(f"{HEADER}.{PAYLOAD}.AAAA", "jwt.signature", "", id="short signature"),
        pytest.param(id_token(iss=POOL_ISSUER + "/"), "jwt.issuer", "", id="issuer with a slash"),
        pytest.param(id_token(iss=None), "jwt.issuer", "no `iss`", id="no issuer"),
        pytest.param(id_token(iss=[POOL_ISSUER]), "jwt.issuer", "", id="issuer is a list"),
        pytest.param(id_token(aud=None, client_id=CLIENT), "jwt.claims", "access token", id="access token"),
        pytest.param(id_token(aud="another"), "jwt.audience", "judged by `aud`", id="audience"),
        pytest.param(id_token(aud=[]), "jwt.audience", "", id="empty audience"),
        pytest.param(id_token(aud={"a": CLIENT}), "jwt.audience", "", id="audience is an object"),
        pytest.param(id_token(token_use="access"), "jwt.token_use", "", id="use"),
        pytest.param(id_token(token_use=None), "jwt.token_use", "no `token_use`", id="no use"),
        pytest.param(id_token(exp=int(NOW) - 96), "jwt.expiry", "expired 96 seconds ago", id="expired"),
        pytest.param(id_token(exp=int(NOW)), "jwt.expiry", "expired 0 seconds ago", id="the very second"),
        pytest.param(id_token(exp="9999999999"), "jwt.expiry", "not a number", id="exp is a text"),
        pytest.param(id_token(exp=True), "jwt.expiry", "not a number", id="exp is true"),
        pytest.param(id_token(nbf=NOW + 1), "jwt.not_before", "", id="not before"),
        pytest.param(id_token(nbf="soon"), "jwt.not_before", "not a number", id="nbf is a text"),
        pytest.param(id_token(iat=NOW + 1), "jwt.issued_at", "in the future", id="future"),
        pytest.param(id_token(iat="now"), "jwt.issued_at", "not a number", id="iat is a text"),
    ],
)
def test_a_token_is_refused_at_the_step_that_is_there_for_it(token: str, failure: str, note: str) -> None:
    verification = verify(token, expected())

    assert (verification.passed, verification.failure) == (False, failure)
    check = steps(verification)[failure]
    assert (check.passed, check.switched_off) == (False, False)
    assert note in check.note
    assert refusing(verification) == failure


@pytest.mark.parametrize(
    ("token", "changes"),
    [
        pytest.param(id_token(aud=["another", CLIENT]), {}, id="one of several audiences"),
        pytest.param(id_token(aud="web", azp=CLIENT), {"audience_claims": ("azp", "aud")}, id="azp where there is one"),
        pytest.param(SOUND, {"audience_claims": ("azp", "aud")}, id="aud where there is no azp"),
        pytest.param(
            id_token(aud=None, client_id=CLIENT, token_use="access"),
            {"audience_claims": ("client_id",), "token_uses": ("access",), "required": ()},
            id="access token",
        ),
        pytest.param(id_token(nbf=NOW, iat=NOW), {}, id="valid from this second"),
        pytest.param(id_token(nbf=NOW + 300, iat=NOW + 300), {"skew": 300}, id="a clock ahead within the skew"),
        pytest.param(id_token(exp=NOW - 9), {"expiry_skew": 10}, id="expired within the skew"),
        pytest.param(id_token(iat=NOW - 60), {"max_age": 60}, id="just young enough"),
        pytest.param(id_token(iat=None), {}, id="no iat where age does not matter"),
        pytest.param(with_header(x5t="thumbprint", typ="JWT"), {}, id="harmless header members"),
    ],
)
def test_what_the_expectation_allows_passes(token: str, changes: dict[str, Any]) -> None:
    assert verify(token, expected(**changes)).failure is None


@pytest.mark.parametrize(
    ("token", "changes", "failure"),
    [
        pytest.param(id_token(aud=CLIENT, azp="web"), {"audience_claims": ("azp", "aud")}, "jwt.audience", id="azp first"),
        pytest.param(id_token(iat=NOW - 61), {"max_age": 60}, "jwt.issued_at", id="too old"),
        pytest.param(id_token(iat=None), {"max_age": 60}, "jwt.issued_at", id="no age"),
        pytest.param(SOUND, {"algs": ("RS512",)}, "jwt.alg", id="algorithm"),
        pytest.param(SOUND, {"keys": ()}, "jwt.kid", id="no keys"),
        pytest.param(SOUND, {"issuers": ()}, "jwt.issuer", id="no issuers"),
        pytest.param(SOUND, {"audiences": ()}, "jwt.audience", id="no audiences"),
        pytest.param(SOUND, {"token_uses": ()}, "jwt.token_use", id="no uses"),
    ],
)  # fmt: skip
def test_what_the_expectation_does_not_allow_is_refused(token: str, changes: dict[str, Any], failure: str) -> None:
    verification = verify(token, expected(**changes))

    assert verification.failure == failure
    assert refusing(verification) == failure


def test_a_step_that_is_not_asked_is_neither_run_nor_reported() -> None:
    verification = verify(id_token(token_use=None), expected(steps=steps_without("jwt.token_use"), token_uses=()))

    assert verification.passed
    assert "jwt.token_use" not in steps(verification)


IDENTITY_POOL_ORDER = (
    "jwt.format",
    "jwt.issuer",
    "jwt.claims",
    "jwt.audience",
    "jwt.alg",
    "jwt.header",
    "jwt.kid",
    "jwt.signature",
    "jwt.expiry",
)


def test_the_caller_sets_the_order_and_so_which_of_two_flaws_is_named() -> None:
    token = id_token(aud="another") + "A" * 4
    asked = expected(steps=IDENTITY_POOL_ORDER)

    assert verify(token, expected()).failure == "jwt.signature"
    assert verify(token, asked).failure == "jwt.audience"
    assert list(steps(verify(token, asked))) == list(IDENTITY_POOL_ORDER)


def test_a_step_that_cannot_be_judged_refuses_where_nothing_else_has() -> None:
    verification = verify(with_header(kid="other"), expected(steps=("jwt.format", "jwt.signature")))

    assert verification.failure == "jwt.signature"
    assert refusing(verification) == "jwt.signature"


def test_an_order_that_does_not_begin_with_reading_the_token_is_a_bug() -> None:
    with pytest.raises(ValueError, match=r"begins with `jwt\.format`"):
        verify(SOUND, expected(steps=("jwt.signature", "jwt.format")))


def test_the_steps_after_the_refusing_one_are_still_judged_where_that_makes_sense() -> None:
    verification = verify(id_token(exp=1, aud="another"), expected(keys=()))

    judged = {name.removeprefix("jwt."): step.passed for name, step in steps(verification).items()}

    assert judged == {
        "format": True,
        "alg": True,
        "header": True,
        "kid": False,
        "signature": None,
        "issuer": True,
        "claims": True,
        "audience": False,
        "token_use": True,
        "expiry": False,
        "not_before": True,
        "issued_at": True,
    }


def test_of_a_token_with_a_broken_payload_only_the_header_is_judged() -> None:
    verification = verify(f"{HEADER}.{PAYLOAD}!.{SIGNATURE}", expected())

    judged = {name.removeprefix("jwt."): step.passed for name, step in steps(verification).items()}

    assert verification.header == pool_header()
    assert verification.claims == {}
    assert {name for name, passed in judged.items() if passed} == {"alg", "header", "kid"}
    assert [name for name, passed in judged.items() if passed is False] == ["format", "signature"]
    assert all(passed is None for name, passed in judged.items() if name in {"issuer", "audience", "expiry"})


def test_facts_say_what_was_wanted_what_was_there_and_where_it_stands() -> None:
    verification = verify(id_token(aud="another", exp=5), expected(issuers=("x", "y")))
    found = steps(verification)

    audience = found["jwt.audience"]
    assert (audience.fact("wants"), audience.fact("has")) == (CLIENT, "another")
    place = audience.facts[1].place
    assert place is not None
    assert (place.kind, place.field, place.pointer) == ("claim", "payload", "/aud")
    assert (found["jwt.expiry"].fact("now"), found["jwt.expiry"].fact("exp")) == (NOW, 5)
    assert found["jwt.issuer"].fact("wants") == ["x", "y"]
    assert found["jwt.kid"].fact("wants") == [ID_KEY.kid, ACCESS_KEY.kid]
    assert found["jwt.kid"].facts[1].place == msgspec.structs.replace(
        place, label="kid in the token's header", field="header", pointer="/kid"
    )


def test_a_pointer_to_a_claim_with_slashes_is_escaped() -> None:
    verification = verify(id_token(**{"a/b~c": "x"}), expected(audience_claims=("a/b~c",)))

    place = steps(verification)["jwt.audience"].facts[1].place
    assert place is not None
    assert place.pointer == "/a~1b~0c"


def test_an_absent_claim_has_no_place() -> None:
    fact = steps(verify(id_token(iss=None), expected()))["jwt.issuer"].facts[1]

    assert (fact.name, fact.value, fact.place) == ("has", None, None)


def test_required_claims_that_are_missing_are_named() -> None:
    verification = verify(id_token(aud=None, iat=None), expected(required=("iss", "aud", "exp", "iat")))

    assert verification.failure == "jwt.claims"
    assert verification.missing == ("aud", "iat")
    assert steps(verification)["jwt.claims"].fact("missing") == ["aud", "iat"]


def test_a_cognito_identity_token_is_judged_by_its_own_key_and_algorithm() -> None:
    claims = {"sub": IDENTITY_POOL, "aud": IDENTITY_POOL, "iss": IDENTITY_KEY.issuer, "exp": NOW + 600, "iat": NOW}
    token = mint(claims, IDENTITY_KEY, {"kid": "us-east-11", "typ": "JWS", "alg": "RS512"})
    asked = Expectation(
        keys=public_jwks((IDENTITY_KEY,)),
        now=NOW,
        steps=("jwt.format", "jwt.kid", "jwt.alg", "jwt.signature", "jwt.expiry"),
        algs=("RS512",),
    )

    assert verify(token, asked).passed


def test_two_keys_under_one_name_are_not_mixed_up() -> None:
    impostor = SigningKey(POOL_ISSUER, ID_KEY.kid, "RS256", ring=9)

    assert verify(SOUND, expected(keys=(public_jwk(impostor),))).failure == "jwt.signature"


@pytest.mark.parametrize("members", [{"n": "!"}, {"n": ""}, {"e": "AA"}, {"e": "!"}, {"n": "A" * 9000}])
def test_a_published_key_that_is_none_verifies_nothing(members: dict[str, str]) -> None:
    broken = msgspec.structs.replace(public_jwk(ID_KEY), **members)

    assert verify(SOUND, expected(keys=(broken,))).failure == "jwt.signature"


# Switching checks off


@pytest.mark.parametrize(
    ("token", "off"),
    [
        (id_token(iss="https://other.example"), "jwt.issuer"),
        (id_token(aud="another"), "jwt.audience"),
        (id_token(token_use="access"), "jwt.token_use"),
        (id_token(exp=1), "jwt.expiry"),
        (id_token(nbf=NOW + 9), "jwt.not_before"),
        (id_token(iat=NOW + 9), "jwt.issued_at"),
        (f"{HEADER}.{PAYLOAD}.AAAA", "jwt.signature"),
        (with_header(crit=["b64"]), "jwt.header"),
    ],
)
def test_a_step_that_is_switched_off_is_reported_but_does_not_refuse(token: str, off: str) -> None:
    assert verify(token, expected()).failure == off

    verification = verify(token, expected(switched_off=(off,)))

    assert verification.passed
    assert refusing(verification) is None
    assert (steps(verification)[off].passed, steps(verification)[off].switched_off) == (False, True)


def test_a_step_that_passes_is_not_reported_as_switched_off() -> None:
    checks = steps(verify(SOUND, expected(switched_off=ALL_STEPS)))

    assert all(check.passed and not check.switched_off for check in checks.values())


def test_what_cannot_be_read_is_refused_whatever_is_switched_off() -> None:
    verification = verify("a.b", expected(switched_off=ALL_STEPS))

    assert verification.failure == "jwt.format"
    assert refusing(verification) == "jwt.format"


# The record


def test_the_verdict_is_a_record_that_can_be_saved_and_asked_for_its_why_later() -> None:
    verification = verify(id_token(exp=1), expected(), rule="jwt.token")

    saved = msgspec.json.decode(msgspec.json.encode(verification), type=TokenVerification)

    assert isinstance(saved, Evaluation)
    assert saved == verification
    assert msgspec.json.encode(saved.explain()) == msgspec.json.encode(verification.explain())


def test_the_caller_names_the_question() -> None:
    assert verify(SOUND, expected(), rule="identity.login.token").explain().rule == "identity.login.token"


def test_every_verification_does_its_own_cryptography(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[bool] = []
    real = signatures.verifies

    def counted(n: str, e: str, alg: str, data: bytes, signature: bytes) -> bool:
        calls.append(True)
        return real(n, e, alg, data, signature)

    monkeypatch.setattr(signatures, "verifies", counted)
    for _ in range(3):
        verify(SOUND, expected())

    assert len(calls) == 3


def test_every_step_has_a_question_evidence_a_note_and_words() -> None:
    assert set(STEPS) == set(FACTS) == set(NOTES) == set(ALL_STEPS)
    assert set(rules("jwt")) == {*ALL_STEPS, "jwt.token"}
    assert all(rule(step).asks and rule(step).source and rule(step).refused for step in rules("jwt"))


# Laws

values = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
)
claims = st.dictionaries(
    st.sampled_from(["iss", "aud", "azp", "exp", "iat", "nbf", "token_use", "client_id", "x/y"]),
    values | st.lists(values, max_size=2) | st.sampled_from([POOL_ISSUER, CLIENT, "id", NOW, NOW + 1, NOW - 1]),
)
headers = st.dictionaries(
    st.sampled_from(["alg", "kid", "crit", "jwk", "jku"]),
    values | st.sampled_from(["none", "HS256", "RS256", "RS512", ID_KEY.kid, ACCESS_KEY.kid]),
)


@st.composite
def tampered(draw: st.DrawFn) -> str:
    """Tokens of every degree of brokenness: truly signed, re-written, with a changed, missing or added character."""
    header = {**pool_header(), **draw(headers)}
    payload = {**ID_CLAIMS, **draw(claims)}
    token = mint(payload, ID_KEY, header)
    if draw(st.booleans()):
        token = f"{segment_of(header)}.{segment_of(payload)}.{draw(st.sampled_from([SIGNATURE, '', 'AAAA', '!']))}"
    at = draw(st.integers(0, len(token)))
    return token[:at] + draw(st.sampled_from(["", "", "A", ".", "é"])) + token[at + draw(st.integers(0, 1)) :]


@settings(max_examples=300, deadline=None)
@given(
    token=tampered() | st.text(),
    order=st.permutations(ALL_STEPS[1:]),
    count=st.integers(0, len(ALL_STEPS)),
    off=st.lists(st.sampled_from(ALL_STEPS), max_size=4).map(tuple),
)
def test_verdict_and_why_agree(token: str, order: list[str], count: int, off: tuple[str, ...]) -> None:
    verification = verify(token, expected(steps=("jwt.format", *order[:count]), switched_off=off))

    assert verification.explain().passed is verification.passed
    assert refusing(verification) == verification.failure
    assert msgspec.json.encode(verification.explain())
    assert msgspec.json.encode(verification)


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, len(SOUND) - 1), char=st.sampled_from("Aa0-_.=+é "))
def test_no_character_of_a_token_can_be_changed_unseen(at: int, char: str) -> None:
    changed = SOUND[:at] + char + SOUND[at + 1 :]

    assert verify(changed, expected()).passed is (changed == SOUND)


@settings(max_examples=50, deadline=None)
@given(extra=st.dictionaries(st.text(), values, max_size=5), key=st.sampled_from([ID_KEY, ACCESS_KEY]))
def test_what_is_minted_verifies_and_comes_back_unchanged(extra: dict[str, Any], key: SigningKey) -> None:
    claims = {**extra, **ID_CLAIMS}
    token = mint(claims, key, pool_header(key))

    verification = verify(token, expected())

    assert verification.passed
    assert list(verification.claims.items()) == list(claims.items())
    assert decode(token).claims == claims
