"""What can be changed on the policy bench: the world's policies, tags of users and roles, condition keys of requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from cogtui.cloud.accounts.customer_policies import MANAGED_POLICIES, POLICY_VERSIONS, ManagedPolicy
from cogtui.cloud.accounts.organizations import CONTROL_POLICIES, KINDS, ORGANIZATIONS
from cogtui.cloud.accounts.principals import INLINE_POLICIES, OPERATOR_ROLE, ROLES, InlinePolicy, Role, trust_source
from cogtui.cloud.accounts.users import USERS, User
from cogtui.cloud.policy.context_keys import keys_in, once
from cogtui.cloud.policy.json_text import PolicySyntaxError
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.services.s3.records import BUCKETS, Bucket
from cogtui.cloud.store import Reader, rows_of
from cogtui.views.account_letters import letters_of
from cogtui.views.policy_versions import version_in_the_way

What = Literal["inline", "trust", "managed", "bucket", "control", "user-tags", "role-tags", "context"]
"""Which calls make a change so; `calls` has them."""

USUAL_KEYS: Final = ("aws:MultiFactorAuthPresent", "aws:SourceIp")
"""Condition keys that are worth a trial though no policy speaks of them yet."""
GROUPS: Final[dict[What, str]] = {
    "trust": "Trust policies",
    "inline": "Policies of users, groups and roles",
    "managed": "Managed policies",
    "bucket": "Bucket policies",
    "control": "Policies of the organization",
    "user-tags": "Tags",
    "role-tags": "Tags",
    "context": "What requests bring along",
}


class Subject(msgspec.Struct, frozen=True):
    """One thing that can be changed."""

    what: What
    title: str
    """"role LogReader, trust policy"."""
    account: str
    """Whose operator makes the change; empty for what belongs to the request."""
    text: str
    """As it is: a policy spread over lines, tags as "team=red, stage=prod", a key's value."""
    names: dict[str, str] = {}
    """What the calls name: holder, policy, bucket, key."""
    letter: str = ""
    """What the account is called for short."""
    missing: bool = False
    """There is none yet: the text is one to begin with."""

    @property
    def id(self) -> str:
        """Stays the same while the world moves."""
        return f"{self.what} {self.account} {' '.join(self.names.values())}"

    @property
    def kind(self) -> PolicyKind | None:
        """The kind of policy, None for what is no document."""
        if self.what == "control":
            return "rcp" if self.names["kind"] == "rcp" else "scp"
        return _KINDS.get(self.what)

    @property
    def group(self) -> str:
        """Under which title it is listed."""
        return GROUPS[self.what]


_KINDS: Final[dict[What, PolicyKind]] = {
    "trust": "trust",
    "inline": "identity",
    "managed": "identity",
    "bucket": "resource",
}


def subjects(reader: Reader) -> list[Subject]:
    """Return all that can be changed, in the order of `GROUPS`."""
    policies = [*_trust(reader), *_inline(reader), *_managed(reader), *_buckets(reader), *_controls(reader)]
    letters = letters_of(reader)
    found = [*policies, *_tags(reader), *_keys(policies)]
    return [msgspec.structs.replace(one, letter=letters.get(one.account, "")) for one in found]


def spread(text: str) -> str:
    """Return a policy over several lines, so that it can be read and edited."""
    if "\n" in text.strip():
        return text
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _roles(reader: Reader) -> Iterator[Role]:
    """Yield the roles but for the operators': whoever changed theirs could change nothing back."""
    return (role for role in rows_of(reader, ROLES) if role.name != OPERATOR_ROLE)


def _trust(reader: Reader) -> Iterator[Subject]:
    for role in _roles(reader):
        text = spread(trust_source(reader, role).document)
        yield Subject("trust", f"role {role.name}, trust policy", role.account, text, {"holder": role.name})


def _inline(reader: Reader) -> Iterator[Subject]:
    row: InlinePolicy
    for row in rows_of(reader, INLINE_POLICIES):
        title = f"{row.holder} {row.holder_name}, inline policy {row.name}"
        names = {"kind": row.holder, "holder": row.holder_name, "policy": row.name}
        yield Subject("inline", title, row.account, spread(row.document), names)


def _managed(reader: Reader) -> Iterator[Subject]:
    policy: ManagedPolicy
    for policy in rows_of(reader, MANAGED_POLICIES):
        now = reader.get(POLICY_VERSIONS, (policy.scope, policy.default_version))
        if now is None:
            continue
        names = {"arn": policy.arn, "spare": version_in_the_way(reader, policy)}
        yield Subject("managed", f"managed policy {policy.name}", policy.account, spread(now.document), names)


def _buckets(reader: Reader) -> Iterator[Subject]:
    bucket: Bucket
    for bucket in rows_of(reader, BUCKETS):
        title = f"bucket {bucket.name}, bucket policy"
        text = spread(bucket.policy) if bucket.policy else _first_policy(bucket)
        yield Subject("bucket", title, bucket.account, text, {"bucket": bucket.name}, missing=not bucket.policy)


def _first_policy(bucket: Bucket) -> str:
    """Return a bucket policy to begin with."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{bucket.account}:root"},
        "Action": "s3:GetObject",
        "Resource": f"{bucket.arn}/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def _controls(reader: Reader) -> Iterator[Subject]:
    for organization in rows_of(reader, ORGANIZATIONS):
        for row in reader.scan(CONTROL_POLICIES, organization.id):
            kind = KINDS[row.kind][0]
            names = {"kind": kind, "policy": row.id}
            yield Subject("control", f"{kind.upper()} {row.name}", organization.management, spread(row.document), names)


def _tags(reader: Reader) -> Iterator[Subject]:
    user: User
    for user in rows_of(reader, USERS):
        yield _tagged("user-tags", f"user {user.name}, tags", user.account, user.name, user.tags)
    for role in _roles(reader):
        yield _tagged("role-tags", f"role {role.name}, tags", role.account, role.name, role.tags)


def _tagged(what: What, title: str, account: str, holder: str, tags: dict[str, str]) -> Subject:
    text = ", ".join(f"{key}={value}" for key, value in tags.items())
    return Subject(what, title, account, text, {"holder": holder})


def _keys(policies: list[Subject]) -> Iterator[Subject]:
    """Yield the condition keys that policies speak of, then the usual ones."""
    keys = [key for policy in policies for key in _mentioned(policy.text)]
    for key in once((*keys, *USUAL_KEYS)):
        yield Subject("context", key, "", "", {"key": key})


def _mentioned(text: str) -> list[str]:
    try:
        return keys_in(text)
    except PolicySyntaxError:
        return []
