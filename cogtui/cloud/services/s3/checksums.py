"""Checksums of objects: what a client says of the octets is held against the octets.

S3 User Guide, "Checking object integrity in Amazon S3".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import zlib
from collections.abc import Callable, Iterable, Mapping

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.s3 import crc, errors

DEFAULT = "CRC64NVME"
"""The algorithm that S3 takes when the client names none."""


class Algorithm(msgspec.Struct, frozen=True):
    """How a checksum is made."""

    digest: Callable[[bytes], bytes]
    size: int
    """Octets."""
    type: str = "COMPOSITE"
    """What it is of in a multipart upload, unless the client says otherwise."""


ALGORITHMS = {
    "CRC32": Algorithm(lambda body: zlib.crc32(body).to_bytes(4, "big"), 4),
    "CRC32C": Algorithm(lambda body: crc.crc(crc.CRC32C, 4, body).to_bytes(4, "big"), 4),
    "CRC64NVME": Algorithm(lambda body: crc.crc(crc.CRC64NVME, 8, body).to_bytes(8, "big"), 8, "FULL_OBJECT"),
    "SHA1": Algorithm(lambda body: hashlib.sha1(body, usedforsecurity=False).digest(), 20),
    "SHA256": Algorithm(lambda body: hashlib.sha256(body).digest(), 32),
}
"""The simulated ones by their names in ChecksumAlgorithm."""

MEMBERS = tuple(f"Checksum{name}" for name in ALGORITHMS)
_MEMBERS = frozenset(MEMBERS)


def computed(algorithm: str, body: bytes) -> str:
    """Return a checksum as S3 writes it."""
    return base64.b64encode(ALGORITHMS[algorithm].digest(body)).decode("ascii")


def composite(algorithm: str, parts: Iterable[str]) -> str:
    """Return the checksum of the parts' checksums, and how many parts there were."""
    octets = [base64.b64decode(part) for part in parts]
    return f"{computed(algorithm, b''.join(octets))}-{len(octets)}"


def algorithm_asked(call: Call) -> str:
    """Return the algorithm that a request names, or S3's own choice."""
    asked = str(call.params.get("ChecksumAlgorithm") or DEFAULT)
    if asked not in ALGORITHMS:
        call.refuse("door.simulated", NotSimulated(f"the checksum algorithm {asked}"), member="ChecksumAlgorithm")
    return asked


def given(call: Call, params: Mapping[str, object]) -> tuple[str, str] | None:
    """Return algorithm and value of the one checksum that a request brings."""
    if _MEMBERS.isdisjoint(params):
        return None
    found = [(name, str(params[f"Checksum{name}"])) for name in ALGORITHMS if params.get(f"Checksum{name}") is not None]
    if not found:
        return None
    call.require("s3.checksum.single", len(found) == 1, errors.several_checksums, has=[name for name, _ in found])
    return found[0]


def checked(call: Call, body: bytes, algorithm: str = "") -> dict[str, str]:
    """Return the body's checksum by its member's name; refuse a body that is not what the request says it is.

    `algorithm` is an upload's; without it the request's own, or S3's choice.
    """
    _check_md5(call, body)
    brought = given(call, call.params)
    if brought is None:
        algorithm = algorithm or algorithm_asked(call)
        return {f"Checksum{algorithm}": computed(algorithm, body)}
    name, value = brought
    fits = not algorithm or name == algorithm
    call.require("s3.checksum.type", fits, lambda: errors.checksum_type(algorithm, name), wants=algorithm, has=name)
    formed = _octets(value, ALGORITHMS[name].size) is not None
    call.require("s3.checksum.form", formed, lambda: errors.invalid_checksum(name), has=value)
    true = computed(name, body)
    same = hmac.compare_digest(true, value)
    call.require("s3.checksum", same, lambda: errors.bad_checksum(name), algorithm=name, wants=true, has=value)
    return {f"Checksum{name}": true}


def _check_md5(call: Call, body: bytes) -> None:
    value = call.params.get("ContentMD5")
    if value is None:
        return
    octets = _octets(str(value), 16)
    call.require("s3.digest.form", octets is not None, lambda: errors.invalid_digest(str(value)), has=value)
    true = hashlib.md5(body, usedforsecurity=False).digest()
    error = errors.bad_digest((octets or b"").hex(), base64.b64encode(true).decode("ascii"))
    call.require("s3.digest", octets == true, error, wants=base64.b64encode(true).decode("ascii"), has=value)


def _octets(value: str, size: int) -> bytes | None:
    """Return what base64 text stands for, or None when it is none or of another length."""
    try:
        octets = base64.b64decode(value.encode("ascii", "replace"), validate=True)
    except binascii.Error:
        return None
    return octets if len(octets) == size else None
