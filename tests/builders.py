"""Worlds and their parts, made through the door in one line each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from cogtui.cloud import issuers
from cogtui.cloud.accounts.credentials import issue_session
from cogtui.cloud.accounts.principals import role_by_arn, session_principal
from cogtui.cloud.callers import Keys, Operator
from cogtui.cloud.ids import Ids
from cogtui.cloud.store import Transaction
from cogtui.cloud.tokens import mint
from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.web import Page, WebRequest, WebResponse
from cogtui.cloud.world import World

CALLBACK = "https://app.example.com/callback"
ANA = "ana@example.com"
ANA_PASSWORD = "correct horse"
PASSWORD = "Correct-Horse-9"
"""Keeps to the policy of a user pool that has none of its own."""


def app_at(world: World, provider: str, *, name: str = "Reports", **registered: Any) -> str:
    """Register an app with a provider and return its id."""
    return world.act("provider.add_app", provider=provider, name=name, **registered).output["app_id"]


def ana_at(
    world: World, provider: str, *, email: str = ANA, name: str = "Ana Silva", password: str = ANA_PASSWORD, **more: Any
) -> str:
    """Give Ana an account at a provider and return her id there."""
    person = world.act("provider.add_user", provider=provider, email=email, name=name, password=password, **more)
    return person.output["user_id"]


def opened(world: World, host: str, path: str, app_id: str, **asked: str) -> WebResponse:
    """Open a provider's login dialog for the app."""
    query = {"client_id": app_id, "redirect_uri": CALLBACK, **asked}
    return world.web(WebRequest("GET", host, path, {name: value for name, value in query.items() if value != ""}))


def sent(world: World, page: Page | None, **values: str) -> WebResponse:
    """Send a page's form: what is filled in already, and `values`."""
    assert page is not None
    assert page.action is not None
    form = {field.name: field.value for field in page.fields} | values
    return world.web(msgspec.structs.replace(page.action, form=form))


def facebook_login(world: World, app_id: str) -> str:
    """Log in at Facebook as its first user and return the access token that the app gets."""
    page = opened(world, "www.facebook.com", "/v19.0/dialog/oauth", app_id, response_type="token", state="s").page
    answer = sent(world, sent(world, page).page, action="continue").body
    assert answer is not None
    return answer["access_token"]


def a_token(world: World, issuer: str, **claims: Any) -> str:
    """Mint a token of an issuer, with the key it has or is given now; it lives for an hour. A claim of None is left out.

    Header and claims are a user pool's: for what no login brings about.
    """
    if not issuers.keys_of(world.store, issuer):
        _give_key(world, issuer)
    key = issuers.keys_of(world.store, issuer)[0]
    now = int(world.now)
    merged = {"sub": "ana-sub", "iss": issuer, "aud": "client", "iat": now, "exp": now + 3600, **claims}
    return mint(
        {name: value for name, value in merged.items() if value is not None}, key, {"kid": key.kid, "alg": key.alg}
    )


def _give_key(world: World, issuer: str) -> None:
    tx = Transaction(world.store)
    issuers.new_key(tx, Ids(tx, b"test", 0), issuer, "key-of-" + issuer[-9:], "RS256")


def an_identity_pool(world: World, **settings: Any) -> str:
    """Make an identity pool and return its id; guests and the classic flow are allowed unless `settings` say otherwise."""
    usual = {"IdentityPoolName": "reports", "AllowUnauthenticatedIdentities": True, "AllowClassicFlow": True}
    return done(world, "cognito-identity", "CreateIdentityPool", **(usual | settings))["IdentityPoolId"]


def give_roles(world: World, pool_id: str, **roles: str) -> None:
    """Give a pool its roles: `authenticated=`, `unauthenticated=`."""
    done(world, "cognito-identity", "SetIdentityPoolRoles", IdentityPoolId=pool_id, Roles=roles)


class EveryWay(NamedTuple):
    """An identity pool that takes logins of Facebook, Google and a user pool, and has its two roles."""

    pool: str
    apps: dict[str, str]
    """Provider -> id of the app that is registered there; Ana has an account there."""
    people: str
    """Id of the user pool."""
    client: str
    login_key: str
    """The user pool, as Logins maps name it."""
    readers: str
    """ARN of the role for those who logged in."""


def every_way(world: World, *, redirect_uris: Sequence[str] = (), **settings: Any) -> EveryWay:
    """Make the pool with all that it needs; `settings` are CreateIdentityPool's."""
    registered: dict[str, Any] = {"redirect_uris": list(redirect_uris)} if redirect_uris else {}
    apps = {provider: app_at(world, provider, **registered) for provider in ("facebook", "google")}
    for provider in apps:
        ana_at(world, provider)
    people = a_user_pool(world)
    client = a_client(world, people)
    login_key = f"cognito-idp.us-east-1.amazonaws.com/{people}"
    pool = an_identity_pool(
        world,
        SupportedLoginProviders={"graph.facebook.com": apps["facebook"], "accounts.google.com": apps["google"]},
        CognitoIdentityProviders=[{"ProviderName": login_key, "ClientId": client}],
        **settings,
    )
    readers = role_of(world, "Readers", trust=cognito_trust(pool))
    guests = role_of(world, "Guests", trust=cognito_trust(pool, "unauthenticated"))
    give_roles(world, pool, authenticated=readers, unauthenticated=guests)
    return EveryWay(pool, apps, people, client, login_key, readers)


def a_world(seed: str = "test", **settings: Any) -> World:
    """Make a world."""
    return World(seed, **settings)


def a_user_pool(world: World, **settings: Any) -> str:
    """Make a user pool that verifies email addresses and return its id."""
    usual = {"PoolName": "people", "AutoVerifiedAttributes": ["email"]}
    return done(world, "cognito-idp", "CreateUserPool", **(usual | settings))["UserPool"]["Id"]


def a_client(world: World, pool_id: str, **settings: Any) -> str:
    """Make an app client that signs in with passwords and return its id."""
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    usual = {"UserPoolId": pool_id, "ClientName": "web", "ExplicitAuthFlows": flows}
    return done(world, "cognito-idp", "CreateUserPoolClient", **(usual | settings))["UserPoolClient"]["ClientId"]


def a_user(world: World, pool_id: str, username: str = "ana", password: str = PASSWORD, **attributes: str) -> str:
    """Make a confirmed user and return the user name; `custom__team=` gives the attribute `custom:team`."""
    listed = [{"Name": name.replace("__", ":"), "Value": value} for name, value in attributes.items()]
    created = done(
        world,
        "cognito-idp",
        "AdminCreateUser",
        UserPoolId=pool_id,
        Username=username,
        UserAttributes=listed,
        MessageAction="SUPPRESS",
    )
    name = created["User"]["Username"]
    done(
        world,
        "cognito-idp",
        "AdminSetUserPassword",
        UserPoolId=pool_id,
        Username=name,
        Password=password,
        Permanent=True,
    )
    return name


def password_sign_in(
    world: World, client_id: str, username: str = "ana", password: str = PASSWORD, **more: str
) -> Reply:
    """Sign in with a password, as an app does; `more` are further AuthParameters."""
    parameters = {"USERNAME": username, "PASSWORD": password, **more}
    return world.call(
        "cognito-idp",
        "InitiateAuth",
        {"ClientId": client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters},
    )


def last(world: World) -> Record:
    """Return the newest record of the trail."""
    return world.trail[-1]


def state(world: World) -> list[tuple[Any, ...]]:
    """Return everything that the world holds, to see whether a call left it alone."""
    return list(world.store.every())


def asked(world: World, service: str, operation: str, **params: Any) -> Reply:
    """Make a call as the operator of the first account."""
    return world.call(service, operation, params, caller=world.operator)


def done(world: World, service: str, operation: str, **params: Any) -> dict[str, Any]:
    """Make a call as the operator, which must succeed, and return its output."""
    reply = asked(world, service, operation, **params)
    assert reply.ok, reply.error
    return reply.output


def done_in(world: World, account: str, service: str, operation: str, **params: Any) -> dict[str, Any]:
    """Make a call as an account's operator, which must succeed, and return its output."""
    reply = world.call(service, operation, params, caller=Operator(account), account=account)
    assert reply.ok, reply.error
    return reply.output


def policy(*statements: dict[str, Any]) -> str:
    """Return a policy document; a statement allows unless it says otherwise."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | one for one in statements]})


def cognito_trust(pool_id: str, amr: str = "authenticated", **changes: Any) -> str:
    """Return the trust policy of a role for an identity pool, with members of its statement changed; None leaves one out."""
    statement = {
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {"cognito-identity.amazonaws.com:aud": pool_id},
            "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": amr},
        },
    }
    return policy({name: value for name, value in (statement | changes).items() if value is not None})


def role_of(world: World, name: str = "Readers", *, trust: str = "", **rest: Any) -> str:
    """Make a role and return its ARN; without a trust policy of its own it trusts the account."""
    root = {"Principal": {"AWS": f"arn:aws:iam::{world.account}:root"}, "Action": "sts:AssumeRole"}
    made = done(world, "iam", "CreateRole", RoleName=name, AssumeRolePolicyDocument=trust or policy(root), **rest)
    return made["Role"]["Arn"]


def keys_for(world: World, role_arn: str, session_name: str = "test", *, seconds: int = 3600) -> Keys:
    """Hand out credentials for a session of a role without asking anybody: for tests of what comes after."""
    role = role_by_arn(world.store, role_arn)
    assert role is not None
    tx = Transaction(world.store)
    ids = Ids(tx, f"keys for {role_arn} {session_name}".encode(), world.history.epoch)
    principal = session_principal(role, session_name)
    key = issue_session(tx, ids, principal, now=world.now, seconds=seconds, context={}, origins={})
    tx.commit()
    return Keys(key.access_key_id, key.secret, key.token)
