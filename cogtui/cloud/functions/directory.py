"""The functions of a world: put there by templates, or by the act `function.put`."""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.documents import Document
from cogtui.cloud.documents.document import Mark
from cogtui.cloud.errors import AuthoringError, AwsError
from cogtui.cloud.functions.compile import compiled
from cogtui.cloud.functions.records import FUNCTIONS, Function, FunctionRule
from cogtui.cloud.store import Reader, rows_of

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What Lambda takes for a name (AWS Lambda API, CreateFunction)."""


def put(call: Call, name: str, rules: tuple[FunctionRule, ...]) -> Function:
    """Put a function into the call's account and region, in place of one with the same name."""
    function = Function(f"arn:aws:lambda:{call.region}:{call.account}:function:{name}", name, rules)
    call.tx.put(FUNCTIONS, function)
    return function


def functions(reader: Reader) -> list[Function]:
    """Return the world's functions, by ARN."""
    return list(rows_of(reader, FUNCTIONS))


def act_put(call: Call, *, name: str, rules: list[dict[str, Any]]) -> dict[str, Any]:
    """Do the act `function.put`: make a function, or give one other rules."""
    if NAME.fullmatch(name) is None:
        raise AwsError("InvalidAct", f"`{name}` is no name for a function: letters, digits, `-` and `_`, at most 64")
    document = Document(rules, Mark(0, 0), "")
    try:
        function = put(call, name, compiled(rules, lambda at, message: document.error(at, f"Rules{at}: {message}")))
    except AuthoringError as problem:
        raise AwsError("InvalidAct", problem.message) from problem
    return {"arn": function.arn}
