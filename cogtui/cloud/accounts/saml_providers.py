"""SAML providers that accounts registered in IAM. IAM keeps them; identity pools and STS read them.

IAM User Guide, "Create a SAML identity provider in IAM".
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.accounts.arns import account_in
from cogtui.cloud.explain import Place
from cogtui.cloud.store import Reader, Table

_ARN_MARK = ":saml-provider/"


class AccountSamlProvider(msgspec.Struct, frozen=True, gc=False):
    """A SAML provider that an account trusts."""

    account: str
    name: str
    uuid: str
    created: float
    metadata: str
    """SAMLMetadataDocument."""
    valid_until: float
    """When the last of its certificates expires."""
    tags: dict[str, str] = {}

    @property
    def arn(self) -> str:
        """As trust policies, identity pools and Logins maps name it."""
        return f"arn:aws:iam::{self.account}{_ARN_MARK}{self.name}"

    @property
    def place(self) -> Place:
        """Return where its metadata stands."""
        key = (self.account, self.name)
        return Place("setting", f"SAML provider {self.name}", SAML_PROVIDERS.name, key, "metadata")


SAML_PROVIDERS = Table("iam.saml_providers", AccountSamlProvider, lambda row: (row.account, row.name))


def is_arn(text: str) -> bool:
    """Tell whether a text is the ARN of a SAML provider, registered or not."""
    return text.startswith("arn:aws:iam::") and _ARN_MARK in text


def by_arn(reader: Reader, arn: str) -> AccountSamlProvider | None:
    """Return the provider that an ARN names, if its account has registered it."""
    provider = reader.get(SAML_PROVIDERS, (account_in(arn), arn.partition(_ARN_MARK)[2]))
    return provider if provider is not None and provider.arn == arn else None
