"""The users, roles and accounts that a policy names, and the policy with other words in their places.

IAM User Guide, "Principal": a policy is kept with the unique ids of the users and roles that it names, and with account
numbers as root ARNs. What nobody may touch is everything else: white space, order, conditions with the same text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from cogtui.cloud.documents import below
from cogtui.cloud.policy.grammar import listed, statements_of
from cogtui.cloud.policy.json_text import is_object, read

_ACCOUNT = re.compile(r"[0-9]{12}")
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')


def named_in(document: str) -> Iterator[tuple[str, str]]:
    """Yield each `AWS` principal that a policy names and the JSON pointer of where; `PolicySyntaxError` for no JSON."""
    for statement, pointer in statements_of(read(document).data):
        for name in ("Principal", "NotPrincipal"):
            members = statement.get(name)
            for value, where in (
                listed(members.get("AWS", []), below(pointer, name, "AWS")) if is_object(members) else ()
            ):
                if isinstance(value, str):
                    yield value, where


def renamed(document: str, names: Mapping[str, str]) -> str:
    """Return a policy with some of its principals under other names, and not one other character changed."""
    return _renamed(document, tuple(sorted(names.items()))) if names else document


def with_roots(document: str) -> str:
    """Return a policy with the root's ARN for each account that is named by its number, as AWS gives policies back."""
    accounts = {value for value, _ in named_in(document) if _ACCOUNT.fullmatch(value)}
    return renamed(document, {account: f"arn:aws:iam::{account}:root" for account in accounts})


@lru_cache(maxsize=256)
def _renamed(document: str, names: tuple[tuple[str, str], ...]) -> str:
    found, wanted = read(document), dict(names)
    spots = [(found.where(pointer), wanted[value]) for value, pointer in named_in(document) if value in wanted]
    lines = [0, *(end.end() for end in re.finditer("\n", document))]
    for (line, column), name in sorted(spots, reverse=True):
        start = lines[line - 1] + column - 1
        literal = _LITERAL.match(document, start)
        assert literal is not None
        document = document[:start] + json.dumps(name) + document[literal.end() :]
    return document
