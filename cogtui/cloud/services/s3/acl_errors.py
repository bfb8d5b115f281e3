"""S3's errors about access control lists, in S3's words (S3 API Reference, "Error responses")."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.s3.records import Bucket

_ACTIONS = {"PutBucketAcl": "s3:PutBucketAcl", "PutObjectAcl": "s3:PutObjectAcl"}


def no_list() -> AwsError:
    """Return the error for putting no list."""
    text = "Your request was missing a required header"
    return AwsError("MissingSecurityHeader", text, MissingHeaderName="x-amz-acl")


def canned_and_grants() -> AwsError:
    """Return the error for a canned list together with grants."""
    return AwsError("InvalidRequest", "Specifying both Canned ACLs and Header Grants is not allowed")


def unexpected_content() -> AwsError:
    """Return the error for a list in the body beside one in the headers."""
    return AwsError("UnexpectedContent", "This request does not support content")


def malformed_acl() -> AwsError:
    """Return the error for a list that has no owner, or a line without grantee or permission."""
    text = "The XML you provided was not well-formed or did not validate against our published schema"
    return AwsError("MalformedACLError", text)


def no_emails() -> AwsError:
    """Return the error for a grant to an e-mail address, which S3 has taken none of since October 2025."""
    text = "The specified method is not allowed against this resource."
    return AwsError("MethodNotAllowed", text, status=405)


def public_acl_blocked(call: Call, bucket: Bucket) -> AwsError:
    """Return the error for a public list where public lists are blocked.

    The words are those of PutObjectAcl; that other operations name themselves in the same way is an assumption.
    """
    action = _ACTIONS.get(call.operation, "s3:PutObject")
    arn = f"{bucket.arn}/{call.params['Key']}" if "Key" in call.params else bucket.arn
    text = (
        f'User: {call.principal.arn} is not authorized to perform: {action} on resource: "{arn}" because public ACLs are '
        "prevented by the BlockPublicAcls setting in S3 Block Public Access"
    )
    return AwsError("AccessDenied", text, status=403)


def new_bucket_public() -> AwsError:
    """Return the error for making a bucket with a public list: a new bucket has Block Public Access on."""
    text = "Bucket cannot have public ACLs set with BlockPublicAccess enabled"
    return AwsError("InvalidBucketAclWithBlockPublicAccessError", text)
