"""A world with identities that synchronise: through their own credentials, and through a developer's."""

from __future__ import annotations

from typing import Any, NamedTuple

from cogtui.cloud.callers import Caller
from cogtui.cloud.catalog import reader
from cogtui.cloud.services.cognito_sync.records import DATASETS, Dataset
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import done, policy
from tests.cloud.services.federation import Federation, as_keys, as_logins, federation

EVERYTHING = policy({"Action": "cognito-sync:*", "Resource": "*"})

Patches = dict[str, tuple[str | None, int]]
"""Key -> the value, None for a removal, and the count with which the writer saw the record."""


OUTSIDE_THE_MODEL = {"AccessDeniedException", "LambdaSocketTimeoutException"}
"""What IAM and slow triggers answer: published, but no error of any operation in AWS's model."""


class Party(NamedTuple):
    """Somebody who asks Cognito Sync about an identity's data."""

    world: World
    pool: str
    identity: str
    caller: Caller

    def ask(self, operation: str, **params: Any) -> Reply:
        """Make a call about the identity; it is refused with what AWS's model knows or not at all."""
        named = {"IdentityPoolId": self.pool, "IdentityId": self.identity} | params
        given = {name: value for name, value in named.items() if value is not None}
        reply = self.world.call("cognito-sync", operation, given, caller=self.caller)
        if reply.error is not None:
            assert reply.error.code in {*reader.operation("cognito-sync", operation).errors, *OUTSIDE_THE_MODEL}
        return reply

    def done(self, operation: str, **params: Any) -> dict[str, Any]:
        """Make a call about the identity, which must succeed."""
        reply = self.ask(operation, **params)
        assert reply.ok, reply.error
        return reply.output

    def records(self, since: int = 0, dataset: str = "d", **more: Any) -> dict[str, Any]:
        """List a dataset's records."""
        return self.done("ListRecords", DatasetName=dataset, LastSyncCount=since or None, **more)

    def token(self, dataset: str = "d") -> str:
        """Return a session's token."""
        return self.records(dataset=dataset)["SyncSessionToken"]

    def write(self, patches: Patches, dataset: str = "d", **more: Any) -> Reply:
        """Patch records of a dataset, in a session of its own unless `more` says otherwise."""
        session = {} if "SyncSessionToken" in more else {"SyncSessionToken": self.token(dataset)}
        given = {"DatasetName": dataset, "RecordPatches": [patch(*each) for each in patches.items()]}
        return self.ask("UpdateRecords", **(given | session | more))

    def wrote(self, patches: Patches, dataset: str = "d", **more: Any) -> list[dict[str, Any]]:
        """Patch records, which must succeed, and return them."""
        reply = self.write(patches, dataset, **more)
        assert reply.ok, reply.error
        return reply.output["Records"]

    def row(self, dataset: str = "d") -> Dataset:
        """Return what the world keeps of a dataset."""
        row = self.world.store.get(DATASETS, (self.identity, dataset))
        assert row is not None
        return row

    def names(self) -> list[str]:
        """Return the names of the identity's datasets."""
        return [row["DatasetName"] for row in self.done("ListDatasets")["Datasets"]]


def patch(key: str, to: tuple[str | None, int]) -> dict[str, Any]:
    """Return an entry of RecordPatches."""
    value, count = to
    if value is None:
        return {"Op": "remove", "Key": key, "SyncCount": count}
    return {"Op": "replace", "Key": key, "Value": value, "SyncCount": count}


def seen(listed: dict[str, Any]) -> dict[str, tuple[str | None, int]]:
    """Return listed records by key: value and count, None for removed ones."""
    return {record["Key"]: (record.get("Value"), record["SyncCount"]) for record in listed["Records"]}


def synchronising(
    seed: str = "sync", permissions: str = EVERYTHING, accounts: tuple[str, ...] = ("111122223333",)
) -> Federation:
    """Make the world; `permissions` are those of both roles."""
    fed = federation(seed, accounts)
    for role in ("Readers", "Guests"):
        done(fed.world, "iam", "PutRolePolicy", RoleName=role, PolicyName="Sync", PolicyDocument=permissions)
    return fed


def guest(fed: Federation) -> Party:
    """Return a new guest with credentials."""
    return _with_credentials(fed, fed.get_id())


def ana(fed: Federation, sub: str = "ana-sub") -> Party:
    """Return somebody of the user pool with credentials."""
    logins = {"people": fed.people(sub)}
    return _with_credentials(fed, fed.get_id(**logins), **logins)


def developer(party: Party) -> Party:
    """Return the account's operator, asking about the same identity."""
    return party._replace(caller=party.world.operator)


def signs_in(fed: Federation, party: Party, sub: str = "ana-sub") -> Party:
    """Log a guest in, as a device does, and return whom it is then."""
    return _with_credentials(fed, party.identity, people=fed.people(sub))


def _with_credentials(fed: Federation, identity: str, **logins: str) -> Party:
    reply = fed.identity("GetCredentialsForIdentity", IdentityId=identity, **as_logins(**logins))
    assert reply.ok, reply.error
    return Party(fed.world, fed.pool, reply.output["IdentityId"], as_keys(reply.output["Credentials"]))
