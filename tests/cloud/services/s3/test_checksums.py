"""Checksums: what a client says of its octets is believed only when it is true of them."""

from __future__ import annotations

import base64
import hashlib
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.services.s3 import crc
from tests.cloud.services.s3.buckets import refusal, s3, with_bucket

BODY = b"123456789"
KNOWN = {
    "CRC32": "y/Q5Jg==",  # CBF43926
    "CRC32C": "4waSgw==",  # E3069283
    "CRC64NVME": "rosUhgp5mIg=",  # AE8B14860A799888
    "SHA1": base64.b64encode(hashlib.sha1(BODY).digest()).decode(),
    "SHA256": base64.b64encode(hashlib.sha256(BODY).digest()).decode(),
}
"""Check values of the CRC catalogue."""
MD5 = base64.b64encode(hashlib.md5(BODY).digest()).decode()


@given(seed=st.integers(0, 255), size=st.integers(0, 9000))
def test_a_folded_crc_is_the_crc(seed: int, size: int) -> None:
    message = hashlib.shake_256(bytes([seed])).digest(size)
    assert crc.crc(0xEDB88320, 4, message) == zlib.crc32(message)


@given(size=st.integers(2000, 6000), at=st.integers(0, 1999), octet=st.integers(1, 255))
def test_a_crc_notices_a_changed_octet(size: int, at: int, octet: int) -> None:
    message = bytearray(hashlib.shake_256(b"x").digest(size))
    before = crc.crc(crc.CRC64NVME, 8, bytes(message))
    message[at] ^= octet
    assert crc.crc(crc.CRC64NVME, 8, bytes(message)) != before


@pytest.mark.parametrize(("algorithm", "value"), KNOWN.items())
def test_a_checksum_that_is_true_is_kept_and_shown_on_request(algorithm: str, value: str) -> None:
    world = with_bucket()
    sent = s3(world, "PutObject", Key="k", Body=BODY, **{f"Checksum{algorithm}": value}, ContentMD5=MD5)
    assert (sent[f"Checksum{algorithm}"], sent["ChecksumType"]) == (value, "FULL_OBJECT")
    assert s3(world, "PutObject", Key="k2", Body=BODY, ChecksumAlgorithm=algorithm)[f"Checksum{algorithm}"] == value
    found = s3(world, "HeadObject", Key="k", ChecksumMode="ENABLED")
    assert (found[f"Checksum{algorithm}"], found["ChecksumType"]) == (value, "FULL_OBJECT")
    assert f"Checksum{algorithm}" not in s3(world, "HeadObject", Key="k")
    assert f"Checksum{algorithm}" not in s3(world, "GetObject", Key="k", ChecksumMode="ENABLED", Range="bytes=0-1")
    assert s3(world, "ListObjectsV2")["Contents"][0]["ChecksumAlgorithm"] == [algorithm]


@pytest.mark.parametrize(
    ("params", "code", "refused"),
    [
        *[({f"Checksum{name}": value}, "BadDigest", "s3.checksum") for name, value in KNOWN.items()],
        ({"ContentMD5": MD5}, "BadDigest", "s3.digest"),
        ({"ContentMD5": "MTIz"}, "InvalidDigest", "s3.digest.form"),
        ({"ContentMD5": "not base64"}, "InvalidDigest", "s3.digest.form"),
        ({"ChecksumCRC32": "MTIz"}, "InvalidRequest", "s3.checksum.form"),
        ({"ChecksumCRC32": "*", "ChecksumSHA1": "*"}, "InvalidRequest", "s3.checksum.single"),
        ({"ChecksumAlgorithm": "XXHASH64"}, "NotImplemented", "door.simulated"),
    ],
)
def test_what_is_not_true_of_the_octets_is_refused(params: dict[str, Any], code: str, refused: str) -> None:
    world = with_bucket()
    found, status, rule = refusal(world, "PutObject", Key="k", Body=b"other", **params)
    assert (found, rule) == (code, refused)
    assert status == (501 if code == "NotImplemented" else 400)
