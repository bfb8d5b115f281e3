"""Where claims come from: every claim of every token has an origin with its words and its source; triggers have the last word."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.store import Table
from cogtui.cloud.tokens import decode
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.views.claim_origins import as_changed, claim_origins, issuing_record
from cogtui.views.origin import SOURCES, Origin
from cogtui.views.token_triggers import suppressed
from tests.cloud.services.cognito_idp.domain.browser import body, returned
from tests.cloud.services.cognito_idp.domain.test_federation import federated, round_trip
from tests.cloud.services.cognito_idp.people import ANA
from tests.cloud.services.cognito_idp.triggers.lambdas import Rule, arn_of, put, running
from tests.views.test_verifier import TOKENS, signed_in


def origins(world: World, token: str) -> dict[str, Origin]:
    """The origins of a token's claims, with the whole trail."""
    return claim_origins(world.store, token, world.history.records)


def kinds(found: dict[str, Origin]) -> dict[str, str]:
    """Claim to the kind of its origin."""
    return {name: origin.kind for name, origin in found.items()}


@pytest.mark.parametrize("name", TOKENS)
def test_every_claim_has_an_origin_with_words_and_a_place_that_is_there(name: str) -> None:
    world, tokens = signed_in()
    found = origins(world, tokens[name])

    assert found.keys() == decode(tokens[name]).claims.keys()
    for origin in found.values():
        assert origin.text
        assert origin.source == SOURCES[origin.kind]
        if origin.place is not None and origin.place.table is not None:
            assert origin.place.key is not None
            assert world.store.get(Table.known[origin.place.table], origin.place.key) is not None


def test_the_claims_of_an_id_token_come_from_where_aws_says() -> None:
    world, tokens = signed_in()
    found = origins(world, tokens["IdToken"])

    assert kinds(found) == {
        "sub": "attribute",
        "email": "attribute",
        "email_verified": "attribute",
        "cognito:username": "attribute",
        "iss": "pool",
        "token_use": "pool",
        "aud": "client",
        "exp": "client",
        "jti": "client",
        "origin_jti": "sign-in",
        "event_id": "sign-in",
        "auth_time": "sign-in",
        "iat": "clock",
    }
    assert found["email"].text == "email of user ana"
    assert "iat + 60 min" in found["exp"].text


def test_an_openid_token_names_the_logins_it_was_made_from() -> None:
    world, tokens = signed_in()
    found = origins(world, tokens["OpenIdToken"])

    assert "cognito-idp.us-east-1.amazonaws.com/" in found["amr"].text
    assert "iat + 10 min" in found["exp"].text
    assert (found["sub"].kind, found["aud"].kind) == ("identity", "pool")


def test_a_profile_that_has_changed_since_is_said() -> None:
    here = running(None, {})
    here.user(email=ANA, email_verified="true", name="Ana")
    token = here.tokens()["IdToken"]
    here.administered("AdminUpdateUserAttributes", Username="ana", UserAttributes=[{"Name": "name", "Value": "Eve"}])

    found = origins(here.world, token)

    assert found["name"].text == "name of user ana; the profile says something else by now"
    here.administered("AdminDeleteUser", Username="ana")
    assert "not there any more" in origins(here.world, token)["name"].text


def test_groups_and_their_roles_come_from_the_groups() -> None:
    here = running(None, {})
    here.user(email=ANA, email_verified="true")
    here.administered("CreateGroup", GroupName="staff", RoleArn="arn:aws:iam::111122223333:role/staff")
    here.administered("AdminAddUserToGroup", GroupName="staff", Username="ana")
    tokens = here.tokens()

    found = origins(here.world, tokens["IdToken"])

    claims = ("cognito:groups", "cognito:roles", "cognito:preferred_role")
    assert {found[name].kind for name in claims} == {"group"}
    assert origins(here.world, tokens["AccessToken"])["cognito:groups"].kind == "group"
    assert found["cognito:groups"].place is not None


def test_what_a_provider_said_comes_by_the_mapping_and_the_rest_from_the_sign_in() -> None:
    site = federated("Facebook")
    tokens = body(site.redeem(returned(round_trip(site, "Facebook", nonce="n-1"))["code"]))

    found = origins(site.world, tokens["id_token"])

    assert found["email"].kind == "mapping"
    assert "mapped from `email` at Facebook" in found["email"].text
    assert (found["identities"].kind, found["cognito:groups"].kind) == ("attribute", "group")
    assert (found["nonce"].kind, found["at_hash"].kind) == ("sign-in", "sign-in")
    access = origins(site.world, tokens["access_token"])
    assert (access["scope"].kind, access["version"].kind) == ("sign-in", "pool")


V1 = "response.claimsOverrideDetails"
V2 = "response.claimsAndScopeOverrideDetails"
TRIGGER = "PreTokenGeneration"


def test_a_function_that_adds_and_overrides_claims_is_named_and_can_be_gone_to() -> None:
    added: Rule = {
        "set": {
            f'{V1}.claimsToAddOrOverride."custom:plan"': "'gold'",
            f"{V1}.claimsToAddOrOverride.email": "'hidden@example.com'",
            f"{V1}.claimsToSuppress": ["email_verified"],
        }
    }
    here = running(PreTokenGeneration=[added])
    here.user(email=ANA, email_verified="true")
    tokens = here.tokens()

    found = origins(here.world, tokens["IdToken"])

    assert {name for name, origin in found.items() if origin.kind == "trigger"} == {"custom:plan", "email"}
    assert found["email"].text == f"added or overridden by {TRIGGER}, the pool's PreTokenGeneration trigger"
    assert found["email"].place is not None
    assert suppressed(issuing(here.world, tokens["IdToken"]), "id") == ("email_verified",)
    assert "trigger" not in kinds(origins(here.world, tokens["AccessToken"])).values()
    assert claim_origins(here.world.store, tokens["IdToken"])["email"].kind == "attribute"


def test_a_function_of_version_2_speaks_of_each_token_by_itself() -> None:
    change: Rule = {
        "set": {
            f"{V2}.idTokenGeneration.claimsToAddOrOverride.level": 7,
            f"{V2}.accessTokenGeneration": {
                "claimsToAddOrOverride": {"tenants": ["a", "b"]},
                "scopesToAdd": ["notes/read"],
                "claimsToSuppress": ["x"],
            },
            f"{V2}.groupOverrideDetails.groupsToOverride": ["guests"],
        }
    }
    here = running(None, {})
    versioned = {f"{TRIGGER}Config": {"LambdaVersion": "V2_0", "LambdaArn": arn_of(TRIGGER)}}
    here.administered("UpdateUserPool", AutoVerifiedAttributes=["email"], LambdaConfig=versioned)
    put(here.world, TRIGGER, change)
    here.user()
    tokens = here.tokens()

    by_trigger = [
        {name for name, origin in origins(here.world, tokens[token]).items() if origin.kind == "trigger"}
        for token in ("IdToken", "AccessToken")
    ]

    assert by_trigger == [{"level", "cognito:groups"}, {"tenants", "scope", "cognito:groups"}]
    assert suppressed(issuing(here.world, tokens["AccessToken"]), "access") == ("x",)


def issuing(world: World, token: str) -> Record:
    """The call that brought a token."""
    record = issuing_record(world.history.records, token)
    assert record is not None
    return record


def test_the_issuing_call_is_found_and_a_stranger_s_token_has_none() -> None:
    world, tokens = signed_in()

    assert issuing(world, tokens["IdToken"]).operation == "InitiateAuth"
    assert issuing(world, tokens["OpenIdToken"]).operation == "GetOpenIdToken"
    assert issuing_record(world.history.records, "eyJ.a.b") is None
    assert claim_origins(world.store, "no token") == {}


def test_what_was_tampered_with_comes_from_the_attacker_and_the_rest_from_where_it_was() -> None:
    world, tokens = signed_in()
    found = origins(world, tokens["IdToken"])
    before = decode(tokens["IdToken"]).claims
    after: dict[str, Any] = {**before, "sub": "mallory", "admin": True}

    changed = as_changed(found, before, after)

    assert {name for name, origin in changed.items() if origin.kind == "attacker"} == {"sub", "admin"}
    assert changed["email"] == found["email"]
