"""Parameters that a handler takes without looking at them: somebody else reads them from the call."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from cogtui.cloud.call import Call

Handler = Callable[..., dict[str, Any]]

EVERYWHERE = ("ExpectedBucketOwner", "RequestPayer")
"""What nearly every operation takes: `scope` holds the first against the bucket; who pays for a request changes nothing here."""

SENT_ALONG = ("ContentMD5", "ChecksumAlgorithm")
"""What SDKs send with a document. DIFFERS: in process there are no octets to hold it against, so nobody does."""


def also_takes(*names: str) -> Callable[[Handler], Handler]:
    """Let a handler take further parameters by name; those that it has no keyword for are kept from it."""

    def decorate(handler: Handler) -> Handler:
        own = inspect.signature(handler)
        hidden = frozenset(names) - own.parameters.keys()

        @wraps(handler)
        def taking(call: Call, **params: Any) -> dict[str, Any]:
            if hidden.isdisjoint(params):
                return handler(call, **params)
            return handler(call, **{name: value for name, value in params.items() if name not in hidden})

        further = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None) for name in sorted(hidden)]
        # The registry reads from the signature which parameters are simulated.
        taking.__dict__["__signature__"] = own.replace(parameters=[*own.parameters.values(), *further])
        return taking

    return decorate
