"""The words behind the rule ids `s3.*`: what S3 asks beside the policies."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_ERRORS = 'S3 API Reference, "Error responses"'

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
}
