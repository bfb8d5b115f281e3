"""IAM's own record that nobody else reads: the other name of an account."""

from __future__ import annotations

import msgspec

from cogtui.cloud.store import Table


class AccountAlias(msgspec.Struct, frozen=True, gc=False):
    """The name that stands in an account's sign-in address; an account has one at most."""

    account: str
    alias: str


ALIASES = Table("iam.account_aliases", AccountAlias, lambda row: (row.account,))
