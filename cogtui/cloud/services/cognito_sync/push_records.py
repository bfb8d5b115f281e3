"""What Cognito Sync keeps of a pool's settings, of the devices that get pushes, and of the roles that it acts under."""

from __future__ import annotations

import msgspec

from cogtui.cloud.callers import Keys
from cogtui.cloud.explain import Place
from cogtui.cloud.store import Reader, Table


class PushSync(msgspec.Struct, frozen=True, gc=False):
    """How a pool sends pushes."""

    application_arns: tuple[str, ...]
    """SNS platform applications."""
    role_arn: str

    def application_for(self, platform: str) -> str:
        """Return the ARN of the application that reaches a platform; empty where the pool lists none."""
        return next((arn for arn in self.application_arns if arn.split(":", 5)[5].split("/")[1] == platform), "")


class CognitoStreams(msgspec.Struct, frozen=True, gc=False):
    """Where a pool's changes go."""

    stream_name: str
    role_arn: str
    enabled: bool
    """StreamingStatus."""


class PoolConfiguration(msgspec.Struct, frozen=True, gc=False):
    """A pool's settings for Cognito Sync."""

    pool_id: str
    push: PushSync | None = None
    streams: CognitoStreams | None = None
    trigger: str = ""
    """ARN of the function at the sync trigger; empty without."""

    def place(self, label: str, field: str) -> Place:
        """Return where one of the settings stands."""
        return Place("setting", f"identity pool, {label}", CONFIGURATIONS.name, (self.pool_id,), field)


class BulkRun(msgspec.Struct, frozen=True, gc=False):
    """The last BulkPublish of a pool."""

    pool_id: str
    started: float
    ends: float
    """World time at which it is over."""
    failure: str = ""
    """FailureMessage; empty when it succeeds."""


class RegisteredDevice(msgspec.Struct, frozen=True, gc=False):
    """A device that an identity registered for pushes."""

    identity_id: str
    device_id: str
    platform: str
    token: str
    endpoint_arn: str
    """Its endpoint in SNS."""
    registered: float


class Subscription(msgspec.Struct, frozen=True, gc=False):
    """A device wants to hear of changes of a dataset."""

    identity_id: str
    dataset: str
    device_id: str


class RoleSession(msgspec.Struct, frozen=True, gc=False):
    """Credentials of a role that Cognito Sync acts under for a pool."""

    pool_id: str
    role_arn: str
    trust: str
    """The role's trust policy as it was when it was assumed."""
    keys: Keys
    expires: float


CONFIGURATIONS = Table("cognito_sync.configurations", PoolConfiguration, lambda row: (row.pool_id,))
BULK_RUNS = Table("cognito_sync.bulk_runs", BulkRun, lambda row: (row.pool_id,))
REGISTERED = Table("cognito_sync.registered_devices", RegisteredDevice, lambda row: (row.identity_id, row.device_id))
SUBSCRIPTIONS = Table(
    "cognito_sync.subscriptions", Subscription, lambda row: (row.identity_id, row.dataset, row.device_id)
)
ROLE_SESSIONS = Table(
    "cognito_sync.role_sessions", RoleSession, lambda row: (row.pool_id, row.role_arn), expires=lambda row: row.expires
)


def configuration_of(reader: Reader, pool_id: str) -> PoolConfiguration:
    """Return a pool's settings; those of a pool without any."""
    return reader.get(CONFIGURATIONS, (pool_id,)) or PoolConfiguration(pool_id)


def subscribed(reader: Reader, identity_id: str, dataset: str) -> list[Subscription]:
    """Return who wants to hear of changes of a dataset, by DeviceId."""
    return [row for row in reader.scan(SUBSCRIPTIONS, identity_id) if row.dataset == dataset]
