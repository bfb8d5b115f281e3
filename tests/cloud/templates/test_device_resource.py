"""CogTUI::Device: phones, tablets and browsers stand in a template like everything else of a world."""

from __future__ import annotations

import pytest

from cogtui.cloud.device_sync.cache import device_named, devices_of, identity_of
from cogtui.cloud.device_sync.records import MOST_DEVICES, UNKNOWN
from cogtui.cloud.devices import APP, SAVED_LOGIN
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from tests.builders import state

TEMPLATE = """
Resources:
  Phone:
    Type: CogTUI::Device
    Properties: {Kind: phone, Login: {Username: ana, Password: Pool-ana-1}, ClockSkew: -90}
  Second:
    Type: CogTUI::Device
    Properties: {Kind: phone, Platform: APNS_SANDBOX, Online: "false"}
  Tablet:
    Type: CogTUI::Device
    Properties: {Kind: tablet, Platform: ADM}
  Browser:
    Type: CogTUI::Device
    Properties: {Kind: web, Profile: javascript}
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties: {AllowUnauthenticatedIdentities: true}
Outputs:
  Second: {Value: !Ref Second}
  Reached: {Value: !GetAtt Second.Platform}
  Pool: {Value: !Ref Pool}
"""


def test_devices_of_a_template_stand_in_its_order_with_all_that_it_says() -> None:
    world = World()
    outputs = apply(world, TEMPLATE, "w.yaml").outputs
    phone, second, tablet, web = devices_of(world.store)
    assert [device.name for device in (phone, second, tablet, web)] == ["phone", "phone-2", "tablet", "web"]
    assert (phone.kind, phone.platform, phone.profile, phone.skew, phone.online) == (
        "phone",
        "GCM",
        "correct",
        -90,
        True,
    )
    assert (second.platform, second.online) == ("APNS_SANDBOX", False)
    assert (tablet.kind, tablet.platform) == ("tablet", "ADM")
    assert (web.profile, web.platform, web.token) == ("javascript", "", "")
    assert all(device.installed for device in (phone, second, tablet, web))
    assert (outputs["Second"], outputs["Reached"]) == ("phone-2", "APNS_SANDBOX")


def test_a_device_knows_its_login_and_nobody_else_s_and_is_signed_in_by_nobody() -> None:
    world = World()
    outputs = apply(world, TEMPLATE, "w.yaml").outputs
    assert world.held("phone") == {SAVED_LOGIN: {"username": "ana", "password": "Pool-ana-1"}}
    assert (world.held("phone-2"), world.held(APP)) == ({}, {})
    assert identity_of(world.store, "phone") == UNKNOWN
    assert settings_of(world, "phone").identity_pool_id == outputs["Pool"]


@pytest.mark.parametrize(
    ("properties", "column", "says"),
    [
        ("{Kind: watch}", 24, "`watch` is not a `Kind`; expected `phone` or `tablet` or `web`"),
        ("{Kind: phone, Platform: WNS}", 41, "`WNS` is not a `Platform`"),
        ("{Kind: web, Platform: GCM}", 29, "a browser has no `Platform`"),
        ("{Kind: phone, Profile: ios}", 40, "`ios` is not a `Profile`"),
        ("{Kind: phone, Login: {Username: ana}}", 38, "`Login` needs `Password`"),
        ("{Kind: phone, Login: {Username: ana, Password: x, Pin: 1}}", 67, "`Pin` is not a property of `Login`"),
        ("{Kind: phone, ClockSkew: soon}", 42, "`ClockSkew` is a number"),
        ("{Kind: phone, ClockSkew: 400000000}", 42, "`ClockSkew` is at most 10 years either way"),
        ("{Kind: phone, Online: perhaps}", 39, "`Online` is true or false"),
        ("{Kind: phone, Colour: red}", 31, "`Colour` is not a property of CogTUI::Device"),
        ("{Platform: GCM}", 3, "`Phone` needs the property `Kind`"),
    ],
)
def test_a_mistake_is_shown_at_its_place_and_nothing_is_made(properties: str, column: int, says: str) -> None:
    world = World()
    before = state(world)
    text = f"Resources:\n  Phone:\n    Type: CogTUI::Device\n    Properties: {properties}\n"
    with pytest.raises(AuthoringError) as refused:
        apply(world, text, "w.yaml")
    assert says in refused.value.message
    assert (refused.value.line, refused.value.column) == (2 if column == 3 else 4, column)
    assert state(world) == before


def test_there_is_room_for_as_many_devices_as_people_can_add() -> None:
    one = "  D{}:\n    Type: CogTUI::Device\n    Properties: {{Kind: phone}}\n"
    world = World()
    apply(world, "Resources:\n" + "".join(one.format(number) for number in range(MOST_DEVICES)), "w.yaml")
    assert len(devices_of(world.store)) == MOST_DEVICES
    with pytest.raises(AuthoringError, match="`D9` is one too many: a world has 4 devices at most"):
        apply(world, "Resources:\n" + one.format(9), "w.yaml")
    assert device_named(world.store, "phone-5") is None
