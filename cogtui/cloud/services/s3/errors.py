"""S3's errors in S3's words (S3 API Reference, "Error responses")."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.errors import AwsError


def no_such_bucket(name: str) -> AwsError:
    """Return the error for a bucket that isn't there."""
    return AwsError("NoSuchBucket", "The specified bucket does not exist", status=404, BucketName=name)


def no_such_key(key: str) -> AwsError:
    """Return the error for an object that isn't there; only for those who may list the bucket."""
    return AwsError("NoSuchKey", "The specified key does not exist.", status=404, Key=key)


def no_such_policy(name: str) -> AwsError:
    """Return the error for a bucket without a policy."""
    return AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", status=404, BucketName=name)


def bucket_taken(name: str) -> AwsError:
    """Return the error for a name that is somebody else's."""
    text = (
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please "
        "select a different name and try again."
    )
    return AwsError("BucketAlreadyExists", text, status=409, BucketName=name)


def bucket_is_yours(name: str) -> AwsError:
    """Return the error for making a bucket twice."""
    text = "Your previous request to create the named bucket succeeded and you already own it."
    return AwsError("BucketAlreadyOwnedByYou", text, status=409, BucketName=name)


def bucket_not_empty(name: str) -> AwsError:
    """Return the error for deleting a bucket with objects in it."""
    return AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", status=409, BucketName=name)


def wrong_region(given: str) -> AwsError:
    """Return the error for a location that is not the region which the request was sent to."""
    text = (
        f"The {given or 'unspecified'} location constraint is incompatible for the region specific endpoint this request "
        "was sent to."
    )
    return AwsError("IllegalLocationConstraintException", text)


def not_your_bucket(method: str) -> AwsError:
    """Return the error for handling the policy of another account's bucket, permitted or not."""
    text = "The specified method is not allowed against this resource."
    return AwsError("MethodNotAllowed", text, status=405, Method=method, ResourceType="BUCKETPOLICY")


def malformed_policy(message: str) -> AwsError:
    """Return the error for a bucket policy that S3 won't keep."""
    return AwsError("MalformedPolicy", message)


def metadata_too_large(size: int, most: int) -> AwsError:
    """Return the error for more metadata of one's own than headers have room for."""
    text = "Your metadata headers exceed the maximum allowed metadata size"
    return AwsError("MetadataTooLarge", text, Size=size, MaxSizeAllowed=most)


def invalid_argument(message: str, name: str, value: Any) -> AwsError:
    """Return the error for a value that doesn't hold."""
    return AwsError("InvalidArgument", message, ArgumentName=name, ArgumentValue=str(value))


def bad_token() -> AwsError:
    """Return the error for a token of another list, or one that was changed."""
    text = "The continuation token provided is incorrect"
    return AwsError("InvalidArgument", text, ArgumentName="continuation-token")
