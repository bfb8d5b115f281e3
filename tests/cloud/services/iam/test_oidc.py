"""OpenID providers in IAM: what is kept of one, what is refused, and who may do it."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.accounts.oidc_providers import thumbprint_of
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import a_token, a_world, asked, done, keys_for, last, policy, role_of, state

URL = "https://login.example.org/realms/a/"
PRINT = "A1" * 20


@pytest.fixture
def world() -> World:
    return a_world("oidc")


def registered(world: World, **changes: Any) -> str:
    usual = {"Url": URL, "ClientIDList": ["reports"], "ThumbprintList": [PRINT]}
    return done(world, "iam", "CreateOpenIDConnectProvider", **(usual | changes))["OpenIDConnectProviderArn"]


def shown(world: World, arn: str) -> dict[str, Any]:
    return done(world, "iam", "GetOpenIDConnectProvider", OpenIDConnectProviderArn=arn)


def refused(reply: Reply) -> tuple[str, str, tuple[str, ...]]:
    assert reply.error is not None
    return reply.error.code, reply.error.message, reply.record.refused_by


def test_a_provider_is_kept_without_the_scheme_and_to_the_letter(world: World) -> None:
    arn = registered(world, Tags=[{"Key": "team", "Value": "red"}])
    assert arn == f"arn:aws:iam::{world.account}:oidc-provider/login.example.org/realms/a/"
    found = shown(world, arn)
    created = found.pop("CreateDate")
    assert created.timestamp() == int(world.now)
    assert found == {
        "Url": "login.example.org/realms/a/",
        "ClientIDList": ["reports"],
        "ThumbprintList": [PRINT.lower()],
        "Tags": [{"Key": "team", "Value": "red"}],
    }
    assert done(world, "iam", "ListOpenIDConnectProviders") == {"OpenIDConnectProviderList": [{"Arn": arn}]}
    assert done(world, "iam", "GetAccountSummary")["SummaryMap"]["Providers"] == 1


def test_a_slash_at_the_end_makes_another_provider(world: World) -> None:
    assert registered(world) != registered(world, Url=URL.rstrip("/"))


def test_clients_thumbprints_and_tags_change_one_by_one(world: World) -> None:
    arn = registered(world)
    named = {"OpenIDConnectProviderArn": arn}
    for client in ("web", "web"):
        done(world, "iam", "AddClientIDToOpenIDConnectProvider", ClientID=client, **named)
    for client in ("reports", "nobody"):
        done(world, "iam", "RemoveClientIDFromOpenIDConnectProvider", ClientID=client, **named)
    done(world, "iam", "UpdateOpenIDConnectProviderThumbprint", ThumbprintList=["b2" * 20], **named)
    done(
        world, "iam", "TagOpenIDConnectProvider", Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}], **named
    )
    done(world, "iam", "UntagOpenIDConnectProvider", TagKeys=["a"], **named)
    found = shown(world, arn)
    assert (found["ClientIDList"], found["ThumbprintList"]) == (["web"], ["b2" * 20])
    tags = done(world, "iam", "ListOpenIDConnectProviderTags", **named)
    assert tags == {"Tags": [{"Key": "A", "Value": "2"}], "IsTruncated": False}


def test_without_thumbprints_iam_takes_the_one_that_it_finds(world: World) -> None:
    a_token(world, URL)  # the issuer has its key from now on
    arn = registered(world, ThumbprintList=[])
    assert shown(world, arn)["ThumbprintList"] == [thumbprint_of(URL)]


def test_deleting_twice_is_refused(world: World) -> None:
    arn = registered(world)
    done(world, "iam", "DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=arn)
    again = asked(world, "iam", "DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=arn)
    assert (again.record.refused_by, again.record.changes) == (("iam.oidc",), ())
    assert done(world, "iam", "ListOpenIDConnectProviders") == {"OpenIDConnectProviderList": []}


@pytest.mark.parametrize(
    ("changes", "code", "message", "rule"),
    [
        ({}, "EntityAlreadyExists", f"Provider with url {URL} already exists.", "iam.oidc.free"),
        ({"Url": "http://x.example"}, "ValidationError", "Invalid Open ID Connect Provider URL", "iam.oidc.url"),
        ({"Url": "https://x.example:8443"}, "ValidationError", "Invalid Open ID Connect Provider URL", "iam.oidc.url"),
        ({"Url": "https://x.example?a=b"}, "ValidationError", "Invalid Open ID Connect Provider URL", "iam.oidc.url"),
        (
            {"Url": "https://x.example", "ThumbprintList": ["a1" * 20] * 6},
            "InvalidInput",
            "Thumbprint list must contain fewer than 5 entries.",
            "iam.oidc.thumbprints",
        ),
        (
            {"Url": "https://x.example", "ThumbprintList": ["z" * 40]},
            "InvalidInput",
            "Thumbprint must be 40 hexadecimal digits.",
            "iam.oidc.thumbprint",
        ),
        (
            {"Url": "https://x.example", "ThumbprintList": []},
            "OpenIdIdpCommunicationError",
            "Could not retrieve the certificate of https://x.example",
            "iam.oidc.reachable",
        ),
        (
            {"Url": "https://x.example", "ClientIDList": [f"c{number}" for number in range(101)]},
            "LimitExceeded",
            "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
            "iam.quota",
        ),
    ],
)
def test_what_iam_does_not_register(world: World, changes: dict[str, Any], code: str, message: str, rule: str) -> None:
    registered(world)
    before = state(world)
    params = {"Url": URL, "ClientIDList": ["reports"], "ThumbprintList": [PRINT]} | changes
    assert refused(asked(world, "iam", "CreateOpenIDConnectProvider", **params)) == (code, message, (rule,))
    assert state(world) == before


@pytest.mark.parametrize("operation", ["GetOpenIDConnectProvider", "ListOpenIDConnectProviderTags"])
def test_a_provider_that_the_account_lacks_is_not_found(world: World, operation: str) -> None:
    arn = f"arn:aws:iam::{world.account}:oidc-provider/nowhere.example"
    reply = asked(world, "iam", operation, OpenIDConnectProviderArn=arn)
    text = f"OpenIDConnect Provider not found for arn {arn}"
    assert refused(reply) == ("NoSuchEntity", text, ("iam.oidc",))


def test_a_policy_names_a_provider_by_its_arn_without_the_scheme(world: World) -> None:
    role = role_of(world)
    arn = f"arn:aws:iam::{world.account}:oidc-provider/login.example.org/realms/a/"
    allows = policy({"Action": "iam:CreateOpenIDConnectProvider", "Resource": arn})
    done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="Oidc", PolicyDocument=allows)
    keys = keys_for(world, role)
    params = {"Url": URL, "ThumbprintList": [PRINT]}
    assert world.call("iam", "CreateOpenIDConnectProvider", params, caller=keys).ok
    params["Url"] = "https://login.example.org/realms/b"
    assert not world.call("iam", "CreateOpenIDConnectProvider", params, caller=keys).ok
    assert last(world).error is not None
