"""boto3 from one account into another: the five steps, what each omission raises, profiles, one-time passwords, expiry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import botocore.credentials
import botocore.session
import httpx
import pytest

from cogtui.cloud.accounts import totp
from tests.builders import policy
from tests.clients.sdk import REGION, Sdk
from tests.clients.serving import Served
from tests.clients.two_accounts import BUCKET, LOG, ROLE, TEXT, A, B, TwoAccounts, trusting

ALICE = f"arn:aws:iam::{A}:user/alice"
SESSION = f"arn:aws:sts::{B}:assumed-role/LogReader/alice"
NOT_ASSUMED = f"User: {ALICE} is not authorized to perform: sts:AssumeRole on resource: {ROLE}"
NOT_READ = (
    f'User: {SESSION} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::{BUCKET}/2026/app.log" '
    "because no identity-based policy allows the s3:GetObject action"
)
OF_A = {"AWS": f"arn:aws:iam::{A}:root"}


@pytest.fixture
def two(here: Served, sdk: Sdk) -> TwoAccounts:
    return TwoAccounts(here, sdk)


# ------------------------------------------------------------------------------------------------------ the five steps


def test_five_steps_lead_from_one_account_to_the_logs_of_the_other(two: TwoAccounts) -> None:
    two.build()
    keys = two.assume()
    assert two.client("sts", keys).get_caller_identity()["Arn"] == SESSION
    assert two.read(keys) == TEXT
    assert [one["Key"] for one in two.client("s3", keys).list_objects_v2(Bucket=BUCKET)["Contents"]] == [LOG["Key"]]
    assert two.operations(2) == [f"assumed-role/LogReader/alice {name}" for name in ("GetObject", "ListObjectsV2")]
    assert {record.account for record in list(two.here.world.trail)[-2:]} == {B}


OMISSIONS = {
    "member": ("AssumeRole", "AccessDenied", NOT_ASSUMED, "policy.kind.identity"),
    "may assume": ("AssumeRole", "AccessDenied", NOT_ASSUMED, "policy.kind.identity"),
    "may read": ("GetObject", "AccessDenied", NOT_READ, "policy.kind.identity"),
    "bucket": ("GetObject", "NoSuchBucket", "The specified bucket does not exist", "s3.bucket"),
    "object": ("GetObject", "NoSuchKey", "The specified key does not exist.", "s3.object"),
}


@pytest.mark.parametrize("without", OMISSIONS)
def test_each_omission_is_met_where_it_matters(two: TwoAccounts, without: str) -> None:
    two.build(without)
    refusal = two.refused(lambda: two.read(two.assume()))
    *raised, rule = OMISSIONS[without]
    assert refusal[:3] == tuple(raised)
    assert rule in refusal.rules


def test_a_role_that_is_not_there_is_refused_as_one_that_trusts_nobody(two: TwoAccounts) -> None:
    two.build("role", "may read")
    refusal = two.refused(two.assume)
    assert refusal == ("AssumeRole", "AccessDenied", NOT_ASSUMED, ("sts.role.exists",))


TRUSTS = [
    (trusting({"Service": "ec2.amazonaws.com"}), {}, "policy.principal"),
    (trusting({"AWS": f"arn:aws:iam::{B}:root"}), {}, "policy.principal"),
    (trusting(OF_A, StringEquals={"sts:ExternalId": "42"}), {}, "policy.condition"),
    (trusting(OF_A, StringEquals={"sts:ExternalId": "42"}), {"ExternalId": "43"}, "policy.condition"),
    (trusting(OF_A, Bool={"aws:MultiFactorAuthPresent": "true"}), {}, "policy.condition"),
    (
        trusting(OF_A, StringEquals={"sts:RoleSessionName": "${aws:username}"}),
        {"RoleSessionName": "bob"},
        "policy.condition",
    ),
    (trusting(OF_A, StringLike={"sts:SourceIdentity": "*"}), {}, "policy.condition"),
]


@pytest.mark.parametrize(
    ("trust", "asked", "rule"),
    TRUSTS,
    ids=[
        "a service",
        "its own account",
        "no ExternalId",
        "another's ExternalId",
        "no code",
        "session name",
        "no source",
    ],
)
def test_what_the_trust_policy_does_not_grant_is_refused(
    two: TwoAccounts, trust: str, asked: dict[str, str], rule: str
) -> None:
    two.build(trust=trust)
    refusal = two.refused(lambda: two.assume(two.alice, **asked))
    assert refusal[:3] == ("AssumeRole", "AccessDenied", NOT_ASSUMED)
    assert {"policy.kind.trust", rule} <= set(refusal.rules)
    assert "policy.kind.identity" not in refusal.rules


def test_the_right_external_id_opens_the_role(two: TwoAccounts) -> None:
    two.build(trust=trusting(OF_A, StringEquals={"sts:ExternalId": "42"}))
    assert two.read(two.assume(ExternalId="42")) == TEXT


def test_a_session_policy_leaves_only_what_both_allow(two: TwoAccounts) -> None:
    two.build()
    listing = policy({"Action": "s3:*", "Resource": f"arn:aws:s3:::{BUCKET}"})
    keys = two.assume(Policy=listing)
    assert two.client("s3", keys).list_objects_v2(Bucket=BUCKET)["KeyCount"] == 1
    refusal = two.refused(lambda: two.read(keys))
    assert refusal.message == NOT_READ.replace("identity-based", "session")


def test_tags_cross_only_where_both_sides_let_sessions_be_tagged(two: TwoAccounts) -> None:
    two.build()
    tagged = {"Tags": [{"Key": "team", "Value": "red"}]}
    assert two.refused(lambda: two.assume(two.alice, **tagged)).code == "AccessDenied"
    both = ["sts:AssumeRole", "sts:TagSession"]
    two.client("iam", B).update_assume_role_policy(
        RoleName="LogReader", PolicyDocument=policy({"Principal": OF_A, "Action": both})
    )
    assert "sts:TagSession" in two.refused(lambda: two.assume(two.alice, **tagged)).message
    own = policy({"Action": both, "Resource": ROLE})
    two.client("iam", A).put_user_policy(UserName="alice", PolicyName="own", PolicyDocument=own)
    red = {"StringEquals": {"aws:PrincipalTag/team": "red"}}
    reads = policy({"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*", "Condition": red})
    two.client("iam", B).put_role_policy(RoleName="LogReader", PolicyName="ReadLogs", PolicyDocument=reads)
    assert two.read(two.assume(two.alice, **tagged)) == TEXT
    assert two.refused(lambda: two.read(two.assume())).message == NOT_READ


def test_sessions_from_before_a_moment_can_be_revoked(two: TwoAccounts) -> None:
    two.build()
    old = two.assume()
    two.here.do(lambda: two.here.world.act("clock.advance", seconds=60))
    moment = datetime.fromtimestamp(two.here.world.now - 30, UTC).isoformat()
    before = {"DateLessThan": {"aws:TokenIssueTime": moment}}
    revoked = policy({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": before})
    two.client("iam", B).put_role_policy(
        RoleName="LogReader", PolicyName="AWSRevokeOlderSessions", PolicyDocument=revoked
    )
    refusal = two.refused(lambda: two.read(old))
    assert refusal.message.endswith("with an explicit deny in an identity-based policy")
    assert two.read(two.assume()) == TEXT


def test_without_a_role_both_sides_must_allow(two: TwoAccounts) -> None:
    two.build()
    refusal = two.refused(lambda: two.read(two.alice))
    assert refusal[:3] == ("GetObject", "AccessDenied", "Access Denied")
    own = policy({"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"})
    two.client("iam", A).put_user_policy(UserName="alice", PolicyName="own", PolicyDocument=own)
    assert "policy.kind.resource" in two.refused(lambda: two.read(two.alice)).rules
    lets = {"Principal": {"AWS": ALICE}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    two.client("s3", B).put_bucket_policy(Bucket=BUCKET, Policy=policy(lets))
    assert two.read(two.alice) == TEXT
    two.client("iam", A).delete_user_policy(UserName="alice", PolicyName="own")
    assert "policy.kind.identity" in two.refused(lambda: two.read(two.alice)).rules


def test_a_url_that_the_role_signed_lets_anybody_read_until_the_role_may_not(two: TwoAccounts) -> None:
    two.build()
    s3 = two.client("s3", two.assume(), signature_version="s3v4")
    url = s3.generate_presigned_url("get_object", Params=LOG, ExpiresIn=60)
    assert httpx.get(url).content == TEXT
    two.client("iam", B).delete_role_policy(RoleName="LogReader", PolicyName="ReadLogs")
    answer = httpx.get(url)
    assert (answer.status_code, "<Code>AccessDenied</Code>" in answer.text) == (403, True)


def test_what_one_account_has_the_other_s_administrator_does_not_see(two: TwoAccounts) -> None:
    two.build()
    assert two.client("s3", A).list_buckets()["Buckets"] == []
    assert [one["UserName"] for one in two.client("iam", B).list_users()["Users"]] == ["demo"]
    refusal = two.refused(lambda: two.client("s3", A).get_object(**LOG))
    assert refusal.code == "AccessDenied"
    with pytest.raises(two.client("iam", A).exceptions.NoSuchEntityException):
        two.client("iam", A).get_role(RoleName="LogReader")


# ------------------------------------------------------------------------------------------------------------- profiles


def test_a_profile_carries_external_id_session_name_and_duration(
    two: TwoAccounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    two.build(trust=trusting(OF_A, StringEquals={"sts:ExternalId": "42", "sts:RoleSessionName": "nightly"}))
    two.configure(monkeypatch, tmp_path, external_id="42", role_session_name="nightly", duration_seconds="900")
    s3 = boto3.Session(profile_name="reader").client("s3")
    assert s3.get_object(**LOG)["Body"].read() == TEXT
    s3.close()
    assert two.operations(2) == ["user/alice AssumeRole", "assumed-role/LogReader/nightly GetObject"]


def test_a_profile_without_its_external_id_is_refused_at_the_first_call(
    two: TwoAccounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    two.build(trust=trusting(OF_A, StringEquals={"sts:ExternalId": "42"}))
    two.configure(monkeypatch, tmp_path)
    s3 = boto3.Session(profile_name="reader").client("s3")
    assert two.refused(lambda: s3.list_objects_v2(Bucket=BUCKET))[:3] == ("AssumeRole", "AccessDenied", NOT_ASSUMED)
    s3.close()


def test_a_profile_asks_for_a_one_time_password(
    two: TwoAccounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    serial, code = alices_phone(two)
    two.build(trust=trusting(OF_A, Bool={"aws:MultiFactorAuthPresent": "true"}))
    two.configure(monkeypatch, tmp_path, mfa_serial=serial, role_session_name="alice")
    asked: list[str] = []

    def prompt(words: str) -> str:
        asked.append(words)
        return code

    session = botocore.session.Session(profile="reader")
    session.get_component("credential_provider").get_provider("assume-role")._prompter = prompt
    s3 = boto3.Session(botocore_session=session).client("s3")
    assert s3.get_object(**LOG)["Body"].read() == TEXT
    assert s3.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 1
    s3.close()
    assert asked == [f"Enter MFA code for {serial}: "]


def alices_phone(two: TwoAccounts) -> tuple[str, str]:
    """Give Alice a virtual device; return its serial number and the code that it shows."""
    iam = two.client("iam", A)
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")["VirtualMFADevice"]
    secret = totp.read(made["Base32StringSeed"].decode())
    step = totp.step_at(two.here.world.now)
    codes = {f"AuthenticationCode{one}": totp.code_at(secret, step + one - 3) for one in (1, 2)}
    iam.enable_mfa_device(UserName="alice", SerialNumber=made["SerialNumber"], **codes)
    return made["SerialNumber"], totp.code_at(secret, step)


def test_a_chain_of_profiles_goes_from_role_to_role(
    two: TwoAccounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub = two.client("iam", A).create_role(RoleName="Hub", AssumeRolePolicyDocument=trusting({"AWS": ALICE}))["Role"]
    onward = policy({"Action": "sts:AssumeRole", "Resource": ROLE})
    two.client("iam", A).put_role_policy(RoleName="Hub", PolicyName="onward", PolicyDocument=onward)
    two.build(trust=trusting({"AWS": hub["Arn"]}))
    place = f"region = {REGION}\nendpoint_url = {two.here.url}\n"
    chain = (
        f"[profile hub]\nrole_arn = {hub['Arn']}\nsource_profile = alice\nrole_session_name = hop\n{place}"
        f"[profile far]\nrole_arn = {ROLE}\nsource_profile = hub\nrole_session_name = far\n{place}"
    )
    two.configure(monkeypatch, tmp_path, chain)
    s3 = boto3.Session(profile_name="far").client("s3")
    assert s3.get_object(**LOG)["Body"].read() == TEXT
    s3.close()
    assert two.operations(3) == [
        "user/alice AssumeRole",
        "assumed-role/Hub/hop AssumeRole",
        "assumed-role/LogReader/far GetObject",
    ]


def test_a_profile_may_take_its_source_from_the_environment(
    two: TwoAccounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    two.build()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", two.alice.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", two.alice.secret_access_key)
    (tmp_path / "config").write_text(
        f"[profile ci]\nrole_arn = {ROLE}\ncredential_source = Environment\nregion = {REGION}\n"
        f"endpoint_url = {two.here.url}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    s3 = boto3.Session(profile_name="ci").client("s3")
    assert s3.get_object(**LOG)["Body"].read() == TEXT
    s3.close()


def test_a_profile_takes_a_web_identity_into_the_other_account(
    two: TwoAccounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A user pool of A is an OpenID provider to B like any other: B registers it and trusts its tokens."""
    issuer, client, token = somebody_signed_in(two)
    provider = two.client("iam", B).create_open_id_connect_provider(Url=f"https://{issuer}", ClientIDList=[client])
    arn = provider["OpenIDConnectProviderArn"]
    trust = {
        "Principal": {"Federated": arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{issuer}:aud": client}},
    }
    two.build(trust=policy(trust))
    (tmp_path / "token").write_text(token, encoding="utf-8")
    two.configure(
        monkeypatch,
        tmp_path,
        f"[profile pod]\nrole_arn = {ROLE}\nweb_identity_token_file = {tmp_path / 'token'}\nrole_session_name = a-pod\n"
        f"region = {REGION}\nendpoint_url = {two.here.url}\n",
    )
    s3 = boto3.Session(profile_name="pod").client("s3")
    assert s3.get_object(**LOG)["Body"].read() == TEXT
    s3.close()
    assert two.operations(1) == ["assumed-role/LogReader/a-pod GetObject"]


def somebody_signed_in(two: TwoAccounts) -> tuple[str, str, str]:
    """Let somebody sign in at a user pool of A; return its issuer, the client's id and an ID token."""
    idp = two.client("cognito-idp", A)
    pool = idp.create_user_pool(PoolName="staff")["UserPool"]["Id"]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    made = idp.create_user_pool_client(UserPoolId=pool, ClientName="pods", ExplicitAuthFlows=flows)
    client = made["UserPoolClient"]["ClientId"]
    idp.admin_create_user(UserPoolId=pool, Username="ben", MessageAction="SUPPRESS")
    idp.admin_set_user_password(UserPoolId=pool, Username="ben", Password="Correct-Horse-9", Permanent=True)
    asked = {"USERNAME": "ben", "PASSWORD": "Correct-Horse-9"}
    tokens = idp.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=asked)
    return f"cognito-idp.{REGION}.amazonaws.com/{pool}", client, tokens["AuthenticationResult"]["IdToken"]


# --------------------------------------------------------------------------------------------------------------- expiry


def test_a_session_across_accounts_ends(two: TwoAccounts) -> None:
    two.build()
    keys = two.assume(DurationSeconds=900)
    two.here.do(lambda: two.here.world.act("clock.advance", seconds=899))
    assert two.read(keys) == TEXT
    two.here.do(lambda: two.here.world.act("clock.advance", seconds=2))
    refusal = two.refused(lambda: two.read(keys))
    assert refusal[:3] == ("GetObject", "ExpiredToken", "The provided token has expired.")
    assert refusal.rules[-1:] == ("door.session",)


def test_a_profile_renews_its_session_when_it_is_about_to_end(
    two: TwoAccounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By the world's clock, which the client is given: its own knows nothing of jumps."""

    def now(_: Any = None) -> datetime:
        return datetime.fromtimestamp(two.here.world.now, UTC)

    monkeypatch.setattr(botocore.credentials, "_local_now", now)
    two.build()
    two.configure(monkeypatch, tmp_path, role_session_name="alice")
    s3 = boto3.Session(profile_name="reader").client("s3")
    for passed, calls in ((0, 2), (1800, 1), (1900, 2), (7200, 2)):
        two.here.do(lambda passed=passed: two.here.world.act("clock.advance", seconds=passed))
        before = len(two.here.world.trail)
        assert s3.get_object(**LOG)["Body"].read() == TEXT
        assert len(two.here.world.trail) - before == calls
    s3.close()
