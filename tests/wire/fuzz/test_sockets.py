"""Hostile requests over real connections, several at once, to `cogtui serve` as a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random

import httpx

from tests.cli.serving import serving
from tests.wire.fuzz.connection import answers
from tests.wire.fuzz.hostile import FAMILIES, Sent
from tests.wire.fuzz.target import assert_proper

CONNECTIONS = 32
EACH = 400
"""How many of each family."""
PATIENCE = 20

Count = Callable[[str, int], None]


async def sent_to(port: int, sent: Sent, rng: Random) -> bytes:
    """Send octets in their pieces, then end one's side or hang up; return what came back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        size = max(-(-len(sent.octets) // sent.pieces), 1)
        for at in range(0, len(sent.octets), size):
            writer.write(sent.octets[at : at + size])
            await writer.drain()
        if rng.random() < 0.1:
            writer.transport.abort()
            return b""
        writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            return await reader.read()
    except (ConnectionError, OSError):
        return b""
    finally:
        writer.close()


async def sent_all(port: int) -> int:
    """Send everything over a number of connections at once; return how many were answered."""
    waiting = [(name, number) for number in range(EACH) for name in FAMILIES]
    answered = 0

    async def client() -> None:
        nonlocal answered
        while waiting:
            name, number = waiting.pop()
            rng = Random(f"sockets {name} {number}")
            sent = FAMILIES[name](rng)
            for answer in answers(
                await sent_to(port, sent, rng), head=sent.octets.lstrip(b"\r\n").startswith(b"HEAD ")
            ):
                assert_proper(answer)
                answered += 1

    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return answered


def test_hostile_requests_over_real_connections_leave_it_unharmed(record_property: Count) -> None:
    with serving("--no-verify") as here:
        answered = asyncio.run(sent_all(int(here.url.rpartition(":")[2])))
        assert answered > EACH * len(FAMILIES) * 0.8
        assert httpx.get(f"{here.url}/_cogtui/health", trust_env=False).json() == {"status": "ok", "bugs": 0}
        assert here.client("sts").get_caller_identity()["Arn"].endswith(":user/demo")
        assert here.stop() == (0, "")
    record_property("requests", EACH * len(FAMILIES))
