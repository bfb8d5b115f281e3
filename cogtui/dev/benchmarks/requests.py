"""The requests of the endpoint's benchmark as bytes: made, and signed where they must be, before anything is timed."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit

from cogtui.dev.benchmarks.scene import KEY, PASSWORD, USERNAME
from cogtui.dev.benchmarks.servers import Served

# Without types: botocore has none.
boto3: Any = import_module("boto3")
auth: Any = import_module("botocore.auth")
awsrequest: Any = import_module("botocore.awsrequest")
credentials_of: Any = import_module("botocore.credentials")

REGION: Final = "us-east-1"
VARIETY: Final = 40
"""How many different tokens take turns, so that nobody profits from having seen one before."""


def client(served: Served, service: str) -> Any:
    """Return a real client of the server."""
    key_id, secret = served.key
    return boto3.client(
        service,
        endpoint_url=served.url,
        region_name=REGION,
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
    )


class World:
    """What the two servers have alike: a user pool, an identity pool, a role, a bucket with an object."""

    user_pool_client: str
    identity_pool: str
    login_key: str
    role: str
    bucket: str
    logins: list[str]
    """ID tokens."""
    openid_tokens: list[str]
    identity: str


def ours(served: Served) -> World:
    """Sign Ana in several times at the ready-made world."""
    world = World()
    idp, identity = client(served, "cognito-idp"), client(served, "cognito-identity")
    pool = idp.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
    world.user_pool_client = _client_with_passwords(idp, pool)
    world.login_key = f"cognito-idp.{REGION}.amazonaws.com/{pool}"
    world.identity_pool = identity.list_identity_pools(MaxResults=1)["IdentityPools"][0]["IdentityPoolId"]
    world.role = identity.get_identity_pool_roles(IdentityPoolId=world.identity_pool)["Roles"]["authenticated"]
    world.bucket = client(served, "s3").list_buckets()["Buckets"][0]["Name"]
    parameters = {"USERNAME": USERNAME, "PASSWORD": PASSWORD}
    asked = {"ClientId": world.user_pool_client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    world.logins = [idp.initiate_auth(**asked)["AuthenticationResult"]["IdToken"] for _ in range(VARIETY)]
    _fill(world, identity)
    return world


def _client_with_passwords(idp: Any, pool: str) -> str:
    for listed in idp.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"]:
        described = idp.describe_user_pool_client(UserPoolId=pool, ClientId=listed["ClientId"])["UserPoolClient"]
        if "ALLOW_USER_PASSWORD_AUTH" in described.get("ExplicitAuthFlows", []):
            return described["ClientId"]
    raise RuntimeError("no app client of the ready-made world takes passwords")


def theirs(served: Served, like: World) -> World:
    """Make the same at moto; its tokens are not read by anybody there."""
    world = World()
    idp, identity, s3 = (client(served, name) for name in ("cognito-idp", "cognito-identity", "s3"))
    pool = idp.create_user_pool(PoolName="people")["UserPool"]["Id"]
    world.login_key = f"cognito-idp.{REGION}.amazonaws.com/{pool}"
    world.identity_pool = identity.create_identity_pool(IdentityPoolName="app", AllowUnauthenticatedIdentities=True)[
        "IdentityPoolId"
    ]
    trust = '{"Version":"2012-10-17","Statement":[]}'
    world.role = client(served, "iam").create_role(RoleName="R", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    world.bucket = like.bucket
    s3.create_bucket(Bucket=world.bucket)
    s3.put_object(Bucket=world.bucket, Key=KEY, Body=b"x" * 200)
    world.logins, world.user_pool_client = like.logins, like.user_pool_client
    _fill(world, identity)
    return world


def _fill(world: World, identity: Any) -> None:
    world.identity = identity.get_id(IdentityPoolId=world.identity_pool, Logins={world.login_key: world.logins[0]})[
        "IdentityId"
    ]
    world.openid_tokens = [
        identity.get_open_id_token(IdentityId=world.identity, Logins={world.login_key: login})["Token"]
        for login in world.logins
    ]


# --------------------------------------------------------------------------------------------------------------- as bytes


def get_id(served: Served, world: World) -> list[bytes]:
    """GetId with a user pool's token."""
    return [
        _json(
            served,
            "AWSCognitoIdentityService.GetId",
            {"IdentityPoolId": world.identity_pool, "Logins": {world.login_key: login}},
        )
        for login in world.logins
    ]


def credentials(served: Served, world: World) -> list[bytes]:
    """GetCredentialsForIdentity with a user pool's token."""
    target = "AWSCognitoIdentityService.GetCredentialsForIdentity"
    return [
        _json(served, target, {"IdentityId": world.identity, "Logins": {world.login_key: login}})
        for login in world.logins
    ]


def initiate_auth(served: Served, world: World) -> list[bytes]:
    """InitiateAuth with a password."""
    parameters = {"USERNAME": USERNAME, "PASSWORD": PASSWORD}
    asked = {"ClientId": world.user_pool_client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    return [_json(served, "AWSCognitoIdentityProviderService.InitiateAuth", asked)]


def web_identity(served: Served, world: World) -> list[bytes]:
    """AssumeRoleWithWebIdentity with an identity pool's token."""
    from urllib.parse import urlencode

    fields = {
        "Action": "AssumeRoleWithWebIdentity",
        "Version": "2011-06-15",
        "RoleArn": world.role,
        "RoleSessionName": "bench",
    }
    bodies = [urlencode({**fields, "WebIdentityToken": token}).encode() for token in world.openid_tokens]
    return [
        _post(served, {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, body) for body in bodies
    ]


def get_object(served: Served, world: World) -> list[bytes]:
    """GetObject, signed with the key of somebody who may."""
    key_id, secret = served.key
    request = awsrequest.AWSRequest(
        "GET", f"{served.url}/{world.bucket}/{KEY}", headers={"host": f"127.0.0.1:{served.port}"}
    )
    auth.S3SigV4Auth(credentials_of.Credentials(key_id, secret), "s3", REGION).add_auth(request)
    prepared = request.prepare()
    lines = [f"{name}: {_text(value)}" for name, value in prepared.headers.items()]
    return ["\r\n".join((f"GET {urlsplit(str(prepared.url)).path} HTTP/1.1", *lines, "", "")).encode()]


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _json(served: Served, target: str, asked: dict[str, Any]) -> bytes:
    import msgspec

    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
    return _post(served, headers, msgspec.json.encode(asked))


def _post(served: Served, headers: dict[str, str], body: bytes) -> bytes:
    given = {"Host": f"127.0.0.1:{served.port}", "Content-Length": str(len(body)), "User-Agent": "bench", **headers}
    lines = [f"{name}: {value}" for name, value in given.items()]
    return "\r\n".join(("POST / HTTP/1.1", *lines, "", "")).encode() + body
