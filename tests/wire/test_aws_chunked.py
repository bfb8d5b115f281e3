"""Bodies in chunks: S3's own example, every kind of trailer, and whatever can be wrong with them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.callers import Chunk, Signed
from cogtui.cloud.catalog import reader
from cogtui.cloud.errors import AwsError
from cogtui.cloud.signing import sigv4
from cogtui.cloud.signing.signed_requests import seconds_of
from cogtui.cloud.world import World
from cogtui.wire import aws, aws_chunked
from cogtui.wire.caller import caller_of
from cogtui.wire.http import Request
from cogtui.wire.protocols import rest_xml
from tests.cloud.signing.sigv4_vectors import S3_KEY, S3_SECRET, S3_TIMESTAMP
from tests.wire.requests import request

SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"


def chunked(body: bytes, size: int, kind: str = UNSIGNED_TRAILER, **headers: str) -> Request:
    more = {name.replace("_", "-"): text for name, text in headers.items()}
    given = {
        "content-encoding": "aws-chunked",
        "x-amz-content-sha256": kind,
        "x-amz-decoded-content-length": str(size),
        **more,
    }
    return request("PUT", "/b/k", headers=given, body=body)


def test_trailers_become_headers_and_what_only_told_of_chunks_goes() -> None:
    body = b"4\r\nsome\r\n3\r\n by\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-checksum-type: FULL_OBJECT\r\n\r\n"
    sent = chunked(body, 7, content_encoding="aws-chunked,gzip", content_length="70")
    parsed = rest_xml.read(reader.service("s3"), sent)
    assert parsed.unreadable is None
    assert parsed.params == {
        "Bucket": "b",
        "Key": "k",
        "Body": b"some by",
        "ChecksumCRC32": "AAAAAA==",
        "ContentEncoding": "gzip",
    }
    assert aws_chunked.chunks(sent) == ()


def test_a_body_without_chunks_stays_as_it_is() -> None:
    plain = request("PUT", "/b/k", body=b"4\r\nsome\r\n0\r\n\r\n")
    assert aws_chunked.opened(plain).body == plain.body


BROKEN = {
    "nothing": (b"", 0, "IncompleteBody"),
    "no end": (b"4\r\nsome\r\n", 4, "IncompleteBody"),
    "cut in a chunk": (b"4\r\nso", 4, "IncompleteBody"),
    "no number": (b"zz\r\nsome\r\n0\r\n\r\n", 4, "IncompleteBody"),
    "longer than it says": (b"4\r\nsome more\r\n0\r\n\r\n", 4, "IncompleteBody"),
    "a negative length": (b"-4\r\nsome\r\n0\r\n\r\n", 4, "IncompleteBody"),
    "a huge length": (b"fffffffffffffffff\r\nsome\r\n0\r\n\r\n", 4, "IncompleteBody"),
    "another length than declared": (b"4\r\nsome\r\n0\r\n\r\n", 5, "IncompleteBody"),
    "a trailer that is none": (b"4\r\nsome\r\n0\r\nnonsense\r\n\r\n", 4, "MalformedTrailerError"),
    "a trailer without a name": (b"4\r\nsome\r\n0\r\n:x\r\n\r\n", 4, "MalformedTrailerError"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_body_is_refused(what: str) -> None:
    body, size, code = BROKEN[what]
    parsed = rest_xml.read(reader.service("s3"), chunked(body, size))
    assert parsed.operation == "PutObject"
    assert parsed.unreadable is not None
    assert parsed.unreadable.code == code


def test_a_body_whose_length_nobody_declares_is_refused() -> None:
    sent = request("PUT", "/b/k", headers={"x-amz-content-sha256": UNSIGNED_TRAILER}, body=b"0\r\n\r\n")
    with pytest.raises(AwsError) as refused:
        aws_chunked.opened(sent)
    assert (refused.value.code, refused.value.status) == ("MissingContentLength", 411)


@given(st.binary(max_size=80) | st.text("0123456789abcdef;\r\n:chunk-signature=", max_size=80).map(str.encode))
def test_any_bytes_at_all_are_read_or_refused(body: bytes) -> None:
    for kind in (SIGNED, UNSIGNED_TRAILER, f"{SIGNED}-TRAILER"):
        sent = chunked(body, 3, kind)
        aws_chunked.chunks(sent)
        rest_xml.read(reader.service("s3"), sent)


# --------------------------------------------------------------------------------------------------------------- signed


def frame(data: bytes, signature: str) -> bytes:
    return f"{len(data):x};chunk-signature={signature}\r\n".encode() + data + b"\r\n"


def example(
    first: bytes = b"a" * 65536, last: str = "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"
):
    """Return S3's example, "Signature calculations ... transferring payload in multiple chunks"."""
    body = frame(first, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
    body += frame(b"a" * 1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
    body += frame(b"", last)
    headers = {
        "host": "s3.amazonaws.com",
        "content-encoding": "aws-chunked",
        "content-length": "66824",
        "x-amz-content-sha256": SIGNED,
        "x-amz-date": S3_TIMESTAMP,
        "x-amz-decoded-content-length": "66560",
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
    }
    names = ";".join(sorted(headers))
    scope = "20130524/us-east-1/s3/aws4_request"
    seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
    headers["authorization"] = f"{sigv4.ALGORITHM} Credential={S3_KEY}/{scope},SignedHeaders={names},Signature={seed}"
    return request("PUT", "/examplebucket/chunkObject.txt", "", headers, body, received=seconds_of(S3_TIMESTAMP))


def test_the_signatures_of_chunks_are_handed_to_the_door() -> None:
    caller = caller_of(example())
    assert isinstance(caller, Signed)
    assert len(caller.chunks) == 3
    assert caller.chunks[1].hash == hashlib.sha256(b"a" * 1024).hexdigest()
    assert caller.chunks[2].hash == sigv4.EMPTY_HASH


def test_signed_trailers_are_one_more_link_of_the_chain() -> None:
    body = b"0;chunk-signature=aa\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:bb\r\n\r\n"
    digest = hashlib.sha256(b"x-amz-checksum-crc32:AAAAAA==\n").hexdigest()
    assert aws_chunked.chunks(chunked(body, 0, f"{SIGNED}-TRAILER")) == (
        Chunk(sigv4.EMPTY_HASH, "aa"),
        Chunk(digest, "bb", trailer=True),
    )


def world() -> World:
    made = World("chunks")
    made.act("endpoint.root_key", access_key_id=S3_KEY, secret_access_key=S3_SECRET)
    assert made.call("s3", "CreateBucket", {"Bucket": "examplebucket"}, caller=made.operator).ok
    return made


def refusals(sent: Request) -> tuple[str, ...]:
    """Return what refused it; a storage class that nobody simulates comes after all that is judged here."""
    made = world()
    aws.answer(made, "s3", "us-east-1", sent)
    return made.trail[-1].refused_by


def test_s3_s_example_passes_the_door() -> None:
    assert refusals(example()) in ((), ("door.simulated",))


@pytest.mark.parametrize("sent", [example(b"a" * 65535 + b"b"), example(last="0" * 64), example(last="")])
def test_a_changed_chunk_is_refused(sent: Request) -> None:
    assert refusals(sent) == ("door.signature",)
