"""One call that goes well for every simulated operation of STS, IAM and S3."""

from __future__ import annotations

from cogtui.cloud.accounts import totp
from cogtui.cloud.accounts.mfa_devices import by_serial
from cogtui.cloud.callers import Keys
from cogtui.cloud.door.authorization_messages import message_of
from cogtui.cloud.services.s3.acl_grants import LOG_DELIVERY
from tests.builders import policy, role_of
from tests.clients.prepared import Params, Prepared
from tests.clients.valid_cognito import Valid
from tests.cloud.services.sts.company import PROVIDER, Company

ALLOWS = policy({"Action": "s3:GetObject", "Resource": "*"})
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
TAGS = [{"Key": "team", "Value": "red"}, {"Key": "empty", "Value": ""}]


def _web_identity(here: Prepared) -> Params:
    return {
        "RoleArn": here.app.role_arn,
        "RoleSessionName": "me",
        "WebIdentityToken": here.held["openid_token"],
        "DurationSeconds": 900,
    }


def _assume(here: Prepared) -> Params:
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    trust = policy({"Principal": {"AWS": f"arn:aws:iam::{here.account}:root"}, "Action": actions})
    arn = here.here.do(lambda: role_of(here.here.world, "Auditors", trust=trust))
    return {
        "RoleArn": arn,
        "RoleSessionName": "me",
        "Policy": ALLOWS,
        "DurationSeconds": 900,
        "Tags": TAGS,
        "TransitiveTagKeys": ["team"],
        "SourceIdentity": "ana",
    }


def _assertion(here: Prepared) -> Params:
    """Have the company's provider say that Ana may be a role that trusts it."""

    def made() -> Params:
        company = Company(here.here.world)
        trust = policy({"Principal": {"Federated": PROVIDER}, "Action": "sts:AssumeRoleWithSAML"})
        arn = role_of(here.here.world, "Staff", trust=trust)
        return {"RoleArn": arn, "PrincipalArn": PROVIDER, "SAMLAssertion": company.signed(company.said())}

    return here.here.do(made)


def _message(here: Prepared) -> Params:
    """Have somebody denied something, and return the message about it."""

    def made() -> Params:
        denied = here.here.world.call(
            "s3", "ListBuckets", {}, caller=Keys(here.ana_key.access_key_id, here.ana_key.secret)
        )
        return {"EncodedMessage": message_of(here.here.world, denied.record)}

    return here.here.do(made)


STS: dict[str, Valid] = {
    "AssumeRole": _assume,
    "AssumeRoleWithSAML": _assertion,
    "DecodeAuthorizationMessage": _message,
    "AssumeRoleWithWebIdentity": _web_identity,
    "GetAccessKeyInfo": lambda here: {"AccessKeyId": here.ana_key.access_key_id},
    "GetCallerIdentity": lambda here: {},
    "GetFederationToken": lambda here: {"Name": "fed", "Policy": ALLOWS, "DurationSeconds": 900, "Tags": TAGS},
    "GetSessionToken": lambda here: {"DurationSeconds": 900},
}


def _ana(here: Prepared) -> Params:
    return {"UserName": "ana"}


def _cleo(here: Prepared) -> Params:
    here.done("iam", "CreateUser", UserName="cleo", Tags=TAGS)
    return {"UserName": "cleo"}


def _role(here: Prepared) -> Params:
    return {"RoleName": "Readers"}


def _group(here: Prepared) -> Params:
    return {"GroupName": "Readers"}


def _writers(here: Prepared) -> Params:
    here.done("iam", "CreateGroup", GroupName="Writers")
    return {"GroupName": "Writers"}


def _own_policy(here: Prepared) -> Params:
    return {"PolicyArn": here.own_policy}


def _unused_policy(here: Prepared) -> Params:
    made = here.done("iam", "CreatePolicy", PolicyName="Unused", PolicyDocument=ALLOWS)
    return {"PolicyArn": made["Policy"]["Arn"]}


def _second_version(here: Prepared) -> Params:
    here.done("iam", "CreatePolicyVersion", PolicyArn=here.own_policy, PolicyDocument=ALLOWS)
    return {"PolicyArn": here.own_policy, "VersionId": "v2"}


def _lonely_role(here: Prepared) -> Params:
    here.here.do(lambda: role_of(here.here.world, "Auditors"))
    return {"RoleName": "Auditors"}


def _trust(here: Prepared) -> str:
    return policy({"Principal": {"AWS": f"arn:aws:iam::{here.account}:root"}, "Action": "sts:AssumeRole"})


def _attached(holder: str) -> Valid:
    """Return the parameters of a detachment: what is attached first."""

    def valid(here: Prepared) -> Params:
        params = {**{"User": _ana, "Group": _group, "Role": _role}[holder](here), "PolicyArn": ADMINISTRATOR}
        here.done("iam", f"Attach{holder}Policy", **params)
        return params

    return valid


def _own_inline(holder: str) -> Valid:
    """Return the parameters that name an inline policy: it is put there first."""

    def valid(here: Prepared) -> Params:
        params = {**{"User": _ana, "Group": _group, "Role": _role}[holder](here), "PolicyName": "Mine"}
        here.done("iam", f"Put{holder}Policy", **params, PolicyDocument=ALLOWS)
        return params

    return valid


def _bounded(holder: str) -> Valid:
    """Return the parameters of putting a boundary, which is there now."""

    def valid(here: Prepared) -> Params:
        params = {**{"User": _ana, "Role": _role}[holder](here), "PermissionsBoundary": ADMINISTRATOR}
        here.done("iam", f"Put{holder}PermissionsBoundary", **params)
        return params

    return valid


def _putting(named: Valid) -> Valid:
    return lambda here: named(here) | {"PolicyName": "Mine", "PolicyDocument": ALLOWS}


def _of_key(here: Prepared) -> Params:
    return {"UserName": "ana", "AccessKeyId": here.ana_key.access_key_id}


def _alias(here: Prepared) -> Params:
    here.done("iam", "CreateAccountAlias", AccountAlias="ana-inc")
    return {"AccountAlias": "ana-inc"}


def _oidc(here: Prepared) -> Params:
    return {"OpenIDConnectProviderArn": f"arn:aws:iam::{here.account}:oidc-provider/login.example.org/a"}


def _saml(here: Prepared) -> Params:
    return {"SAMLProviderArn": f"arn:aws:iam::{here.account}:saml-provider/corp"}


def _metadata(here: Prepared) -> Params:
    return {"SAMLMetadataDocument": here.done("iam", "GetSAMLProvider", **_saml(here))["SAMLMetadataDocument"]}


def _source(here: Prepared) -> Params:
    return {"PolicySourceArn": f"arn:aws:iam::{here.account}:user/team/ana"}


def _simulated(here: Prepared) -> Params:
    return {
        "ActionNames": ["s3:GetObject"],
        "ResourceArns": [f"arn:aws:s3:::{here.app.bucket}/reports/tagged.txt"],
        "ResourcePolicy": _bucket_policy(here),
        "CallerArn": f"arn:aws:iam::{here.account}:user/team/ana",
        "ContextEntries": [
            {"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["203.0.113.9"], "ContextKeyType": "ip"}
        ],
    }


def _phone(here: Prepared) -> Params:
    """Return the serial number of Ana's device."""
    return {"SerialNumber": f"arn:aws:iam::{here.account}:mfa/ana"}


def _spare(here: Prepared) -> Params:
    """Return the serial number of a device that is nobody's."""
    return {"SerialNumber": f"arn:aws:iam::{here.account}:mfa/spare"}


def _codes(here: Prepared, serial: str) -> Params:
    """Return two codes in a row that a device shows about now."""

    def shown() -> Params:
        device = by_serial(here.here.world.store, serial)
        assert device is not None
        secret, step = totp.read(device.secret), totp.step_at(here.here.world.now)
        return {
            "AuthenticationCode1": totp.code_at(secret, step),
            "AuthenticationCode2": totp.code_at(secret, step + 1),
        }

    return here.here.do(shown)


def _proving(named: Valid) -> Valid:
    return lambda here: _ana(here) | named(here) | _codes(here, named(here)["SerialNumber"])


IAM: dict[str, Valid] = {
    "CreateVirtualMFADevice": lambda here: {"VirtualMFADeviceName": "tablet", "Path": "/phones/", "Tags": TAGS},
    "DeactivateMFADevice": lambda here: _ana(here) | _phone(here),
    "DeleteVirtualMFADevice": _spare,
    "EnableMFADevice": _proving(_spare),
    "GetMFADevice": _phone,
    "ListMFADeviceTags": _phone,
    "ListMFADevices": _ana,
    "ListVirtualMFADevices": lambda here: {"AssignmentStatus": "Any", "MaxItems": 1},
    "ResyncMFADevice": _proving(_phone),
    "TagMFADevice": lambda here: _phone(here) | {"Tags": TAGS},
    "UntagMFADevice": lambda here: _phone(here) | {"TagKeys": ["team"]},
    "AddClientIDToOpenIDConnectProvider": lambda here: _oidc(here) | {"ClientID": "reports-app"},
    "AddUserToGroup": lambda here: _writers(here) | _ana(here),
    "AttachGroupPolicy": lambda here: _group(here) | {"PolicyArn": ADMINISTRATOR},
    "AttachRolePolicy": lambda here: _role(here) | {"PolicyArn": ADMINISTRATOR},
    "AttachUserPolicy": lambda here: _ana(here) | {"PolicyArn": ADMINISTRATOR},
    "CreateAccessKey": _ana,
    "CreateAccountAlias": lambda here: {"AccountAlias": "ana-inc"},
    "CreateGroup": lambda here: {"GroupName": "Writers", "Path": "/team/"},
    "CreateOpenIDConnectProvider": lambda here: {
        "Url": "https://login.example.org/b",
        "ClientIDList": ["reports"],
        "ThumbprintList": ["b2" * 20],
        "Tags": TAGS,
    },
    "CreatePolicy": lambda here: {"PolicyName": "P", "PolicyDocument": ALLOWS, "Tags": TAGS, "Description": "reads"},
    "CreatePolicyVersion": lambda here: _own_policy(here) | {"PolicyDocument": ALLOWS, "SetAsDefault": True},
    "CreateRole": lambda here: {
        "RoleName": "Auditors",
        "AssumeRolePolicyDocument": _trust(here),
        "Description": "They audit",
        "MaxSessionDuration": 7200,
        "Tags": TAGS,
    },
    "CreateSAMLProvider": lambda here: _metadata(here) | {"Name": "other", "Tags": TAGS},
    "CreateUser": lambda here: {"UserName": "cleo", "Path": "/team/", "Tags": TAGS},
    "DeleteAccessKey": _of_key,
    "DeleteAccountAlias": _alias,
    "DeleteGroup": _writers,
    "DeleteGroupPolicy": _own_inline("Group"),
    "DeleteOpenIDConnectProvider": _oidc,
    "DeletePolicy": _unused_policy,
    "DeletePolicyVersion": _second_version,
    "DeleteRole": _lonely_role,
    "DeleteRolePolicy": lambda here: _role(here) | {"PolicyName": "ReadReports"},
    "DeleteSAMLProvider": _saml,
    "DeleteUser": _cleo,
    "DeleteRolePermissionsBoundary": lambda here: _bounded("Role")(here) and _role(here),
    "DeleteUserPermissionsBoundary": lambda here: _bounded("User")(here) and _ana(here),
    "DeleteUserPolicy": _own_inline("User"),
    "DetachGroupPolicy": _attached("Group"),
    "DetachRolePolicy": _attached("Role"),
    "DetachUserPolicy": lambda here: _ana(here) | _own_policy(here),
    "GetAccessKeyLastUsed": lambda here: {"AccessKeyId": here.ana_key.access_key_id},
    "GetAccountAuthorizationDetails": lambda here: {"Filter": ["User", "LocalManagedPolicy"], "MaxItems": 50},
    "GetAccountSummary": lambda here: {},
    "GetContextKeysForCustomPolicy": lambda here: {"PolicyInputList": [ALLOWS]},
    "GetContextKeysForPrincipalPolicy": lambda here: _source(here) | {"PolicyInputList": [ALLOWS]},
    "GetGroup": _group,
    "GetGroupPolicy": lambda here: _group(here) | {"PolicyName": "ListEverybody"},
    "GetOpenIDConnectProvider": _oidc,
    "GetPolicy": _own_policy,
    "GetPolicyVersion": lambda here: _own_policy(here) | {"VersionId": "v1"},
    "GetRole": _role,
    "GetRolePolicy": lambda here: _role(here) | {"PolicyName": "ReadReports"},
    "GetSAMLProvider": _saml,
    "GetUser": _ana,
    "GetUserPolicy": _own_inline("User"),
    "ListAccessKeys": _ana,
    "ListAccountAliases": lambda here: _alias(here) and {},
    "ListAttachedGroupPolicies": _group,
    "ListAttachedRolePolicies": lambda here: {"RoleName": "Operator"},
    "ListAttachedUserPolicies": _ana,
    "ListEntitiesForPolicy": _own_policy,
    "ListGroupPolicies": _group,
    "ListGroups": lambda here: {"MaxItems": 1},
    "ListGroupsForUser": _ana,
    "ListOpenIDConnectProviderTags": _oidc,
    "ListOpenIDConnectProviders": lambda here: {},
    "ListPolicies": lambda here: {"Scope": "Local"},
    "ListPolicyTags": _own_policy,
    "ListPolicyVersions": _own_policy,
    "ListRolePolicies": _role,
    "ListRoleTags": _role,
    "ListRoles": lambda here: {"MaxItems": 1},
    "ListSAMLProviderTags": _saml,
    "ListSAMLProviders": lambda here: {},
    "ListUserPolicies": _ana,
    "ListUserTags": _ana,
    "ListUsers": lambda here: {"PathPrefix": "/team/"},
    "PutGroupPolicy": _putting(_group),
    "PutRolePermissionsBoundary": lambda here: _role(here) | {"PermissionsBoundary": here.own_policy},
    "PutRolePolicy": _putting(_role),
    "PutUserPermissionsBoundary": lambda here: _ana(here) | {"PermissionsBoundary": here.own_policy},
    "PutUserPolicy": _putting(_ana),
    "RemoveClientIDFromOpenIDConnectProvider": lambda here: _oidc(here) | {"ClientID": "reports"},
    "RemoveUserFromGroup": lambda here: _group(here) | _ana(here),
    "SetDefaultPolicyVersion": _second_version,
    "SimulateCustomPolicy": lambda here: {"PolicyInputList": [ALLOWS], **_simulated(here)},
    "SimulatePrincipalPolicy": lambda here: (
        _source(here) | _simulated(here) | {"PolicyExclusionList": [{"PolicyType": "inline"}]}
    ),
    "TagOpenIDConnectProvider": lambda here: _oidc(here) | {"Tags": TAGS},
    "TagPolicy": lambda here: _own_policy(here) | {"Tags": TAGS},
    "TagRole": lambda here: _role(here) | {"Tags": TAGS},
    "TagSAMLProvider": lambda here: _saml(here) | {"Tags": TAGS},
    "TagUser": lambda here: _ana(here) | {"Tags": TAGS},
    "UntagOpenIDConnectProvider": lambda here: _oidc(here) | {"TagKeys": ["team"]},
    "UntagPolicy": lambda here: _own_policy(here) | {"TagKeys": ["team", "x"]},
    "UntagRole": lambda here: _role(here) | {"TagKeys": ["team"]},
    "UntagSAMLProvider": lambda here: _saml(here) | {"TagKeys": ["team"]},
    "UntagUser": lambda here: _ana(here) | {"TagKeys": ["team"]},
    "UpdateAccessKey": lambda here: _of_key(here) | {"Status": "Inactive"},
    "UpdateSAMLProvider": lambda here: _saml(here) | _metadata(here),
    "UpdateAssumeRolePolicy": lambda here: _role(here) | {"PolicyDocument": _trust(here)},
    "UpdateGroup": lambda here: _group(here) | {"NewGroupName": "Lectors"},
    "UpdateOpenIDConnectProviderThumbprint": lambda here: _oidc(here) | {"ThumbprintList": ["c3" * 20]},
    "UpdateRole": lambda here: _role(here) | {"Description": "New", "MaxSessionDuration": 3600},
    "UpdateRoleDescription": lambda here: _role(here) | {"Description": "New"},
    "UpdateUser": lambda here: _ana(here) | {"NewPath": "/new/"},
}


def _bucket(here: Prepared) -> Params:
    return {"Bucket": here.app.bucket}


def _object(here: Prepared) -> Params:
    return {"Bucket": here.app.bucket, "Key": "reports/tagged.txt"}


def _upload(here: Prepared) -> Params:
    return {"Bucket": here.app.bucket, "Key": here.upload.key, "UploadId": here.upload.upload_id}


def _empty_bucket(here: Prepared) -> Params:
    here.done("s3", "CreateBucket", Bucket="an-empty-bucket")
    return {"Bucket": "an-empty-bucket"}


def _bucket_policy(here: Prepared) -> str:
    who = {"AWS": f"arn:aws:iam::{here.account}:user/team/ana"}
    return policy({"Principal": who, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{here.app.bucket}/*"})


def _with_policy(here: Prepared) -> Params:
    here.done("s3", "PutBucketPolicy", **_bucket(here), Policy=_bucket_policy(here))
    return _bucket(here)


def _with_lists(here: Prepared) -> Params:
    writer = {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    here.done("s3", "PutBucketOwnershipControls", **_bucket(here), OwnershipControls=writer)
    return _bucket(here)


ENCRYPTION = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
S3_TAGS = {"TagSet": TAGS}

S3: dict[str, Valid] = {
    "AbortMultipartUpload": _upload,
    "CompleteMultipartUpload": lambda here: _upload(here) | {"MultipartUpload": {"Parts": here.parts}},
    "CopyObject": lambda here: (
        _bucket(here) | {"Key": "reports/copy é.txt", "CopySource": f"{here.app.bucket}/reports/tagged.txt"}
    ),
    "CreateBucket": lambda here: {"Bucket": "another-bucket"},
    "CreateMultipartUpload": lambda here: (
        _bucket(here) | {"Key": "reports/huge.bin", "ContentType": "video/mp4", "Metadata": {"who": "ana"}}
    ),
    "DeleteBucket": _empty_bucket,
    "DeleteBucketEncryption": _bucket,
    "DeleteBucketOwnershipControls": _bucket,
    "DeleteBucketPolicy": _with_policy,
    "DeleteBucketTagging": _bucket,
    "DeleteObject": _object,
    "DeleteObjectTagging": _object,
    "DeleteObjects": lambda here: (
        _bucket(here) | {"Delete": {"Objects": [{"Key": "reports/tagged.txt"}, {"Key": "none"}]}}
    ),
    "DeletePublicAccessBlock": _bucket,
    "GetBucketAcl": _bucket,
    "GetBucketEncryption": _bucket,
    "GetBucketLocation": _bucket,
    "GetBucketOwnershipControls": _bucket,
    "GetBucketPolicy": _with_policy,
    "GetBucketPolicyStatus": _with_policy,
    "GetBucketTagging": _bucket,
    "GetBucketVersioning": _bucket,
    "GetObject": lambda here: _object(here) | {"Range": "bytes=0-0"},
    "GetObjectAcl": _object,
    "GetObjectTagging": _object,
    "GetPublicAccessBlock": _bucket,
    "HeadBucket": _bucket,
    "HeadObject": _object,
    "ListBuckets": lambda here: {},
    "ListMultipartUploads": _bucket,
    "ListObjectVersions": _bucket,
    "ListObjects": lambda here: _bucket(here) | {"Delimiter": "/", "Prefix": "reports/", "MaxKeys": 1},
    "ListObjectsV2": lambda here: _bucket(here) | {"Delimiter": "/", "MaxKeys": 1, "FetchOwner": True},
    "ListParts": _upload,
    "PutBucketAcl": lambda here: _with_lists(here) | {"GrantRead": f'uri="{LOG_DELIVERY}"'},
    "PutBucketEncryption": lambda here: _bucket(here) | {"ServerSideEncryptionConfiguration": ENCRYPTION},
    "PutBucketOwnershipControls": lambda here: (
        _bucket(here) | {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}}
    ),
    "PutBucketPolicy": lambda here: _bucket(here) | {"Policy": _bucket_policy(here)},
    "PutBucketTagging": lambda here: _bucket(here) | {"Tagging": S3_TAGS},
    "PutObject": lambda here: (
        _bucket(here)
        | {"Key": "a b/ü+%20.txt", "Body": b"it is\n", "ContentType": "text/plain", "Metadata": {"who": "ana"}}
    ),
    "PutObjectAcl": lambda here: (
        _with_lists(here) | _object(here) | {"AccessControlPolicy": here.done("s3", "GetObjectAcl", **_object(here))}
    ),
    "PutObjectTagging": lambda here: _object(here) | {"Tagging": S3_TAGS},
    "PutPublicAccessBlock": lambda here: (
        _bucket(here) | {"PublicAccessBlockConfiguration": {"BlockPublicPolicy": True}}
    ),
    "UploadPart": lambda here: _upload(here) | {"PartNumber": 2, "Body": b"more"},
    "UploadPartCopy": lambda here: (
        _upload(here) | {"PartNumber": 2, "CopySource": f"{here.app.bucket}/reports/welcome.txt"}
    ),
}
