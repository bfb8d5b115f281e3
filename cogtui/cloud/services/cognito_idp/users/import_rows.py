"""One line of a user import: what it must say, and the user that it makes.

Source: Developer Guide, "Creating the user import .csv file"; "Viewing the user pool import results in the CloudWatch console".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import USERS, User, UserPool
from cogtui.cloud.services.cognito_idp.users import attributes, directory, usernames
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS
from cogtui.cloud.services.cognito_idp.users.import_csv import MFA, USERNAME, Line

Outcome = Literal["SUCCEEDED", "SKIPPED", "FAILED"]

_LONGEST_NAME = 128
_BIRTHDATE = re.compile(r"(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])/[0-9]{4}")
_FLAGS = {"true", "false"}
_MFA_ALLOWED = {"OFF": {"false"}, "ON": {"true"}, "OPTIONAL": _FLAGS}
"""MfaConfiguration of the pool -> what the column may say."""

UNVERIFIED = (
    "The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true)."
)
EXISTS = "The user already exists."
SUCCEEDED = "The import succeeded."

Values = dict[str, str]


class Result(msgspec.Struct, frozen=True):
    """What became of a line, as the job's log tells it."""

    number: int
    outcome: Outcome
    says: str

    @property
    def text(self) -> str:
        """The line of AWS's log."""
        return f"[{self.outcome}] Line Number {self.number} - {self.says}"


def taken_in(call: Call, pool: UserPool, line: Line) -> Result:
    """Make the user of a line, or say why there is none; a line that makes none changes nothing."""
    if line.values is None:
        return Result(line.number, "FAILED", line.problem)
    values = _plain(line.values)
    if problem := _problem(pool, values):
        return Result(line.number, "FAILED", problem)
    if _is_known(call, pool, values[USERNAME]):
        return Result(line.number, "SKIPPED", EXISTS)
    mark, noted = call.tx.mark(), len(call.checks)
    try:
        _add(call, pool, values)
    except AwsError as refused:
        call.tx.roll_back(mark)
        return Result(line.number, "FAILED", refused.message.strip())
    finally:
        # Half a million lines would leave some millions of checks: the job tells of each line in one.
        del call.checks[noted:]
    return Result(line.number, "SUCCEEDED", SUCCEEDED)


def _plain(values: Values) -> Values:
    """Return the values with flags in small letters: spreadsheets write TRUE."""
    flags = {*VERIFIED_FLAGS.values(), MFA}
    return {name: value.lower() if name in flags else value for name, value in values.items()}


# AWS's sentences for what is wrong with a line are not published, but for one: the others are ours.


def _problem(pool: UserPool, values: Values) -> str:
    """Return what is wrong with a line, whatever the pool's schema says; empty for nothing."""
    return next((found for found in (check(pool, values) for check in _CHECKS) if found), "")


def _username(_: UserPool, values: Values) -> str:
    name = values[USERNAME]
    if not name or len(name) > _LONGEST_NAME:
        return f"cognito:username must have 1 to {_LONGEST_NAME} characters."
    odd = any(char.isspace() or not char.isprintable() for char in name)
    return "cognito:username must not contain white space or control characters." if odd else ""


def _mfa(pool: UserPool, values: Values) -> str:
    allowed = _MFA_ALLOWED[pool.mfa.mode]
    return "" if values[MFA] in allowed else f"cognito:mfa_enabled must be {' or '.join(sorted(allowed))} in this pool."


def _flags(_: UserPool, values: Values) -> str:
    for attribute, flag in VERIFIED_FLAGS.items():
        if values[flag] not in {*_FLAGS, ""}:
            return f"{flag} must be true or false."
        if values[flag] == "true" and not values[attribute]:
            return f"{flag} is true, and there is no {attribute}."
    return ""


def _verified(pool: UserPool, values: Values) -> str:
    proven = any(values[VERIFIED_FLAGS[name]] == "true" for name in pool.auto_verified)
    return "" if proven else UNVERIFIED


def _birthdate(_: UserPool, values: Values) -> str:
    given = values["birthdate"]
    return "birthdate must have the form mm/dd/yyyy." if given and not _BIRTHDATE.fullmatch(given) else ""


_CHECKS: tuple[Callable[[UserPool, Values], str], ...] = (_username, _mfa, _flags, _verified, _birthdate)


def _is_known(call: Call, pool: UserPool, name: str) -> bool:
    if pool.username_attributes:
        return directory.find(call.tx, pool, name) is not None
    return call.tx.get(USERS, (pool.id, directory.compared(pool, name))) is not None


def _add(call: Call, pool: UserPool, values: Values) -> User:
    """Put the user into the pool, RESET_REQUIRED and without a password; AwsError where the schema says no.

    DIFFERS: what `cognito:mfa_enabled` switches on is not documented: here codes by SMS, where the pool sends them.
    """
    address = usernames.address_of(call, pool, values[USERNAME])
    given = [{"Name": name, "Value": value} for name, value in values.items() if value and name not in (USERNAME, MFA)]
    profile = attributes.given_by_administrator(call, pool, given) | address
    attributes.require_all(call, pool, profile)
    user = directory.newcomer(call, pool, values[USERNAME], "RESET_REQUIRED", profile)
    if values[MFA] == "true" and pool.mfa.sms and profile.get("phone_number"):
        user = msgspec.structs.replace(user, factors=("SMS_MFA",))
    directory.claim_addresses(call, pool, user, errors.address_exists)
    directory.add(call.tx, pool, user)
    return user
