"""Parameters against the catalog: what the door asks before a handler sees a call.

Parameters have boto3's shapes: blobs are `bytes` (or text, as UTF-8), timestamps `datetime`; None is as good as absent.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.checks import Check, check_of
from cogtui.cloud.catalog.problems import Problem, Problems
from cogtui.cloud.catalog.refusals import refusal


def validate(service: str, operation: str, params: dict[str, Any]) -> None:
    """Raise the service's own error unless `params` fit the operation; KeyError for an operation that AWS has not."""
    found = _check(service, operation)(params)
    if found:
        raise refusal(service, operation, params, found)


def problems(service: str, operation: str, params: dict[str, Any]) -> list[Problem]:
    """Return all that is wrong with `params`."""
    return _check(service, operation)(params) or []


@cache
def _check(service: str, operation: str) -> Check:
    use = reader.operation(service, operation).input
    return check_of(service, use.shape) if use else _takes_nothing


def _takes_nothing(params: dict[str, Any]) -> Problems:
    rule = "Unknown parameter `{}`: expected none at all"
    return [Problem("unknown", rule.format(name), where=(str(name),), path=str(name)) for name in params]
