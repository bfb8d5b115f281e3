"""Session tokens: what they are bound to, and how long they hold."""

from __future__ import annotations

import pytest

from tests.builders import an_identity_pool, state
from tests.cloud.services.cognito_sync.syncing import Party, ana, developer, guest, synchronising

TEXT = "SyncSessionToken not valid for these inputs"


@pytest.fixture
def phone() -> Party:
    return ana(synchronising())


def refused(phone: Party, token: str, *, rule: str, dataset: str = "d") -> None:
    """Assert that neither operation takes the token, and that nothing changes."""
    before = state(phone.world)
    update = phone.write({"k": ("1", 0)}, dataset, SyncSessionToken=token)
    for reply in (update, phone.ask("ListRecords", DatasetName=dataset, SyncSessionToken=token)):
        assert reply.error is not None
        assert (reply.error.code, reply.error.status) == ("InvalidParameterException", 400)
        assert reply.error.message == TEXT
        assert reply.record.refused_by == (rule,)
    assert state(phone.world) == before


def test_a_token_is_good_for_its_own_dataset_alone(phone: Party) -> None:
    refused(phone, phone.token("d"), rule="sync.session.inputs", dataset="e")


def test_a_token_is_good_for_its_own_identity_alone(phone: Party) -> None:
    other = developer(phone)._replace(identity=phone_of_a_guest(phone))
    refused(other, phone.token(), rule="sync.session.inputs")


def phone_of_a_guest(phone: Party) -> str:
    """Return the identity of a new guest."""
    made = phone.world.call("cognito-identity", "GetId", {"IdentityPoolId": phone.pool})
    return made.output["IdentityId"]


def test_a_token_is_good_for_its_own_pool_alone(phone: Party) -> None:
    token = phone.token()
    elsewhere = an_identity_pool(phone.world)
    made = phone.world.call("cognito-identity", "GetId", {"IdentityPoolId": elsewhere})
    other = Party(phone.world, elsewhere, made.output["IdentityId"], phone.world.operator)
    refused(other, token, rule="sync.session.inputs")


@pytest.mark.parametrize("token", ["", "AAAA", "not base 64!", "é", "\udc80", "A" * 200])
def test_what_never_was_a_token_is_none(phone: Party, token: str) -> None:
    refused(phone, token, rule="sync.session.inputs")


def test_a_token_in_which_a_letter_is_changed_is_none(phone: Party) -> None:
    token = phone.token()
    for at in range(0, len(token) - 2, 7):
        other = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        refused(phone, other, rule="sync.session.inputs")


def test_a_token_holds_for_ten_minutes_and_as_often_as_one_likes(phone: Party) -> None:
    token = phone.token()
    phone.wrote({"k": ("1", 0)}, SyncSessionToken=token)
    phone.wrote({"k": ("2", 1)}, SyncSessionToken=token)
    phone.world.act("clock.advance", seconds=599)
    phone.wrote({"k": ("3", 2)}, SyncSessionToken=token)
    phone.world.act("clock.advance", seconds=1)
    refused(phone, token, rule="sync.session.expiry")


def test_a_session_that_goes_on_keeps_its_token_and_its_end(phone: Party) -> None:
    token = phone.token()
    phone.world.act("clock.advance", seconds=300)
    assert phone.records(SyncSessionToken=token)["SyncSessionToken"] == token
    phone.world.act("clock.advance", seconds=300)
    refused(phone, token, rule="sync.session.expiry")


def test_a_developer_may_go_on_with_an_identity_s_session(phone: Party) -> None:
    assert developer(phone).wrote({"k": ("1", 0)}, SyncSessionToken=phone.token())


def test_sessions_are_counted_where_they_begin_and_nowhere_else() -> None:
    fed = synchronising()
    phone, other = ana(fed), guest(fed)

    def counted() -> int:
        usage = developer(phone).done("DescribeIdentityPoolUsage", IdentityId=None)
        return usage["IdentityPoolUsage"]["SyncSessionsCount"]

    assert counted() == 0
    token = phone.token()
    assert counted() == 1
    phone.wrote(dict.fromkeys("abc", ("1", 0)), SyncSessionToken=token)
    phone.records(SyncSessionToken=token)
    assert counted() == 1
    page = phone.records(MaxResults=1)
    phone.records(MaxResults=1, NextToken=page["NextToken"])
    assert counted() == 2
    other.token()
    assert counted() == 3
