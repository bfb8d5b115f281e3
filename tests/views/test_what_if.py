"""What if: which verdicts of a world a change would turn, and that nothing of it stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.store import Reader
from cogtui.cloud.world import World
from cogtui.console.profiles import profile
from cogtui.device.what_if import make, tried
from cogtui.views.verdicts import Context, judged, why
from cogtui.views.what_if.bench import Draft
from cogtui.views.what_if.calls import calls, context, problem, tags_of
from cogtui.views.what_if.questions import Row, compared, questions
from cogtui.views.what_if.subjects import Subject, subjects
from tests.builders import a_world, an_identity_pool, cognito_trust, done_in, policy
from tests.console.lab import entered
from tests.console.two_accounts import ASSUME, GET, OURS, ROLE, THEIRS, typed

CLOSED = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'
TRUST_NOBODY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": THEIRS}}],
    }
)
LOGS = "arn:aws:s3:::logs-of-b"


def built() -> World:
    """Return a world in which alice has gone all the way to the log."""
    shell = typed()
    entered(shell, ASSUME)
    entered(shell, GET)
    return shell.world


def subject(world: World, title: str) -> Subject:
    return next(one for one in subjects(world.store) if one.title == title)


def after(world: World, title: str, text: str) -> Reader:
    one = subject(world, title)
    trial = tried(world, calls(one, text), one.account)
    assert trial.refused is None, trial.refused.error
    return trial.after


def changed_verdicts(before: Reader, after: Reader, context: Context | None = None) -> list[Row]:
    return [row for row in compared(before, after, questions(before), context) if row.changed]


def turned(world: World, title: str, text: str) -> set[tuple[str, str, str, str]]:
    """Return (caller, action, resource, verdict) of what turns."""
    found = changed_verdicts(world.store, after(world, title, text))
    return {(row.asked.caller, row.asked.action, row.asked.resource, row.after.answer) for row in found}


INLINE = "role LogReader, inline policy ReadLogs"
TRUST = "role LogReader, trust policy"
GROUP = "group Auditors, inline policy AssumeLogReader"
BUCKET = "bucket logs-of-b, bucket policy"

LIST = ("role LogReader@B", "s3:ListBucket", LOGS, "explicitDeny")
READ = ("role LogReader@B", "s3:GetObject", f"{LOGS}/2026/app.log", "explicitDeny")


@pytest.mark.parametrize(
    ("title", "text", "turns"),
    [
        (INLINE, CLOSED, {LIST, READ}),
        (INLINE, "", {(*LIST[:3], "implicitDeny"), (*READ[:3], "implicitDeny")}),
        (TRUST, TRUST_NOBODY, {("alice@A", "sts:AssumeRole", ROLE, "implicitDeny")}),
        (GROUP, CLOSED, {("alice@A", "sts:AssumeRole", ROLE, "explicitDeny")}),
        (
            BUCKET,
            policy({"Principal": "*", "Action": "s3:GetObject", "Resource": f"{LOGS}/*", "Effect": "Deny"}),
            {READ},
        ),
    ],
)
def test_a_changed_policy_turns_the_verdicts_that_depend_on_it(
    title: str, text: str, turns: set[tuple[str, str, str, str]]
) -> None:
    world = built()
    plain = {
        (caller.replace("LogReader/alice", "role LogReader"), *rest) for caller, *rest in turned(world, title, text)
    }
    assert plain == turns


def test_a_trial_leaves_nothing_behind() -> None:
    world = built()
    before = {(table, key): record for table, key, record in world.store.every()}
    trail, epoch = list(world.trail), world.history.epoch
    for title, text in ((INLINE, CLOSED), (TRUST, TRUST_NOBODY), (BUCKET, "{"), (INLINE, "{")):
        one = subject(world, title)
        tried(world, calls(one, text), one.account)
    assert {(table, key): record for table, key, record in world.store.every()} == before
    assert (list(world.trail), world.history.epoch) == (trail, epoch)


def test_what_aws_would_refuse_is_refused_on_trial_in_its_words() -> None:
    world = built()
    one = subject(world, INLINE)
    trial = tried(world, calls(one, "{}"), one.account)
    assert trial.refused is not None
    assert trial.refused.error is not None
    assert trial.refused.error.code == "MalformedPolicyDocument"
    assert trial.after is world.store


def test_what_is_applied_is_what_was_tried_and_one_undo_takes_it_back() -> None:
    world = built()
    one = subject(world, INLINE)
    expected = [judged(after(world, INLINE, CLOSED), asked) for asked in questions(world.store)]
    now = [judged(world.store, asked) for asked in questions(world.store)]
    assert make(world, calls(one, CLOSED), one.account) is None
    assert [judged(world.store, asked) for asked in questions(world.store)] == expected != now
    last = world.trail[-1]
    assert (last.operation, last.caller) == ("PutRolePolicy", Operator(THEIRS))
    world.undo()
    assert [judged(world.store, asked) for asked in questions(world.store)] == now


@pytest.mark.parametrize("text", [CLOSED, "", TRUST_NOBODY, "team=red"])
def test_whatever_is_tried_is_what_making_it_so_brings(text: str) -> None:
    world = built()
    tries = 0
    for one in subjects(world.store):
        if problem(one, text) or not calls(one, text):
            continue
        asked = questions(world.store, reversed(world.trail))
        trial = tried(world, calls(one, text), one.account)
        expected = [judged(trial.after, each) for each in asked]
        position = world.history.position
        refused = make(world, calls(one, text), one.account)
        assert (refused is None) == (trial.refused is None)
        assert [judged(world.store, each) for each in asked] == expected
        world.seek(position)
        tries += trial.refused is None
    assert tries


def test_an_unchanged_world_turns_nothing() -> None:
    world = built()
    assert changed_verdicts(world.store, world.store) == []
    for one in subjects(world.store):
        assert calls(one, one.text) == ()


# -------------------------------------------------------------------------------------------------------- tags and contexts


def assume_only_if(world: World, condition: dict[str, Any]) -> None:
    """Let the auditors assume the role under a condition."""
    document = policy({"Action": "sts:AssumeRole", "Resource": ROLE, "Condition": condition})
    given = {"GroupName": "Auditors", "PolicyName": "AssumeLogReader", "PolicyDocument": document}
    done_in(world, OURS, "iam", "PutGroupPolicy", **given)


def test_a_tag_turns_what_a_policy_makes_of_it() -> None:
    world = built()
    wanted = {"StringEquals": {"aws:PrincipalTag/team": "audit"}}
    assume_only_if(world, wanted)
    assert turned(world, "user alice, tags", "team=audit") == {("alice@A", "sts:AssumeRole", ROLE, "allowed")}
    assert turned(world, "user alice, tags", "team=other") == set()


def test_tags_are_put_and_taken_away() -> None:
    world = built()
    done_in(
        world,
        OURS,
        "iam",
        "TagUser",
        UserName="alice",
        Tags=[{"Key": "team", "Value": "a"}, {"Key": "x", "Value": "y"}],
    )
    one = subject(world, "user alice, tags")
    assert one.text == "team=a, x=y"
    assert calls(one, "team=b, new=") == (
        ("iam", "UntagUser", {"UserName": "alice", "TagKeys": ["x"]}),
        ("iam", "TagUser", {"UserName": "alice", "Tags": [{"Key": "team", "Value": "b"}, {"Key": "new", "Value": ""}]}),
    )
    assert make(world, calls(one, ""), one.account) is None
    assert subject(world, "user alice, tags").text == ""


@pytest.mark.parametrize("text", ["team", "=x", "a=b, c"])
def test_what_is_no_tag_is_said(text: str) -> None:
    with pytest.raises(AuthoringError, match="is no tag; expected `key=value`"):
        tags_of(text)


def test_a_condition_key_that_requests_bring_along_turns_verdicts_and_makes_no_call() -> None:
    world = built()
    wanted = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    assume_only_if(world, wanted)
    key = subject(world, "aws:MultiFactorAuthPresent")
    found = changed_verdicts(world.store, world.store, context(key, "true"))
    assert [(row.asked.caller, row.asked.action, row.after.answer) for row in found] == [
        ("alice@A", "sts:AssumeRole", "allowed")
    ]
    assert calls(key, "true") == ()
    assert context(key, " a , b ") == {"aws:MultiFactorAuthPresent": ("a", "b")}
    assert context(key, "") == {}


def test_keys_that_policies_speak_of_are_offered_once() -> None:
    world = built()
    for name, key in (("one", "aws:sourceip"), ("two", "s3:prefix")):
        document = policy({"Action": "*", "Resource": "*", "Condition": {"StringLike": {key: "x"}}})
        done_in(world, OURS, "iam", "PutGroupPolicy", GroupName="Auditors", PolicyName=name, PolicyDocument=document)
    found = [one.title for one in subjects(world.store) if one.what == "context"]
    assert sorted(found) == ["aws:MultiFactorAuthPresent", "aws:sourceip", "s3:prefix"]


# ----------------------------------------------------------------------------------------------------------- other policies


def test_managed_policies_boundaries_included_get_a_new_version_and_room_for_it() -> None:
    world = built()
    everything = policy({"Action": "*", "Resource": "*"})
    arn = done_in(world, THEIRS, "iam", "CreatePolicy", PolicyName="Edge", PolicyDocument=everything)["Policy"]["Arn"]
    for _ in range(4):
        done_in(world, THEIRS, "iam", "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=everything)
    done_in(world, THEIRS, "iam", "PutRolePermissionsBoundary", RoleName="LogReader", PermissionsBoundary=arn)
    turns = turned(world, "managed policy Edge", policy({"Action": "s3:GetObject", "Resource": "*"}))
    assert {(action, answer) for _, action, _, answer in turns} == {("s3:ListBucket", "implicitDeny")}
    one = subject(world, "managed policy Edge")
    assert [name for _, name, _ in calls(one, CLOSED)] == ["DeletePolicyVersion", "CreatePolicyVersion"]


def test_a_policy_of_the_organization_turns_verdicts_of_its_members() -> None:
    world = built()
    done_in(world, OURS, "organizations", "CreateOrganization", FeatureSet="ALL")
    handshake = done_in(
        world, OURS, "organizations", "InviteAccountToOrganization", Target={"Type": "ACCOUNT", "Id": THEIRS}
    )["Handshake"]["Id"]
    done_in(world, THEIRS, "organizations", "AcceptHandshake", HandshakeId=handshake)
    kind = "SERVICE_CONTROL_POLICY"
    document = policy({"Action": "*", "Resource": "*"})
    made = {"Name": "Guard", "Description": "", "Type": kind, "Content": document}
    scp = done_in(world, OURS, "organizations", "CreatePolicy", **made)["Policy"]["PolicySummary"]["Id"]
    done_in(world, OURS, "organizations", "AttachPolicy", PolicyId=scp, TargetId=THEIRS)
    assert subject(world, "SCP Guard").account == OURS
    assert {action for _, action, _, _ in turned(world, "SCP Guard", CLOSED)} == {"s3:ListBucket", "s3:GetObject"}


@pytest.mark.parametrize("title", [TRUST])
def test_where_there_has_to_be_a_policy_none_is_refused(title: str) -> None:
    with pytest.raises(AuthoringError, match="can't be without a policy"):
        calls(subject(built(), title), "  ")


def test_a_bucket_without_a_policy_offers_one_to_begin_with_that_changes_nothing_yet() -> None:
    world = built()
    one = subject(world, BUCKET)
    assert one.missing
    assert (calls(one, one.text), calls(one, "")) == ((), ())
    draft = Draft().about(one)
    assert not draft.changes
    assert draft.with_text(one.text.replace("GetObject", "*")).calls[0][1] == "PutBucketPolicy"


# --------------------------------------------------------------------------------------------------------------- questions


def test_what_calls_asked_comes_first_with_what_they_brought_along() -> None:
    world = built()
    trust = json.loads(subject(world, TRUST).text)
    trust["Statement"][0]["Condition"] = {"StringEquals": {"sts:ExternalId": "42"}}
    done_in(world, THEIRS, "iam", "UpdateAssumeRolePolicy", RoleName="LogReader", PolicyDocument=json.dumps(trust))
    caller = profile(world, "alice").caller
    assert caller is not None
    asked = {"RoleArn": ROLE, "RoleSessionName": "again", "ExternalId": "42"}
    assert world.call("sts", "AssumeRole", asked, caller=caller).ok
    first, *_ = questions(world.store, reversed(world.trail))
    assert (first.caller, first.no) == ("alice@A", world.trail[-1].no)
    assert judged(world.store, first).answer == "allowed"


def test_people_of_a_pool_and_its_guests_are_asked_about_apart() -> None:
    world = a_world()
    pool = an_identity_pool(world, AllowUnauthenticatedIdentities=True)
    for name, amr in (("Readers", "authenticated"), ("Guests", "unauthenticated")):
        trust = cognito_trust(pool, amr)
        done_in(world, world.account, "iam", "CreateRole", RoleName=name, AssumeRolePolicyDocument=trust)
    found = {(one.caller.partition(":")[0], one.resource.rpartition("/")[2]): one for one in questions(world.store)}
    verdicts = {key: judged(world.store, one).answer for key, one in found.items() if "WebIdentity" in one.action}
    assert verdicts == {
        ("signed in", "Readers"): "allowed",
        ("signed in", "Guests"): "implicitDeny",
        ("guests", "Readers"): "implicitDeny",
        ("guests", "Guests"): "allowed",
    }


def test_each_question_stands_once_and_operators_are_left_out() -> None:
    world = built()
    found = questions(world.store, reversed(world.trail))
    assert len({one.id for one in found}) == len(found)
    assert not [one for one in found if "Operator" in one.caller]


@pytest.mark.parametrize("change", [lambda world: after(world, INLINE, CLOSED), lambda world: world.store])
def test_the_why_of_each_moment_ends_as_its_verdict_says(change: Callable[[World], Reader]) -> None:
    world = built()
    reader = change(world)
    for row in compared(world.store, reader, questions(world.store, reversed(world.trail))):
        for moment, found in ((world.store, row.before), (reader, row.after)):
            record = why(moment, row.asked)
            assert record.ok == (found.answer == "allowed")
            assert bool(record.refused_by) != record.ok
