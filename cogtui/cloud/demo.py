"""The user `demo`: an administrator with an access key, so that somebody who comes with a client of their own has one."""

from __future__ import annotations

from typing import Any, Final

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.accounts.principals import ADMINISTRATOR_ACCESS, ATTACHED_POLICIES, holder_scope
from cogtui.cloud.accounts.users import USERS, user_principal
from cogtui.cloud.callers import Operator
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World

NAME: Final = "demo"

_TITLES: Final = {
    "CreateUser": f"Make the IAM user {NAME}",
    "AttachUserPolicy": f"Let {NAME} do everything",
    "CreateAccessKey": f"Give {NAME} an access key",
}


def demo_user(world: World, account: str = "") -> AccessKey:
    """Return an active key of the user `demo` in an account, the world's first by default; what is missing is made first.

    The operator makes it, through the door like anything else. A user `demo` that is there keeps what it has, and gets
    AdministratorAccess and a key where these are missing. LookupError when IAM refuses, which it does when two keys
    exist already and both are inactive.
    """
    account = account or world.account
    if world.store.get(USERS, (account, NAME)) is None:
        _done(world, account, "CreateUser", UserName=NAME)
    scope = holder_scope(account, "user", NAME)
    if world.store.get(ATTACHED_POLICIES, (scope, ADMINISTRATOR_ACCESS)) is None:
        _done(world, account, "AttachUserPolicy", UserName=NAME, PolicyArn=ADMINISTRATOR_ACCESS)
    return demo_key(world, account) or _new_key(world, account)


def demo_key(world: World, account: str) -> AccessKey | None:
    """Return an active key of the user `demo` in an account, if there is one."""
    user = world.store.get(USERS, (account, NAME))
    keys = credentials.keys_of(world.store, user_principal(user)) if user else []
    return next((key for key in keys if key.active), None)


def _new_key(world: World, account: str) -> AccessKey:
    made = _done(world, account, "CreateAccessKey", UserName=NAME).output["AccessKey"]
    key = credentials.find(world.store, made["AccessKeyId"])
    assert key is not None
    return key


def _done(world: World, account: str, operation: str, **params: Any) -> Reply:
    reply = world.call("iam", operation, params, caller=Operator(account), title=_TITLES[operation])
    if reply.error is not None:
        raise LookupError(f"the user `{NAME}` got no key: {reply.error.code}: {reply.error.message}")
    return reply
