"""The words of Cognito Sync's rules."""

from __future__ import annotations

from cogtui.cloud.rules import Rule
from cogtui.cloud.services.cognito_sync import push_rules

_API = "Amazon Cognito Sync API reference, "
_LIMITS = 'Amazon Cognito Developer Guide, "Quotas in Amazon Cognito"'
_DATA = 'Amazon Cognito Developer Guide, "Synchronizing data"'
_MERGES = 'Amazon Cognito Developer Guide, "Handling callbacks"'

RULES = {
    **push_rules.RULES,
    "sync.pool.exists": Rule(
        "the identity pool exists in this account and region",
        _API + "DescribeIdentityPoolUsage",
        "no such identity pool here",
    ),
    "sync.identity.exists": Rule(
        "the identity exists in this pool", _API + "DescribeIdentityUsage", "the pool has no such identity"
    ),
    "sync.identity.enabled": Rule(
        "the identity was not merged into another",
        'Amazon Cognito Developer Guide, "Identity pools authentication flow"',
        "the identity was merged into another, and is disabled",
    ),
    "sync.credentials.identity": Rule(
        "the credentials are this identity's own",
        _API + "RegisterDevice",
        "the credentials are not this identity's own",
    ),
    "sync.credentials.developer": Rule(
        "the credentials are a developer's, not an identity's",
        _API + "GetIdentityPoolConfiguration",
        "an identity's credentials may not do what is for developers",
    ),
    "sync.dataset.exists": Rule("the dataset exists", _API + "DescribeDataset", "no such dataset"),
    "sync.session.inputs": Rule(
        "the session token was given out for this identity and this dataset",
        _API + "UpdateRecords",
        "the session token belongs to another identity or dataset, or was never given out",
    ),
    "sync.session.expiry": Rule(
        "the session has not run out", _API + "ListRecords", "the session ran out: list the records again"
    ),
    "sync.count": Rule(
        "each record is still as the caller saw it last",
        _API + "UpdateRecords, SyncCount",
        "somebody wrote a record after the caller saw it last: nothing is stored",
    ),
    "sync.keys.once": Rule(
        "each key is patched once", _API + "UpdateRecords", "one key has more than one patch in this call"
    ),
    "sync.patch.value": Rule(
        "what replaces a record has a value", _API + "RecordPatch", "a record was to be replaced by nothing"
    ),
    "sync.limit.datasets": Rule(
        "the identity has room for one more dataset",
        _LIMITS,
        "the identity has as many datasets as it can have; what merges left behind counts too",
    ),
    "sync.limit.records": Rule(
        "the dataset has no more records than it can have", _LIMITS, "the dataset would have too many records"
    ),
    "sync.limit.size": Rule("the dataset is not larger than it can be", _LIMITS, "the dataset would be too large"),
    "sync.page.token": Rule(
        "the page's token belongs to this list", _API + "ListRecords", "the page's token belongs to another list"
    ),
    "sync.deleted_since": Rule(
        "the dataset was not deleted since the count that the caller has seen",
        _API + "ListRecords, DatasetDeletedAfterRequestedSyncCount",
        "the dataset was deleted since the count that the caller has seen",
    ),
    "sync.unmerged": Rule(
        "no merge of identities left a dataset beside this one",
        _MERGES,
        "a merge of identities left datasets beside this one, which are reported until they are deleted",
    ),
    "sync.merged": Rule(
        "the absorbed identity's datasets go on beside those of the one that remains",
        _DATA,
        "the absorbed identity's datasets are gone",
    ),
}
