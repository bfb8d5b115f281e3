"""Going through another account's door: the operators' calls that set it up, and the calls of a user who tries it."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts import totp
from cogtui.cloud.accounts.credentials import keys_of
from cogtui.cloud.accounts.mfa_devices import devices_of
from cogtui.cloud.accounts.users import User, user_principal
from cogtui.cloud.callers import Caller, Keys, Operator
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World


class Wish(msgspec.Struct, frozen=True):
    """What a user of one account wants in another."""

    user: User
    operation: str
    """An operation of S3: "GetObject"."""
    bucket: str
    key: str
    role_arn: str = ""
    """The role to become on the way; empty: with the user's own keys."""
    external_id: str = ""
    mfa: bool = False
    session_policy: str = ""

    @property
    def params(self) -> dict[str, Any]:
        """The S3 operation's parameters."""
        if self.operation == "ListObjectsV2":
            return {"Bucket": self.bucket}
        body = {"Body": b"a line more\n"} if self.operation == "PutObject" else {}
        return {"Bucket": self.bucket, "Key": self.key, **body}


def own_keys(world: World, user: User) -> Keys | None:
    """Return an active access key of a user, or None."""
    found = (key for key in keys_of(world.store, user_principal(user)) if key.active)
    key = next(found, None)
    return Keys(key.access_key_id, key.secret) if key else None


def try_it(world: World, wish: Wish) -> list[Record]:
    """Make the user's calls for real, up to the first that is refused; none when the user has no keys."""
    keys: Caller | None = own_keys(world, wish.user)
    if keys is None:
        return []
    records: list[Record] = []
    if wish.role_arn:
        reply = world.call("sts", "AssumeRole", _assuming(world, wish), caller=keys)
        records.append(reply.record)
        if not reply.ok:
            return records
        given = reply.output["Credentials"]
        keys = Keys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    records.append(world.call("s3", wish.operation, wish.params, caller=keys).record)
    return records


def would_be(world: World, wish: Wish) -> list[Record]:
    """Try the user's calls and take them back."""
    with world.what_if() as trial:
        return try_it(trial, wish)


def ask_owner(world: World, account: str, role_arn: str, action: str, resource: str) -> Record:
    """Let the account of the role ask IAM's simulator what the role may: the other end of the chain."""
    asked = {"PolicySourceArn": role_arn, "ActionNames": [action], "ResourceArns": [resource]}
    return world.call("iam", "SimulatePrincipalPolicy", asked, caller=Operator(account)).record


def _assuming(world: World, wish: Wish) -> dict[str, Any]:
    asked: dict[str, Any] = {"RoleArn": wish.role_arn, "RoleSessionName": wish.user.name}
    if wish.external_id:
        asked["ExternalId"] = wish.external_id
    if wish.session_policy:
        asked["Policy"] = wish.session_policy
    if wish.mfa:
        asked |= _code(world, wish.user)
    return asked


def _code(world: World, user: User) -> dict[str, str]:
    """Return what the user's MFA device shows: the present code, or the next one when that is used up already."""
    device = next(devices_of(world.store, user.account, user.user_id), None)
    if device is None:
        return {}
    step = totp.step_at(world.now) + device.drift
    if device.last_step is not None:
        step = max(step, device.last_step + 1)
    return {"SerialNumber": device.serial, "TokenCode": totp.code_at(totp.read(device.secret), step)}
