"""Laws of user pools: whatever is called, a refusal changes only what it declares, and everything can be undone and saved."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud import codec
from cogtui.cloud.store import Store, Table
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.people import People, as_attributes, people

DECLARED = {"idp.failures", "idp.attempts"}
"""Counters that stand although a call fails."""

NAMES = st.sampled_from(["ana@example.com", "ana", "ben", "ben@example.com", "ANA", "+15550001234"])
PASSWORDS = st.sampled_from([PASSWORD, PASSWORD, "Another-Horse-9", ""])
EMAILS = st.sampled_from(["ben@example.com", "ana@example.com", "nonsense", ""])

ATTRIBUTES = st.one_of(
    EMAILS.map(lambda to: as_attributes(email=to)),
    st.just(as_attributes(email="ben@example.com", email_verified="true")),
    st.just(as_attributes(nickname="ann")),
)
TOKENS = st.sampled_from(["last", "first"])
CODES = st.sampled_from(["last", "first", "000000"])

Step = tuple[str, dict[str, Any]]


def steps(operation: str, **params: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(operation), st.fixed_dictionaries(params))


STEPS = st.one_of(
    steps("SignUp", Username=NAMES, Password=PASSWORDS, UserAttributes=EMAILS.map(lambda to: as_attributes(email=to))),
    steps("ConfirmSignUp", Username=NAMES, ConfirmationCode=st.sampled_from(["last", "first", "000000"])),
    steps("ResendConfirmationCode", Username=NAMES),
    steps("InitiateAuth", USERNAME=NAMES, PASSWORD=PASSWORDS),
    steps("Refresh", REFRESH_TOKEN=st.sampled_from(["last", "first", "nonsense"])),
    steps("GetUser", AccessToken=st.sampled_from(["last", "first", "nonsense"])),
    steps("GlobalSignOut", AccessToken=st.sampled_from(["last", "nonsense"])),
    steps("RevokeToken", Token=st.sampled_from(["last", "nonsense"])),
    steps("AdminCreateUser", Username=NAMES, MessageAction=st.sampled_from(["RESEND", "SUPPRESS"])),
    steps("AdminSetUserPassword", Username=NAMES, Password=PASSWORDS, Permanent=st.booleans()),
    steps("AdminConfirmSignUp", Username=NAMES),
    steps("AdminDisableUser", Username=NAMES),
    steps("AdminEnableUser", Username=NAMES),
    steps("AdminResetUserPassword", Username=NAMES),
    steps("AdminDeleteUser", Username=NAMES),
    steps("AdminUpdateUserAttributes", Username=NAMES, UserAttributes=ATTRIBUTES),
    steps("AdminDeleteUserAttributes", Username=NAMES, UserAttributeNames=st.sampled_from([["email"], ["nickname"]])),
    steps("AdminInitiateAuth", USERNAME=NAMES, PASSWORD=PASSWORDS),
    steps("RespondToAuthChallenge", USERNAME=NAMES, NEW_PASSWORD=PASSWORDS, Session=st.sampled_from(["last", "first"])),
    steps("UpdateUserAttributes", AccessToken=TOKENS, UserAttributes=ATTRIBUTES),
    steps("DeleteUserAttributes", AccessToken=TOKENS, UserAttributeNames=st.just(["email"])),
    steps("GetUserAttributeVerificationCode", AccessToken=TOKENS, AttributeName=st.just("email")),
    steps("VerifyUserAttribute", AccessToken=TOKENS, AttributeName=st.just("email"), Code=CODES),
    steps("ChangePassword", AccessToken=TOKENS, PreviousPassword=PASSWORDS, ProposedPassword=PASSWORDS),
    steps("DeleteUser", AccessToken=TOKENS),
    steps("ForgotPassword", Username=NAMES),
    steps("ConfirmForgotPassword", Username=NAMES, ConfirmationCode=CODES, Password=PASSWORDS),
    steps("GetTokensFromRefreshToken", RefreshToken=TOKENS),
    steps("clock", hours=st.sampled_from([0, 1, 25, 800])),
)

POOLS = st.sampled_from(
    [
        {},
        {"UsernameAttributes": ["email"]},
        {"AliasAttributes": ["email"], "UsernameConfiguration": {"CaseSensitive": False}},
    ]
)


def inhabited(pool: dict[str, Any], **client: Any) -> People:
    """Return a pool where Ana has an account."""
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    here = people({"ExplicitAuthFlows": flows} | client, **pool)
    name = "ana@example.com" if "UsernameAttributes" in pool else "ana"
    here.user(name, email="ana@example.com", email_verified="true")
    assert here.sign_in(name).ok
    return here


@pytest.fixture(scope="module")
def api() -> Any:
    """Return AWS's own model of user pools."""
    return botocore.session.get_session().get_service_model("cognito-idp")


def pick(which: str, found: list[str]) -> str:
    return {"last": found[-1], "first": found[0]}.get(which, which) if found else "none"


def play(here: People, operation: str, params: dict[str, Any]) -> None:
    """Make one call; "last" and "first" stand for the tokens, sessions and codes that came so far."""
    came = what_came(here)
    given = {name: pick(value, came[name]) if name in came else value for name, value in params.items()}
    match operation:
        case "clock":
            here.wait(**params)
        case "InitiateAuth":
            here.call(operation, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
        case "AdminInitiateAuth":
            flow = {"ClientId": here.client, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
            here.asked(operation, **flow, AuthParameters=given)
        case "RespondToAuthChallenge":
            challenge = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": given.pop("Session").ljust(20, "A")}
            here.call(operation, **challenge, ChallengeResponses=given)
        case "Refresh":
            here.refresh(given["REFRESH_TOKEN"])
        case "ConfirmSignUp":
            whose = {message.code: message.username for message in here.mail}
            here.call(operation, **given | {"Username": whose.get(given["ConfirmationCode"], given["Username"])})
        case _ if operation.startswith("Admin"):
            here.asked(operation, **given)
        case _:
            here.call(operation, **given)


def what_came(here: People) -> dict[str, list[str]]:
    """Return what the calls so far brought, by the members that take it."""
    results = [record.output or {} for record in here.world.trail]
    tokens = [result["AuthenticationResult"] for result in results if "AuthenticationResult" in result]
    refresh = [token["RefreshToken"] for token in tokens if "RefreshToken" in token]
    codes = [message.code for message in here.mail]
    return {
        "AccessToken": [token["AccessToken"] for token in tokens],
        "Session": [result["Session"] for result in results if "Session" in result],
        **dict.fromkeys(("Token", "RefreshToken", "REFRESH_TOKEN"), refresh),
        **dict.fromkeys(("Code", "ConfirmationCode"), codes),
    }


@settings(max_examples=50)
@given(POOLS, st.lists(STEPS, min_size=10, max_size=30))
def test_a_refusal_changes_only_what_it_declares_and_names_its_rule(pool: dict[str, Any], played: list[Step]) -> None:
    here = inhabited(pool, PreventUserExistenceErrors="ENABLED")
    for operation, params in played:
        before = state(here.world)
        play(here, operation, params)
        record = here.world.trail[-1]
        if not record.ok:
            after = state(here.world)
            changed = {row[0] for row in (*before, *after) if (row in before) is not (row in after)}
            assert changed <= DECLARED, (operation, params)
            assert record.error is not None
            assert record.refused_by, (operation, params)


@settings(max_examples=30)
@given(POOLS, st.lists(STEPS, min_size=5, max_size=15))
def test_every_call_can_be_undone_and_done_again(pool: dict[str, Any], played: list[Step]) -> None:
    here = inhabited(pool)
    begin = here.world.history.position
    moments = [state(here.world)]
    for operation, params in played:
        play(here, operation, params)
        moments.append(state(here.world))
    for position in (*reversed(range(len(moments))), *range(len(moments))):
        here.world.seek(begin + position)
        assert state(here.world) == moments[position]


@settings(max_examples=20)
@given(POOLS, st.lists(STEPS, min_size=5, max_size=15))
def test_every_record_survives_being_saved(pool: dict[str, Any], played: list[Step]) -> None:
    codec.load_tables()
    here = inhabited(pool)
    for operation, params in played:
        play(here, operation, params)
    again = Store()
    for table, key, record in here.world.store.every():
        loaded = codec.unpack_row(table, codec.pack_row(record))
        again.set(table, key, loaded)
        assert Table.known[table].key(loaded) == key
    assert list(again.every()) == list(here.world.store.every())


@settings(max_examples=30)
@given(pool=POOLS, played=st.lists(STEPS, min_size=5, max_size=20))
def test_every_answer_has_the_shape_that_aws_s_model_gives_it(
    api: Any, pool: dict[str, Any], played: list[Step]
) -> None:
    here = inhabited(pool, GenerateSecret=False)
    for operation, params in played:
        play(here, operation, params)
    for record in here.world.trail:
        if record.kind == "call" and record.ok:
            shape = api.operation_model(record.operation).output_shape
            # An operation without an output answers with an empty document.
            problems = ParamValidator().validate(record.output, shape).generate_report() if shape else record.output
            assert not problems, record.operation
