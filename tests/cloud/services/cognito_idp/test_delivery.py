"""Where codes go, how addresses are masked, and the outbox that keeps what was sent."""

from __future__ import annotations

import pytest

from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.services.cognito_idp.messages.delivery import masked
from tests.builders import a_client, a_user_pool
from tests.cloud.services.cognito_idp.people import ANA, People, people


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("test@test.com", "t***@t***"),
        ("a@b.c", "a***@b***"),
        ("+15550001234", "+*******1234"),
        ("@", "***@***"),
    ],
)
def test_an_address_is_shown_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def two_pools() -> tuple[People, People]:
    here = people()
    pool = a_user_pool(here.world)
    there = People(here.world, pool, a_client(here.world, pool))
    here.sign_up("ana", email=ANA)
    there.sign_up("ben", email="ben@example.com")
    here.call("ResendConfirmationCode", Username="ana")
    return here, there


def test_the_outbox_is_read_by_pool_and_by_receiver_in_the_order_of_sending() -> None:
    here, there = two_pools()
    reader = here.world.store
    assert [message.to for message in outbox.messages(reader)] == [ANA, "ben@example.com", ANA]
    assert [message.username for message in outbox.messages(reader, there.pool)] == ["ben"]
    assert [message.username for message in outbox.messages(reader, to=ANA)] == ["ana", "ana"]


def test_the_last_code_is_the_one_that_works() -> None:
    here, _ = two_pools()
    earlier, last = outbox.messages(here.world.store, here.pool, to=ANA)
    refused = here.call("ConfirmSignUp", Username="ana", ConfirmationCode=earlier.code)
    assert refused.error is not None
    assert refused.error.code == "ExpiredCodeException"
    assert here.call("ConfirmSignUp", Username="ana", ConfirmationCode=last.code).ok


def test_the_outbox_of_an_earlier_moment_can_be_read() -> None:
    here, _ = two_pools()
    before = here.world.at(here.world.history.position - 1)
    assert [message.to for message in outbox.messages(before)] == [ANA, "ben@example.com"]


@pytest.mark.parametrize(
    ("verified", "typed", "medium", "destination"),
    [
        (["email"], "eve@shop.example", "EMAIL", "e***@s***"),
        (["email"], "eve", "EMAIL", "e***@e***"),
        (["phone_number"], "eve", "SMS", "+*******0320"),
    ],
)
def test_an_invented_receiver_looks_like_a_real_one_and_stays_the_same(
    verified: list[str], typed: str, medium: str, destination: str
) -> None:
    here = people({"PreventUserExistenceErrors": "ENABLED"}, AutoVerifiedAttributes=verified)
    for _ in range(2):
        details = here.done("ResendConfirmationCode", Username=typed)["CodeDeliveryDetails"]
        assert details == {"DeliveryMedium": medium, "Destination": destination, "AttributeName": verified[0]}
