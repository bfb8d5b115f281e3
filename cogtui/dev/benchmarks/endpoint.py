"""The endpoint under load: requests per second against moto's server, and against the RSA operations in them.

Servers are processes of their own and take turns; eight connections keep one of them busy. Rates are by the clock on the
wall, with a load client that is several times as fast as the fastest server.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Final

from cogtui.dev.benchmarks import requests, servers
from cogtui.dev.benchmarks.load import load
from cogtui.dev.benchmarks.requests import World
from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.dev.benchmarks.servers import Served
from cogtui.dev.benchmarks.timing import percentile

TURNS: Final = 5
CONNECTIONS: Final = 8
MANY_CONNECTIONS: Final = 32
REQUESTS: Final = 2000
THEIR_REQUESTS: Final = 400
"""Fewer of moto, which is slower; the rate is what counts."""
SOAK: Final = (10_000, 100_000)
"""After how many requests of each kind the memory is looked at."""

Made = Callable[[Served, World], list[bytes]]

AGAINST_MOTO: Final[dict[str, tuple[str, Made]]] = {
    "get_id": ("GetId with a login", requests.get_id),
    "web_identity": ("AssumeRoleWithWebIdentity", requests.web_identity),
    "get_object": ("GetObject, signed", requests.get_object),
}
AGAINST_RSA: Final[dict[str, tuple[str, Made, int, int]]] = {
    "initiate_auth": ("InitiateAuth with a password", requests.initiate_auth, 2, 0),
    "credentials": ("GetCredentialsForIdentity", requests.credentials, 1, 2),
}
"""With the signatures and verifications that they cannot do without."""


def rows(share: float) -> list[Row]:
    """Measure the endpoint."""
    with servers.cogtui() as ours:
        our_world = requests.ours(ours)
        found = _beside_moto((ours, our_world), share)
        found += [_against_rsa(name, ours, our_world, share) for name in AGAINST_RSA]
        found.append(_latency(ours, our_world, share))
    with servers.cogtui() as fresh:
        found.append(_memory(fresh, requests.ours(fresh), share))
    return found


def _beside_moto(ours: tuple[Served, World], share: float) -> list[Row]:
    if find_spec("moto") is None:
        return [_alone(name, ours, share) for name in AGAINST_MOTO]
    with servers.moto() as theirs:
        their_world = requests.theirs(theirs, ours[1])
        return [_against_moto(name, ours, (theirs, their_world), share) for name in AGAINST_MOTO]


def _alone(name: str, ours: tuple[Served, World], share: float) -> Row:
    what, make = AGAINST_MOTO[name]
    rate = _rate(ours[0], make(*ours), counted(REQUESTS, share))
    return Row(f"endpoint.{name}", what, rate, "/s", None, "moto isn't installed: make bench brings it")


def _rate(served: Served, made: list[bytes], count: int) -> float:
    return load(served.port, made, count=count, connections=CONNECTIONS).rate


def _against_moto(name: str, ours: tuple[Served, World], theirs: tuple[Served, World], share: float) -> Row:
    what, make = AGAINST_MOTO[name]
    our_requests, their_requests = make(*ours), make(*theirs)
    turns = [
        (
            _rate(ours[0], our_requests, counted(REQUESTS, share)),
            _rate(theirs[0], their_requests, counted(THEIR_REQUESTS, share)),
        )
        for _ in range(counted(TURNS, share))
    ]
    ratio = statistics.median(one / other for one, other in turns)
    mine, others = (statistics.median(rates) for rates in zip(*turns, strict=True))
    note = f"{mine:,.0f}/s, moto {others:,.0f}/s"
    return Row(f"endpoint.{name}", f"{what}, by moto's server", ratio, "x", Bar(4, "at least"), note)


def _against_rsa(name: str, served: Served, world: World, share: float) -> Row:
    what, make, signatures, verifications = AGAINST_RSA[name]
    made = make(served, world)
    raw = partial(_rsa_rate, signatures, verifications, counted(REQUESTS, share) // 2 + 1)
    turns = [(_rate(served, made, counted(REQUESTS, share)), raw()) for _ in range(counted(TURNS, share))]
    ratio = statistics.median(one / other for one, other in turns)
    mine, others = (statistics.median(rates) for rates in zip(*turns, strict=True))
    note = f"{mine:,.0f}/s, its RSA alone {others:,.0f}/s"
    return Row(f"endpoint.{name}", f"{what}, by its RSA alone", ratio, "x", Bar(0.5, "at least"), note)


def _rsa_rate(signatures: int, verifications: int, times: int) -> float:
    """Return how often per second one processor does so many signatures and verifications."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    from cogtui.cloud.tokens.keys import SigningKey, private_key

    key = private_key(SigningKey("bench", "bench", "RS256", ring=0))
    public, padding, sha256, text = key.public_key(), PKCS1v15(), SHA256(), b"x" * 650
    signed = key.sign(text, padding, sha256)
    begin = time.perf_counter()
    for _ in range(times):
        for _ in range(signatures):
            key.sign(text, padding, sha256)
        for _ in range(verifications):
            public.verify(signed, text, padding, sha256)
    return times / (time.perf_counter() - begin)


def _latency(served: Served, world: World, share: float) -> Row:
    made = requests.get_id(served, world)
    found = load(served.port, made, count=counted(REQUESTS * 2, share), connections=MANY_CONNECTIONS)
    figure = percentile(found.latencies, 99) * 1000
    note = f"median {percentile(found.latencies, 50) * 1000:.1f} ms, {found.rate:,.0f}/s"
    return Row("endpoint.p99", f"GetId at {MANY_CONNECTIONS} connections, p99", figure, "ms", None, note)


def _memory(served: Served, world: World, share: float) -> Row:
    """Compare the process's memory after many requests with that after a tenth of them."""
    early, late = (counted(count, share) for count in SOAK)
    made = [
        *requests.get_object(served, world) * len(world.logins),
        *requests.get_id(served, world)[:1] * len(world.logins),
    ]
    load(served.port, made, count=early * 2, connections=CONNECTIONS)
    before = served.memory()
    made = [*requests.get_object(served, world), *requests.get_id(served, world)[:1]]
    load(served.port, made, count=(late - early) * 2, connections=CONNECTIONS)
    after = served.memory()
    note = f"{after / 2**20:,.0f} MiB, after {early:,} each {before / 2**20:,.0f} MiB"
    what = f"memory after {late:,} GetObject and GetId"
    return Row("endpoint.memory", what, after / before, "x", Bar(1.05, "at most"), note)
