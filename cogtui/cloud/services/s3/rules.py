"""The words behind the rule ids `s3.*`: what S3 asks beside the policies."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_ERRORS = 'S3 API Reference, "Error responses"'
_PUBLIC = 'S3 User Guide, "Blocking public access to your Amazon S3 storage"'
_ACLS = 'S3 User Guide, "Access control list (ACL) overview"'
_CONDITIONAL = 'S3 User Guide, "Conditional requests"'
_INTEGRITY = 'S3 User Guide, "Checking object integrity in Amazon S3"'
_TAGS = 'S3 User Guide, "Categorizing your objects using tags"'
_MULTIPART = 'S3 User Guide, "Uploading and copying objects using multipart upload"'

RULES = {
    "s3.bucket": Rule("the bucket exists", _ERRORS, "there is no such bucket"),
    "s3.bucket.free": Rule(
        "nobody has a bucket of this name", 'S3 User Guide, "Bucket naming rules"', "the name is taken"
    ),
    "s3.bucket.location": Rule(
        "the bucket is made in the region that was asked", "S3 API Reference, CreateBucket", "it names another region"
    ),
    "s3.bucket.empty": Rule("the bucket is empty", "S3 API Reference, DeleteBucket", "there are objects in the bucket"),
    "s3.bucket.owner": Rule(
        "the bucket is the caller's own account's",
        "S3 API Reference, PutBucketPolicy",
        "only the account that owns a bucket handles its policy",
    ),
    "s3.object": Rule("the bucket has the object", "S3 API Reference, GetObject", "there is no such object"),
    "s3.object.metadata": Rule(
        "the user's own metadata fits", 'S3 User Guide, "Working with object metadata"', "there is too much metadata"
    ),
    "s3.policy": Rule("the bucket has a policy", "S3 API Reference, GetBucketPolicy", "the bucket has no policy"),
    "s3.policy.document": Rule(
        "the bucket policy is one that S3 can read",
        'S3 User Guide, "Bucket policies for Amazon S3"',
        "S3 cannot make sense of the bucket policy",
    ),
    "s3.list.size": Rule("a page has a size", "S3 API Reference, ListObjectsV2", "a page cannot be of that size"),
    "s3.list.token": Rule(
        "the token comes from the page before",
        "S3 API Reference, ListObjectsV2",
        "the token is of another list, or was changed",
    ),
    "s3.bucket.expected": Rule(
        "the bucket is the account's that the request expects",
        'S3 User Guide, "Verifying bucket ownership with bucket owner condition"',
        "the request expects another account's bucket",
    ),
    "s3.bucket.tags": Rule("the bucket has tags", "S3 API Reference, GetBucketTagging", "the bucket has no tags"),
    "s3.bucket.one_rule": Rule(
        "the ownership controls are one rule",
        "S3 API Reference, PutBucketOwnershipControls",
        "there is not exactly one rule",
    ),
    "s3.bucket.ownership": Rule(
        "the bucket has ownership controls",
        "S3 API Reference, GetBucketOwnershipControls",
        "the bucket's ownership controls were deleted",
    ),
    "s3.public.settings": Rule(
        "the bucket has Block Public Access settings", _PUBLIC, "the bucket's settings were deleted"
    ),
    "s3.public.policy": Rule(
        "the bucket policy is not public, or public ones are allowed",
        _PUBLIC,
        "the policy is public, and BlockPublicPolicy is on",
    ),
    "s3.public.acl": Rule(
        "the access control list is not public, or public ones are allowed",
        _PUBLIC,
        "the list grants to everybody, and BlockPublicAcls is on",
    ),
    "s3.acl": Rule(
        "where access control lists are off, there is none",
        'S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket"',
        "access control lists are off, or to be turned off",
    ),
    "s3.acl.form": Rule(
        "the request gives one access control list, in one way",
        "S3 API Reference, PutObjectAcl",
        "the list is none, or given in two ways",
    ),
    "s3.acl.owner": Rule(
        "the list names the owner that there is",
        _ACLS,
        "a list cannot give what it is about to another owner",
    ),
    "s3.acl.grantee": Rule("the grantee is an account or a group", _ACLS, "there is no such grantee"),
    "s3.acl.email": Rule(
        "no grantee is named by e-mail address",
        "S3 API Reference, PutObjectAcl, end of support notice",
        "S3 has taken no e-mail addresses since October 2025",
    ),
    "s3.object.version": Rule(
        "the version is the object's only one",
        'S3 User Guide, "Retaining multiple versions of objects with S3 Versioning"',
        "the bucket has no versions",
    ),
    "s3.object.range": Rule("the object has the octets", "RFC 9110 section 14.1", "the object is shorter"),
    "s3.object.overrides": Rule(
        "who wants other headers is known", "S3 API Reference, GetObject", "anonymous readers take headers as they are"
    ),
    "s3.condition": Rule("the request's condition holds", _CONDITIONAL, "the object is not what the request wants"),
    "s3.condition.new": Rule(
        "the object is new to the client", _CONDITIONAL, "the client has the object as it is already"
    ),
    "s3.condition.form": Rule(
        "the request has one condition, of a kind that it may have",
        _CONDITIONAL,
        "of If-Match and If-None-Match there may be one, the first with an ETag, the second with an asterisk",
    ),
    "s3.digest": Rule("the octets have the MD5", _INTEGRITY, "other octets arrived than were sent"),
    "s3.digest.form": Rule("the MD5 is 16 octets in base64", _INTEGRITY, "it is no MD5"),
    "s3.checksum": Rule("the octets have the checksum", _INTEGRITY, "other octets arrived than were sent"),
    "s3.checksum.form": Rule(
        "the checksum is one of its algorithm, in base64", _INTEGRITY, "it is no checksum of that algorithm"
    ),
    "s3.checksum.single": Rule("the request brings one checksum", _INTEGRITY, "it brings several"),
    "s3.checksum.type": Rule(
        "the checksum is of the kind that the upload was begun with", _INTEGRITY, "the upload has another kind"
    ),
    "s3.tags": Rule("the tags are such as S3 keeps", _TAGS, "S3 does not keep such a tag"),
    "s3.tags.count": Rule("there are not too many tags", _TAGS, "there are too many tags"),
    "s3.tags.header": Rule("the tags read like a query", "S3 API Reference, PutObject", "a tag stands there twice"),
    "s3.delete.lock": Rule(
        "no retention is passed by where there is none",
        "S3 API Reference, DeleteObject",
        "the bucket has no Object Lock",
    ),
    "s3.delete.count": Rule(
        "the request names objects to delete", "S3 API Reference, DeleteObjects", "it names none, or more than 1,000"
    ),
    "s3.copy.source": Rule(
        "the source is a bucket and a key", "S3 API Reference, CopyObject", "the source does not name an object"
    ),
    "s3.copy.changes": Rule(
        "the copy is another object, or says something new of it",
        "S3 API Reference, CopyObject",
        "the object would be copied onto itself as it is",
    ),
    "s3.copy.range": Rule(
        "the source has the octets", "S3 API Reference, UploadPartCopy", "the source does not have these octets"
    ),
    "s3.upload": Rule("the upload is going on", _MULTIPART, "there is no such upload, or not any more"),
    "s3.upload.checksum_type": Rule(
        "the type of checksum goes with the algorithm", _INTEGRITY, "it does not go with the algorithm"
    ),
    "s3.upload.parts": Rule("the object has parts", _MULTIPART, "the request lists no parts"),
    "s3.upload.size": Rule(
        "the parts together have the size", "S3 API Reference, CompleteMultipartUpload", "they have another size"
    ),
    "s3.part": Rule("the part was sent", _MULTIPART, "no such part was sent, or another"),
    "s3.part.number": Rule(
        "the part has a number", 'S3 User Guide, "Amazon S3 multipart upload limits"', "no part has that number"
    ),
    "s3.part.order": Rule("the parts are in order", _MULTIPART, "the parts are not listed by their numbers"),
    "s3.part.size": Rule(
        "all parts but the last are large enough",
        'S3 User Guide, "Amazon S3 multipart upload limits"',
        "the part is too small",
    ),
    "s3.part.checksum": Rule(
        "the parts come with the checksums that the object's is made of",
        _INTEGRITY,
        "a part comes without its checksum",
    ),
}
