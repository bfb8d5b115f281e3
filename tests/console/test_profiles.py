"""Who can call from the Console, by which name, and until when."""

from __future__ import annotations

import pytest

from cogtui.cloud.callers import ANONYMOUS, Operator
from cogtui.console.complete import complete
from cogtui.console.known import known_in
from cogtui.console.outcome import Outcome
from cogtui.console.profiles import known_profiles, profile, profiles
from cogtui.console.session import Shell
from cogtui.console.words import CommandError
from tests.console.lab import entered
from tests.console.two_accounts import ASSUME, OPERATOR, OURS, THEIR_OPERATOR, THEIRS, two_accounts, typed

WHOAMI = "aws sts get-caller-identity --query Arn --output text"


def names(shell: Shell) -> list[str]:
    return list(profiles(shell.world))


def plain(outcome: Outcome) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in outcome.lines]


def test_an_empty_world_has_the_app_the_operators_and_nobody() -> None:
    found = profiles(two_accounts().world)
    assert {name: one.caller for name, one in found.items()} == {
        "app": None,
        "operator": Operator(OURS),
        "anonymous": ANONYMOUS,
        f"operator@{THEIRS}": Operator(THEIRS),
    }


@pytest.mark.parametrize(
    ("spelled", "arn"),
    [
        ("operator", f"arn:aws:sts::{OURS}:assumed-role/Operator/console"),
        (f"operator@{OURS}", f"arn:aws:sts::{OURS}:assumed-role/Operator/console"),
        (f"operator@{THEIRS}", f"arn:aws:sts::{THEIRS}:assumed-role/Operator/console"),
        ("operator@the-logs", f"arn:aws:sts::{THEIRS}:assumed-role/Operator/console"),
        ("alice", f"arn:aws:iam::{OURS}:user/alice"),
        (f"alice@{OURS}", f"arn:aws:iam::{OURS}:user/alice"),
        ("LogReader/alice", f"arn:aws:sts::{THEIRS}:assumed-role/LogReader/alice"),
        ("LogReader/alice@the-logs", f"arn:aws:sts::{THEIRS}:assumed-role/LogReader/alice"),
    ],
)
def test_a_profile_calls_as_whom_it_names(spelled: str, arn: str) -> None:
    shell = typed()
    entered(shell, f"aws iam create-account-alias --account-alias the-logs {THEIR_OPERATOR}")
    entered(shell, ASSUME)
    assert entered(shell, f"{WHOAMI} --profile {spelled}").text == arn
    entered(shell, f"as {spelled}")
    assert entered(shell, WHOAMI).text == arn


@pytest.mark.parametrize(
    "spelled", ["alise", f"alice@{THEIRS}", "operator@999999999999", "@", f"app@{OURS}", "alice@", ""]
)
def test_a_name_that_nobody_has_is_refused_where_it_stands(spelled: str) -> None:
    shell = typed()
    before = len(shell.world.trail)
    line = f"aws sts get-caller-identity --profile '{spelled}'"
    with pytest.raises(CommandError) as error:
        shell.enter(line)
    assert "is not somebody who can call" in error.value.message
    assert error.value.at == line.index("'")
    assert len(shell.world.trail) == before


def test_users_of_one_name_in_two_accounts_are_told_apart() -> None:
    shell = typed()
    for call in ("create-user", "create-access-key"):
        entered(shell, f"aws iam {call} --user-name alice {THEIR_OPERATOR}")
    assert names(shell)[-2:] == [f"alice@{OURS}", f"alice@{THEIRS}"]
    with pytest.raises(CommandError, match="alice@"):
        shell.enter("as alice")
    assert entered(shell, f"{WHOAMI} --profile alice@{THEIRS}").text == f"arn:aws:iam::{THEIRS}:user/alice"


def test_a_user_called_like_somebody_who_is_always_there_is_named_with_the_account() -> None:
    shell = two_accounts()
    for call in ("create-user", "create-access-key"):
        entered(shell, f"aws iam {call} --user-name app {OPERATOR}")
    assert f"app@{OURS}" in names(shell)
    assert profile(shell.world, "app").caller is None
    assert entered(shell, f"{WHOAMI} --profile app@{OURS}").text == f"arn:aws:iam::{OURS}:user/app"


def test_users_and_roots_can_call_only_while_they_have_an_active_key() -> None:
    shell = two_accounts()
    entered(shell, f"aws iam create-user --user-name alice {OPERATOR}")
    assert "alice" not in names(shell)
    made = entered(shell, f"aws iam create-access-key --user-name alice {OPERATOR}")
    assert made.notes[-1] == "calls can be made with these keys: `as alice`, or `--profile alice`"
    assert "alice" in names(shell)
    assert "root" not in names(shell)
    key = made.value["AccessKey"]["AccessKeyId"]
    entered(shell, f"aws iam update-access-key --user-name alice --access-key-id {key} --status Inactive {OPERATOR}")
    assert "alice" not in names(shell)


def test_a_session_can_call_until_it_expires_or_is_undone() -> None:
    shell = typed()
    entered(shell, ASSUME)
    entered(shell, "as LogReader/alice")
    shell.world.undo()
    assert "LogReader/alice" not in names(shell)
    shell.world.redo()
    assert "LogReader/alice" in names(shell)
    entered(shell, "clock +61m")
    with pytest.raises(CommandError, match="keys are no good any longer; `as` lists"):
        shell.enter(WHOAMI)
    assert plain(entered(shell, "as"))[-1] == "► LogReader/alice  can't call any longer"
    entered(shell, "as operator")
    assert entered(shell, WHOAMI).text.endswith("Operator/console")


def test_of_sessions_alike_the_newest_calls() -> None:
    shell = typed()
    entered(shell, ASSUME)
    entered(shell, "clock +30m")
    entered(shell, ASSUME)
    entered(shell, "clock +45m")
    assert entered(shell, f"{WHOAMI} --profile LogReader/alice").text.endswith("LogReader/alice")


def test_as_alone_lists_who_can_call_and_marks_who_does() -> None:
    shell = typed()
    entered(shell, "as alice")
    assert plain(entered(shell, "as")) == [
        "  app                    the app: with the credentials that it holds, else unsigned",
        "  operator               the person at the console who sets things up",
        "  anonymous              nobody: unsigned",
        f"  operator@{THEIRS}  the person at the console of {THEIRS}",
        f"► alice                  the user alice of {OURS}",
    ]


def test_tab_offers_who_can_call() -> None:
    shell = typed()
    for line in ("as al", "aws sts get-caller-identity --profile al"):
        found = complete(
            line,
            len(line),
            known=known_in(shell.world.store),
            variables={},
            profiles=lambda: known_profiles(shell.world),
        )
        assert [(one.text, one.help) for one in found.candidates] == [("alice", f"the user alice of {OURS}")]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("aws iam put-group-policy --policy-document ", ["file://read.json"]),
        ("aws iam put-group-policy --policy-name file:", ["file://read.json"]),
        ("aws iam put-group-policy --policy-name ", []),
        ("aws s3api put-object --body ", ["read.json"]),
    ],
)
def test_tab_offers_files_where_a_value_comes_from_one(line: str, offered: list[str]) -> None:
    shell = two_accounts()
    entered(shell, "printf '{}' > read.json")
    found = complete(line, len(line), known=known_in(shell.world.store), variables={}, files=shell.files)
    assert [one.text for one in found.candidates] == offered
