"""Many clients at once: every call leaves one record, and the trail is one line in which each comes after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx

from tests.clients.sdk import Sdk
from tests.clients.serving import Served

Boto = Callable[..., Any]

THREADS, EACH = 32, 25


def test_thirty_two_threads_of_one_client_lose_no_call(sdk: Sdk, here: Served) -> None:
    s3 = sdk.client("s3", here.url, here.demo, max_pool_connections=THREADS)
    together = Barrier(THREADS)

    def work(thread: int) -> list[str]:
        together.wait()
        return [
            s3.put_object(Bucket="anas-reports", Key=f"{thread}/{turn}", Body=b"x")["ResponseMetadata"]["RequestId"]
            for turn in range(EACH)
        ]

    before = here.world.history.position
    with ThreadPoolExecutor(THREADS) as pool:
        answered = [request for found in pool.map(work, range(THREADS)) for request in found]
    records = list(here.world.trail)[before:]
    assert len(records) == THREADS * EACH == len(set(answered))
    assert [int(record.no) for record in records] == list(range(before + 1, before + 1 + THREADS * EACH))
    assert Counter(record.request_id.replace("-", "")[:16].upper() for record in records) == Counter(answered)
    for thread in range(THREADS):
        own = [record.request["Key"] for record in records if record.request["Key"].startswith(f"{thread}/")]
        assert own == [f"{thread}/{turn}" for turn in range(EACH)], "a client's own calls keep their order"


def test_what_one_client_wrote_the_next_reads(sdk: Sdk, here: Served) -> None:
    # A counter that everybody raises with If-Match: only one of those who read the same value may write.
    s3 = sdk.client("s3", here.url, here.demo, max_pool_connections=THREADS)
    s3.put_object(Bucket="anas-reports", Key="counter", Body=b"0")

    def work(_: int) -> int:
        refused = 0
        while True:
            found = s3.get_object(Bucket="anas-reports", Key="counter")
            raised = str(int(found["Body"].read()) + 1).encode()
            try:
                s3.put_object(Bucket="anas-reports", Key="counter", Body=raised, IfMatch=found["ETag"])
            except s3.exceptions.ClientError:
                refused += 1
            else:
                return refused

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    assert s3.get_object(Bucket="anas-reports", Key="counter")["Body"].read() == b"24"


def test_a_connection_serves_one_request_after_the_other(here: Served) -> None:
    with httpx.Client(base_url=here.url) as client:
        connections = {
            client.get("/_cogtui/health").extensions["network_stream"].get_extra_info("client_addr") for _ in range(20)
        }
    assert len(connections) == 1
