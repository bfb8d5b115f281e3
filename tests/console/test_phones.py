"""`phone`: codes of virtual MFA devices, good enough for AWS."""

from __future__ import annotations

import pytest

from cogtui.cloud.accounts import totp
from cogtui.cloud.world import World
from cogtui.console.session import Shell
from tests.builders import done
from tests.cloud.services.iam.phone import a_device
from tests.console.lab import entered


@pytest.fixture
def shell() -> Shell:
    world = World("phones")
    done(world, "iam", "CreateUser", UserName="ana")
    return Shell(world)


def words_of(shell: Shell, line: str = "phone") -> list[list[str]]:
    return ["".join(text for text, _ in shown).split() for shown in entered(shell, line).lines]


def test_without_devices_it_says_how_one_is_made(shell: Shell) -> None:
    assert "create-virtual-mfa-device" in entered(shell, "phone").notes[0]


def test_the_two_codes_enable_a_device_and_the_next_one_opens_a_session(shell: Shell) -> None:
    phone = a_device(shell.world)
    entered(shell, "as operator")
    [[name, before, now, *_]] = words_of(shell)
    assert (name, before, now) == ("ana", phone.code(-1), phone.code())
    enabling = f"aws iam enable-mfa-device --user-name ana --serial-number {phone.serial}"
    reply = entered(shell, f"{enabling} --authentication-code1 {before} --authentication-code2 {now}")
    assert reply.record is not None
    assert reply.record.ok, reply.record.error
    [shown] = words_of(shell, "phone ana")
    assert "used," in shown
    assert shown[-1] == "ana"
    shell.world.act("clock.advance", seconds=totp.STEP)
    [shown] = words_of(shell)
    assert "used," not in shown
    assert shown[2] == phone.code()


def test_others_names_show_nothing(shell: Shell) -> None:
    a_device(shell.world)
    assert not entered(shell, "phone bo").lines
