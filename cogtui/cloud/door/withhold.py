"""What a save must not hold: parameters that the API model marks sensitive, typed passwords, and tokens from elsewhere."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from cogtui.cloud.any_text import plain
from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.catalog.sensitive import WITHHELD, withhold
from cogtui.cloud.door.withheld_callers import Withheld, withheld_caller
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.explain import AnyCheck, Check, opened
from cogtui.cloud.issuers import signed_here
from cogtui.cloud.store import Reader
from cogtui.cloud.trail import Record

FOREIGN = "(a token that this world did not sign: withheld)"

_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]*\.[\w-]*")


def withheld(state: Reader, record: Record) -> Record:
    """Return the record as a save may hold it."""
    request = record.request
    if record.kind == "call":
        request = withhold(record.service, record.operation, request)
    if record.kind == "web":
        request = _without_secrets(request)
    found = withheld_caller(state, record.service, record.caller) if record.kind == "call" else Withheld(record.caller)
    if record.kind == "trigger" and (typed := secrets_of(request)):
        found = Withheld(record.caller, typed)
    return msgspec.structs.replace(
        record,
        caller=found.caller,
        request=_without(found.secrets, without_foreign(state, request)),
        output=_without(found.secrets, record.output) if record.kind == "trigger" else record.output,
        error=_error(found.secrets, record.error),
        checks=tuple(_checked(found.secrets, _check(state, check)) for check in record.checks),
        children=tuple(withheld(state, child) for child in record.children),
    )


def _error(secrets: tuple[str, ...], error: ErrorInfo | None) -> ErrorInfo | None:
    """Return an error without secrets; S3 repeats a refused request to its sender, in letters and in hexadecimal."""
    if error is None or not secrets:
        return error
    extra = {
        name: WITHHELD if name.endswith("Bytes") else _without(secrets, part) for name, part in error.extra.items()
    }
    return ErrorInfo(error.code, _without(secrets, error.message), error.status, extra)


def _checked(secrets: tuple[str, ...], check: AnyCheck) -> AnyCheck:
    written = _written(check) if secrets else ""
    if not any(secret in written for secret in secrets):
        return check
    return msgspec.convert(_without(secrets, msgspec.to_builtins(opened(check))), Check)


def _without(secrets: tuple[str, ...], value: Any) -> Any:
    """Return a text, or data with texts in it, without these secrets."""
    if not secrets:
        return value
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, WITHHELD)
        return value
    if is_dict(value):
        return {name: _without(secrets, part) for name, part in value.items()}
    return [_without(secrets, part) for part in value] if is_list(value) else value


def _check(state: Reader, check: AnyCheck) -> AnyCheck:
    """Return a check without foreign tokens; one that judged such a token is kept as it explained itself, not to be run again."""
    tokens = _JWT.findall(_written(check))
    if all(signed_here(state, token) for token in tokens):
        return check
    return msgspec.convert(without_foreign(state, msgspec.to_builtins(opened(check))), Check)


def _written(check: AnyCheck) -> str:
    try:
        return msgspec.json.encode(check).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(plain(check)).decode()


def _without_secrets(request: dict[str, Any]) -> dict[str, Any]:
    """Withhold what was typed into a page or sent as a client's secret: a slip of the fingers may be somebody's real one."""
    form: dict[str, str] = request.get("form") or {}
    headers: dict[str, str] = request.get("headers") or {}
    hidden = {
        "form": form | dict.fromkeys(form.keys() & SECRET_FIELDS, WITHHELD),
        "headers": headers | ({"authorization": f"Basic {WITHHELD}"} if _is_basic(headers) else {}),
    }
    return request | {name: value for name, value in hidden.items() if value}


def secrets_of(event: dict[str, Any]) -> tuple[str, ...]:
    """Return what a person typed that a trigger's event carries: the password of somebody who is migrated."""
    request: Any = event.get("request")
    password: Any = request.get("password") if is_dict(request) else None
    return (password,) if isinstance(password, str) and password else ()


SECRET_FIELDS = frozenset({"password", "new_password", "client_secret", "SAMLResponse"})
"""Members of web forms: of the login pages of providers and user pools, and of token endpoints.

A SAML response may come from a real provider; one of this world's own stands in the page that gave it, too.
"""


def _is_basic(headers: dict[str, str]) -> bool:
    return headers.get("authorization", "").lower().startswith("basic ")


def without_foreign(state: Reader, value: Any) -> Any:
    """Return a text, or data with texts in it, without tokens that no issuer of this world signed."""
    if isinstance(value, str):
        return _JWT.sub(lambda found: found.group(0) if signed_here(state, found.group(0)) else FOREIGN, value)
    if is_dict(value):
        return {name: without_foreign(state, part) for name, part in value.items()}
    if is_list(value):
        return [without_foreign(state, part) for part in value]
    return value
