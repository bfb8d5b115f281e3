"""Reads the tables of policy cases in `cases/`.

A table is a list of groups; a group names the page of the documentation that its cases follow:

    - page: 'IAM User Guide, "IAM JSON policy elements: Action"'
      cases:
      - id: an-action-ignores-case
        shows: The case of an action counts for nothing.
        ask: alice s3:GetObject b1/x          # principal, action, resource; see fixtures.yaml for the names
        with: {"aws:username": alice}         # condition keys; a list is a multivalued key
        under: {identity: {allow: "S3:getobject"}, scp/root: everything}
        then: allowed identity                # the decision, and the kind of policy that it is due to
        decides: identity 1                   # the policy and its statement, from 1 on
        says: because no ...                  # how the denial's message ends; or all of it: "User: ..."

A statement is written `{allow|deny: actions, on: resources, to: principals, if: conditions}`; without `on` it is about `*`.
Any element can also stand under its own name. A policy is a statement, a list of them, the name of one in fixtures.yaml, or
the text of a document. `allow-if: conditions` stands for an identity policy that allows everything under them, `deny-if` for
one that allows everything and denies it under them. What a group gives besides `page` and `cases` holds for each of its cases.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml

from cogtui.cloud.policy.request import ContextValue, PolicySource, Principal
from cogtui.cloud.policy.request import PolicyRequest as Request

FOLDER = Path(__file__).parent / "cases"
FIXTURES = "fixtures.yaml"

WORDS = {"on": "Resource", "to": "Principal", "if": "Condition"}
KEYS = {
    "id",
    "shows",
    "page",
    "ask",
    "owner",
    "with",
    "under",
    "allow-if",
    "deny-if",
    "arns",
    "then",
    "decides",
    "says",
}


class Case(NamedTuple):
    """A question, the policies that take part, and what must come of it."""

    id: str
    shows: str
    page: str
    request: Request
    policies: tuple[PolicySource, ...]
    decision: str
    kind: str
    """Empty where AWS leaves open which kind decides."""
    decides: str
    says: str


def read(path: Path) -> Any:
    """Return the data of a table; every scalar is text."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


@cache
def fixtures() -> dict[str, Any]:
    """Return who and what the tables talk about."""
    return read(FOLDER / FIXTURES)


@cache
def tables() -> dict[str, list[Case]]:
    """Return all cases, by the name of their table."""
    found = {path.stem: list(read(path)) for path in sorted(FOLDER.glob("*.yaml")) if path.name != FIXTURES}
    return {name: [_case(group, one) for group in groups for one in group["cases"]] for name, groups in found.items()}


def _case(group: dict[str, Any], own: dict[str, Any]) -> Case:
    given = {key: value for key, value in group.items() if key != "cases"} | own
    unknown = set(given) - KEYS
    assert not unknown, f"case `{own.get('id')}` has {sorted(unknown)}"
    decision, _, kind = given["then"].partition(" ")
    return Case(
        id=given["id"],
        shows=given["shows"],
        page=given["page"],
        request=_request(given),
        policies=tuple(_policies(given)),
        decision=decision,
        kind=kind,
        decides=given.get("decides", ""),
        says=given.get("says", ""),
    )


def principal(name: str) -> Principal:
    """Return one of the principals of the tables."""
    data = dict(fixtures()["principals"][name])
    if "arn" in data:
        data.setdefault("principal_arn", data["arn"])
    return msgspec.convert(data, Principal)


def _request(given: dict[str, Any]) -> Request:
    who, action, resource = given["ask"].split(" ")
    arn, owner = _resource(resource)
    asking = principal(who)
    account = fixtures()["accounts"].get(given.get("owner", owner), asking.account)
    context: dict[str, ContextValue] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in given.get("with", {}).items()
    }
    return Request(asking, action, arn, account, context)


def _resource(written: str) -> tuple[str, str]:
    """Return the ARN of a resource and the account that owns it, by its letter."""
    name, slash, path = written.partition("/")
    known = fixtures()["resources"].get(name)
    return (f"{known['prefix']}{slash}{path}", known["owner"]) if known else (written, "")


def _policies(given: dict[str, Any]) -> list[PolicySource]:
    found: dict[str, Any] = dict(given.get("under", {}))
    if "allow-if" in given:
        found["identity"] = {"allow": "*", "if": given["allow-if"]}
    if "deny-if" in given:
        found["identity"] = [{"allow": "*"}, {"deny": "*", "if": given["deny-if"]}]
    arns = given.get("arns", {})
    return [_source(label, policy, arns.get(label, "")) for label, policy in found.items()]


def _source(label: str, policy: Any, arn: str) -> PolicySource:
    """Return a policy; its label is its kind, for SCPs and RCPs with the level, and a name where there are several."""
    kind, _, rest = label.partition("/")
    level = rest.partition("/")[0] if kind in ("scp", "rcp") else ""
    fields = {"kind": kind, "label": label, "document": _text(kind, policy), "arn": arn, "level": level}
    return msgspec.convert(fields, PolicySource)


def _text(kind: str, policy: Any) -> str:
    if isinstance(policy, str):
        if policy.lstrip().startswith("{"):
            return policy
        policy = fixtures()["policies"][policy]
    if "Statement" in policy:
        return json.dumps(policy | {"Statement": [_statement(kind, one) for one in _listed(policy["Statement"])]})
    statements = [_statement(kind, one) for one in _listed(policy)]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _listed(policy: Any) -> list[Any]:
    found = policy if isinstance(policy, list) else [policy]
    return [fixtures()["policies"][one] if isinstance(one, str) else one for one in found]


def _statement(kind: str, written: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word, value in written.items():
        if word in ("allow", "deny"):
            found |= {"Effect": word.capitalize(), "Action": value}
        else:
            found[WORDS.get(word, word)] = value
    if kind != "trust" and "NotResource" not in found:
        found.setdefault("Resource", "*")
    return found
