"""Is a step of cross-account access done, and if not, what is missing on which side?

What counts is what the policies say, not how they are called or made: every look asks the policy engine.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from cogtui.cloud.accounts.credentials import keys_of
from cogtui.cloud.accounts.customer_policies import POLICY_VERSIONS, ManagedPolicy
from cogtui.cloud.accounts.mfa_devices import devices_of
from cogtui.cloud.accounts.organizations import control_policies, organization_of
from cogtui.cloud.accounts.principals import session_principal
from cogtui.cloud.accounts.users import User, user_principal
from cogtui.cloud.door.binding import boundaries
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import PolicyRequest, PolicySource, Principal
from cogtui.cloud.policy.validate import validate_identity_policy
from cogtui.cloud.store import Reader
from cogtui.views.cross_account.asked import Asked, Sends
from cogtui.views.cross_account.reasons import allows, denies, kind_of, why_not


class Found(msgspec.Struct, frozen=True):
    """What a step looks like now."""

    done: bool | None
    """None: it cannot be judged before another step is done."""
    words: str
    place: Place | None = None
    """Where the value stands that decides."""


def group(asked: Asked) -> Found:
    """Look for a group with the user in it."""
    cast = asked.cast
    if cast.user is None:
        return Found(False, "account A has no user yet")
    if cast.group is None:
        return Found(False, f"no group yet; {cast.user.name} is in none")
    if not cast.is_member:
        return Found(False, f"{cast.user.name} is not in {cast.group.name}")
    if not has_keys(asked.state, cast.user):
        return Found(False, f"{cast.user.name} has no active access key to call with")
    return Found(True, f"{cast.group.name}: {cast.user.name} is in it")


def bucket(asked: Asked) -> Found:
    """Look for a bucket with something to read."""
    cast = asked.cast
    if cast.bucket is None:
        return Found(False, "no bucket yet")
    if not cast.key:
        return Found(False, f"{cast.bucket.name} is empty: no log to read")
    return Found(True, f"{cast.bucket.name} with {cast.key}")


def permissions(asked: Asked) -> Found:
    """Look at what the role's own policies say of the request."""
    role, evaluation = asked.cast.role, asked.in_session(cut_down=False)
    spare = _allowing(asked)
    if role is None or evaluation is None:
        if spare is not None:
            return Found(True, f"{spare.name} allows it; no role has it yet")
        return Found(False, f"no policy of B allows {asked.action}")
    if allows(evaluation, "identity"):
        return Found(True, f"{_named(evaluation.policies)} lets {role.name} in")
    if spare is not None and not denies(evaluation, "identity"):
        return Found(False, f"{spare.name} would do, but is not attached to {role.name}")
    return Found(False, *why_not(evaluation, "identity", f"{role.name} has no policy"))


def _named(policies: tuple[PolicySource, ...]) -> str:
    found = [one.label.rpartition(" ")[2] for one in policies if one.kind == "identity"]
    return found[0] if len(found) == 1 else f"one of {len(found)} policies" if found else "nothing"


def _allowing(asked: Asked) -> ManagedPolicy | None:
    """Return a managed policy of B that would allow the request, whoever it is attached to."""
    for policy in asked.cast.far_policies:
        version = asked.state.get(POLICY_VERSIONS, (policy.scope, policy.default_version))
        if version is not None and _would_allow(asked, version.document):
            return policy
    return None


def _would_allow(asked: Asked, document: str) -> bool:
    far = asked.cast.far
    principal = Principal("role-session", arn=f"arn:aws:sts::{far}:assumed-role/any/any", account=far)
    request = PolicyRequest(principal, asked.action, asked.resource, far)
    return decide(request, (PolicySource("identity", "policy", document),)).allowed


def role(asked: Asked) -> Found:
    """Look at whom the role trusts."""
    cast = asked.cast
    if cast.role is None:
        return Found(False, "no role yet")
    if cast.user is None:
        return Found(None, f"{cast.role.name}: nobody to let in yet")
    evaluation = asked.assume(cast.user)
    assert evaluation is not None
    if allows(evaluation, "trust"):
        return Found(True, f"{cast.role.name} trusts {cast.user.name}")
    words, place = why_not(evaluation, "trust", f"{cast.role.name} trusts nobody")
    return Found(False, words, place or cast.role.trust_place)


def assume(asked: Asked) -> Found:
    """Look at whether the user's own policies let them go."""
    cast = asked.cast
    if cast.user is None or cast.role is None:
        return Found(None, "there is no role to assume yet" if cast.role is None else "there is no user yet")
    evaluation = asked.assume(cast.user)
    assert evaluation is not None
    if allows(evaluation, "identity"):
        return Found(True, f"{_named(evaluation.policies)} lets {cast.user.name} assume {cast.role.name}")
    words, place = why_not(evaluation, "identity", f"no policy lets {cast.user.name} assume {cast.role.name}")
    return Found(False, words, place)


def bucket_policy(asked: Asked) -> Found:
    """Look at what the bucket's policy says of the user."""
    cast = asked.cast
    if cast.bucket is None or cast.user is None:
        return Found(None, "there is no bucket yet" if cast.bucket is None else "there is no user yet")
    evaluation = asked.directly(cast.user)
    if allows(evaluation, "resource"):
        return Found(True, f"the policy of {cast.bucket.name} lets {cast.user.name} in", cast.bucket.policy_place)
    words, place = why_not(evaluation, "resource", f"{cast.bucket.name} has no bucket policy")
    return Found(False, words, place)


def use(asked: Asked) -> Found:
    """Look at whether the user's own policies let them use the bucket."""
    cast = asked.cast
    if cast.user is None:
        return Found(None, "there is no user yet")
    evaluation = asked.directly(cast.user)
    if allows(evaluation, "identity"):
        return Found(True, f"{_named(evaluation.policies)} lets {cast.user.name} use the bucket")
    words, place = why_not(evaluation, "identity", f"no policy of {cast.user.name} allows {asked.action}")
    return Found(False, words, place)


def demands(key: str, without: Sends) -> Callable[[Asked], Found]:
    """Return the look at whether the trust policy refuses a request that lacks something."""

    def look(asked: Asked) -> Found:
        cast = asked.cast
        if cast.role is None or cast.user is None:
            return Found(None, "there is no role yet")
        name = cast.role.name
        if key.lower() not in cast.role.trust_policy.lower():
            return Found(False, f"{name} does not ask for {key}", cast.role.trust_place)
        if allows(asked.assume(cast.user, without), "trust"):
            return Found(False, f"{name} names {key} and lets in who has none", cast.role.trust_place)
        return Found(True, f"{name} wants {key}", cast.role.trust_place)

    return look


def sends_id(asked: Asked) -> Found:
    """Look at whether the request carries an ExternalId."""
    sent = asked.sends.external_id
    return Found(True, f"AssumeRole sends {sent}") if sent else Found(False, "AssumeRole sends no ExternalId")


def attacker(asked: Asked) -> Found:
    """Ask the vendor's user the attacker's question: B's role, with the id that belongs to the attacker."""
    cast = asked.cast
    if cast.user is None or cast.role is None:
        return Found(None, "there is no role to name yet")
    evaluation = asked.assume(cast.user, Sends(external_id=attackers_id(asked)))
    if evaluation is not None and evaluation.passed:
        return Found(False, f"{cast.user.name} opens B's logs for C: a confused deputy", cast.role.trust_place)
    return Found(True, "named by C, with C's id, the role stays closed")


def attackers_id(asked: Asked) -> str:
    """Return the ExternalId that the vendor gave to the attacker's account."""
    return f"customer-{asked.cast.third or '777788889999'}"


def customers_id(asked: Asked) -> str:
    """Return the ExternalId that the vendor gave to the bucket's account."""
    return f"customer-{asked.cast.far}"


def mfa_device(asked: Asked) -> Found:
    """Look for an MFA device, and a code of it in the request."""
    cast = asked.cast
    if cast.user is None:
        return Found(None, "there is no user yet")
    if not any(devices_of(asked.state, cast.user.account, cast.user.user_id)):
        return Found(False, f"{cast.user.name} has no MFA device")
    if not asked.sends.mfa:
        return Found(False, f"{cast.user.name} has one; AssumeRole sends no code")
    return Found(True, f"AssumeRole sends a code of {cast.user.name}'s device")


def session(asked: Asked) -> Found:
    """Look at what a session policy leaves of the request."""
    if not asked.sends.session_policy:
        return Found(False, "AssumeRole sends no session policy")
    try:
        validate_identity_policy(asked.sends.session_policy)
    except AwsError as error:
        return Found(False, f"STS refuses the session policy: {error.message}")
    evaluation = asked.in_session()
    if evaluation is None:
        return Found(None, "there is no role yet")
    if allows(evaluation, "session"):
        return Found(True, f"the session keeps {asked.action}")
    words, _ = why_not(evaluation, "session", "the session policy allows nothing")
    return Found(False, words)


def boundary(asked: Asked) -> Found:
    """Look at what the role's boundary leaves of the request."""
    role = asked.cast.role
    if role is None:
        return Found(None, "there is no role yet")
    if not any(boundaries(asked.state, session_principal(role, "any"))):
        return Found(False, f"{role.name} has no permissions boundary")
    evaluation = asked.in_session(cut_down=False)
    assert evaluation is not None
    if allows(evaluation, "boundary"):
        return Found(True, f"the boundary of {role.name} leaves room for it")
    words, place = why_not(evaluation, "boundary", "the boundary allows nothing")
    return Found(False, words, place)


def scp(asked: Asked) -> Found:
    """Look at what the SCPs on the user's account leave of sts:AssumeRole."""
    cast = asked.cast
    organization = organization_of(asked.state, cast.near)
    if organization is not None and organization.management == cast.near:
        return Found(False, "A is the management account of its organization: no SCP binds it")
    if not any(control_policies(asked.state, "SERVICE_CONTROL_POLICY", cast.near)):
        return Found(False, "no SCP binds account A")
    evaluation = asked.assume(cast.user) if cast.user else None
    if evaluation is None:
        return Found(None, "there is no role yet")
    check = kind_of(evaluation, "scp")
    if check is not None and check.passed:
        return Found(True, "the SCPs of A leave room for sts:AssumeRole")
    words, place = why_not(evaluation, "scp", "no SCP allows sts:AssumeRole")
    return Found(False, words, place)


def has_keys(state: Reader, user: User) -> bool:
    """Say whether a user has an active access key to call with."""
    return any(key.active for key in keys_of(state, user_principal(user)))
