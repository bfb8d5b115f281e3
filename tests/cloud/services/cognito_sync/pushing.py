"""Pools that send pushes and stream their changes, and phones that hear of it: for tests of what surrounds a write."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.device_sync.records import PUSHES, Push, SyncDevice
from cogtui.cloud.streams.directory import arn_of, records_in
from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.world import World
from tests.builders import done, policy, role_of
from tests.cloud.services.cognito_sync.syncing import Party, ana, synchronising
from tests.cloud.services.federation import Federation

SYNC = "cognito-sync.amazonaws.com"
STREAM = "changes"


class Pool(NamedTuple):
    """An identity pool with all that surrounds a write."""

    fed: Federation
    ana: Party
    application: str
    """The platform application for GCM."""
    role: str
    """What Cognito Sync assumes, for pushes and for the stream."""

    @property
    def world(self) -> World:
        return self.fed.world

    def phone(self, platform: str = "GCM") -> SyncDevice:
        """Put a phone into the world."""
        return self.device(self.world.act("sync.add", kind="phone", platform=platform).output["name"])

    def device(self, name: str) -> SyncDevice:
        """Return a device as it is now."""
        found = device_named(self.world.store, name)
        assert found is not None
        return found

    def registered(self, token: str, who: Party | None = None, platform: str = "GCM") -> str:
        """Register a token for somebody, who else is Ana; return the DeviceId."""
        return (who or self.ana).done("RegisterDevice", Platform=platform, Token=token)["DeviceId"]

    def subscribed(self, token: str, dataset: str = "d", who: Party | None = None) -> str:
        """Register a token and subscribe it to a dataset, which must be there; return the DeviceId."""
        device_id = self.registered(token, who)
        (who or self.ana).done("SubscribeToDataset", DatasetName=dataset, DeviceId=device_id)
        return device_id

    def pushes(self, device: str) -> list[Push]:
        """Return what came to a device."""
        return list(self.world.store.scan(PUSHES, device))

    def heard(self, device: str) -> list[str]:
        """Return the counts that a device was told of."""
        return [push.content["syncCount"] for push in self.pushes(device)]

    def configured(self, **blocks: Any) -> Reply:
        """Set the pool's configuration as the operator."""
        return self._asked("SetIdentityPoolConfiguration", **blocks)

    def streams_to(self, name: str = STREAM, role: str = "", status: str = "ENABLED") -> None:
        """Let the pool stream its changes."""
        block = {"StreamName": name, "RoleArn": role or self.role, "StreamingStatus": status}
        reply = self.configured(CognitoStreams=block)
        assert reply.ok, reply.error

    def streamed(self, name: str = STREAM) -> list[dict[str, Any]]:
        """Return what lies in a stream."""
        arn = arn_of(self.world.account, "us-east-1", name)
        return [json.loads(record.data) for record in records_in(self.world.store, arn)]

    def status(self) -> str:
        """Return the StreamingStatus."""
        return self.asked("GetIdentityPoolConfiguration")["CognitoStreams"]["StreamingStatus"]

    def runs(self, *rules: dict[str, Any], name: str = "f") -> str:
        """Let a function with these rules run at the sync trigger; return its ARN."""
        arn = self.world.act("function.put", name=name, rules=list(rules)).output["arn"]
        self.asked("SetCognitoEvents", Events={"SyncTrigger": arn})
        return arn

    def asked(self, operation: str, **params: Any) -> dict[str, Any]:
        """Ask about the pool as the operator; it must go well."""
        reply = self._asked(operation, **params)
        assert reply.ok, reply.error
        return reply.output

    def refused(self, operation: str, **params: Any) -> Reply:
        """Ask about the pool as the operator; it must be refused."""
        reply = self._asked(operation, **params)
        assert not reply.ok
        return reply

    def _asked(self, operation: str, **params: Any) -> Reply:
        named = {"IdentityPoolId": self.fed.pool} | params
        return self.world.call("cognito-sync", operation, named, caller=self.world.operator)

    def trusts(self, **changes: Any) -> None:
        """Give the role another trust policy: that for Cognito Sync, with members of its statement changed."""
        document = policy({"Principal": {"Service": SYNC}, "Action": "sts:AssumeRole"} | changes)
        name = self.role.rpartition("/")[2]
        done(self.world, "iam", "UpdateAssumeRolePolicy", RoleName=name, PolicyDocument=document)

    def may(self, *actions: str) -> None:
        """Let the role do these things and no others."""
        document = policy({"Action": list(actions), "Resource": "*"})
        name = self.role.rpartition("/")[2]
        done(self.world, "iam", "PutRolePolicy", RoleName=name, PolicyName="Sync", PolicyDocument=document)


def a_pool(seed: str = "push") -> Pool:
    """Return a pool that sends pushes to GCM, and a stream that nothing goes into yet; dataset `d` has one record."""
    fed = synchronising(seed)
    world = fed.world
    asked = {"Name": "app", "Platform": "GCM", "Attributes": {"PlatformCredential": "key"}}
    application = done(world, "sns", "CreatePlatformApplication", **asked)["PlatformApplicationArn"]
    role = role_of(world, "Sync", trust=policy({"Principal": {"Service": SYNC}, "Action": "sts:AssumeRole"}))
    world.act("stream.put", name=STREAM)
    pool = Pool(fed, ana(fed), application, role)
    pool.may("sns:*", "kinesis:PutRecord")
    reply = pool.configured(PushSync={"ApplicationArns": [application], "RoleArn": role})
    assert reply.ok, reply.error
    pool.ana.wrote({"k": ("v", 0)})
    return pool


def failed(record: Record) -> list[str]:
    """Return the ids of the rules that said no in a record itself."""
    return [check.rule for check in record.checks if check.passed is False]


def why(reply: Reply) -> tuple[str, tuple[str, ...]]:
    """Return the code of a refusal and its rules."""
    assert reply.error is not None
    return reply.error.code, reply.record.refused_by
