"""What S3 keeps: buckets, objects, and uploads that are not finished."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from cogtui.cloud.accounts.canonical import canonical_user_id
from cogtui.cloud.explain import Place
from cogtui.cloud.store import Table

ENFORCED = "BucketOwnerEnforced"
"""The ObjectOwnership under which access control lists are off, and every object is the bucket owner's."""

PARTITION = "aws"
"""Bucket names are unique in a partition, whoever's they are (S3 User Guide, "Bucket naming rules")."""


class Grant(msgspec.Struct, frozen=True, gc=False):
    """A line of an access control list."""

    grantee: str
    """An account's canonical id, or the URI of a group."""
    permission: str
    """"READ", "FULL_CONTROL"."""


Acl = tuple[Grant, ...]


class Bucket(msgspec.Struct, frozen=True, gc=False):
    """A bucket."""

    name: str
    account: str
    region: str
    created: float
    policy: str = ""
    """The bucket policy, JSON text as given; empty where there is none."""
    named: dict[str, str] = {}
    """The unique ids of the users and roles that the policy names, by what its text calls them."""
    tags: dict[str, str] = {}
    ownership: str = ENFORCED
    """ObjectOwnership; empty once the ownership controls were deleted, which is as good as ObjectWriter."""
    public_access: dict[str, bool] | None = None
    """Block Public Access as it was put; empty once it was deleted, None while nobody touched it: all on."""
    acl: Acl | None = None
    """The access control list; None while nobody put one: the owner has everything."""

    @property
    def arn(self) -> str:
        """Without region and account: the name says it all."""
        return f"arn:aws:s3:::{self.name}"

    @property
    def has_acls(self) -> bool:
        """Whether access control lists count."""
        return self.ownership != ENFORCED

    def blocks(self, setting: str) -> bool:
        """Tell whether a setting of Block Public Access is on."""
        return self.public_access is None or bool(self.public_access.get(setting))

    def owner_of(self, found: S3Object | None) -> str:
        """Return whose an object in the bucket is; one that isn't there would be the bucket owner's."""
        return found.owner if found is not None and found.owner and self.has_acls else self.account

    @property
    def policy_place(self) -> Place:
        """Where the bucket policy stands."""
        return self.place("bucket policy", "policy", "policy")

    def place(self, setting: str, field: str, kind: Literal["policy", "setting"] = "setting") -> Place:
        """Return where something about the bucket stands."""
        return Place(kind, f"bucket {self.name}, {setting}", BUCKETS.name, (PARTITION, self.name), field)


class Content(msgspec.Struct, frozen=True, gc=False):
    """What is said of an object when it is made, besides its octets."""

    content_type: str = "binary/octet-stream"
    headers: dict[str, str] = {}
    """CacheControl and its like by their members' names; Expires in ISO 8601."""
    metadata: dict[str, str] = {}
    """The user's own, names in lower case."""
    tags: dict[str, str] = {}


class S3Object(msgspec.Struct, frozen=True, gc=False):
    """An object."""

    bucket: str
    key: str
    body: bytes
    modified: float
    etag: str
    """In quotes: the MD5 of the body, or of the MD5s of the parts and their number."""
    content: Content = Content()
    checksums: dict[str, str] = {}
    """Base64 by the members' names: "ChecksumCRC32"."""
    checksum_type: str = "FULL_OBJECT"
    """"COMPOSITE" for a checksum of the parts' checksums."""
    owner: str = ""
    """The account that owns the object, `ANONYMOUS_OWNER` for nobody's; empty where it is the bucket's own."""
    acl: Acl | None = None
    """The access control list; None: the owner has everything."""


class Upload(msgspec.Struct, frozen=True, gc=False):
    """A multipart upload that was neither completed nor aborted."""

    bucket: str
    key: str
    upload_id: str
    started: float
    initiator: str
    """The ARN of who began it."""
    content: Content
    algorithm: str
    """ChecksumAlgorithm: "CRC32"."""
    checksum_type: str
    told: bool
    """Whether the client chose the algorithm; S3 says nothing of one that it chose itself until the upload is complete."""
    owner: str = ""
    """Whose the object will be, as an object says it."""
    acl: Acl | None = None
    """The object's access control list to be."""


class Part(msgspec.Struct, frozen=True, gc=False):
    """A part of an upload."""

    upload_id: str
    number: int
    body: bytes
    modified: float
    etag: str
    checksum: str
    """Base64, by the upload's algorithm."""


BUCKETS = Table("s3.buckets", Bucket, lambda row: (PARTITION, row.name))
OBJECTS = Table("s3.objects", S3Object, lambda row: (row.bucket, row.key))
"""Python orders texts by code point, which is the order of their UTF-8 octets: S3's order of keys."""
UPLOADS = Table("s3.uploads", Upload, lambda row: (row.bucket, row.key, row.upload_id))
PARTS = Table("s3.parts", Part, lambda row: (row.upload_id, f"{row.number:05}"))


ANONYMOUS_OWNER = "anonymous"
"""Stands for an account where an object was uploaded by nobody in particular."""

_ANONYMOUS_ID = "65a011a29cdf8ec533ec3d1ccaae921c"
"""The canonical id of whoever signs nothing."""


def canonical_id(account: str) -> str:
    """Return the id by which S3 names an account as an owner, or nobody."""
    if account == ANONYMOUS_OWNER:
        return _ANONYMOUS_ID
    return canonical_user_id(account)


def etag_of(body: bytes) -> str:
    """Return the ETag of what was put in one piece and is not encrypted with KMS: the MD5 in quotes."""
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
