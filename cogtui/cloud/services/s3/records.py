"""What S3 keeps: buckets and objects."""

from __future__ import annotations

import hashlib

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.store import Table

PARTITION = "aws"
"""Bucket names are unique in a partition, whoever's they are (S3 User Guide, "Bucket naming rules")."""


class Bucket(msgspec.Struct, frozen=True, gc=False):
    """A bucket."""

    name: str
    account: str
    region: str
    created: float
    policy: str = ""
    """The bucket policy, JSON text as given; empty where there is none."""

    @property
    def arn(self) -> str:
        """Without region and account: the name says it all."""
        return f"arn:aws:s3:::{self.name}"

    @property
    def policy_place(self) -> Place:
        """Where the bucket policy stands."""
        return Place("policy", f"bucket {self.name}, bucket policy", BUCKETS.name, (PARTITION, self.name), "policy")


class S3Object(msgspec.Struct, frozen=True, gc=False):
    """An object."""

    bucket: str
    key: str
    body: bytes
    content_type: str
    modified: float
    metadata: dict[str, str] = {}
    """The user's own, names in lower case."""

    @property
    def etag(self) -> str:
        """The MD5 of the body in quotes, as for every object that was put in one piece and is not encrypted with KMS."""
        return f'"{hashlib.md5(self.body, usedforsecurity=False).hexdigest()}"'


BUCKETS = Table("s3.buckets", Bucket, lambda row: (PARTITION, row.name))
OBJECTS = Table("s3.objects", S3Object, lambda row: (row.bucket, row.key))
"""Python orders texts by code point, which is the order of their UTF-8 octets: S3's order of keys."""


def canonical_id(account: str) -> str:
    """Return the id by which S3 names an account as an owner. DIFFERS: AWS's is no function of the account's number."""
    return hashlib.sha256(f"canonical user {account}".encode()).hexdigest()
