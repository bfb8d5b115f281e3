"""Two accounts at one endpoint, and the five steps that let a user of one read the logs of the other, made with boto3."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.callers import Keys
from cogtui.cloud.demo import demo_user
from cogtui.cloud.world import World
from tests.builders import policy
from tests.clients.sdk import REGION, Sdk
from tests.clients.serving import Served

A, B = "111122223333", "444455556666"
ROLE = f"arn:aws:iam::{B}:role/LogReader"
BUCKET = "logs-of-b"
LOG = {"Bucket": BUCKET, "Key": "2026/app.log"}
TEXT = b"09:00:01 started\n"

READS = policy(
    {"Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{BUCKET}"},
    {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"},
)
ASSUMES = policy({"Action": "sts:AssumeRole", "Resource": ROLE})


def trusting(principal: dict[str, str], **condition: Any) -> str:
    return policy(
        {"Principal": principal, "Action": "sts:AssumeRole"} | ({"Condition": condition} if condition else {})
    )


class Refusal(NamedTuple):
    """What a client raised, and what the trail has of it."""

    operation: str
    code: str
    message: str
    rules: tuple[str, ...]


class TwoAccounts:
    """Accounts A and B behind one endpoint, an administrator of each, and Alice in A, who has a key and nothing more."""

    def __init__(self, here: Served, sdk: Sdk) -> None:
        self.here = here
        self._sdk = sdk
        here.become(World("two accounts", accounts=(A, B)))
        self.admins = {account: here.do(lambda account=account: _demo(here.world, account)) for account in (A, B)}
        iam = self.client("iam", A)
        iam.create_user(UserName="alice")
        iam.create_group(GroupName="Auditors")
        made = iam.create_access_key(UserName="alice")["AccessKey"]
        self.alice = Keys(made["AccessKeyId"], made["SecretAccessKey"])

    def client(self, service: str, who: str | Keys, **config: Any) -> Any:
        """Return a client of an account's administrator, or with other keys."""
        keys = self.admins[who] if isinstance(who, str) else who
        return self._sdk.client(service, self.here.url, keys, **config)

    def build(self, *without: str, trust: str = "") -> None:
        """Take the steps, but for those named."""
        for name, step in _STEPS.items():
            if name not in without:
                step(self)
        if trust:
            self.client("iam", B).update_assume_role_policy(RoleName="LogReader", PolicyDocument=trust)

    def assume(self, keys: Keys | None = None, **asked: Any) -> Keys:
        """Become the role, as Alice."""
        given = {"RoleArn": ROLE, "RoleSessionName": "alice"} | asked
        made = self.client("sts", keys or self.alice).assume_role(**given)["Credentials"]
        return Keys(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])

    def read(self, keys: Keys) -> bytes:
        """Read the log."""
        return self.client("s3", keys).get_object(**LOG)["Body"].read()

    def refused(self, doing: Callable[[], object]) -> Refusal:
        """Return how something is refused."""
        with pytest.raises(ClientError) as raised:
            doing()
        error = raised.value.response["Error"]
        return Refusal(
            str(raised.value.operation_name), error.get("Code", ""), error.get("Message", ""), self.here.last.refused_by
        )

    def configure(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, more: str = "", **of_role: str) -> None:
        """Write AWS's config file: profiles `alice` and, from her, `reader`."""
        place = f"region = {REGION}\nendpoint_url = {self.here.url}\n"
        settings = "".join(f"{name} = {value}\n" for name, value in of_role.items())
        (tmp_path / "config").write_text(
            f"[profile alice]\naws_access_key_id = {self.alice.access_key_id}\n"
            f"aws_secret_access_key = {self.alice.secret_access_key}\n{place}"
            f"[profile reader]\nrole_arn = {ROLE}\nsource_profile = alice\n{settings}{place}{more}",
            encoding="utf-8",
        )
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

    def operations(self, last: int) -> list[str]:
        """Return the newest operations, with who made them."""
        return [
            f"{one.principal_arn.rpartition(':')[2]} {one.operation}" for one in list(self.here.world.trail)[-last:]
        ]


def _demo(world: World, account: str) -> Keys:
    key = demo_user(world, account)
    return Keys(key.access_key_id, key.secret)


def _object(two: TwoAccounts) -> None:
    with contextlib.suppress(two.client("s3", B).exceptions.NoSuchBucket):
        two.client("s3", B).put_object(**LOG, Body=TEXT)


_STEPS: dict[str, Callable[[TwoAccounts], object]] = {
    "member": lambda two: two.client("iam", A).add_user_to_group(GroupName="Auditors", UserName="alice"),
    "bucket": lambda two: two.client("s3", B).create_bucket(Bucket=BUCKET),
    "object": _object,
    "role": lambda two: two.client("iam", B).create_role(
        RoleName="LogReader", AssumeRolePolicyDocument=trusting({"AWS": f"arn:aws:iam::{A}:root"})
    ),
    "may read": lambda two: two.client("iam", B).put_role_policy(
        RoleName="LogReader", PolicyName="ReadLogs", PolicyDocument=READS
    ),
    "may assume": lambda two: two.client("iam", A).put_group_policy(
        GroupName="Auditors", PolicyName="AssumeLogReader", PolicyDocument=ASSUMES
    ),
}
