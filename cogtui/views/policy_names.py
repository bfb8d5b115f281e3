"""What stands in the world that a policy can name: ARNs of resources, principals, providers, and values of condition keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cogtui.cloud.accounts.oidc_providers import OIDC_PROVIDERS
from cogtui.cloud.accounts.principals import ACCOUNTS, ROLES
from cogtui.cloud.accounts.saml_providers import SAML_PROVIDERS
from cogtui.cloud.accounts.users import GROUPS, USERS
from cogtui.cloud.services.cognito_identity.records import POOLS as IDENTITY_POOLS
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.services.cognito_idp.records import POOLS as USER_POOLS
from cogtui.cloud.services.s3.records import BUCKETS
from cogtui.cloud.services.sns.records import APPLICATIONS
from cogtui.cloud.services.sns.topic_records import TOPICS
from cogtui.cloud.store import Reader, rows_of
from cogtui.cloud.streams.records import STREAMS

Named = Iterable[tuple[str, str]]
"""(what a policy writes, what it is)"""


def resources(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield ARNs that a Resource can name."""
    yield "*", "everything"
    for bucket in rows_of(reader, BUCKETS):
        yield bucket.arn, "the bucket: what lists it"
        yield f"{bucket.arn}/*", "what is in the bucket"
    yield from ((role.arn, "role") for role in rows_of(reader, ROLES))
    yield from ((user.arn, "user") for user in rows_of(reader, USERS))
    yield from ((group.arn, "group") for group in rows_of(reader, GROUPS))
    yield from ((pool.arn, f"user pool {pool.name}") for pool in rows_of(reader, USER_POOLS))
    for pool in rows_of(reader, IDENTITY_POOLS):
        yield pool.arn, f"identity pool {pool.name}"
        yield f"{_sync(pool)}{pool.id}", f"the same at Cognito Sync: {pool.name}"
    for own in dict.fromkeys(f"{_sync(pool)}{_AUD}/identity/{_SUB}" for pool in rows_of(reader, IDENTITY_POOLS)):
        yield f"{own}/*", "the caller's own datasets"
        yield own, "the caller's own identity: RegisterDevice"
    yield from ((topic.arn, "topic") for topic in rows_of(reader, TOPICS))
    yield from ((row.arn, f"app at {row.platform}") for row in rows_of(reader, APPLICATIONS))
    yield from ((stream.arn, "data stream") for stream in rows_of(reader, STREAMS))


def _sync(pool: IdentityPool) -> str:
    """Return how the ARNs of pools begin at Cognito Sync."""
    return f"arn:aws:cognito-sync:{pool.region}:{pool.account}:identitypool/"


_AUD, _SUB = "${cognito-identity.amazonaws.com:aud}", "${cognito-identity.amazonaws.com:sub}"


def principals(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield what `AWS` in a Principal can name."""
    for account in rows_of(reader, ACCOUNTS):
        yield f"arn:aws:iam::{account.id}:root", "the account: its own policies must allow too"
    yield from ((user.arn, "user") for user in rows_of(reader, USERS))
    yield from ((role.arn, "role: all of its sessions") for role in rows_of(reader, ROLES))
    yield "*", "everybody, anonymous callers too"


def federated(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield identity providers as a trust policy names them."""
    yield "cognito-identity.amazonaws.com", "identity pools"
    yield "accounts.google.com", "Google"
    yield "graph.facebook.com", "Facebook"
    yield "www.amazon.com", "Login with Amazon"
    yield from ((provider.arn, "OIDC provider") for provider in rows_of(reader, OIDC_PROVIDERS))
    yield from ((provider.arn, "SAML provider") for provider in rows_of(reader, SAML_PROVIDERS))


def values_of(reader: Reader, key: str) -> Named:
    """Return values that a condition key could have."""
    look = _VALUES.get(key.lower())
    return look(reader) if look is not None else ()


def _pool_ids(reader: Reader) -> Named:
    return ((pool.id, f"identity pool {pool.name}") for pool in rows_of(reader, IDENTITY_POOLS))


def _accounts(reader: Reader) -> Named:
    return ((account.id, account.name) for account in rows_of(reader, ACCOUNTS))


_VALUES: Final[dict[str, Callable[[Reader], Named]]] = {
    "cognito-identity.amazonaws.com:aud": _pool_ids,
    "cognito-identity.amazonaws.com:amr": lambda reader: (
        ("authenticated", "people who signed in"),
        ("unauthenticated", "guests"),
    ),
    "aws:principalaccount": _accounts,
    "aws:resourceaccount": _accounts,
    "aws:sourceaccount": _accounts,
    "aws:principaltype": lambda reader: ((name, "") for name in ("User", "AssumedRole", "FederatedUser", "Account")),
    "iam:passedtoservice": lambda reader: (("cognito-idp.amazonaws.com", ""), ("lambda.amazonaws.com", "")),
}
