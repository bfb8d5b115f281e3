"""Whom a request is for, at a port where everything lives."""

from __future__ import annotations

import pytest

from cogtui.cloud.catalog import reader
from cogtui.cloud.services.cognito_idp.domain import error_page, routes
from cogtui.wire.hosts import Named, named
from cogtui.wire.http import Request
from cogtui.wire.routing import Destination, destination
from tests.wire.requests import request


def signed(service: str, region: str = "eu-west-1") -> dict[str, str]:
    scope = f"AKIAX/20260105/{region}/{service}/aws4_request"
    return {"authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}


def presigned(service: str, region: str = "eu-west-1") -> str:
    return f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAX%2F20260105%2F{region}%2F{service}%2Faws4_request"


def host(name: str) -> dict[str, str]:
    return {"host": name}


def target(name: str) -> dict[str, str]:
    return {"x-amz-target": name}


IDP = "AWSCognitoIdentityProviderService.InitiateAuth"
ASSUME = b"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=x"


def aws(service: str, region: str = "") -> Destination:
    return Destination("aws", service, region)


ROUTES: list[tuple[Request, Destination]] = [
    # our own addresses win over everything
    (request("GET", "/_cogtui/health"), Destination("cogtui")),
    (request("GET", "/_cogtui/health", headers=signed("s3")), Destination("cogtui")),
    (request("GET", "/_cogtui"), Destination("cogtui")),
    (request("GET", "/_cogtuibucket/key"), aws("s3")),
    # the target header
    (request(headers=target(IDP)), aws("cognito-idp")),
    (request(headers=target("AWSCognitoIdentityService.GetId")), aws("cognito-identity")),
    (request(headers=target(IDP) | host("cognito-idp.eu-west-1.amazonaws.com")), aws("cognito-idp", "eu-west-1")),
    (request(headers=target(IDP) | signed("cognito-idp")), aws("cognito-idp", "eu-west-1")),
    (request(headers=target("Nonsense")), Destination("front")),
    # the scope of a signature
    *((request(headers=signed(name)), aws(name, "eu-west-1")) for name in reader.services()),
    (request("GET", "/", presigned("sts", "us-west-2")), aws("sts", "us-west-2")),
    (request("GET", "/login", headers=signed("s3")), aws("s3", "eu-west-1")),
    (request("GET", "/oauth2/token", presigned("s3")), aws("s3", "eu-west-1")),
    (request("GET", "/b/k", headers=signed("s3express")), aws("s3", "eu-west-1")),
    (request("GET", "/login", headers={"authorization": "AWS AKIAX:sig"}), aws("s3")),
    (request("GET", "/b/k", "AWSAccessKeyId=AKIAX&Signature=s&Expires=1"), aws("s3")),
    (request(headers=signed("dynamodb")), Destination("elsewhere", "dynamodb", "eu-west-1")),
    (request(headers=signed("sts") | host("sts.us-east-1.amazonaws.com")), aws("sts", "eu-west-1")),
    # reserved paths win over buckets of the same name, even with another kind of authorization
    (request("GET", "/login"), Destination("domain")),
    (request("POST", "/oauth2/token", headers={"authorization": "Basic eDp5"}), Destination("domain")),
    (request("GET", "/oauth2/userInfo", headers={"authorization": "Bearer x"}), Destination("domain")),
    (request("GET", "/.well-known/openid-configuration"), Destination("domain")),
    (request("GET", "/us-east-1_AbCdEf123/.well-known/jwks.json"), Destination("issuer", name="us-east-1_AbCdEf123")),
    (
        request("GET", "/us-east-1_A/.well-known/jwks.json", headers=host("cognito-idp.us-east-1.amazonaws.com")),
        Destination("issuer", "", "us-east-1", "us-east-1_A"),
    ),
    (request("GET", "/_providers/facebook/www.facebook.com/x"), Destination("provider", name="facebook")),
    (request("GET", "/anything", headers=host("demo.auth.localhost")), Destination("domain", name="demo")),
    (request("GET", "/", headers=host("auth.localhost:4577")), Destination("domain")),
    (
        request("GET", "/login", headers=host("demo.auth.eu-west-1.amazoncognito.com")),
        Destination("domain", region="eu-west-1", name="demo"),
    ),
    # hosts
    (request(headers=host("sts.amazonaws.com")), aws("sts")),
    (request(headers=host("cognito-idp.eu-west-1.amazonaws.com")), aws("cognito-idp", "eu-west-1")),
    (request("GET", "/login", headers=host("s3.eu-west-1.amazonaws.com")), aws("s3", "eu-west-1")),
    (request("GET", "/login", headers=host("my-bucket.s3.localhost:4577")), aws("s3")),
    (request("GET", "/login", headers=host("my-bucket.localhost")), Destination("domain")),
    (request("GET", "/", headers=host("my-bucket.localhost")), aws("s3")),
    (request("GET", "/", headers=host("s3.localhost")), aws("s3")),
    (request(headers=host("lambda.us-east-1.amazonaws.com")), Destination("elsewhere", "lambda", "us-east-1")),
    # Query without any hint but its fields
    (request(body=ASSUME), aws("sts")),
    (request("GET", "/", "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"), aws("sts")),
    (request(body=b"Version=2010-05-08&Action=ListUsers"), aws("iam")),
    (request(body=b"Action=Publish"), aws("sns")),
    (request(body=b"Action=Unheard"), aws("sts")),
    # Cognito Sync's paths, and S3 for whatever is left
    (request("GET", "/identitypools/p/identities/i/datasets"), aws("cognito-sync")),
    (request("PATCH", "/identitypools/p/identities/i/datasets"), aws("s3")),
    (request("GET", "/my-bucket/my/key"), aws("s3")),
    (request("PUT", "/my-bucket"), aws("s3")),
    (request("GET", "/"), Destination("front")),
    (request("GET", ""), Destination("front")),
]


@pytest.mark.parametrize(("sent", "expected"), ROUTES)
def test_a_request_reaches_whom_it_is_for(sent: Request, expected: Destination) -> None:
    assert destination(sent) == expected


@pytest.mark.parametrize("path", [*routes.PAGES, *routes.ENDPOINTS, error_page.PATH])
def test_every_path_of_a_user_pool_s_domain_is_reserved(path: str) -> None:
    assert destination(request("GET", path)).kind == "domain"


HOSTS = {
    "127.0.0.1": Named(),
    "localhost": Named(),
    "[::1]": Named(),
    "s3.amazonaws.com": Named("s3"),
    "s3-us-west-2.amazonaws.com": Named("s3", "us-west-2"),
    "s3.dualstack.us-west-2.amazonaws.com": Named("s3", "us-west-2"),
    "examplebucket.s3.amazonaws.com": Named("s3", "", "examplebucket"),
    "a.b.c.s3.ap-southeast-2.amazonaws.com": Named("s3", "ap-southeast-2", "a.b.c"),
    "b.s3.localhost": Named("s3", "", "b"),
    "b.s3.us-gov-west-1.amazonaws.com": Named("s3", "us-gov-west-1", "b"),
    "my.bucket.localhost": Named(bucket="my.bucket"),
    "cognito-idp.localhost": Named("cognito-idp"),
    "cognito-identity-fips.us-east-2.amazonaws.com": Named("cognito-identity", "us-east-2"),
    "demo.auth-fips.us-east-2.amazoncognito.com": Named(region="us-east-2", pages=True, domain="demo"),
    "example.com": Named(),
    "s3.amazonaws.com.example.com": Named(),
}


@pytest.mark.parametrize(("name", "expected"), HOSTS.items())
def test_a_host_s_name_says_service_region_and_bucket(name: str, expected: Named) -> None:
    assert named(name) == expected
