"""The Console at work in the lab's world: calls, what they bring, who makes them, and the Console's own commands."""

from __future__ import annotations

import pytest

from cogtui.cloud.world import World
from cogtui.console.outcome import Outcome
from cogtui.console.session import Shell
from cogtui.console.words import CommandError
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.settings import settings_of
from cogtui.device.sign_in import SignInClient
from tests.console.lab import a_lab, a_shell, entered, log_in_at_facebook

GET_ID = "aws cognito-identity get-id --identity-pool-id $IdentityPoolId --logins graph.facebook.com=$facebook_token"
GET_TOKEN = (
    "aws cognito-identity get-open-id-token --identity-id $identity_id --logins graph.facebook.com=$facebook_token"
)
ASSUME = (
    "aws sts assume-role-with-web-identity --role-arn $ReadersArn --role-session-name reports-app "
    "--web-identity-token $openid_token"
)
GET_CREDENTIALS = (
    "aws cognito-identity get-credentials-for-identity --identity-id $identity_id "
    "--logins graph.facebook.com=$facebook_token"
)


def plain(outcome: Outcome) -> str:
    return "\n".join("".join(text for text, _ in line) for line in outcome.lines)


def test_the_main_job_can_be_typed_from_the_token_to_the_object() -> None:
    shell = a_shell()
    log_in_at_facebook(shell.world)
    for line in (GET_ID, GET_TOKEN, ASSUME):
        outcome = entered(shell, line)
        assert not outcome.error
        assert outcome.value
    read = entered(shell, "aws s3api get-object --bucket anas-reports --key reports/welcome.txt welcome.txt")
    assert read.value["ContentType"] == "text/plain"
    assert "Body" not in read.value
    assert shell.files["welcome.txt"].startswith(b"Welcome, Ana.")
    assert entered(shell, "cat welcome.txt").text.startswith("Welcome, Ana.")
    assert entered(shell, "whoami").value["Arn"].endswith("assumed-role/Readers/reports-app")


def held_by(walk: str) -> dict[str, object]:
    """Return what the app holds after a flow, walked by the app itself or typed."""
    world = a_lab()
    log_in_at_facebook(world)
    provider, shell = CredentialsProvider(world), Shell(world)
    steps = {
        "app classic": (provider.get_id, provider.get_open_id_token, provider.assume_role),
        "app enhanced": (provider.get_id, provider.get_credentials),
    }
    lines = {"typed classic": (GET_ID, GET_TOKEN, ASSUME), "typed enhanced": (GET_ID, GET_CREDENTIALS)}
    for step in steps.get(walk, ()):
        assert step().ok
    for line in lines.get(walk, ()):
        assert not entered(shell, line).error
    return world.held("app")


@pytest.mark.parametrize("flow", ["classic", "enhanced"])
def test_a_typed_flow_leaves_the_app_with_what_its_own_code_would_keep(flow: str) -> None:
    assert held_by(f"typed {flow}") == held_by(f"app {flow}")


@pytest.mark.parametrize("flow", ["USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH"])
def test_a_typed_password_login_signs_the_app_in(flow: str) -> None:
    by_app, typed = a_lab(), a_lab()
    client = SignInClient(by_app)
    login = "aws cognito-idp initiate-auth --client-id $UserPoolClientId --auth-flow"
    shell = Shell(typed)
    assert client.password(settings_of(by_app).user_pool_client_id, "ana", "Pool-ana-1").ok
    assert not entered(shell, f"{login} USER_PASSWORD_AUTH --auth-parameters USERNAME=ana,PASSWORD=Pool-ana-1").error
    if flow == "REFRESH_TOKEN_AUTH":
        assert client.refresh().ok
        assert not entered(
            shell, f"{login} REFRESH_TOKEN_AUTH --auth-parameters REFRESH_TOKEN=$user_pool_refresh_token"
        ).error
    assert typed.held("app") == by_app.held("app")


def test_an_operator_s_call_leaves_the_app_alone() -> None:
    shell = a_shell()
    before = shell.world.held("app")
    entered(shell, "aws cognito-identity get-id --identity-pool-id $IdentityPoolId --profile operator")
    assert shell.world.held("app") == before


@pytest.mark.parametrize(
    ("line", "source", "note"),
    [
        ("aws sts get-caller-identity", "App", "as the app, unsigned: it holds no credentials"),
        ("aws sts get-caller-identity --no-sign-request", "App", "as nobody, unsigned"),
        (
            "aws sts get-caller-identity --profile operator",
            "You",
            "as the operator: arn:aws:sts::111122223333:assumed-role/Operator/console",
        ),
        (
            "aws cognito-identity get-id --identity-pool-id $IdentityPoolId",
            "App",
            "as the app: GetId takes no signature",
        ),
        (
            "AWS_ACCESS_KEY_ID=ASIAX AWS_SECRET_ACCESS_KEY=x aws sts get-caller-identity",
            "App",
            "with the keys ASIAX",
        ),
    ],
)
def test_every_answer_says_who_called(line: str, source: str, note: str) -> None:
    outcome = entered(a_shell(), line)
    assert outcome.record is not None
    assert outcome.record.source == source
    assert outcome.notes[0] == note


def test_a_refusal_is_worded_as_the_cli_words_it_and_has_its_why() -> None:
    outcome = entered(a_shell(), "aws sts get-caller-identity")
    assert outcome.error == (
        "An error occurred (MissingAuthenticationToken) when calling the GetCallerIdentity operation: "
        "Request is missing Authentication Token"
    )
    assert outcome.record is not None
    assert "door.signed" in outcome.record.refused_by


def test_what_is_not_simulated_says_so() -> None:
    outcome = entered(a_shell(), "aws sns get-sms-attributes --profile operator")
    assert outcome.error == "sns GetSMSAttributes is not simulated by CogTUI"


@pytest.mark.parametrize(
    ("line", "value", "text"),
    [
        ("--query Role.RoleName", "Readers", ""),
        ("--query Role.RoleName --output text", {}, "Readers"),
        ("--query Role.Nothing", None, ""),
        ("--query Role.Nothing --output text", {}, "None"),
        ("--query Role.AssumeRolePolicyDocument.Version", "2012-10-17", ""),
        ("--query Role.CreateDate", "2026-01-05T09:00:00+00:00", ""),
    ],
)
def test_answers_are_queried_and_printed_as_the_cli_does(line: str, value: object, text: str) -> None:
    outcome = entered(a_shell(), f"aws iam get-role --role-name Readers --profile operator {line}")
    assert (outcome.value, outcome.text) == (value, text)


def test_a_query_that_fails_on_the_answer_is_a_note_and_the_call_was_made() -> None:
    shell = a_shell()
    outcome = entered(shell, "aws sts get-caller-identity --profile operator --query 'length(`1`)'")
    assert "fails on this answer" in outcome.notes[0]
    assert shell.world.trail[-1].operation == "GetCallerIdentity"


def test_an_object_can_go_straight_to_the_screen() -> None:
    line = "aws s3api get-object --bucket anas-reports --key public/hello.txt /dev/stdout --profile operator"
    shell = a_shell()
    assert entered(shell, line).text.startswith("Hello!")
    assert shell.files == {}


def test_a_file_that_was_made_can_be_put_and_read_again() -> None:
    shell = a_shell()
    entered(shell, "as operator")
    assert entered(shell, "printf 'caf\\303\\251\\n' > note.txt").notes == ("written: note.txt",)
    assert not entered(shell, "aws s3api put-object --bucket anas-reports --key n --body note.txt").error
    entered(shell, "aws s3api get-object --bucket anas-reports --key n again.txt")
    assert shell.files["again.txt"] == "café\n".encode()
    assert "again.txt" in plain(entered(shell, "ls"))


def test_a_variable_in_single_quotes_is_pointed_out() -> None:
    shell = a_shell()
    outcome = entered(shell, "aws iam get-role --role-name '$BucketName' --profile operator")
    assert outcome.notes[1].startswith("${BucketName} stood in single quotes")


def test_calls_are_made_as_somebody_else_from_then_on() -> None:
    shell = a_shell()
    entered(shell, "as operator")
    assert not entered(shell, "aws iam list-roles").error
    entered(shell, "as app")
    assert entered(shell, "aws iam list-roles").error
    with pytest.raises(CommandError, match="did you mean `operator`"):
        shell.enter("as operater")


def test_the_clock_moves_as_told() -> None:
    shell = a_shell()
    assert entered(shell, "clock").text == "2026-01-05T09:00:00Z"
    assert entered(shell, "clock +1h30m").text == "2026-01-05T10:30:00Z"
    assert entered(shell, "clock -30m").text == "2026-01-05T10:00:00Z"
    assert entered(shell, "clock 2026-02-01T00:00:00Z").text == "2026-02-01T00:00:00Z"
    assert entered(shell, "clock +99999d").error.startswith("`seconds` is out of range")
    with pytest.raises(CommandError, match=r"a span or a time is expected"):
        shell.enter("clock soon")


@pytest.mark.parametrize("wish", ["undo", "redo", "clear"])
def test_what_the_front_end_does_is_left_to_it(wish: str) -> None:
    shell = a_shell()
    before = len(shell.world.trail)
    assert entered(shell, wish).wish == wish
    assert len(shell.world.trail) == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("help", "as [app | operator | NAME]"),
        ("help aws", "aws s3api"),
        ("help aws sts", "· aws sts assume-root   not simulated"),
        ("help aws sts assume-role-with-web-identity", "--web-identity-token               required  string, 4 to 20,000 characters"),
        ("aws cognito-identity get-id help", "takes no signature"),
        ("help aws iam get-role", "signed; needs iam:GetRole"),
        ("help aws s3api get-object", "outfile                            required"),
        ("help aws cognito-idp initiate-auth", "USER_SRP_AUTH | "),
        ("vars", "${IdentityPoolId}"),
    ],
)  # fmt: skip
def test_help_comes_from_the_catalog(line: str, words: str) -> None:
    assert words in plain(entered(a_shell(), line))


@pytest.mark.parametrize(
    "line",
    ["help aws stss", "help aws sts get-caller", "whoami now", "vars x", "cat", "cat none", "ls x", "undo 2", "as a b"],
)
def test_own_commands_refuse_what_they_do_not_understand(line: str) -> None:
    shell = a_shell()
    before = len(shell.world.trail)
    with pytest.raises(CommandError):
        shell.enter(line)
    assert len(shell.world.trail) == before


def test_a_line_that_does_not_hold_reaches_no_door() -> None:
    world: World = a_lab()
    before = len(world.trail)
    with pytest.raises(CommandError):
        Shell(world).enter("aws cognito-identity get-id")
    assert len(world.trail) == before
