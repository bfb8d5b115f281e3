"""Who may: the pool, the identity and the dataset that a call names, and whose credentials signed it.

Operations on data take an identity's own credentials or a developer's; those on devices the former, those on pools the latter.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.catalog import reader
from cogtui.cloud.door.authenticate import session_of
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact
from cogtui.cloud.services import registry
from cogtui.cloud.services.cognito_sync import errors
from cogtui.cloud.services.cognito_sync.records import DATASETS, Dataset

_POOL = "cognito-identity.amazonaws.com:aud"
_IDENTITY = "cognito-identity.amazonaws.com:sub"
"""What sessions of identities carry, and no others."""


def by_identity(call: Call) -> bool:
    """Tell whether an identity's credentials signed the call; a developer's otherwise."""
    return _carried(call, _IDENTITY).value is not None


def pool_named(call: Call, pool_id: str) -> None:
    """Refuse a pool that is not the account's in this region."""
    owner = registry.owner("cognito-identity", call.tx, {"IdentityPoolId": pool_id})
    here = owner is not None and (owner.account, owner.region) == (call.account, call.region)
    call.require("sync.pool.exists", here, lambda: _missing(call, "IdentityPool", pool_id), pool=pool_id)


def as_developer(call: Call, pool_id: str) -> None:
    """Refuse a call about a pool that an identity's credentials signed, or whose pool is not the account's."""
    developer_only(call)
    pool_named(call, pool_id)


def developer_only(call: Call) -> None:
    """Refuse a call that an identity's credentials signed."""
    theirs = _carried(call, _IDENTITY)
    call.require("sync.credentials.developer", theirs.value is None, errors.not_these_credentials, has=theirs)


def as_identity(call: Call, pool_id: str, identity_id: str) -> None:
    """Refuse a call about an identity that was not signed with credentials of this very identity."""
    pool_named(call, pool_id)
    _require_own(call, pool_id, identity_id)
    _require_enabled(call, pool_id, identity_id)


def as_either(call: Call, pool_id: str, identity_id: str) -> None:
    """Refuse a call about an identity's data that neither this identity nor a developer of the pool's account signed."""
    pool_named(call, pool_id)
    if by_identity(call):
        _require_own(call, pool_id, identity_id)
    _require_enabled(call, pool_id, identity_id)


def existing(call: Call, identity_id: str, name: str) -> Dataset | None:
    """Return a dataset that is there, or None."""
    dataset = call.tx.get(DATASETS, (identity_id, name))
    return dataset if dataset is not None and dataset.exists else None


def dataset_named(call: Call, identity_id: str, name: str) -> Dataset:
    """Return a dataset that must be there."""
    dataset = existing(call, identity_id, name)
    missing = errors.not_found("Dataset", name)
    call.require("sync.dataset.exists", dataset is not None, missing, dataset=name, identity=identity_id)
    assert dataset is not None
    return dataset


def _require_own(call: Call, pool_id: str, identity_id: str) -> None:
    has = _carried(call, _IDENTITY)
    own = (_carried(call, _POOL).value, has.value) == (pool_id, identity_id)
    call.require("sync.credentials.identity", own, errors.not_these_credentials, wants=identity_id, has=has)


def _carried(call: Call, key: str) -> Fact:
    """Return what the session that signed the call carries under a condition key."""
    session = session_of(call)
    return Fact("has", session.context.get(key), session.origins.get(key)) if session else Fact("has", None)


def _require_enabled(call: Call, pool_id: str, identity_id: str) -> None:
    """Refuse an identity that is none of the pool's, or that was merged into another.

    DIFFERS: what AWS answers to credentials of a disabled identity, which still hold, is not published.
    """
    here = registry.pool_of(call.tx, identity_id) == pool_id
    call.require("sync.identity.exists", here, lambda: _missing(call, "Identity", identity_id), identity=identity_id)
    parent = registry.merged_into(call.tx, identity_id)
    call.require("sync.identity.enabled", not parent, errors.not_these_credentials, identity=identity_id, parent=parent)


def _missing(call: Call, what: str, name: str) -> AwsError:
    """Return the error for something that is not there; lists know no such error.

    DIFFERS: what lists answer then is not published; here it is what every operation may say.
    """
    known = reader.operation(call.service, call.operation).errors
    return errors.not_found(what, name) if "ResourceNotFoundException" in known else errors.not_these_credentials()
