"""Which actions the simulated services have: those of the authorization table, and those that no operation is named after.

Service Authorization Reference, "Actions defined by ..." of each service.
"""

from __future__ import annotations

from functools import cache

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.authorization import all_actions

_FURTHER = {
    "cognito-identity": "GetCredentialsForIdentity GetId GetOpenIdToken SetPrincipalTagAttributeMap UnlinkIdentity",
    "cognito-idp": "AssociateWebACL DisassociateWebACL GetWebACLForResource ListResourcesForWebACL",
    "cognito-sync": "QueryRecords SetDatasetConfiguration",
    "iam": "PassRole CreateServiceLinkedRole DeleteServiceLinkedRole GetServiceLinkedRoleDeletionStatus "
    "UpdateRoleDescription DeleteCloudFrontPublicKey GetCloudFrontPublicKey ListCloudFrontPublicKeys "
    "UpdateCloudFrontPublicKey UploadCloudFrontPublicKey FetchContext ListSTSRegionalEndpointsStatus SetSTSRegionalEndpointStatus",
    "s3": "AssociateAccessGrantsIdentityCenter BypassGovernanceRetention DeleteObjectVersionTagging GetAccelerateConfiguration "
    "GetAccountPublicAccessBlock GetAnalyticsConfiguration GetBucketAbac GetBucketAcl GetBucketCORS GetBucketLocation "
    "GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification GetBucketObjectLockConfiguration "
    "GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketRequestPayment "
    "GetBucketTagging GetBucketVersioning GetBucketWebsite GetDataAccess GetEncryptionConfiguration "
    "GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration GetMetricsConfiguration "
    "GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent "
    "GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes GetObjectVersionForReplication "
    "GetObjectVersionTagging GetObjectVersionTorrent GetReplicationConfiguration InitiateReplication ListAllMyBuckets "
    "ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner "
    "PutAccelerateConfiguration PutAccountPublicAccessBlock PutAnalyticsConfiguration PutBucketAbac PutBucketAcl "
    "PutBucketCORS PutBucketLogging PutBucketNotification PutBucketObjectLockConfiguration PutBucketOwnershipControls "
    "PutBucketPolicy PutBucketPublicAccessBlock PutBucketRequestPayment PutBucketTagging PutBucketVersioning "
    "PutBucketWebsite PutEncryptionConfiguration PutIntelligentTieringConfiguration PutInventoryConfiguration "
    "PutLifecycleConfiguration PutMetricsConfiguration PutObjectAcl PutObjectLegalHold PutObjectRetention "
    "PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging PutReplicationConfiguration ReplicateDelete "
    "ReplicateObject ReplicateTags RestoreObject PauseReplication CreateSession "
    "CreateAccessPoint DeleteAccessPoint GetAccessPoint ListAccessPoints CreateJob DescribeJob ListJobs "
    "DeleteBucketWebsite DeleteAccessPointPolicy GetAccessPointPolicy PutAccessPointPolicy",
    "sts": "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetCallerIdentity GetSessionToken "
    "GetServiceBearerToken SetContext SetSourceIdentity TagGetWebIdentityToken TagSession",
    "sns": "GetDataProtectionPolicy PutDataProtectionPolicy",
}
"""Actions that the table has not: of operations without a row, and permissions that stand for no operation."""


@cache
def actions_of(prefix: str) -> frozenset[str]:
    """Return the names of a simulated service's actions; nothing for any other service."""
    lower = prefix.lower()
    if lower not in reader.SERVICES:
        return frozenset()
    tabled = {name for each, _, name in (action.partition(":") for action in all_actions()) if each == lower}
    # What S3 calls its operations says nothing of its actions (ListObjectsV2 needs s3:ListBucket).
    named: set[str] = set() if lower == "s3" else set(reader.service(lower).operations)
    return frozenset(tabled | named | set(_FURTHER.get(lower, "").split()))


def prefixes() -> tuple[str, ...]:
    """Return the prefixes of the simulated services' actions."""
    return tuple(sorted(reader.SERVICES))
