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


# ------------------------------------------------------------------------------------------------------------- requests


def access_denied() -> AwsError:
    """Return the denial that says no more than that."""
    return AwsError("AccessDenied", "Access Denied", status=403)


def no_account(value: str) -> AwsError:
    """Return the error for an expected owner that is no account."""
    text = f"The value of the expected bucket owner parameter must be an AWS Account ID... [{value}]"
    return AwsError("InvalidBucketOwnerAWSAccountID", text)


def malformed_xml() -> AwsError:
    """Return the error for a document that isn't what the operation wants."""
    text = "The XML you provided was not well-formed or did not validate against our published schema"
    return AwsError("MalformedXML", text)


def _invalid_request(text: str) -> AwsError:
    return AwsError("InvalidRequest", text)


def _not_found(code: str, text: str, **extra: Any) -> AwsError:
    return AwsError(code, text, status=404, **extra)


# ------------------------------------------------------------------------------------------------- settings of a bucket


def no_such_tag_set(name: str) -> AwsError:
    """Return the error for a bucket without tags."""
    return _not_found("NoSuchTagSet", "The TagSet does not exist", BucketName=name)


def no_ownership_controls(name: str) -> AwsError:
    """Return the error for a bucket whose ownership controls were deleted."""
    text = "The bucket ownership controls were not found"
    return _not_found("OwnershipControlsNotFoundError", text, BucketName=name)


def no_public_access_block(name: str) -> AwsError:
    """Return the error for a bucket whose Block Public Access settings were deleted."""
    text = "The public access block configuration was not found"
    return _not_found("NoSuchPublicAccessBlockConfiguration", text, BucketName=name)


def public_policy_blocked(principal_arn: str, bucket_arn: str) -> AwsError:
    """Return the error for a public policy where public policies are blocked."""
    text = (
        f'User: {principal_arn} is not authorized to perform: s3:PutBucketPolicy on resource: "{bucket_arn}" because '
        "public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access"
    )
    return AwsError("AccessDenied", text, status=403)


def no_acls() -> AwsError:
    """Return the error for an access control list where they are off."""
    return AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs")


def no_bucket_acl() -> AwsError:
    """Return the error for making a bucket with an access control list and with them off."""
    text = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"
    return AwsError("InvalidBucketAclWithObjectOwnership", text)


def invalid_tag(text: str, key: str, value: str | None = None) -> AwsError:
    """Return the error for a tag that S3 doesn't keep; `value` where that is what it is about."""
    named: dict[str, Any] = {"TagKey": key} if value is None else {"TagKey": key, "TagValue": value}
    return AwsError("InvalidTag", text, **named)


def reserved_tag() -> AwsError:
    """Return the error for giving a new bucket a tag that only AWS gives."""
    text = (
        'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your '
        "tag keys and try again."
    )
    return AwsError("InvalidTag", text)


def too_many_tags(text: str) -> AwsError:
    """Return the error for more tags than there may be."""
    return AwsError("BadRequest", text)


def tagging_header(value: str) -> AwsError:
    """Return the error for tags that come with an object and cannot be read."""
    text = (
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name "
        "duplicates."
    )
    return invalid_argument(text, "x-amz-tagging", value)


# -------------------------------------------------------------------------------------------------------------- objects


def invalid_range(asked: str, size: int) -> AwsError:
    """Return the error for octets that the object doesn't have."""
    text = "The requested range is not satisfiable"
    return AwsError("InvalidRange", text, status=416, RangeRequested=asked, ActualObjectSize=size)


def precondition_failed(condition: str) -> AwsError:
    """Return the error for a condition that doesn't hold: "If-Match"."""
    text = "At least one of the pre-conditions you specified did not hold"
    return AwsError("PreconditionFailed", text, status=412, Condition=condition)


def not_modified() -> AwsError:
    """Return what stands for an object that the client has already; on the wire a status without a body."""
    return AwsError("NotModified", "Not Modified", status=304)


def unusable_condition(*headers: str) -> AwsError:
    """Return the error for a value that a condition on writing doesn't take, or for two conditions at once.

    The member `additionalMessage` was recorded at AWS: localstack/localstack, TestS3ObjectWritePrecondition.
    """
    text = "A header you provided implies functionality that is not implemented"
    more = (
        f"We don't accept the provided value of {headers[0]} header for this API"
        if len(headers) == 1
        else "Multiple conditional request headers present in the request"
    )
    return AwsError("NotImplemented", text, status=501, Header=",".join(headers), additionalMessage=more)


def unusable_header(header: str) -> AwsError:
    """Return the error for a header that general purpose buckets take no notice of but to refuse it."""
    text = "A header you provided implies functionality that is not implemented"
    return AwsError("NotImplemented", text, status=501, Header=header)


def no_lock() -> AwsError:
    """Return the error for passing by a retention that a bucket without Object Lock cannot have."""
    name = "x-amz-bypass-governance-retention"
    return AwsError("InvalidArgument", f"{name} is only applicable to Object Lock enabled buckets.", ArgumentName=name)


def override_unsigned() -> AwsError:
    """Return the error for an anonymous reader who wants other headers."""
    return _invalid_request("Request specific response headers cannot be used for anonymous GET requests.")


def invalid_digest(value: str) -> AwsError:
    """Return the error for a Content-MD5 that is none."""
    named: dict[str, Any] = {"Content-MD5": value}
    return AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.", **named)


def bad_digest(expected: str, calculated: str) -> AwsError:
    """Return the error for a Content-MD5 of other octets."""
    text = "The Content-MD5 you specified did not match what we received."
    return AwsError("BadDigest", text, ExpectedDigest=expected, CalculatedDigest=calculated)


def several_checksums() -> AwsError:
    """Return the error for more than one checksum."""
    return _invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")


def invalid_checksum(algorithm: str) -> AwsError:
    """Return the error for a checksum that is none."""
    return _invalid_request(f"Value for x-amz-checksum-{algorithm.lower()} header is invalid.")


def bad_checksum(algorithm: str) -> AwsError:
    """Return the error for a checksum of other octets."""
    return AwsError("BadDigest", f"The {algorithm} you specified did not match the calculated checksum.")


def checksum_type(wanted: str, given: str) -> AwsError:
    """Return the error for another checksum than the upload was begun with."""
    text = f"Checksum Type mismatch occurred, expected checksum Type: {wanted.lower()}, actual checksum Type: {given.lower()}"
    return _invalid_request(text)


# --------------------------------------------------------------------------------------------------------------- copies


def bad_copy_source(value: str) -> AwsError:
    """Return the error for a source that isn't a bucket and a key."""
    text = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey"
    return invalid_argument(text, "x-amz-copy-source", value)


def copy_onto_itself() -> AwsError:
    """Return the error for a copy that would change nothing."""
    text = (
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
        "metadata, storage class, website redirect location or encryption attributes."
    )
    return _invalid_request(text)


def copy_range(value: str, size: int) -> AwsError:
    """Return the error for octets that the source of a part doesn't have."""
    text = f"Range specified is not valid for source object of size: {size}"
    return invalid_argument(text, "x-amz-copy-source-range", value)


# -------------------------------------------------------------------------------------------------------------- uploads


def no_such_upload(upload_id: str) -> AwsError:
    """Return the error for an upload that isn't there, or not any more."""
    text = (
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
        "completed."
    )
    return _not_found("NoSuchUpload", text, UploadId=upload_id)


def checksum_type_for(asked: str, algorithm: str) -> AwsError:
    """Return the error for a type of checksum that goes with no algorithm, or not with this one."""
    if not algorithm:
        text = "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."
        return _invalid_request(text)
    return _invalid_request(
        f"The {asked} checksum type cannot be used with the {algorithm.lower()} checksum algorithm."
    )


def no_parts() -> AwsError:
    """Return the error for completing an upload with nothing."""
    return _invalid_request("You must specify at least one part")


def part_order(upload_id: str) -> AwsError:
    """Return the error for parts that aren't listed by their numbers."""
    text = "The list of parts was not in ascending order. Parts must be ordered by part number."
    return AwsError("InvalidPartOrder", text, UploadId=upload_id)


def invalid_part(upload_id: str, number: int, etag: str) -> AwsError:
    """Return the error for a part that isn't there, or is another."""
    text = (
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified "
        "entity tag may not match the part's entity tag."
    )
    return AwsError("InvalidPart", text, UploadId=upload_id, PartNumber=number, ETag=etag.strip('"'))


def part_without_checksum(algorithm: str, number: int) -> AwsError:
    """Return the error for leaving out a checksum that the object's own is made of."""
    text = (
        f"The upload was created using a {algorithm.lower()} checksum. The complete request must include the checksum for "
        f"each part. It was missing for part {number} in the request."
    )
    return _invalid_request(text)


def part_too_small(number: int, size: int, least: int, etag: str) -> AwsError:
    """Return the error for a small part that isn't the last."""
    text = "Your proposed upload is smaller than the minimum allowed size"
    return AwsError(
        "EntityTooSmall", text, ProposedSize=size, MinSizeAllowed=least, PartNumber=number, ETag=etag.strip('"')
    )


def wrong_size(given: int | None, size: int) -> AwsError:
    """Return the error for an object that isn't as large as the client takes it to be."""
    text = f"The provided 'x-amz-mp-object-size' header value {given} does not match what was computed: {size}"
    return _invalid_request(text)
