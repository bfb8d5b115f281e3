"""From AWS's names to those of boto3 and the CLI, and back: `GetId` and `get_id`, `--identity-pool-id` and `IdentityPoolId`.

Agrees with botocore for every operation and member of the catalog (a test holds them against each other).
"""

from __future__ import annotations

import re
from functools import cache

from cogtui.cloud.catalog import reader

_PLURAL_ACRONYM = re.compile(r"(?<=[a-z])(?=[A-Z]{2,}s$)")
"""Before the last word of `CallbackURLs`: an acronym and its s are one word."""
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z0-9])(?=[A-Z][a-z])")
"""Where a word begins: a capital after a small letter or digit, or the last capital of a run (`SAMLProvider`)."""


@cache
def snake(name: str) -> str:
    """Return boto3's form of a name: `get_id`, `callback_urls`."""
    return _joined(name, "_")


@cache
def kebab(name: str) -> str:
    """Return the CLI's form of a name: `get-id`, `callback-urls`."""
    return _joined(name, "-")


def _joined(name: str, separator: str) -> str:
    if separator in name:
        return name
    if plural := _PLURAL_ACRONYM.search(name):
        return f"{_joined(name[: plural.start()], separator)}{separator}{name[plural.start() :].lower()}"
    return _WORD.sub(separator, name).lower()


@cache
def _operations(service: str) -> dict[str, str]:
    return {kebab(name): name for name in reader.operations(service)}


def operation_named(service: str, spelled: str) -> str | None:
    """Return the operation that the CLI (`get-id`), boto3 (`get_id`) or AWS (`GetId`) spells so, or None."""
    if reader.service(service).has(spelled):
        return spelled
    return _operations(service).get(spelled.replace("_", "-"))
