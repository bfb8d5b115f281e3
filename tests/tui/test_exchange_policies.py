"""The policies of a role on the Exchange pane: its own to edit, shared and hidden ones to read."""

from __future__ import annotations

from textual.widgets import Static

from cogtui.cloud.accounts.principals import INLINE_POLICIES, ROLES, holder_scope
from cogtui.cloud.callers import Operator
from cogtui.cloud.explain import Place
from cogtui.tui.panes.exchange import PolicyText
from cogtui.tui.places import open_place
from cogtui.tui.screens.viewer import Viewer
from cogtui.tui.widgets.policy_editor import PolicyEditor
from tests.builders import done, policy
from tests.tui.driving import Driver, lines_of, opened


def line(app: Driver) -> str:
    """Return the line above the policy."""
    return str(app.pane.query_one("#role", Static).render()).strip()


async def of_guests(app: Driver) -> None:
    """Look at the permissions of the role for guests."""
    await app.press("3", "right_square_bracket")
    while "role Guests" not in line(app):
        await app.press("r")


async def test_the_session_policies_of_guests_stand_behind_the_role_s_own() -> None:
    async with opened() as app:
        await of_guests(app)
        assert line(app) == "r role Guests   i 1 of 4 inline policy ReadPublic"
        await app.press("i", "i")
        assert line(app) == "r role Guests   i 3 of 4 hidden inline session policy   read only"
        text = "\n".join(lines_of(app.pane.query_one(PolicyText)))
        assert '"dynamodb:*"' in text
        assert "ssm" not in text
        await app.press("i")
        assert "AmazonCognitoUnAuthedIdentitiesSessionPolicy" in line(app)


async def test_what_is_not_the_role_s_own_is_not_edited() -> None:
    async with opened() as app:
        await of_guests(app)
        await app.press("i", "i", "e")
        assert app.toasts == ["This policy is not the role's own: it can be read here, not edited"]
        assert not app.pane.query_one(PolicyEditor).has_focus_within


async def test_the_enhanced_flow_of_a_guest_is_asked_line_by_line() -> None:
    async with opened() as app:
        await of_guests(app)
        await app.press("right_square_bracket", "x", "left_square_bracket")
        while "role Guests" not in line(app):
            await app.press("r")
        await app.press("i", "i")
        rows = app.pane.query_one(PolicyText).rows
        assert any(row.check is not None and row.check.passed for row in rows)


async def test_managed_policies_are_listed_too() -> None:
    async with opened() as app:
        arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
        done(app.world, "iam", "AttachRolePolicy", RoleName="Guests", PolicyArn=arn)
        await of_guests(app)
        await app.press("i", "i")
        assert line(app) == "r role Guests   i 3 of 5 managed policy AmazonS3ReadOnlyAccess   read only"


async def test_a_role_of_another_account_is_opened_and_saved_by_its_own_operator() -> None:
    other = "444455556666"
    trust = policy({"Principal": {"AWS": other}, "Action": "sts:AssumeRole"})
    async with opened() as app:
        caller = Operator(other)
        made = app.world.call(
            "iam", "CreateRole", {"RoleName": "Readers", "AssumeRolePolicyDocument": trust}, caller=caller
        )
        assert made.ok
        role = app.world.store.get(ROLES, (other, "Readers"))
        assert role is not None
        await app.settle()
        await open_place(app.workspace, role.trust_place)
        await app.settle()
        await app.press("e")
        editor = app.pane.query_one(PolicyEditor)
        assert other in editor.area.text
        editor.area.text = editor.area.text.replace("sts:AssumeRole", "sts:TagSession")
        await app.press("ctrl+s")
        assert (app.last.operation, app.last.account, app.last.ok) == ("UpdateAssumeRolePolicy", other, True)


async def test_a_group_s_policy_is_read_in_the_viewer() -> None:
    async with opened() as app:
        operator = Operator(app.world.account)
        app.world.call("iam", "CreateGroup", {"GroupName": "Staff"}, caller=operator)
        given = {"GroupName": "Staff", "PolicyName": "All", "PolicyDocument": policy({"Action": "*", "Resource": "*"})}
        app.world.call("iam", "PutGroupPolicy", given, caller=operator)
        scope = holder_scope(app.world.account, "group", "Staff")
        place = Place("policy", "group Staff, inline policy All", INLINE_POLICIES.name, (scope, "All"), "document")
        await app.settle()
        await open_place(app.workspace, place)
        await app.until(Viewer)
