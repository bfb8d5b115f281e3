"""A world with an identity pool that takes logins of Facebook, Google and a user pool, and has its two roles."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from cogtui.cloud.callers import Keys
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import (
    CALLBACK,
    a_token,
    an_identity_pool,
    ana_at,
    app_at,
    cognito_trust,
    done,
    facebook_login,
    give_roles,
    role_of,
)

PEOPLE = "cognito-idp.us-east-1.amazonaws.com/us-east-1_People001"
"""The user pool, as Logins maps name it."""
CLIENT = "6h89qn2bfglbmvfebq9aaknqk0"
GOOGLE_CLIENT = "42.apps.googleusercontent.com"
FACEBOOK = "graph.facebook.com"
GOOGLE = "accounts.google.com"
ELSEWHERE = "us-east-1:00000000-0000-4000-8000-000000000000"
"""The id of a pool that nobody has."""


class Federation(NamedTuple):
    """The world and the ids of what is in it."""

    world: World
    pool: str
    facebook_app: str
    facebook_user: str
    """Ana's id at Facebook."""
    readers: str
    """ARN of the role for those who logged in."""
    guests: str
    """ARN of the role for guests."""

    def identity(self, operation: str, **params: Any) -> Reply:
        """Make an unsigned call to the identity pool."""
        return self.world.call("cognito-identity", operation, params)

    def get_id(self, **logins: str) -> str:
        """Get the identity of some logins: `people=`, `google=`, `facebook=`; without any a guest's."""
        reply = self.identity("GetId", IdentityPoolId=self.pool, **as_logins(**logins))
        assert reply.ok, reply.error
        return reply.output["IdentityId"]

    def people(self, sub: str = "ana-sub", **claims: Any) -> str:
        """Return an ID token of the user pool."""
        return a_token(self.world, f"https://{PEOPLE}", **({"sub": sub, "aud": CLIENT} | claims))

    def google(self, sub: str = "1042", **claims: Any) -> str:
        """Return an ID token of Google."""
        return a_token(
            self.world, f"https://{GOOGLE}", **({"sub": sub, "aud": GOOGLE_CLIENT, "azp": GOOGLE_CLIENT} | claims)
        )

    def facebook(self) -> str:
        """Log in at Facebook as Ana and return the access token."""
        return facebook_login(self.world, self.facebook_app)

    def openid(self, identity_id: str, **logins: str) -> str:
        """Get the OpenID token of an identity."""
        reply = self.identity("GetOpenIdToken", IdentityId=identity_id, **as_logins(**logins))
        assert reply.ok, reply.error
        return reply.output["Token"]

    def assume(self, token: str, **params: Any) -> Reply:
        """Take a web identity token to STS, for the role of those who logged in unless `params` say otherwise."""
        usual = {"RoleArn": self.readers, "RoleSessionName": "ana", "WebIdentityToken": token}
        return self.world.call("sts", "AssumeRoleWithWebIdentity", usual | params)

    def trust(self, document: dict[str, Any] | str, role: str = "Readers") -> None:
        """Give a role another trust policy."""
        text = document if isinstance(document, str) else json.dumps(document)
        done(self.world, "iam", "UpdateAssumeRolePolicy", RoleName=role, PolicyDocument=text)


KEYS = {"people": PEOPLE, "google": GOOGLE, "facebook": FACEBOOK}


def as_logins(**logins: str) -> dict[str, Any]:
    """Return the parameter Logins, its keys by their short names; nothing without logins."""
    return {"Logins": {KEYS[name]: token for name, token in logins.items()}} if logins else {}


def federation(seed: str = "federation", accounts: tuple[str, ...] = ("111122223333",), **settings: Any) -> Federation:
    """Make the world; `settings` are CreateIdentityPool's."""
    world = World(seed=seed, accounts=accounts)
    ana = ana_at(world, "facebook")
    app = app_at(world, "facebook", redirect_uris=[CALLBACK])
    providers = {
        "SupportedLoginProviders": {FACEBOOK: app, GOOGLE: GOOGLE_CLIENT},
        "CognitoIdentityProviders": [{"ProviderName": PEOPLE, "ClientId": CLIENT}],
    }
    a_token(world, f"https://{PEOPLE}")  # the user pool has its key from the beginning
    pool = an_identity_pool(world, **(providers | settings))
    readers = role_of(world, "Readers", trust=cognito_trust(pool))
    guests = role_of(world, "Guests", trust=cognito_trust(pool, "unauthenticated"))
    give_roles(world, pool, authenticated=readers, unauthenticated=guests)
    return Federation(world, pool, app, ana, readers, guests)


def as_keys(credentials: dict[str, Any]) -> Keys:
    """Return the credentials of an identity pool or of STS as a caller."""
    secret = credentials.get("SecretKey") or credentials["SecretAccessKey"]
    return Keys(credentials["AccessKeyId"], secret, credentials["SessionToken"])


def statement(pool_id: str, **changes: Any) -> dict[str, Any]:
    """Return a trust policy for the pool with one member of its statement changed, or left out where it is None."""
    return json.loads(cognito_trust(pool_id, **changes))


def on(aud: Any = None, amr: Any = None, *, equals: str = "StringEquals", like: str = "ForAnyValue:StringLike") -> Any:
    """Return the conditions of a trust policy on the keys of Cognito's tokens; None leaves one out."""
    prefix = "cognito-identity.amazonaws.com:"
    found = {equals: {prefix + "aud": aud}} if aud is not None else {}
    return found | ({like: {prefix + "amr": amr}} if amr is not None else {})
