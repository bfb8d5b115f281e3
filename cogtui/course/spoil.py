"""Tampering as `break` steps do it: with a token that the app holds, with the clock, with a role's policies.

Each is something that can happen, done through the door, so that it has its row in the trail and can be undone.
"""

from __future__ import annotations

import json
from typing import Any, cast

from cogtui.cloud.accounts.principals import INLINE_POLICIES, ROLES, holder_scope
from cogtui.cloud.callers import Operator
from cogtui.cloud.devices import APP
from cogtui.cloud.documents import parts
from cogtui.cloud.world import World
from cogtui.course.actions import ClockTamper, PolicyTamper, Tamper, TokenTamper
from cogtui.course.variables import Lookup, fill


def spoil(world: World, tamper: Tamper, lookup: Lookup) -> str:
    """Do it; return why it could not be done, one sentence, or an empty text."""
    if tamper.token is not None:
        return _token(world, tamper.token, lookup)
    if tamper.clock is not None:
        return _clock(world, tamper.clock)
    assert tamper.policy is not None
    return _policy(world, tamper.policy, lookup)


def _token(world: World, tamper: TokenTamper, lookup: Lookup) -> str:
    from cogtui.cloud import forgeries
    from cogtui.cloud.errors import AuthoringError
    from cogtui.cloud.tokens.tamper import TAMPERS

    token = world.held(APP).get(tamper.held)
    if not isinstance(token, str):
        return f"the app holds no `{tamper.held}`"
    value = fill(tamper.value, lookup)
    try:
        forged = forgeries.forged(world.store, world.now, tamper.way, token, claim=tamper.claim, value=value)
    except AuthoringError as problem:
        return problem.message
    title = f"Edit the claim {tamper.claim}" if tamper.claim else TAMPERS[tamper.way].title
    return _refusal(world, "device.keep", device=APP, title=title, values={tamper.held: forged})


def _clock(world: World, tamper: ClockTamper) -> str:
    from cogtui.views.lifetimes import lifetime_of

    seconds: float = tamper.seconds
    if tamper.past:
        life = lifetime_of(world.store, APP, tamper.past)
        if life is None:
            return f"the app holds no `{tamper.past}` that expires"
        seconds = life.expires - world.now + 1
    return _refusal(world, "clock.advance", seconds=seconds)


def _refusal(world: World, act: str, **given: Any) -> str:
    reply = world.act(act, **given)
    return reply.error.message if reply.error else ""


def _policy(world: World, tamper: PolicyTamper, lookup: Lookup) -> str:
    """Change one value of a policy, as the person at the console would: read it, edit it, write it back."""
    account = tamper.account or world.account
    role = world.store.get(ROLES, (account, tamper.role))
    if role is None:
        return f"there is no role `{tamper.role}`"
    scope = holder_scope(account, "role", tamper.role)
    inline = world.store.get(INLINE_POLICIES, (scope, tamper.policy))
    if tamper.policy and inline is None:
        return f"the role `{tamper.role}` has no inline policy `{tamper.policy}`"
    document = json.loads(inline.document if inline else role.trust_policy)
    if not _changed(document, tamper.at, fill(tamper.to, lookup)):
        return f"the {_named(tamper)} of `{tamper.role}` has nothing at `{tamper.at}`"
    given = {"RoleName": tamper.role, "PolicyDocument": json.dumps(document, indent=2)}
    if inline:
        written = world.call("iam", "PutRolePolicy", {**given, "PolicyName": inline.name}, caller=Operator(account))
    else:
        written = world.call("iam", "UpdateAssumeRolePolicy", given, caller=Operator(account))
    return written.error.message if written.error else ""


def _named(tamper: PolicyTamper) -> str:
    return f"policy `{tamper.policy}`" if tamper.policy else "trust policy"


def _changed(document: Any, at: str, to: Any) -> bool:
    """Put a value at a place of a document; False where there is nothing to be replaced."""
    *way, last = parts(at) or ("",)
    around: Any = document
    for part in way:
        around = _inside(around, part)
    if _inside(around, last) is None:
        return False
    around[int(last) if isinstance(around, list) else last] = to
    return True


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value).get(part)
    if isinstance(value, list) and part.isdecimal() and int(part) < len(cast("list[Any]", value)):
        return cast("list[Any]", value)[int(part)]
    return None
