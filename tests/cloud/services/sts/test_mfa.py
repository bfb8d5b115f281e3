"""The second factor at STS: codes of IAM's virtual devices, and what a session that began with one may do."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.accounts import totp
from cogtui.cloud.callers import Keys
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import done, policy, role_of, state
from tests.cloud.services.federation import as_keys
from tests.cloud.services.iam.people import a_user, refusal
from tests.cloud.services.iam.phone import Phone, a_factor
from tests.cloud.services.sts.chains import assumed, session, trusting, user_arn

WRONG = "MultiFactorAuthentication failed with invalid MFA one time pass code."
NO_DEVICE = (
    "MultiFactorAuthentication failed, unable to validate MFA code.  "
    "Please verify your MFA serial number is valid and associated with this user."
)
INCOMPLETE = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.fixture
def world() -> World:
    return World(seed="second factor")


@pytest.fixture
def ana(world: World) -> Keys:
    keys = a_user(world, "ana", "s3:*", "iam:*")
    role_of(world, "Guarded", trust=trusting(user_arn("ana"), Condition=WITH_MFA))
    return keys


@pytest.fixture
def phone(world: World, ana: Keys) -> Phone:
    del ana
    return a_factor(world)


def token(world: World, caller: Keys, **params: Any) -> Reply:
    return world.call("sts", "GetSessionToken", params, caller=caller)


def test_a_role_that_wants_mfa_is_had_with_a_code_of_one_s_device(world: World, ana: Keys, phone: Phone) -> None:
    code, status, text, rules = refusal(assumed(world, ana, "Guarded"))
    assert (code, status) == ("AccessDenied", 403)
    assert text == (
        f"User: {user_arn('ana')} is not authorized to perform: sts:AssumeRole "
        "because no role trust policy allows the sts:AssumeRole action"
    )
    assert "policy.condition" in rules
    assert assumed(world, ana, "Guarded", **phone.fresh()).ok


def test_a_code_is_good_once(world: World, ana: Keys, phone: Phone) -> None:
    proof = phone.fresh()
    assert assumed(world, ana, "Guarded", **proof).ok
    before = state(world)
    for again in (assumed(world, ana, "Guarded", **proof), token(world, ana, **proof)):
        assert refusal(again) == ("AccessDenied", 403, WRONG, ("sts.mfa.code",))
    assert state(world) == before
    assert assumed(world, ana, "Guarded", **phone.fresh()).ok


@pytest.mark.parametrize("operation", ["AssumeRole", "GetSessionToken"])
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"TokenCode": "000000"}, (WRONG, ("sts.mfa.code",))),
        ({"TokenCode": None}, (INCOMPLETE, ("sts.mfa.both",))),
        ({"SerialNumber": None}, (INCOMPLETE, ("sts.mfa.both",))),
        ({"SerialNumber": "arn:aws:iam::111122223333:mfa/nobody"}, (NO_DEVICE, ("sts.mfa.device",))),
        ({"SerialNumber": "GAHT12345678"}, (NO_DEVICE, ("sts.mfa.device",))),
        ({"SerialNumber": "arn:aws:iam::111122223333:mfa/bo"}, (NO_DEVICE, ("sts.mfa.device",))),
    ],
)
def test_a_code_that_proves_nothing_is_refused(
    ana: Keys, phone: Phone, operation: str, change: dict[str, Any], expected: tuple[str, tuple[str]]
) -> None:
    world = phone.world
    a_user(world, "bo")
    a_factor(world, "bo", "bo")
    proof = {name: value for name, value in (phone.fresh() | change).items() if value is not None}
    before = state(world)
    reply = assumed(world, ana, "Guarded", **proof) if operation == "AssumeRole" else token(world, ana, **proof)
    assert refusal(reply) == ("AccessDenied", 403, *expected)
    assert state(world) == before


def test_a_code_of_a_device_that_was_taken_away_proves_nothing(world: World, ana: Keys, phone: Phone) -> None:
    proof = phone.fresh()
    done(world, "iam", "DeactivateMFADevice", UserName="ana", SerialNumber=phone.serial)
    assert refusal(assumed(world, ana, "Guarded", **proof))[3] == ("sts.mfa.device",)


@pytest.mark.parametrize("with_mfa", [True, False])
def test_a_session_token_carries_whether_it_began_with_a_code(
    world: World, ana: Keys, phone: Phone, *, with_mfa: bool
) -> None:
    keys = as_keys(token(world, ana, **(phone.fresh() if with_mfa else {})).output["Credentials"])
    assert assumed(world, keys, "Guarded").ok == with_mfa
    listing = world.call("iam", "ListUsers", {}, caller=keys)
    assert listing.ok == with_mfa
    if not with_mfa:
        assert refusal(listing)[3] == ("iam.caller.session",)


def test_the_age_of_a_code_grows_with_the_session(world: World, ana: Keys, phone: Phone) -> None:
    condition = {"NumericLessThan": {"aws:MultiFactorAuthAge": "600"}}
    document = policy({"Action": "s3:*", "Resource": "*", "Condition": condition})
    done(world, "iam", "PutUserPolicy", UserName="ana", PolicyName="own", PolicyDocument=document)
    keys = as_keys(token(world, ana, **phone.fresh()).output["Credentials"])
    assert world.call("s3", "ListBuckets", {}, caller=keys).ok
    world.act("clock.advance", seconds=599)
    assert world.call("s3", "ListBuckets", {}, caller=keys).ok
    world.act("clock.advance", seconds=1)
    assert not world.call("s3", "ListBuckets", {}, caller=keys).ok
    assert not world.call("s3", "ListBuckets", {}, caller=ana).ok, "a long-term key has no such key at all"


def test_a_role_s_session_does_not_carry_the_code_that_opened_it(world: World, ana: Keys, phone: Phone) -> None:
    document = policy({"Action": "s3:*", "Resource": "*", "Condition": WITH_MFA})
    done(world, "iam", "PutRolePolicy", RoleName="Guarded", PolicyName="own", PolicyDocument=document)
    keys = session(world, ana, "Guarded", **phone.fresh())
    assert not world.call("s3", "ListBuckets", {}, caller=keys).ok


def test_a_deny_without_mfa_spares_long_term_keys_unless_it_says_if_exists(world: World, ana: Keys) -> None:
    keys = as_keys(token(world, ana).output["Credentials"])
    for operator, long_term, temporary in (("Bool", True, False), ("BoolIfExists", False, False)):
        condition = {operator: {"aws:MultiFactorAuthPresent": "false"}}
        denying = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
        document = policy({"Action": "*", "Resource": "*"}, denying)
        done(world, "iam", "PutUserPolicy", UserName="ana", PolicyName="own", PolicyDocument=document)
        assert world.call("s3", "ListBuckets", {}, caller=ana).ok == long_term
        assert world.call("s3", "ListBuckets", {}, caller=keys).ok == temporary


def test_a_device_one_step_behind_still_counts(world: World, ana: Keys, phone: Phone) -> None:
    world.act("clock.advance", seconds=3 * totp.STEP)
    assert assumed(world, ana, "Guarded", SerialNumber=phone.serial, TokenCode=phone.code(-1)).ok
    assert not assumed(world, ana, "Guarded", SerialNumber=phone.serial, TokenCode=phone.code(-2)).ok
