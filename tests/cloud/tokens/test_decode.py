"""Decoding any text at all."""

from __future__ import annotations

import json
import subprocess
import sys

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogtui.cloud.tokens import Decoded, decode, read
from cogtui.cloud.tokens.decode import examined
from cogtui.cloud.tokens.segments import LIMIT, Unreadable, members, octets, text_of
from tests.cloud.tokens.issuers import ID_CLAIMS, id_token, pool_header

HEADER, PAYLOAD, SIGNATURE = id_token().split(".")


def coded(text: str | bytes) -> str:
    """A text as a segment."""
    return text_of(text.encode() if isinstance(text, str) else text)


def faults(found: Decoded) -> list[tuple[str, str, int]]:
    """What is wrong, without the words."""
    return [(fault.segment, fault.kind, fault.offset) for fault in found.faults]


def test_a_sound_token_shows_its_three_parts_and_no_fault() -> None:
    found = decode(id_token())

    assert (found.kind, found.readable, found.faults, found.remarks) == ("jws", True, (), ())
    assert found.header == pool_header()
    assert found.claims == ID_CLAIMS
    assert [segment.name for segment in found.segments] == ["header", "payload", "signature"]
    assert [segment.text for segment in found.segments] == [HEADER, PAYLOAD, SIGNATURE]
    assert [found.text[segment.offset :][:5] for segment in found.segments] == [HEADER[:5], PAYLOAD[:5], SIGNATURE[:5]]
    assert found.segments[1].plain == json.dumps(ID_CLAIMS, separators=(",", ":"))
    assert found.segments[2].size == 256


AT_PAYLOAD = len(HEADER) + 1
AT_SIGNATURE = AT_PAYLOAD + len(PAYLOAD) + 1


def with_payload(plain: str | bytes) -> str:
    """A token whose payload is this text."""
    return f"{HEADER}.{coded(plain)}.{SIGNATURE}"


@pytest.mark.parametrize(
    ("token", "segment", "kind", "offset"),
    [
        pytest.param(f"{HEADER}.{PAYLOAD[:9]}+A.{SIGNATURE}", "payload", "not-base64url", AT_PAYLOAD + 9, id="plus"),
        pytest.param(f"{HEADER}=.{PAYLOAD}.{SIGNATURE}", "header", "not-base64url", len(HEADER), id="padding"),
        pytest.param(f"{HEADER}.{PAYLOAD}.{SIGNATURE}ü", "signature", "not-base64url", AT_SIGNATURE + 342, id="umlaut"),
        pytest.param(
            f"{HEADER}.{PAYLOAD}.{SIGNATURE[:-1]}", "signature", "not-base64url", AT_SIGNATURE + 341, id="cut short"
        ),
        pytest.param(
            f"{HEADER}.{PAYLOAD}.{SIGNATURE[:-1]}_", "signature", "not-base64url", AT_SIGNATURE + 341, id="unused bits"
        ),
        pytest.param(with_payload('{"a":1'), "payload", "not-json", AT_PAYLOAD + 8, id="JSON ends"),
        pytest.param(with_payload('{"a": x}'), "payload", "not-json", AT_PAYLOAD + 8, id="JSON with a word"),
        pytest.param(with_payload('{"a":NaN}'), "payload", "not-json", AT_PAYLOAD + 6, id="NaN"),
        pytest.param(with_payload(r'{"a":"\ud800"}'), "payload", "not-json", AT_PAYLOAD + 18, id="half a character"),
        pytest.param(with_payload('{"a":' + "9" * 6000 + "}"), "payload", "not-json", AT_PAYLOAD, id="huge number"),
        pytest.param(with_payload("[1]"), "payload", "not-object", AT_PAYLOAD, id="list"),
        pytest.param(with_payload("null"), "payload", "not-object", AT_PAYLOAD, id="null"),
        pytest.param(with_payload(b'{"a":"\xff"}'), "payload", "not-utf8", AT_PAYLOAD + 8, id="not UTF-8"),
        pytest.param(with_payload("[" * 9000), "payload", "too-deep", AT_PAYLOAD + 85, id="deep"),
        pytest.param(f"{HEADER}..{SIGNATURE}", "payload", "not-json", AT_PAYLOAD, id="empty payload"),
    ],
)
def test_a_broken_part_says_where_and_why_and_the_others_are_still_shown(
    token: str, segment: str, kind: str, offset: int
) -> None:
    found = decode(token)

    assert faults(found) == [(segment, kind, offset)]
    assert not found.readable
    assert found.header == ({} if segment == "header" else pool_header())
    assert found.claims == ({} if segment == "payload" else ID_CLAIMS)


def test_text_that_is_no_json_is_shown_as_text() -> None:
    payload = decode(with_payload("hello")).segments[1]

    assert (payload.plain, payload.members, payload.size) == ("hello", None, 5)


def test_every_broken_part_has_its_own_fault() -> None:
    assert faults(decode("!.%.$")) == [
        ("header", "not-base64url", 0),
        ("payload", "not-base64url", 2),
        ("signature", "not-base64url", 4),
    ]


def test_brackets_inside_texts_are_not_depth() -> None:
    payload = json.dumps({"a": "[{" * 500, "b": '\\"' + "[" * 100})

    assert decode(with_payload(payload)).readable


JWE = ".".join(
    (coded('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}'), coded("k"), coded("iv"), coded("c"), coded("t"))
)


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        (JWE, "jwe", "JWE"),
        ("a.b.c.d.e", "broken", "5 parts"),
        ("EAABsbCS1iHgBAJZCexample", "opaque", "Facebook access token"),
        ("ya29.a0AfH6SMBx.example", "opaque", "Google access token"),
        ("Atza|IwEBIexample", "opaque", "Login with Amazon"),
        ("AYABeHd0h5Ij8pJ0rJm1example", "opaque", "challenge"),
        ("IQoJb3JpZ2luX2VjEXAMPLETOKEN", "opaque", "temporary AWS credentials"),
        ("ASIAIOSFODNN7EXAMPLE", "opaque", "access key id"),
        ("PHNhbWxwOlJlc3BvbnNlIHhtbG5z", "opaque", "SAML"),
        ('{"IdToken": "eyJ..."}', "opaque", "JSON text"),
        ("-----BEGIN PUBLIC KEY-----\nMIIB", "opaque", "PEM"),
        ("arn:aws:iam::111122223333:role/Readers", "opaque", "ARN"),
        ("https://app.example/#id_token=eyJ", "opaque", "URL"),
        ("us-east-1:1f0e8a4e-0d4b-4a4d-9b0d-2f6d1e1b7c11", "opaque", "identity"),
        ("us-east-1_AbCdEf123", "opaque", "user pool"),
        ("hello", "opaque", "three parts"),
        ("a.b", "broken", "2 parts"),
        ("a.b.c.d", "broken", "4 parts"),
        ("", "broken", "empty"),
        ("  \n ", "broken", "empty"),
    ],
)
def test_what_is_no_signed_token_is_called_what_it_is(text: str, kind: str, what: str) -> None:
    found = decode(text)

    assert found.kind == kind
    assert what in found.what
    assert not found.readable


def test_of_an_encrypted_token_only_the_header_is_read() -> None:
    found = decode(JWE)

    assert found.header == {"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}
    assert found.claims == {}
    assert [segment.size for segment in found.segments] == [46, 1, 2, 1, 1]
    assert found.faults == ()


@pytest.mark.parametrize(
    ("around", "remark"),
    [
        ("  {}\n", ""),
        ("Bearer {}", "`Bearer`"),
        ("Authorization: bearer {}", "`Bearer`"),
        ('"{}",', "quotes"),
        ("'{}'", "quotes"),
    ],
)
def test_what_people_paste_around_a_token_is_left_out_and_said(around: str, remark: str) -> None:
    found = decode(around.format(id_token()))

    assert (found.text, found.readable) == (id_token(), True)
    assert [remark in said for said in found.remarks] == ([True] if remark else [])


def test_a_token_that_a_terminal_wrapped_is_put_together_again() -> None:
    found = decode("\n  ".join((HEADER[:20], HEADER[20:] + "." + PAYLOAD, "." + SIGNATURE)))

    assert (found.text, found.readable) == (id_token(), True)
    assert "line breaks" in found.remarks[0]


def test_members_given_twice_are_named_and_the_last_one_counts() -> None:
    found = decode(with_payload('{"sub":"a","x":{"y":1,"y":2},"sub":"b"}'))

    assert found.claims == {"sub": "b", "x": {"y": 2}}
    assert set(found.segments[1].duplicates) == {"sub", "y"}
    assert found.readable


def test_a_text_beyond_the_limit_is_cut_off_and_said() -> None:
    found = decode("a" * (LIMIT + 1))

    assert faults(found) == [("", "too-long", LIMIT)]
    assert found.faults[0].why == "100,001 characters, where CogTUI reads up to 100,000"
    assert len(found.text) == LIMIT
    assert read("a" * LIMIT + "." + "." + "a").header is None


@given(st.text() | st.lists(st.text(alphabet="eyJ.-_{}A=+ \n"), max_size=6).map(".".join))
@example("\ud800.\ud800.\ud800")
@example("Bearer ")
@example("\x00")
def test_no_text_makes_decoding_fail_and_every_fault_lies_in_the_text(text: str) -> None:
    found = decode(text)

    assert all(0 <= fault.offset <= len(found.text) for fault in found.faults)
    assert all(found.text[part.offset :].startswith(part.text) for part in found.segments)
    assert all(fault.why for fault in found.faults)
    assert found.faults or found.readable or found.kind == "jwe"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(st.lists(json_values.map(json.dumps) | st.text(), min_size=2, max_size=2), st.binary())
def test_the_reader_that_explains_and_the_one_that_verifies_read_the_same(texts: list[str], signature: bytes) -> None:
    token = ".".join([*(text_of(text.encode("utf-8", "surrogatepass")) for text in texts), text_of(signature)])

    found, parts = examined(token), read(token)

    assert found.readable is parts.complete
    assert (found.header, found.claims) == (parts.header or {}, parts.claims or {})


@given(st.binary())
def test_base64url_goes_there_and_back(data: bytes) -> None:
    assert octets(text_of(data)) == data


@given(st.text(alphabet="ABCDwxyz0189-_", max_size=12))
def test_no_two_texts_stand_for_the_same_bytes(text: str) -> None:
    try:
        data = octets(text)
    except Unreadable:
        return
    assert text_of(data) == text


@given(json_values)
def test_whatever_was_read_can_be_written_again(value: object) -> None:
    try:
        found = members(json.dumps({"a": value}).encode())
    except Unreadable:
        return
    assert msgspec.json.encode(found)


def test_decoding_does_not_load_cryptography() -> None:
    program = (
        "import sys; from cogtui.cloud.tokens import decode; from cogtui.cloud.tokens import claims, tamper;"
        f"assert decode({id_token()!r}).readable; print('cryptography' in sys.modules)"
    )

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "False"


@given(cut=st.integers(min_value=0), glue=st.sampled_from(["", "!", ".", "..", "\x00", "ü", "=", "A"]))
def test_of_a_token_that_breaks_off_anywhere_only_true_members_are_rescued(cut: int, glue: str) -> None:
    sound = id_token()
    place = cut % len(sound)
    whole = decode(sound)

    broken = decode(sound[:place] + glue)

    for segment in broken.segments:
        known = whole.segment(segment.name)
        assert segment.rescued.items() <= ((known.members if known else None) or {}).items()
    assert all(0 <= fault.offset <= len(broken.text) for fault in broken.faults)
