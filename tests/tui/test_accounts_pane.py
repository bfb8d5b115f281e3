"""The Accounts pane: the five steps built by form and as JSON, each omission told on its side, and tried from both ends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from textual.widgets import Input, Static, TextArea

from cogtui.tui.panes.accounts import Accounts, Chain
from cogtui.tui.screens.form import FormScreen
from cogtui.tui.screens.ways_across import WaysAcross
from cogtui.tui.widgets.account_columns import Steps
from cogtui.tui.widgets.policy_editor import PolicyEditor
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.cross_account.steps import Row, StepId, Variant
from tests.builders import done_in
from tests.tui.driving import LARGE, MIDDLE, SIZES, SMALL, TYPED, Driver, lines_of, opened, why_text
from tests.tui.laws import faults

A, B = "111122223333", "444455556666"

BY_FORM: tuple[StepId, ...] = ("group", "bucket", "permissions", "role", "assume")


def pane(app: Driver) -> Accounts:
    """Return the pane."""
    assert isinstance(app.pane, Accounts)
    return app.pane


def steps(app: Driver) -> dict[str, Row]:
    """Return the checklist by step."""
    rows = [row for column in app.pane.query(Steps) for row in column.rows if isinstance(row, Row)]
    return {row.step.id: row for row in rows}


def done(app: Driver) -> dict[str, bool | None]:
    """Return which steps are done."""
    return {step: row.found.done for step, row in steps(app).items()}


def verdict(app: Driver) -> str:
    """Return the verdict."""
    return str(app.pane.query_one("#verdict", Static).render()).strip()


async def to_pane(app: Driver) -> None:
    """Go to the pane."""
    await app.pane_shown("6", "accounts")


async def to_step(app: Driver, step: StepId) -> None:
    """Put cursor and focus on a step by keys alone."""
    row = steps(app)[step]
    await app.press("right" if row.step.side == "far" else "left", "home")
    while pane(app).columns.chosen is not None and pane(app).columns.chosen.step.id != step:  # type: ignore[union-attr]
        await app.press("down")


async def by_form(app: Driver, step: StepId) -> None:
    """Do a step by its form, as the form begins."""
    await to_step(app, step)
    await app.press("enter")
    await app.until(FormScreen)
    await app.press("enter")
    await app.settle()


async def built(app: Driver, *without: StepId) -> None:
    """Build all five steps by form but some."""
    await to_pane(app)
    for step in BY_FORM:
        if step not in without:
            await by_form(app, step)


@pytest.mark.parametrize("size", SIZES)
async def test_the_five_steps_are_built_by_form_and_open_the_bucket(size: tuple[int, int]) -> None:
    async with opened(size=size) as app:
        await to_pane(app)
        assert verdict(app) == "✗ nobody gets in yet: A, step 1: account A has no user yet"
        for step in BY_FORM:
            await by_form(app, step)
            assert done(app)[step], step
        assert verdict(app) == "✓ alice gets in: GetObject is allowed"
        before = len(app.world.trail)
        await app.press("t")
        assert [record.operation for record in app.world.trail[before:]] == ["AssumeRole", "GetObject"]
        assert app.last.ok
        assert app.last.principal_arn == f"arn:aws:sts::{B}:assumed-role/LogReader/alice"
        assert faults(app.app) == []


OMISSIONS: list[tuple[StepId, str, str]] = [
    ("group", "✗ nobody gets in yet: A, step 1: account A has no user yet", ""),
    ("bucket", "✗ alice does not get in yet: B, step 2: no bucket yet", ""),
    (
        "permissions",
        "✗ alice does not get in yet: B, step 3: LogReader has no policy",
        "no identity-based policy allows",
    ),
    ("role", "✗ alice does not get in yet: B, step 4: no role yet", ""),
    (
        "assume",
        "✗ alice does not get in yet: A, step 5: no policy lets alice assume LogReader",
        "no identity-based policy allows",
    ),
]


@pytest.mark.parametrize(("omitted", "says", "why"), OMISSIONS)
async def test_each_single_omission_is_told_on_its_side(omitted: StepId, says: str, why: str) -> None:
    async with opened(size=MIDDLE) as app:
        await built(app, omitted)
        assert verdict(app).startswith(says[:60])
        assert not done(app)[omitted]
        if why:
            await app.press("t")
            assert app.last.operation == ("AssumeRole" if omitted == "assume" else "GetObject")
            assert not app.last.ok
            assert why in why_text(app.pane)


async def test_a_role_for_a_service_by_mistake_is_made_and_told() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app, "role", "assume")
        await to_step(app, "role")
        await app.press("enter")
        await app.until(FormScreen)
        await app.press("tab", "down", "space", "enter")
        await app.settle()
        found = steps(app)["role"].found
        assert found.done is False
        assert found.words.startswith("its trust policy is for Service lambda.amazonaws.com, not for")


async def test_the_verdict_follows_while_json_is_typed_and_nothing_is_saved_before() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await to_step(app, "role")
        await app.press("e")
        area = app.pane.query_one(PolicyEditor).query_one(TextArea)
        calls = len(app.world.trail)
        area.text = area.text.replace(A, "999999999999")
        await app.settle()
        assert verdict(app).startswith("✗ alice does not get in yet: B, step 4")
        assert len(app.world.trail) == calls
        area.text = area.text.replace("999999999999", A)
        await app.settle()
        assert verdict(app).startswith("✓")
        area.text = area.text.replace(f"{A}:root", f"{A}:user/alice")
        await app.settle()
        await app.press("ctrl+s")
        assert app.last.operation == "UpdateAssumeRolePolicy"
        assert app.last.account == B
        assert verdict(app).startswith("✓")


async def test_what_aws_refuses_stands_below_the_text_and_the_draft_stays() -> None:
    async with opened(size=SMALL) as app:
        await built(app)
        await to_step(app, "role")
        await app.press("e")
        editor = app.pane.query_one(PolicyEditor)
        area = editor.query_one(TextArea)
        area.text = area.text.replace("sts:AssumeRole", "s3:GetObject")
        await app.settle()
        await app.press("ctrl+s")
        assert "MalformedPolicyDocument" in str(editor.query_one("#diagnosis", Static).render())
        assert "s3:GetObject" in area.text


async def test_policies_are_written_as_json_from_nothing() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app, "permissions", "role", "assume")
        texts: list[tuple[StepId, dict[str, Any]]] = [
            ("permissions", {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::logs-{B}/*"}),
            ("role", {"Principal": {"AWS": A}, "Action": "sts:AssumeRole"}),
        ]
        for step, statement in texts:
            await to_step(app, step)
            await app.press("e")
            text = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **statement}}, indent=1)
            app.pane.query_one(PolicyEditor).query_one(TextArea).text = text
            await app.settle()
            await app.press("ctrl+s")
            await app.settle()
        await to_step(app, "assume")
        await app.press("e")
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": f"arn:aws:iam::{B}:role/LogReader"}
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        app.pane.query_one(PolicyEditor).query_one(TextArea).text = text
        await app.settle()
        assert verdict(app).startswith("✓")
        await app.press("ctrl+s")
        assert app.last.operation == "AttachGroupPolicy"
        assert verdict(app).startswith("✓"), done(app)


async def test_the_other_end_is_asked_by_the_simulator() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await app.press("o")
        assert app.last.operation == "SimulatePrincipalPolicy"
        assert app.last.account == B
        assert lines_of(app.pane.query_one(Chain))[-1].startswith(
            " ✓ B asks IAM's simulator   LogReader may s3:GetObject"
        )


async def way(app: Driver, variant: Variant) -> None:
    """Choose a way across by keys alone."""
    await app.press("v")
    await app.until(WaysAcross)
    screen = app.screen(WaysAcross)
    while screen.rows.chosen.id != variant:  # type: ignore[union-attr]
        await app.press("down")
    await app.press("enter")
    await app.settle()


async def test_an_external_id_keeps_the_confused_deputy_out() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "external-id")
        assert "a confused deputy" in steps(app)["attacker"].found.words
        await by_form(app, "demands-id")
        assert done(app)["attacker"]
        assert not done(app)["role"]
        await app.press("x")
        assert done(app)["sends-id"]
        assert verdict(app).startswith("✓")
        await app.press("x")
        assert verdict(app).startswith("✗")
        await app.press("t")
        assert app.last.request["ExternalId"] == "customer-777788889999"
        assert "sts:ExternalId" in why_text(app.pane)


async def test_mfa_opens_the_role_with_a_code_only() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "mfa")
        await by_form(app, "demands-mfa")
        assert verdict(app).startswith("✗")
        await by_form(app, "mfa-device")
        await app.press("x")
        assert verdict(app).startswith("✓")
        await app.press("t")
        assert app.last.ok


async def test_a_session_policy_makes_the_session_smaller() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "session-policy")
        await app.press("x")
        assert verdict(app).startswith("✓")
        await app.press("x")
        assert verdict(app).startswith("✗")
        assert "session policy" in "\n".join(lines_of(app.pane.query_one(Chain)))


async def test_a_boundary_limits_the_role() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "boundary")
        await by_form(app, "boundary")
        assert done(app)["boundary"]
        assert verdict(app).startswith("✓")


async def test_an_scp_on_a_stops_what_all_policies_allow_and_undo_takes_it_back() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "scp")
        await by_form(app, "scp")
        assert verdict(app).startswith("✗")
        assert done(app)["scp"] is False
        await app.press("u")
        assert verdict(app).startswith("✓")


async def test_a_bucket_policy_needs_no_role_but_both_sides() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app, "permissions", "role", "assume")
        await way(app, "bucket-policy")
        await by_form(app, "bucket-policy")
        assert verdict(app).startswith("✗ alice does not get in yet: A")
        await by_form(app, "use")
        assert verdict(app).startswith("✓")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_forms_keep_what_was_typed_when_aws_refuses(size: tuple[int, int]) -> None:
    async with opened(size=size) as app:
        await to_pane(app)
        await app.press("enter")
        await app.until(FormScreen)
        field = app.one(Input, "#field-group")
        field.value = "bad[name]\x07"
        await app.press("enter")
        assert isinstance(app.app.screen, FormScreen)
        assert "ValidationError" in str(app.one(Static, "#said").render())
        assert field.value.startswith("bad[name]")
        field.value = ""
        await app.press("enter")
        assert "Group: nothing is filled in" in str(app.one(Static, "#said").render())
        assert faults(app.app) == []


async def test_the_why_opens_and_closes_where_there_is_one_column() -> None:
    async with opened(size=SMALL) as app:
        await built(app, "assume")
        app.pane.query_one(Chain).focus()
        await app.press("enter")
        assert app.pane.query_one(WhyTree).has_focus
        await app.press("escape")
        assert app.pane.query_one(Chain).has_focus


async def test_other_users_roles_and_buckets_are_looked_at_one_after_the_other() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        done_in(app.world, A, "iam", "CreateUser", UserName="bob")
        await app.settle()
        await app.press("i")
        assert steps(app)["group"].found.words == "bob is not in Analysts"
        await app.press("f")
        assert app.toasts[-1] == "There is no other bucket to look at"
        await app.press("s")
        assert str(app.pane.query_one("#near-head", Static).render()).strip().startswith(f"A {B}")
        await app.press("s")
        heads = [str(app.pane.query_one(name, Static).render()).strip()[:14] for name in ("#near-head", "#far-head")]
        assert heads == [f"A {A}", "B 777788889999"]
        await app.press(*("s",) * 4)
        assert str(app.pane.query_one("#near-head", Static).render()).strip().startswith(f"A {A}")


async def test_text_that_is_typed_into_the_editor_reaches_it() -> None:
    async with opened(size=SMALL) as app:
        await built(app)
        await to_step(app, "permissions")
        await app.press("e", f"{TYPED}[red]not json")
        await app.settle()
        assert verdict(app).startswith("· not kept like this   MalformedPolicyDocument")
        assert "not json" in app.pane.query_one(PolicyEditor).query_one(TextArea).text


async def test_calls_made_anywhere_along_the_chain_are_shown_until_the_world_moves_on() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        assert "tried aside" in "\n".join(lines_of(app.pane.query_one(Chain)))
        await app.press("t")
        shown = "\n".join(lines_of(app.pane.query_one(Chain)))
        assert f"call {app.last.no}" in shown
        assert "tried aside" not in shown
        done_in(app.world, A, "iam", "CreateGroup", GroupName="Others")
        await app.settle()
        assert "tried aside" in "\n".join(lines_of(app.pane.query_one(Chain)))


async def test_a_world_of_one_account_offers_a_second_one_and_undo_takes_it_back() -> None:
    from cogtui.cloud.world import World
    from cogtui.tui.session import Session

    async with opened(session=Session(World(), title="one")) as app:
        await to_pane(app)
        assert "one account" in str(app.pane.query_one("#alone", Static).render())
        await app.press("o")
        assert app.world.accounts == (A, B)
        await by_form(app, "group")
        assert done(app)["group"]
        await app.press("u", "u", "u", "u", "u")
        assert app.world.accounts == (A,)


async def test_the_cursor_stays_in_sight_while_candidates_are_offered() -> None:
    async with opened(size=SMALL) as app:
        await built(app)
        await to_step(app, "permissions")
        await app.press("e", *("down",) * 8, "ctrl+n")
        await app.settle()
        area = app.pane.query_one(PolicyEditor).area
        row = area.cursor_location[0] - area.scroll_offset.y
        assert 0 <= row < area.size.height
        assert faults(app.app) == []
