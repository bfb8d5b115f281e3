"""An organization of three accounts, made through the door, for tests of Organizations and of its policies."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.callers import Caller, Keys, Operator
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import policy

MANAGEMENT, MEMBER, STRANGER = "111122223333", "444455556666", "777788889999"
ACCOUNTS = (MANAGEMENT, MEMBER, STRANGER)
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"


class Company:
    """A world whose first account manages an organization; the second is a member in the unit Dev, the third is alone."""

    def __init__(self, seed: str = "company") -> None:
        self.world = World(seed=seed, accounts=ACCOUNTS)
        self.id: str = self.done("CreateOrganization")["Organization"]["Id"]
        self.root: str = self.done("ListRoots")["Roots"][0]["Id"]
        self.join(MEMBER)
        made = self.done("CreateOrganizationalUnit", ParentId=self.root, Name="Dev")
        self.dev: str = made["OrganizationalUnit"]["Id"]
        self.done("MoveAccount", AccountId=MEMBER, SourceParentId=self.root, DestinationParentId=self.dev)

    def asked(self, operation: str, *, by: str = MANAGEMENT, **params: Any) -> Reply:
        """Ask Organizations something as an account's operator."""
        return self.world.call("organizations", operation, params, caller=Operator(by))

    def done(self, operation: str, *, by: str = MANAGEMENT, **params: Any) -> dict[str, Any]:
        """Make a call to Organizations that must succeed, and return its output."""
        reply = self.asked(operation, by=by, **params)
        assert reply.ok, reply.error
        return reply.output

    def invite(self, account: str) -> str:
        """Invite an account and return the invitation's id."""
        target = {"Type": "ACCOUNT", "Id": account}
        return self.done("InviteAccountToOrganization", Target=target)["Handshake"]["Id"]

    def join(self, account: str) -> None:
        """Have an account come in."""
        self.done("AcceptHandshake", by=account, HandshakeId=self.invite(account))

    def hang(self, target: str, *statements: dict[str, Any], kind: str = SCP, name: str = "ours") -> str:
        """Make a policy and hang it somewhere; return its id."""
        made = self.done("CreatePolicy", Name=name, Description="", Type=kind, Content=policy(*statements))
        policy_id: str = made["Policy"]["PolicySummary"]["Id"]
        self.done("AttachPolicy", PolicyId=policy_id, TargetId=target)
        return policy_id

    def only(self, target: str, *statements: dict[str, Any]) -> str:
        """Hang a service control policy somewhere in place of FullAWSAccess."""
        policy_id = self.hang(target, *statements)
        self.done("DetachPolicy", PolicyId="p-FullAWSAccess", TargetId=target)
        return policy_id

    def in_account(self, account: str, service: str, operation: str, **params: Any) -> dict[str, Any]:
        """Make a call as an account's operator that must succeed."""
        reply = self.world.call(service, operation, params, caller=Operator(account))
        assert reply.ok, reply.error
        return reply.output

    def bucket(self, account: str, name: str, *statements: dict[str, Any]) -> None:
        """Make a bucket with the object `x`, and a bucket policy where statements are given."""
        self.in_account(account, "s3", "CreateBucket", Bucket=name)
        self.in_account(account, "s3", "PutObject", Bucket=name, Key="x", Body=b"42")
        if statements:
            self.in_account(account, "s3", "PutBucketPolicy", Bucket=name, Policy=policy(*statements))

    def alice(self, account: str, *statements: dict[str, Any]) -> Keys:
        """Make the user alice in an account and return her key."""
        self.in_account(account, "iam", "CreateUser", UserName="alice")
        if statements:
            own = {"UserName": "alice", "PolicyName": "own", "PolicyDocument": policy(*statements)}
            self.in_account(account, "iam", "PutUserPolicy", **own)
        key = self.in_account(account, "iam", "CreateAccessKey", UserName="alice")["AccessKey"]
        return Keys(key["AccessKeyId"], key["SecretAccessKey"])

    def read(self, caller: Caller, bucket: str = "logs") -> Reply:
        """Read the object `x` of a bucket."""
        return self.world.call("s3", "GetObject", {"Bucket": bucket, "Key": "x"}, caller=caller)

    def policy_arn(self, policy_id: str, kind: str = SCP) -> str:
        """Return the ARN of a policy of the organization."""
        return f"arn:aws:organizations::{MANAGEMENT}:policy/{self.id}/{kind.lower()}/{policy_id}"


def user_arn(account: str, name: str = "alice") -> str:
    """Return a user's ARN."""
    return f"arn:aws:iam::{account}:user/{name}"


def refusal(reply: Reply) -> tuple[str, str, tuple[str, ...]]:
    """Return code, text and rule ids of a refusal."""
    assert reply.error is not None, reply.output
    return reply.error.code, reply.error.message, reply.record.refused_by
