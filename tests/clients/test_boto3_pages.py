"""boto3's paginators and waiters: every one that AWS's models have for a simulated operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jmespath
import pytest
from botocore.exceptions import ClientError, WaiterError

from cogtui.cloud.catalog.names import snake
from tests.clients.plenty import HOLDERS, plenty
from tests.clients.prepared import Params, Prepared
from tests.clients.sdk import REGION, Sdk, called, operation_model
from tests.clients.valid import SIMULATED, VALID
from tests.wire.requests import LOADER

Boto = Callable[..., Any]


def paginators(service: str) -> dict[str, Any]:
    """Return what boto3 knows of a service's pages, by operation."""
    known = LOADER.load_service_model(service, "paginators-1")["pagination"] if service != "sts" else {}
    return {name: settings for name, settings in known.items() if (service, name) in SIMULATED}


PAGED = [
    (service, name)
    for service in ("cognito-idp", "cognito-identity", "iam", "organizations", "s3")
    for name in paginators(service)
]

NONE_YET = {
    ("iam", "ListAccountAliases"),
    ("organizations", "ListHandshakesForAccount"),
    ("organizations", "ListHandshakesForOrganization"),
    ("organizations", "ListParents"),
    ("organizations", "ListRoots"),
}
"""An account has one alias at most, a unit one parent, an organization one root; and who could be invited is one account."""


NAMES_AS_TOKENS = {("s3", f"List{kind}") for kind in ("MultipartUploads", "ObjectVersions", "Objects", "Parts")}
"""Lists that go on behind a name or a number, which anybody may make up."""


def asked_of(here: Prepared, service: str, operation: str) -> Params:
    """Return what a list needs to know."""
    required = operation_model(service, operation).input_shape.required_members
    if service == "organizations":
        if not required:
            return {}
        return {name: value for name, value in VALID[service, operation](here).items() if name in required}
    if operation.startswith("Simulate"):
        return VALID[service, operation](here) | {"ActionNames": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]}
    known = {
        "UserPoolId": here.pool,
        "Username": "ana",
        "Bucket": here.app.bucket,
        "Key": here.upload.key,
        "UploadId": here.upload.upload_id,
        "PolicyArn": here.own_policy,
        **VALID["iam", "GetOpenIDConnectProvider"](here),
        **VALID["iam", "GetSAMLProvider"](here),
        **VALID["iam", "GetMFADevice"](here),
        **{name: value for holder in HOLDERS.values() for name, value in holder.items()},
        **({"GroupName": "editors"} if service == "cognito-idp" else {}),
    }
    wanted = {*required, "UserName"} if operation in ("ListAccessKeys", "ListMFADevices") else required
    return {name: value for name, value in known.items() if name in wanted}


def flat(pages: list[dict[str, Any]], keys: list[str]) -> list[Any]:
    return [found for page in pages for key in keys for found in jmespath.search(key, page) or []]


@pytest.mark.parametrize(("service", "operation"), PAGED, ids=lambda part: part)
def test_page_by_page_a_paginator_finds_what_one_call_finds(
    prepared: Prepared, sdk: Sdk, service: str, operation: str
) -> None:
    plenty(prepared)
    settings = paginators(service)[operation]
    client = sdk.client(service, prepared.here.url, prepared.here.demo)
    required = operation_model(service, operation).input_shape.required_members
    params = asked_of(prepared, service, operation)
    most = {settings["limit_key"]: 60} if settings["limit_key"] in required else {}
    keys = settings["result_key"] if isinstance(settings["result_key"], list) else [settings["result_key"]]
    at_once = flat([called(client, operation, params | most)], keys)
    if operation == "ListBuckets":
        at_once = [found | {"BucketRegion": REGION} for found in at_once]  # told only where pages are asked for
    pages = list(client.get_paginator(snake(operation)).paginate(**params, PaginationConfig={"PageSize": 1}))
    assert flat(pages, keys) == at_once
    assert len(at_once) >= 2 or (service, operation) in NONE_YET
    assert len(pages) == max(len(at_once), 1)


@pytest.mark.parametrize("operation", ["ListObjects", "ListObjectsV2", "ListObjectVersions", "ListMultipartUploads"])
def test_a_paginator_that_folds_folders_finds_each_once(prepared: Prepared, sdk: Sdk, operation: str) -> None:
    for key in ("a/1", "a/2", "b", "c/1", "c/2/3", "d"):
        prepared.done("s3", "PutObject", Bucket=prepared.app.bucket, Key=key, Body=b"")
        prepared.done("s3", "CreateMultipartUpload", Bucket=prepared.app.bucket, Key=key)
    paginator = sdk.client("s3", prepared.here.url, prepared.here.demo).get_paginator(snake(operation))
    found = list(paginator.paginate(Bucket=prepared.app.bucket, Delimiter="/", PaginationConfig={"PageSize": 1}))
    folders = [each["Prefix"] for page in found for each in page.get("CommonPrefixes", [])]
    rows = "Contents[].Key || Versions[].Key || Uploads[].Key"
    assert folders == sorted(set(folders))
    assert {"a/", "c/", "reports/"} <= set(folders)
    assert [key for page in found for key in jmespath.search(rows, page) or []] == ["b", "d"]


OPAQUE = [(service, name) for service, name in PAGED if (service, name) not in NAMES_AS_TOKENS]


@pytest.mark.parametrize(("service", "operation"), OPAQUE, ids=lambda part: part)
def test_a_made_up_token_is_refused(prepared: Prepared, sdk: Sdk, service: str, operation: str) -> None:
    token = paginators(service)[operation]["input_token"]
    params = asked_of(prepared, service, operation)
    if "MaxResults" in operation_model(service, operation).input_shape.required_members:
        params["MaxResults"] = 10
    client = sdk.client(service, prepared.here.url, prepared.here.demo)
    with pytest.raises(ClientError) as raised:
        called(client, operation, params | {token: "made-up"})
    expected = {
        "cognito-idp": "InvalidParameterException",
        "iam": "ValidationError",
        "organizations": "InvalidInputException",
        "s3": "InvalidArgument",
    }
    assert raised.value.response["Error"]["Code"] == expected.get(service, "InvalidParameterException")


@pytest.mark.parametrize(
    ("waiter", "named", "comes"),
    [
        ("user_exists", {"UserName": "demo"}, True),
        ("user_exists", {"UserName": "nobody"}, False),
        ("role_exists", {"RoleName": "Readers"}, True),
        ("role_exists", {"RoleName": "Nobody"}, False),
        ("policy_exists", {"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}, True),
    ],
)
def test_iam_s_waiters_see_what_is_there(boto: Boto, waiter: str, named: Params, comes: bool) -> None:
    waiting = boto("iam").get_waiter(waiter)
    once = {"Delay": 0, "MaxAttempts": 1}
    if comes:
        waiting.wait(**named, WaiterConfig=once)
    else:
        with pytest.raises(WaiterError, match="Max attempts exceeded"):
            waiting.wait(**named, WaiterConfig=once)
