"""Three of everything, for lists that come in pages."""

from __future__ import annotations

from tests.builders import policy
from tests.clients.prepared import Params, Prepared
from tests.clients.valid import VALID

NAMES = ("one", "two", "three")
ALLOWS = policy({"Action": "s3:GetObject", "Resource": "*"})
DETAILS = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}

HOLDERS: dict[str, Params] = {
    "User": {"UserName": "ana"},
    "Group": {"GroupName": "Readers"},
    "Role": {"RoleName": "Readers"},
}


def plenty(here: Prepared) -> None:
    """Put at least three of everything into a prepared world."""
    for number, name in enumerate(NAMES, 3):
        _people(here, name)
        _of_iam(here, name)
        _policies(here, name)
        _in_buckets(here, name, number)
        _in_organization(here, name)
    for name in ("Facebook", "LoginWithAmazon"):
        provider = {"ProviderName": name, "ProviderType": name, "ProviderDetails": DETAILS}
        here.done("cognito-idp", "CreateIdentityProvider", UserPoolId=here.pool, **provider)


def _people(here: Prepared, name: str) -> None:
    pool = {"UserPoolId": here.pool}
    here.done("cognito-idp", "CreateUserPool", PoolName=name)
    here.done("cognito-idp", "CreateUserPoolClient", **pool, ClientName=name)
    here.done("cognito-idp", "AdminCreateUser", **pool, Username=name, MessageAction="SUPPRESS")
    here.done("cognito-idp", "CreateGroup", **pool, GroupName=name)
    here.done("cognito-idp", "AdminAddUserToGroup", **pool, GroupName=name, Username="ana")
    here.done("cognito-idp", "AdminAddUserToGroup", **pool, GroupName="editors", Username=name)
    here.done("cognito-idp", "CreateResourceServer", **pool, Identifier=name, Name=name)
    here.done("cognito-identity", "CreateIdentityPool", IdentityPoolName=name, AllowUnauthenticatedIdentities=True)


def _of_iam(here: Prepared, name: str) -> None:
    here.done("iam", "CreateUser", UserName=name)
    here.done("iam", "CreateGroup", GroupName=name)
    here.done("iam", "CreateRole", RoleName=name, AssumeRolePolicyDocument=_trust(here))
    here.done("iam", "AddUserToGroup", GroupName=name, UserName="ana")
    here.done("iam", "AddUserToGroup", GroupName="Readers", UserName=name)
    here.done("iam", "AttachUserPolicy", UserName=name, PolicyArn=here.own_policy)
    if name == "one":
        here.done("iam", "CreateAccessKey", UserName="ana")
        here.done("iam", "EnableMFADevice", **VALID["iam", "EnableMFADevice"](here))


def _policies(here: Prepared, name: str) -> None:
    arn = here.done("iam", "CreatePolicy", PolicyName=name, PolicyDocument=ALLOWS)["Policy"]["Arn"]
    here.done("iam", "CreatePolicyVersion", PolicyArn=here.own_policy, PolicyDocument=ALLOWS)
    for kind, holder in HOLDERS.items():
        here.done("iam", f"Attach{kind}Policy", **holder, PolicyArn=arn)
        here.done("iam", f"Put{kind}Policy", **holder, PolicyName=name, PolicyDocument=ALLOWS)
    tagged = {
        "User": HOLDERS["User"],
        "Role": HOLDERS["Role"],
        "Policy": {"PolicyArn": here.own_policy},
        "OpenIDConnectProvider": VALID["iam", "GetOpenIDConnectProvider"](here),
        "SAMLProvider": VALID["iam", "GetSAMLProvider"](here),
        "MFADevice": VALID["iam", "GetMFADevice"](here),
    }
    for kind, holder in tagged.items():
        here.done("iam", f"Tag{kind}", **holder, Tags=[{"Key": name, "Value": name}])


def _in_organization(here: Prepared, name: str) -> None:
    root = VALID["organizations", "CreateOrganizationalUnit"](here)["ParentId"]
    here.done("organizations", "CreateAccount", Email=f"{name}@example.com", AccountName=name)
    here.done("organizations", "CreateOrganizationalUnit", ParentId=root, Name=name)
    policy_of = {"Name": name, "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": ALLOWS}
    made = here.done("organizations", "CreatePolicy", **policy_of)["Policy"]["PolicySummary"]["Id"]
    target = VALID["organizations", "ListPoliciesForTarget"](here)["TargetId"]
    here.done("organizations", "AttachPolicy", PolicyId=made, TargetId=target)


def _in_buckets(here: Prepared, name: str, number: int) -> None:
    here.done("s3", "CreateBucket", Bucket=f"bucket-{name}")
    here.done("s3", "CreateMultipartUpload", Bucket=here.app.bucket, Key=name)
    part = {"UploadId": here.upload.upload_id, "PartNumber": number, "Body": b"x"}
    here.done("s3", "UploadPart", Bucket=here.app.bucket, Key=here.upload.key, **part)


def _trust(here: Prepared) -> str:
    return policy({"Principal": {"AWS": f"arn:aws:iam::{here.account}:root"}, "Action": "sts:AssumeRole"})
