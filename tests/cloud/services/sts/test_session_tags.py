"""Session tags and the source identity: sent, trusted, carried, and passed on down a chain of roles."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.world import World
from tests.builders import done, policy, role_of, state
from tests.cloud.services.iam.people import a_user, refusal
from tests.cloud.services.sts.chains import (
    ASSUME,
    EVERYTHING,
    arn_of,
    assumed,
    carried,
    key_of,
    permitted,
    session,
    tags,
    trusting,
    user_arn,
)

CONFLICT = (
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the "
    "calling session."
)
MFA = {"aws:MultiFactorAuthPresent": "false"}


@pytest.fixture
def world() -> World:
    return World(seed="tags")


@pytest.fixture
def ana(world: World) -> Keys:
    """A user who may ask for anything of STS; the role First trusts her in everything, Second trusts First."""
    keys = a_user(world, "ana", "sts:*")
    role_of(world, "First", trust=trusting(user_arn("ana"), EVERYTHING), Tags=tags(team="blue", floor="2"))
    role_of(world, "Second", trust=trusting(arn_of("First"), EVERYTHING), Tags=tags(team="green"))
    return keys


def test_tags_that_are_sent_are_the_session_s_own_and_win_over_those_of_its_role(world: World, ana: Keys) -> None:
    permitted(world, "First", "s3:*", Condition={"StringEquals": {"aws:PrincipalTag/team": "red"}})
    plain = session(world, ana, "First")
    tagged = session(world, ana, "First", Tags=tags(Team="red"))
    assert carried(world, tagged) == {**MFA, "aws:PrincipalTag/Team": "red"}
    assert not world.call("s3", "ListBuckets", {}, caller=plain).ok
    assert world.call("s3", "ListBuckets", {}, caller=tagged).ok


def test_the_role_s_other_tags_stay(world: World, ana: Keys) -> None:
    permitted(world, "First", "s3:*", Condition={"StringEquals": {"aws:PrincipalTag/floor": "2"}})
    assert world.call("s3", "ListBuckets", {}, caller=session(world, ana, "First", Tags=tags(team="red"))).ok


def test_only_transitive_tags_go_on_and_they_go_on_to_the_end(world: World, ana: Keys) -> None:
    role_of(world, "Third", trust=trusting(arn_of("Second"), EVERYTHING))
    first = session(world, ana, "First", Tags=tags(team="red", cost="7"), TransitiveTagKeys=["TEAM"])
    second = session(world, first, "Second", Tags=tags(desk="9"))
    third = session(world, second, "Third")
    assert carried(world, second) == {**MFA, "aws:PrincipalTag/team": "red", "aws:PrincipalTag/desk": "9"}
    assert carried(world, third) == {**MFA, "aws:PrincipalTag/team": "red"}
    assert key_of(world, third).transitive == ("team",)


def test_transitive_tags_take_the_place_of_the_role_s_own_while_it_decides_whom_it_trusts(
    world: World, ana: Keys
) -> None:
    condition = {"StringEquals": {"aws:ResourceTag/team": "red"}}
    trust = trusting(arn_of("First"), EVERYTHING, Condition=condition)
    done(world, "iam", "UpdateAssumeRolePolicy", RoleName="Second", PolicyDocument=trust)
    blue = session(world, ana, "First")
    red = session(world, ana, "First", Tags=tags(Team="red"), TransitiveTagKeys=["Team"])
    assert refusal(assumed(world, blue, "Second"))[0] == "AccessDenied"
    assert assumed(world, red, "Second").ok


@pytest.mark.parametrize(
    ("params", "text", "rule"),
    [
        ({"Tags": tags(team="red") + tags(Team="blue")},
         "Duplicate tag keys found. Please note that Tag keys are case insensitive.", "sts.tag.once"),
        ({"Tags": tags(team="red"), "TransitiveTagKeys": ["desk"]},
         "The specified transitive tag key must be included in the requested tags.", "sts.tag.transitive"),
        ({"TransitiveTagKeys": ["desk"]},
         "The specified transitive tag key must be included in the requested tags.", "sts.tag.transitive"),
        ({"Tags": tags(COST="8")},
         CONFLICT, "sts.tag.inherited"),
        ({"Tags": [{"Key": "aws:x", "Value": "1"}]},
         "Tag key aws:x is not valid: the prefix aws: is reserved.", "sts.tag.reserved"),
    ],
)  # fmt: skip
def test_tags_that_cannot_be_are_refused_before_any_policy_is_asked(
    world: World, ana: Keys, params: dict[str, Any], text: str, rule: str
) -> None:
    first = session(world, ana, "First", Tags=tags(cost="7"), TransitiveTagKeys=["cost"])
    done(world, "iam", "UpdateAssumeRolePolicy", RoleName="Second", PolicyDocument=trusting(user_arn("ana")))
    before = state(world)
    assert refusal(assumed(world, first, "Second", **params)) == ("InvalidParameterValue", 400, text, (rule,))
    assert state(world) == before


def test_tags_that_are_too_large_are_refused_and_the_others_tell_their_size(world: World, ana: Keys) -> None:
    small = assumed(world, ana, "First", Tags=tags(team="red"))
    assert small.output["PackedPolicySize"] == 1
    large = [{"Key": f"key-{number:02}", "Value": "v" * 256} for number in range(10)]
    code, _, text, rules = refusal(assumed(world, ana, "First", Tags=large))
    assert (code, rules) == ("PackedPolicyTooLarge", ("sts.tag.size",))
    assert text == "Packed size of session tags consumes 128% of allotted space."


def test_a_session_without_tags_or_policies_tells_no_size(world: World, ana: Keys) -> None:
    assert set(assumed(world, ana, "First").output) == {"Credentials", "AssumedRoleUser"}


# ---------------------------------------------------------------------------------------- permissions that ride along

TRUST_SILENT = "User: {} is not authorized to perform: {} because no role trust policy allows the {} action"


@pytest.mark.parametrize(
    ("params", "action"),
    [
        ({"Tags": tags(team="red")}, "sts:TagSession"),
        ({"SourceIdentity": "ana"}, "sts:SetSourceIdentity"),
        ({"Tags": tags(team="red"), "SourceIdentity": "ana"}, "sts:TagSession"),
    ],
)
def test_what_rides_along_must_be_trusted_too(world: World, ana: Keys, params: dict[str, Any], action: str) -> None:
    done(world, "iam", "UpdateAssumeRolePolicy", RoleName="First", PolicyDocument=trusting(user_arn("ana")))
    assert assumed(world, ana, "First").ok
    before = state(world)
    code, status, text, rules = refusal(assumed(world, ana, "First", **params))
    assert (code, status, text) == ("AccessDenied", 403, TRUST_SILENT.format(user_arn("ana"), action, action))
    assert {"policy.verdict", "policy.kind.trust"} <= set(rules)
    assert state(world) == before


@pytest.mark.parametrize(
    ("params", "action"), [({"Tags": tags(a="b")}, "sts:TagSession"), ({"SourceIdentity": "ana"}, "sts:SetSourceIdentity")]
)  # fmt: skip
def test_what_rides_along_must_be_permitted_where_the_account_is_trusted(
    world: World, params: dict[str, Any], action: str
) -> None:
    bo = a_user(world, "bo", ASSUME)
    role_of(world, "Open", trust=trusting(f"arn:aws:iam::{world.account}:root", EVERYTHING))
    assert assumed(world, bo, "Open").ok
    code, _, text, _ = refusal(assumed(world, bo, "Open", **params))
    assert code == "AccessDenied"
    assert text == (
        f"User: {user_arn('bo')} is not authorized to perform: {action} on resource: {arn_of('Open')} "
        f"because no identity-based policy allows the {action} action"
    )


@pytest.mark.parametrize("inherited", ["tags", "source"])
def test_what_is_passed_on_unasked_must_be_trusted_too(world: World, ana: Keys, inherited: str) -> None:
    trust = trusting(arn_of("First"))
    done(world, "iam", "UpdateAssumeRolePolicy", RoleName="Second", PolicyDocument=trust)
    sent: dict[str, Any] = {
        "tags": {"Tags": tags(team="red"), "TransitiveTagKeys": ["team"]},
        "source": {"SourceIdentity": "ana"},
    }[inherited]
    action = {"tags": "sts:TagSession", "source": "sts:SetSourceIdentity"}[inherited]
    assert assumed(world, session(world, ana, "First"), "Second").ok
    _, _, text, _ = refusal(assumed(world, session(world, ana, "First", **sent), "Second"))
    assert action in text


@pytest.mark.parametrize(
    ("condition", "params", "ok"),
    [
        ({"StringEquals": {"aws:RequestTag/team": "red"}}, {"Tags": tags(team="red")}, True),
        ({"StringEquals": {"aws:RequestTag/team": "red"}}, {"Tags": tags(team="blue")}, False),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, {"Tags": tags(team="red")}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, {"Tags": tags(team="red", desk="9")}, False),
        ({"ForAnyValue:StringEquals": {"sts:TransitiveTagKeys": "team"}},
         {"Tags": tags(team="red"), "TransitiveTagKeys": ["team"]}, True),
        ({"ForAnyValue:StringEquals": {"sts:TransitiveTagKeys": "team"}}, {"Tags": tags(team="red")}, False),
        ({"StringEquals": {"sts:SourceIdentity": "ana"}}, {"SourceIdentity": "ana"}, True),
        ({"StringEquals": {"sts:SourceIdentity": "ana"}}, {"SourceIdentity": "bo"}, False),
        ({"StringEquals": {"sts:SourceIdentity": "ana"}}, {}, False),
        ({"StringLike": {"sts:RoleSessionName": "wo*"}}, {}, True),
        ({"StringLike": {"sts:RoleSessionName": "${aws:username}"}}, {}, False),
        ({"StringLike": {"sts:RoleSessionName": "${aws:username}"}}, {"RoleSessionName": "ana"}, True),
        ({"NumericLessThanEquals": {"sts:DurationSeconds": "900"}}, {"DurationSeconds": 900}, True),
        ({"NumericLessThanEquals": {"sts:DurationSeconds": "900"}}, {"DurationSeconds": 901}, False),
        ({"StringEquals": {"sts:ExternalId": "c-7"}}, {"ExternalId": "c-7"}, True),
        ({"StringEquals": {"sts:ExternalId": "c-7"}}, {}, False),
        ({"StringEquals": {"aws:ResourceTag/team": "blue"}}, {}, True),
        ({"StringEquals": {"aws:ResourceTag/team": "red"}}, {"Tags": tags(team="red")}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, {}, False),
    ],
)  # fmt: skip
def test_a_trust_policy_sees_what_is_asked_for(
    world: World, ana: Keys, condition: dict[str, Any], params: dict[str, Any], *, ok: bool
) -> None:
    trust = trusting(user_arn("ana"), EVERYTHING, Condition=condition)
    done(world, "iam", "UpdateAssumeRolePolicy", RoleName="First", PolicyDocument=trust)
    assert assumed(world, ana, "First", **params).ok == ok


# -------------------------------------------------------------------------------------------------------- source identity


def test_a_source_identity_stays_through_the_whole_chain(world: World, ana: Keys) -> None:
    permitted(world, "Second", "s3:*", Condition={"StringEquals": {"aws:SourceIdentity": "ana"}})
    first = assumed(world, ana, "First", SourceIdentity="ana")
    assert first.output["SourceIdentity"] == "ana"
    begun = session(world, ana, "First", SourceIdentity="ana")
    second = session(world, begun, "Second")
    assert carried(world, second) == {**MFA, "aws:SourceIdentity": "ana"}
    assert world.call("s3", "ListBuckets", {}, caller=second).ok
    again = assumed(world, begun, "Second", SourceIdentity="ana")
    assert again.output["SourceIdentity"] == "ana"
    code, status, text, rules = refusal(assumed(world, begun, "Second", SourceIdentity="bo"))
    assert (code, status, rules) == ("AccessDenied", 403, ("sts.source.kept",))
    assert "sts:SetSourceIdentity" in text


# ----------------------------------------------------------------------------------------------------- GetFederationToken


def test_somebody_vouched_for_carries_tags_but_passes_none_on(world: World) -> None:
    bo = a_user(world, "bo", "s3:*", "sts:GetFederationToken", "sts:TagSession")
    condition = {"StringEquals": {"aws:PrincipalTag/team": "red"}}
    document = policy({"Action": "s3:*", "Resource": "*", "Condition": condition})
    for tagged, ok in ((tags(team="red"), True), (tags(team="blue"), False), ([], False)):
        params = {"Name": "guest", "Policy": document, **({"Tags": tagged} if tagged else {})}
        made = world.call("sts", "GetFederationToken", params, caller=bo)
        assert made.ok, made.error
        found = made.output["Credentials"]
        keys = Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        assert world.call("s3", "ListBuckets", {}, caller=keys).ok == ok
        assert key_of(world, keys).transitive == ()


def test_whoever_vouches_with_tags_needs_the_permission_to_tag(world: World) -> None:
    bo = a_user(world, "bo", "sts:GetFederationToken")
    params = {"Name": "guest", "Tags": tags(team="red")}
    code, _, text, _ = refusal(world.call("sts", "GetFederationToken", params, caller=bo))
    assert code == "AccessDenied"
    assert f"sts:TagSession on resource: arn:aws:sts::{world.account}:federated-user/guest" in text
    twice = {"Name": "guest", "Tags": tags(team="red") + tags(TEAM="red")}
    assert refusal(world.call("sts", "GetFederationToken", twice, caller=bo))[3] == ("sts.tag.once",)
