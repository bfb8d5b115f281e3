"""Every simulated operation answers boto3, in the shapes of AWS's own model."""

from __future__ import annotations

from typing import Any

from botocore.response import StreamingBody

from tests.clients.modelled import misfits
from tests.clients.prepared import Prepared
from tests.clients.raw_bodies import strangers
from tests.clients.sdk import Sdk, called, operation_model, protocol_of
from tests.clients.valid import EACH, SIMULATED, VALID
from tests.clients.valid_sync_push import signer


def test_there_is_a_valid_call_for_every_simulated_operation() -> None:
    assert set(VALID) == set(SIMULATED)


@EACH
def test_boto3_gets_an_answer_in_the_shapes_of_the_model(
    prepared: Prepared, sdk: Sdk, service: str, operation: str
) -> None:
    client = sdk.client(service, prepared.here.url, signer(prepared, service, operation))
    known = operation_model(service, operation)
    bodies: list[bytes] = []
    with sdk.raw_bodies(client, bodies):
        answer = called(client, operation, VALID[service, operation](prepared))
    meta = answer.pop("ResponseMetadata")
    assert meta["HTTPStatusCode"] in (200, 204, 206)
    assert meta["RequestId"]
    assert list(misfits(answer, known.output_shape)) == []
    assert strangers(bodies[0], known, protocol_of(service)) == []
    assert prepared.here.last.operation == operation
    assert _said(answer) == _said(prepared.here.last.output or {})


def _said(output: dict[str, Any]) -> set[str]:
    """Return the names of the members that say something."""
    return {
        name
        for name, value in output.items()
        if value not in ({}, [], "", None) and not isinstance(value, StreamingBody | bytes)
    }
