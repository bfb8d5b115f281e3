"""Whatever a function answers, the pool goes on or refuses in AWS's words; a refusal changes nothing, and no answer is a crash."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud import codec
from cogtui.cloud.door.withhold import withheld
from tests.builders import state
from tests.cloud.services.cognito_idp.people import ANA
from tests.cloud.services.cognito_idp.triggers.lambdas import NOTHING, Rule, put, running

MEMBERS = {
    "PreSignUp": ["autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"],
    "CustomMessage": ["smsMessage", "emailMessage", "emailSubject"],
    "PostConfirmation": ["x"],
    "PreAuthentication": ["x"],
    "PostAuthentication": ["x"],
    "PreTokenGeneration": [
        "claimsOverrideDetails",
        "claimsToAddOrOverride",
        "claimsToSuppress",
        "groupOverrideDetails",
        "groupsToOverride",
        "preferredRole",
    ],
    "PreTokenGenerationConfig": [
        "claimsAndScopeOverrideDetails",
        "idTokenGeneration",
        "accessTokenGeneration",
        "claimsToAddOrOverride",
        "claimsToSuppress",
        "scopesToAdd",
        "scopesToSuppress",
        "groupOverrideDetails",
    ],
    "UserMigration": ["userAttributes", "finalUserStatus", "forceAliasCreation", "enableSMSMFA", "username", "email"],
    "DefineAuthChallenge": ["challengeName", "issueTokens", "failAuthentication"],
    "CreateAuthChallenge": ["publicChallengeParameters", "privateChallengeParameters", "challengeMetadata", "USERNAME"],
}

TEXTS = st.sampled_from(
    [
        "",
        "CUSTOM_CHALLENGE",
        "ana@example.com",
        "{####}",
        "sub",
        "email",
        "cognito:groups",
        "a b",
        "CONFIRMED",
        "\ud800x",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers(-3, 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS


def answers(names: list[str]) -> st.SearchStrategy[Any]:
    """Generate answers that look a little like the right ones."""
    keys = st.sampled_from(names) | TEXTS
    inner = st.recursive(
        SCALARS, lambda part: st.lists(part, max_size=3) | st.dictionaries(keys, part, max_size=4), max_leaves=8
    )
    return st.dictionaries(keys, inner, max_size=4) | inner


@pytest.mark.parametrize("trigger", MEMBERS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_answer_is_taken_or_refused(trigger: str, data: st.DataObject) -> None:
    response: Any = data.draw(answers(MEMBERS[trigger]))
    rules: list[Rule] = [{"set": {"response": [response]}}, {"set": {"response": "response[0]"}}]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH"]
    name = trigger.removesuffix("Config")
    others = {"DefineAuthChallenge": NOTHING, "CreateAuthChallenge": NOTHING, "VerifyAuthChallengeResponse": NOTHING}
    here = running({"ExplicitAuthFlows": flows}, **(others | {name: NOTHING}))
    if name != trigger:
        config = here.administered("DescribeUserPool")["UserPool"]["LambdaConfig"]
        versioned = {"LambdaVersion": "V2_0", "LambdaArn": config[name]}
        here.administered("UpdateUserPool", LambdaConfig=config | {trigger: versioned})
    here.user(email=ANA)
    put(here.world, "DefineAuthChallenge", {"set": {"response.challengeName": "'CUSTOM_CHALLENGE'"}})
    put(here.world, name, *rules)
    for deed in (
        lambda: here.sign_up("ben", email="ben@example.com"),
        here.sign_in,
        lambda: here.sign_in("zoe"),
        lambda: here.call("ForgotPassword", Username="eve"),
        lambda: here.call("InitiateAuth", AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "ana"}),
    ):
        before = state(here.world)
        reply = deed()
        if reply.error is not None:
            assert reply.record.refused_by
            migrated = any(row[0] == "idp.users" for row in state(here.world) if row not in before)
            assert migrated or state(here.world) == before
        assert codec.pack_record(withheld(here.world.store, reply.record))
