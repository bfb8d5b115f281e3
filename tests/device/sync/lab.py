"""A world with devices that synchronise as Ana, and short words for what is in their caches and at the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from cogtui.cloud.device_sync.cache import local_dataset, local_records
from cogtui.cloud.device_sync.conflicts import Choice, Conflict, Resolution
from cogtui.cloud.device_sync.records import PUSHES, DeviceKind, Profile
from cogtui.cloud.services.cognito_sync.records import DATASETS, RECORDS
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers, Outcome, resolve_all
from tests.builders import done, policy

TEMPLATE = """
Resources:
  People:
    Type: AWS::Cognito::UserPool
    Properties: {UserPoolName: people}
  App:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref People, ClientName: app, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}
  Ana:
    Type: CogTUI::UserPool::User
    Properties: {UserPoolId: !Ref People, Username: ana, Password: Pool-ana-1}
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties:
      IdentityPoolName: app
      AllowUnauthenticatedIdentities: true
      CognitoIdentityProviders: [{ProviderName: !GetAtt People.ProviderName, ClientId: !Ref App}]
  Roles:
    Type: AWS::Cognito::IdentityPoolRoleAttachment
    Properties:
      IdentityPoolId: !Ref Pool
      Roles: {authenticated: !GetAtt Synchronises.Arn, unauthenticated: !GetAtt Synchronises.Arn}
  Synchronises:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Synchronises
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Federated: cognito-identity.amazonaws.com}
            Action: sts:AssumeRoleWithWebIdentity
            Condition: {StringEquals: {cognito-identity.amazonaws.com:aud: !Ref Pool}}
      Policies:
        - PolicyName: Sync
          PolicyDocument:
            Version: 2012-10-17
            Statement: [{Effect: Allow, Action: "cognito-sync:*", Resource: "*"}]
"""

LOGIN = {"username": "ana", "password": "Pool-ana-1"}


def told(conflicts: Sequence[Conflict], **choices: Any) -> list[Resolution]:
    """Resolve conflicts by key: `k="local"`."""
    return [Resolution(conflict.key, choices[conflict.key]) for conflict in conflicts]


class Lab:
    """A world and its devices; their dataset is `d` unless it is said."""

    def __init__(self, *profiles: Profile, seed: str = "lab", login: dict[str, str] | None = LOGIN) -> None:
        self.world = World(seed)
        apply(self.world, TEMPLATE, "lab.yaml")
        self.login = login
        self.names = [self.add(profile=profile) for profile in profiles]

    def add(self, kind: DeviceKind = "phone", profile: Profile = "correct") -> str:
        """Add a device and return its name."""
        return devices.add(self.world, kind, profile=profile, login=self.login)

    # --- on devices --------------------------------------------------------------------------------------------------

    def put(self, name: str, dataset: str = "d", **values: str | None) -> None:
        """Edit records on a device; None removes one."""
        for key, value in values.items():
            assert devices.edit(self.world, name, dataset, key, value).ok

    def sync(self, name: str, dataset: str = "d", **handlers: Any) -> Outcome:
        """Synchronise; `conflict=` is a resolution for all or a handler, `deleted=` and `merged=` the answers."""
        conflict: Any = handlers.get("conflict")
        on_conflict: Any = resolve_all(cast("Choice", conflict)) if isinstance(conflict, str) else conflict
        given: dict[str, Any] = {"on_conflict": on_conflict} if on_conflict else {}
        if "deleted" in handlers:
            given["on_deleted"] = lambda asked: handlers["deleted"]
        if "merged" in handlers:
            merged = handlers["merged"]
            given["on_merged"] = merged if callable(merged) else lambda asked, names: merged
        return devices.synchronize(self.world, name, dataset, Handlers(**given))

    def shared(self, **values: str | None) -> None:
        """Let all devices have the same records, clean."""
        self.put(self.names[0], "d", **values)
        for name in self.names:
            assert self.sync(name).ok

    def cache(self, name: str, dataset: str = "d") -> dict[str, str | None]:
        """Return what an app on the device reads, removed records left out."""
        return {key: value for key, (value, _, _) in self.rows(name, dataset).items() if value is not None}

    def rows(self, name: str, dataset: str = "d") -> dict[str, tuple[str | None, int, bool]]:
        """Return the cache's rows: value, count, whether dirty."""
        found = local_records(self.world.store, name, devices.identity(self.world, name), dataset)
        return {row.key: (row.value, row.sync_count, row.dirty) for row in found}

    def dirty(self, name: str, dataset: str = "d") -> list[str]:
        """Return the keys that wait to be sent."""
        return [key for key, (_, _, dirty) in self.rows(name, dataset).items() if dirty]

    def last(self, name: str, dataset: str = "d") -> int | None:
        """Return LastSyncCount; None where the dataset isn't cached."""
        row = local_dataset(self.world.store, name, devices.identity(self.world, name), dataset)
        return row.last_sync_count if row else None

    def pushes(self, name: str) -> list[tuple[str, str]]:
        """Return the pushes that a device got: state and note."""
        return [(push.state, push.note) for push in self.world.store.scan(PUSHES, name)]

    # --- at the service ----------------------------------------------------------------------------------------------

    def identity(self, name: str = "") -> str:
        """Return the identity of a device."""
        return devices.identity(self.world, name or self.names[0])

    def cloud(self, dataset: str = "d", identity: str = "") -> dict[str, tuple[str | None, int]]:
        """Return the service's records with their counts, tombstones too."""
        found = self.world.store.scan(RECORDS, f"{identity or self.identity()} {dataset}")
        return {row.key: (row.value, row.sync_count) for row in found}

    def count(self, dataset: str = "d") -> int:
        """Return the dataset's count at the service."""
        row = self.world.store.get(DATASETS, (self.identity(), dataset))
        return row.sync_count if row else 0

    def exists(self, dataset: str = "d", identity: str = "") -> bool:
        """Tell whether the service has a dataset."""
        row = self.world.store.get(DATASETS, (identity or self.identity(), dataset))
        return row is not None and row.exists

    def ask(self, operation: str, **params: Any) -> Reply:
        """Make a call about Ana's identity as a developer."""
        whose = {"IdentityPoolId": settings_of(self.world).identity_pool_id, "IdentityId": self.identity()}
        return self.world.call("cognito-sync", operation, whose | params, caller=self.world.operator)

    def develop(self, dataset: str = "d", **values: str | None) -> list[dict[str, Any]]:
        """Write records with account credentials, knowing their counts."""
        token = self.ask("ListRecords", DatasetName=dataset).output["SyncSessionToken"]
        known = self.cloud(dataset)
        patches = [
            {
                "Key": key,
                "SyncCount": known.get(key, ("", 0))[1],
                **({"Op": "remove"} if value is None else {"Op": "replace", "Value": value}),
            }
            for key, value in values.items()
        ]
        reply = self.ask("UpdateRecords", DatasetName=dataset, SyncSessionToken=token, RecordPatches=patches)
        assert reply.ok, reply.error
        return reply.output["Records"]

    # --- the trail ---------------------------------------------------------------------------------------------------

    def calls(self, act: Callable[[], object]) -> list[str]:
        """Do something and return the calls to Cognito Sync that it made: `List(2)`, `Update k@1`, `Delete`."""
        before = len(self.world.trail)
        act()
        return [_told(record) for record in self.world.trail[before:] if record.service == "cognito-sync"]

    def furnish_push(self) -> None:
        """Let the pool push to phones: a platform application, a role, the configuration."""
        asked = {"Name": "app", "Platform": "GCM", "Attributes": {"PlatformCredential": "key"}}
        application = done(self.world, "sns", "CreatePlatformApplication", **asked)["PlatformApplicationArn"]
        trust = policy({"Principal": {"Service": "cognito-sync.amazonaws.com"}, "Action": "sts:AssumeRole"})
        made = done(self.world, "iam", "CreateRole", RoleName="Pushes", AssumeRolePolicyDocument=trust)
        allowed = policy({"Action": "sns:*", "Resource": "*"})
        done(self.world, "iam", "PutRolePolicy", RoleName="Pushes", PolicyName="SNS", PolicyDocument=allowed)
        push = {"ApplicationArns": [application], "RoleArn": made["Role"]["Arn"]}
        pool = settings_of(self.world).identity_pool_id
        done(self.world, "cognito-sync", "SetIdentityPoolConfiguration", IdentityPoolId=pool, PushSync=push)

    def furnish_trigger(self, *rules: dict[str, Any]) -> None:
        """Have a function with these rules asked before changes are stored."""
        arn = self.world.act("function.put", name="trigger", rules=list(rules)).output["arn"]
        pool = settings_of(self.world).identity_pool_id
        done(self.world, "cognito-sync", "SetCognitoEvents", IdentityPoolId=pool, Events={"SyncTrigger": arn})


def _told(record: Record) -> str:
    request = record.request
    if record.operation == "ListRecords":
        return f"List({request['LastSyncCount']})"
    if record.operation == "UpdateRecords":
        patches = (f"{patch['Op'][:3]} {patch['Key']}@{patch['SyncCount']}" for patch in request["RecordPatches"])
        return f"Update {', '.join(patches)}"
    return {"DeleteDataset": "Delete"}.get(record.operation, record.operation)


class Between:
    """Lets something happen between the lists of a synchronisation and what comes next: once, or each time."""

    def __init__(self, lab: Lab, happening: Callable[[], object], *, always: bool = False) -> None:
        self.lab = lab
        self.happening = happening
        self.always = always
        self.happened = False

    def sync(self, name: str, conflict: Any = None) -> Outcome:
        """Synchronise with it."""
        given: dict[str, Any] = {"on_conflict": resolve_all(conflict)} if conflict else {}
        return devices.synchronize(self.lab.world, name, "d", Handlers(on_sent=self._sent, **given))

    def _sent(self, record: Record) -> None:
        if record.operation == "ListRecords" and (self.always or not self.happened):
            self.happened = True
            self.happening()


def stuck() -> tuple[Lab, str, str]:
    """Return a lab in which the JavaScript manager passed over another device's write (J2) and edited the same key since."""
    lab = Lab("javascript", "correct")
    a, b = lab.names
    lab.shared(k1="x", k2="x")
    lab.put(a, k1="A")
    lab.put(b, k2="B")
    assert Between(lab, lambda: lab.sync(b)).sync(a).ok
    lab.put(a, k2="A")
    return lab, a, b
