"""NEW_PASSWORD_REQUIRED: whoever signed in with a temporary password chooses one, and gives what the profile lacks.

Source: API RespondToAuthChallenge, NEW_PASSWORD_REQUIRED; Developer Guide, "Creating user accounts as administrator".
"""

from __future__ import annotations

import json

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, password_history, passwords
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.signing_in.first_factors import named
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_enabled
from cogtui.cloud.services.cognito_idp.users import attributes, directory
from cogtui.cloud.services.cognito_idp.users.attribute_changes import unproven

NAME = "NEW_PASSWORD_REQUIRED"

PREFIX = "userAttributes."
"""What the names of attributes begin with in the answer."""


def is_required(attempt: Attempt) -> bool:
    """Tell whether the password is still the temporary one."""
    return attempt.known_user.status == "FORCE_CHANGE_PASSWORD"


def ask(call: Call, attempt: Attempt) -> Output:
    """Ask for a password, and tell what the profile holds and lacks: both as JSON text."""
    user, app = attempt.known_user, attempt.app
    held = {name: value for name, value in user.attributes.items() if attributes.is_readable(app.client, name)}
    parameters = {
        "USER_ID_FOR_SRP": user.username,
        "requiredAttributes": _json([f"{PREFIX}{name}" for name in attributes.lacking(app.pool, user.attributes)]),
        "userAttributes": _json(held),
    }
    return {"Session": challenge_sessions.open_session(call, attempt, NAME), "ChallengeParameters": parameters}


def judge(call: Call, attempt: Attempt) -> Attempt:
    """Judge NEW_PASSWORD and the attributes beside it; other members of the answer are left alone."""
    app, given = attempt.app, attempt.given
    attempt = going_on(attempt, user=named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, NAME, given["Session"])
    user = attempt.known_user
    require_enabled(call, user)
    still = is_required(attempt)
    call.require("idp.challenge.current", still, errors.session_invalid, place=user.place, has=user.status)
    passwords.check_policy(call, app.pool, given["NEW_PASSWORD"])
    password_history.check(call, app.pool, user, given["NEW_PASSWORD"])
    profile = _completed(call, attempt, user)
    password = passwords.kept(call, app.pool, user.username, given["NEW_PASSWORD"])
    fields = {"status": "CONFIRMED", "attributes": profile} | password_history.following(app.pool, user, password)
    changed = directory.change(call.tx, user, call.now, **fields)
    directory.move_addresses(call, app.pool, user, changed, errors.alias_exists)
    return going_on(attempt, user=changed, pending=pending)


def _completed(call: Call, attempt: Attempt, user: User) -> dict[str, str]:
    """Return the profile with the attributes that the answer gives, once they may be given and nothing is lacking."""
    pool, client = attempt.app.pool, attempt.app.client
    answered = attempt.given.items()
    new = {name.removeprefix(PREFIX): value for name, value in answered if name.startswith(PREFIX)}
    flag = next((name for name in new if name in attributes.NOT_FOR_USERS), "")
    call.require("idp.attribute.mutable", not flag, errors.not_mutable(flag), attribute=flag)
    attributes.require_writable(call, client, new)
    provided = next((name for name in new if name in _required(pool) and user.attributes.get(name)), "")
    error = errors.already_provided(provided)
    call.require("idp.attribute.provided", not provided, error, place=pool.place("Schema", "schema"), has=provided)
    attributes.require_known(call, pool, new)
    attributes.require_fitting(call, pool, new)
    profile = user.attributes | new | unproven(user, new)
    missing = attributes.lacking(pool, profile)
    error = errors.attribute_missing(missing[0] if missing else "")
    call.require("idp.attribute.required", not missing, error, place=pool.place("Schema", "schema"), missing=missing)
    return profile


def _required(pool: UserPool) -> frozenset[str]:
    return frozenset(attribute.name for attribute in pool.schema if attribute.required)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
