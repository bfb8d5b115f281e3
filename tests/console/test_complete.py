"""What tab offers: the catalog's names, required ones first, and what the world holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.console.complete import Completion, complete
from cogtui.console.known import known_in
from cogtui.console.session import Shell
from tests.console.lab import a_lab

WORLD = a_lab()
SHELL = Shell(WORLD)


def offered(line: str, cursor: int | None = None) -> Completion:
    at = len(line) if cursor is None else cursor
    return complete(line, at, known=known_in(WORLD.store), variables=SHELL.variables())


def texts(line: str) -> list[str]:
    return [candidate.text for candidate in offered(line).candidates]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("", ["aws", "help", "whoami"]),
        ("wh", ["whoami"]),
        ("aws co", ["cognito-idp", "cognito-identity", "cognito-sync"]),
        ("aws s3", ["s3api"]),
        ("aws sts ", ["assume-role", "assume-role-with-saml", "assume-role-with-web-identity"]),
        ("aws sts assume-role-with-web-identity ", ["--role-arn", "--role-session-name", "--web-identity-token"]),
        ("aws sts assume-role-with-web-identity --role-arn x ", ["--role-session-name", "--web-identity-token"]),
        ("aws sts assume-role-with-web-identity --web", ["--web-identity-token"]),
        ("aws sts assume-role --role-arn ", ["arn:aws:iam::111122223333:role/Editors"]),
        ("aws sts assume-role --role-arn read", ["arn:aws:iam::111122223333:role/Readers"]),
        ("aws iam get-role --role-name ", ["Editors", "Guests", "Operator"]),
        ("aws iam get-role-policy --role-name Readers --policy-name ", ["ReadReports"]),
        ("aws s3api get-object --bucket ", ["anas-reports"]),
        ("aws s3api get-object --bucket anas-reports --key rep", ["reports/2025-q4.txt", "reports/welcome.txt"]),
        ("aws s3api list-objects-v2 --bucket anas-reports --prefix p", ["private/us-east-1:b0b00000-0000-4000-8000-000000000000/", "public/"]),
        ("aws cognito-identity get-id --logins gr", ["graph.facebook.com="]),
        ("aws cognito-identity create-identity-pool --allow-u", ["--allow-unauthenticated-identities"]),
        ("aws cognito-idp initiate-auth --auth-flow USER_P", ["USER_PASSWORD_AUTH"]),
        ("aws cognito-idp admin-get-user --user-pool-id x --username a", ["ana"]),
        ("aws s3 ", ["presign"]),
        ("aws s3 presign welc", ["s3://anas-reports/reports/welcome.txt"]),
        ("aws s3 presign s3://anas-reports/reports/welcome.txt ", ["--expires-in", "--profile", "--region"]),
        ("aws s3 presign s3://anas-reports/reports/welcome.txt --expires-in=60 --", ["--profile", "--region"]),
        ("aws s3 presign s3://anas-reports/reports/welcome.txt --profile ", ["app", "operator"]),
        ("aws s3 presign s3://anas-reports/reports/welcome.txt --region eu", ["eu-west-1", "eu-central-1"]),
        ("aws sts get-caller-identity --profile ", ["app", "operator", "anonymous"]),
        ("aws sts get-caller-identity --output ", ["json", "text"]),
        ("help aws sts get", ["get-access-key-info", "get-caller-identity"]),
        ("as o", ["operator"]),
        ("aws iam get-role --role-name $Bu", ["${BucketName}"]),
        ("aws iam get-role --role-name \"${Bu", ["${BucketName}"]),
        ("aws nothing ", []),
        ("aws sts nothing ", []),
        ("aws sts get-caller-identity | ", []),
    ],
)  # fmt: skip
def test_what_fits_stands_first(line: str, first: list[str]) -> None:
    found = texts(line)
    assert found[: len(first)] == first
    assert bool(found) == bool(first)


def test_what_is_not_simulated_comes_last_and_dim() -> None:
    found = offered("aws sts ").candidates
    dim = [candidate.dim for candidate in found]
    assert dim == sorted(dim)
    assert {candidate.text for candidate in found if candidate.dim} >= {"assume-root", "get-web-identity-token"}


def test_pool_ids_come_with_the_pool_s_name() -> None:
    (pool,) = offered("aws cognito-identity get-id --identity-pool-id ").candidates
    assert (pool.help, pool.text.startswith("us-east-1:")) == ("reports", True)


def test_only_the_word_at_the_cursor_is_replaced() -> None:
    line = "aws iam get-role --role-name Rea --profile operator"
    found = offered(line, line.index(" --profile"))
    assert line[found.start : found.end] == "Rea"
    assert [candidate.text for candidate in found.candidates] == ["Readers"]


def test_a_value_is_quoted_where_a_shell_would_want_it() -> None:
    world = a_lab()
    world.call("s3", "PutObject", {"Bucket": "anas-reports", "Key": "my notes.txt", "Body": b""}, caller=world.operator)
    line = "aws s3api get-object --bucket anas-reports --key my"
    found = complete(line, len(line), known=known_in(world.store), variables={})
    assert [candidate.text for candidate in found.candidates] == ["'my notes.txt'"]


def test_an_identity_of_the_backend_s_user_goes_by_the_user_and_not_as_a_guest() -> None:
    world = a_lab()
    pool = {"IdentityPoolName": "backend", "AllowUnauthenticatedIdentities": True, "DeveloperProviderName": "login.x"}
    made = world.call("cognito-identity", "CreateIdentityPool", pool, caller=world.operator).output["IdentityPoolId"]
    asked = {"IdentityPoolId": made, "Logins": {"login.x": "dev-ana"}}
    assert world.call("cognito-identity", "GetOpenIdTokenForDeveloperIdentity", asked, caller=world.operator).ok
    assert world.call("cognito-identity", "GetId", {"IdentityPoolId": made}).ok
    known = known_in(world.store)("IdentityId", {"IdentityPoolId": made})
    assert sorted(label for _, label in known) == ["a guest", "dev-ana"]


def test_what_all_share_can_be_put_in_at_once() -> None:
    assert offered("aws cog").common == "cognito-"
    assert offered("aws nothing ").common == ""


LINES = st.lists(
    st.sampled_from(
        [
            "aws",
            "help",
            "as",
            "sts",
            "s3api",
            "cognito-identity",
            "get-id",
            "get-object",
            "--logins",
            "--key",
            "--bucket",
            "--profile",
            "$",
            "${",
            "'",
            '"',
            "\\",
            "=",
            "anas-reports",
            "|",
        ]
    )
    | st.text(max_size=4),
    max_size=8,
).map(" ".join)


@given(LINES, st.integers(0, 60))
def test_any_line_can_be_completed_anywhere(line: str, cursor: int) -> None:
    at = min(cursor, len(line))
    found = offered(line, at)
    assert 0 <= found.start <= found.end <= at
