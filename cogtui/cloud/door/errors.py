"""How each protocol words the refusals that the door itself gives, before any service sees the call.

Sources: IAM User Guide "Troubleshoot Signature Version 4"; S3 API Reference "Error responses"; STS "Common errors".
"""

from __future__ import annotations

from typing import Literal

from cogtui.cloud.errors import AwsError

Cause = Literal[
    "missing", "unknown-key", "bad-secret", "bad-token", "expired", "denied", "unknown-operation", "incomplete"
]

_INVALID = "The security token included in the request is invalid."
_EXPIRED = "The security token included in the request is expired"
_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)

_JSON: dict[Cause, tuple[str, str, int]] = {
    "missing": ("MissingAuthenticationTokenException", "Missing Authentication Token", 400),
    "unknown-key": ("UnrecognizedClientException", _INVALID, 400),
    "bad-secret": ("InvalidSignatureException", _SIGNATURE, 400),
    "bad-token": ("UnrecognizedClientException", _INVALID, 400),
    "expired": ("ExpiredTokenException", _EXPIRED, 400),
    "denied": ("AccessDeniedException", "", 400),
    "unknown-operation": ("UnknownOperationException", "", 400),
    "incomplete": ("IncompleteSignatureException", "", 400),
}
_REST_JSON = _JSON | {
    # Published answers of Cognito Sync and Lambda: the same codes and texts, another status.
    cause: (_JSON[cause][0], _JSON[cause][1], 403)
    for cause in ("missing", "unknown-key", "bad-secret", "bad-token", "expired", "denied")
}
_QUERY: dict[Cause, tuple[str, str, int]] = {
    "missing": ("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
    "unknown-key": ("InvalidClientTokenId", _INVALID, 403),
    "bad-secret": ("SignatureDoesNotMatch", _SIGNATURE, 403),
    "bad-token": ("InvalidClientTokenId", _INVALID, 403),
    "expired": ("ExpiredToken", _EXPIRED, 403),
    "denied": ("AccessDenied", "", 403),
    "unknown-operation": ("InvalidAction", "Could not find operation {operation} for version {version}", 400),
    "incomplete": ("IncompleteSignature", "", 400),
}
_S3: dict[Cause, tuple[str, str, int]] = {
    "missing": ("AccessDenied", "Access Denied", 403),
    "unknown-key": ("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403),
    "bad-secret": (
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        403,
    ),
    "bad-token": ("InvalidToken", "The provided token is malformed or otherwise invalid.", 400),
    "expired": ("ExpiredToken", "The provided token has expired.", 400),
    "denied": ("AccessDenied", "Access Denied", 403),
    "unknown-operation": ("NotImplemented", "A header you provided implies functionality that is not implemented", 501),
    "incomplete": ("AuthorizationHeaderMalformed", "", 400),
}
_BY_PROTOCOL = {
    "json": _JSON,
    "rest-json": _REST_JSON,
    "query": _QUERY,
    "rest-xml": _S3,
}


def door_error(protocol: str, cause: Cause, message: str = "", *, operation: str = "", version: str = "") -> AwsError:
    """Return the protocol's error for `cause`, with `message` in place of the usual text where one is given."""
    code, text, status = _BY_PROTOCOL[protocol][cause]
    return AwsError(code, message or text.format(operation=operation, version=version), status=status)


def sns_denied(message: str) -> AwsError:
    """Return SNS's denial: its own code, and its actions in capitals, as published answers have them."""
    return AwsError("AuthorizationError", message.replace(" sns:", " SNS:"), status=403)
