"""The policies of the story as texts to edit: which document a step is about, and the calls that keep a new one."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

import msgspec

from cogtui.cloud.accounts.customer_policies import POLICY_VERSIONS, policy_by_arn
from cogtui.cloud.accounts.organizations import CONTROL_POLICIES, HANGING, organization_of
from cogtui.cloud.accounts.principals import (
    ATTACHED_POLICIES,
    INLINE_POLICIES,
    HolderKind,
    as_it_reads,
    holder_scope,
    trust_source,
)
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.store import Reader
from cogtui.views.cross_account.asked import Asked
from cogtui.views.cross_account.steps import StepId
from cogtui.views.policy_versions import version_in_the_way


class Call(msgspec.Struct, frozen=True):
    """A call that an account's operator makes."""

    account: str
    service: str
    operation: str
    params: dict[str, Any]


Plan = Generator[Call, dict[str, Any], None]
"""Calls, one after the other; each is sent the answer to the one before."""


class Draft(msgspec.Struct, frozen=True):
    """A document of a step."""

    label: str
    text: str
    kind: PolicyKind
    policy_arn: str = ""
    """Of a managed policy; of an SCP its id."""
    inline: tuple[HolderKind, str, str] | None = None
    """Holder, its name and the policy's, of an inline policy."""
    is_new: bool = False


def pretty(document: dict[str, Any]) -> str:
    """Return a policy as text over several lines."""
    return json.dumps(document, indent=2)


def policy(*statements: dict[str, Any]) -> str:
    """Return a policy of some statements, each an Allow unless it says otherwise."""
    return pretty({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | one for one in statements]})


NEW_IDENTITY = policy({"Action": "", "Resource": ""})
NEW_TRUST = policy({"Principal": {}, "Action": "sts:AssumeRole"})
NEW_RESOURCE = policy({"Principal": {}, "Action": "", "Resource": ""})


def draft_of(asked: Asked, step: StepId) -> Draft | None:
    """Return the document that a step is about, a beginning where there is none yet; None for steps without a document."""
    cast, state = asked.cast, asked.state
    match step:
        case "permissions":
            held = _held(state, "role", cast.role.account, cast.role.name) if cast.role else None
            return held or _spare(asked) or Draft("policy ReadLogs of B", NEW_IDENTITY, "identity", is_new=True)
        case "assume" | "use":
            name = "AssumeRole" if step == "assume" else "UseLogs"
            group = _held(state, "group", cast.near, cast.group.name) if cast.group else None
            user = _held(state, "user", cast.near, cast.user.name) if cast.user else None
            return group or user or Draft(f"policy {name} of A", NEW_IDENTITY, "identity", is_new=True)
        case "role" | "demands-id" | "demands-mfa":
            if cast.role is None:
                return Draft("trust policy of role LogReader", NEW_TRUST, "trust", is_new=True)
            return Draft(cast.role.trust_place.label, trust_source(state, cast.role).document, "trust")
        case "bucket-policy":
            if cast.bucket is None:
                return None
            bucket = cast.bucket
            text = as_it_reads(state, bucket.policy, bucket.named) if bucket.policy else NEW_RESOURCE
            return Draft(cast.bucket.policy_place.label, text, "resource", is_new=not cast.bucket.policy)
        case "boundary":
            found = _managed(state, cast.role.boundary, "boundary") if cast.role and cast.role.boundary else None
            return found or Draft("permissions boundary LogsOnly of B", NEW_IDENTITY, "boundary", is_new=True)
        case "scp":
            return _scp(state, cast.near)
        case "session":
            return Draft("session policy that AssumeRole sends", asked.sends.session_policy or NEW_IDENTITY, "session")
        case _:
            return None


def place_of(step: StepId) -> str:
    """Return which account's operator keeps a step's document."""
    return "near" if step in ("assume", "use", "scp") else "far"


def keeping(asked: Asked, step: StepId, draft: Draft, text: str) -> Plan:
    """Yield the calls that make `text` the step's document, a new policy being attached to whom it is for."""
    cast = asked.cast
    account = cast.near if place_of(step) == "near" else cast.far
    if step == "scp":
        yield from _keeping_scp(asked, draft, text)
    elif draft.policy_arn:
        yield from new_version(asked.state, account, draft.policy_arn, text)
        if step == "permissions" and cast.role and not _held(asked.state, "role", cast.far, cast.role.name):
            yield from attached(asked, step, account, draft.policy_arn)
    elif draft.inline is not None:
        yield _put_inline(account, draft.inline, text)
    elif step in ("role", "demands-id", "demands-mfa"):
        yield from _keeping_trust(asked, text)
    elif step == "bucket-policy" and cast.bucket is not None:
        yield Call(account, "s3", "PutBucketPolicy", {"Bucket": cast.bucket.name, "Policy": text})
    else:
        yield from new_policy(asked, step, _NAMES[step], text)


_NAMES: dict[StepId, str] = {
    "permissions": "ReadLogs",
    "assume": "AssumeRole",
    "use": "UseLogs",
    "boundary": "LogsOnly",
}


def _keeping_trust(asked: Asked, text: str) -> Plan:
    """Yield the call that makes `text` the role's trust policy; a role that is made for it gets B's newest policy too."""
    cast = asked.cast
    if cast.role is not None:
        given = {"RoleName": cast.role.name, "PolicyDocument": text}
        yield Call(cast.far, "iam", "UpdateAssumeRolePolicy", given)
        return
    yield Call(cast.far, "iam", "CreateRole", {"RoleName": "LogReader", "AssumeRolePolicyDocument": text})
    if cast.far_policies:
        newest = max(cast.far_policies, key=lambda one: one.created)
        yield Call(cast.far, "iam", "AttachRolePolicy", {"RoleName": "LogReader", "PolicyArn": newest.arn})


def new_version(state: Reader, account: str, arn: str, text: str) -> Plan:
    """Yield the calls that give a managed policy another text; the oldest version makes room where there are five."""
    found = policy_by_arn(state, arn)
    spare = version_in_the_way(state, found) if found else ""
    if spare:
        yield Call(account, "iam", "DeletePolicyVersion", {"PolicyArn": arn, "VersionId": spare})
    yield Call(account, "iam", "CreatePolicyVersion", {"PolicyArn": arn, "PolicyDocument": text, "SetAsDefault": True})


def new_policy(asked: Asked, step: StepId, name: str, text: str) -> Plan:
    """Yield the calls that make a managed policy and attach it to whom the step's policy is for, if they are there."""
    cast = asked.cast
    account = cast.near if place_of(step) == "near" else cast.far
    known = next(
        (one for one in (*cast.near_policies, *cast.far_policies) if (one.account, one.name) == (account, name)), None
    )
    if known is not None:
        arn = known.arn
        yield from new_version(asked.state, account, arn, text)
    else:
        made = yield Call(account, "iam", "CreatePolicy", {"PolicyName": name, "PolicyDocument": text})
        arn = str(made["Policy"]["Arn"])
    yield from attached(asked, step, account, arn)


def attached(asked: Asked, step: StepId, account: str, arn: str) -> Plan:
    """Yield the call that attaches a policy to the role, or to the group (else the user) of A."""
    cast = asked.cast
    if step == "boundary" and cast.role is not None:
        given = {"RoleName": cast.role.name, "PermissionsBoundary": arn}
        yield Call(account, "iam", "PutRolePermissionsBoundary", given)
    elif step == "permissions" and cast.role is not None:
        yield Call(account, "iam", "AttachRolePolicy", {"RoleName": cast.role.name, "PolicyArn": arn})
    elif step in ("assume", "use") and cast.group is not None:
        yield Call(account, "iam", "AttachGroupPolicy", {"GroupName": cast.group.name, "PolicyArn": arn})
    elif step in ("assume", "use") and cast.user is not None:
        yield Call(account, "iam", "AttachUserPolicy", {"UserName": cast.user.name, "PolicyArn": arn})


def new_scp(asked: Asked, text: str, name: str = "LimitsOfA") -> Plan:
    """Yield the calls that put A under an SCP: B's organization, made where there is none, which A joins.

    The bucket's account is the organization's management account, which no SCP binds.
    """
    state, cast = asked.state, asked.cast
    organization = organization_of(state, cast.near) or organization_of(state, cast.far)
    owner = organization.management if organization else cast.far
    if organization is None:
        yield Call(owner, "organizations", "CreateOrganization", {"FeatureSet": "ALL"})
    root = (yield Call(owner, "organizations", "ListRoots", {}))["Roots"][0]
    if not any(one["Type"] == _SCP for one in root["PolicyTypes"]):
        given = {"RootId": root["Id"], "PolicyType": _SCP}
        yield Call(owner, "organizations", "EnablePolicyType", given)
    if organization_of(state, cast.near) is None:
        target = {"Id": cast.near, "Type": "ACCOUNT"}
        invited = yield Call(owner, "organizations", "InviteAccountToOrganization", {"Target": target})
        given = {"HandshakeId": invited["Handshake"]["Id"]}
        yield Call(cast.near, "organizations", "AcceptHandshake", given)
    given = {"Name": name, "Description": "", "Type": _SCP, "Content": text}
    made = yield Call(owner, "organizations", "CreatePolicy", given)
    policy_id = made["Policy"]["PolicySummary"]["Id"]
    yield Call(owner, "organizations", "AttachPolicy", {"PolicyId": policy_id, "TargetId": cast.near})


def _keeping_scp(asked: Asked, draft: Draft, text: str) -> Plan:
    organization = organization_of(asked.state, asked.cast.near)
    if draft.is_new or organization is None:
        yield from new_scp(asked, text)
    else:
        given = {"PolicyId": draft.policy_arn, "Content": text}
        yield Call(organization.management, "organizations", "UpdatePolicy", given)


_SCP = "SERVICE_CONTROL_POLICY"

NEW_SCP = policy({"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"})


def _scp(state: Reader, account: str) -> Draft:
    """Return the SCP that hangs on an account, which can be read here; a new one where none does."""
    organization = organization_of(state, account)
    for hanging in state.scan(HANGING, account) if organization else ():
        found = state.get(CONTROL_POLICIES, (organization.id, hanging.policy_id)) if organization else None
        if found is not None and found.kind == _SCP:
            return Draft(f"SCP {found.name} on A", found.document, "scp", policy_arn=found.id)
    return Draft("SCP LimitsOfA on A", NEW_SCP, "scp", is_new=True)


def _held(state: Reader, holder: HolderKind, account: str, name: str) -> Draft | None:
    """Return the first policy of the account's own that somebody holds."""
    scope = holder_scope(account, holder, name)
    for one in state.scan(INLINE_POLICIES, scope):
        return Draft(
            f"{holder} {name}, inline policy {one.name}", one.document, "identity", inline=(holder, name, one.name)
        )
    for one in state.scan(ATTACHED_POLICIES, scope):
        found = _managed(state, one.policy_arn, "identity")
        if found is not None:
            return found
    return None


def _managed(state: Reader, arn: str, kind: PolicyKind) -> Draft | None:
    found = policy_by_arn(state, arn)
    version = state.get(POLICY_VERSIONS, (found.scope, found.default_version)) if found else None
    if found is None or version is None:
        return None
    return Draft(f"policy {found.name} {found.default_version}", version.document, kind, policy_arn=arn)


def _spare(asked: Asked) -> Draft | None:
    """Return the newest policy of B that nobody was given yet."""
    newest = sorted(asked.cast.far_policies, key=lambda one: one.created)
    return _managed(asked.state, newest[-1].arn, "identity") if newest else None


def _put_inline(account: str, inline: tuple[HolderKind, str, str], text: str) -> Call:
    holder, name, policy_name = inline
    kind = holder.capitalize()
    return Call(
        account, "iam", f"Put{kind}Policy", {f"{kind}Name": name, "PolicyName": policy_name, "PolicyDocument": text}
    )
