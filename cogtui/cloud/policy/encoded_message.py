"""Encoded authorization messages: why a request was denied, as a text that only the world it comes from can read.

Source: STS API Reference, DecodeAuthorizationMessage. What it says may be nobody's business, so AWS hands it out encoded,
and whoever wants to read it needs a permission for that.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping
from typing import Any, cast

from cogtui.cloud.policy.request import ContextValue, PolicyRequest, PolicySource, Principal
from cogtui.cloud.policy.verdict import Verdict

LONGEST = 10_240
"""Characters that STS takes."""

_MAC = 16


def document(request: PolicyRequest, verdict: Verdict, policies: tuple[PolicySource, ...]) -> dict[str, Any]:
    """Return the members of AWS's document about a verdict: the statements that matched, the request and its context."""
    return {
        "allowed": verdict.allowed,
        "explicitDeny": verdict.decision == "explicitDeny",
        "matchedStatements": {"items": _matched(verdict, policies)},
        "failures": {"items": []},
        "context": {
            "principal": _principal(request.principal),
            "action": request.action,
            "resource": request.resource,
            "conditions": {"items": _conditions(request.context)},
        },
    }


def encoded(request: PolicyRequest, verdict: Verdict, policies: tuple[PolicySource, ...], key: bytes) -> str:
    """Return the message about a verdict; `key` is the world's. Condition keys are left out where they do not fit in."""
    text = _sealed(document(request, verdict, policies), key)
    if len(text) <= LONGEST:
        return text
    shorter = document(_without_context(request), verdict, policies)
    return _sealed(shorter, key)


def decoded(text: str, key: bytes) -> str | None:
    """Return the document in a message, as JSON; None for a text that this world never made."""
    try:
        octets = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        return None
    mac, hidden = octets[:_MAC], octets[_MAC:]
    packed = _masked(hidden, mac, key)
    if not hmac.compare_digest(mac, _mac_of(packed, key)):
        return None
    return zlib.decompress(packed).decode()


def _sealed(found: dict[str, Any], key: bytes) -> str:
    packed = zlib.compress(json.dumps(found, separators=(",", ":")).encode(), 9)
    mac = _mac_of(packed, key)
    return base64.urlsafe_b64encode(mac + _masked(packed, mac, key)).decode("ascii")


def _mac_of(packed: bytes, key: bytes) -> bytes:
    return hmac.digest(key, packed, hashlib.sha256)[:_MAC]


def _masked(octets: bytes, mac: bytes, key: bytes) -> bytes:
    """Return the octets hidden, or shown again: the mask follows from the key and from what is hidden."""
    mask = hashlib.shake_256(key + mac).digest(len(octets))
    return bytes(one ^ other for one, other in zip(octets, mask, strict=True))


def _without_context(request: PolicyRequest) -> PolicyRequest:
    return PolicyRequest(request.principal, request.action, request.resource, request.resource_account)


def _principal(principal: Principal) -> dict[str, str]:
    name = principal.arn.rsplit("/", 1)[-1] if principal.kind == "user" else ""
    members = {"id": principal.user_id, "name": name, "arn": principal.arn}
    return {member: value for member, value in members.items() if value}


def _matched(verdict: Verdict, policies: tuple[PolicySource, ...]) -> list[dict[str, Any]]:
    """Return the statement that decided; a request that nothing allows has none."""
    if verdict.deciding is None:
        return []
    found: Any = json.loads(policies[verdict.deciding.source].document)["Statement"]
    statements: list[dict[str, Any]] = cast("list[Any]", found) if isinstance(found, list) else [found]
    statement = statements[verdict.deciding.statement]
    principals = {"items": _values(_named(statement.get("Principal", [])))}
    return [
        {
            "statementId": statement.get("Sid", ""),
            "effect": str(statement.get("Effect", "")).upper(),
            "principals": principals,
            "principalGroups": {"items": []},
            "actions": {"items": _values(statement.get("Action", []))},
            "resources": {"items": _values(statement.get("Resource", []))},
            "conditions": {"items": _demands(statement.get("Condition", {}))},
        }
    ]


def _named(principal: Any) -> Any:
    """Return everybody whom a principal element names, of whatever kind."""
    if not isinstance(principal, dict):
        return principal
    lists = [_listed(value) for value in cast("dict[str, Any]", principal).values()]
    return [value for one in lists for value in one]


def _demands(condition: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"key": key, "values": {"items": _values(wanted)}}
        for wanted_by_key in condition.values()
        for key, wanted in wanted_by_key.items()
    ]


def _conditions(context: Mapping[str, ContextValue]) -> list[dict[str, Any]]:
    return [{"key": key, "values": {"items": _values(value)}} for key, value in sorted(context.items())]


def _values(value: Any) -> list[dict[str, str]]:
    return [{"value": str(one)} for one in _listed(value)]


def _listed(value: Any) -> list[Any]:
    return list(cast("list[Any]", value)) if isinstance(value, (list, tuple)) else [value]
