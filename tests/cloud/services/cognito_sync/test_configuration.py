"""A pool's settings for Cognito Sync, by its API and by templates."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.services.cognito_sync.push_records import CONFIGURATIONS
from cogtui.cloud.streams.records import STREAMS
from cogtui.cloud.templates.apply import apply
from tests.builders import a_world, done, state
from tests.cloud.services.cognito_sync.pushing import Pool, a_pool, why

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"


@pytest.fixture
def pool() -> Pool:
    return a_pool("configuration")


def test_settings_come_back_as_they_were_given(pool: Pool) -> None:
    blocks = {
        "PushSync": {"ApplicationArns": [pool.application], "RoleArn": pool.role},
        "CognitoStreams": {"StreamName": "s", "RoleArn": pool.role, "StreamingStatus": "ENABLED"},
    }
    reply = pool.configured(**blocks)
    assert reply.output == {"IdentityPoolId": pool.fed.pool, **blocks}
    assert pool.asked("GetIdentityPoolConfiguration") == reply.output


def test_a_block_that_is_left_out_stays_and_an_empty_one_goes(pool: Pool) -> None:
    pool.streams_to("s")
    assert "PushSync" in pool.asked("GetIdentityPoolConfiguration")
    assert pool.configured(PushSync={}).ok
    assert pool.asked("GetIdentityPoolConfiguration").keys() == {"IdentityPoolId", "CognitoStreams"}


WRONG: list[tuple[Any, str]] = [
    (lambda pool: {"PushSync": {"ApplicationArns": [pool.application]}}, "sync.settings.complete"),
    (lambda pool: {"PushSync": {"RoleArn": pool.role}}, "sync.settings.complete"),
    (lambda pool: {"PushSync": {"ApplicationArns": ["arn:x"], "RoleArn": pool.role}}, "door.parameters"),
    (
        lambda pool: {
            "PushSync": {"ApplicationArns": [pool.application.replace("GCM", "BAIDU")], "RoleArn": pool.role}
        },
        "sync.settings.platform",
    ),
    (
        lambda pool: {"PushSync": {"ApplicationArns": ["arn:aws:sns:us-east-1:1:app/GCM/a"], "RoleArn": pool.role}},
        "sync.settings.account",
    ),
    (
        lambda pool: {"PushSync": {"ApplicationArns": [pool.application], "RoleArn": "arn:aws:iam::1:role/other"}},
        "sync.settings.account",
    ),
    (lambda _: {"CognitoStreams": {"StreamingStatus": "ENABLED"}}, "sync.settings.complete"),
    (lambda _: {"CognitoStreams": {"StreamingStatus": "ON"}}, "door.parameters"),
    (
        lambda _: {"CognitoStreams": {"StreamName": "s", "RoleArn": "arn:aws:iam::1:role/other"}},
        "sync.settings.account",
    ),
]


@pytest.mark.parametrize(("blocks", "rule"), WRONG)
def test_settings_that_can_t_be_are_refused_and_change_nothing(pool: Pool, blocks: Any, rule: str) -> None:
    before = state(pool.world)
    assert why(pool.configured(**blocks(pool))) == ("InvalidParameterException", (rule,))
    assert state(pool.world) == before


def test_a_trigger_is_set_kept_and_taken_away(pool: Pool) -> None:
    assert pool.asked("GetCognitoEvents") == {"Events": {}}
    assert pool.asked("SetCognitoEvents", Events={"SyncTrigger": FUNCTION}) == {}
    assert pool.asked("SetCognitoEvents", Events={}) == {}
    assert pool.asked("GetCognitoEvents") == {"Events": {"SyncTrigger": FUNCTION}}
    pool.asked("SetCognitoEvents", Events={"SyncTrigger": ""})
    assert pool.asked("GetCognitoEvents") == {"Events": {}}


@pytest.mark.parametrize(
    ("events", "rule"),
    [
        ({"SyncTriggered": FUNCTION}, "sync.events.name"),
        ({"SyncTrigger": "f"}, "sync.events.function"),
        ({"SyncTrigger": FUNCTION, "Other": FUNCTION}, "door.parameters"),
    ],
)
def test_an_event_is_the_sync_trigger_and_what_runs_a_function(pool: Pool, events: dict[str, str], rule: str) -> None:
    assert why(pool.refused("SetCognitoEvents", Events=events)) == ("InvalidParameterException", (rule,))


CALLS: dict[str, dict[str, Any]] = {
    "GetIdentityPoolConfiguration": {},
    "SetIdentityPoolConfiguration": {},
    "GetCognitoEvents": {},
    "SetCognitoEvents": {"Events": {}},
}


@pytest.mark.parametrize("operation", CALLS)
def test_settings_are_a_developer_s_and_of_pools_that_there_are(pool: Pool, operation: str) -> None:
    reply = pool.ana.ask(operation, IdentityId=None, **CALLS[operation])
    assert why(reply) == ("NotAuthorizedException", ("sync.credentials.developer",))
    reply = pool.refused(operation, IdentityPoolId=pool.fed.pool[:-1], **CALLS[operation])
    assert why(reply) == ("ResourceNotFoundException", ("sync.pool.exists",))


def test_a_deleted_pool_leaves_no_settings(pool: Pool) -> None:
    done(pool.world, "cognito-identity", "DeleteIdentityPool", IdentityPoolId=pool.fed.pool)
    assert pool.world.store.get(CONFIGURATIONS, (pool.fed.pool,)) is None


TEMPLATE = """
Resources:
  Changes:
    Type: AWS::Kinesis::Stream
    Properties: {Name: changes, ShardCount: 2}
  Guard:
    Type: CogTUI::Function
    Properties: {FunctionName: guard, Rules: [{takes: 1s}]}
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Sync
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: cognito-sync.amazonaws.com}, Action: "sts:AssumeRole"}]
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties:
      AllowUnauthenticatedIdentities: true
      PushSync: {ApplicationArns: [!Sub "arn:aws:sns:us-east-1:${AWS::AccountId}:app/GCM/app"], RoleArn: !GetAtt Role.Arn}
      CognitoStreams: {StreamName: !Ref Changes, RoleArn: !GetAtt Role.Arn, StreamingStatus: ENABLED}
      CognitoEvents: {SyncTrigger: !GetAtt Guard.Arn}
Outputs:
  Pool: {Value: !Ref Pool}
  Stream: {Value: !GetAtt Changes.Arn}
"""


def test_a_template_sets_pushes_streams_and_the_trigger() -> None:
    world = a_world()
    outputs = apply(world, TEMPLATE, "t.yaml").outputs
    asked = {"IdentityPoolId": outputs["Pool"]}
    shown = done(world, "cognito-sync", "GetIdentityPoolConfiguration", **asked)
    role = f"arn:aws:iam::{world.account}:role/Sync"
    assert shown["CognitoStreams"] == {"StreamName": "changes", "RoleArn": role, "StreamingStatus": "ENABLED"}
    assert shown["PushSync"]["RoleArn"] == role
    arn = f"arn:aws:lambda:us-east-1:{world.account}:function:guard"
    assert done(world, "cognito-sync", "GetCognitoEvents", **asked)["Events"] == {"SyncTrigger": arn}
    stream = world.store.get(STREAMS, (outputs["Stream"],))
    assert stream is not None
    assert (stream.name, stream.shards) == ("changes", 2)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("app/GCM/app", "app/WNS/app", "t.yaml:20:"),
        ("StreamingStatus: ENABLED", "StreamStatus: ENABLED", "t.yaml:21:"),
        ("SyncTrigger:", "SyncTriggered:", "t.yaml:22:"),
        ("Name: changes", "Name: my changes", "t.yaml:5:"),
        ("ShardCount: 2", "ShardCount: 0", "t.yaml:5:"),
    ],
)
def test_a_template_s_setting_that_does_not_hold_is_an_error_at_its_line(old: str, new: str, place: str) -> None:
    world = a_world()
    with pytest.raises(AuthoringError) as caught:
        apply(world, TEMPLATE.replace(old, new, 1), "t.yaml")
    assert caught.value.located.startswith(place)
    assert world.store.scopes(STREAMS) == []
