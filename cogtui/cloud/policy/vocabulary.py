"""The words that policies are made of beyond the grammar: which condition keys there are, and what kind of value each has.

IAM User Guide, "AWS global condition context keys"; Service Authorization Reference, condition keys of STS, IAM, S3 and SNS.
A key ending in `/` begins the names of a family (`aws:PrincipalTag/team`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

KeyType = Literal["text", "bool", "number", "date", "arn", "address"]


class ConditionKey(msgspec.Struct, frozen=True):
    """A condition key that the simulated services know."""

    name: str
    about: str
    """What it tells, in a few words."""
    type: KeyType = "text"
    several: bool = False
    """It can have several values and needs ForAnyValue or ForAllValues."""
    anywhere: bool = True
    """Worth offering in policies of every kind; else in role trust policies only."""


_K = ConditionKey

GLOBAL = (
    _K("aws:CurrentTime", "when the request arrives", "date"),
    _K("aws:EpochTime", "the same in seconds since 1970", "date"),
    _K("aws:MultiFactorAuthPresent", "was there a second factor? absent for long-term keys", "bool"),
    _K("aws:MultiFactorAuthAge", "seconds since the second factor", "number"),
    _K("aws:PrincipalAccount", "the caller's account"),
    _K("aws:PrincipalArn", "the caller; of a session its role", "arn"),
    _K("aws:PrincipalIsAWSService", "does a service call for itself?", "bool"),
    _K("aws:PrincipalOrgID", "the organization of the caller's account"),
    _K("aws:PrincipalOrgPaths", "where in the organization it stands", several=True),
    _K("aws:PrincipalServiceName", "the service that calls for itself"),
    _K("aws:PrincipalServiceNamesList", "all names of that service", several=True),
    _K("aws:PrincipalTag/", "a tag of the caller or of its session"),
    _K("aws:PrincipalType", "User, AssumedRole, FederatedUser, Account or Anonymous"),
    _K("aws:FederatedProvider", "the provider that the session came from"),
    _K("aws:TokenIssueTime", "when the session began; absent for long-term keys", "date"),
    _K("aws:SourceIdentity", "the source identity that the session carries"),
    _K("aws:userid", "the caller's unique id; of a session id:name"),
    _K("aws:username", "the IAM user's name; absent for roles"),
    _K("aws:RequestedRegion", "the region that is called"),
    _K("aws:RequestTag/", "a tag that the request sends"),
    _K("aws:ResourceTag/", "a tag of the resource"),
    _K("aws:TagKeys", "the names of the tags that the request sends", several=True),
    _K("aws:ResourceAccount", "the resource's account"),
    _K("aws:ResourceOrgID", "the organization of the resource's account"),
    _K("aws:ResourceOrgPaths", "where in the organization it stands", several=True),
    _K("aws:SecureTransport", "does the request come over HTTPS?", "bool"),
    _K("aws:SourceIp", "the caller's public address", "address"),
    _K("aws:VpcSourceIp", "the caller's address in a VPC", "address"),
    _K("aws:SourceVpc", "the VPC that the request comes through"),
    _K("aws:SourceVpce", "the VPC endpoint that it comes through"),
    _K("aws:SourceAccount", "the account for which a service calls"),
    _K("aws:SourceArn", "the resource for which a service calls", "arn"),
    _K("aws:SourceOrgID", "the organization for which a service calls"),
    _K("aws:SourceOrgPaths", "where in the organization that stands", several=True),
    _K("aws:UserAgent", "what the client calls itself: anybody can say anything"),
    _K("aws:Referer", "the page that sent the request: anybody can say anything"),
    _K("aws:ViaAWSService", "does a service call with the caller's rights?", "bool"),
    _K("aws:CalledVia", "the services in between", several=True),
    _K("aws:CalledViaFirst", "the first service in between"),
    _K("aws:CalledViaLast", "the last service in between"),
)

TRUST = (
    _K("sts:ExternalId", "the secret word that a third party sends", anywhere=False),
    _K("sts:RoleSessionName", "the session's name", anywhere=False),
    _K("sts:SourceIdentity", "who is behind the session", anywhere=False),
    _K("sts:TransitiveTagKeys", "tags that pass on to further roles", several=True, anywhere=False),
    _K("sts:DurationSeconds", "how long the session is to last", "number", anywhere=False),
    _K("sts:AWSServiceName", "the service that asks for a token", anywhere=False),
    _K("sts:RoleArn", "the role that is assumed", "arn", anywhere=False),
    _K("sts:TaskPolicyArn", "the policy that bounds a root session", "arn", anywhere=False),
    _K("sts:RequestContext/", "a context key that the request sends", anywhere=False),
    _K("sts:RequestContextProviders", "who vouches for that", "arn", several=True, anywhere=False),
    _K("cognito-identity.amazonaws.com:aud", "the identity pool", anywhere=False),
    _K("cognito-identity.amazonaws.com:amr", "authenticated or not, and the login", several=True, anywhere=False),
    _K("cognito-identity.amazonaws.com:sub", "the identity's id"),
    _K("accounts.google.com:aud", "Google's client id", anywhere=False),
    _K("accounts.google.com:oaud", "Google's other client id", anywhere=False),
    _K("accounts.google.com:sub", "the person's id at Google"),
    _K("graph.facebook.com:app_id", "Facebook's app id", anywhere=False),
    _K("graph.facebook.com:id", "the person's id at Facebook"),
    _K("www.amazon.com:app_id", "Amazon's app id", anywhere=False),
    _K("www.amazon.com:user_id", "the person's id at Amazon"),
    _K("saml:aud", "where the assertion was sent", anywhere=False),
    _K("saml:iss", "who wrote the assertion", anywhere=False),
    _K("saml:sub", "whom it is about"),
    _K("saml:sub_type", "persistent, transient, or the format", anywhere=False),
    _K("saml:namequalifier", "issuer, account and provider, hashed", anywhere=False),
    _K("saml:doc", "account and name of the SAML provider", anywhere=False),
)

SERVICES = (
    _K("iam:PermissionsBoundary", "the boundary that is set", "arn"),
    _K("iam:PolicyARN", "the policy that is attached", "arn"),
    _K("iam:PassedToService", "the service that a role is given to"),
    _K("iam:AssociatedResourceArn", "what the role is to be used with", "arn"),
    _K("iam:AWSServiceName", "the service of a service-linked role"),
    _K("iam:ResourceTag/", "a tag of the user or role"),
    _K("s3:prefix", "what the keys that are listed begin with"),
    _K("s3:delimiter", "what a listing groups keys by"),
    _K("s3:max-keys", "how many keys are listed at once", "number"),
    _K("s3:VersionId", "the version that is asked for"),
    _K("s3:LocationConstraint", "the region of a new bucket"),
    _K("s3:ExistingObjectTag/", "a tag of the object"),
    _K("s3:RequestObjectTag/", "a tag that is put on the object"),
    _K("s3:RequestObjectTagKeys", "the names of those tags", several=True),
    _K("s3:ResourceAccount", "the bucket's account"),
    _K("s3:TlsVersion", "the version of TLS", "number"),
    _K("s3:authType", "how the request is signed: header, query string, form"),
    _K("s3:signatureAge", "milliseconds since it was signed", "number"),
    _K("s3:signatureversion", "the version of the signature"),
    _K("s3:if-match", "write only over this"),
    _K("s3:if-none-match", "write only where there is nothing"),
    _K("s3:x-amz-acl", "the ready-made ACL that is put"),
    _K("s3:x-amz-content-sha256", "whether the body is signed"),
    _K("s3:x-amz-copy-source", "what is copied"),
    _K("s3:x-amz-grant-full-control", "whom the ACL gives everything"),
    _K("s3:x-amz-grant-read", "whom it lets read"),
    _K("s3:x-amz-grant-read-acp", "whom it lets read the ACL"),
    _K("s3:x-amz-grant-write", "whom it lets write"),
    _K("s3:x-amz-grant-write-acp", "whom it lets write the ACL"),
    _K("s3:x-amz-metadata-directive", "copy the metadata or replace it"),
    _K("s3:x-amz-object-ownership", "who owns objects that others put"),
    _K("s3:x-amz-server-side-encryption", "how it is encrypted"),
    _K("s3:x-amz-server-side-encryption-aws-kms-key-id", "with which key", "arn"),
    _K("s3:x-amz-storage-class", "the storage class"),
    _K("sns:Endpoint", "where a subscription sends"),
    _K("sns:Protocol", "how a subscription sends"),
)

KEYS: dict[str, ConditionKey] = {key.name.lower(): key for key in (*GLOBAL, *TRUST, *SERVICES)}
_FAMILIES = tuple(key for key in KEYS.values() if key.name.endswith("/"))

CHECKED_PREFIXES = ("aws", "sts", "s3", "iam", "sns")
"""Whose keys are all here, so that an unknown one is a mistake."""

UNLISTED = ("s3:accesspoint", "s3:dataaccesspoint", "s3:accessgrants", "s3:object-lock", "s3:inventory", "aws:ec2")
"""What keys of services that are not simulated begin with; nothing is said of them."""


def key_named(name: str) -> ConditionKey | None:
    """Return what is known of a condition key; its case does not count."""
    lower = name.lower()
    found = KEYS.get(lower)
    if found is not None:
        return found if not found.name.endswith("/") else None
    return next((one for one in _FAMILIES if lower.startswith(one.name.lower())), None)


def is_several(name: str) -> bool:
    """Say whether a key has several values; of OIDC and SAML keys the names tell."""
    found = key_named(name)
    if found is not None:
        return found.several
    lower = name.lower()
    return lower.endswith(":amr") or lower.startswith("saml:edu")
