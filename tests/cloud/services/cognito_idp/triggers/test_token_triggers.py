"""PreTokenGeneration: what each version of its event lets a function change in tokens, and what it never may."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.explain import walk
from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Record, Reply
from tests.builders import PASSWORD, done, last, state
from tests.cloud.services.cognito_idp.domain.browser import Site, a_site, basic, body
from tests.cloud.services.cognito_idp.people import ANA, People, refusal
from tests.cloud.services.cognito_idp.triggers.lambdas import NOTHING, Rule, arn_of, events, last_events, put, running

TRIGGER = "PreTokenGeneration"
V1 = "response.claimsOverrideDetails"
V2 = "response.claimsAndScopeOverrideDetails"


def claims(token: str) -> dict[str, Any]:
    return read(token).claims or {}


def config(version: str) -> dict[str, Any]:
    return {"LambdaConfig": {f"{TRIGGER}Config": {"LambdaVersion": f"V{version}_0", "LambdaArn": arn_of(TRIGGER)}}}


def versioned(version: str, *rules: Rule) -> People:
    here = running(None, {})
    here.administered("UpdateUserPool", AutoVerifiedAttributes=["email"], **config(version))
    put(here.world, TRIGGER, *rules)
    return here


def both(here: People) -> tuple[dict[str, Any], dict[str, Any]]:
    """Sign Ana in and return the claims of her ID and access tokens."""
    result = here.tokens()
    return claims(result["IdToken"]), claims(result["AccessToken"])


def grouped(here: People) -> People:
    here.user(email=ANA, email_verified="true")
    for name, precedence in (("staff", 1), ("editors", 2)):
        role = f"arn:aws:iam::111122223333:role/{name}"
        here.administered("CreateGroup", GroupName=name, Precedence=precedence, RoleArn=role)
        here.administered("AdminAddUserToGroup", GroupName=name, Username="ana")
    return here


def notes(record: Record) -> dict[str, dict[str, Any]]:
    """Return what the why says about claims, by token."""
    found = [check for check in record.why() if check.rule == "idp.trigger.claims"]
    return {check.fact("token"): {fact.name: fact.value for fact in check.facts} for check in found}


# --------------------------------------------------------------------------------------------------------------- events


def test_version_1_is_told_who_it_is_and_the_groups() -> None:
    here = grouped(running(PreTokenGeneration=NOTHING))
    event = events(here.sign_in())["TokenGeneration_Authentication"]
    assert event["version"] == "1"
    assert event["response"] == {"claimsOverrideDetails": None}
    request = event["request"]
    assert sorted(request) == ["clientMetadata", "groupConfiguration", "userAttributes"]
    assert request["groupConfiguration"] == {
        "groupsToOverride": ["staff", "editors"],
        "iamRolesToOverride": ["arn:aws:iam::111122223333:role/staff", "arn:aws:iam::111122223333:role/editors"],
        "preferredRole": "arn:aws:iam::111122223333:role/staff",
    }
    assert request["userAttributes"]["cognito:user_status"] == "CONFIRMED"


@pytest.mark.parametrize("version", ["2", "3"])
def test_later_versions_are_told_the_scopes_too(version: str) -> None:
    here = versioned(version, *NOTHING)
    here.user()
    event = events(here.sign_in())["TokenGeneration_Authentication"]
    assert event["version"] == version
    assert event["request"]["scopes"] == ["aws.cognito.signin.user.admin"]
    assert event["response"] == {"claimsAndScopeOverrideDetails": None}


def test_a_refresh_and_the_pool_s_pages_have_sources_of_their_own() -> None:
    here = running(PreTokenGeneration=NOTHING)
    here.user()
    token = here.tokens()["RefreshToken"]
    assert list(events(here.refresh(token))) == ["TokenGeneration_RefreshTokens"]
    reply = here.call("GetTokensFromRefreshToken", RefreshToken=token, ClientMetadata={"device": "tv"})
    assert events(reply)["TokenGeneration_RefreshTokens"]["request"]["clientMetadata"] == {"device": "tv"}
    site = a_site(pool={"LambdaConfig": {TRIGGER: arn_of(TRIGGER)}})
    put(site.world, TRIGGER, {"set": {f"{V1}.claimsToAddOrOverride.team": "triggerSource"}})
    assert claims(site.tokens()["id_token"])["team"] == "TokenGeneration_HostedAuth"
    assert list(last_events(site.world)) == ["TokenGeneration_HostedAuth"]


# --------------------------------------------------------------------------------------------------------------- claims


def test_version_1_changes_the_id_token_alone() -> None:
    change: Rule = {
        "set": {
            f'{V1}.claimsToAddOrOverride."custom:plan"': "'gold'",
            f"{V1}.claimsToAddOrOverride.email": "'hidden@example.com'",
            f"{V1}.claimsToSuppress": ["email_verified"],
        }
    }
    here = grouped(running(PreTokenGeneration=[change]))
    who, may = both(here)
    assert (who["custom:plan"], who["email"], "email_verified" in who) == ("gold", "hidden@example.com", False)
    assert "custom:plan" not in may
    assert notes(last(here.world))["id"] | {"place": None} == {
        "token": "id",
        "added": ["custom:plan", "email"],
        "suppressed": ["email_verified"],
        "left_alone": [],
        "place": None,
    }
    assert "access" not in notes(last(here.world))


def test_version_2_changes_both_tokens_with_values_of_any_kind_and_the_scopes() -> None:
    change: Rule = {
        "set": {
            f"{V2}.idTokenGeneration.claimsToAddOrOverride.level": 7,
            f"{V2}.accessTokenGeneration": {
                "claimsToAddOrOverride": {"tenants": ["a", "b"], "flags": {"beta": True}},
                "scopesToAdd": ["notes/read", "notes/write"],
                "scopesToSuppress": ["notes/write"],
            },
        }
    }
    here = versioned("2", change)
    here.user()
    who, may = both(here)
    assert who["level"] == 7
    assert (may["tenants"], may["flags"]) == (["a", "b"], {"beta": True})
    assert may["scope"] == "aws.cognito.signin.user.admin notes/read"


def test_without_its_scope_an_access_token_does_nothing_at_the_pool() -> None:
    here = versioned("2", {"set": {f"{V2}.accessTokenGeneration.scopesToSuppress": ["aws.cognito.signin.user.admin"]}})
    here.user()
    reply = here.call("GetUser", AccessToken=here.tokens()["AccessToken"])
    assert refusal(reply) == ("NotAuthorizedException", "Access Token does not have required scopes")


FIXED = ["sub", "iss", "exp", "token_use", "cognito:username", "cognito:preferred_role", "auth_time", "origin_jti"]


@pytest.mark.parametrize("name", [*FIXED, "aud", "client_id", "username", "scope", "cognito:own", "nonce"])
def test_what_is_nobody_s_to_change_stays(name: str) -> None:
    both_ways = {"claimsToAddOrOverride": {name: "changed"}, "claimsToSuppress": [] if name in FIXED[5:6] else [name]}
    here = grouped(versioned("2", {"set": {f"{V2}.{use}TokenGeneration": both_ways for use in ("id", "access")}}))
    who, may = both(here)
    for token in (who, may):
        assert token.get(name) != "changed"
    assert {name in who, name in may} == {name in given for given in _untouched()}
    assert name in notes(last(here.world))["id"]["left_alone"]
    assert notes(last(here.world))["access"]["left_alone"] == [name]


def _untouched() -> tuple[dict[str, Any], dict[str, Any]]:
    return both(grouped(running(None, {})))


def test_an_access_token_may_be_for_the_client_itself() -> None:
    audience = "callerContext.clientId"
    here = versioned("2", {"set": {f"{V2}.accessTokenGeneration.claimsToAddOrOverride.aud": audience}})
    here.user()
    assert both(here)[1]["aud"] == here.client


def test_suppressing_wins_over_adding() -> None:
    change = {"claimsToAddOrOverride": {"team": "red"}, "claimsToSuppress": ["team"]}
    here = running(PreTokenGeneration=[{"set": {V1: change}}])
    here.user()
    assert "team" not in both(here)[0]


# --------------------------------------------------------------------------------------------------------------- groups

GROUPS = {"cognito:groups", "cognito:roles", "cognito:preferred_role"}


@pytest.mark.parametrize(
    ("details", "groups"),
    [
        ({"groupOverrideDetails": {"groupsToOverride": ["guests"]}}, {"cognito:groups": ["guests"]}),
        (
            {"groupOverrideDetails": {"iamRolesToOverride": ["r"], "preferredRole": "r"}},
            {"cognito:roles": ["r"], "cognito:preferred_role": "r"},
        ),
        ({"groupOverrideDetails": {}}, {}),
        ({"groupOverrideDetails": None}, {}),
        ({"claimsToSuppress": ["cognito:groups"]}, {}),
    ],
)
@pytest.mark.parametrize("root", [V1, V2])
def test_a_function_has_its_say_about_groups(root: str, details: dict[str, Any], groups: dict[str, Any]) -> None:
    version = "1" if root == V1 else "2"
    said = {"idTokenGeneration": details} if root == V2 and "claimsToSuppress" in details else details
    here = grouped(versioned(version, {"set": {root: said}}))
    who, may = both(here)
    assert {name: value for name, value in who.items() if name in GROUPS} == groups
    if "claimsToSuppress" not in details:
        assert may.get("cognito:groups") == groups.get("cognito:groups")


def test_groups_stay_where_the_function_says_nothing_of_them() -> None:
    here = grouped(running(PreTokenGeneration=[{"set": {f"{V1}.claimsToAddOrOverride.team": "'red'"}}]))
    who, _ = both(here)
    assert (who["cognito:groups"], who["team"]) == (["staff", "editors"], "red")


# ----------------------------------------------------------------------------------------------------------- bad answers


@pytest.mark.parametrize(
    ("version", "rule"),
    [
        ("1", {"set": {f"{V1}.claimsToAddOrOverride.level": 7}}),
        ("1", {"set": {f"{V1}.claimsToSuppress": "'email'"}}),
        ("1", {"set": {V1: "'text'"}}),
        ("2", {"set": {f"{V2}.accessTokenGeneration.scopesToAdd": ["two words"]}}),
        ("2", {"set": {f"{V2}.accessTokenGeneration.scopesToAdd": ["aws.cognito.signin.user.admin"]}}),
        ("2", {"set": {f"{V2}.groupOverrideDetails.groupsToOverride": "'staff'"}}),
        ("3", {"set": {f"{V2}.idTokenGeneration": []}}),
    ],
)
def test_an_answer_of_another_shape_gives_no_tokens_and_changes_nothing(version: str, rule: Rule) -> None:
    here = versioned(version, rule)
    here.user()
    before = state(here.world)
    reply: Reply = here.sign_in()
    assert refusal(reply) == ("InvalidLambdaResponseException", "Unrecognizable lambda output")
    assert state(here.world) == before
    assert {check.rule for top in reply.record.checks for check in walk(top) if check.passed is False} <= {
        "idp.trigger.answer",
        "idp.trigger.scopes",
    }


# -------------------------------------------------------------------------------------------------------------- machines


def machine(version: str) -> Site:
    site = a_site(user=False, pool=config(version))
    scopes = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
    done(
        site.world,
        "cognito-idp",
        "CreateResourceServer",
        UserPoolId=site.pool,
        Identifier="notes",
        Name="notes",
        Scopes=scopes,
    )
    made = done(
        site.world,
        "cognito-idp",
        "CreateUserPoolClient",
        UserPoolId=site.pool,
        ClientName="robot",
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["notes/read"],
    )["UserPoolClient"]
    return Site(site.world, site.pool, made["ClientId"], made["ClientSecret"])


def test_version_3_changes_the_tokens_of_machines() -> None:
    site = machine("3")
    change: Rule = {
        "when": "triggerSource == 'TokenGeneration_ClientCredentials' && userName == 'ClientCredentials'",
        "set": {
            f"{V2}.accessTokenGeneration.claimsToAddOrOverride.tenant": "request.clientMetadata.tenant",
            f"{V2}.accessTokenGeneration.scopesToAdd": ["notes/write"],
        },
    }
    put(site.world, TRIGGER, change)
    form = {"grant_type": "client_credentials", "aws_client_metadata": '{"tenant": "north"}'}
    answer = body(site.post("/oauth2/token", form, **basic(site.client, site.secret)))
    found = claims(answer["access_token"])
    assert (found["tenant"], found["scope"]) == ("north", "notes/read notes/write")
    assert last_events(site.world)["TokenGeneration_ClientCredentials"]["request"]["scopes"] == ["notes/read"]


def test_earlier_versions_hear_nothing_of_machines() -> None:
    site = machine("2")
    put(site.world, TRIGGER, {"deny": "never"})
    answer = body(site.post("/oauth2/token", {"grant_type": "client_credentials"}, **basic(site.client, site.secret)))
    assert claims(answer["access_token"])["sub"] == site.client
    assert last_events(site.world) == {}


def test_the_pages_say_why_a_function_refuses() -> None:
    site = a_site(pool={"LambdaConfig": {"PreAuthentication": arn_of("Pre")}})
    put(site.world, "Pre", {"deny": "Closed on Sundays"})
    page = site.browser().log_in(site.client, password=PASSWORD).page
    assert page is not None
    assert page.error == "PreAuthentication failed with error Closed on Sundays."
