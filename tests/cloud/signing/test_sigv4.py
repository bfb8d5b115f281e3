"""Signature Version 4 by AWS's own test values, and the door's judgement of signed requests and of changed ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.callers import Chunk, Signed
from cogtui.cloud.signing import sigv4
from cogtui.cloud.signing.signature_checks import canonical
from cogtui.cloud.signing.signed_requests import read, seconds_of
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.cloud.signing.sigv4_suite import ACCESS_KEY, SECRET, SUITE, TIMESTAMP, Case
from tests.cloud.signing.sigv4_vectors import (
    DERIVED,
    IAM_CANONICAL,
    IAM_QUERY,
    IAM_SIGNATURE,
    IAM_TYPE,
    PRESIGNED,
    S3_CASES,
    S3_HOST,
    S3_KEY,
    S3_SECRET,
    S3_TIMESTAMP,
    S3Case,
)

HOST = "example.amazonaws.com"
SCOPE = "20150830/us-east-1/service/aws4_request"


def signed(
    method: str, path: str, query: str, headers: tuple[tuple[str, str], ...], *, body: bytes, at: str, key: str
) -> Signed:
    """Build a signed request as it arrives at once."""
    return Signed(
        method, path, query, headers, hashlib.sha256(body).hexdigest(), seconds_of(at), access_key_id=key
    )  # fmt: skip


def authorization(key: str, scope: str, names: list[str], signature: str) -> tuple[str, str]:
    value = (
        f"{sigv4.ALGORITHM} Credential={key}/{scope}, SignedHeaders={';'.join(sorted(names))}, Signature={signature}"
    )
    return ("authorization", value)


# ------------------------------------------------------------------------------------------------------------ arithmetic


@pytest.mark.parametrize(("scope", "expected"), DERIVED.items())
def test_signing_keys_are_the_published_ones(scope: tuple[str, str, str], expected: str) -> None:
    assert sigv4.signing_key(SECRET, *scope).hex() == expected


def in_headers(case: Case) -> Signed:
    headers = [("host", HOST), *((name.lower(), value) for name, value in case.headers), ("x-amz-date", TIMESTAMP)]
    if case.token and case.token_signed:
        headers.append(("x-amz-security-token", case.token))
    if case.body:
        headers.append(("x-amz-content-sha256", hashlib.sha256(case.body).hexdigest()))
    proof = authorization(ACCESS_KEY, SCOPE, list({name for name, _ in headers}), case.header)
    headers = [*headers, proof]
    if case.token and not case.token_signed:
        headers.append(("x-amz-security-token", case.token))
    return signed(case.method, case.path, case.query, tuple(headers), body=case.body, at=TIMESTAMP, key=ACCESS_KEY)


def in_url(case: Case) -> Signed:
    headers = (("host", HOST), *((name.lower(), value) for name, value in case.headers))
    names = ";".join(sorted({name for name, _ in headers}))
    given = {
        "X-Amz-Algorithm": sigv4.ALGORITHM,
        "X-Amz-Credential": f"{ACCESS_KEY}/{SCOPE}",
        "X-Amz-Date": TIMESTAMP,
        "X-Amz-Expires": "3600",
        "X-Amz-SignedHeaders": names,
        "X-Amz-Signature": case.url,
    }
    if case.token and case.token_signed:
        given["X-Amz-Security-Token"] = case.token
    more = "&".join(f"{name}={value.replace('/', '%2F').replace('+', '%2B')}" for name, value in given.items())
    query = f"{case.query}&{more}" if case.query else more
    return signed(case.method, case.path, query, headers, body=case.body, at=TIMESTAMP, key=ACCESS_KEY)


def computed(request: Signed, *, normal: bool) -> str:
    """Return the signature that a request of the suite must have."""
    proof = read(request)
    text = canonical(request, proof, s3=False)
    if not normal:
        path = sigv4.canonical_key_path(request.path)
        target = sigv4.Target(request.method, path, sigv4.canonical_query(request.query))
        text = sigv4.canonical_request(target, request.headers, proof.signed_headers, request.payload_hash)
    key = sigv4.signing_key(SECRET, proof.date, proof.region, proof.service)
    return sigv4.signature(key, sigv4.string_to_sign(proof.timestamp, proof.scope, text))


@pytest.mark.parametrize("case", SUITE, ids=lambda case: case.name)
def test_the_suite_s_signatures_in_headers_are_reproduced(case: Case) -> None:
    assert computed(in_headers(case), normal=case.normal) == case.header


@pytest.mark.parametrize("case", SUITE, ids=lambda case: case.name)
def test_the_suite_s_signatures_in_urls_are_reproduced(case: Case) -> None:
    assert computed(in_url(case), normal=case.normal) == case.url


# -------------------------------------------------------------------------------------------------------------- the door


@cache
def world() -> World:
    """Return a world with the keys and the bucket of AWS's examples; no test changes it for another."""
    made = World("sigv4")
    for key, secret in ((S3_KEY, S3_SECRET), (ACCESS_KEY, SECRET)):
        made.act("endpoint.root_key", access_key_id=key, secret_access_key=secret)
    calls: list[tuple[str, dict[str, Any]]] = [
        ("CreateBucket", {"Bucket": "examplebucket"}),
        ("PutObject", {"Bucket": "examplebucket", "Key": "test.txt", "Body": b"some text"}),
    ]
    for operation, params in calls:
        assert made.call("s3", operation, params, caller=made.operator).ok
    return made


def s3_headers(case: S3Case) -> Signed:
    headers = (("host", S3_HOST), *case.headers)
    scope = "20130524/us-east-1/s3/aws4_request"
    proof = authorization(S3_KEY, scope, [name for name, _ in headers], case.signature)
    return signed(
        case.method, case.path, case.query, (*headers, proof), body=case.body, at=S3_TIMESTAMP, key=S3_KEY
    )  # fmt: skip


def s3_url(case: S3Case) -> Signed:
    query = f"{case.query}&X-Amz-Signature={case.signature}"
    return signed(case.method, case.path, query, (("host", S3_HOST),), body=b"", at=S3_TIMESTAMP, key=S3_KEY)


def list_users(*, signature: str = IAM_SIGNATURE) -> Signed:
    headers = (("content-type", IAM_TYPE), ("host", "iam.amazonaws.com"), ("x-amz-date", TIMESTAMP))
    scope = "20150830/us-east-1/iam/aws4_request"
    proof = authorization(ACCESS_KEY, scope, [name for name, _ in headers], signature)
    return signed("GET", "/", IAM_QUERY, (*headers, proof), body=b"", at=TIMESTAMP, key=ACCESS_KEY)


def read_object(request: Signed) -> Reply:
    """Ask for an object; the signature, not the operation, is what is judged."""
    with world().what_if() as trial:
        return trial.call("s3", "GetObject", {"Bucket": "examplebucket", "Key": "test.txt"}, caller=request)


def ask_users(request: Signed) -> Reply:
    with world().what_if() as trial:
        return trial.call("iam", "ListUsers", caller=request)


@pytest.mark.parametrize("case", S3_CASES, ids=lambda case: case.name)
def test_s3_s_examples_pass_the_door(case: S3Case) -> None:
    request = s3_headers(case)
    assert sigv4.digest(canonical(request, read(request), s3=True)) == case.canonical
    assert read_object(request).error is None


def test_s3_s_example_of_a_presigned_url_passes_the_door() -> None:
    request = s3_url(PRESIGNED)
    assert sigv4.digest(canonical(request, read(request), s3=True)) == PRESIGNED.canonical
    assert read_object(request).error is None


def test_iam_s_example_passes_the_door() -> None:
    request = list_users()
    assert sigv4.digest(canonical(request, read(request), s3=False)) == IAM_CANONICAL
    assert ask_users(request).error is None


# --------------------------------------------------------------------------------------------------------------- changes

Change = Callable[[Signed], Signed]


def with_header(request: Signed, name: str, value: str) -> Signed:
    headers = tuple((found, value if found == name else text) for found, text in request.headers)
    return msgspec.structs.replace(request, headers=headers)


def rewritten(request: Signed, old: str, new: str) -> Signed:
    """Change a part of the Authorization header."""
    text = dict(request.headers)["authorization"]
    assert old in text
    return with_header(request, "authorization", text.replace(old, new))


def replaced(**parts: Any) -> Change:
    return lambda request: msgspec.structs.replace(request, **parts)


ANYWHERE: list[tuple[str, Change, str]] = [
    ("method", replaced(method="DELETE"), "door.signature"),
    ("path", replaced(path="/other.txt"), "door.signature"),
    ("query", replaced(query="list-type=2"), "door.signature"),
    ("host", lambda request: with_header(request, "host", "evil.example"), "door.signature"),
    ("signature", lambda request: rewritten(request, "Signature=", "Signature=0"), "door.signature"),
    ("no signature", lambda request: rewritten(request, "Signature=", "Signatur="), "door.signature.form"),
    ("signed headers", lambda request: rewritten(request, "host;", ""), "door.signature.headers"),
    ("date of the scope", lambda request: rewritten(request, "/20", "/19"), "door.signature.scope"),
    ("terminator", lambda request: rewritten(request, "aws4_request", "aws5_request"), "door.signature.scope"),
    ("algorithm", lambda request: rewritten(request, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"), "door.signature.form"),
    ("key", replaced(access_key_id="AKIAUNKNOWN"), "door.key"),
    ("token", replaced(session_token="x"), "door.token"),
    ("late", lambda request: msgspec.structs.replace(request, received=request.received + 901), "door.signature.time"),
    ("early", lambda request: msgspec.structs.replace(request, received=request.received - 901), "door.signature.time"),
]

OF_S3: list[tuple[str, Change, str]] = [
    ("region", lambda request: rewritten(request, "us-east-1", "eu-west-1"), "door.signature.scope"),
    ("service", lambda request: rewritten(request, "/s3/", "/sts/"), "door.signature.scope"),
    ("body", replaced(payload_hash="0" * 64), "door.payload"),
    ("hash", lambda request: with_header(request, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"), "door.signature"),
    ("no hash", lambda request: with_header(request, "x-amz-content-sha256", ""), "door.payload"),
    ("a signed header", lambda request: with_header(request, "range", "bytes=0-99"), "door.signature"),
    (
        "a header more",
        lambda request: msgspec.structs.replace(request, headers=(*request.headers, ("x-amz-acl", "public-read"))),
        "door.signature.headers",
    ),
    (
        "a header twice",
        lambda request: msgspec.structs.replace(request, headers=(*request.headers, ("range", "bytes=0-99"))),
        "door.signature",
    ),
]


@pytest.mark.parametrize(("what", "change", "rule"), [*ANYWHERE, *OF_S3], ids=[row[0] for row in (*ANYWHERE, *OF_S3)])
def test_a_changed_request_to_s3_is_refused(what: str, change: Change, rule: str) -> None:
    reply = read_object(change(s3_headers(S3_CASES[0])))
    assert not reply.ok, what
    assert reply.record.refused_by[0] == rule


@pytest.mark.parametrize(("what", "change", "rule"), ANYWHERE, ids=[row[0] for row in ANYWHERE])
def test_a_changed_request_to_iam_is_refused(what: str, change: Change, rule: str) -> None:
    reply = ask_users(change(list_users()))
    assert not reply.ok, what
    assert reply.record.refused_by[0] == rule


IN_URL: list[tuple[str, str, str]] = [
    ("Expires=86400", "Expires=86401", "door.signature"),
    ("Expires=86400", "Expires=604801", "door.signature.form"),
    ("Expires=86400", "Expires=-1", "door.signature.form"),
    ("Expires=86400", "Expires=", "door.signature.form"),
    ("20130524T000000Z", "20130524T000001Z", "door.signature"),
    ("SignedHeaders=host", "SignedHeaders=range", "door.signature.headers"),
    ("Signature=a", "Signature=b", "door.signature"),
    ("us-east-1", "us-west-2", "door.signature.scope"),
    ("X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Algorithm=AWS4", "door.signature.form"),
    ("X-Amz-Expires", "response-content-type=text%2Fhtml&X-Amz-Expires", "door.signature"),
]


@pytest.mark.parametrize(("old", "new", "rule"), IN_URL)
def test_a_changed_presigned_url_is_refused(old: str, new: str, rule: str) -> None:
    request = s3_url(PRESIGNED)
    assert old in request.query
    reply = read_object(msgspec.structs.replace(request, query=request.query.replace(old, new)))
    assert reply.record.refused_by[0] == rule


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (86400, True), (86401, False), (-900, True), (-901, False)])
def test_a_presigned_url_is_good_from_its_time_until_it_expires(seconds: int, good: bool) -> None:
    request = s3_url(PRESIGNED)
    reply = read_object(msgspec.structs.replace(request, received=request.received + seconds))
    assert reply.ok is good
    if not good:
        assert reply.record.refused_by == ("door.signature.time",)


def test_a_url_and_a_header_can_not_both_sign_a_request() -> None:
    url = s3_url(PRESIGNED)
    both = msgspec.structs.replace(url, headers=(*url.headers, s3_headers(S3_CASES[0]).headers[-1]))
    reply = read_object(both)
    assert reply.error is not None
    assert reply.error.code == "InvalidArgument"
    assert reply.record.refused_by == ("door.signature.form",)


def test_an_endpoint_that_verifies_nothing_still_wants_a_known_key() -> None:
    unverified = msgspec.structs.replace(list_users(signature="0" * 64), verified=False)
    assert ask_users(unverified).ok
    assert not ask_users(msgspec.structs.replace(unverified, access_key_id="AKIAUNKNOWN")).ok


TEXT = st.text(max_size=30) | st.text("AWS4-HMACSHA256 Credential=/,;:20130524TZ\udcff", max_size=60)


@given(header=TEXT, query=TEXT, date=TEXT)
def test_any_signature_at_all_gets_an_answer(header: str, query: str, date: str) -> None:
    headers = (("host", S3_HOST), ("authorization", header), ("x-amz-date", date))
    for ask in (read_object, ask_users):
        reply = ask(signed("GET", "/", query, headers, body=b"", at=S3_TIMESTAMP, key=S3_KEY))
        assert not reply.ok
        assert reply.record.refused_by


# ---------------------------------------------------------------------------------------------------------------- chunks

CHUNKED = (
    Chunk(
        "bf718b6f653bebc184e1479f1935b8da974d701b893afcf49e701f3e2f9f9c5a",
        "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    ),
    Chunk(
        "2edc986847e209b4016e141a6dc8716d3207350f416969382d431539bf292e4a",
        "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    ),
    Chunk(sigv4.EMPTY_HASH, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
)
"""S3's example: 66,560 times the letter a, in chunks of 65,536, 1,024 and no bytes."""


def chunked(chunks: tuple[Chunk, ...]) -> Reply:
    headers = (
        ("content-encoding", "aws-chunked"),
        ("content-length", "66824"),
        ("host", "s3.amazonaws.com"),
        ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        ("x-amz-date", S3_TIMESTAMP),
        ("x-amz-decoded-content-length", "66560"),
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
    )
    scope = "20130524/us-east-1/s3/aws4_request"
    seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
    proof = authorization(S3_KEY, scope, [name for name, _ in headers], seed)
    request = signed(
        "PUT", "/examplebucket/chunkObject.txt", "", (*headers, proof), body=b"", at=S3_TIMESTAMP, key=S3_KEY
    )
    return read_object(msgspec.structs.replace(request, chunks=chunks))


def test_s3_s_example_of_a_body_in_chunks_passes_the_door() -> None:
    assert CHUNKED[0].hash == hashlib.sha256(b"a" * 65536).hexdigest()
    assert CHUNKED[1].hash == hashlib.sha256(b"a" * 1024).hexdigest()
    assert chunked(CHUNKED).ok


@pytest.mark.parametrize(
    "chunks",
    [
        (CHUNKED[1], CHUNKED[0], CHUNKED[2]),
        (CHUNKED[0], CHUNKED[2]),
        (Chunk("0" * 64, CHUNKED[0].signature), *CHUNKED[1:]),
        (*CHUNKED[:2], Chunk(sigv4.EMPTY_HASH, "")),
        (*CHUNKED[:2], Chunk(sigv4.EMPTY_HASH, "ä")),
    ],
)
def test_a_body_whose_chunks_were_changed_is_refused(chunks: tuple[Chunk, ...]) -> None:
    assert chunked(chunks).record.refused_by == ("door.signature",)
