"""The world as a whole: any calls in any order, undone, redone, looked at, tried and taken back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.accounts.principals import accounts_of
from cogtui.cloud.callers import Keys, Operator
from cogtui.cloud.holdings import keys_of
from cogtui.cloud.world import World
from cogtui.device import flows
from tests.cloud.worlds import DOINGS, ready_made, walk

SEQUENCES = st.lists(st.sampled_from(sorted(DOINGS)), min_size=1, max_size=8)


def state(world: World) -> list[tuple[str, tuple[str, ...], object]]:
    return list(world.store.every())


def do(world: World, names: list[str]) -> None:
    for name in names:
        DOINGS[name](world)


@settings(max_examples=25)
@given(SEQUENCES)
def test_the_same_seed_and_the_same_calls_give_the_same_ids_and_tokens(names):
    one, other = ready_made(), ready_made()
    do(one, names)
    do(other, names)
    assert state(one) == state(other)
    assert [record.output for record in one.trail] == [record.output for record in other.trail]


@settings(max_examples=25)
@given(SEQUENCES, SEQUENCES)
def test_undoing_everything_since_a_moment_gives_that_moment_back_and_redoing_gives_it_all_again(before, after):
    world = ready_made()
    do(world, before)
    then, position = state(world), world.history.position
    do(world, after)
    now = state(world)
    while world.history.undoable and world.history.position > position:
        world.undo()
    if world.history.position < position:
        world.seek(position)
    assert state(world) == then
    while world.redo():
        pass
    assert state(world) == now


@settings(max_examples=25)
@given(SEQUENCES, SEQUENCES)
def test_what_was_only_tried_leaves_neither_state_nor_record_nor_anything_undone(before, tried):
    world = ready_made()
    do(world, before)
    world.undo()
    was, trail, position, epoch = state(world), list(world.trail), world.history.position, world.history.epoch
    told: list[str] = []
    world.subscribe(lambda event, _record: told.append(event))
    with world.what_if() as trial:
        do(trial, tried)
    assert state(world) == was
    assert (world.trail, world.history.position, world.history.epoch) == (trail, position, epoch)
    assert told == []


@settings(max_examples=25)
@given(SEQUENCES)
def test_a_refused_call_changes_nothing_but_what_it_declares(names):
    world = ready_made()
    for name in names:
        before = state(world)
        DOINGS[name](world)
        record = world.trail[-1]
        if not record.ok:
            changed = {change.table for change in record.changes}
            assert changed <= {"idp.password_attempts", "idp.codes"}
            assert changed or state(world) == before


@settings(max_examples=25)
@given(SEQUENCES)
def test_every_verdict_agrees_with_its_why(names):
    world = ready_made()
    do(world, names)
    for record in world.trail:
        for check, opened in zip(record.checks, record.why(), strict=True):
            assert check.passed == opened.passed


def test_a_new_call_after_an_undo_gets_ids_that_the_undone_one_never_had():
    world = ready_made()
    walk(world, until="get-open-id-token")
    undone = world.held("app")["identity_id"]
    world.undo()
    flows.take(world, "facebook", "get-id")
    assert world.held("app")["identity_id"] != undone
    assert world.history.epoch == 1


def test_credentials_that_were_undone_are_nobodys():
    world = ready_made()
    walk(world, until="get-object")
    keys = keys_of(world.held("app"))
    assert keys is not None
    world.undo()
    reply = flows.get_object(world)
    assert reply.error is not None
    refused = world.call("s3", "GetObject", {"Bucket": "anas-reports", "Key": "reports/welcome.txt"}, caller=keys)
    assert refused.error is not None
    assert refused.error.code == "InvalidAccessKeyId"
    assert refused.record.refused_by == ("door.key",)


def test_undo_steps_over_reads_and_names_the_call_that_it_took_back():
    world = ready_made()
    walk(world)
    assert world.trail[-1].operation == "GetObject"
    record = world.undo()
    assert record is not None
    assert record.operation == "AssumeRoleWithWebIdentity"
    assert "credentials" not in world.held("app")


def test_an_earlier_moment_is_seen_without_disturbing_the_present():
    from cogtui.cloud.devices import held

    world = ready_made()
    walk(world)
    now = state(world)
    assert held(world.at(1), "app").keys().isdisjoint({"facebook_token", "credentials"})
    assert state(world) == now


def test_a_call_of_a_service_that_aws_does_not_have_is_a_bug_and_stays_loud():
    with pytest.raises(KeyError, match="ec3"):
        World().call("ec3", "Describe")


def test_an_operation_that_is_not_built_says_so_and_changes_nothing():
    world = World()
    before = state(world)
    reply = world.call("iam", "GetCredentialReport", caller=world.operator)
    assert reply.error is not None
    assert (reply.error.status, reply.error.message) == (
        501,
        "iam GetCredentialReport is not simulated by CogTUI",
    )
    assert reply.record.refused_by == ("door.simulated",)
    assert state(world) == before


def test_parameters_that_the_caller_changes_afterwards_stay_in_the_trail_as_they_were():
    world = ready_made()
    logins = {"graph.facebook.com": "x"}
    reply = world.call("cognito-identity", "GetId", {"IdentityPoolId": "us-east-1:0", "Logins": logins})
    logins["graph.facebook.com"] = "changed"
    assert reply.record.request["Logins"] == {"graph.facebook.com": "x"}


@pytest.mark.parametrize(
    ("service", "code", "status"),
    [
        ("iam", "MissingAuthenticationToken", 403),
        ("cognito-identity", "MissingAuthenticationTokenException", 400),
    ],
)
def test_an_unsigned_call_of_a_signed_operation_is_refused_in_the_protocols_words(service, code, status):
    operation = {"iam": "ListRoles", "cognito-identity": "ListIdentityPools"}[service]
    reply = World().call(service, operation, {"MaxResults": 1} if service == "cognito-identity" else {})
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == (code, status)
    assert reply.record.refused_by == ("door.signed",)


@pytest.mark.parametrize(
    ("change", "code", "rule"),
    [
        ({"access_key_id": "ASIAXXXXXXXXXXXXXXXX"}, "InvalidAccessKeyId", "door.key"),
        ({"secret_access_key": "wrong"}, "SignatureDoesNotMatch", "door.secret"),
        ({"session_token": "wrong"}, "InvalidToken", "door.token"),
        ({"session_token": ""}, "InvalidAccessKeyId", "door.token"),
    ],
)
def test_keys_that_are_not_the_worlds_open_nothing(change, code, rule):
    import msgspec

    world = ready_made()
    walk(world)
    keys = keys_of(world.held("app"))
    assert isinstance(keys, Keys)
    forged = msgspec.structs.replace(keys, **change)
    reply = world.call("s3", "GetObject", {"Bucket": "anas-reports", "Key": "reports/welcome.txt"}, caller=forged)
    assert reply.error is not None
    assert (reply.error.code, reply.record.refused_by) == (code, (rule,))


def test_a_session_ends_to_the_second():
    world = ready_made()
    walk(world)
    world.act("clock.advance", seconds=3599)
    assert flows.get_object(world).ok
    world.act("clock.advance", seconds=1)
    reply = flows.get_object(world)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("ExpiredToken", 400)
    assert reply.record.refused_by == ("door.session",)


def test_the_operator_of_an_account_that_the_world_lacks_is_nobody():
    reply = World().call("iam", "ListRoles", {}, caller=Operator("999999999999"))
    assert reply.error is not None
    assert reply.error.code == "InvalidClientTokenId"


@pytest.mark.parametrize("seconds", [1e12, -1e12, -2e9])
def test_the_clock_does_not_leave_the_years_that_there_are(seconds):
    world = World()
    now = world.now
    reply = world.act("clock.advance", seconds=seconds)
    assert reply.error is not None
    assert world.now == now


def test_accounts_keep_the_order_in_which_the_world_got_them():
    world = World(accounts=("777788889999", "111122223333"))
    assert world.act("account.open", number="444455556666").ok
    assert world.accounts == accounts_of(world.store) == ("777788889999", "111122223333", "444455556666")
    world.undo()
    assert world.accounts == ("777788889999", "111122223333")
