"""Calls that the operators of accounts make for a screen: one after the other, up to the first that is refused."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple, Protocol

from cogtui.cloud.callers import Operator
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World


class OperatorCall(Protocol):
    """A call that an account's operator makes."""

    @property
    def account(self) -> str:
        """Whose operator makes it."""
        ...

    @property
    def service(self) -> str:
        """AWS's name of the service."""
        ...

    @property
    def operation(self) -> str:
        """AWS's name of the operation."""
        ...

    @property
    def params(self) -> dict[str, Any]:
        """Its parameters."""
        ...


def carry_out(world: World, plan: Generator[OperatorCall, dict[str, Any], None]) -> Reply | None:
    """Make the calls of a plan one after the other, each answer going back into it; return the reply that refused, if any."""
    output: dict[str, Any] | None = None
    while True:
        try:
            call = plan.send(output) if output is not None else next(plan)
        except StopIteration:
            return None
        reply = world.call(
            call.service, call.operation, call.params, caller=Operator(call.account), account=call.account
        )
        if not reply.ok:
            plan.close()
            return reply
        output = reply.output


class Made(NamedTuple):
    """A call that is known beforehand."""

    account: str
    service: str
    operation: str
    params: dict[str, Any]
