"""Users and roles in Principal are kept by their ids: who is gone shows as an id, and nobody inherits the name."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.accounts.named_principals import named_in, renamed, with_roots
from cogtui.cloud.callers import Operator
from cogtui.cloud.explain import walk
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import asked, done, keys_for, policy, role_of
from tests.cloud.services.iam.people import HERE, a_user, refusal

OTHER = "444455556666"
BUCKET = "arn:aws:s3:::reports"


class InTrust:
    """The trust policy of the role `Door`."""

    def __init__(self) -> None:
        self.world = World(seed="named", accounts=(HERE, OTHER))
        role_of(self.world, "Door")

    def put(self, principal: Any, **more: Any) -> Reply:
        document = policy({"Principal": principal, "Action": "sts:AssumeRole", **more})
        return asked(self.world, "iam", "UpdateAssumeRolePolicy", RoleName="Door", PolicyDocument=document)

    def shown(self) -> dict[str, Any]:
        role = done(self.world, "iam", "GetRole", RoleName="Door")["Role"]
        return json.loads(unquote(role["AssumeRolePolicyDocument"]))["Statement"][0]

    def enter(self, keys: Any) -> Reply:
        params = {"RoleArn": f"arn:aws:iam::{HERE}:role/Door", "RoleSessionName": "me"}
        return self.world.call("sts", "AssumeRole", params, caller=keys)

    refused = ("MalformedPolicyDocument", 'Invalid principal in policy: "AWS":"{}"')


class InBucket:
    """The policy of the bucket `reports`."""

    def __init__(self) -> None:
        self.world = World(seed="named", accounts=(HERE, OTHER))
        done(self.world, "s3", "CreateBucket", Bucket="reports")
        done(self.world, "s3", "PutObject", Bucket="reports", Key="a", Body=b"a")

    def put(self, principal: Any, **more: Any) -> Reply:
        document = policy({"Principal": principal, "Action": "s3:GetObject", "Resource": f"{BUCKET}/*", **more})
        return asked(self.world, "s3", "PutBucketPolicy", Bucket="reports", Policy=document)

    def shown(self) -> dict[str, Any]:
        return json.loads(done(self.world, "s3", "GetBucketPolicy", Bucket="reports")["Policy"])["Statement"][0]

    def enter(self, keys: Any) -> Reply:
        return self.world.call("s3", "GetObject", {"Bucket": "reports", "Key": "a"}, caller=keys)

    refused = ("MalformedPolicy", "Invalid principal in policy")


@pytest.fixture(params=[InTrust, InBucket], ids=["trust policy", "bucket policy"])
def here(request: pytest.FixtureRequest) -> InTrust | InBucket:
    return request.param()


def id_of(world: World, arn: str) -> str:
    kind, name = arn.rpartition(":")[2].split("/")[0], arn.rpartition("/")[2]
    shown = done(world, "iam", f"Get{kind.capitalize()}", **{f"{kind.capitalize()}Name": name})
    return shown[kind.capitalize()][f"{kind.capitalize()}Id"]


def a_role(world: World, name: str = "Guest") -> str:
    return role_of(world, name)


def test_a_role_made_anew_is_not_let_in_where_the_old_one_was_named(here: InTrust | InBucket) -> None:
    arn = a_role(here.world)
    old = id_of(here.world, arn)
    assert here.put({"AWS": arn}).ok
    assert here.shown()["Principal"] == {"AWS": arn}
    assert here.enter(keys_for(here.world, arn)).ok

    done(here.world, "iam", "DeleteRole", RoleName="Guest")
    assert here.shown()["Principal"] == {"AWS": old}
    a_role(here.world)
    assert id_of(here.world, arn) != old
    assert here.shown()["Principal"] == {"AWS": old}
    record = here.enter(keys_for(here.world, arn)).record
    assert record.refused_by[0] == "policy.verdict"
    notes = [check.note for top in record.why() for check in walk(top) if check.rule == "policy.principal"]
    assert any(note.startswith(f"{old} is the id of somebody who was deleted") for note in notes)

    assert here.put({"AWS": arn}).ok
    assert here.enter(keys_for(here.world, arn)).ok


def test_a_user_made_anew_is_not_let_in_where_the_old_one_was_named(here: InTrust | InBucket) -> None:
    keys = a_user(here.world, "ana")
    arn = f"arn:aws:iam::{HERE}:user/ana"
    old = id_of(here.world, arn)
    assert here.put({"AWS": [arn, HERE]}).ok
    assert here.enter(keys).ok
    done(here.world, "iam", "DeleteAccessKey", UserName="ana", AccessKeyId=keys.access_key_id)
    done(here.world, "iam", "DeleteUser", UserName="ana")
    again = a_user(here.world, "ana")
    assert here.shown()["Principal"] == {"AWS": [old, f"arn:aws:iam::{HERE}:root"]}
    assert not here.enter(again).ok


def test_a_user_with_another_name_is_shown_under_it_and_still_let_in(here: InTrust | InBucket) -> None:
    keys = a_user(here.world, "ana")
    assert here.put({"AWS": f"arn:aws:iam::{HERE}:user/ana"}).ok
    done(here.world, "iam", "UpdateUser", UserName="ana", NewUserName="anna", NewPath="/team/")
    assert here.shown()["Principal"] == {"AWS": f"arn:aws:iam::{HERE}:user/team/anna"}
    assert here.enter(keys).ok
    a_user(here.world, "ana")
    assert here.shown()["Principal"] == {"AWS": f"arn:aws:iam::{HERE}:user/team/anna"}


def test_the_same_text_in_a_condition_stays_and_goes_on_to_count(here: InTrust | InBucket) -> None:
    arn = a_role(here.world)
    condition = {"ArnEquals": {"aws:PrincipalArn": arn}}
    assert here.put({"AWS": [arn, HERE]}, Condition=condition).ok
    done(here.world, "iam", "DeleteRole", RoleName="Guest")
    assert here.shown()["Condition"] == condition
    assert here.put({"AWS": "*"}, Condition=condition).ok
    assert here.enter(keys_for(here.world, a_role(here.world))).ok


def test_a_document_with_an_id_that_is_nobody_s_any_more_cannot_be_saved(here: InTrust | InBucket) -> None:
    arn = a_role(here.world)
    old = id_of(here.world, arn)
    assert here.put({"AWS": arn}).ok
    done(here.world, "iam", "DeleteRole", RoleName="Guest")
    before = here.shown()
    code, status, text, _ = refusal(here.put(before["Principal"]))
    assert (code, status, text) == (here.refused[0], 400, here.refused[1].format(old))
    assert here.shown() == before


def test_an_id_of_somebody_alive_can_be_written_and_is_shown_as_an_arn(here: InTrust | InBucket) -> None:
    arn = a_role(here.world)
    assert here.put({"AWS": id_of(here.world, arn)}).ok
    assert here.shown()["Principal"] == {"AWS": arn}
    assert here.enter(keys_for(here.world, arn)).ok


@pytest.mark.parametrize("kind", ["role", "user"])
@pytest.mark.parametrize("account", [HERE, OTHER])
def test_nobody_is_named_who_does_not_exist_in_either_account(
    here: InTrust | InBucket, kind: str, account: str
) -> None:
    arn = f"arn:aws:iam::{account}:{kind}/nobody"
    code, _, text, _ = refusal(here.put({"AWS": arn}))
    assert (code, text) == (here.refused[0], here.refused[1].format(arn))


def test_accounts_outside_the_world_and_sessions_stay_as_text(here: InTrust | InBucket) -> None:
    names = [
        "arn:aws:iam::999988887777:role/x",
        f"arn:aws:sts::{HERE}:assumed-role/Guest/s",
        f"arn:aws:iam::{HERE}:root",
    ]
    assert here.put({"AWS": names}).ok
    assert here.shown()["Principal"] == {"AWS": names}


def test_a_role_of_another_account_is_kept_by_its_id_too(here: InTrust | InBucket) -> None:
    theirs = Operator(OTHER)
    trust = policy({"Principal": {"AWS": OTHER}, "Action": "sts:AssumeRole"})
    create = {"RoleName": "Guest", "AssumeRolePolicyDocument": trust}
    allow = {"RoleName": "Guest", "PolicyName": "p", "PolicyDocument": policy({"Action": "*", "Resource": "*"})}
    arn = f"arn:aws:iam::{OTHER}:role/Guest"
    assert here.world.call("iam", "CreateRole", create, caller=theirs).ok
    assert here.world.call("iam", "PutRolePolicy", allow, caller=theirs).ok
    assert here.put({"AWS": arn}).ok
    assert here.enter(keys_for(here.world, arn)).ok
    assert here.world.call("iam", "DeleteRolePolicy", {"RoleName": "Guest", "PolicyName": "p"}, caller=theirs).ok
    assert here.world.call("iam", "DeleteRole", {"RoleName": "Guest"}, caller=theirs).ok
    assert here.shown()["Principal"]["AWS"].startswith("AROA")
    assert here.world.call("iam", "CreateRole", create, caller=theirs).ok
    assert here.world.call("iam", "PutRolePolicy", allow, caller=theirs).ok
    assert not here.enter(keys_for(here.world, arn)).ok


def test_undoing_the_deletion_gives_the_name_back(here: InTrust | InBucket) -> None:
    arn = a_role(here.world)
    assert here.put({"AWS": arn}).ok
    done(here.world, "iam", "DeleteRole", RoleName="Guest")
    here.world.undo()
    assert here.shown()["Principal"] == {"AWS": arn}


# ------------------------------------------------------------------------------------------------------- the text alone

NAMES = st.sampled_from(
    [f"arn:aws:iam::{HERE}:role/a", f"arn:aws:iam::{HERE}:user/ü", HERE, "*", "AIDAAAAAAAAAAAAAAAAAA"]
)
PRINCIPALS = st.just("*") | st.fixed_dictionaries({"AWS": NAMES | st.lists(NAMES, min_size=1, max_size=3)})


@given(st.lists(PRINCIPALS, min_size=1, max_size=3), st.sampled_from([None, 0, 2]), st.booleans())
def test_only_principals_change_and_nothing_else_of_the_text(
    principals: list[Any], indent: int | None, ascii_only: bool
) -> None:
    statements = [
        {"Effect": "Allow", "Principal": one, "Action": "s3:*", "Condition": {"StringLike": {"aws:userid": f"{HERE}"}}}
        for one in principals
    ]
    text = json.dumps({"Statement": statements}, indent=indent, ensure_ascii=ascii_only)
    wanted = {name: f"new {name}" for name, _ in named_in(text)}
    there = renamed(text, wanted)
    assert [name for name, _ in named_in(there)] == [wanted[name] for name, _ in named_in(text)]
    back = renamed(there, {new: old for old, new in wanted.items()})
    assert json.loads(back) == json.loads(text)
    assert there.count("\n") == text.count("\n")
    assert with_roots(with_roots(text)) == with_roots(text)
