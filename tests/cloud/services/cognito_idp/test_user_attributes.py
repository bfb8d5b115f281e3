"""Changing, deleting and verifying attributes: by users and by administrators."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.services.cognito_idp.traces import CODES
from cogtui.cloud.trail import Reply
from tests.builders import state
from tests.cloud.services.cognito_idp.people import ANA, People, as_attributes, people, refusal

NEW = "ana@example.org"
BEN = "ben@example.com"
PHONE = "+15550001234"
EXPIRED = ("ExpiredCodeException", "Invalid code provided, please request a code again.")
MISMATCH = ("CodeMismatchException", "Invalid verification code provided, please try again.")
LIMIT = ("LimitExceededException", "Attempt limit exceeded, please try after some time.")
TAKEN = ("AliasExistsException", "An account with the email already exists.")
BEFORE_UPDATE: dict[str, Any] = {
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}
}
ALIAS: dict[str, Any] = {"AliasAttributes": ["email"]}
OWN: dict[str, Any] = {
    "Schema": [
        {"Name": "team", "AttributeDataType": "String"},
        {"Name": "badge", "AttributeDataType": "String", "Mutable": False},
        {"Name": "name", "AttributeDataType": "String", "Required": True},
    ]
}


class Ana:
    """Ana, signed in at a pool where she has an account with a proven address."""

    def __init__(self, client: dict[str, Any] | None = None, /, **pool: Any) -> None:
        self.here: People = people(client, **pool)
        self.here.user("ana", email=ANA, email_verified="true", name="Ana")
        self.token: str = self.here.tokens()["AccessToken"]

    def call(self, operation: str, **params: Any) -> Reply:
        return self.here.call(operation, AccessToken=self.token, **params)

    def update(self, **attributes: str) -> Reply:
        return self.call("UpdateUserAttributes", UserAttributes=as_attributes(**attributes))

    def verify(self, code: str, attribute: str = "email") -> Reply:
        return self.call("VerifyUserAttribute", AttributeName=attribute, Code=code)

    @property
    def profile(self) -> dict[str, str]:
        return self.here.profile()

    @property
    def code(self) -> str:
        return self.here.mail[-1].code


def by_administrator(here: People, **attributes: str) -> Reply:
    return here.asked("AdminUpdateUserAttributes", Username="ana", UserAttributes=as_attributes(**attributes))


# ------------------------------------------------------------------------------------------------------------- changing


def test_an_attribute_is_changed_and_the_rest_stays() -> None:
    ana = Ana()
    before = ana.profile
    assert ana.update(nickname="ann").output == {}
    assert ana.profile == before | {"nickname": "ann"}
    assert ana.here.mail == []


def test_a_new_address_is_unproven_until_its_code_comes_back() -> None:
    ana = Ana()
    details = {"Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
    assert ana.update(email=NEW).output == {"CodeDeliveryDetailsList": [details]}
    assert (ana.profile["email"], ana.profile["email_verified"]) == (NEW, "false")
    assert (ana.here.mail[-1].to, ana.here.mail[-1].purpose) == (NEW, "verify_email")
    assert ana.verify(ana.code).output == {}
    assert (ana.profile["email"], ana.profile["email_verified"]) == (NEW, "true")


def test_an_address_that_must_be_proven_first_waits_in_its_code() -> None:
    ana = Ana(**BEFORE_UPDATE)
    assert ana.update(email=NEW).output["CodeDeliveryDetailsList"]
    assert (ana.profile["email"], ana.profile["email_verified"]) == (ANA, "true")
    assert ana.here.mail[-1].to == NEW
    again = ana.call("GetUserAttributeVerificationCode", AttributeName="email")
    assert again.ok
    assert ana.here.mail[-1].to == NEW, "another code goes to the address that waits"
    assert ana.verify(ana.code).ok
    assert (ana.profile["email"], ana.profile["email_verified"]) == (NEW, "true")


def test_an_administrator_s_change_waits_too_unless_the_flag_comes_along() -> None:
    ana = Ana(**BEFORE_UPDATE)
    assert by_administrator(ana.here, email=NEW).ok
    assert ana.profile["email"] == ANA
    assert ana.here.mail[-1].to == NEW
    assert by_administrator(ana.here, email=BEN, email_verified="true").ok
    assert (ana.profile["email"], ana.profile["email_verified"]) == (BEN, "true")
    assert refusal(ana.verify(ana.code)) == EXPIRED, "the code was for an address that is not wanted any more"


def test_the_same_address_again_changes_nothing() -> None:
    ana = Ana()
    before = ana.profile
    assert ana.update(email=ANA).output == {}
    assert ana.profile == before
    assert ana.here.mail == []


def test_only_addresses_that_the_pool_verifies_get_a_code() -> None:
    ana = Ana()
    assert ana.update(phone_number=PHONE).output == {}
    assert (ana.profile["phone_number"], ana.profile["phone_number_verified"]) == (PHONE, "false")
    assert ana.here.mail == []


def test_an_attribute_can_be_emptied() -> None:
    ana = Ana()
    assert ana.update(nickname="ann").ok
    assert ana.update(nickname="").ok
    assert ana.profile["nickname"] == ""


@pytest.mark.parametrize(
    ("attributes", "error", "rule"),
    [
        (
            {"email_verified": "true"},
            ("NotAuthorizedException", "A client attempted to write unauthorized attribute"),
            "idp.attribute.writable",
        ),
        (
            {"custom__other": "x"},
            ("NotAuthorizedException", "A client attempted to write unauthorized attribute"),
            "idp.attribute.writable",
        ),
        (
            {"custom__badge": "7"},
            ("InvalidParameterException", "user.custom:badge: Attribute cannot be updated.\n"),
            "idp.attribute.mutable",
        ),
        ({"email": "nonsense"}, ("InvalidParameterException", "Invalid email address format."), "idp.attribute.format"),
        (
            {"name": ""},
            (
                "InvalidParameterException",
                "user.name: Required attribute cannot be deleted.\n",
            ),
            "idp.attribute.required",
        ),
    ],
)
def test_what_a_user_may_not_write_is_refused(attributes: dict[str, str], error: tuple[str, str], rule: str) -> None:
    ana = Ana({"WriteAttributes": ["name", "email", "custom:team", "custom:badge"]}, **OWN)
    before = state(ana.here.world)
    reply = ana.update(**attributes)
    assert refusal(reply) == error
    assert reply.record.refused_by == (rule,)
    assert state(ana.here.world) == before


@pytest.mark.parametrize(
    ("attributes", "error", "rule"),
    [
        ({"sub": "mine"}, "Cannot modify the non-mutable attribute sub", "idp.attribute.mutable"),
        (
            {"custom__other": "x"},
            "Invalid user attributes: user.custom:other: Attribute does not exist in the schema.\n",
            "idp.attribute.known",
        ),
        (
            {"custom__badge": "7"},
            "user.custom:badge: Attribute cannot be updated.\n",
            "idp.attribute.mutable",
        ),
    ],
)
def test_what_nobody_may_write_is_refused_to_administrators(attributes: dict[str, str], error: str, rule: str) -> None:
    ana = Ana(**OWN)
    before = state(ana.here.world)
    reply = by_administrator(ana.here, **attributes)
    assert refusal(reply) == ("InvalidParameterException", error)
    assert reply.record.refused_by == (rule,)
    assert state(ana.here.world) == before


def test_an_administrator_verifies_an_address_without_a_code() -> None:
    ana = Ana()
    assert by_administrator(ana.here, email=NEW, email_verified="true").output == {}
    assert (ana.profile["email"], ana.profile["email_verified"]) == (NEW, "true")
    assert ana.here.mail == []


# ---------------------------------------------------------------------------------------------------- signing in by them


def test_a_new_alias_signs_in_once_it_is_proven_and_the_old_one_no_more() -> None:
    ana = Ana(**ALIAS)
    assert ana.here.sign_in(ANA).ok
    assert ana.update(email=NEW).ok
    assert ana.here.sign_in(ANA).error is not None
    assert ana.here.sign_in(NEW).error is not None
    assert ana.verify(ana.code).ok
    assert ana.here.sign_in(NEW).ok


def test_an_alias_that_waits_leaves_the_old_one_working() -> None:
    ana = Ana(**ALIAS, **BEFORE_UPDATE)
    assert ana.update(email=NEW).ok
    assert ana.here.sign_in(ANA).ok
    assert ana.verify(ana.code).ok
    assert ana.here.sign_in(ANA).error is not None
    assert ana.here.sign_in(NEW).ok


def test_where_users_sign_in_by_address_a_new_one_counts_at_once() -> None:
    here = people(UsernameAttributes=["email"])
    sub = here.user(ANA)
    token = here.tokens(ANA)["AccessToken"]
    reply = here.call("UpdateUserAttributes", AccessToken=token, UserAttributes=as_attributes(email=NEW))
    assert reply.ok, reply.error
    assert here.sign_in(NEW).ok
    assert here.sign_in(ANA).error is not None
    assert here.administered("AdminGetUser", Username=NEW)["Username"] == sub


@pytest.mark.parametrize("by", ["a user", "an administrator"])
def test_somebody_else_s_alias_is_refused(by: str) -> None:
    ana = Ana(**ALIAS)
    ana.here.user("ben", email=BEN, email_verified="true", name="Ben")
    before = state(ana.here.world)
    reply = ana.update(email=BEN) if by == "a user" else by_administrator(ana.here, email=BEN, email_verified="true")
    assert refusal(reply) == TAKEN
    assert reply.record.refused_by == ("idp.alias.free",)
    assert state(ana.here.world) == before


def test_an_alias_that_somebody_else_proved_first_is_refused_at_the_code() -> None:
    ana = Ana(**ALIAS)
    assert ana.update(email=BEN).ok
    code = ana.code
    ana.here.user("ben", email=BEN, email_verified="true", name="Ben")
    reply = ana.verify(code)
    assert refusal(reply) == TAKEN
    assert ana.profile["email_verified"] == "false"


# ----------------------------------------------------------------------------------------------------------------- codes


def test_a_code_is_sent_again_on_request() -> None:
    ana = Ana()
    ana.update(email=NEW)
    reply = ana.call("GetUserAttributeVerificationCode", AttributeName="email")
    details = {"Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
    assert reply.output == {"CodeDeliveryDetails": details}
    old, new = (message.code for message in ana.here.mail)
    assert refusal(ana.verify(old)) == EXPIRED
    assert ana.verify(new).ok


def test_a_wrong_code_is_counted_and_the_right_one_still_works() -> None:
    ana = Ana()
    ana.update(email=NEW)
    before = state(ana.here.world)
    reply = ana.verify("000000" if ana.code != "000000" else "111111")
    assert refusal(reply) == MISMATCH
    assert {row[0] for row in state(ana.here.world) if row not in before} == {"idp.attempts"}
    assert ana.verify(ana.code).ok


def test_a_code_is_good_for_a_day() -> None:
    ana = Ana({"AccessTokenValidity": 24})
    ana.update(email=NEW)
    ana.here.wait(hours=24)
    ana.token = ana.here.tokens()["AccessToken"]
    reply = ana.verify(ana.code)
    assert refusal(reply) == EXPIRED
    assert reply.record.refused_by == ("idp.code.expired",)


def test_a_code_proves_the_address_that_it_went_to() -> None:
    ana = Ana(AutoVerifiedAttributes=["email", "phone_number"])
    assert len(ana.update(email=NEW, phone_number=PHONE).output["CodeDeliveryDetailsList"]) == 2
    codes = {message.to: message.code for message in ana.here.mail}
    if codes[NEW] != codes[PHONE]:
        assert refusal(ana.verify(codes[PHONE])) == MISMATCH
    assert ana.verify(codes[PHONE], "phone_number").ok
    assert (ana.profile["phone_number_verified"], ana.profile["email_verified"]) == ("true", "false")


@pytest.mark.parametrize(("operation", "most"), [("GetUserAttributeVerificationCode", 5), ("VerifyUserAttribute", 15)])
def test_codes_and_wrong_codes_have_a_quota_an_hour(operation: str, most: int) -> None:
    ana = Ana()
    ana.update(email=NEW)
    wrong = {"Code": "000000" if ana.code != "000000" else "111111"} if operation == "VerifyUserAttribute" else {}
    for _ in range(most):
        assert ana.call(operation, AttributeName="email", **wrong).record.refused_by in ((), ("idp.code.correct",))
    reply = ana.call(operation, AttributeName="email", **wrong)
    assert refusal(reply) == LIMIT
    assert reply.record.refused_by == ("idp.code.limit",)


@pytest.mark.parametrize(
    ("operation", "attribute", "rule"),
    [
        ("GetUserAttributeVerificationCode", "nickname", "idp.attribute.verifiable"),
        ("GetUserAttributeVerificationCode", "phone_number", "idp.code.target"),
        ("VerifyUserAttribute", "nickname", "idp.attribute.verifiable"),
        ("VerifyUserAttribute", "phone_number", "idp.code.outstanding"),
    ],
)
def test_only_an_address_that_is_there_is_verified(operation: str, attribute: str, rule: str) -> None:
    ana = Ana()
    more = {"Code": "123456"} if operation == "VerifyUserAttribute" else {}
    reply = ana.call(operation, AttributeName=attribute, **more)
    assert reply.record.refused_by == (rule,)


# -------------------------------------------------------------------------------------------------------------- deleting


def delete(ana: Ana, by: str, *names: str) -> Reply:
    if by == "a user":
        return ana.call("DeleteUserAttributes", UserAttributeNames=[*names])
    return ana.here.asked("AdminDeleteUserAttributes", Username="ana", UserAttributeNames=[*names])


BY = pytest.mark.parametrize("by", ["a user", "an administrator"])


@BY
def test_an_attribute_is_deleted_and_what_is_not_there_is_no_trouble(by: str) -> None:
    ana = Ana()
    ana.update(nickname="ann")
    assert delete(ana, by, "nickname", "website").output == {}
    assert "nickname" not in ana.profile


@BY
def test_an_address_goes_with_its_flag_its_code_and_its_alias(by: str) -> None:
    ana = Ana(**ALIAS)
    ana.call("GetUserAttributeVerificationCode", AttributeName="email")
    assert delete(ana, by, "email").ok
    assert not {"email", "email_verified"} & ana.profile.keys()
    assert not [*ana.here.world.store.scan(CODES, ana.here.pool)]
    assert ana.here.sign_in(ANA).error is not None
    ana.here.user("ben", email=ANA, email_verified="true", name="Ben")
    assert ana.here.sign_in(ANA).ok, "the address is free"


@BY
@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("custom:badge", "user.custom:badge: Attribute cannot be updated.\n"),
        ("name", "user.name: Required attribute cannot be deleted.\n"),
    ],
)
def test_what_must_stay_is_not_deleted(by: str, name: str, error: str) -> None:
    ana = Ana({"WriteAttributes": ["name", "custom:badge"]}, **OWN)
    before = state(ana.here.world)
    assert refusal(delete(ana, by, name)) == ("InvalidParameterException", error)
    assert state(ana.here.world) == before


def test_administrators_are_told_which_attribute_is_unknown() -> None:
    reply = delete(Ana(), "an administrator", "custom:foo")
    text = "Invalid user attributes: user.custom:foo: Attribute does not exist in the schema.\n"
    assert refusal(reply) == ("InvalidParameterException", text)
