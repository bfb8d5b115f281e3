"""Who calls is checked at every signed operation, and refused in the words of the protocol."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cogtui.cloud.callers import Keys
from tests.builders import keys_for
from tests.clients.forms import assert_error
from tests.clients.prepared import Params, Prepared
from tests.clients.sdk import Answer, operation_model, protocol_of, request_of, sent, signed
from tests.clients.valid import SIMULATED, VALID
from tests.clients.wrong import is_signed

SIGNED = [(service, operation) for service, operation in SIMULATED if is_signed(operation_model(service, operation))]
OPEN = [found for found in SIMULATED if found not in SIGNED]

Cause = Callable[[Prepared], Keys | None]


def _nobody(_: Prepared) -> None:
    return None


def _wrong_secret(here: Prepared) -> Keys:
    return Keys(here.here.demo.access_key_id, "not the secret")


def _unknown_key(_: Prepared) -> Keys:
    return Keys("AKIAIOSFODNN7EXAMPLE", "whatever")


def _session(here: Prepared, seconds: int) -> Keys:
    return here.here.do(lambda: keys_for(here.here.world, here.app.role_arn, seconds=seconds))


def _expired(here: Prepared) -> Keys:
    return _session(here, -1)


def _without_token(here: Prepared) -> Keys:
    keys = _session(here, 3600)
    return Keys(keys.access_key_id, keys.secret_access_key)


def _another_token(here: Prepared) -> Keys:
    keys = _session(here, 3600)
    return Keys(keys.access_key_id, keys.secret_access_key, "another token")


Refusals = dict[str, tuple[str, int]]

JSON: Refusals = {
    "nobody": ("MissingAuthenticationTokenException", 400),
    "wrong secret": ("InvalidSignatureException", 400),
    "unknown key": ("UnrecognizedClientException", 400),
    "expired": ("ExpiredTokenException", 400),
    "without token": ("UnrecognizedClientException", 400),
    "another token": ("UnrecognizedClientException", 400),
}
QUERY: Refusals = {
    "nobody": ("MissingAuthenticationToken", 403),
    "wrong secret": ("SignatureDoesNotMatch", 403),
    "unknown key": ("InvalidClientTokenId", 403),
    "expired": ("ExpiredToken", 403),
    "without token": ("InvalidClientTokenId", 403),
    "another token": ("InvalidClientTokenId", 403),
}
S3: Refusals = {
    "nobody": ("AccessDenied", 403),
    "wrong secret": ("SignatureDoesNotMatch", 403),
    "unknown key": ("InvalidAccessKeyId", 403),
    "expired": ("ExpiredToken", 400),
    "without token": ("InvalidAccessKeyId", 403),
    "another token": ("InvalidToken", 400),
}
REFUSALS = {
    "json": JSON,
    "rest-json": {cause: (code, 403) for cause, (code, _) in JSON.items()},
    "query": QUERY,
    "rest-xml": S3,
}
CAUSES: dict[str, Cause] = {
    "nobody": _nobody,
    "wrong secret": _wrong_secret,
    "unknown key": _unknown_key,
    "expired": _expired,
    "without token": _without_token,
    "another token": _another_token,
}


NOT_REFUSED = {("s3", "DeleteObjects", "nobody"), ("s3", "ListBuckets", "nobody")}
"""Answers key by key whether it may be deleted; an unsigned GET of / is a browser's, unless it says that it is an SDK's."""


def asked(here: Prepared, service: str, operation: str, params: Params, keys: Keys | None) -> Answer:
    request = request_of(service, operation, params, here.here.url)
    return sent(signed(request, service, keys) if keys else request, service, operation)


@pytest.mark.parametrize(("service", "operation"), SIGNED, ids=lambda part: part)
def test_a_caller_who_is_not_who_he_says_is_refused(prepared: Prepared, service: str, operation: str) -> None:
    bodiless = operation_model(service, operation).http["method"] == "HEAD"
    params = VALID[service, operation](prepared)
    for cause, make in CAUSES.items():
        if (service, operation, cause) in NOT_REFUSED:
            continue
        answer = asked(prepared, service, operation, params, make(prepared))
        code, status = REFUSALS[protocol_of(service)][cause]
        assert_error(answer, service, code, status, bodiless=bodiless)
        assert prepared.here.last.changes == ()


@pytest.mark.parametrize(("service", "operation"), OPEN, ids=lambda part: part)
def test_an_open_operation_needs_no_signature_and_minds_none(prepared: Prepared, service: str, operation: str) -> None:
    assert asked(prepared, service, operation, VALID[service, operation](prepared), None).status == 200


@pytest.mark.parametrize(("service", "operation"), OPEN, ids=lambda part: part)
def test_an_open_operation_passes_over_a_signature(prepared: Prepared, service: str, operation: str) -> None:
    params = VALID[service, operation](prepared)
    assert asked(prepared, service, operation, params, _unknown_key(prepared)).status == 200


def test_most_operations_are_signed() -> None:
    assert len(SIGNED) > 150
    assert len(OPEN) > 15
