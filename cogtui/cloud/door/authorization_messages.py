"""The encoded authorization message of a denial: for whoever wants STS to decode it.

No service that is simulated hands such messages out by itself, as EC2 does; a front end may, for any denied record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cogtui.cloud.ids import Ids, steady
from cogtui.cloud.policy.encoded_message import decoded, encoded
from cogtui.cloud.policy.evaluate import PolicyEvaluation
from cogtui.cloud.trail import Record

if TYPE_CHECKING:
    from cogtui.cloud.world import World

_NAME = "authorization messages"
_OCTETS = 32


def message_of(world: World, record: Record) -> str | None:
    """Return the message about what a record was denied; None where no policy denied anything."""
    key = steady(world.seed.encode(), _NAME, _OCTETS)
    denial = next(_denials(record), None)
    return encoded(denial.request, denial.verdict, denial.policies, key) if denial else None


def read(text: str, ids: Ids) -> str | None:
    """Return the document in a message of this world, None for any other text."""
    return decoded(text, ids.steady(_NAME, _OCTETS))


def _denials(record: Record) -> Iterator[PolicyEvaluation]:
    """Yield the denials of a record, its own first."""
    yield from (check for check in record.checks if isinstance(check, PolicyEvaluation) and not check.passed)
    for child in record.children:
        yield from _denials(child)
