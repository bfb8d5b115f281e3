"""AWS's published examples of Signature Version 4: requests, and the signatures that they must have.

Sources: S3 API Reference, "Signature calculation examples" (header and query); General Reference, "Deriving a signing key";
IAM User Guide, "Elements of an AWS API request signature".
"""

from __future__ import annotations

import msgspec

from tests.cloud.signing.sigv4_suite import Pairs

DERIVED = {
    ("20120215", "us-east-1", "iam"): "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d",
    ("20150830", "us-east-1", "iam"): "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
}
"""Signing keys of `SECRET` by day, region and service."""

S3_KEY = "AKIAIOSFODNN7EXAMPLE"
S3_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
S3_TIMESTAMP = "20130524T000000Z"
S3_HOST = "examplebucket.s3.amazonaws.com"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class S3Case(msgspec.Struct, frozen=True):
    """One example of S3's pages."""

    name: str
    method: str
    path: str
    canonical: str
    """SHA-256 of the canonical request."""
    signature: str
    query: str = ""
    headers: Pairs = ()
    body: bytes = b""


S3_CASES = [
    S3Case(
        "GET Object",
        "GET",
        "/test.txt",
        "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        headers=(("range", "bytes=0-9"), ("x-amz-content-sha256", EMPTY), ("x-amz-date", S3_TIMESTAMP)),
    ),
    S3Case(
        "PUT Object",
        "PUT",
        "/test$file.text",
        "9e0e90d9c76de8fa5b200d8c849cd5b8dc7a3be3951ddb7f6a76b4158342019d",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        headers=(
            ("date", "Fri, 24 May 2013 00:00:00 GMT"),
            ("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
            ("x-amz-date", S3_TIMESTAMP),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ),
        body=b"Welcome to Amazon S3.",
    ),
    S3Case(
        "GET Bucket Lifecycle",
        "GET",
        "/",
        "9766c798316ff2757b517bc739a67f6213b4ab36dd5da2f94eaebf79c77395ca",
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        query="lifecycle",
        headers=(("x-amz-content-sha256", EMPTY), ("x-amz-date", S3_TIMESTAMP)),
    ),
    S3Case(
        "List Objects",
        "GET",
        "/",
        "df57d21db20da04d7fa30298dd4488ba3a2b47ca3a489c74750e0f1e7df1b9b7",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        query="max-keys=2&prefix=J",
        headers=(("x-amz-content-sha256", EMPTY), ("x-amz-date", S3_TIMESTAMP)),
    ),
]

PRESIGNED = S3Case(
    "presigned GET Object",
    "GET",
    "/test.txt",
    "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04",
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    query=(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
    ),
)

IAM_CANONICAL = "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"
IAM_SIGNATURE = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
IAM_QUERY = "Action=ListUsers&Version=2010-05-08"
IAM_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
