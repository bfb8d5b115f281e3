"""USER_AUTH over the table of transitions: every path can be walked, every row is, and no wrong turn leads to tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.services.cognito_idp.signing_in import challenges
from cogtui.cloud.services.cognito_idp.signing_in.challenges import (
    CHOICE_FLOWS,
    CHOOSING,
    NEW_TOKENS,
    PROVEN,
    START,
    TOKENS,
    TRANSITIONS,
    Transition,
)
from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.authenticator import PHONE, Authenticator
from tests.cloud.services.cognito_idp.chooser import ALL, Chooser, choosing
from tests.cloud.services.cognito_idp.people import as_attributes
from tests.cloud.services.cognito_idp.srp_client import SrpClient

FLOW = CHOICE_FLOWS[0]
SILENT = {PROVEN, CHOOSING}
FACTORS = ("SELECT_MFA_TYPE", "SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP", "MFA_SETUP")
FIRSTS = ("EMAIL_OTP", "SMS_OTP", "PASSWORD_SRP", "PASSWORD")
NEW = "Another-Horse-9"

Path = tuple[Transition, ...]


def paths(state_: str = START, taken: Path = ()) -> Iterator[Path]:
    """Yield the rows that a sign-in can take one after the other, without coming back to a challenge."""
    if state_ in {TOKENS, NEW_TOKENS}:
        yield taken
        return
    for row in challenges.rows(state_, FLOW):
        seen = {earlier.to for earlier in taken}
        if row.to in SILENT or row.to not in seen:
            yield from paths(row.to, (*taken, row))


def possible(path: Path) -> bool:
    """Tell whether a user of one state and one pool can take all these rows.

    Codes as first factor are for those who have no second one and no temporary password. Whoever comes straight from the
    sign-up has chosen a password and has an address; the choice is given there to those whom that address cannot sign in.
    """
    states = [row.to for row in path]
    if PROVEN not in states:
        return False
    first, further = states[: states.index(PROVEN)], states[states.index(PROVEN) + 1 :]
    straight = path[0].answer == "Session"
    if any(row.state == "EMAIL_OTP" and (row.to == PROVEN) is not ("EMAIL_OTP" in first) for row in path):
        return False
    if straight and ("EMAIL_OTP" in first or "NEW_PASSWORD_REQUIRED" in further or setup_of_address(further)):
        return False
    without_password = not {"PASSWORD", "PASSWORD_SRP"} & {*first}
    return not without_password or further == [TOKENS]


def setup_of_address(further: list[str]) -> bool:
    return "MFA_SETUP" in further and "EMAIL_OTP" in further


PATHS = [path for path in paths() if possible(path)]


def named(path: Path) -> str:
    return " ".join([path[0].answer, *(row.to for row in path if row.to not in SILENT)])


class Walker:
    """Answers rightly, whatever is asked; Ana has a password, Ben a temporary one, Cleo signs up."""

    def __init__(self, path: Path) -> None:
        states = [row.to for row in path]
        first, further = states[: states.index(PROVEN)], states[states.index(PROVEN) + 1 :]
        self.wanted = next((name for name in further if name in FACTORS), "")
        self.choice = next((name for name in reversed(further) if name in FACTORS), "")
        self.first = next((name for name in first if name in FIRSTS), "")
        self.here = choosing(*self.factors(path))
        self.name = "ben" if "NEW_PASSWORD_REQUIRED" in states else "ana"
        self.here.user("ana", PASSWORD, phone_number=PHONE)
        self.here.invited("ben", PASSWORD, phone_number=PHONE)
        self.here.user("zoe")
        if self.first == "EMAIL_OTP":
            self.change(email="ana@example.com")
        self.authenticator = Authenticator(self.here)
        self.session = ""
        if path[0].answer == "Session":
            self.sign_up()
        self.settle()

    def factors(self, path: Path) -> list[str]:
        """Return the pool's first factors: no codes where a second factor is required."""
        if self.wanted == "MFA_SETUP":
            return ["PASSWORD"]
        return ["PASSWORD", "SMS_OTP"] if path[0].answer == "Session" and path[0].to != PROVEN else ALL

    def change(self, **attributes: str) -> None:
        self.here.administered(
            "AdminUpdateUserAttributes", Username=self.name, UserAttributes=as_attributes(**attributes)
        )

    @property
    def app(self) -> Chooser:
        return Chooser(self.here, self.name)

    @property
    def srp(self) -> SrpClient:
        return SrpClient(self.here, self.name)

    def settle(self) -> None:
        """Have the pool ask for the second factor that is wanted."""
        if self.wanted in {"SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE"}:
            token = self.authenticator.switch_on(self.name)
            unpreferred = {"Enabled": True, "PreferredMfa": False}
            self.here.done("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=unpreferred)
            if self.name == "ben":
                self.here.administered("AdminSetUserPassword", Username="ben", Password=PASSWORD)
        if self.wanted in {"SMS_MFA", "SELECT_MFA_TYPE"}:
            self.authenticator.text(self.name)
        if self.wanted in {"EMAIL_OTP", "SELECT_MFA_TYPE"}:
            self.authenticator.mail(self.name)
        if self.wanted == "MFA_SETUP":
            self.here.administered(
                "SetUserPoolMfaConfig",
                MfaConfiguration="ON",
                SoftwareTokenMfaConfiguration={"Enabled": True},
                **({"EmailMfaConfiguration": {}} if self.choice == "EMAIL_OTP" else {}),
            )

    def sign_up(self) -> None:
        """Let Cleo sign up; her confirmation gives the Session."""
        self.name = "cleo"
        session = self.here.sign_up("cleo", email="cleo@example.com", phone_number=PHONE).output["Session"]
        code = {"ConfirmationCode": self.here.mail[-1].code}
        self.session = self.here.done("ConfirmSignUp", Username="cleo", Session=session, **code)["Session"]

    def begin(self, preferred: str = "") -> Reply:
        if self.session:
            return self.here.call("InitiateAuth", AuthFlow=FLOW, Session=self.session)
        return self.app.begin(preferred)

    def right(self, output: dict[str, Any]) -> dict[str, str]:
        """Return the right answer to what is asked."""
        challenge = output["ChallengeName"]
        code = self.here.mail[-1].code if self.here.mail else ""
        if challenge == "SOFTWARE_TOKEN_MFA":
            self.here.wait(seconds=30)
            return {"SOFTWARE_TOKEN_MFA_CODE": self.authenticator.code}
        if challenge == "PASSWORD_VERIFIER":
            return self.srp.proof(output["ChallengeParameters"])
        if challenge == "MFA_SETUP":
            return {"EMAIL": "new@example.com"} if self.choice == "EMAIL_OTP" else {}
        return {
            "SELECT_CHALLENGE": {"ANSWER": self.first},
            "SELECT_MFA_TYPE": {"ANSWER": self.choice},
            "PASSWORD": {"PASSWORD": PASSWORD},
            "PASSWORD_SRP": {"SRP_A": f"{self.srp.public:x}"},
            "NEW_PASSWORD_REQUIRED": {"NEW_PASSWORD": NEW},
            "EMAIL_OTP": {"EMAIL_OTP_CODE": code},
            "SMS_OTP": {"SMS_OTP_CODE": code},
            "SMS_MFA": {"SMS_MFA_CODE": code},
        }[challenge]

    def go_on(self, output: dict[str, Any]) -> Reply:
        """Answer what is asked, rightly."""
        if output["ChallengeName"] == "MFA_SETUP" and self.choice != "EMAIL_OTP":
            proven = self.authenticator.set_up(Session=output["Session"])
            assert proven.ok, proven.error
            output = output | proven.output
        # SECRET_BLOCK stands for the session of an SRP exchange.
        session = output.get("Session", NONE)
        return self.app.answer(output["ChallengeName"], session, **self.right(output))


# -------------------------------------------------------------------------------------------------------------- its paths


@pytest.mark.parametrize("path", PATHS, ids=named)
def test_every_path_of_choice_can_be_walked_and_ends_in_tokens(path: Path) -> None:
    states = [row.to for row in path]
    walker = Walker(path)
    asked = [name for name in states if name not in SILENT]
    reply = walker.begin("" if asked[0] == "SELECT_CHALLENGE" else asked[0])
    for expected in asked[:-1]:
        assert reply.output["ChallengeName"] == expected
        reply = walker.go_on(reply.output)
    assert asked[-1] == TOKENS
    token = reply.output["AuthenticationResult"]["AccessToken"]
    assert walker.here.call("GetUser", AccessToken=token).ok


def test_every_row_of_choice_is_on_a_path_that_is_walked() -> None:
    walked = {row for path in PATHS for row in path}
    left = [row for row in TRANSITIONS if FLOW in row.flows and row not in walked]
    assert [(row.state, row.answer, row.guard.says, row.to) for row in left] == []


# ------------------------------------------------------------------------------------------------------------ wrong turns


DEEDS = ("right", "wrong", "foreign", "replayed", "expired", "another challenge", "no session")
DECLARED = {"idp.failures"}
"""What a failed answer may change: the count of wrong passwords."""

NONE = "A" * 30
"""A Session that nobody was given."""

WRONG = {
    "ANSWER": "nothing",
    "PASSWORD": "Wrong-Horse-9",
    "SRP_A": "0",
    "NEW_PASSWORD": "short",
    "EMAIL_OTP_CODE": "1",
    "SMS_OTP_CODE": "1",
    "SMS_MFA_CODE": "1",
    "SOFTWARE_TOKEN_MFA_CODE": "000",
    "EMAIL": "nowhere",
    "PASSWORD_CLAIM_SIGNATURE": "AAAA",
}


def spoiled(walker: Walker, deed: str, output: dict[str, Any], right: dict[str, str], old: dict[str, Any]) -> Reply:
    """Answer what is asked in a way that must fail; for `expired` it is too late already."""
    challenge, session = output["ChallengeName"], output.get("Session", NONE)
    match deed:
        case "wrong":
            return walker.app.answer(
                challenge, session, **{name: WRONG.get(name, text) for name, text in right.items()}
            )
        case "foreign":
            return walker.app.answer(challenge, session, **right | {"USERNAME": "zoe"})
        case "replayed":
            return walker.app.answer(old["ChallengeName"], old.get("Session", NONE), **old["answer"])
        case "another challenge":
            other = "SMS_MFA" if challenge != "SMS_MFA" else "EMAIL_OTP"
            return walker.app.answer(other, session, SMS_MFA_CODE="1", EMAIL_OTP_CODE="1")
        case "no session":
            return walker.app.answer(challenge, NONE, **right)
        case _:
            return walker.app.answer(challenge, session, **right)


@settings(max_examples=80, deadline=None)
@given(path=st.sampled_from(PATHS), deeds=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=8))
def test_only_right_answers_lead_along_the_table_and_wrong_ones_change_nothing(path: Path, deeds: list[str]) -> None:
    states = [row.to for row in path]
    walker = Walker(path)
    edges = {(row.state, row.to) for row in TRANSITIONS if FLOW in row.flows}
    asked = [name for name in states if name not in SILENT]
    reply = walker.begin("" if asked[0] == "SELECT_CHALLENGE" else asked[0])
    old: dict[str, Any] = {}
    for deed in deeds:
        output = reply.output
        if "ChallengeName" not in output:
            break
        if deed == "right":
            answer = {} if output["ChallengeName"] == "MFA_SETUP" else walker.right(output)
            following = walker.go_on(output)
            assert following.ok, following.error
            old = {**output, "answer": answer}
            assert leads(edges, output["ChallengeName"], following.output.get("ChallengeName", TOKENS))
            reply = following
            continue
        if (deed == "replayed" and not old) or fits_anyway(walker, deed, output):
            continue
        right = walker.right(output)
        if deed == "expired":
            walker.here.wait(seconds=181)
        before = undeclared(walker)
        wrong = spoiled(walker, deed, output, right, old)
        assert wrong.error is not None
        assert wrong.record.refused_by
        assert "AuthenticationResult" not in wrong.output
        assert undeclared(walker) == before
        if deed == "expired":
            break


def undeclared(walker: Walker) -> list[Any]:
    """Return the world but for what failures may change."""
    return [row for row in state(walker.here.world) if row[0] not in DECLARED]


def fits_anyway(walker: Walker, deed: str, output: dict[str, Any]) -> bool:
    """Tell whether the deed is none for what is asked: an app that waits to be set up has no wrong answer of its own."""
    challenge = output["ChallengeName"]
    by_app = challenge == "MFA_SETUP" and walker.choice != "EMAIL_OTP"
    return (by_app and deed == "wrong") or (challenge == "PASSWORD_VERIFIER" and deed == "no session")


def leads(edges: set[tuple[str, str]], origin: str, end: str) -> bool:
    """Tell whether rows lead from a challenge to another, with nothing asked in between."""
    reached, todo = set[str](), [origin]
    while todo:
        at = todo.pop()
        for here, there in edges:
            if here == at and there not in reached:
                reached.add(there)
                todo += [there] if there in SILENT else []
    return end in reached
