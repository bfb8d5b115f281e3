"""Resource types of S3: AWS's bucket and its policy, and CogTUI's own object, for which CloudFormation has no type.

Source: CloudFormation User Guide, "Amazon S3 resource type reference".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.templates.resources.blame import Blame, in_policy
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import fields, flag, many, one_of, policy, shape, text


def create_bucket(making: Making) -> Made:
    """Make an AWS::S3::Bucket."""
    region = making.scope.stack.region
    asked: dict[str, Any] = {"Bucket": making.new_name().lower(), **making.parameters}
    if region != "us-east-1":  # the one region that CreateBucket does not want to hear of
        asked["CreateBucketConfiguration"] = {"LocationConstraint": region}
    making.invoke("s3", "CreateBucket", asked)
    name: str = asked["Bucket"]
    for property_name, (operation, parameters_of) in _SETTINGS.items():
        if property_name in making.given and making.given[property_name] != PRIVATE:
            params = {"Bucket": name, **parameters_of(making.given[property_name])}
            making.invoke("s3", operation, params, blame=lambda _, way=property_name: Blame((way,)))
    return making.made(
        name,
        Arn=f"arn:aws:s3:::{name}",
        DomainName=f"{name}.s3.amazonaws.com",
        RegionalDomainName=f"{name}.s3.{region}.amazonaws.com",
        DualStackDomainName=f"{name}.s3.dualstack.{region}.amazonaws.com",
        WebsiteURL=f"http://{name}.s3-website-{region}.amazonaws.com",
    )


def put_bucket_policy(making: Making) -> Made:
    """Make an AWS::S3::BucketPolicy."""
    asked = making.parameters
    making.invoke("s3", "PutBucketPolicy", asked, blame=in_policy(("PolicyDocument",), asked["Policy"], "resource"))
    return making.made(asked["Bucket"])


def put_object(making: Making) -> Made:
    """Make a CogTUI::S3::Object."""
    asked = dict(making.parameters)
    asked["Body"] = asked.get("Body", "").encode()
    making.invoke("s3", "PutObject", asked)
    return making.made(asked["Key"], Arn=f"arn:aws:s3:::{asked['Bucket']}/{asked['Key']}")


_ENCRYPTION = fields(
    {
        "ServerSideEncryptionConfiguration": many(
            fields(
                {
                    "BucketKeyEnabled": flag,
                    "ServerSideEncryptionByDefault": fields(
                        {"KMSMasterKeyID": text, "SSEAlgorithm": text}, required=("SSEAlgorithm",)
                    ),
                }
            )
        )
    },
    required=("ServerSideEncryptionConfiguration",),
)


def _encryption(given: dict[str, Any]) -> dict[str, Any]:
    """Return the parameter of PutBucketEncryption, which has other names than the property."""
    names = {"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"}
    rules = [
        {names.get(name, name): value for name, value in rule.items()}
        for rule in given["ServerSideEncryptionConfiguration"]
    ]
    return {"ServerSideEncryptionConfiguration": {"Rules": rules}}


PRIVATE = "Private"
"""The access control that a bucket has anyway."""

_CANNED = {
    PRIVATE: "private",
    "AuthenticatedRead": "authenticated-read",
    "AwsExecRead": "aws-exec-read",
    "BucketOwnerFullControl": "bucket-owner-full-control",
    "BucketOwnerRead": "bucket-owner-read",
    "LogDeliveryWrite": "log-delivery-write",
    "PublicRead": "public-read",
    "PublicReadWrite": "public-read-write",
}
"""AccessControl -> the canned access control list."""

_SETTINGS: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "BucketEncryption": ("PutBucketEncryption", _encryption),
    "OwnershipControls": ("PutBucketOwnershipControls", lambda given: {"OwnershipControls": given}),
    "PublicAccessBlockConfiguration": (
        "PutPublicAccessBlock",
        lambda given: {"PublicAccessBlockConfiguration": given},
    ),
    "AccessControl": ("PutBucketAcl", lambda given: {"ACL": _CANNED[given]}),
    "Tags": ("PutBucketTagging", lambda given: {"Tagging": {"TagSet": given}}),
}
"""The operation that makes a property of a bucket so, and its parameters, in the order in which they are made.

An access control list comes after what decides whether there may be one. DIFFERS: at AWS a list that may not be is told in
CreateBucket's words.
"""

KINDS = (
    Kind(
        "AWS::S3::Bucket",
        {
            **parameters("s3", "CreateBucket", BucketName="Bucket"),
            "AccessControl": Property(one_of(*_CANNED)),
            "BucketEncryption": Property(_ENCRYPTION),
            "OwnershipControls": Property(shape("s3", "OwnershipControls")),
            "PublicAccessBlockConfiguration": Property(shape("s3", "PublicAccessBlockConfiguration")),
            "Tags": Property(shape("s3", "TagSet")),
        },
        create_bucket,
        elsewhere=(
            "AccelerateConfiguration",
            "AnalyticsConfigurations",
            "CorsConfiguration",
            "IntelligentTieringConfigurations",
            "InventoryConfigurations",
            "LifecycleConfiguration",
            "LoggingConfiguration",
            "MetricsConfigurations",
            "NotificationConfiguration",
            "ObjectLockConfiguration",
            "ObjectLockEnabled",
            "ReplicationConfiguration",
            "VersioningConfiguration",
            "WebsiteConfiguration",
        ),
    ),
    Kind(
        "AWS::S3::BucketPolicy",
        {
            "Bucket": Property(text, "Bucket", required=True),
            "PolicyDocument": Property(policy, "Policy", required=True),
        },
        put_bucket_policy,
    ),
    Kind(
        "CogTUI::S3::Object",
        {
            **parameters("s3", "PutObject", "Bucket", "Key", "ContentType", required=("Bucket", "Key")),
            "Body": Property(text, "Body"),
        },
        put_object,
    ),
)
