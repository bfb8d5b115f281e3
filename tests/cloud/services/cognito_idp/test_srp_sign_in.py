"""USER_SRP_AUTH: signing in without ever sending the password (API InitiateAuth, RespondToAuthChallenge; RFC 5054)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.services.cognito_idp.records import USERS, Password
from cogtui.cloud.services.cognito_idp.signing_in import srp
from cogtui.cloud.services.cognito_idp.traces import FAILURES, PENDING
from cogtui.cloud.store import Transaction
from tests.builders import a_client, state
from tests.cloud.services.cognito_idp.people import ANA, People, people, refusal
from tests.cloud.services.cognito_idp.srp_client import SrpClient

INCORRECT = ("NotAuthorizedException", "Incorrect username or password.")
UNKNOWN = ("UserNotFoundException", "User does not exist.")
WRONG = "Wrong-Horse-9"

SRP: dict[str, Any] = {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"]}
HIDING = SRP | {"PreventUserExistenceErrors": "ENABLED"}


def ana(client: dict[str, Any] | None = None, **pool: Any) -> SrpClient:
    """Return an app at which Ana, who has an account, can sign in."""
    here = people(client or SRP, **pool)
    here.user("ana", email=ANA, email_verified="true")
    return SrpClient(here)


def with_password(client: SrpClient, password: str) -> SrpClient:
    return SrpClient(client.here, client.username, password)


def keep(here: People, password: Password | None) -> None:
    """Have the pool keep this of Ana's password, which no call can do."""
    user = here.world.store.get(USERS, (here.pool, "ana"))
    assert user is not None
    Transaction(here.world.store).put(USERS, msgspec.structs.replace(user, password=password))


@pytest.mark.parametrize("by_administrator", [False, True])
def test_a_right_password_gives_tokens_in_two_steps(by_administrator: bool) -> None:
    app = SrpClient(ana().here, by_administrator=by_administrator)
    reply = app.start()
    asked = reply.output["ChallengeParameters"]
    assert set(reply.output) == {"ChallengeName", "ChallengeParameters"}, "SECRET_BLOCK takes the place of a Session"
    assert set(asked) == {"SALT", "SRP_B", "SECRET_BLOCK", "USERNAME", "USER_ID_FOR_SRP"}
    assert (asked["USERNAME"], asked["USER_ID_FOR_SRP"]) == ("ana", "ana")
    output = app.prove(asked).output
    assert output["ChallengeParameters"] == {}
    assert {"AccessToken", "IdToken", "RefreshToken"} <= set(output["AuthenticationResult"])
    assert app.here.call("GetUser", AccessToken=output["AuthenticationResult"]["AccessToken"]).ok


def test_the_why_of_both_steps_names_every_decision_in_its_order() -> None:
    app = ana()
    first = app.start()
    second = app.prove(first.output["ChallengeParameters"])
    assert [check.rule for check in first.record.why()] == [
        "idp.client.exists",
        "idp.flow.supported",
        "idp.flow.enabled",
        "idp.parameter.present",
        "idp.srp.public_value",
        "idp.secret_hash.expected",
        "idp.user.exists",
    ]
    assert [check.rule for check in second.record.why()] == [
        "idp.client.exists",
        "idp.parameter.present",
        "idp.secret_hash.expected",
        "idp.challenge.known",
        "idp.challenge.own",
        "idp.challenge.unused",
        "idp.challenge.expired",
        "idp.password.lock",
        "idp.srp.timestamp_form",
        "idp.srp.timestamp",
        "idp.srp.proof",
        "idp.user.enabled",
        "idp.user.confirmed",
    ]


@settings(max_examples=8, deadline=None)
@given(password=st.text(min_size=1, max_size=30), seed=st.integers(0, 2**64))
def test_every_password_signs_in_whatever_numbers_are_drawn(password: str, seed: int) -> None:
    app = ana()
    # A salt may begin with zero bytes, which clients never see.
    salt = seed.to_bytes(16)
    x = srp.hash_password(app.here.pool.split("_")[1], "ana", password, salt)
    keep(app.here, Password(salt, x))
    assert with_password(app, password).sign_in().ok
    assert refusal(with_password(app, password + "x").sign_in()) == INCORRECT


def test_each_challenge_has_numbers_of_its_own() -> None:
    app = ana()
    first, second = app.started(), app.started()
    assert first["SALT"] == second["SALT"]
    assert first["SRP_B"] != second["SRP_B"]
    assert first["SECRET_BLOCK"] != second["SECRET_BLOCK"]


# ------------------------------------------------------------------------------------------------------- the first step


@pytest.mark.parametrize(
    ("changes", "error", "rule"),
    [
        ({"USERNAME": ""}, "Missing required parameter USERNAME", "idp.parameter.present"),
        ({"SRP_A": ""}, "Missing required parameter SRP_A", "idp.parameter.present"),
        ({"SRP_A": "not hex"}, "SRP_A is not a valid public value.", "idp.srp.public_value"),
        ({"SRP_A": "-1"}, "SRP_A is not a valid public value.", "idp.srp.public_value"),
        ({"SRP_A": "0"}, "SRP_A is not a valid public value.", "idp.srp.public_value"),
        ({"SRP_A": f"{srp.N:x}"}, "SRP_A is not a valid public value.", "idp.srp.public_value"),
        ({"SRP_A": "f" * 771}, "SRP_A is not a valid public value.", "idp.srp.public_value"),
    ],
)
def test_a_first_step_that_cannot_work_is_refused(changes: dict[str, str], error: str, rule: str) -> None:
    app = ana()
    before = state(app.here.world)
    reply = app.start(**changes)
    assert refusal(reply) == ("InvalidParameterException", error)
    assert reply.record.refused_by == (rule,)
    assert state(app.here.world) == before


def test_a_device_key_and_what_else_clients_send_along_is_left_alone() -> None:
    app = ana()
    asked = app.start(DEVICE_KEY="us-east-1_12345678-0000-0000-0000-000000000000").output["ChallengeParameters"]
    responses = app.proof(asked) | {"DEVICE_KEY": "us-east-1_1", "ANYTHING": "else"}
    assert app.answer(responses, UserContextData={"EncodedData": "x"}, ClientMetadata={"a": "b"}).ok


def test_who_signs_in_by_an_address_is_hashed_by_the_real_name() -> None:
    here = people(SRP, UsernameAttributes=["email"])
    sub = here.user(ANA)
    app = SrpClient(here, ANA)
    asked = app.started()
    assert (asked["USERNAME"], asked["USER_ID_FOR_SRP"]) == (sub, sub)
    assert app.prove(asked).ok
    assert app.prove(app.started(), USERNAME=ANA).ok, "the typed name does as well"


def test_a_client_with_a_secret_wants_the_hash_in_both_steps() -> None:
    here = people(SRP | {"GenerateSecret": True})
    here.user()
    app = SrpClient(here, secret=here.secret())
    assert app.start(SECRET_HASH="").record.refused_by == ("idp.secret_hash.present",)
    asked = app.started()
    assert app.prove(asked, SECRET_HASH="").record.refused_by == ("idp.secret_hash.present",)
    assert app.prove(asked, SECRET_HASH="d3Jvbmc=").record.refused_by == ("idp.secret_hash.correct",)
    assert app.prove(asked).ok


# ------------------------------------------------------------------------------------------------------ the second step


def test_a_wrong_password_is_refused_and_counted_and_the_challenge_still_waits() -> None:
    app = ana()
    asked = app.started()
    before = state(app.here.world)
    reply = with_password(app, WRONG).prove(asked)
    assert refusal(reply) == INCORRECT
    assert reply.record.refused_by == ("idp.srp.proof",)
    assert {row[0] for row in state(app.here.world) if row not in before} == {"idp.failures"}
    assert app.prove(asked).ok
    assert not [*app.here.world.store.scan(FAILURES, app.here.pool)], "a right password forgets the wrong ones"


@pytest.mark.parametrize("member", ["USERNAME", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"])
def test_a_proof_without_one_of_its_members_names_it(member: str) -> None:
    app = ana()
    reply = app.prove(app.started(), **{member: ""})
    assert refusal(reply) == ("InvalidParameterException", f"Missing required parameter {member}")
    assert reply.record.refused_by == ("idp.parameter.present",)


@pytest.mark.parametrize(
    ("timestamp", "error", "rule"),
    [
        ("Mon Jan 05 09:00:00 UTC 2026", INCORRECT, "idp.srp.timestamp"),
        ("Mon Jan  5 09:00:00 UTC 2026", INCORRECT, "idp.srp.timestamp"),
        ("Tue Jan 5 09:00:00 UTC 2026", INCORRECT, "idp.srp.timestamp"),
        ("Mon Jan 5 9:00:00 UTC 2026", INCORRECT, "idp.srp.timestamp"),
        ("2026-01-05T09:00:00Z", None, "idp.srp.timestamp_form"),
        ("Mon Feb 30 09:00:00 UTC 2026", None, "idp.srp.timestamp_form"),
        ("Mon Jan 5 09:00:00 CET 2026", None, "idp.srp.timestamp_form"),
    ],
)
def test_a_timestamp_in_another_spelling_is_refused(timestamp: str, error: tuple[str, str] | None, rule: str) -> None:
    app = ana()
    unreadable = "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english."
    reply = app.prove(app.started(), timestamp)
    assert refusal(reply) == (error or ("InvalidParameterException", unreadable))
    assert reply.record.refused_by == (rule,)


@pytest.mark.parametrize("timestamp", ["Wed Nov 5 09:07:03 UTC 2025", "Thu Dec 31 23:59:59 UTC 2099"])
def test_a_client_whose_clock_is_wrong_signs_in_all_the_same(timestamp: str) -> None:
    app = ana()
    assert app.prove(app.started(), timestamp).ok


def test_a_challenge_is_answered_within_three_minutes_or_what_the_client_says() -> None:
    for settings_, seconds in (({}, 180), ({"AuthSessionValidity": 15}, 900)):
        app = ana(SRP | settings_)
        asked = app.started()
        app.here.wait(seconds=seconds - 1)
        with app.here.world.what_if():
            assert app.prove(asked).ok
        app.here.wait(seconds=1)
        reply = app.prove(asked)
        assert refusal(reply) == INCORRECT
        assert reply.record.refused_by == ("idp.challenge.expired",)
        assert not [*app.here.world.store.scan(FAILURES, app.here.pool)]


def test_a_proof_is_good_once() -> None:
    app = ana()
    responses = app.proof(app.started())
    assert app.answer(responses).ok
    before = state(app.here.world)
    reply = app.answer(responses)
    assert refusal(reply) == INCORRECT
    assert reply.record.refused_by == ("idp.challenge.unused",)
    assert state(app.here.world) == before


def test_the_secret_number_goes_with_the_answer() -> None:
    app = ana()
    assert app.sign_in().ok
    assert [pending.srp for pending in app.here.world.store.scan(PENDING, app.here.pool)] == [None]


def test_a_proof_belongs_to_its_user_its_client_and_its_challenge() -> None:
    app = ana()
    app.here.user("ben")
    asked = app.started()
    other = People(app.here.world, app.here.pool, a_client(app.here.world, app.here.pool, **SRP))
    strangers = {
        "another user": app.prove(asked, USERNAME="ben"),
        "nobody": app.prove(asked, USERNAME="nobody"),
        "another app": SrpClient(other).answer(app.proof(asked)),
    }
    for who, reply in strangers.items():
        assert refusal(reply) == INCORRECT, who
        assert reply.record.refused_by == ("idp.challenge.own",), who
    unknown = app.prove(asked, PASSWORD_CLAIM_SECRET_BLOCK="AAAA")
    assert refusal(unknown) == INCORRECT
    assert unknown.record.refused_by == ("idp.challenge.known",)
    assert app.prove(asked).ok


def test_a_password_that_changed_in_between_proves_nothing() -> None:
    app = ana()
    asked = app.started()
    app.here.administered("AdminSetUserPassword", Username="ana", Password="Another-Horse-9", Permanent=True)
    assert refusal(app.prove(asked)) == INCORRECT


def test_a_user_without_a_password_gets_a_challenge_that_nothing_answers() -> None:
    app = ana()
    keep(app.here, None)
    asked = app.started()
    assert asked["USER_ID_FOR_SRP"] == "ana"
    assert refusal(app.prove(asked)) == INCORRECT


# ------------------------------------------------------------------------------------------------- lock and user's state


def test_wrong_proofs_lock_as_wrong_passwords_do() -> None:
    app = ana()
    asked = app.started()
    for _ in range(4):
        assert refusal(with_password(app, WRONG).prove(asked)) == INCORRECT
    assert refusal(app.here.sign_in(password=WRONG)) == INCORRECT, "plain passwords and proofs are counted together"
    reply = app.prove(asked)
    assert refusal(reply) == ("NotAuthorizedException", "Password attempts exceeded")
    assert reply.record.refused_by == ("idp.password.lock",)
    assert refusal(app.here.sign_in()) == ("NotAuthorizedException", "Password attempts exceeded")
    app.here.wait(seconds=1)
    assert app.prove(asked).ok


def test_the_state_of_a_user_is_told_to_who_proves_the_password() -> None:
    app = ana()
    app.here.sign_up("ben", email="ben@example.com")
    ben = SrpClient(app.here, "ben")
    assert refusal(with_password(ben, WRONG).sign_in()) == INCORRECT
    assert refusal(ben.sign_in()) == ("UserNotConfirmedException", "User is not confirmed.")
    app.here.administered("AdminDisableUser", Username="ana")
    assert refusal(with_password(app, WRONG).sign_in()) == INCORRECT
    assert refusal(app.sign_in()) == ("NotAuthorizedException", "User is disabled.")


@pytest.mark.parametrize(
    ("client", "wrong"),
    [
        (SRP, ("PasswordResetRequiredException", "Password reset required for the user")),
        (HIDING, INCORRECT),
    ],
)
def test_that_a_password_was_reset_is_told_with_a_wrong_one_only_where_the_client_tells(
    client: dict[str, Any], wrong: tuple[str, str]
) -> None:
    app = ana(client)
    app.here.administered("AdminResetUserPassword", Username="ana")
    told = ("PasswordResetRequiredException", "Password reset required for the user")
    assert refusal(with_password(app, WRONG).sign_in()) == wrong
    assert refusal(app.here.sign_in(password=WRONG)) == wrong
    assert refusal(app.sign_in()) == told
    assert refusal(app.here.sign_in()) == told


# -------------------------------------------------------------------------------------------------------- unknown users


def test_an_unknown_user_is_told_at_the_first_step_where_the_client_tells() -> None:
    app = SrpClient(ana().here, "nobody")
    reply = app.start()
    assert refusal(reply) == UNKNOWN
    assert reply.record.refused_by == ("idp.user.exists",)


def test_a_hidden_unknown_user_gets_a_challenge_that_fails_at_the_end() -> None:
    app = ana(HIDING)
    nobody = SrpClient(app.here, "nobody")
    real, made_up = app.started(), nobody.started()
    assert set(made_up) == set(real)
    assert made_up["USER_ID_FOR_SRP"] == made_up["USERNAME"] != "nobody"
    assert {name: len(made_up[name]) for name in ("SECRET_BLOCK",)} == {
        name: len(real[name]) for name in ("SECRET_BLOCK",)
    }
    for _ in range(7):
        reply = nobody.prove(made_up)
        assert refusal(reply) == INCORRECT, "and nobody is locked"
        assert reply.record.refused_by == ("idp.user.exists",)
    assert not [*app.here.world.store.scan(FAILURES, app.here.pool)]


def test_a_made_up_challenge_says_the_same_of_a_name_whenever_it_is_asked() -> None:
    app = ana(HIDING, UsernameConfiguration={"CaseSensitive": False})
    first, again, capital, other = (
        SrpClient(app.here, name).started() for name in ("nobody", "nobody", "NOBODY", "nobody2")
    )
    steady = ("SALT", "USER_ID_FOR_SRP")
    assert [first[name] for name in steady] == [again[name] for name in steady] == [capital[name] for name in steady]
    assert not {first[name] for name in steady} & {other[name] for name in steady}
    assert first["SRP_B"] != again["SRP_B"]


def test_a_made_up_challenge_is_not_answered_by_who_takes_the_name_meanwhile() -> None:
    app = ana(HIDING)
    nobody = SrpClient(app.here, "ben")
    asked = nobody.started()
    app.here.user("ben")
    assert refusal(nobody.prove(asked, USERNAME="ben")) == INCORRECT


@pytest.mark.parametrize("odd", ["\ud800", "a\u0000b", "ü" * 128, "🐟"])
def test_any_text_may_be_sent(odd: str) -> None:
    app = ana(HIDING)
    asked = app.started()
    assert SrpClient(app.here, odd).start().ok
    for member in ("USERNAME", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"):
        assert app.prove(asked, **{member: odd}).error is not None


def test_undo_takes_a_sign_in_back_and_the_challenge_waits_again() -> None:
    app = ana()
    responses = app.proof(app.started())
    first = app.answer(responses).output
    app.here.world.undo()
    with app.here.world.what_if():
        assert app.answer(responses).ok
    app.here.world.redo()
    assert app.here.call("GetUser", AccessToken=first["AuthenticationResult"]["AccessToken"]).ok
