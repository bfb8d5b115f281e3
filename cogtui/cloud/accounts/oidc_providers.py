"""OpenID Connect providers: those that accounts registered in IAM, and the issuers of this world behind them.

IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM". IAM keeps them; STS and identity pools ask them.
"""

from __future__ import annotations

import hashlib

import msgspec

from cogtui.cloud import issuers
from cogtui.cloud.accounts.arns import account_in
from cogtui.cloud.explain import Place
from cogtui.cloud.store import Reader, Table

SCHEME = "https://"
_ARN_MARK = ":oidc-provider/"


class OidcProvider(msgspec.Struct, frozen=True, gc=False):
    """An OpenID provider that an account registered in IAM."""

    account: str
    url: str
    """The issuer without https://, to the letter: a path and a slash at the end count."""
    created: float
    client_ids: tuple[str, ...] = ()
    """ClientIDList: the audiences whose tokens the account takes."""
    thumbprints: tuple[str, ...] = ()
    """SHA-1 of the certificates that may stand at the top of the issuer's chain, 40 hex digits each."""
    tags: dict[str, str] = {}

    @property
    def arn(self) -> str:
        """As trust policies and identity pools name it."""
        return f"arn:aws:iam::{self.account}{_ARN_MARK}{self.url}"

    @property
    def issuer(self) -> str:
        """What its tokens call themselves issued by."""
        return SCHEME + self.url

    def place(self, field: str) -> Place:
        """Return where a setting of it stands."""
        name = f"OIDC provider {self.url}"
        return Place("setting", name, OIDC_PROVIDERS.name, (self.account, self.url), field)


class OidcIssuer(msgspec.Struct, frozen=True, gc=False):
    """An OpenID provider that this world simulates beside the well-known ones: a company's own, a tenant's."""

    name: str
    """Its name in code and in addresses: "login-example"."""
    issuer: str
    """"https://login.example.org/realms/a"."""
    title: str
    """What people call it."""
    trusted: bool = True
    """A public authority vouches for its certificate; no thumbprint is looked at then."""

    @property
    def url(self) -> str:
        """The issuer without https://."""
        return self.issuer.removeprefix(SCHEME)

    @property
    def host(self) -> str:
        """The host of its pages and endpoints."""
        return self.url.partition("/")[0]

    @property
    def path(self) -> str:
        """What the paths of its pages and endpoints begin with, without a slash at the end; empty for the host's root."""
        return self.url.removeprefix(self.host).rstrip("/")


OIDC_PROVIDERS = Table("iam.oidc_providers", OidcProvider, lambda row: (row.account, row.url))
OIDC_ISSUERS = Table("provider.issuers", OidcIssuer, lambda row: ("issuer", row.name))


def url_of(arn: str) -> str:
    """Return the issuer that an ARN names, without https://; empty for an ARN of something else."""
    return arn.partition(_ARN_MARK)[2]


def by_arn(reader: Reader, arn: str) -> OidcProvider | None:
    """Return the provider that an ARN names, if its account has registered it."""
    provider = reader.get(OIDC_PROVIDERS, (account_in(arn), url_of(arn)))
    return provider if provider is not None and provider.arn == arn else None


def by_issuer(reader: Reader, account: str, issuer: str) -> OidcProvider | None:
    """Return the provider that an account registered for the issuer of a token; a user pool's has its name of AWS."""
    return reader.get(OIDC_PROVIDERS, (account, issuers.aws_issuer(reader, issuer).removeprefix(SCHEME)))


def issuer_at(reader: Reader, host: str, path: str = "") -> OidcIssuer | None:
    """Return the simulated issuer that has a host, and of several the one to which the path belongs."""
    here = [one for one in reader.scan(OIDC_ISSUERS, "issuer") if one.host == host]
    fitting = [one for one in here if path == one.path or path.startswith(f"{one.path}/")]
    return max(fitting or here, key=lambda one: len(one.path), default=None)


def issuer_of(reader: Reader, issuer: str) -> OidcIssuer | None:
    """Return the simulated provider that issues under a name; a slash at the end counts."""
    return next((one for one in reader.scan(OIDC_ISSUERS, "issuer") if one.issuer == issuer), None)


def is_reachable(reader: Reader, issuer: str) -> bool:
    """Tell whether an issuer's discovery document and keys can be fetched."""
    return bool(issuers.keys_of(reader, issuer))


def thumbprint_of(issuer: str) -> str:
    """Return the thumbprint of the certificate at the top of an issuer's chain."""
    return hashlib.sha1(issuer.encode(), usedforsecurity=False).hexdigest()


def certificate_fits(reader: Reader, provider: OidcProvider) -> bool:
    """Tell whether AWS trusts the issuer's certificate: by a public authority, else by one of the thumbprints."""
    issuer = issuer_of(reader, provider.issuer)
    return issuer is None or issuer.trusted or thumbprint_of(provider.issuer) in provider.thumbprints
