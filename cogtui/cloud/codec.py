"""Trail records and store rows to bytes and back (MessagePack, which keeps times and blobs as what they are)."""

from __future__ import annotations

import importlib
from typing import Any

import msgspec

from cogtui.cloud.any_text import plain
from cogtui.cloud.callers import Caller, Origin
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.explain import AnyCheck, Check
from cogtui.cloud.store import Change, Table
from cogtui.cloud.trail import Record

RECORD_MODULES = (
    "cogtui.cloud.clock",
    "cogtui.cloud.accounts.credentials",
    "cogtui.cloud.cookie_jars",
    "cogtui.cloud.devices",
    "cogtui.cloud.device_sync.records",
    "cogtui.cloud.ids",
    "cogtui.cloud.accounts.principals",
    "cogtui.cloud.accounts.users",
    "cogtui.cloud.accounts.mfa_devices",
    "cogtui.cloud.accounts.customer_policies",
    "cogtui.cloud.accounts.organizations",
    "cogtui.cloud.issuers",
    "cogtui.cloud.accounts.oidc_providers",
    "cogtui.cloud.functions.records",
    "cogtui.cloud.providers.records",
    "cogtui.cloud.providers.apple_records",
    "cogtui.cloud.providers.saml_records",
    "cogtui.cloud.accounts.saml_providers",
    "cogtui.cloud.services.cognito_idp.records",
    "cogtui.cloud.services.cognito_idp.traces",
    "cogtui.cloud.services.cognito_idp.users.link_records",
    "cogtui.cloud.services.cognito_idp.domain_records",
    "cogtui.cloud.services.cognito_idp.domain.records",
    "cogtui.cloud.services.cognito_idp.devices.device_records",
    "cogtui.cloud.services.cognito_idp.groups.group_records",
    "cogtui.cloud.services.cognito_idp.sessions.session_records",
    "cogtui.cloud.services.cognito_idp.users.import_records",
    "cogtui.cloud.services.cognito_idp.threats.threat_records",
    "cogtui.cloud.services.cognito_idp.pools.log_records",
    "cogtui.cloud.services.cognito_idp.looks.looks_records",
    "cogtui.cloud.services.cognito_identity.records",
    "cogtui.cloud.services.iam.records",
    "cogtui.cloud.services.s3.records",
    "cogtui.cloud.services.sns.records",
    "cogtui.cloud.services.sns.topic_records",
    "cogtui.cloud.services.organizations.records",
    "cogtui.cloud.services.cognito_sync.records",
    "cogtui.cloud.services.cognito_sync.push_records",
    "cogtui.cloud.streams.records",
)
"""Every module that defines tables of the world."""

EVALUATIONS = {
    "policy": "cogtui.cloud.policy.evaluate:PolicyEvaluation",
    "token": "cogtui.cloud.tokens.verify:TokenVerification",
    "trust": "cogtui.cloud.services.sts.trust:TrustEvaluation",
}
"""Where the evaluations live that a record may hold, by msgspec tag."""

_SPECIAL = ("checks", "children", "changes", "caller", "origin", "error")


def load_tables() -> None:
    """Import all record modules, so that `Table.known` is complete."""
    for module in RECORD_MODULES:
        importlib.import_module(module)


def pack_record(record: Record) -> bytes:
    """Return the record as bytes."""
    return _packed(_record_plain(record))


def unpack_record(octets: bytes) -> Record:
    """Return the record that `pack_record` packed; msgspec.ValidationError or KeyError for bytes it never made."""
    return _record(msgspec.msgpack.decode(octets))


def pack_row(record: Any) -> bytes:
    """Return a store record as bytes."""
    return _packed(record)


def _packed(value: Any) -> bytes:
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(plain(value))


def unpack_row(table: str, octets: bytes) -> Any:
    """Return the store record of `table`."""
    return msgspec.msgpack.decode(octets, type=Table.known[table].record)


def _record_plain(record: Record) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in Record.__struct_fields__ if name not in _SPECIAL}
    plain["checks"] = list(record.checks)
    plain["children"] = [_record_plain(child) for child in record.children]
    plain["changes"] = [(change.table, change.key, change.before, change.after) for change in record.changes]
    plain |= {"caller": record.caller, "origin": record.origin, "error": record.error}
    return plain


def _record(plain: dict[str, Any]) -> Record:
    return Record(
        **{name: plain[name] for name in Record.__struct_fields__ if name not in _SPECIAL},
        checks=tuple(_check(check) for check in plain["checks"]),
        children=tuple(_record(child) for child in plain["children"]),
        changes=tuple(_change(*change) for change in plain["changes"]),
        caller=msgspec.convert(plain["caller"], Caller),
        origin=msgspec.convert(plain["origin"], Origin),
        error=msgspec.convert(plain["error"], ErrorInfo | None),
    )


def _check(plain: dict[str, Any]) -> AnyCheck:
    where = EVALUATIONS.get(plain["type"])
    if where is None:
        return msgspec.convert(plain, Check)
    module, name = where.split(":")
    return msgspec.convert(plain, getattr(importlib.import_module(module), name))


def _change(table: str, key: list[str], before: Any, after: Any) -> Change:
    kind = Table.known[table].record
    return Change(table, tuple(key), _maybe(before, kind), _maybe(after, kind))


def _maybe(plain: Any, kind: type[Any]) -> Any:
    return None if plain is None else msgspec.convert(plain, kind)
