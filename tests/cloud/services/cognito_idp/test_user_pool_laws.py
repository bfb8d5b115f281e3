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
    here = people(client, **pool)
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
    """Make one call; "last" and "first" stand for the tokens and codes that came so far."""
    results = [record.output or {} for record in here.world.trail if record.operation == "InitiateAuth"]
    tokens = [result["AuthenticationResult"] for result in results if "AuthenticationResult" in result]
    access = [token["AccessToken"] for token in tokens]
    refresh = [token["RefreshToken"] for token in tokens if "RefreshToken" in token]
    match operation:
        case "clock":
            here.wait(**params)
        case "InitiateAuth":
            here.call(operation, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=params)
        case "Refresh":
            here.refresh(pick(params["REFRESH_TOKEN"], refresh))
        case "GetUser" | "GlobalSignOut":
            here.call(operation, AccessToken=pick(params["AccessToken"], access))
        case "RevokeToken":
            here.call(operation, Token=pick(params["Token"], refresh))
        case "ConfirmSignUp":
            code = pick(params["ConfirmationCode"], [message.code for message in here.mail])
            whose = {message.code: message.username for message in here.mail}.get(code, params["Username"])
            here.call(operation, Username=whose, ConfirmationCode=code)
        case _ if operation.startswith("Admin"):
            here.asked(operation, **params)
        case _:
            here.call(operation, **params)


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
            problems = ParamValidator().validate(record.output, shape).generate_report()
            assert problems == "", record.operation
