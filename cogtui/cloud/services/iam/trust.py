"""Trust policies: what IAM checks before it keeps one (IAM User Guide, "Principal"; Cognito Developer Guide)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from cogtui.cloud.accounts.principals import is_unknown_principal
from cogtui.cloud.accounts.service_principals import is_service
from cogtui.cloud.call import Call
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.grammar import listed, statements_of
from cogtui.cloud.policy.json_text import is_object, read
from cogtui.cloud.policy.validate import validate_trust_policy
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.documents import check_document, size_of
from cogtui.cloud.store import Reader

MOST_CHARACTERS = 2048

COGNITO = "cognito-identity.amazonaws.com"
TIES = (f"{COGNITO}:aud", f"{COGNITO}:amr")
"""Condition keys of which a trust policy for Cognito needs one."""

_PROVIDER = re.compile(r"arn:aws:iam::[0-9]{12}:(oidc-provider|saml-provider)/.+")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def check_trust(call: Call, parameter: str, document: str) -> None:
    """Refuse a trust policy that IAM would not keep; `parameter` is the one that brings it."""
    check_document(
        call, "iam.trust.document", "trust", document, lambda text: validate_trust_policy(text, _known(call.tx))
    )
    size = size_of(document)
    too_long = errors.trust_too_long(MOST_CHARACTERS)
    call.require("iam.trust.size", size <= MOST_CHARACTERS, too_long, most=MOST_CHARACTERS, has=size)
    untied = next(_untied(read(document).data), "")
    place = Place("parameter", f"parameter {parameter} of {call.operation}", pointer=untied)
    call.require("iam.trust.cognito", not untied, errors.untied_cognito_trust, wants=list(TIES), place=place)


def _untied(data: dict[str, Any]) -> Iterator[str]:
    """Yield the pointers of statements that let in identities of every pool."""
    for statement, pointer in statements_of(data):
        principal: Any = statement.get("Principal")
        trusted = [value for value, _ in listed(principal.get("Federated", []), "")] if is_object(principal) else []
        conditions: dict[str, dict[str, Any]] = statement.get("Condition", {})
        asked = {key.lower() for keys in conditions.values() for key in keys}
        if statement["Effect"] == "Allow" and COGNITO in trusted and not asked.intersection(TIES):
            yield pointer


def _known(reader: Reader) -> Callable[[str, str], bool]:
    """Return the question whether a principal exists.

    Identity providers need only look like some: one that was deleted stays in the roles that trust it
    (DeleteOpenIDConnectProvider), and one that nobody registered lets nobody in.
    """
    return lambda kind, value: _EXISTS.get(kind, _aws)(reader, value)


def _aws(reader: Reader, value: str) -> bool:
    return not is_unknown_principal(reader, value)


def _federated(_: Reader, value: str) -> bool:
    return _DOMAIN.fullmatch(value) is not None or _PROVIDER.fullmatch(value) is not None


def _service(_: Reader, value: str) -> bool:
    return is_service(value)


_EXISTS: dict[str, Callable[[Reader, str], bool]] = {"AWS": _aws, "Federated": _federated, "Service": _service}
