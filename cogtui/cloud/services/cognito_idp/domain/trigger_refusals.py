"""A trigger's function that fails while a browser or an app is at the pool's domain: told as OAuth tells errors."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import answers
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest

_CODES = frozenset({"UserLambdaValidationException", "UnexpectedLambdaException", "InvalidLambdaResponseException"})


@contextmanager
def told_by(refusal: Callable[[str], AwsError]) -> Generator[None]:
    """Turn the failure of a trigger into a refusal with its text; other errors go on as they are."""
    try:
        yield
    except AwsError as failed:
        if failed.code not in _CODES:
            raise
        raise refusal(failed.message) from failed


def to_app(asked: AppRequest) -> Callable[[str], AwsError]:
    """Return the refusal that the browser carries to the app; AWS ends its text with a blank."""
    return lambda text: asked.error("invalid_request", f"{text} ")


def at_endpoint(text: str) -> AwsError:
    """Return the refusal of the token endpoint; no capture of AWS's is known."""
    return answers.refusal("invalid_request", text)
