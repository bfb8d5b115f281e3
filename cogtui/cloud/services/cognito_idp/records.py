"""What a user pool keeps: pools, app clients, users and the names they sign in by.

What signing in and confirming leave behind (sessions, refresh tokens, codes, messages) is in `traces.py`.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.issuers import user_pool_name
from cogtui.cloud.services.cognito_idp.pools.settings import (
    MessageTemplates,
    MfaSettings,
    PasswordPolicy,
    SchemaAttribute,
    ValidityUnits,
)
from cogtui.cloud.store import Table

UserStatus = Literal["UNCONFIRMED", "CONFIRMED", "FORCE_CHANGE_PASSWORD", "RESET_REQUIRED", "EXTERNAL_PROVIDER"]


class UserPool(msgspec.Struct, frozen=True, gc=False):
    """A user pool and its settings."""

    id: str
    """REGION_ and nine letters or digits."""
    name: str
    account: str
    region: str
    created: float
    modified: float
    id_kid: str
    """Key id of the key that signs ID tokens."""
    access_kid: str
    """Key id of the key that signs access tokens: every pool has one for each."""
    schema: tuple[SchemaAttribute, ...]
    password_policy: PasswordPolicy
    templates: MessageTemplates
    auto_verified: tuple[str, ...] = ()
    """AutoVerifiedAttributes."""
    alias_attributes: tuple[str, ...] = ()
    username_attributes: tuple[str, ...] = ()
    case_sensitive: bool = True
    admin_only: bool = False
    """AllowAdminCreateUserOnly."""
    mfa: MfaSettings = MfaSettings()
    first_factors: tuple[str, ...] = ("PASSWORD",)
    """SignInPolicy.AllowedFirstAuthFactors: what USER_AUTH offers."""
    triggers: dict[str, Any] = {}
    """LambdaConfig, in AWS's own shape."""
    settings: dict[str, Any] = {}
    """Members that only DescribeUserPool gives back, in AWS's own shape."""

    @property
    def arn(self) -> str:
        """The one ARN that everything in a pool is authorised on."""
        return f"arn:aws:cognito-idp:{self.region}:{self.account}:userpool/{self.id}"

    @property
    def issuer(self) -> str:
        """`iss` of the pool's tokens."""
        return f"https://{user_pool_name(self.region, self.id)}"

    @property
    def srp_name(self) -> str:
        """The part of the id that goes into password hashes: what follows the underscore."""
        return self.id.split("_", 1)[1]

    @property
    def sign_in_attributes(self) -> tuple[str, ...]:
        """Attributes whose value stands for the user name."""
        return self.username_attributes or self.alias_attributes

    def place(self, setting: str, field: str) -> Place:
        """Return where a setting stands."""
        return Place("setting", f"user pool {self.name}, {setting}", POOLS.name, (self.id,), field)


class ClientSecret(msgspec.Struct, frozen=True, gc=False):
    """What an app proves with that it is the client."""

    value: str
    created: float


class Client(msgspec.Struct, frozen=True, gc=False):
    """An app client: what one app may do with the pool."""

    pool_id: str
    client_id: str
    """26 small letters and digits, unique per world."""
    name: str
    created: float
    modified: float
    secrets: tuple[ClientSecret, ...] = ()
    """Empty for a public client; two while an app changes over."""
    flows: tuple[str, ...] | None = None
    """ExplicitAuthFlows as given; None when left out."""
    access_validity: int | None = None
    """AccessTokenValidity as given, in its unit."""
    id_validity: int | None = None
    refresh_validity: int = 30
    units: ValidityUnits = ValidityUnits()
    read_attributes: tuple[str, ...] = ()
    """Empty: the standard attributes."""
    write_attributes: tuple[str, ...] = ()
    """Empty: the standard attributes."""
    hides_unknown_users: bool = False
    """PreventUserExistenceErrors is ENABLED."""
    revocable: bool = True
    """EnableTokenRevocation: tokens carry `jti` and `origin_jti`."""
    settings: dict[str, Any] = {}
    """Members that only DescribeUserPoolClient gives back, in AWS's own shape."""

    @property
    def secret(self) -> str | None:
        """The oldest of the secrets, which is the one that is described; None for a public client."""
        return self.secrets[0].value if self.secrets else None

    def place(self, setting: str, field: str) -> Place:
        """Return where a setting stands."""
        return Place(
            "setting", f"app client {self.name}, {setting}", CLIENTS.name, (self.pool_id, self.client_id), field
        )


class ClientHome(msgspec.Struct, frozen=True, gc=False):
    """Which pool an app client belongs to: calls name the client alone."""

    client_id: str
    pool_id: str


class Password(msgspec.Struct, frozen=True, gc=False):
    """What a pool keeps of a password (see `srp`); the verifier is computed at the first SRP sign-in."""

    salt: bytes
    x: bytes
    expires: float | None = None
    """When a temporary password stops working; None for one that the user chose."""


class SoftwareToken(msgspec.Struct, frozen=True, gc=False):
    """An authenticator app."""

    secret: str
    """SecretCode: base32 without padding."""
    verified: bool = False
    """Its owner proved to have it."""
    name: str = ""
    """FriendlyDeviceName."""
    used: tuple[int, ...] = ()
    """The steps around now whose codes were used."""


class User(msgspec.Struct, frozen=True, gc=False):
    """A user profile."""

    pool_id: str
    key: str
    """The user name as the pool compares it: in small letters unless it is case sensitive."""
    username: str
    """As it was given; equal to `sub` in pools with UsernameAttributes."""
    sub: str
    status: UserStatus
    created: float
    modified: float
    attributes: dict[str, str] = {}
    """All but `sub`; every value is text."""
    password: Password | None = None
    past_passwords: tuple[Password, ...] = ()
    """The ones before, newest first, as many as PasswordHistorySize needs."""
    enabled: bool = True
    sign_outs: int = 0
    """How often all the user's tokens were revoked at once; a session from before is dead."""
    software_token: SoftwareToken | None = None
    factors: tuple[str, ...] = ()
    """UserMFASettingList: the second factors that are switched on."""
    preferred_factor: str = ""
    """PreferredMfaSetting; empty where none is."""

    @property
    def place(self) -> Place:
        """Where the profile stands."""
        return Place("setting", f"user {self.username}", USERS.name, (self.pool_id, self.key), "status")


class Alias(msgspec.Struct, frozen=True, gc=False):
    """A further name that finds a user: `sub`, or an address that signs in."""

    pool_id: str
    attribute: str
    value: str
    """As the pool compares it."""
    user_key: str


class Population(msgspec.Struct, frozen=True, gc=False):
    """How many users a pool has, so that nobody has to count them."""

    pool_id: str
    users: int


POOLS = Table("idp.pools", UserPool, lambda row: (row.id,))
CLIENTS = Table("idp.clients", Client, lambda row: (row.pool_id, row.client_id))
CLIENT_HOMES = Table("idp.client_homes", ClientHome, lambda row: (row.client_id,))
USERS = Table("idp.users", User, lambda row: (row.pool_id, row.key))
ALIASES = Table("idp.aliases", Alias, lambda row: (row.pool_id, row.attribute, row.value))
POPULATIONS = Table("idp.populations", Population, lambda row: (row.pool_id,))
