"""Firing a trigger: the event goes to the function, and what came back is judged in AWS's terms.

Source: Developer Guide, "Customizing user pool workflows with Lambda triggers"; reference of the errors in `trigger_errors`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.callers import Service
from cogtui.cloud.catalog.forms import is_dict
from cogtui.cloud.errors import AwsError, ErrorInfo
from cogtui.cloud.functions.run import THREW, TIMED_OUT
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.cognito_idp.triggers import trigger_errors
from cogtui.cloud.services.cognito_idp.triggers.config import function_at
from cogtui.cloud.services.cognito_idp.triggers.events import Moment, event_of

Answer = TypeVar("Answer", bound=msgspec.Struct)

USER_POOLS = Service("cognito-idp.amazonaws.com")


def fires(pool: UserPool, trigger: str) -> bool:
    """Tell whether the pool runs a function at a trigger."""
    return bool(function_at(pool, trigger))


def fire(
    call: Call, pool: UserPool, moment: Moment, request: dict[str, Any], response: dict[str, Any]
) -> dict[str, Any]:
    """Run the function of a trigger, which the pool has, and return its response.

    A function that throws, takes too long or is not there ends the operation.
    """
    arn = function_at(pool, moment.trigger)
    record = call.trigger(arn, moment.source, event_of(pool, moment, request, response), USER_POOLS)
    place = pool.place(f"LambdaConfig, {moment.trigger}", "triggers")
    told = record.error or ErrorInfo("", "")
    error = _FAILURES.get(told.code, _not_run)(moment.trigger, told)
    call.require("idp.trigger.ran", record.ok, error, place=place, source=moment.source, function=arn)
    answer: Any = (record.output or {}).get("response")
    shaped = is_dict(answer)
    # What it says is on the function's own record: here it might bring somebody's password into the why.
    has = type(answer).__name__
    call.require("idp.trigger.answer", shaped, trigger_errors.unrecognizable, source=moment.source, has=has)
    return answer


def answered(call: Call, moment: Moment, answer: dict[str, Any], kind: type[Answer]) -> Answer:
    """Return the response as a record of the trigger's shape; what the trigger does not know is left alone."""
    try:
        return msgspec.convert({name: value for name, value in answer.items() if value is not None}, kind)
    except msgspec.ValidationError as problem:
        call.refuse("idp.trigger.answer", trigger_errors.unrecognizable(), source=moment.source, problem=str(problem))


def _threw(trigger: str, told: ErrorInfo) -> AwsError:
    return trigger_errors.threw(trigger, told.message)


def _timed_out(trigger: str, told: ErrorInfo) -> AwsError:
    del told
    return trigger_errors.invocation_failed(trigger, trigger_errors.SOCKET_TIMEOUT)


def _not_run(trigger: str, told: ErrorInfo) -> AwsError:
    return trigger_errors.invocation_failed(trigger, told.code)


_FAILURES: dict[str, Callable[[str, ErrorInfo], AwsError]] = {THREW: _threw, TIMED_OUT: _timed_out}
"""How a run failed -> what AWS makes of it."""
