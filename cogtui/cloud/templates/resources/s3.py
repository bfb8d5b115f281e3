"""Resource types of S3: AWS's bucket and its policy, and CogTUI's own object, for which CloudFormation has no type.

Source: CloudFormation User Guide, "Amazon S3 resource type reference".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.templates.resources.blame import in_policy
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import policy, text


def create_bucket(making: Making) -> Made:
    """Make an AWS::S3::Bucket."""
    region = making.scope.stack.region
    asked: dict[str, Any] = {"Bucket": making.new_name().lower(), **making.parameters}
    if region != "us-east-1":  # the one region that CreateBucket does not want to hear of
        asked["CreateBucketConfiguration"] = {"LocationConstraint": region}
    making.invoke("s3", "CreateBucket", asked)
    name: str = asked["Bucket"]
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


KINDS = (
    Kind(
        "AWS::S3::Bucket",
        parameters("s3", "CreateBucket", BucketName="Bucket"),
        create_bucket,
        elsewhere=(
            "AccelerateConfiguration",
            "AccessControl",
            "AnalyticsConfigurations",
            "BucketEncryption",
            "CorsConfiguration",
            "IntelligentTieringConfigurations",
            "InventoryConfigurations",
            "LifecycleConfiguration",
            "LoggingConfiguration",
            "MetricsConfigurations",
            "NotificationConfiguration",
            "ObjectLockConfiguration",
            "ObjectLockEnabled",
            "OwnershipControls",
            "PublicAccessBlockConfiguration",
            "ReplicationConfiguration",
            "Tags",
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
