"""The Accounts pane says nothing that is not so: bugs that were found by using it badly."""

from __future__ import annotations

import json

from textual.widgets import Input, Static, TextArea

from cogtui.cloud.accounts.credentials import keys_of
from cogtui.cloud.accounts.users import user_principal
from cogtui.cloud.world import World
from cogtui.device import cross_account
from cogtui.tui.panes.accounts import Chain
from cogtui.tui.screens.form import FormScreen
from cogtui.tui.session import Session
from cogtui.tui.widgets.policy_editor import PolicyEditor
from cogtui.views.cross_account.steps import StepId, Variant
from tests.builders import done_in
from tests.tui.driving import MIDDLE, SMALL, Driver, lines_of, opened
from tests.tui.laws import faults
from tests.tui.test_accounts_pane import A, B, built, by_form, pane, steps, to_pane, to_step, verdict, way

ANYTHING = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


def text_of(**statement: object) -> str:
    """Return a policy of one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": {**ANYTHING, **statement}})


def chain(app: Driver) -> str:
    """Return the chain as text."""
    return "\n".join(lines_of(pane(app).query_one(Chain)))


def area_of(app: Driver) -> TextArea:
    """Return where JSON is typed."""
    return app.pane.query_one(PolicyEditor).query_one(TextArea)


async def test_session_policies_that_are_none_are_told_and_stop_nothing() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "session-policy")
        await to_step(app, "session")
        await app.press("e")
        for text in ("{", "[]", '{"Statement": 5}', text_of(Action=""), text_of(Condition={"Foo": {"a": "b"}})):
            area_of(app).text = text
            await app.settle()
            assert verdict(app).startswith("✗ alice does not get in yet: MalformedPolicyDocument"), text
            assert steps(app)["session"].found.words.startswith("STS refuses the session policy"), text
        area_of(app).text = ""
        await app.settle()
        assert verdict(app).startswith("✓")


async def test_a_session_policy_that_is_typed_after_a_try_is_judged_anew() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "session-policy")
        await app.press("t")
        await to_step(app, "session")
        await app.press("e")
        area_of(app).text = text_of(Action="s3:PutObject")
        await app.settle()
        await app.press("ctrl+s")
        await app.settle()
        assert verdict(app).startswith("✗ alice does not get in yet: A, step 6: inline session policy is about")


async def test_calls_for_other_roles_and_buckets_tell_nothing_of_this_chain() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app, "permissions")
        user = pane(app).asked.cast.user
        assert user is not None
        keys = cross_account.own_keys(app.world, user)
        assert keys is not None
        done_in(app.world, A, "s3", "CreateBucket", Bucket="own")
        done_in(app.world, A, "s3", "PutObject", Bucket="own", Key="k", Body=b"")
        done_in(app.world, A, "iam", "PutUserPolicy", UserName="alice", PolicyName="p", PolicyDocument=text_of())
        assert app.world.call("s3", "GetObject", {"Bucket": "own", "Key": "k"}, caller=keys).ok
        await app.settle()
        assert verdict(app).startswith("✗")
        assert "tried aside" in chain(app)
        other = {"RoleArn": f"arn:aws:iam::{B}:role/Other", "RoleSessionName": "alice"}
        assert not app.world.call("sts", "AssumeRole", other, caller=keys).ok
        await app.settle()
        assert "✓ alice becomes LogReader" in chain(app)
        mine = {"RoleArn": f"arn:aws:iam::{B}:role/LogReader", "RoleSessionName": "alice"}
        assert app.world.call("sts", "AssumeRole", mine, caller=keys).ok
        await app.settle()
        assert verdict(app) == "· alice became LogReader; GetObject was not asked yet"


async def test_a_try_at_the_place_where_something_else_was_chosen_is_shown() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app, "assume")
        done_in(app.world, A, "iam", "CreateGroup", GroupName="zz")
        await app.settle()
        await app.press("a", "a", "a", "u", "t")
        assert f"call {app.last.no}" in chain(app)


async def test_a_user_without_an_active_key_is_the_step_that_is_missing() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        user = pane(app).asked.cast.user
        assert user is not None
        for key in list(keys_of(app.world.store, user_principal(user))):
            done_in(app.world, A, "iam", "DeleteAccessKey", UserName="alice", AccessKeyId=key.access_key_id)
        await app.settle()
        assert verdict(app).endswith("A, step 1: alice has no active access key to call with")
        await by_form(app, "group")
        assert verdict(app).startswith("✓")


async def test_what_refuses_is_named_and_not_a_limit_that_is_not_there() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        document = text_of(Effect="Deny", Principal="*", Resource=f"arn:aws:s3:::logs-{B}/*")
        done_in(app.world, B, "s3", "PutBucketPolicy", Bucket=f"logs-{B}", Policy=document)
        await app.settle()
        variants: list[Variant] = ["external-id", "mfa", "session-policy", "boundary", "scp"]
        for variant in variants:
            await way(app, variant)
            assert "not get in yet: B, bucket policy: denied by bucket" in verdict(app), variant


async def test_a_code_that_is_used_up_is_told_in_the_words_of_sts() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "mfa")
        await by_form(app, "demands-mfa")
        await by_form(app, "mfa-device")
        await app.press("x", "t", "t")
        assert "AccessDenied: MultiFactorAuthentication failed" in verdict(app)


async def test_forms_that_come_too_early_say_what_comes_first() -> None:
    async with opened(size=MIDDLE) as app:
        await to_pane(app)
        early: list[tuple[Variant, StepId]] = [
            ("bucket-policy", "bucket-policy"),
            ("external-id", "demands-id"),
            ("mfa", "demands-mfa"),
            ("mfa", "mfa-device"),
            ("boundary", "boundary"),
        ]
        for variant, step in early:
            if pane(app).story.variant != variant:
                await way(app, variant)
            await to_step(app, step)
            await app.press("enter")
            await app.settle()
            assert not isinstance(app.app.screen, FormScreen)
            assert app.toasts[-1].endswith("first"), step


async def test_after_a_refusal_in_the_middle_the_same_answers_are_sent_again_and_the_new_user_is_looked_at() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await to_step(app, "group")
        await app.press("enter")
        await app.until(FormScreen)
        app.one(Input, "#field-user").value = "bob"
        app.one(Input, "#field-group").value = "bad group"
        await app.press("enter")
        assert "ValidationError" in str(app.one(Static, "#said").render())
        app.one(Input, "#field-group").value = "Analysts"
        await app.press("enter")
        await app.settle()
        assert steps(app)["group"].found.words == "Analysts: bob is in it"


async def test_the_simulators_answer_to_another_question_is_not_shown_as_this_one() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        role = f"arn:aws:iam::{B}:role/LogReader"
        done_in(
            app.world,
            B,
            "iam",
            "SimulatePrincipalPolicy",
            PolicySourceArn=role,
            ActionNames=["s3:DeleteBucket"],
            ResourceArns=["*"],
        )
        await app.settle()
        assert "simulator" not in chain(app)


async def test_a_spare_policy_that_is_edited_for_the_role_is_given_to_it() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        done_in(
            app.world,
            B,
            "iam",
            "DetachRolePolicy",
            RoleName="LogReader",
            PolicyArn=f"arn:aws:iam::{B}:policy/ReadLogs",
        )
        await app.settle()
        await to_step(app, "permissions")
        await app.press("e")
        area_of(app).text = text_of()
        await app.settle()
        assert verdict(app).startswith("✓")
        await app.press("ctrl+s")
        await app.settle()
        assert verdict(app).startswith("✓")


async def test_the_management_account_is_told_to_be_bound_by_no_scp() -> None:
    async with opened(size=MIDDLE) as app:
        await built(app)
        await way(app, "scp")
        await by_form(app, "scp")
        await app.press("s")
        await app.settle()
        assert steps(app)["scp"].found.words == "A is the management account of its organization: no SCP binds it"


async def test_a_world_that_loses_its_second_account_under_the_editor_closes_it() -> None:
    from cogtui.cloud.world import World
    from cogtui.tui.session import Session

    async with opened(session=Session(World(), title="one")) as app:
        await to_pane(app)
        await app.press("o")
        await to_step(app, "role")
        await app.press("e")
        app.world.undo()
        await app.settle()
        assert app.world.accounts == (A,)
        calls = len(app.world.trail)
        await app.press("ctrl+s", "e")
        await app.settle()
        assert len(app.world.trail) == calls
        assert app.toasts[-1] == "Crossing takes two accounts; o opens the second one"
        await app.press("o")
        assert app.world.accounts == (A, B)


async def test_a_refusal_that_quotes_a_long_answer_keeps_its_end_in_sight() -> None:
    async with opened(size=SMALL) as app:
        await built(app)
        await to_step(app, "permissions")
        await app.press("enter")
        await app.until(FormScreen)
        app.one(Input, "#field-resources").value = "a" * 300
        await app.press("enter")
        assert str(app.one(Static, "#said").render()).endswith('must be in ARN format or "*".')
        assert faults(app.app) == []


async def test_one_account_alone_has_no_other_side() -> None:
    async with opened(size=SMALL, session=Session(World("alone"), title="alone")) as app:
        await to_pane(app)
        pane(app).action_swap()
        await app.settle()
        assert app.toasts == ["There is one account only: it has no other side"]
        assert faults(app.app) == []
