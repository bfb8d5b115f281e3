"""The calls that the answers of a step's form become; an account's operator makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from cogtui.cloud import clock
from cogtui.cloud.accounts import totp
from cogtui.cloud.accounts.principals import ROLES, trust_source
from cogtui.cloud.accounts.users import GROUPS, USERS
from cogtui.cloud.policy.grammar import statements_of
from cogtui.views.cross_account.asked import Asked
from cogtui.views.cross_account.cast import buckets_of
from cogtui.views.cross_account.documents import Call, Plan, new_policy, new_scp, policy, pretty
from cogtui.views.cross_account.forms import ACCOUNT, SERVICE, WEB, YES
from cogtui.views.cross_account.looks import has_keys
from cogtui.views.cross_account.steps import StepId

Values = Mapping[str, str]

LOG_LINE = b"09:00:00 GET /reports 200\n"
"""What the log in a new bucket says."""


def plan_of(asked: Asked, step: StepId, values: Values) -> Plan:
    """Yield the calls that the answers of a step's form become."""
    yield from _PLANS[step](asked, values)


def _group_plan(asked: Asked, values: Values) -> Plan:
    """Make what is not there yet: after a refusal in the middle the same answers can be sent again."""
    state, account = asked.state, asked.cast.near
    name, group = values["user"], values["group"]
    user = next((one for one in state.scan(USERS, account) if one.name == name), None)
    if user is None:
        yield Call(account, "iam", "CreateUser", {"UserName": name})
    if user is None or not has_keys(state, user):
        yield Call(account, "iam", "CreateAccessKey", {"UserName": name})
    if not any(one.name == group for one in state.scan(GROUPS, account)):
        yield Call(account, "iam", "CreateGroup", {"GroupName": group})
    yield Call(account, "iam", "AddUserToGroup", {"GroupName": group, "UserName": name})


def _bucket_plan(asked: Asked, values: Values) -> Plan:
    cast = asked.cast
    if not any(one.name == values["bucket"] for one in buckets_of(asked.state, cast.far)):
        yield Call(cast.far, "s3", "CreateBucket", {"Bucket": values["bucket"]})
    given = {"Bucket": values["bucket"], "Key": values["key"], "Body": LOG_LINE}
    yield Call(cast.far, "s3", "PutObject", given)


def listed(text: str) -> list[str]:
    """Return what stands between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _identity_plan(step: StepId) -> Callable[[Asked, Values], Plan]:
    def plan(asked: Asked, values: Values) -> Plan:
        actions = listed(values.get("actions", "sts:AssumeRole"))
        text = policy({"Action": _one_or_all(actions), "Resource": _one_or_all(listed(values["resources"]))})
        yield from new_policy(asked, step, values["name"], text)

    return plan


def _one_or_all(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def trust_policy(kind: str, account: str, external_id: str = "") -> str:
    """Return the trust policy that the console writes for a type of trusted entity."""
    principals: dict[str, tuple[dict[str, str], str]] = {
        ACCOUNT: ({"AWS": f"arn:aws:iam::{account}:root"}, "sts:AssumeRole"),
        SERVICE: ({"Service": "lambda.amazonaws.com"}, "sts:AssumeRole"),
        WEB: ({"Federated": "cognito-identity.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity"),
    }
    principal, action = principals[kind]
    statement: dict[str, Any] = {"Principal": principal, "Action": action}
    if external_id:
        statement["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    elif kind == WEB:
        aud = {"cognito-identity.amazonaws.com:aud": "us-east-1:your-identity-pool"}
        statement["Condition"] = {"StringEquals": aud}
    return policy(statement)


def _role_plan(asked: Asked, values: Values) -> Plan:
    cast = asked.cast
    trust = trust_policy(values["type"], values["account"], values["external_id"])
    if any(one.name == values["name"] for one in asked.state.scan(ROLES, cast.far)):
        given = {"RoleName": values["name"], "PolicyDocument": trust}
        yield Call(cast.far, "iam", "UpdateAssumeRolePolicy", given)
    else:
        given = {"RoleName": values["name"], "AssumeRolePolicyDocument": trust}
        yield Call(cast.far, "iam", "CreateRole", given)
    if values["policy"]:
        given = {"RoleName": values["name"], "PolicyArn": values["policy"]}
        yield Call(cast.far, "iam", "AttachRolePolicy", given)


def _bucket_policy_plan(asked: Asked, values: Values) -> Plan:
    cast = asked.cast
    arn = cast.bucket_arn
    statement = {
        "Principal": {"AWS": values["principal"]},
        "Action": _one_or_all(listed(values["actions"])),
        "Resource": [arn, f"{arn}/*"],
    }
    given = {"Bucket": arn.rpartition(":")[2], "Policy": policy(statement)}
    yield Call(cast.far, "s3", "PutBucketPolicy", given)


def _with_condition(key: str, operator: str, value: Callable[[Values], str]) -> Callable[[Asked, Values], Plan]:
    """Return the plan that puts a condition into every Allow of the trust policy, or takes it out."""

    def plan(asked: Asked, values: Values) -> Plan:
        role = asked.cast.role
        if role is None:
            return
        wanted = value(values)
        data: dict[str, Any] = msgspec.json.decode(trust_source(asked.state, role).document.encode())
        for statement, _ in statements_of(data):
            if statement["Effect"] == "Allow":
                _put_condition(statement, operator, key, wanted)
        given = {"RoleName": role.name, "PolicyDocument": pretty(data)}
        yield Call(role.account, "iam", "UpdateAssumeRolePolicy", given)

    return plan


def _put_condition(statement: dict[str, Any], operator: str, key: str, wanted: str) -> None:
    conditions: dict[str, dict[str, Any]] = statement.setdefault("Condition", {})
    for keys in conditions.values():
        for name in [one for one in keys if one.lower() == key.lower()]:
            del keys[name]
    if wanted:
        conditions.setdefault(operator, {})[key] = wanted
    for name in [one for one, keys in conditions.items() if not keys]:
        del conditions[name]
    if not conditions:
        del statement["Condition"]


def _scp_plan(asked: Asked, values: Values) -> Plan:
    text = policy({"Effect": "Deny", "Action": values["denies"], "Resource": "*"})
    yield from new_scp(asked, text, values["name"])


def _mfa_device_plan(asked: Asked, values: Values) -> Plan:
    """Make a virtual device and give it to the user, with the two codes that it shows."""
    cast = asked.cast
    if cast.user is None:
        return
    made = yield Call(cast.near, "iam", "CreateVirtualMFADevice", {"VirtualMFADeviceName": values["device"]})
    device = made["VirtualMFADevice"]
    secret = totp.read(bytes(device["Base32StringSeed"]).decode())
    step = totp.step_at(clock.now(asked.state))
    codes = {
        "AuthenticationCode1": totp.code_at(secret, step - 1),
        "AuthenticationCode2": totp.code_at(secret, step),
    }
    given = {"UserName": cast.user.name, "SerialNumber": device["SerialNumber"], **codes}
    yield Call(cast.near, "iam", "EnableMFADevice", given)


_PLANS: dict[StepId, Callable[[Asked, Values], Plan]] = {
    "group": _group_plan,
    "bucket": _bucket_plan,
    "permissions": _identity_plan("permissions"),
    "role": _role_plan,
    "assume": _identity_plan("assume"),
    "bucket-policy": _bucket_policy_plan,
    "use": _identity_plan("use"),
    "demands-id": _with_condition("sts:ExternalId", "StringEquals", lambda values: values["external_id"]),
    "mfa-device": _mfa_device_plan,
    "demands-mfa": _with_condition(
        "aws:MultiFactorAuthPresent", "Bool", lambda values: "true" if values["mfa"] == YES else ""
    ),
    "boundary": _identity_plan("boundary"),
    "scp": _scp_plan,
}
