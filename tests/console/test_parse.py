"""The `aws` commands that the Console takes, and what it says of those that it does not take."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.callers import Keys
from cogtui.console.command import BuiltIn, Command
from cogtui.console.parse import parse
from cogtui.console.words import CommandError

VARIABLES = {"pool": "us-east-1:1", "token": "eyJ0.e30.c2ln"}
FILES = {"trust.json": b'{"Version": "2012-10-17"}', "note.txt": b"Hi\n", "tags.json": b'[{"Key": "a", "Value": "b"}]'}


def read(line: str) -> Command:
    found = parse(line, variables=VARIABLES, files=FILES)
    assert isinstance(found, Command)
    return found


POOL = "aws cognito-identity create-identity-pool --identity-pool-name p --allow-unauthenticated-identities"
GET_ID = "aws cognito-identity get-id --identity-pool-id $pool"
ROLE = "aws iam create-role --role-name r --assume-role-policy-document"


@pytest.mark.parametrize(
    ("line", "params"),
    [
        ("aws sts get-caller-identity", {}),
        (GET_ID, {"IdentityPoolId": "us-east-1:1"}),
        ("aws cognito-identity get-id --identity-pool-id=-x", {"IdentityPoolId": "-x"}),
        (f"{GET_ID} --logins a.com=$token", {"IdentityPoolId": "us-east-1:1", "Logins": {"a.com": "eyJ0.e30.c2ln"}}),
        (f"{GET_ID} --logins a.com=x,b.com/c=y", {"IdentityPoolId": "us-east-1:1", "Logins": {"a.com": "x", "b.com/c": "y"}}),
        (f"{GET_ID} --logins '{{\"a.com\": \"x\"}}'", {"IdentityPoolId": "us-east-1:1", "Logins": {"a.com": "x"}}),
        (f"{GET_ID} --logins \"{{\\\"a.com\\\": \\\"$token\\\"}}\"", {"IdentityPoolId": "us-east-1:1", "Logins": {"a.com": "eyJ0.e30.c2ln"}}),
        (POOL, {"IdentityPoolName": "p", "AllowUnauthenticatedIdentities": True}),
        (f"{POOL} --no-allow-classic-flow", {"IdentityPoolName": "p", "AllowUnauthenticatedIdentities": True, "AllowClassicFlow": False}),
        (f"{POOL} --open-id-connect-provider-arns a b", {"IdentityPoolName": "p", "AllowUnauthenticatedIdentities": True, "OpenIdConnectProviderARNs": ["a", "b"]}),
        (f"{POOL} --open-id-connect-provider-arns '[\"a\"]'", {"IdentityPoolName": "p", "AllowUnauthenticatedIdentities": True, "OpenIdConnectProviderARNs": ["a"]}),
        (f"{POOL} --open-id-connect-provider-arns '[]'", {"IdentityPoolName": "p", "AllowUnauthenticatedIdentities": True, "OpenIdConnectProviderARNs": []}),
        (
            f"{POOL} --cognito-identity-providers ProviderName=a,ClientId=b,ServerSideTokenCheck=true '{{\"ClientId\": \"c\"}}'",
            CommandError,
        ),
        (
            f"{POOL} --cognito-identity-providers ProviderName=a,ServerSideTokenCheck=true ClientId=c",
            {"IdentityPoolName": "p", "AllowUnauthenticatedIdentities": True, "CognitoIdentityProviders": [{"ProviderName": "a", "ServerSideTokenCheck": True}, {"ClientId": "c"}]},
        ),
        (f"{ROLE} '{{}}' --max-session-duration 3600", {"RoleName": "r", "AssumeRolePolicyDocument": "{}", "MaxSessionDuration": 3600}),
        (f"{ROLE} file://trust.json", {"RoleName": "r", "AssumeRolePolicyDocument": '{"Version": "2012-10-17"}'}),
        (f"{ROLE} '{{}}' --tags file://tags.json", {"RoleName": "r", "AssumeRolePolicyDocument": "{}", "Tags": [{"Key": "a", "Value": "b"}]}),
        (f"{ROLE} '{{}}' --tags Key=a,Value='b c'", {"RoleName": "r", "AssumeRolePolicyDocument": "{}", "Tags": [{"Key": "a", "Value": "b c"}]}),
        (
            "aws cognito-idp create-user-pool --pool-name p --policies 'PasswordPolicy={MinimumLength=8,RequireSymbols=false}' --auto-verified-attributes email",
            {"PoolName": "p", "Policies": {"PasswordPolicy": {"MinimumLength": 8, "RequireSymbols": False}}, "AutoVerifiedAttributes": ["email"]},
        ),
        ("aws s3api put-object --bucket b --key k --body note.txt", {"Bucket": "b", "Key": "k", "Body": b"Hi\n"}),
        ("printf 'a\\n%%\\101' > n\naws s3api put-object --bucket b --key k --body n", {"Bucket": "b", "Key": "k", "Body": b"a\n%A"}),
        ("aws s3api put-object --bucket b --key k --expires 2026-01-05T09:00:00Z", {"Bucket": "b", "Key": "k", "Expires": datetime(2026, 1, 5, 9, tzinfo=UTC)}),
        ("aws s3api put-object --bucket b --key k --expires 1767603600", {"Bucket": "b", "Key": "k", "Expires": datetime(2026, 1, 5, 9, tzinfo=UTC)}),
        ("aws cognito-idp set-ui-customization --user-pool-id p --image-file aGk=", {"UserPoolId": "p", "ImageFile": b"hi"}),
        ("aws cognito-idp set-ui-customization --user-pool-id p --image-file fileb://note.txt", {"UserPoolId": "p", "ImageFile": b"Hi\n"}),
        ("aws cognito-idp set-ui-customization --user-pool-id p --image-file hi --cli-binary-format raw-in-base64-out", {"UserPoolId": "p", "ImageFile": b"hi"}),
        ("aws cognito-identity get-id --cli-input-json '{\"IdentityPoolId\": \"x\"}' --logins a=b", {"IdentityPoolId": "x", "Logins": {"a": "b"}}),
        ("aws sns subscribe --topic-arn t --protocol email --notification-endpoint a@example.com", {"TopicArn": "t", "Protocol": "email", "Endpoint": "a@example.com"}),
    ],
)  # fmt: skip
def test_parameters_are_read_as_the_aws_cli_reads_them(line: str, params: Any) -> None:
    if params is CommandError:
        with pytest.raises(CommandError):
            read(line)
    else:
        assert read(line).params == params


@pytest.mark.parametrize(
    ("line", "settings"),
    [
        ("", {"profile": None, "region": "", "query": "", "output": "json"}),
        ("--profile operator --region eu-west-1", {"profile": "operator", "region": "eu-west-1"}),
        ("--profile alice@111122223333", {"profile": "alice@111122223333", "profile_at": 38}),
        ("--no-sign-request", {"profile": "anonymous"}),
        ("--query Arn --output text", {"query": "Arn", "output": "text"}),
        ("--no-cli-pager --no-paginate", {"params": {}}),
    ],
)
def test_options_of_every_command_are_understood(line: str, settings: dict[str, Any]) -> None:
    found = read(f"aws sts get-caller-identity {line}")
    assert {name: getattr(found, name) for name in settings} == settings


def test_credentials_before_the_command_hold_for_it() -> None:
    found = read("AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY='b c' \\\nAWS_SESSION_TOKEN=t aws sts get-caller-identity")
    assert found.keys == Keys("A", "b c", "t")


def test_the_file_for_a_streamed_answer_stands_without_a_name() -> None:
    assert read("aws s3api get-object --bucket b --key k out.txt --profile app").outfile == "out.txt"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", None),
        ("   ", None),
        ("help aws sts", BuiltIn("help", ("aws", "sts"))),
        ("aws sts help", BuiltIn("help", ("aws", "sts"))),
        ("as operator", BuiltIn("as", ("operator",))),
        ("printf 'x' > f", BuiltIn("write", ("f",), {"f": b"x"})),
        ("echo x > f", BuiltIn("write", ("f",), {"f": b"x\n"})),
    ],
)
def test_the_console_has_commands_of_its_own(line: str, found: BuiltIn | None) -> None:
    assert parse(line) == found


@pytest.mark.parametrize(
    ("line", "pointed_at", "said"),
    [
        ("aws cognito-identity get-id", "", "the following arguments are required: --identity-pool-id"),
        ("aws s3api get-object --bucket b", "", "the following arguments are required: --key, outfile"),
        ("aws cognito-identity get-id --identity-pool x", "--identity-pool", "did you mean `--identity-pool-id`?"),
        ("aws cognito-identity get-id --IdentityPoolId x", "--IdentityPoolId", "on the command line `--IdentityPoolId` is `--identity-pool-id`"),
        ("aws cognito-identity get-idd", "get-idd", "did you mean `get-id`?"),
        ("aws cognito-identity GetId", "GetId", "on the command line `GetId` is `get-id`"),
        ("aws cogniot-identity get-id", "cogniot-identity", "did you mean `cognito-identity`?"),
        ("aws", "", "a service is expected"),
        ("aws sts", "", "an operation of AWS Security Token Service is expected"),
        ("aws s3 ls", "s3", "aws s3api list-objects-v2"),
        ("aws s3 cp a b", "s3", "aws s3api get-object"),
        ("awss sts", "awss", "did you mean `aws`?"),
        ("sts get-caller-identity", "sts", "the line begins with `aws`"),
        ("rm -rf", "rm", "is not a command"),
        ("aws sts get-caller-identity x", "x", "`x` belongs to no option"),
        ("aws sts get-caller-identity --query", "", "`--query` expects a value"),
        ("aws sts get-caller-identity --query 'a['", "", "is not a JMESPath"),
        ("aws sts get-caller-identity --query ''", "''", "expects a JMESPath"),
        ("aws sts get-caller-identity --output table", "table", "expected `json` or `text`"),
        ("aws sts get-caller-identity --endpoint-url x", "--endpoint-url", "means nothing here"),
        ("aws sts get-caller-identity > f", ">", "only `printf` writes"),
        (f"{GET_ID} --logins x", "", "`=` is expected, not the end"),
        (f"{GET_ID} --logins a=b,a=c", "a=c", "stands here twice"),
        (f"{GET_ID} --logins '{{\"a\":}}'", "}'", "is not valid JSON"),
        (f"{GET_ID} --logins '[1]'", "'[1]'", "a map"),
        (f"{GET_ID} --logins", "", "expects a value"),
        ("aws iam list-roles --max-items many", "many", "a whole number is expected"),
        ("aws iam list-roles --max-items", "", "expects a value"),
        (f"{POOL}=true", "--allow-unauthenticated-", "takes no value"),
        (f"{POOL} --cognito-identity-providers ClientIdd=x", "ClientIdd=x", "did you mean `ClientId`?"),
        ("aws cognito-idp set-ui-customization --user-pool-id p --image-file !", "!", "base64"),
        ("aws s3api put-object --bucket b --key k --body other.txt", "other.txt", "`printf 'some text' > NAME` makes one"),
        ("aws s3api put-object --bucket b --key k --body file://note.txt", "file://note.txt", "without `file://`"),
        ("aws s3api put-object --bucket b --key k --expires soon", "soon", "a time as in"),
        ("aws cognito-identity get-id --cli-input-json '[]'", "'[]'", "expects a JSON object"),
        ("aws cognito-identity get-id --cli-input-json '{\"Login\": {}}'", '\'{"Login":', "did you mean `Logins`?"),
        ("AWS_ACCESS_KEY_ID=x aws sts get-caller-identity", "AWS_ACCESS_KEY_ID=x", "`AWS_SECRET_ACCESS_KEY` is missing"),
        ("AWS_ACCESS_KEY_ID=x", "", "an `aws` command is expected"),
        ("AWS_REGION=x aws sts get-caller-identity", "AWS_REGION=x", "is not a setting that the Console knows"),
        ("undo\nredo", "redo", "one command at a time"),
        ("printf x", "printf", "`printf` makes a file here"),
        ("printf '%s' > f", "%s'", "`%%`"),
        ("printf x >", "printf", "`printf` makes a file here"),
        ("aws sts get-caller-identity $nobody", "$nobody", "is not a variable"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_said_where_it_stands_and_what_was_meant(line: str, pointed_at: str, said: str) -> None:
    with pytest.raises(CommandError) as error:
        parse(line, variables=VARIABLES, files=FILES)
    assert said in error.value.message
    rest = line[error.value.at :]
    assert rest.startswith(pointed_at)
    assert bool(rest) == bool(pointed_at)


def test_brackets_nested_without_end_are_refused() -> None:
    for value in ("[" * 50_000, '{"a":' * 50_000, "a=" + "[" * 5000):
        with pytest.raises(CommandError):
            parse(f"{GET_ID} --logins '{value}'", variables=VARIABLES)


PIECES = st.sampled_from(
    [
        "aws",
        "sts",
        "s3api",
        "get-object",
        "get-id",
        "cognito-identity",
        "--logins",
        "--key",
        "--query",
        "--profile",
        *list("=[]{}'\"$\\>,"),
        "a=b",
        "[a",
        "{a=",
        "${",
        "\n",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map(" ".join))
def test_any_line_is_read_or_refused(line: str) -> None:
    refused = refusal(line)
    assert refused is None or (0 <= refused.at <= len(line) and refused.message)


def refusal(line: str) -> CommandError | None:
    try:
        parse(line, variables=VARIABLES, files=FILES)
    except CommandError as error:
        return error
    return None
