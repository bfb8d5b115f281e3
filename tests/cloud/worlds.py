"""The ready-made world with a person on her way through it, for tests of the door and of time travel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cogtui.cloud.accounts import totp
from cogtui.cloud.accounts.mfa_devices import by_serial
from cogtui.cloud.accounts.principals import ACCOUNTS
from cogtui.cloud.services.s3.records import UPLOADS, Upload
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import Page, WebRequest
from cogtui.cloud.world import World
from cogtui.device import flows
from cogtui.device.flows import Exchange, Way
from cogtui.device.settings import settings_of
from cogtui.resources import lessons_dir

TEMPLATE = "worlds/sign-in-with-facebook.yaml"


def ready_made(seed: str = "test") -> World:
    """Return the world that the lab opens on."""
    world = World(seed)
    file = lessons_dir() / TEMPLATE
    apply(world, file.read_text(encoding="utf-8"), file.name)
    return world


IAM = """
Resources:
  Readers:
    Type: AWS::IAM::Group
    Properties:
      GroupName: Readers
      Policies:
        - PolicyName: ListEverybody
          PolicyDocument:
            {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "iam:List*", Resource: "*"}]}
  Ana:
    Type: AWS::IAM::User
    Properties: {UserName: ana, Path: /team/, Groups: [!Ref Readers], Tags: [{Key: team, Value: red}]}
  Key:
    Type: AWS::IAM::AccessKey
    Properties: {UserName: !Ref Ana}
  Reading:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: Reading
      Users: [!Ref Ana]
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "iam:Get*", Resource: "*"}]}
Outputs:
  Policy: {Value: !Ref Reading}
  KeyId: {Value: !Ref Key}
  Secret: {Value: !GetAtt Key.SecretAccessKey}
"""
"""An IAM user with a key, in a group, with policies."""


def settle_users(world: World) -> dict[str, str]:
    """Put the users of `IAM` into a world and return the template's outputs: Policy, KeyId, Secret."""
    return {name: str(value) for name, value in apply(world, IAM, "iam.yaml").outputs.items()}


def walk(world: World, way: Way = "facebook", exchange: Exchange = "classic", until: str = "") -> None:
    """Take the steps of a flow, up to but without the step `until`."""
    while left := flows.remaining(world, way, exchange):
        if left[0].id == until:
            return
        answered(world, way, left[0].id)


def answered(world: World, way: Way, step: str) -> None:
    """Take one step; a page is answered as it is filled in."""
    outcome = flows.take(world, way, step)
    while isinstance(outcome, Page):
        assert not outcome.error, outcome.error
        following = flows.answer(world, outcome, {})
        if following is None:
            return
        outcome = following
    assert isinstance(outcome, Reply)
    assert outcome.ok, outcome.error


def attempted(world: World, way: Way) -> None:
    """Try to log in; a world without the app shows an error page, and that is that."""
    page = flows.take(world, way, "login")
    while isinstance(page, Page) and not page.error:
        page = flows.answer(world, page, {})


def furnish_pool(world: World) -> None:
    """Give the ready-made user pool something of everything that administrators set up."""
    first = world.call("cognito-idp", "ListUserPools", {"MaxResults": 1}, caller=world.operator).output
    pool = first["UserPools"][0]["Id"]
    details = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
    for operation, params in (
        (
            "UpdateUserPool",
            {
                "AutoVerifiedAttributes": ["email"],
                "UserPoolTier": "PLUS",
                "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
            },
        ),
        ("CreateGroup", {"GroupName": "editors"}),
        ("AdminAddUserToGroup", {"GroupName": "editors", "Username": "ana"}),
        ("CreateResourceServer", {"Identifier": "notes", "Name": "Notes"}),
        ("CreateUserPoolDomain", {"Domain": "ana-demo"}),
        (
            "SetUserPoolMfaConfig",
            {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": True}},
        ),
        (
            "CreateIdentityProvider",
            {"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details, "IdpIdentifiers": ["ana"]},
        ),
    ):
        reply = world.call("cognito-idp", operation, {"UserPoolId": pool, **params}, caller=world.operator)
        assert reply.ok, reply.error


def furnish_looks(world: World) -> None:
    """Give the ready-made app client a style and terms of use."""
    app = settings_of(world)
    pool = world.call("cognito-idp", "ListUserPools", {"MaxResults": 1}, caller=world.operator).output["UserPools"][0]
    whose = {"UserPoolId": pool["Id"], "ClientId": app.user_pool_client_id}
    terms = {"TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE"}
    links = {"Links": {"cognito:default": "https://app.example.com/terms"}}
    for operation, params in (
        ("CreateManagedLoginBranding", {"UseCognitoProvidedValues": True}),
        ("CreateTerms", terms | links),
    ):
        reply = world.call("cognito-idp", operation, whose | params, caller=world.operator)
        assert reply.ok, reply.error


def furnish_import(world: World) -> str:
    """Have an import of users wait to be started, with a file that names Carla; return the job's id."""
    pool = world.call("cognito-idp", "ListUserPools", {"MaxResults": 1}, caller=world.operator).output["UserPools"][0]

    def called(operation: str, **params: Any) -> dict[str, Any]:
        reply = world.call("cognito-idp", operation, {"UserPoolId": pool["Id"], **params}, caller=world.operator)
        assert reply.ok, reply.error
        return reply.output

    columns = called("GetCSVHeader")["CSVHeader"]
    role = settings_of(world).role_arn
    job = called("CreateUserImportJob", JobName="move in", CloudWatchLogsRoleArn=role)["UserImportJob"]
    given = {"cognito:username": "carla", "cognito:mfa_enabled": "false"}
    given |= {"email": "carla@example.com", "email_verified": "true"}
    text = "\n".join((",".join(columns), ",".join(given.get(column, "") for column in columns)))
    parts = urlsplit(job["PreSignedUrl"])
    signed = {"x-amz-server-side-encryption": "aws:kms"}
    request = WebRequest("PUT", parts.netloc, parts.path, dict(parse_qsl(parts.query)), {}, signed, content=text)
    assert world.web(request).status == 200
    return job["JobId"]


def furnish_device(world: World) -> str:
    """Have the ready-made user pool track devices and remember Ana's laptop; return its key."""
    pool = world.call("cognito-idp", "ListUserPools", {"MaxResults": 1}, caller=world.operator).output["UserPools"][0]
    named = {"UserPoolId": pool["Id"]}
    kept = ("AutoVerifiedAttributes", "MfaConfiguration", "UserPoolTier", "UserPoolAddOns")
    described = world.call("cognito-idp", "DescribeUserPool", named, caller=world.operator).output["UserPool"]
    settings = {name: described[name] for name in kept if name in described}
    settings["DeviceConfiguration"] = {"ChallengeRequiredOnNewDevice": True}
    assert world.call("cognito-idp", "UpdateUserPool", named | settings, caller=world.operator).ok
    password = {"USERNAME": "ana", "PASSWORD": "Pool-ana-1"}
    client = settings_of(world).user_pool_client_id
    asked = {"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": password}
    begun = world.call("cognito-idp", "InitiateAuth", asked).output["AuthenticationResult"]
    key = begun["NewDeviceMetadata"]["DeviceKey"]
    secret = {"PasswordVerifier": "Kg==", "Salt": "Kg=="}
    asked = {"AccessToken": begun["AccessToken"], "DeviceKey": key, "DeviceSecretVerifierConfig": secret}
    reply = world.call("cognito-idp", "ConfirmDevice", asked)
    assert reply.ok, reply.error
    return key


def furnish_sessions(world: World) -> None:
    """Have the ready-made user pool track sessions from now on, and sign Ana in twice."""
    pool = world.call("cognito-idp", "ListUserPools", {"MaxResults": 1}, caller=world.operator).output["UserPools"][0]
    setting = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 20}}
    on = {"UserPoolId": pool["Id"], **setting}
    assert world.call("cognito-idp", "SetUserPoolSessionConfiguration", on, caller=world.operator).ok
    password = {"USERNAME": "ana", "PASSWORD": "Pool-ana-1"}
    client = settings_of(world).user_pool_client_id
    asked = {"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": password}
    assert all(world.call("cognito-idp", "InitiateAuth", asked).ok for _ in range(2))


def furnish_identity_pool(world: World) -> str:
    """Let the app's backend vouch for users at the ready-made identity pool; return the identity of `dev-ana`."""

    def called(operation: str, **params: Any) -> dict[str, Any]:
        reply = world.call("cognito-identity", operation, params, caller=world.operator)
        assert reply.ok, reply.error
        return reply.output

    pool_id = settings_of(world).identity_pool_id
    present = called("DescribeIdentityPool", IdentityPoolId=pool_id)
    called("UpdateIdentityPool", **present, DeveloperProviderName="login.example")
    for user in ("dev-ben", "dev-ana"):
        vouched = called("GetOpenIdTokenForDeveloperIdentity", IdentityPoolId=pool_id, Logins={"login.example": user})
    return vouched["IdentityId"]


def furnish_oidc(world: World) -> str:
    """Let the account know an OpenID provider, and the ready-made identity pool take its logins; return its ARN."""
    asked = {"Url": "https://login.example.org/a", "ClientIDList": ["reports"], "ThumbprintList": ["a1" * 20]}
    reply = world.call("iam", "CreateOpenIDConnectProvider", asked, caller=world.operator)
    assert reply.ok, reply.error
    arn = reply.output["OpenIDConnectProviderArn"]
    pool = {"IdentityPoolId": settings_of(world).identity_pool_id}
    present = world.call("cognito-identity", "DescribeIdentityPool", pool, caller=world.operator).output
    listed = {**present, "OpenIdConnectProviderARNs": [arn]}
    reply = world.call("cognito-identity", "UpdateIdentityPool", listed, caller=world.operator)
    assert reply.ok, reply.error
    return arn


SAML = """
Resources:
  Company:
    Type: CogTUI::SamlProvider
    Properties:
      Name: corp
      Users: [{Email: ana@corp.example, Name: Ana Silva, Password: correct horse, NameId: Ana-1}]
      ServiceProviders: [{EntityId: "urn:amazon:webservices", AcsUrl: "https://signin.aws.amazon.com/saml"}]
  Corp:
    Type: AWS::IAM::SAMLProvider
    Properties: {Name: corp, SamlMetadataDocument: !GetAtt Company.Metadata, Tags: [{Key: team, Value: red}]}
Outputs:
  Arn: {Value: !Ref Corp}
  Metadata: {Value: !GetAtt Company.Metadata}
"""
"""A company's SAML provider, and the account that knows it."""


def furnish_saml(world: World) -> dict[str, str]:
    """Let the account know a SAML provider, and the ready-made identity pool list it; return its Arn and Metadata."""
    outputs = apply(world, SAML, "saml.yaml").outputs
    pool = {"IdentityPoolId": settings_of(world).identity_pool_id}
    present = world.call("cognito-identity", "DescribeIdentityPool", pool, caller=world.operator).output
    listed = {**present, "SamlProviderARNs": [outputs["Arn"]]}
    reply = world.call("cognito-identity", "UpdateIdentityPool", listed, caller=world.operator)
    assert reply.ok, reply.error
    return outputs


def furnish_mfa(world: World) -> None:
    """Give the user `ana` of `IAM` a virtual MFA device, and let another one be nobody's."""
    for name in ("ana", "spare"):
        reply = world.call("iam", "CreateVirtualMFADevice", {"VirtualMFADeviceName": name}, caller=world.operator)
        assert reply.ok, reply.error
    device = by_serial(world.store, f"arn:aws:iam::{world.account}:mfa/ana")
    assert device is not None
    step = totp.step_at(world.now)
    codes = [totp.code_at(totp.read(device.secret), one) for one in (step - 1, step)]
    asked = {"UserName": "ana", "SerialNumber": device.serial}
    asked |= {"AuthenticationCode1": codes[0], "AuthenticationCode2": codes[1]}
    reply = world.call("iam", "EnableMFADevice", asked, caller=world.operator)
    assert reply.ok, reply.error


def furnish_bucket(world: World) -> None:
    """Give the ready-made bucket settings of all kinds, a tagged object and an upload that goes on."""
    bucket = settings_of(world).bucket
    tags = {"TagSet": [{"Key": "team", "Value": "red"}]}
    doings: list[tuple[str, dict[str, Any]]] = [
        ("PutBucketTagging", {"Tagging": tags}),
        ("PutPublicAccessBlock", {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}}),
        ("PutBucketOwnershipControls", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}}),
        ("PutBucketAcl", {"ACL": "log-delivery-write"}),
        ("PutObject", {"Key": "reports/tagged.txt", "Body": b"42", "Tagging": "team=red"}),
    ]
    for operation, params in doings:
        succeeded(world, operation, Bucket=bucket, **params)
    begun = succeeded(world, "CreateMultipartUpload", Bucket=bucket, Key="reports/big.bin")
    part = {"UploadId": begun["UploadId"], "PartNumber": 1, "Body": b"42"}
    succeeded(world, "UploadPart", Bucket=bucket, Key="reports/big.bin", **part)


def succeeded(world: World, operation: str, **params: Any) -> dict[str, Any]:
    """Make a call to S3 that must succeed, and return its output."""
    reply = world.call("s3", operation, params, caller=world.operator)
    assert reply.ok, reply.error
    return reply.output


def furnish_sns(world: World) -> None:
    """Give the account an application with a registered phone, and a topic with subscribers, one of whom has not confirmed."""

    def called(operation: str, **params: Any) -> dict[str, Any]:
        reply = world.call("sns", operation, params, caller=world.operator)
        assert reply.ok, reply.error
        return reply.output

    key = {"PlatformCredential": "key"}
    made = called("CreatePlatformApplication", Name="notes", Platform="GCM", Attributes=key)
    phone = called("CreatePlatformEndpoint", PlatformApplicationArn=made["PlatformApplicationArn"], Token="phone-1")
    topic = called("CreateTopic", Name="alerts", Tags=[{"Key": "team", "Value": "red"}])["TopicArn"]
    called("AddPermission", TopicArn=topic, Label="others", AWSAccountId=[world.account], ActionName=["Publish"])
    for protocol, endpoint in (
        ("application", phone["EndpointArn"]),
        ("sms", "+15551234567"),
        ("email", "ana@example.com"),
        ("lambda", f"arn:aws:lambda:us-east-1:{world.account}:function:f"),
    ):
        called("Subscribe", TopicArn=topic, Protocol=protocol, Endpoint=endpoint)


def furnish_organization(world: World) -> None:
    """Make the account manage an organization with a unit and a policy; an account that has left it is invited back."""

    def called(operation: str, **params: Any) -> dict[str, Any]:
        reply = world.call("organizations", operation, params, caller=world.operator)
        assert reply.ok, reply.error
        return reply.output

    called("CreateOrganization")
    root = called("ListRoots")["Roots"][0]["Id"]
    unit = called("CreateOrganizationalUnit", ParentId=root, Name="Dev")["OrganizationalUnit"]["Id"]
    kind = {"Type": "SERVICE_CONTROL_POLICY", "Name": "NoIam", "Description": ""}
    made = called("CreatePolicy", Content=CONTROL, **kind)["Policy"]["PolicySummary"]
    called("AttachPolicy", PolicyId=made["Id"], TargetId=unit)
    called("CreateAccount", Email="dev@example.com", AccountName="Dev")
    other = other_account(world)
    called("RemoveAccountFromOrganization", AccountId=other)
    called("InviteAccountToOrganization", Target={"Type": "ACCOUNT", "Id": other})


def other_account(world: World) -> str:
    """Return the account that is not the world's first."""
    return next(account for account in world.store.scopes(ACCOUNTS) if account != world.account)


CONTROL = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}'
"""A service control policy."""


def upload_in(world: World) -> Upload:
    """Return the upload that goes on in the ready-made bucket."""
    return next(world.store.scan(UPLOADS, settings_of(world).bucket))


Doing = Callable[[World], object]

DOINGS: dict[str, Doing] = {
    "facebook": lambda world: attempted(world, "facebook"),
    "password": lambda world: attempted(world, "user_pool"),
    "get-id": lambda world: flows.take(world, "guest", "get-id"),
    "token": lambda world: flows.take(world, "guest", "get-open-id-token"),
    "assume": lambda world: flows.take(world, "guest", "assume-role"),
    "enhanced": lambda world: flows.take(world, "guest", "get-credentials"),
    "read": flows.get_object,
    "read nothing": lambda world: flows.get_object(world, key="reports/none.txt"),
    "hour": lambda world: world.act("clock.advance", seconds=3600),
    "wrong": lambda world: world.call("sts", "AssumeRoleWithWebIdentity", {"RoleArn": "x"}),
    "not simulated": lambda world: world.call("iam", "ListServerCertificates", {}, caller=world.operator),
}
"""Things that a person may do at any time; some are refused, depending on what came before."""
