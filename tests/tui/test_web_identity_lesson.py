"""The tasks of "AssumeRoleWithWebIdentity by hand" are done in the policy editor and in the Console, by keys, at 80x24."""

from __future__ import annotations

import json

import pytest
from textual.widgets import Input

from cogtui.course.library import load
from cogtui.course.play import Play
from cogtui.course.run import Met, played
from cogtui.tui.session import Session
from cogtui.tui.widgets.policy_editor import PolicyEditor
from tests.tui.driving import TYPED, Driver, opened


def at_step(step: str) -> Session:
    """Return a session in the lesson at a step, with everything before it done."""
    play = Play(load("web-identity-by-hand"))
    for event in played(play):
        if isinstance(event, Met) and event.step.id == step:
            return Session(play.world, title="x", play=play)
    raise AssertionError(step)


def undone(driver: Driver) -> list[str]:
    """Return which goals of the step are not reached."""
    assert driver.session.play is not None
    return [goal.id for goal in driver.session.play.goals() if not goal.done]


async def test_a_policy_without_conditions_is_refused_in_the_editor_and_leaves_no_draft() -> None:
    async with opened(session=at_step("bare")) as driver:
        await driver.press("enter")
        editor = driver.one(PolicyEditor)
        document = json.loads(editor.area.text)
        del document["Statement"][0]["Condition"]
        editor.area.load_text(json.dumps(document, indent=2))
        await driver.press("ctrl+s")
        assert undone(driver) == []
        assert "MalformedPolicyDocument" in str(editor.query_one("#diagnosis").render())
        await driver.press("ctrl+r", "escape", "n")
        assert driver.session.play is not None
        assert driver.session.play.step.id == "tidy"
        assert not editor.is_draft


@pytest.mark.parametrize(
    ("step", "keys", "old", "new"),
    [
        ("repair", (), "ForAllValues:", "ForAnyValue:"),
        ("only-ben", ("r",), '"StringEquals": {', '"StringEquals": {"cognito-identity.amazonaws.com:sub": "BEN",'),
    ],
)
async def test_a_trust_policy_is_put_right_in_the_editor(step: str, keys: tuple[str, ...], old: str, new: str) -> None:
    async with opened(session=at_step(step)) as driver:
        assert undone(driver)
        await driver.press(*keys, "enter")
        editor = driver.one(PolicyEditor)
        assert driver.session.play is not None
        ben = str(driver.session.play.variables.get("ben"))
        assert old in editor.area.text
        editor.area.load_text(editor.area.text.replace(old, new.replace("BEN", ben)))
        await driver.press("ctrl+s")
        assert undone(driver) == []


async def test_the_call_is_typed_in_the_console() -> None:
    async with opened(session=at_step("assume")) as driver:
        assert isinstance(driver.focused, Input)
        line = "aws sts assume-role-with-web-identity --role-arn $ReadersArn --role-session-name by-hand"
        await driver.press(f"{TYPED}{line} --web-identity-token $openid_token", "enter")
        assert undone(driver) == []
        assert driver.last.principal_arn == ""
        await driver.press("escape", "n")
        assert driver.session.play is not None
        assert driver.session.play.step.id == "who"
