"""Credentials as boto3's own providers fetch them, and what becomes of them: sessions, web identities, clocks, regions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import botocore.auth
import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.callers import Keys
from cogtui.device.settings import AppSettings, settings_of
from tests.builders import role_of
from tests.clients.sdk import REGION
from tests.clients.serving import Served

Boto = Callable[..., Any]

WELCOME = {"Bucket": "anas-reports", "Key": "reports/welcome.txt"}
PRIVATE = {"Bucket": "anas-reports", "Key": "private/us-east-1:b0b00000-0000-4000-8000-000000000000/diary.txt"}


def keys_of(credentials: dict[str, Any]) -> Keys:
    secret = credentials.get("SecretAccessKey") or credentials["SecretKey"]
    return Keys(credentials["AccessKeyId"], secret, credentials["SessionToken"])


@pytest.fixture
def app(here: Served) -> AppSettings:
    return settings_of(here.world)


def signed_in(boto: Boto, app: AppSettings) -> dict[str, str]:
    """Sign Ana in at the user pool and return the logins for the identity pool."""
    people = boto("cognito-idp", None)
    tokens = people.initiate_auth(
        ClientId=app.user_pool_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ana", "PASSWORD": "Pool-ana-1"},
    )["AuthenticationResult"]
    pool = boto("cognito-idp").list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
    return {f"cognito-idp.us-east-1.amazonaws.com/{pool}": tokens["IdToken"]}


# -------------------------------------------------------------------------------------------------------- identity pools


def test_the_enhanced_flow_ends_at_the_object(boto: Boto, app: AppSettings) -> None:
    logins = signed_in(boto, app)
    pools = boto("cognito-identity", None)
    identity = pools.get_id(IdentityPoolId=app.identity_pool_id, Logins=logins)["IdentityId"]
    given = pools.get_credentials_for_identity(IdentityId=identity, Logins=logins)["Credentials"]
    lifetime = (given["Expiration"] - datetime.now(UTC)).total_seconds()
    assert 3500 < lifetime <= 3600
    s3 = boto("s3", keys_of(given))
    assert s3.get_object(**WELCOME)["Body"].read().startswith(b"Welcome, Ana.")
    with pytest.raises(ClientError, match="is not authorized to perform: s3:GetObject") as raised:
        s3.get_object(**PRIVATE)
    assert raised.value.response["Error"]["Code"] == "AccessDenied"
    own = {"Bucket": "anas-reports", "Key": f"private/{identity}/notes.txt"}
    s3.put_object(**own, Body=b"mine")
    assert s3.get_object(**own)["Body"].read() == b"mine"


def test_the_classic_flow_ends_at_the_object(boto: Boto, app: AppSettings) -> None:
    logins = signed_in(boto, app)
    pools = boto("cognito-identity", None)
    identity = pools.get_id(IdentityPoolId=app.identity_pool_id, Logins=logins)["IdentityId"]
    token = pools.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    assumed = boto("sts", None).assume_role_with_web_identity(
        RoleArn=app.role_arn, RoleSessionName="ana", WebIdentityToken=token
    )
    assert assumed["AssumedRoleUser"]["Arn"].endswith(":assumed-role/Readers/ana")
    keys = keys_of(assumed["Credentials"])
    assert boto("sts", keys).get_caller_identity()["Arn"] == assumed["AssumedRoleUser"]["Arn"]
    assert boto("s3", keys).get_object(**WELCOME)["ContentLength"] > 0


def test_guests_may_read_what_is_public_and_no_more(boto: Boto, app: AppSettings) -> None:
    pools = boto("cognito-identity", None)
    identity = pools.get_id(IdentityPoolId=app.identity_pool_id)["IdentityId"]
    s3 = boto("s3", keys_of(pools.get_credentials_for_identity(IdentityId=identity)["Credentials"]))
    assert s3.get_object(Bucket="anas-reports", Key="public/hello.txt")["Body"].read().startswith(b"Hello!")
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.get_object(**WELCOME)


def test_the_services_have_error_classes_of_their_own(boto: Boto, app: AppSettings) -> None:
    people, pools = boto("cognito-idp", None), boto("cognito-identity", None)
    wrong = {"USERNAME": "ana", "PASSWORD": "wrong"}
    with pytest.raises(people.exceptions.NotAuthorizedException, match="Incorrect username or password"):
        people.initiate_auth(ClientId=app.user_pool_client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=wrong)
    with pytest.raises(people.exceptions.ResourceNotFoundException):
        people.sign_up(ClientId="nosuchclient", Username="x", Password="Pool-ana-1")
    with pytest.raises(pools.exceptions.ResourceNotFoundException):
        pools.get_id(IdentityPoolId="us-east-1:00000000-0000-4000-8000-000000000000")
    with pytest.raises(pools.exceptions.NotAuthorizedException):
        pools.get_id(IdentityPoolId=app.identity_pool_id, Logins={"graph.facebook.com": "no token"})
    with pytest.raises(boto("iam").exceptions.NoSuchEntityException):
        boto("iam").get_role(RoleName="NoSuchRole")
    with pytest.raises(boto("sts").exceptions.MalformedPolicyDocumentException):
        boto("sts").get_federation_token(Name="somebody", Policy="{no policy")


# ------------------------------------------------------------------------------------------------------- boto3's providers


def web_identity_token(boto: Boto, app: AppSettings) -> str:
    logins = signed_in(boto, app)
    pools = boto("cognito-identity", None)
    identity = pools.get_id(IdentityPoolId=app.identity_pool_id, Logins=logins)["IdentityId"]
    return pools.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]


def test_boto3_finds_a_web_identity_in_the_environment(
    boto: Boto, here: Served, app: AppSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(web_identity_token(boto, app))
    for name, value in {
        "AWS_ENDPOINT_URL": here.url,
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token"),
        "AWS_ROLE_ARN": app.role_arn,
        "AWS_ROLE_SESSION_NAME": "a-pod",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    s3 = boto3.Session().client("s3")
    assert s3.get_object(**WELCOME)["Body"].read().startswith(b"Welcome")
    s3.close()
    operations = [record.operation for record in here.world.trail][-2:]
    assert operations == ["AssumeRoleWithWebIdentity", "GetObject"]
    assert here.last.principal_arn.endswith(":assumed-role/Readers/a-pod")


def test_boto3_becomes_the_role_that_a_profile_names(
    here: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arn = here.do(lambda: role_of(here.world, "Auditors"))
    (tmp_path / "aws-config").write_text(
        f"[profile demo]\naws_access_key_id = {here.demo.access_key_id}\naws_secret_access_key = "
        f"{here.demo.secret_access_key}\nregion = {REGION}\nendpoint_url = {here.url}\n"
        f"[profile auditor]\nrole_arn = {arn}\nsource_profile = demo\nrole_session_name = nightly\nduration_seconds = 900\n"
        f"region = {REGION}\nendpoint_url = {here.url}\n"
    )
    sts = boto3.Session(profile_name="auditor").client("sts")
    assert sts.get_caller_identity()["Arn"].endswith(":assumed-role/Auditors/nightly")
    sts.close()


def test_a_session_s_keys_end(boto: Boto, here: Served) -> None:
    keys = keys_of(boto("sts").get_session_token(DurationSeconds=900)["Credentials"])
    sts = boto("sts", keys)
    assert sts.get_caller_identity()["Arn"].endswith(":user/demo")
    here.do(lambda: here.world.act("clock.advance", seconds=901))
    with pytest.raises(ClientError, match="The security token included in the request is expired") as raised:
        sts.get_caller_identity()
    assert raised.value.response["Error"]["Code"] == "ExpiredToken"
    with pytest.raises(ClientError, match="ExpiredTokenException"):
        boto("cognito-idp", keys).list_user_pools(MaxResults=1)


# --------------------------------------------------------------------------------------------------------- clocks, regions


SKEWED = [
    ("s3", "list_buckets", {}, "RequestTimeTooSkewed"),
    ("sts", "get_caller_identity", {}, "SignatureDoesNotMatch"),
    ("iam", "list_roles", {}, "SignatureDoesNotMatch"),
    ("cognito-identity", "list_identity_pools", {"MaxResults": 1}, "InvalidSignatureException"),
]


@pytest.mark.parametrize("skew", [-16 * 60, 16 * 60])
def test_a_clock_that_is_wrong_is_told_so(boto: Boto, monkeypatch: pytest.MonkeyPatch, skew: int) -> None:
    right = botocore.auth.get_current_datetime
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: right() + timedelta(seconds=skew))
    for service, method, params, code in SKEWED:
        with pytest.raises(ClientError) as raised:
            getattr(boto(service), method)(**params)
        assert raised.value.response["Error"]["Code"] == code


def test_a_region_has_pools_of_its_own(boto: Boto) -> None:
    there = boto("cognito-idp", region="eu-west-1")
    made = there.create_user_pool(PoolName="irish")["UserPool"]
    assert made["Id"].startswith("eu-west-1_")
    assert made["Arn"].split(":")[3] == "eu-west-1"
    assert [pool["Id"] for pool in there.list_user_pools(MaxResults=60)["UserPools"]] == [made["Id"]]
    assert made["Id"] not in [pool["Id"] for pool in boto("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]]
    with pytest.raises(there.exceptions.ResourceNotFoundException):
        boto("cognito-idp").describe_user_pool(UserPoolId=made["Id"])


def test_iam_is_the_same_in_every_region(boto: Boto) -> None:
    # With an endpoint of one's own, boto3 signs for the region that it is set to, for IAM too.
    boto("iam", region="eu-west-1").create_user(UserName="everywhere")
    assert boto("iam").get_user(UserName="everywhere")["User"]["UserName"] == "everywhere"
