"""A record as text that somebody can copy: the commands are right, and every kind of record has something to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Operator, Service
from cogtui.cloud.catalog import reader
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.trail import Record
from cogtui.console.code import code_of
from cogtui.console.command import BuiltIn, Command
from cogtui.console.parse import parse
from tests.console.lab import a_lab, walk

FORMS = ("cli", "boto3", "http")
KEYS = Keys("ASIAEXAMPLE", "secret/key", "token")


def record_of(
    service: str,
    operation: str,
    params: dict[str, Any],
    caller: Caller = ANONYMOUS,
    region: str = "us-east-1",
    **more: Any,
) -> Record:
    return Record(
        "1", "call", service, operation, "App", "STS", 1767603600.0, "111122223333", region, caller,
        request=params, request_id="0e1f2a3b-4c5d-4e6f-a7b8-c9d0e1f2a3b4", **more,
    )  # fmt: skip


GET_OBJECT = record_of(
    "s3",
    "GetObject",
    {"Bucket": "anas-reports", "Key": "reports/welcome.txt"},
    KEYS,
    output={"ContentLength": 3, "Body": b"Hi\n"},
)
ASSUME = record_of(
    "sts",
    "AssumeRoleWithWebIdentity",
    {"RoleArn": "arn:aws:iam::111122223333:role/Readers", "RoleSessionName": "app", "WebIdentityToken": "eyJ.e30.c2ln"},
    error=ErrorInfo("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403),
)

AUTHORIZATION = (
    "Authorization: AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20260105/us-east-1/s3/aws4_request, "
    "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=…"
)

CLI: dict[str, tuple[Record, list[str]]] = {
    "a short command stays on one line": (
        record_of("sts", "GetCallerIdentity", {}, Operator("111122223333")),
        ["aws sts get-caller-identity --region us-east-1 --profile operator"],
    ),
    "a long one goes on below": (
        ASSUME,
        [
            "aws sts assume-role-with-web-identity \\",
            "    --role-arn arn:aws:iam::111122223333:role/Readers \\",
            "    --role-session-name app \\",
            "    --web-identity-token eyJ.e30.c2ln \\",
            "    --region us-east-1",
        ],
    ),
    "keys stand before it, the object goes to a file": (
        GET_OBJECT,
        [
            "AWS_ACCESS_KEY_ID=ASIAEXAMPLE \\",
            "AWS_SECRET_ACCESS_KEY=secret/key \\",
            "AWS_SESSION_TOKEN=token \\",
            "aws s3api get-object \\",
            "    --bucket anas-reports \\",
            "    --key reports/welcome.txt \\",
            "    --region us-east-1 \\",
            "    welcome.txt",
        ],
    ),
    "content comes from a file": (
        record_of("s3", "PutObject", {"Bucket": "b", "Key": "a/n.txt", "Body": b"50% of it's\n"}),
        [
            "printf '50%% of it'\"'\"'s\\n' > n.txt",
            "aws s3api put-object \\",
            "    --bucket b \\",
            "    --key a/n.txt \\",
            "    --body n.txt \\",
            "    --region us-east-1 \\",
            "    --no-sign-request",
        ],
    ),
    "maps in shorthand, structures in JSON": (
        record_of(
            "cognito-identity",
            "CreateIdentityPool",
            {
                "IdentityPoolName": "my pool",
                "AllowUnauthenticatedIdentities": False,
                "SupportedLoginProviders": {"graph.facebook.com": "123"},
                "CognitoIdentityProviders": [{"ClientId": "c", "ServerSideTokenCheck": True}],
                "IdentityPoolTags": {"a b": "c"},
            },
            Operator("111122223333"),
        ),
        [
            "aws cognito-identity create-identity-pool \\",
            "    --identity-pool-name 'my pool' \\",
            "    --no-allow-unauthenticated-identities \\",
            "    --supported-login-providers graph.facebook.com=123 \\",
            """    --cognito-identity-providers '[{"ClientId": "c", "ServerSideTokenCheck": true}]' \\""",
            """    --identity-pool-tags '{"a b": "c"}' \\""",
            "    --region us-east-1 \\",
            "    --profile operator",
        ],
    ),
    "an address on the web is not gone to": (
        record_of(
            "cognito-idp",
            "CreateResourceServer",
            {"UserPoolId": "us-east-1_a", "Identifier": "https://notes.example.com", "Name": "Notes"},
            Operator("111122223333"),
        ),
        [
            "printf 'https://notes.example.com' > identifier.txt",
            "aws cognito-idp create-resource-server \\",
            "    --user-pool-id us-east-1_a \\",
            "    --identifier file://identifier.txt \\",
            "    --name Notes \\",
            "    --region us-east-1 \\",
            "    --profile operator",
        ],
    ),
    "nor is one in a list": (
        record_of("cognito-idp", "CreateUserPoolClient", {"CallbackURLs": ["https://app.example.com/cb"]}, KEYS),
        [
            "AWS_ACCESS_KEY_ID=ASIAEXAMPLE \\",
            "AWS_SECRET_ACCESS_KEY=secret/key \\",
            "AWS_SESSION_TOKEN=token \\",
            "aws cognito-idp create-user-pool-client \\",
            """    --callback-urls '["https://app.example.com/cb"]' \\""",
            "    --region us-east-1",
        ],
    ),
    "IAM has no regions": (
        record_of("iam", "GetRole", {"RoleName": "Readers"}, Operator("111122223333")),
        ["aws iam get-role --role-name Readers --profile operator"],
    ),
    "a service's own call says so": (
        record_of("sts", "GetCallerIdentity", {}, Service("cognito-identity.amazonaws.com")),
        [
            "# cognito-identity.amazonaws.com made this call itself, on the way.",
            "aws sts get-caller-identity --region us-east-1",
        ],
    ),
}


@pytest.mark.parametrize("case", CLI)
def test_the_cli_line_is_what_one_would_type(case: str) -> None:
    record, expected = CLI[case]
    assert code_of(record, "cli").split("\n") == expected


def test_boto3_code_says_who_calls_and_what_comes_of_it() -> None:
    assert code_of(GET_OBJECT, "boto3").split("\n") == [
        "import boto3",
        "",
        "client = boto3.client(",
        '    "s3",',
        '    region_name="us-east-1",',
        '    aws_access_key_id="ASIAEXAMPLE",',
        '    aws_secret_access_key="secret/key",',
        '    aws_session_token="token",',
        ")",
        'response = client.get_object(Bucket="anas-reports", Key="reports/welcome.txt")',
        'content = response["Body"].read()',
    ]
    assert code_of(ASSUME, "boto3").endswith(
        "# raises botocore.exceptions.ClientError: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity"
    )


def test_a_policy_of_several_lines_stays_readable_in_python() -> None:
    policy = '{\n  "Version": "2012-10-17"\n}'
    code = code_of(record_of("iam", "UpdateAssumeRolePolicy", {"RoleName": "r", "PolicyDocument": policy}), "boto3")
    assert f'PolicyDocument="""{policy}"""' in code


@pytest.mark.parametrize(
    ("record", "lines"),
    [
        (
            ASSUME,
            [
                "POST / HTTP/1.1",
                "Host: sts.us-east-1.amazonaws.com",
                "Action=AssumeRoleWithWebIdentity&",
                "HTTP/1.1 403 Forbidden",
                "    <Code>AccessDenied</Code>",
            ],
        ),
        (
            GET_OBJECT,
            [
                "GET /reports/welcome.txt HTTP/1.1",
                "Host: anas-reports.s3.us-east-1.amazonaws.com",
                "X-Amz-Security-Token: token",
                AUTHORIZATION,
                "HTTP/1.1 200 OK",
                "Hi",
            ],
        ),
    ],
)
def test_the_http_view_shows_both_messages(record: Record, lines: list[str]) -> None:
    shown = code_of(record, "http").split("\n")
    assert [line for line in lines if line not in shown] == []


def test_an_unsigned_request_carries_no_authorization() -> None:
    assert "Authorization" not in code_of(ASSUME, "http")


def test_what_cogtui_does_not_simulate_is_not_put_into_aws_s_mouth() -> None:
    error = ErrorInfo("NotImplemented", "sns ListTopics is not simulated by CogTUI", 501)
    assert "# AWS has an answer to this; CogTUI does not simulate it." in code_of(
        record_of("sns", "ListTopics", {}, error=error), "http"
    )


def every(records: Sequence[Record]) -> list[Record]:
    return [found for record in records for found in (record, *every(list(record.children)))]


def test_every_record_of_a_walk_has_all_forms() -> None:
    world = a_lab()
    walk(world)
    records = every(world.trail)
    assert {record.kind for record in records} == {"call", "web", "act"}
    for record in records:
        for form in FORMS:
            assert code_of(record, form)
        if record.kind == "call":
            found = parse(code_of(record, "cli"))
            assert isinstance(found, Command)
            assert (found.service, found.operation) == (record.service, record.operation)
            assert found.params == {name: value for name, value in record.request.items() if value is not None}


def test_a_browser_s_request_is_no_aws_call() -> None:
    world = a_lab()
    walk(world)
    page = next(record for record in world.trail if record.kind == "web")
    asked = next(record for record in every(world.trail) if record.kind == "web" and record.source == "IdPool")
    assert code_of(page, "cli").startswith("# No AWS call: a browser sent this request to www.facebook.com.")
    assert code_of(asked, "boto3").startswith("# No AWS call: Cognito identity pool sent this request")
    assert "Host: www.facebook.com" in code_of(page, "http")


def test_a_move_of_the_clock_is_a_command_of_the_console() -> None:
    world = a_lab()
    world.act("clock.advance", seconds=5400)
    text = code_of(world.trail[-1], "cli")
    assert parse(text) == BuiltIn("clock", ("+1h30m",))
    assert code_of(world.trail[-1], "boto3").endswith('world.act("clock.advance", seconds=5400)')


TEXT = st.text(max_size=8) | st.sampled_from(["\ud800", "\0", "\x1b", "\r\n", "]]>", "file://x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(
    service=st.sampled_from(reader.SERVICES),
    data=st.data(),
    error=st.none() | st.builds(ErrorInfo, st.text(max_size=6), st.text(max_size=20), st.integers(100, 999)),
)
def test_calls_with_anything_in_them_can_be_shown(service: str, data: st.DataObject, error: ErrorInfo | None) -> None:
    operation = data.draw(st.sampled_from([*reader.operations(service), "NoSuchOperation"]))
    shape = reader.service(service).input(operation) if reader.service(service).has(operation) else None
    names = st.sampled_from([*(shape.members if shape else {}), "Unknown"])
    params = data.draw(st.dictionaries(names, JSON, max_size=4))
    record = record_of(service, operation, params, KEYS, error=error, output=None if error else {"Unknown": params})
    for form in FORMS:
        assert code_of(record, form)
