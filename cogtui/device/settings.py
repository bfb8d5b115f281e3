"""What a developer writes into an app: the ids of the pools, clients, apps and roles that it uses."""

from __future__ import annotations

import msgspec

from cogtui.cloud.accounts.principals import OPERATOR_ROLE, ROLES
from cogtui.cloud.devices import APP
from cogtui.cloud.providers.directory import REDIRECT_URI
from cogtui.cloud.services.cognito_identity.records import POOLS, IdentityPool
from cogtui.cloud.services.cognito_idp.domain_records import DOMAINS, DOMAINS_OF_POOLS, Domain
from cogtui.cloud.services.cognito_idp.records import CLIENT_HOMES, CLIENTS, Client
from cogtui.cloud.services.s3.records import BUCKETS
from cogtui.cloud.store import Reader, rows_of
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.outside_settings import outside_settings

SETTINGS = "settings"
"""The name under which a device holds its settings."""


class AppSettings(msgspec.Struct, frozen=True):
    """The settings of one app. Empty where the app uses no such thing."""

    identity_pool_id: str = ""
    user_pool_client_id: str = ""
    hosted_client_id: str = ""
    """The app client with which the app goes to the pool's own pages."""
    domain: str = ""
    """Host of those pages."""
    facebook_app_id: str = ""
    google_client_id: str = ""
    amazon_client_id: str = ""
    apple_client_id: str = ""
    oidc_issuer: str = ""
    """An OpenID provider's name: "https://login.example.com"."""
    oidc_client_id: str = ""
    saml_login: str = ""
    """How a company's portal calls its login for AWS."""
    saml_provider_arn: str = ""
    """The same provider as IAM knows it: the key in `Logins`."""
    region: str = ""
    role_arn: str = ""
    """The role that the app asks STS for in the basic flow; in the enhanced flow the identity pool chooses."""
    guest_role_arn: str = ""
    """The same for guests."""
    bucket: str = ""
    redirect_uri: str = REDIRECT_URI
    """Where logins return to."""


def configure(world: World, settings: AppSettings, *, device: str = "app") -> Reply:
    """Write settings into the app on `device`; members that are left empty are found as before."""
    given = {name: value for name, value in msgspec.structs.asdict(settings).items() if value}
    return world.act("device.keep", values={SETTINGS: given}, device=device, title="Configure the app")


def settings_of(world: World, device: str = "app") -> AppSettings:
    """Return the settings of the app on `device`: what it was configured with, and the world's first of everything else.

    On other devices it is the same app: what these were not configured with is as on the first.
    """
    held: dict[str, str] = {}
    for name in dict.fromkeys((APP, device)):
        held |= world.held(name).get(SETTINGS) or {}
    return msgspec.structs.replace(first_settings(world.store, world.region), **held)


def first_settings(reader: Reader, region: str) -> AppSettings:
    """Return what a developer would copy from the consoles: the oldest identity pool, what belongs to it, a bucket.

    The clock stands still: of pools made at the same moment it is the one that lets a user pool's users in.
    """
    pool = min(
        rows_of(reader, POOLS), key=lambda pool: (pool.created, not pool.user_pool_clients, pool.id), default=None
    )
    bucket = min(rows_of(reader, BUCKETS), key=lambda bucket: (bucket.created, bucket.name), default=None)
    client_id = _client_id(reader, pool)
    hosted, domain = _hosted(reader, client_id)
    return AppSettings(
        identity_pool_id=pool.id if pool else "",
        user_pool_client_id=client_id,
        hosted_client_id=hosted.client_id if hosted else "",
        domain=domain.host if domain else "",
        **outside_settings(reader, pool),
        region=pool.region if pool else region,
        role_arn=_role_arn(reader, pool),
        guest_role_arn=pool.roles.get("unauthenticated", "") if pool else "",
        bucket=bucket.name if bucket else "",
    )


def _client_id(reader: Reader, pool: IdentityPool | None) -> str:
    listed = [client.client_id for client in pool.user_pool_clients] if pool else []
    oldest = min(rows_of(reader, CLIENTS), key=lambda client: (client.created, client.client_id), default=None)
    return next(iter(listed), oldest.client_id if oldest else "")


def _hosted(reader: Reader, client_id: str) -> tuple[Client | None, Domain | None]:
    """Return the app client for the pool's own pages, the app's usual one if it may, and the pool's domain."""
    home = reader.get(CLIENT_HOMES, (client_id,))
    if home is None:
        return None, None
    able = [client for client in reader.scan(CLIENTS, home.pool_id) if "code" in _oauth_flows(client)]
    able.sort(key=lambda client: (client.client_id != client_id, client.created))
    domains = (reader.get(DOMAINS, (row.name,)) for row in reader.scan(DOMAINS_OF_POOLS, home.pool_id))
    return next(iter(able), None), next((domain for domain in domains if domain is not None), None)


def _oauth_flows(client: Client) -> list[str]:
    return (
        client.settings.get("AllowedOAuthFlows", []) if client.settings.get("AllowedOAuthFlowsUserPoolClient") else []
    )


def _role_arn(reader: Reader, pool: IdentityPool | None) -> str:
    if pool and "authenticated" in pool.roles:
        return pool.roles["authenticated"]
    trusting = (role for role in rows_of(reader, ROLES) if "cognito-identity.amazonaws.com" in role.trust_policy)
    return next((role.arn for role in trusting if role.name != OPERATOR_ROLE), "")
