"""Running a function, as the last stage of a call to it: the event comes in, `response` goes out, or the event where it has none.

Source: Developer Guide, "Customizing user pool workflows with Lambda triggers": a function must answer within 5 seconds and is
tried three times; "Amazon Cognito Events": a sync trigger has 5 seconds too, of further tries nothing is said. DIFFERS: the world's clock stands still meanwhile, and the permission to invoke (AWS::Lambda::Permission)
is not asked for.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Check, Place
from cogtui.cloud.functions.evaluate import evaluate
from cogtui.cloud.functions.records import FUNCTIONS, Function
from cogtui.cloud.ids import DIGITS

LIMIT = 5
"""Seconds."""
TRIES = 3

RESPONSE = "response"
"""What a function fills in at a user pool's triggers; a sync trigger wants the whole event back."""

THREW = "Error"
TIMED_OUT = "Sandbox.Timedout"
NOT_FOUND = "ResourceNotFoundException"
"""How a run fails, in Lambda's words: what the function threw, what ended it, and no function at all."""


def run(call: Call) -> dict[str, Any]:
    """Run the function of the call's ARN over the call's event."""
    function = _found(call)
    outcome = evaluate(function, call.params, lambda digits: call.ids.text(digits, DIGITS))
    call.checks.append(Check("function.followed", True, (), outcome.checks))
    place = Place("setting", f"function {function.name}", FUNCTIONS.name, (function.arn,), "rules")
    late = AwsError(TIMED_OUT, f"Task timed out after {LIMIT}.00 seconds", status=200)
    in_time = outcome.seconds <= LIMIT
    tries = TRIES if RESPONSE in call.params else 1
    call.require("function.in_time", in_time, late, place=place, seconds=outcome.seconds, limit=LIMIT, tries=tries)
    threw = AwsError(THREW, outcome.error, status=200)
    call.require("function.succeeds", not outcome.error, threw, place=place, message=outcome.error)
    if RESPONSE not in call.params:
        return msgspec.to_builtins(outcome.event)
    return {RESPONSE: msgspec.to_builtins(outcome.event.get(RESPONSE))}


def _found(call: Call) -> Function:
    function = call.tx.get(FUNCTIONS, (call.operation,))
    error = AwsError(NOT_FOUND, f"Function not found: {call.operation}", status=404)
    call.require("function.exists", function is not None, error, function=call.operation)
    assert function is not None
    return function
