"""A steady load of clients does not fill the world: what AWS lets expire is swept, and what stays stays for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from cogtui.cloud import codec
from cogtui.cloud.store import Table
from cogtui.cloud.world import World
from tests.builders import (
    a_client,
    a_user,
    a_user_pool,
    asked,
    every_way,
    facebook_login,
    opened,
    password_sign_in,
)
from tests.cloud.services.cognito_idp.domain.browser import a_site

HOUR = 3600
MONTHS = 40 * 86400.0
"""Longer than anything lives that a client gets without asking for more."""

GROWS_WITH_ITS_OWNERS = {
    "device.held": "a simulated device keeps what it was given",
    "functions.functions": "somebody puts them there by hand",
    "iam.account_aliases": "one per account",
    "iam.groups": "until they are deleted",
    "iam.held_keys": "long-term keys, two per user",
    "iam.memberships": "until they are taken out",
    "iam.inline_policies": "until they are deleted",
    "iam.attached_policies": "until they are detached",
    "iam.managed_policies": "until they are deleted",
    "iam.policy_versions": "five per policy",
    "iam.oidc_providers": "until they are deleted",
    "iam.roles": "until they are deleted",
    "iam.saml_providers": "until they are deleted",
    "iam.users": "until they are deleted",
    "identity.identities": "AWS keeps identities until they are deleted, guests' too",
    "identity.logins": "one per identity and provider",
    "identity.pools": "until they are deleted",
    "identity.whereabouts": "one per identity",
    "idp.aliases": "a few per user",
    "idp.brandings": "one per client",
    "idp.client_homes": "one per client",
    "idp.clients": "until they are deleted",
    "idp.domains": "until they are deleted",
    "idp.domains_of_pools": "one per domain",
    "idp.groups": "until they are deleted",
    "idp.import_jobs": "AWS keeps them: 1,000 per pool",
    "idp.links": "five per user",
    "idp.log_deliveries": "one per pool",
    "idp.memberships": "one per user",
    "idp.pools": "until they are deleted",
    "idp.populations": "one per pool",
    "idp.providers": "until they are deleted",
    "idp.resource_servers": "until they are deleted",
    "idp.risk_configurations": "one per client",
    "idp.session_tracking": "one per pool",
    "iam.mfa_devices": "until they are deleted",
    "idp.terms": "two per client",
    "idp.ui_customizations": "one per client",
    "idp.users": "until they are deleted",
    "organizations.members": "one per account",
    "organizations.organizations": "one per account",
    "organizations.policies": "until they are deleted",
    "organizations.targets": "five per policy type and place",
    "organizations.units": "until they are deleted",
    "provider.apple_consents": "one per person and app",
    "provider.apps": "somebody registers them by hand",
    "provider.issuers": "somebody registers them by hand",
    "provider.users": "somebody registers them by hand",
    "saml.providers": "somebody registers them by hand",
    "saml.users": "somebody registers them by hand",
    "cognito_sync.bulk_runs": "one per identity pool",
    "cognito_sync.datasets": "twenty per identity, and those that it deleted",
    "cognito_sync.pool_usage": "one per identity pool",
    "cognito_sync.records": "1,024 per dataset, and those that were removed from it",
    "cognito_sync.steps": "at most one per record",
    "sync.devices": "somebody adds them by hand",
    "sync.dirty_keys": "at most one per record on a device",
    "sync.local_datasets": "what an app keeps on a device",
    "sync.local_records": "what an app keeps on a device",
    "sync.pushes": "a hundred per device",
    "cognito_sync.configurations": "one per identity pool",
    "cognito_sync.registered_devices": "one per device of an identity, until that is deleted",
    "cognito_sync.subscriptions": "one per device and dataset",
    "streams.streams": "somebody puts them there by hand",
    "s3.buckets": "until they are deleted",
    "s3.objects": "until they are deleted",
    "s3.parts": "AWS keeps the parts of an upload until it is completed or aborted",
    "s3.uploads": "AWS keeps an upload until it is completed or aborted",
    "sns.platform_applications": "until they are deleted",
    "sns.platform_endpoints": "one per device and application",
    "sns.tokens": "one per endpoint",
    "sns.topics": "until they are deleted",
    "world.accounts": "the world's own",
    "world.clock": "one",
    "world.counters": "a few",
    "world.local_issuer": "one",
    "world.signing_keys": "two per user pool",
}
"""Tables whose rows don't expire, and why: somebody asked for each row and can delete it, or there is a set number of them."""


def test_every_table_has_rows_that_expire_or_a_reason_why_not() -> None:
    codec.load_tables()
    real = {name: table for name, table in Table.known.items() if table.record.__module__.startswith("cogtui.")}
    lasting = {name for name, table in real.items() if table.expires is None}
    assert lasting == GROWS_WITH_ITS_OWNERS.keys()


class Host:
    """A host whose clock the test moves."""

    time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


def served() -> tuple[World, Host]:
    world, host = World(), Host()
    world.host = host
    world.act("clock.run")
    return world, host


def quiet_minutes(world: World, host: Host) -> None:
    """Let somebody ask now and then, so that old calls fold and what is over is swept."""
    for _ in range(40):
        host.time += 10
        asked(world, "sts", "GetCallerIdentity")


def rows(world: World) -> Counter[str]:
    return Counter(table for table, _, _ in world.store.every())


def many_sign_ins(world: World, host: Host) -> Callable[[], Any]:
    pool = a_user_pool(world)
    client = a_client(world, pool)
    a_user(world, pool, email="ana@example.com", email_verified="true")

    def once() -> None:
        host.time += HOUR
        assert password_sign_in(world, client).ok
        assert not password_sign_in(world, client, password="wrong").ok
        again = {"ClientId": client, "Username": "ana"}
        assert world.call("cognito-idp", "ForgotPassword", again).ok

    return once


def many_challenges(world: World, _: Host) -> Callable[[], Any]:
    pool = a_user_pool(world)
    flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    client = a_client(world, pool, ExplicitAuthFlows=flows)
    a_user(world, pool)
    parameters = {"USERNAME": "ana", "SRP_A": "ab" * 100}

    def once() -> None:
        given = {"ClientId": client, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters}
        assert world.call("cognito-idp", "InitiateAuth", given).ok

    return once


def many_sessions(world: World, _: Host) -> Callable[[], Any]:
    return lambda: asked(
        world, "sts", "AssumeRole", RoleArn=f"arn:aws:iam::{world.account}:role/Operator", RoleSessionName="many"
    )


def many_logins_elsewhere(world: World, _: Host) -> Callable[[], Any]:
    app = every_way(world, redirect_uris=["https://app.example.com/callback"]).apps["facebook"]

    def once() -> None:
        opened(world, "www.facebook.com", "/v19.0/dialog/oauth", app, response_type="code")
        facebook_login(world, app)

    return once


def many_browsers(world: World, _: Host) -> Callable[[], Any]:
    site = a_site(world=world)
    return lambda: site.browser().log_in(site.client)


def many_rotations(world: World, _: Host) -> Callable[[], Any]:
    pool = a_user_pool(world)
    client = a_client(
        world, pool, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"], RefreshTokenRotation={"Feature": "ENABLED"}
    )
    a_user(world, pool)
    held = [password_sign_in(world, client).output["AuthenticationResult"]["RefreshToken"]]

    def once() -> None:
        given = {"ClientId": client, "RefreshToken": held[-1]}
        renewed = world.call("cognito-idp", "GetTokensFromRefreshToken", given)
        held.append(renewed.output["AuthenticationResult"]["RefreshToken"])

    return once


def many_messages(world: World, host: Host) -> Callable[[], Any]:
    made = world.call(
        "sns", "CreateTopic", {"Name": "orders.fifo", "Attributes": {"FifoTopic": "true"}}, caller=world.operator
    )
    alerts = world.call("sns", "CreateTopic", {"Name": "alerts"}, caller=world.operator).output["TopicArn"]
    ordered = {"TopicArn": made.output["TopicArn"], "Message": "x", "MessageGroupId": "g"}

    def once() -> None:
        host.time += HOUR
        asked(world, "sns", "Publish", PhoneNumber="+15551234567", Message="x")
        asked(world, "sns", "Publish", **ordered, MessageDeduplicationId=str(host.time))
        asked(world, "sns", "Subscribe", TopicArn=alerts, Protocol="email", Endpoint=f"{host.time}@example.com")

    return once


Load = Callable[[World, Host], Callable[[], Any]]
LOADS: list[Load] = [
    many_sign_ins,
    many_challenges,
    many_rotations,
    many_sessions,
    many_logins_elsewhere,
    many_browsers,
    many_messages,
]


@pytest.mark.parametrize("load", LOADS, ids=lambda load: load.__name__)
def test_a_steady_load_leaves_nothing_behind_that_expired(load: Load) -> None:
    world, host = served()
    once = load(world, host)
    world.most_calls = 10
    before = rows(world)
    for _ in range(20):
        once()
    grown = rows(world)
    assert grown.total() > before.total(), "the load leaves nothing at all: it tests nothing"
    host.time += MONTHS
    quiet_minutes(world, host)
    assert rows(world) - before == Counter()


def test_what_is_not_over_yet_stays() -> None:
    world, host = served()
    pool = a_user_pool(world)
    client = a_client(world, pool)
    a_user(world, pool)
    tokens = password_sign_in(world, client).output["AuthenticationResult"]
    world.most_calls = 10
    host.time += 29 * 86400
    quiet_minutes(world, host)
    parameters = {"REFRESH_TOKEN": tokens["RefreshToken"]}
    given = {"ClientId": client, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters}
    renewed = world.call("cognito-idp", "InitiateAuth", given)
    assert renewed.ok
    host.time += 1.5 * 86400
    quiet_minutes(world, host)
    refused = world.call("cognito-idp", "InitiateAuth", given)
    assert refused.error is not None
    assert refused.error.code == "NotAuthorizedException"
