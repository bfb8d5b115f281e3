"""The AWS CLI from one account into another: roles as profiles, the simulator, S3's own commands, and the README's walk."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from awscli.customizations import assumerole

from cogtui.cloud.callers import Keys
from tests.builders import policy
from tests.clients.cli import AWS, aws
from tests.clients.sdk import REGION, Sdk
from tests.clients.serving import Served
from tests.clients.test_across_accounts import ALICE, NOT_ASSUMED, OF_A, SESSION, alices_phone
from tests.clients.two_accounts import BUCKET, LOG, ROLE, TEXT, A, B, TwoAccounts, trusting
from tests.hygiene.project import ROOT


@pytest.fixture
def two(here: Served, sdk: Sdk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> TwoAccounts:
    """Return two accounts, with the profiles `alice` and `reader`, and `a` and `b` of their administrators."""
    found = TwoAccounts(here, sdk)
    admins = "".join(_profile(name, found.admins[account], here.url) for name, account in (("a", A), ("b", B)))
    found.configure(monkeypatch, tmp_path, admins, role_session_name="alice", s3="\n    signature_version = s3v4")
    # Where it keeps roles' sessions is below the home folder of whichever test loaded it first.
    monkeypatch.setattr(assumerole, "CACHE_DIR", str(tmp_path / "sessions"))
    monkeypatch.chdir(tmp_path)
    return found


def _profile(name: str, keys: Keys, url: str) -> str:
    return (
        f"[profile {name}]\naws_access_key_id = {keys.access_key_id}\naws_secret_access_key = {keys.secret_access_key}\n"
        f"region = {REGION}\nendpoint_url = {url}\n"
    )


def done(command: str, profile: str) -> str:
    """Run a command that must succeed and return what it said."""
    said = aws(*shlex.split(command), "--profile", profile)
    assert (said.code, said.err) == (0, "")
    return said.out


def refused(command: str, profile: str) -> str:
    """Run a command that must fail and return what it complained of."""
    said = aws(*shlex.split(command), "--profile", profile)
    assert said.code != 0
    return said.err.strip().replace(" (reached max retries: 0)", "")  # which these tests have it add


def found(command: str, profile: str) -> Any:
    return json.loads(done(f"{command} --output json", profile))


# --------------------------------------------------------------------------------------------------------- the five steps


def test_the_five_steps_are_commands_with_two_profiles(two: TwoAccounts, tmp_path: Path) -> None:
    (tmp_path / "app.log").write_bytes(TEXT)
    (tmp_path / "trust.json").write_text(trusting(OF_A), encoding="utf-8")
    reads = policy({"Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::logs-of-b*"]})
    (tmp_path / "read.json").write_text(reads, encoding="utf-8")
    assumes = policy({"Action": "sts:AssumeRole", "Resource": ROLE})
    (tmp_path / "assume.json").write_text(assumes, encoding="utf-8")
    for profile, command in (
        ("a", "iam add-user-to-group --group-name Auditors --user-name alice"),
        ("b", f"s3 mb s3://{BUCKET}"),
        ("b", f"s3 cp app.log s3://{BUCKET}/2026/"),
        ("b", "iam create-policy --policy-name ReadLogs --policy-document file://read.json"),
        ("b", "iam create-role --role-name LogReader --assume-role-policy-document file://trust.json"),
        ("b", f"iam attach-role-policy --role-name LogReader --policy-arn arn:aws:iam::{B}:policy/ReadLogs"),
        ("a", "iam create-policy --policy-name AssumeLogReader --policy-document file://assume.json"),
        ("a", f"iam attach-group-policy --group-name Auditors --policy-arn arn:aws:iam::{A}:policy/AssumeLogReader"),
    ):
        done(command, profile)
    assert found("sts get-caller-identity", "reader")["Arn"] == SESSION
    assert done(f"s3 cp s3://{BUCKET}/2026/app.log -", "reader") == TEXT.decode()


def test_s3_s_own_commands_go_as_far_as_the_role(two: TwoAccounts, tmp_path: Path) -> None:
    two.build()
    assert done(f"s3 ls s3://{BUCKET}/2026/", "reader").split()[-2:] == [str(len(TEXT)), "app.log"]
    done(f"s3 sync s3://{BUCKET} here", "reader")
    assert (tmp_path / "here/2026/app.log").read_bytes() == TEXT
    assert f"User: {SESSION} is not authorized to perform: s3:PutObject" in refused(
        f"s3 cp here/2026/app.log s3://{BUCKET}/mine", "reader"
    )
    assert "s3:ListAllMyBuckets" in refused("s3 ls", "reader")
    assert "s3:DeleteObject" in refused(f"s3 rm s3://{BUCKET}/2026/app.log", "reader")
    assert httpx.get(done(f"s3 presign s3://{BUCKET}/2026/app.log", "reader").strip()).content == TEXT


def test_assume_role_prints_keys_that_work_in_the_environment(
    two: TwoAccounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.build()
    made = found(f"sts assume-role --role-arn {ROLE} --role-session-name alice", "alice")
    assert made["AssumedRoleUser"]["Arn"] == SESSION
    for name, member in (
        ("AWS_ACCESS_KEY_ID", "AccessKeyId"),
        ("AWS_SECRET_ACCESS_KEY", "SecretAccessKey"),
        ("AWS_SESSION_TOKEN", "SessionToken"),
    ):
        monkeypatch.setenv(name, made["Credentials"][member])
    monkeypatch.setenv("AWS_ENDPOINT_URL", two.here.url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    assert aws("s3", "cp", f"s3://{BUCKET}/{LOG['Key']}", "-").out == TEXT.decode()


def test_a_profile_made_by_aws_configure_crosses(two: TwoAccounts) -> None:
    two.build()
    for name, value in (
        ("role_arn", ROLE),
        ("source_profile", "alice"),
        ("role_session_name", "made"),
        ("region", REGION),
        ("endpoint_url", two.here.url),
    ):
        done(f"configure set {name} {value}", "made")
    assert done("configure get role_arn", "made").strip() == ROLE
    assert done(f"s3 cp s3://{BUCKET}/{LOG['Key']} -", "made") == TEXT.decode()
    assert two.operations(1) == ["assumed-role/LogReader/made GetObject"]


def test_a_session_is_kept_for_the_next_command(two: TwoAccounts) -> None:
    two.build()
    before = len(two.here.world.trail)
    for _ in range(2):
        done(f"s3 ls s3://{BUCKET}", "reader")
    made = list(two.here.world.trail)[-(len(two.here.world.trail) - before) :]
    assert [record.operation for record in made] == ["AssumeRole", "ListObjectsV2", "ListObjectsV2"]


OMISSIONS = {
    "member": f"(AccessDenied) when calling the AssumeRole operation: {NOT_ASSUMED}",
    "may assume": f"(AccessDenied) when calling the AssumeRole operation: {NOT_ASSUMED}",
    "may read": f"(AccessDenied) when calling the ListObjectsV2 operation: User: {SESSION} is not authorized to perform: "
    f's3:ListBucket on resource: "arn:aws:s3:::{BUCKET}" because no identity-based policy allows the s3:ListBucket action',
    "bucket": "(NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist",
}


@pytest.mark.parametrize("without", OMISSIONS)
def test_each_omission_is_a_line_on_stderr(two: TwoAccounts, without: str) -> None:
    two.build(without)
    assert refused(f"s3 ls s3://{BUCKET}", "reader").endswith(f"An error occurred {OMISSIONS[without]}")


# ------------------------------------------------------------------------------------------------- simulator, second factor


def test_the_simulator_tells_what_each_side_lacks_but_knows_no_trust(two: TwoAccounts) -> None:
    """As at AWS: B's trust in A is no part of A's simulation, so that it says no more than what A's own policies do."""
    two.build("may assume", "may read")
    ask_a = f"iam simulate-principal-policy --policy-source-arn {ALICE} --action-names sts:AssumeRole --resource-arns {ROLE}"
    ask_b = (
        f"iam simulate-principal-policy --policy-source-arn {ROLE} --action-names s3:GetObject s3:PutObject "
        f"--resource-arns arn:aws:s3:::{BUCKET}/x"
    )

    def a_says() -> tuple[str, dict[str, str]]:
        [result] = found(ask_a, "a")["EvaluationResults"]
        return result["EvalDecision"], result["EvalDecisionDetails"]

    def b_says() -> list[str]:
        return [result["EvalDecision"] for result in found(ask_b, "b")["EvaluationResults"]]

    assert a_says() == ("implicitDeny", {"IAM Policy": "implicitDeny", "Resource Policy": "implicitDeny"})
    assert b_says() == ["implicitDeny", "implicitDeny"]
    two.build("member", "bucket", "role")
    assert a_says() == ("implicitDeny", {"IAM Policy": "allowed", "Resource Policy": "implicitDeny"})
    assert b_says() == ["allowed", "implicitDeny"]
    assert f"caller's account {B} does not have access to policies in account {A}" in refused(ask_a, "b")


def test_the_command_asks_for_the_code_of_the_profile_s_device(two: TwoAccounts, tmp_path: Path) -> None:
    serial, code = alices_phone(two)
    two.build(trust=trusting(OF_A, Bool={"aws:MultiFactorAuthPresent": "true"}))
    with (tmp_path / "config").open("a", encoding="utf-8") as config:
        config.write(
            f"[profile careful]\nrole_arn = {ROLE}\nsource_profile = alice\nmfa_serial = {serial}\n"
            f"region = {REGION}\nendpoint_url = {two.here.url}\n"
        )
    assert NOT_ASSUMED in refused("sts get-caller-identity", "reader")
    ran = subprocess.run(
        [AWS, "s3", "cp", f"s3://{BUCKET}/{LOG['Key']}", "-", "--profile", "careful"],
        input=f"{code}\n",
        start_new_session=True,  # without a terminal that it could ask at
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, TEXT.decode())
    assert f"Enter MFA code for {serial}: " in ran.stderr


# ------------------------------------------------------------------------------------------------------------- the README

README = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Several accounts\n")[2].partition("\n## ")[0]
START = """
cogtui serve --template 111122223333=lessons/worlds/vendor.yaml --template 444455556666=lessons/worlds/customer.yaml
""".strip()
COPY = "aws s3 cp s3://logs-444455556666/2026/01/app.log - --profile reader"


def test_the_readme_s_way_across_leads_where_it_says(tmp_path: Path) -> None:
    commands = "".join(re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)).splitlines()
    assert commands == [START, COPY]
    reader, shown = re.findall(r"^```text\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    command = [sys.executable, "-m", *START.split(), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = ""
            while "\nAccounts" not in told:
                assert process.poll() is None
                told += process.stdout.readline()
            ran = _as_the_readme_says(told, reader, tmp_path)
        finally:
            process.terminate()
            process.communicate(timeout=20)
    assert (ran.stdout, ran.stderr) == (shown, "")


def _as_the_readme_says(told: str, reader: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Put the profiles that were printed into a file, the README's beside them, and run its command."""
    printed = told.partition("AWS_CONFIG_FILE names:\n")[2].partition("\nAccounts")[0]
    lines = [line.removeprefix("  ") for line in printed.splitlines()]
    profiles = reader.replace("http://127.0.0.1:4577", told.split()[5])
    (folder / "config").write_text("\n".join(lines) + f"\n{profiles}", encoding="utf-8")
    environment = dict(os.environ) | {"AWS_CONFIG_FILE": str(folder / "config")}
    command = [AWS, *shlex.split(COPY)[1:]]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
