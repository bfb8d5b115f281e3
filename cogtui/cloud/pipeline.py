"""The stages of a call, as a list: resolve, authenticate, validate, authorise, handle; and then the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.catalog import reader, validate
from cogtui.cloud.door.authenticate import authenticate
from cogtui.cloud.door.authorise import authorise
from cogtui.cloud.door.errors import door_error
from cogtui.cloud.errors import AwsError, ErrorInfo, NotSimulated
from cogtui.cloud.services import registry
from cogtui.cloud.trail import Record
from cogtui.cloud.web import WebRefusal, WebRequest

Output = dict[str, Any]


def resolve(call: Call) -> None:
    """Find the operation and its handler, and whose resource an unsigned call names."""
    service = reader.service(call.service)
    if not service.has(call.operation):
        error = door_error(service.protocol, "unknown-operation", operation=call.operation, version=service.api_version)
        call.refuse("door.operation", call.unreadable or error, operation=call.operation)
    if registry.handler(call.service, call.operation) is None:
        call.refuse("door.simulated", NotSimulated(f"{call.service} {call.operation}"), operation=call.operation)
    owner = registry.owner(call.service, call.tx, call.params)
    if owner is not None:
        call.account, call.region = owner.account, owner.region or call.region


def check_parameters(call: Call) -> None:
    """Hold the parameters against the catalog; what the handler does not take is not simulated."""
    if call.unreadable is not None:
        call.refuse("door.readable", call.unreadable, problem=call.unreadable.message)
    try:
        validate.validate(call.service, call.operation, call.params)
    except AwsError as error:
        call.refuse("door.parameters", error, problem=error.message)
    accepted = registry.accepted(call.service, call.operation)
    if not call.params.keys() <= accepted:
        name = min(call.params.keys() - accepted)
        call.refuse("door.simulated", NotSimulated(f"member {name} of {call.operation}"), member=name)


def handle(call: Call) -> Output:
    """Let the operation's handler do it."""
    handler = registry.handler(call.service, call.operation)
    assert handler is not None
    return handler(call, **call.params)


def visit(call: Call) -> Output:
    """Let the site that has the host answer a web request; statuses from 400 on are failures."""
    from cogtui.cloud import sites

    if call.unreadable is not None:
        call.refuse("door.readable", call.unreadable, problem=call.unreadable.message)
    request = msgspec.convert(call.params, WebRequest)
    response = sites.respond(call, request)
    if response.status >= 400:
        raise WebRefusal(response)
    return msgspec.to_builtins(response)


def act(call: Call) -> Output:
    """Do one of the world's acts: move the clock, apply a template."""
    from cogtui.cloud.acts import perform

    return perform(call)


def run(call: Call) -> Output:
    """Run the function that the call names over its event."""
    from cogtui.cloud.functions.run import run as follow

    return follow(call)


def deliver(call: Call) -> Output:
    """Hand over a message to whom it is for: a phone, a stream."""
    from cogtui.cloud.deliveries import hand_over

    return hand_over(call)


STAGES: dict[str, tuple[Callable[[Call], Output | None], ...]] = {
    "call": (resolve, authenticate, check_parameters, authorise, handle),
    "web": (visit,),
    "act": (act,),
    "trigger": (run,),
    "message": (deliver,),
}
"""The last stage of each kind gives the output."""


class Pipeline:
    """The door: every call, web request and act passes here."""

    def pass_through(self, call: Call) -> Record:
        """Run the stages; on an AWS error take back all but the declared writes; return the record."""
        mark = call.tx.mark()
        output: Output | None = None
        try:
            for stage in STAGES[call.kind]:
                output = stage(call)
        except AwsError as error:
            call.tx.roll_back(mark)
            for table, record in call.kept:
                call.tx.put(table, record)
            kept = msgspec.to_builtins(error.response) if isinstance(error, WebRefusal) else None
            return call.record(kept, ErrorInfo(error.code, error.message, error.status, error.extra))
        return call.record(output or {}, None)
