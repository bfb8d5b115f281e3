"""`cogtui explain`: the verdict with its why and what would change it, what it refuses to read, and how it ends."""

from __future__ import annotations

import json
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from cogtui.cloud.callers import Keys
from cogtui.cloud.save import Save
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from tests.cli.test_cli import invoke
from tests.hygiene.project import ROOT

OURS = """
Resources:
  Alice: {Type: "AWS::IAM::User", Properties: {UserName: alice, Groups: [!Ref Auditors]}}
  Twin: {Type: "AWS::IAM::User", Properties: {UserName: twin}}
  Auditors:
    Type: AWS::IAM::Group
    Properties:
      GroupName: Auditors
      Policies:
        - PolicyName: AssumeLogReader
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: "sts:AssumeRole", Resource: "arn:aws:iam::444455556666:role/LogReader"}]
"""
THEIRS = """
Resources:
  Logs: {Type: "AWS::S3::Bucket", Properties: {BucketName: logs-of-b}}
  Twin: {Type: "AWS::IAM::User", Properties: {UserName: twin}}
  LogReader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: LogReader
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111122223333:root"}
            Action: sts:AssumeRole
            Condition:
              StringEquals: {"sts:ExternalId": "42"}
      Policies:
        - PolicyName: ReadLogs
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::logs-of-b/*"}
              - Effect: Deny
                Action: "s3:GetObject"
                Resource: "arn:aws:s3:::logs-of-b/private/*"
              - Effect: Allow
                Action: "s3:PutObject"
                Resource: "arn:aws:s3:::logs-of-b/*"
                Condition: {"ForAllValues:StringEquals": {"aws:TagKeys": [team, stage]}}
"""
ROLE = "arn:aws:iam::444455556666:role/LogReader"
OBJECT = "arn:aws:s3:::logs-of-b/2026/app.log"


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """Return the options that name a world of two accounts."""
    (tmp_path / "a.yaml").write_text(OURS, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(THEIRS, encoding="utf-8")
    return ["--template", f"111122223333={tmp_path / 'a.yaml'}", "--template", f"444455556666={tmp_path / 'b.yaml'}"]


def asked(
    world: list[str],
    principal: str = "role:LogReader/alice",
    action: str = "s3:GetObject",
    resource: str = OBJECT,
    *more: str,
) -> Result:
    return invoke("explain", *world, "--principal", principal, "--action", action, "--resource", resource, *more)


def data(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_command_of_the_readme_prints_what_the_readme_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    command = "cogtui explain --template lessons/worlds/sign-in-with-facebook.yaml --principal role:Readers/ana --action s3:GetObject --resource arn:aws:s3:::anas-reports/private/x"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    result = invoke(*shlex.split(command)[1:])
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"```sh\n{command}\n```\n\n```text\n{result.stdout.rstrip()}\n```" in readme


def test_a_trust_policy_takes_part_and_both_sides_are_told_apart(two: list[str]) -> None:
    result = asked(two, "user:alice", "sts:AssumeRole", ROLE)
    assert result.exit_code == 0
    assert "✗ the role's trust policy is silent, and must allow" in result.stdout
    assert "✓ the caller's identity policies allow" in result.stdout
    assert "Condition StringEquals sts:ExternalId" in result.stdout
    assert "Send the ExternalId `42`" in result.stdout
    told = data(asked(two, "user:alice", "sts:AssumeRole", ROLE, "--context", "sts:ExternalId=42", "--json"))
    assert (told["allowed"], told["changes"], told["nearest"]) == (True, [], None)
    assert {one["kind"]: one["says"] for one in told["policies"]} == {"trust": "allow", "identity": "allow"}
    assert told["accounts"] == {"principal": "111122223333", "resource": "444455556666"}


@pytest.mark.parametrize(("audience", "allowed"), [("pool-1", True), ("pool-2", False)])
def test_a_web_identity_is_asked_for_by_its_provider(tmp_path: Path, audience: str, allowed: bool) -> None:
    text = """
Resources:
  Guests:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Guests
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: cognito-identity.amazonaws.com}
            Action: sts:AssumeRoleWithWebIdentity
            Condition: {StringEquals: {"cognito-identity.amazonaws.com:aud": pool-1}}
"""
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    told = data(
        asked(
            ["--template", str(tmp_path / "a.yaml")],
            "federated:cognito-identity.amazonaws.com",
            "sts:AssumeRoleWithWebIdentity",
            "arn:aws:iam::111122223333:role/Guests",
            "--context",
            f"cognito-identity.amazonaws.com:aud={audience}",
            "--json",
        )
    )
    assert (told["allowed"], told["decided_by"]) == (allowed, "trust")


def test_an_explicit_deny_is_named_with_its_statement_and_its_line(two: list[str]) -> None:
    result = asked(two, resource="arn:aws:s3:::logs-of-b/private/x")
    assert result.stdout.startswith("✗ denied: a statement denies it\n")
    assert "Decided by\n  role LogReader, inline policy ReadLogs, statement 2, line " in result.stdout
    told = data(asked(two, "role:LogReader", "s3:GetObject", "arn:aws:s3:::logs-of-b/private/x", "--json"))
    assert (told["decision"], told["decided_by"]) == ("explicitDeny", "identity")
    assert told["statement"] == {"policy": "role LogReader, inline policy ReadLogs", "pointer": "/Statement/1"}
    assert told["message"].endswith("with an explicit deny in an identity-based policy")
    assert [change["kind"] for change in told["changes"]]


@pytest.mark.parametrize(
    ("principal", "arn"),
    [
        ("role:LogReader/alice", "arn:aws:sts::444455556666:assumed-role/LogReader/alice"),
        ("role:LogReader", "arn:aws:sts::444455556666:assumed-role/LogReader/session"),
        ("role:LogReader/a@444455556666", "arn:aws:sts::444455556666:assumed-role/LogReader/a"),
        (ROLE, "arn:aws:sts::444455556666:assumed-role/LogReader/session"),
        (
            "arn:aws:sts::444455556666:assumed-role/LogReader/x",
            "arn:aws:sts::444455556666:assumed-role/LogReader/x",
        ),
        ("user:alice", "arn:aws:iam::111122223333:user/alice"),
        ("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/alice"),
        ("user:twin@444455556666", "arn:aws:iam::444455556666:user/twin"),
        ("root:111122223333", "arn:aws:iam::111122223333:root"),
        ("arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:root"),
        ("service:cloudtrail.amazonaws.com", "cloudtrail.amazonaws.com"),
        ("federated:cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com"),
        ("anonymous", "anonymous"),
    ],
)
def test_a_principal_can_be_named_in_several_ways(two: list[str], principal: str, arn: str) -> None:
    assert data(asked(two, principal, "s3:GetObject", OBJECT, "--json"))["principal"] == arn


def test_a_context_key_given_several_times_has_several_values(two: list[str]) -> None:
    keys = ("--context", "aws:TagKeys=team", "--context", "AWS:tagkeys=stage", "--context", "aws:TagKeys=other")
    told = data(asked(two, "role:LogReader", "s3:PutObject", OBJECT, *keys[:4], "--json"))
    assert (told["context"]["aws:TagKeys"], told["allowed"]) == (["team", "stage"], True)
    assert data(asked(two, "role:LogReader", "s3:PutObject", OBJECT, *keys, "--json"))["allowed"] is False


@pytest.mark.parametrize(
    ("expect", "code", "said"),
    [("allow", 0, ""), ("deny", 1, "Error: expected deny, and the verdict is allow\n")],
)
def test_an_expectation_that_does_not_hold_is_exit_code_1(two: list[str], expect: str, code: int, said: str) -> None:
    result = asked(two, "role:LogReader", "s3:GetObject", OBJECT, "--expect", expect)
    assert (result.exit_code, result.stderr) == (code, said)
    assert result.stdout.startswith("✓ allowed")


def test_a_denial_that_is_not_expected_is_exit_code_1_in_json_too(two: list[str]) -> None:
    result = asked(two, "anonymous", "s3:GetObject", OBJECT, "--expect", "allow", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["allowed"] is False


@pytest.mark.parametrize(
    ("principal", "said"),
    [
        ("user:alise", "`alise` is not a user of this world; did you mean `alice`?"),
        ("user:twin", "in several accounts; expected `user:twin@111122223333` or `user:twin@444455556666`"),
        ("user:alice@444455556666", "`alice` is not a user of account 444455556666; expected `twin`"),
        ("role:LogReadr/x", "did you mean `LogReader`?"),
        ("root:999999999999", "is of no account of this world, which has 111122223333 and 444455556666"),
        ("arn:aws:iam::999999999999:user/alice", "is of no account of this world"),
        ("arn:aws:iam::111122223333:group/Auditors", "is a group, which is no principal; name one of its users"),
        ("arn:aws:s3:::logs-of-b", "no account of this world"),
        ("arn:aws:iam", "is no ARN; expected an ARN, `user:NAME`"),
        ("alice", "the principal `alice` is none; expected an ARN, `user:NAME`, `role:NAME/SESSION`"),
        ("user:", "is none; expected"),
        ("service:cloudtrail", "expected one like `cloudtrail.amazonaws.com`"),
        ("", "is empty"),
        ("user:\x1b[31malice", "has characters that can't be seen"),
        ("user:" + "x" * 70_000, "has 70,005 characters; at most 2,048 make sense"),
    ],
)
def test_a_principal_that_is_none_is_one_line_and_exit_code_2(two: list[str], principal: str, said: str) -> None:
    refused(asked(two, principal), said)


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ("logs-of-b", "the resource `logs-of-b` is no ARN; expected `arn:aws:SERVICE:REGION:ACCOUNT:NAME` or `*`"),
        ("arn:aws:s3:::", "is no ARN"),
        ("arn:aws:s3:::x\ny", "has characters that can't be seen"),
        ("arn:aws:s3:::" + "x" * 5000, "has 5,013 characters"),
        ("", "is empty"),
    ],
)
def test_a_malformed_arn_is_one_line_and_exit_code_2(two: list[str], resource: str, said: str) -> None:
    refused(asked(two, resource=resource), said)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("GetObject", "the action `GetObject` is none; expected `SERVICE:NAME`, like `s3:GetObject`"),
        ("s3:Get*", "stands for several; expected one, like `s3:GetObject`"),
        ("s3:GetObject\x00", "has characters that can't be seen"),
    ],
)
def test_what_can_be_no_action_is_one_line_and_exit_code_2(two: list[str], action: str, said: str) -> None:
    refused(asked(two, action=action), said)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("aws:SourceIp", "the context `aws:SourceIp` has no `=`; expected `aws:SourceIp=203.0.113.7`"),
        ("=x", "is empty"),
        ("SourceIp=1.2.3.4", "the context key `SourceIp` is none; expected `SERVICE:NAME`, like `aws:SourceIp`"),
        ("aws:x=" + "y" * 9000, "the value of `aws:x` has 9,000 characters"),
        ("aws:\x07=x", "has characters that can't be seen"),
    ],
)
def test_a_context_that_is_none_is_one_line_and_exit_code_2(two: list[str], pair: str, said: str) -> None:
    refused(asked(two, "role:LogReader", "s3:GetObject", OBJECT, "--context", pair), said)


def test_an_action_that_nobody_knows_is_asked_all_the_same_with_a_warning(two: list[str]) -> None:
    result = asked(two, action="s3:GetObjekt", resource="arn:aws:s3:::logs-of-c/x")
    assert result.exit_code == 0
    assert "! `s3:GetObjekt` is not an action that CogTUI knows; did you mean" in result.stdout
    assert "! `arn:aws:s3:::logs-of-c/x` is not in this world" in result.stdout


def test_values_with_control_characters_are_shown_and_not_sent_to_the_terminal(two: list[str]) -> None:
    result = asked(two, "user:alice", "sts:AssumeRole", ROLE, "--context", "sts:ExternalId=\x1b[31m42")
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "␛[31m42" in result.stdout


@pytest.mark.parametrize("options", [[], ["--state", "x", "--template", "y"]])
def test_exactly_one_kind_of_world_is_expected(options: list[str]) -> None:
    refused(asked(options), "a world is expected: either --template, once or several times, or --state")


def test_a_template_that_does_not_hold_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Resources:\n  A:\n    Type: CogTUI::Buckt\n", encoding="utf-8")
    refused(asked(["--template", str(tmp_path / "a.yaml")]), "a.yaml:3:")
    refused(
        asked(["--template", f"111122223333={tmp_path / 'none.yaml'}"]), "none.yaml: expected a file that can be read"
    )


# -------------------------------------------------------------------------------------------------------------- state files


def kept(path: Path) -> Save:
    """Keep a world of one account in a file, which stays open."""
    world = World("kept")
    save = Save.create(path, world)
    apply(world, OURS, "a.yaml")
    return save


def test_a_file_that_is_in_use_is_looked_at_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    save = kept(path)
    before = path.read_bytes()
    told = data(asked(["--state", str(path)], "user:alice", "sts:AssumeRole", ROLE, "--json"))
    assert {one["kind"]: one["says"] for one in told["policies"]}["identity"] == "allow"
    assert path.read_bytes() == before
    world = save.world
    assert world.call("iam", "CreateUser", {"UserName": "later"}, caller=world.operator).ok
    assert not save.trouble
    save.close()
    assert data(asked(["--state", str(path)], "user:later", "iam:GetUser", "*", "--json"))["allowed"] is False


def test_the_trail_and_the_undone_are_as_the_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    save = kept(path)
    save.world.undo()
    save.close()
    refused(asked(["--state", str(path)], "user:alice"), "`alice` is not a user of this world")


@pytest.mark.parametrize(
    ("written", "said"),
    [("99", "a newer CogTUI wrote this (format 99)"), ("1", "an older CogTUI wrote this (format 1)")],
)
def test_a_file_of_another_cogtui_is_refused_and_left_as_it_is(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "world.db"
    kept(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'format'", (written,))
    connection.close()
    before = path.read_bytes()
    refused(asked(["--state", str(path)]), said)
    assert path.read_bytes() == before


@pytest.mark.parametrize("octets", [b"", b"no save at all", b"SQLite format 3\x00" + b"\xff" * 200])
def test_a_file_that_is_no_save_is_refused_and_stays_where_it_is(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "world.db"
    path.write_bytes(octets)
    refused(asked(["--state", str(path)]), "this is no CogTUI save, or it is damaged")
    assert [one.name for one in tmp_path.iterdir()] == ["world.db"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    refused(asked(["--state", str(tmp_path / "none.db")]), "there is no such save file")
    refused(asked(["--state", str(tmp_path)]), "there is no such save file")


def refused(result: Result, said: str) -> None:
    """Assert that a command ends with one line on stderr and nothing else."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.isprintable() or result.stderr.rstrip("\n").isprintable()


def test_an_answer_is_that_of_the_door(tmp_path: Path) -> None:
    world = World("door", accounts=("111122223333", "444455556666"))
    apply(world, OURS, "a.yaml", "111122223333")
    apply(world, THEIRS, "b.yaml", "444455556666")
    made = world.call("iam", "CreateAccessKey", {"UserName": "alice"}, caller=world.operator).output["AccessKey"]
    keys = Keys(made["AccessKeyId"], made["SecretAccessKey"])
    (tmp_path / "a.yaml").write_text(OURS, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(THEIRS, encoding="utf-8")
    options = ["--template", str(tmp_path / "a.yaml"), "--template", f"444455556666={tmp_path / 'b.yaml'}"]
    for external in ("42", "43"):
        params = {"RoleArn": ROLE, "RoleSessionName": "audit", "ExternalId": external}
        reply = world.call("sts", "AssumeRole", params, caller=keys)
        told = data(
            asked(options, "user:alice", "sts:AssumeRole", ROLE, "--context", f"sts:ExternalId={external}", "--json")
        )
        assert told["allowed"] == reply.ok
        assert told["message"] == (reply.error.message if reply.error else "")
