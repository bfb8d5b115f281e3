"""The table of transitions: every legal path through it ends in tokens or in AWS's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.catalog import reader
from cogtui.cloud.services.cognito_idp.signing_in import challenges, sign_in
from cogtui.cloud.services.cognito_idp.signing_in.challenges import (
    ANSWERS,
    CHALLENGES,
    CHOICE_FLOWS,
    CHOOSING,
    CUSTOM_FLOWS,
    DECIDING,
    NEW_TOKENS,
    PROVEN,
    START,
    TOKENS,
    TRANSITIONS,
)
from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.authenticator import SES, Authenticator
from tests.cloud.services.cognito_idp.people import People, people, refusal
from tests.cloud.services.cognito_idp.phone import ALWAYS, Phone
from tests.cloud.services.cognito_idp.srp_client import SrpClient

FACTORS = ("", "SELECT_MFA_TYPE", "SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP", "MFA_SETUP")
ENDS = {TOKENS, NEW_TOKENS}
FLOWS = sorted({flow for row in TRANSITIONS for flow in row.flows})
WALKED = [flow for flow in FLOWS if flow not in (*CHOICE_FLOWS, *CUSTOM_FLOWS)]
"""The flows of this module's walks; those of choice and the custom one have their own."""
NEW = "Another-Horse-9"

ALL = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
]


# ------------------------------------------------------------------------------------------------------ the table itself


def enum(shape: str) -> set[str]:
    return set(reader.service("cognito-idp").shapes[shape].enum)


def test_every_row_speaks_of_flows_challenges_and_answers_that_are_there() -> None:
    states = {START, PROVEN, CHOOSING, DECIDING, *CHALLENGES}
    for row in TRANSITIONS:
        assert set(row.flows) <= enum("AuthFlowType")
        assert row.state in states
        assert row.to in states | ENDS
        assert bool(row.answer) is (row.state not in {PROVEN, CHOOSING, DECIDING})
    assert enum("ChallengeNameType") >= CHALLENGES.keys()
    asked = [(row.state, row.answer, flow) for row in TRANSITIONS for flow in row.flows if row.answer]
    used = {id(challenges.answered(*each)) for each in asked}
    assert {name for name, answer in ANSWERS.items() if id(answer) not in used} == set()
    assert set(sign_in.FLOWS) == enum("AuthFlowType")


@pytest.mark.parametrize("flow", FLOWS)
def test_something_always_comes_next(flow: str) -> None:
    """The last row of each (state, answer) has no guard, and no later row can be reached in its stead."""
    for state_ in {row.state for row in TRANSITIONS if flow in row.flows}:
        by_answer: dict[str, list[str]] = {}
        for row in challenges.rows(state_, flow):
            by_answer.setdefault(row.answer, []).append(row.guard.says)
        for guards in by_answer.values():
            assert guards[-1] == ""
            assert all(guards[:-1])


@pytest.mark.parametrize("flow", FLOWS)
def test_every_state_of_a_flow_is_reached_from_its_start_and_leads_to_its_end(flow: str) -> None:
    def reached(state_: str, seen: frozenset[str]) -> frozenset[str]:
        for row in challenges.rows(state_, flow):
            if row.to not in seen:
                seen = reached(row.to, seen | {row.to})
        return seen

    mentioned = {row.state for row in TRANSITIONS if flow in row.flows}
    assert reached(START, frozenset({START})) >= mentioned
    for state_ in mentioned:
        assert reached(state_, frozenset()) & ENDS


# ------------------------------------------------------------------------------------------------------------- its paths


def paths(flow: str, state_: str = START, taken: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the states that a sign-in can pass through, without turning back to where it was."""
    if state_ in ENDS:
        yield (*taken, state_)
        return
    for row in challenges.rows(state_, flow):
        again = row.to in taken and row.to != PROVEN
        if not again:
            yield from paths(flow, row.to, (*taken, state_))


PATHS = sorted({(flow, tuple(name for name in path if name != PROVEN)) for flow in WALKED for path in paths(flow)})


class Walker:
    """Walks the paths of the table in a pool where Ana has a password and Ben a temporary one."""

    def __init__(self, flow: str, *, tracks: bool = False) -> None:
        tracking: dict[str, Any] = {"DeviceConfiguration": ALWAYS} if tracks else {}
        self.here = people({"ExplicitAuthFlows": ALL}, EmailConfiguration=SES, **tracking)
        self.here.user("ana")
        self.here.invited("ben")
        self.flow = flow
        self.name = "ana"
        self.authenticator = Authenticator(self.here)
        self.choice = "SMS_MFA"
        self.texts: list[tuple[str, dict[str, Any]]] = []
        """Every answer that succeeded, with its challenge."""
        self.phone: Phone | None = None
        """A remembered device, if there is one."""

    def has_phone(self) -> None:
        """Let the pool remember a device of the user."""
        self.here.administered("AdminSetUserPassword", Username=self.name, Password=PASSWORD, Permanent=True)
        self.phone = Phone(self.here, self.name).settle()
        if self.name == "ben":
            self.here.administered("AdminSetUserPassword", Username="ben", Password=PASSWORD)

    @property
    def named_phone(self) -> dict[str, str]:
        return {"DEVICE_KEY": self.phone.key} if self.phone else {}

    def wants(self, factor: str) -> None:
        """Have the pool ask for this second factor; nothing for none."""
        if factor in ("SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE"):
            token = self.authenticator.switch_on(self.name)
            unpreferred = {"Enabled": True, "PreferredMfa": False}
            self.here.done("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=unpreferred)
            if self.name == "ben":
                self.here.administered("AdminSetUserPassword", Username="ben", Password=PASSWORD)
        if factor in ("SMS_MFA", "SELECT_MFA_TYPE"):
            self.authenticator.text(self.name)
        if factor in ("EMAIL_OTP", "SELECT_MFA_TYPE"):
            self.authenticator.mail(self.name)
        if factor == "MFA_SETUP":
            self.here.administered(
                "SetUserPoolMfaConfig",
                MfaConfiguration="ON",
                SoftwareTokenMfaConfiguration={"Enabled": True},
                **({"EmailMfaConfiguration": {}} if self.choice == "EMAIL_OTP" else {}),
            )

    @property
    def app(self) -> SrpClient:
        return SrpClient(self.here, self.name, by_administrator=self.flow.startswith("ADMIN"))

    def begin(self) -> Reply:
        if self.flow in challenges.SRP_FLOWS:
            return self.app.start()
        parameters = {"USERNAME": self.name, "PASSWORD": PASSWORD, **self.named_phone}
        if self.flow in challenges.REFRESH_FLOWS:
            parameters = {"REFRESH_TOKEN": self.here.tokens()["RefreshToken"]}
        if self.flow.startswith("ADMIN"):
            return self.here.asked(
                "AdminInitiateAuth", ClientId=self.here.client, AuthFlow=self.flow, AuthParameters=parameters
            )
        return self.here.call("InitiateAuth", AuthFlow=self.flow, AuthParameters=parameters)

    def go_on(self, output: dict[str, Any]) -> Reply:
        """Answer what was asked, rightly."""
        challenge = output["ChallengeName"]
        if challenge == "PASSWORD_VERIFIER":
            given = {"ChallengeResponses": self.app.proof(output["ChallengeParameters"]) | self.named_phone}
        elif self.phone is not None and challenge.startswith("DEVICE_"):
            given = self.phone.given(output)
        elif challenge == "SOFTWARE_TOKEN_MFA":
            self.here.wait(seconds=30)
            responses = {"USERNAME": self.name, "SOFTWARE_TOKEN_MFA_CODE": self.authenticator.code}
            given = {"ChallengeResponses": responses, "Session": output["Session"]}
        elif challenge == "SMS_MFA":
            responses = {"USERNAME": self.name, "SMS_MFA_CODE": self.here.mail[-1].code}
            given = {"ChallengeResponses": responses, "Session": output["Session"]}
        elif challenge == "EMAIL_OTP":
            responses = {"USERNAME": self.name, "EMAIL_OTP_CODE": self.here.mail[-1].code}
            given = {"ChallengeResponses": responses, "Session": output["Session"]}
        elif challenge == "MFA_SETUP" and self.choice == "EMAIL_OTP":
            responses = {"USERNAME": self.name, "EMAIL": "new@example.com"}
            given = {"ChallengeResponses": responses, "Session": output["Session"]}
        elif challenge == "SELECT_MFA_TYPE":
            given = {
                "ChallengeResponses": {"USERNAME": self.name, "ANSWER": self.choice},
                "Session": output["Session"],
            }
        elif challenge == "MFA_SETUP":
            reply = self.authenticator.set_up(Session=output["Session"])
            if not reply.ok:
                return reply
            given = {"ChallengeResponses": {"USERNAME": self.name}, "Session": reply.output["Session"]}
        else:
            responses = {"USERNAME": self.name, "NEW_PASSWORD": NEW}
            given = {"ChallengeResponses": responses, "Session": output["Session"]}
        reply = self.answer(challenge, given)
        self.texts.append((challenge, given))
        return reply

    def answer(self, challenge: str, given: dict[str, Any]) -> Reply:
        responses = dict(given["ChallengeResponses"])
        return self.app.answer(responses, challenge, **{k: v for k, v in given.items() if k == "Session"})


@pytest.mark.parametrize(("flow", "path"), PATHS)
def test_every_path_of_the_table_can_be_walked_and_ends_in_tokens(flow: str, path: tuple[str, ...]) -> None:
    walker = Walker(flow, tracks="DEVICE_SRP_AUTH" in path)
    walker.name = "ben" if "NEW_PASSWORD_REQUIRED" in path else "ana"
    walker.choice = [name for name in path if not name.startswith("DEVICE_")][-2]
    if "DEVICE_SRP_AUTH" in path:
        walker.has_phone()
    walker.wants(next((name for name in path if name in FACTORS), ""))
    reply = walker.begin()
    for expected in path[1:-1]:
        assert reply.output["ChallengeName"] == expected
        reply = walker.go_on(reply.output)
    result = reply.output["AuthenticationResult"]
    assert ("RefreshToken" in result) is (path[-1] == TOKENS)
    assert walker.here.call("GetUser", AccessToken=result["AccessToken"]).ok


def test_the_paths_are_the_ones_that_the_documentation_tells_of() -> None:
    assert ("USER_SRP_AUTH", (START, "PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED", TOKENS)) in PATHS
    assert ("USER_PASSWORD_AUTH", (START, "NEW_PASSWORD_REQUIRED", TOKENS)) in PATHS
    assert ("REFRESH_TOKEN_AUTH", (START, NEW_TOKENS)) in PATHS
    assert ("USER_SRP_AUTH", (START, "PASSWORD_VERIFIER", "SOFTWARE_TOKEN_MFA", TOKENS)) in PATHS
    assert ("USER_PASSWORD_AUTH", (START, "NEW_PASSWORD_REQUIRED", "MFA_SETUP", TOKENS)) in PATHS
    assert ("USER_SRP_AUTH", (START, "PASSWORD_VERIFIER", "SELECT_MFA_TYPE", "SMS_MFA", TOKENS)) in PATHS
    assert ("USER_SRP_AUTH", (START, "PASSWORD_VERIFIER", "SELECT_MFA_TYPE", "EMAIL_OTP", TOKENS)) in PATHS
    assert ("USER_PASSWORD_AUTH", (START, "MFA_SETUP", "EMAIL_OTP", TOKENS)) in PATHS
    device = ("DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER")
    assert ("USER_SRP_AUTH", (START, "PASSWORD_VERIFIER", *device, TOKENS)) in PATHS
    assert ("USER_PASSWORD_AUTH", (START, "SMS_MFA", *device, TOKENS)) in PATHS
    assert len(PATHS) == 2 * 9 * (4 + 2) + 2


# ------------------------------------------------------------------------------------------------------------ wrong turns

WRONG = ("answer again", "answer another challenge", "wrong answer", "somebody else's answer")
"""Answers that change nothing but the count of wrong passwords."""
DEEDS = ("go on", *WRONG, "wait", "disable", "reset", "delete")

DOCUMENTED = re.compile(
    "Incorrect username or password.|Invalid session for the user(.|, session is expired.|, session can only be used once.)"
    "|User is disabled.|Device does not exist.|Password reset required for the user|Password attempts exceeded|User does not exist."
    "|Password did not conform with policy: .*|Missing required parameter .*"
    "|Invalid code or auth state for the user.|ANSWER must be one of MFAS_CAN_CHOOSE."
    "|Invalid code received for user|User has not verified software token mfa"
    "|Temporary password has expired and must be reset by an administrator.|Invalid Refresh Token.|Refresh Token has .*"
)


@settings(max_examples=40, deadline=None)
@given(
    flow=st.sampled_from(WALKED),
    name=st.sampled_from(["ana", "ben"]),
    factor=st.sampled_from(FACTORS),
    tracks=st.booleans(),
    deeds=st.lists(st.sampled_from(DEEDS) | st.just("go on"), min_size=1, max_size=7),
)
def test_whatever_happens_on_the_way_the_end_is_tokens_or_a_documented_error(
    flow: str, name: str, factor: str, deeds: list[str], *, tracks: bool
) -> None:
    walker = Walker(flow, tracks=tracks)
    walker.here.administered(
        "AdminUpdateUserAttributes",
        Username="ana",
        UserAttributes=[{"Name": "email", "Value": "ana@example.com"}, {"Name": "email_verified", "Value": "true"}],
    )
    walker.name = name
    if tracks:
        walker.has_phone()
    if flow not in challenges.REFRESH_FLOWS:
        walker.wants(factor)
    reply = walker.begin()
    for deed in deeds:
        waiting = reply.output if reply.ok else {}
        if "ChallengeName" not in waiting:
            break
        before = counted_apart(walker)
        reply = done(walker, deed, reply)
        if deed in WRONG:
            assert counted_apart(walker) == before
        if reply.error is not None:
            assert DOCUMENTED.fullmatch(reply.error.message), reply.error
            assert reply.record.refused_by
            reply = walker.begin()
    assert {*reply.output} & {"AuthenticationResult", "ChallengeName"} or reply.error is not None
    before = counted_apart(walker)
    for challenge, given_ in walker.texts:
        again = walker.answer(challenge, given_)
        assert again.error is not None, "a Session, or a SECRET_BLOCK, is never good twice"
    assert counted_apart(walker) == before


def counted_apart(walker: Walker) -> list[Any]:
    """Return the world but for the count of wrong passwords."""
    return [row for row in state(walker.here.world) if row[0] != "idp.failures"]


def done(walker: Walker, deed: str, reply: Reply) -> Reply:
    """Do something between two steps and return the newest answer of the sign-in."""
    here, output = walker.here, reply.output
    match deed:
        case "go on":
            return walker.go_on(output)
        case "answer again" if walker.texts:
            return walker.answer(*walker.texts[-1])
        case "answer another challenge":
            other = {"PASSWORD_VERIFIER": "NEW_PASSWORD_REQUIRED"}.get(output["ChallengeName"], "PASSWORD_VERIFIER")
            given_ = {"ChallengeResponses": {"USERNAME": walker.name, "NEW_PASSWORD": NEW}, "Session": "A" * 30}
            return walker.answer(other, given_)
        case "wrong answer":
            wrong = {"USERNAME": walker.name, "NEW_PASSWORD": "short", "SOFTWARE_TOKEN_MFA_CODE": "12345"}
            wrong |= {"SMS_MFA_CODE": "12345", "EMAIL_OTP_CODE": "12345", "ANSWER": "nothing"}
            given_ = {"ChallengeResponses": wrong, "Session": output.get("Session", "A" * 30)}
            return walker.answer(output["ChallengeName"], given_)
        case "somebody else's answer":
            right = {"SMS_MFA_CODE": here.mail[-1].code, "EMAIL_OTP_CODE": here.mail[-1].code} if here.mail else {}
            theirs = {"USERNAME": "ben" if walker.name == "ana" else "ana", "NEW_PASSWORD": NEW, **right}
            given_ = {"ChallengeResponses": theirs, "Session": output.get("Session", "A" * 30)}
            return walker.answer(output["ChallengeName"], given_)
        case "wait":
            here.wait(seconds=100)
        case "disable":
            here.asked("AdminDisableUser", Username=walker.name)
        case "reset":
            here.asked("AdminResetUserPassword", Username=walker.name)
        case "delete":
            here.asked("AdminDeleteUser", Username=walker.name)
        case _:
            pass
    return reply


# --------------------------------------------------------------------------------------------------- what is not built


@pytest.mark.parametrize("challenge", ["WEB_AUTHN"])
def test_a_challenge_that_is_not_built_yet_says_its_name(challenge: str) -> None:
    here: People = people()
    reply = here.call("RespondToAuthChallenge", ChallengeName=challenge, ChallengeResponses={"USERNAME": "ana"})
    assert refusal(reply) == ("NotImplemented", f"the challenge {challenge} is not simulated by CogTUI")
    assert reply.record.refused_by == ("door.simulated",)
