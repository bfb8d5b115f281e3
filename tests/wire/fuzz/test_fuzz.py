"""Hostile requests by the thousand: each gets a proper answer, none meets a bug, and a refused one changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.callers import Keys
from tests.clients.valid import SIMULATED
from tests.clients.valid_sync_push import OF_IDENTITIES
from tests.cloud.sync_push_worlds import own_keys
from tests.cloud.test_every_operation import someone_signed_in
from tests.cloud.worlds import ready_made
from tests.wire.fuzz.changed import changed, good, prepared, signed
from tests.wire.fuzz.hostile import FAMILIES, Sent, raw
from tests.wire.fuzz.odd import NAMES
from tests.wire.fuzz.target import Target

EACH = {
    "noise": 1500,
    "shapes": 4000,
    "mutants": 3000,
    "members": 4000,
    "aws_chunks": 1500,
    "signatures": 3000,
    "pages": 4000,
    "framing": 3000,
}
"""How many of each family are sent in one run."""
CHANGES = 12
"""How many changes of each good call."""

VERIFIED = ("noise", "signatures", "pages")
"""Families that are sent to an endpoint which minds signatures; at the others hostile requests get further."""

Count = Callable[[str, int], None]


def test_there_are_at_least_twenty_thousand() -> None:
    assert EACH.keys() == FAMILIES.keys()
    assert sum(EACH.values()) + CHANGES * len(SIMULATED) >= 20_000


@pytest.mark.parametrize("family", FAMILIES)
def test_every_hostile_request_is_answered_and_harms_nothing(family: str, record_property: Count, capfd) -> None:
    target = Target(someone_signed_in(), verify=family in VERIFIED)

    async def sent_all() -> None:
        for number in range(EACH[family]):
            rng = Random(f"{family} {number}")
            await target.ask(FAMILIES[family](rng), last=rng.random() < 0.1)
        await assert_well(target)

    asyncio.run(sent_all())
    target.assert_unharmed()
    assert capfd.readouterr().err == ""
    record_property("requests", EACH[family])


async def assert_well(target: Target) -> None:
    """The endpoint still answers a decent request."""
    asked = raw("GET", "/_cogtui/health", [("host", "localhost")])
    assert [answer.status for answer in await target.ask(Sent(asked))] == [200]


def keys_for(target: Target, operation: str) -> Keys:
    """Return the keys of whoever may call an operation: an administrator, or the identity that is signed in."""
    return own_keys(target.world) if operation in OF_IDENTITIES else Keys(target.demo, "")


@pytest.mark.parametrize("service", sorted({service for service, _ in SIMULATED}))
def test_a_good_call_changed_anywhere_is_answered_and_harms_nothing(service: str, record_property: Count) -> None:
    target = Target(ready_made(), verify=False)
    here, start = prepared(target), target.world.history.position
    operations = [name for owner, name in SIMULATED if owner == service]

    async def sent_all() -> None:
        for operation in operations:
            sent, keys = good(here, service, operation), keys_for(target, operation)
            answers = await target.ask(Sent(signed(keys, sent, service)))
            assert answers[-1].status < 300 or operation in REFUSED, (operation, answers)
            for number in range(CHANGES):
                await target.ask(changed(Random(f"{operation} {number}"), keys, sent, service))
            target.world.seek(start)

    asyncio.run(sent_all())
    target.assert_unharmed()
    record_property("requests", (CHANGES + 1) * len(operations))


REFUSED = {"PutBucketAcl"}
"""What is refused whoever asks: buckets have no access control lists here."""

TOKENS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF), max_size=20)
HEADERS = st.lists(
    st.tuples(st.sampled_from(NAMES) | TOKENS, st.text(st.characters(max_codepoint=0xFF), max_size=40)), max_size=5
)
TARGETS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF), max_size=30).map(lambda text: f"/{text}")


@pytest.fixture(scope="module")
def target() -> Target:
    return Target(someone_signed_in(), verify=True)


@given(st.sampled_from(["GET", "POST", "PUT", "HEAD", "DELETE"]) | TOKENS, TARGETS, HEADERS, st.binary(max_size=50))
@settings(max_examples=1000)
def test_any_text_in_any_place_is_answered(
    target: Target, method: str, path: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    asyncio.run(
        target.ask(
            Sent(raw(method, path, [("host", "localhost"), *headers], body)),
        )
    )
