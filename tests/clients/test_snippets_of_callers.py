"""The code that the app shows calls as whoever made the call: an operator of either account, a user, root, a session, nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from pathlib import Path

import pytest

from cogtui.cloud.accounts.credentials import issue_long_term
from cogtui.cloud.accounts.principals import OPERATOR_ROLE, root_principal
from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Operator
from cogtui.cloud.ids import Ids
from cogtui.cloud.store import Transaction
from cogtui.cloud.world import World
from cogtui.console.code import code_of
from cogtui.console.profiles import profile
from cogtui.console.session import Shell
from tests.builders import keys_for
from tests.clients.serving import Served, served
from tests.clients.test_snippets import RUN, operator_keys, settle_in
from tests.console.lab import entered
from tests.console.two_accounts import ASSUME, OURS, THEIRS, typed


def root_keys(world: World) -> Keys:
    tx = Transaction(world.store)
    key = issue_long_term(tx, Ids(tx, b"root", 0), root_principal(THEIRS), world.now)
    tx.commit()
    return Keys(key.access_key_id, key.secret)


def a_built_world() -> World:
    shell = typed()
    entered(shell, ASSUME)
    return shell.world


@pytest.fixture
def two(loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[Served]:
    """Serve a world of two accounts in which alice holds a session; each operator is a profile of the environment's."""
    with served(typed().world, loop) as here:
        here.do(lambda: here.world.act("clock.stop"))
        here.do(lambda: entered(Shell(here.world), ASSUME))  # sessions from before the host's time are over
        settle_in(here.url, here.do(lambda: operator_keys(here.world)), monkeypatch, tmp_path)
        theirs = here.do(lambda: keys_for(here.world, f"arn:aws:iam::{THEIRS}:role/{OPERATOR_ROLE}", "console"))
        with (tmp_path / "aws-config").open("a") as config:
            config.write(
                f"[profile operator@{THEIRS}]\naws_access_key_id = {theirs.access_key_id}\n"
                f"aws_secret_access_key = {theirs.secret_access_key}\naws_session_token = {theirs.session_token}\n"
            )
        yield here


def caller(world: World, kind: str) -> Caller:
    match kind:
        case "root":
            return root_keys(world)
        case "nobody":
            return ANONYMOUS
        case _:
            found = profile(world, kind).caller
            assert found is not None
            return found


CALLERS = ("operator", f"operator@{THEIRS}", "alice", "LogReader/alice", "root", "nobody")


@pytest.mark.parametrize("form", RUN)
@pytest.mark.parametrize("kind", CALLERS)
def test_the_code_of_a_call_calls_as_whoever_made_it(two: Served, kind: str, form: str) -> None:
    who = two.do(lambda: caller(two.world, kind))
    record = two.do(lambda: two.world.call("sts", "GetCallerIdentity", caller=who)).record
    before = len(two.world.trail)
    RUN[form](code_of(record, form))
    assert len(two.world.trail) == before + 1
    again = two.last
    assert (again.principal_arn, again.account, again.error) == (record.principal_arn, record.account, record.error)


@pytest.mark.parametrize("kind", CALLERS)
def test_the_command_shown_can_be_typed_in_the_console_too(kind: str) -> None:
    world = a_built_world()
    record = world.call("sts", "GetCallerIdentity", caller=caller(world, kind)).record
    again = entered(Shell(world), code_of(record, "cli")).record
    assert again is not None
    assert (again.principal_arn, again.caller) == (record.principal_arn, record.caller)


def test_the_operators_of_both_accounts_are_two_profiles() -> None:
    world = a_built_world()
    for account, name in ((OURS, "operator"), (THEIRS, f"operator@{THEIRS}")):
        record = world.call("iam", "ListUsers", caller=Operator(account)).record
        assert f"--profile {name}" in code_of(record, "cli").split("\n")[0]
        assert f'profile_name="{name}"' in code_of(record, "boto3")
