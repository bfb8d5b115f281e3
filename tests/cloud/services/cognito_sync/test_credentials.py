"""Whose credentials which operation takes, and what IAM has to say first."""

from __future__ import annotations

import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.actions import actions_of
from tests.builders import an_identity_pool, done, policy, state
from tests.cloud.services.cognito_sync.syncing import Party, ana, developer, guest, signs_in, synchronising
from tests.cloud.services.federation import ELSEWHERE

TEXT = "These credentials are not valid for accessing this resource"

DATA = ["ListDatasets", "ListRecords", "DescribeDataset", "DeleteDataset", "UpdateRecords", "DescribeIdentityUsage"]
FOR_DEVELOPERS = ["DescribeIdentityPoolUsage", "ListIdentityPoolUsage"]


def about(party: Party, operation: str) -> dict[str, str | None]:
    """Return what an operation needs to know beside pool and identity; None takes one of those away."""
    given: dict[str, str | None] = {}
    if operation in ("ListRecords", "DescribeDataset", "DeleteDataset", "UpdateRecords"):
        given["DatasetName"] = "d"
    if operation == "UpdateRecords":
        given["SyncSessionToken"] = developer(party).token()
    if operation in FOR_DEVELOPERS:
        given["IdentityId"] = None
    if operation == "ListIdentityPoolUsage":
        given["IdentityPoolId"] = None
    return given


@pytest.fixture
def phone() -> Party:
    phone = ana(synchronising())
    phone.wrote({"k": ("1", 0)})
    return phone


@pytest.mark.parametrize("operation", DATA)
def test_data_is_the_identity_s_own_and_its_developer_s(phone: Party, operation: str) -> None:
    for party in (phone, developer(phone)):
        with phone.world.what_if() as trial:
            assert party._replace(world=trial).ask(operation, **about(phone, operation)).ok


@pytest.mark.parametrize("operation", FOR_DEVELOPERS)
def test_what_is_about_pools_is_for_developers_alone(phone: Party, operation: str) -> None:
    assert developer(phone).ask(operation, **about(phone, operation)).ok
    before = state(phone.world)
    reply = phone.ask(operation, **about(phone, operation))
    assert reply.error is not None
    assert (reply.error.code, reply.error.status, reply.error.message) == ("NotAuthorizedException", 403, TEXT)
    assert reply.record.refused_by == ("sync.credentials.developer",)
    assert state(phone.world) == before


@pytest.mark.parametrize("operation", DATA)
def test_another_identity_s_credentials_are_refused_even_where_their_role_allows_all(operation: str) -> None:
    fed = synchronising()
    phone, other = ana(fed), guest(fed)
    phone.wrote({"k": ("1", 0)})
    given = about(phone, operation)
    before = state(fed.world)
    reply = phone._replace(caller=other.caller).ask(operation, **given)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status, reply.error.message) == ("NotAuthorizedException", 403, TEXT)
    assert reply.record.refused_by == ("sync.credentials.identity",)
    assert state(fed.world) == before


PER_USER = policy(
    {
        "Action": "cognito-sync:*",
        "Resource": "arn:aws:cognito-sync:us-east-1:111122223333:identitypool/${cognito-identity.amazonaws.com:aud}"
        "/identity/${cognito-identity.amazonaws.com:sub}/*",
    }
)
"""The policy of the developer guide."""


@pytest.mark.parametrize("operation", [name for name in DATA if name != "DescribeIdentityUsage"])
def test_the_guide_s_policy_lets_each_reach_their_own_datasets(operation: str) -> None:
    fed = synchronising(permissions=PER_USER)
    phone, other = ana(fed), guest(fed)
    developer(phone).wrote({"k": ("1", 0)})
    given = about(phone, operation)
    reply = phone._replace(caller=other.caller).ask(operation, **given)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("AccessDeniedException", 403)
    assert phone.ask(operation, **given).ok


@pytest.mark.parametrize("operation", ["DescribeIdentityUsage", "RegisterDevice"])
def test_the_guide_s_policy_misses_what_is_about_the_identity_itself(operation: str) -> None:
    phone = ana(synchronising(permissions=PER_USER))
    token = {"Platform": "GCM", "Token": "t"} if operation == "RegisterDevice" else {}
    reply = phone.ask(operation, **token)
    assert reply.error is not None
    arn = f"arn:aws:cognito-sync:us-east-1:111122223333:identitypool/{phone.pool}/identity/{phone.identity}"
    assert reply.error.message.startswith(
        "User: arn:aws:sts::111122223333:assumed-role/Readers/CognitoIdentityCredentials is not authorized to perform: "
        f"cognito-sync:{operation} on resource: {arn}"
    )


def test_a_denial_of_list_datasets_names_the_dataset_null() -> None:
    phone = ana(synchronising(permissions=policy({"Action": "s3:*", "Resource": "*"})))
    reply = phone.ask("ListDatasets")
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("AccessDeniedException", 403)
    assert reply.error.message.startswith(
        "User: arn:aws:sts::111122223333:assumed-role/Readers/CognitoIdentityCredentials is not authorized to perform: "
        "cognito-sync:ListDatasets on resource: arn:aws:cognito-sync:us-east-1:111122223333:"
        f"identitypool/{phone.pool}/identity/{phone.identity}/dataset/null"
    )


def test_a_policy_on_the_pool_alone_grants_no_data() -> None:
    on_pool = "arn:aws:cognito-sync:us-east-1:111122223333:identitypool/*"
    pool_only = policy(
        {
            "Action": "cognito-sync:*",
            "Resource": "arn:aws:cognito-sync:us-east-1:111122223333:identitypool/${cognito-identity.amazonaws.com:aud}",
        }
    )
    for permissions, granted in ((pool_only, False), (policy({"Action": "cognito-sync:*", "Resource": on_pool}), True)):
        assert ana(synchronising(permissions=permissions)).ask("ListDatasets").ok is granted


def test_guests_may_synchronise_where_their_role_lets_them() -> None:
    visitor = guest(synchronising())
    visitor.wrote({"k": ("1", 0)})
    assert visitor.names() == ["d"]


def test_policies_may_name_every_action_that_there_is() -> None:
    permissions_alone = {"QueryRecords", "SetDatasetConfiguration"}
    assert actions_of("cognito-sync") == set(reader.operations("cognito-sync")) | permissions_alone


MISSING: dict[str, tuple[str, str]] = {
    "ListDatasets": ("NotAuthorizedException", TEXT),
    "ListRecords": ("NotAuthorizedException", TEXT),
    "DescribeDataset": ("ResourceNotFoundException", "{what} '{name}' not found."),
    "DescribeIdentityUsage": ("ResourceNotFoundException", "{what} '{name}' not found."),
    "DeleteDataset": ("ResourceNotFoundException", "{what} '{name}' not found."),
}


@pytest.mark.parametrize("operation", MISSING)
def test_a_pool_or_an_identity_that_is_not_there_is_none_in_each_operation_s_terms(
    phone: Party, operation: str
) -> None:
    code, text = MISSING[operation]
    asked = developer(phone)
    cases = {
        ("IdentityPool", "sync.pool.exists", ELSEWHERE): {"IdentityPoolId": ELSEWHERE},
        ("Identity", "sync.identity.exists", ELSEWHERE): {"IdentityId": ELSEWHERE},
        ("Identity", "sync.identity.exists", phone.identity): {"IdentityPoolId": an_identity_pool(phone.world)},
    }
    for (what, rule, name), wrong in cases.items():
        reply = asked.ask(operation, **(about(phone, operation) | wrong))
        assert reply.error is not None
        assert (reply.error.code, reply.error.message) == (code, text.format(what=what, name=name))
        assert reply.record.refused_by == (rule,)


def test_another_account_s_developer_finds_no_such_pool() -> None:
    fed = synchronising(accounts=("111122223333", "444455556666"))
    phone = ana(fed)
    stranger = phone._replace(caller=Operator("444455556666"))
    reply = stranger.ask("DescribeIdentityUsage")
    assert reply.record.refused_by == ("sync.pool.exists",)
    assert stranger.done("ListIdentityPoolUsage", IdentityId=None, IdentityPoolId=None)["IdentityPoolUsages"] == []


@pytest.mark.parametrize("operation", DATA)
def test_an_identity_that_was_merged_into_another_is_nobody_s(operation: str) -> None:
    fed = synchronising()
    ana(fed)
    visitor = guest(fed)
    given = about(visitor, operation)
    assert signs_in(fed, visitor).identity != visitor.identity
    before = state(fed.world)
    for party in (visitor, developer(visitor)):
        reply = party.ask(operation, **given)
        assert reply.error is not None
        assert (reply.error.code, reply.error.message) == ("NotAuthorizedException", TEXT)
        assert reply.record.refused_by == ("sync.identity.enabled",)
    assert state(fed.world) == before


def test_credentials_of_an_identity_that_was_deleted_find_nothing(phone: Party) -> None:
    done(phone.world, "cognito-identity", "DeleteIdentities", IdentityIdsToDelete=[phone.identity])
    assert phone.ask("ListDatasets").record.refused_by == ("sync.identity.exists",)
