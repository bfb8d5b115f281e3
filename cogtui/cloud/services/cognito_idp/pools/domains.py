"""A pool's domains: Create-, Describe-, Update- and DeleteUserPoolDomain.

Source: Developer Guide, "Configuring a user pool domain"; API CreateUserPoolDomain.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain_records import DOMAINS, DOMAINS_OF_POOLS, Domain, DomainOfPool
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.pools import setting_errors as errors
from cogtui.cloud.services.cognito_idp.pools.settings import present
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool
from cogtui.cloud.store import Reader

RESERVED = ("aws", "amazon", "cognito")
"""No prefix may have these words in it."""

BRANDING_VERSIONS = (1, 2)
"""1: the classic hosted UI; 2: managed login."""

_PREFIX = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_CUSTOM = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{2,}}")
"""A name below a registered one: AWS wants a subdomain, so three labels at least."""
_CERTIFICATE = re.compile(r"arn:aws:acm:us-east-1:[0-9]{12}:certificate/.+")


def create_user_pool_domain(
    call: Call,
    *,
    Domain: str,
    UserPoolId: str,
    ManagedLoginVersion: int = 1,
    CustomDomainConfig: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Give a pool a domain: a prefix of Amazon's, or one of its own with a certificate (API CreateUserPoolDomain).

    DIFFERS: at AWS a custom domain also needs a DNS record, and some minutes.
    """
    pool = pool_named(call, UserPoolId)
    custom = CustomDomainConfig or {}
    _check_name(call, Domain, has_certificate=bool(custom))
    _check_version(call, pool, ManagedLoginVersion)
    same_kind = [domain for domain in domains_of(call.tx, pool.id) if bool(domain.certificate_arn) is bool(custom)]
    already = invalid_parameter("User pool already has a domain configured.")
    call.require("idp.domain.one", not same_kind, already, has=[domain.name for domain in same_kind])
    free = call.tx.get(DOMAINS, (Domain,)) is None
    taken = invalid_parameter("Domain already associated with another user pool.")
    call.require("idp.domain.free", free, taken, domain=Domain)
    domain = _domain(pool, Domain, call.now, ManagedLoginVersion)
    domain = _with_certificate(call, domain, custom) if custom else domain
    call.tx.put(DOMAINS, domain)
    call.tx.put(DOMAINS_OF_POOLS, DomainOfPool(pool.id, domain.name))
    return _outcome(domain)


def describe_user_pool_domain(call: Call, *, Domain: str) -> dict[str, Any]:
    """Return a domain's settings; of one that the account doesn't have, nothing (API DescribeUserPoolDomain)."""
    domain = call.tx.get(DOMAINS, (Domain,))
    pool = call.tx.get(POOLS, (domain.pool_id,)) if domain else None
    if domain is None or pool is None or (pool.account, pool.region) != (call.account, call.region):
        return {"DomainDescription": {}}
    custom = present(CertificateArn=domain.certificate_arn, SecurityPolicy=domain.security_policy or None)
    return {
        "DomainDescription": {
            "UserPoolId": pool.id,
            "AWSAccountId": pool.account,
            "Domain": domain.name,
            "CloudFrontDistribution": domain.distribution,
            "Version": f"{timestamp(domain.created):%Y%m%d%H%M%S}",
            "Status": "ACTIVE",
            **({"CustomDomainConfig": custom} if domain.certificate_arn else {}),
            "ManagedLoginVersion": domain.managed_login_version,
        }
    }


def update_user_pool_domain(
    call: Call,
    *,
    Domain: str,
    UserPoolId: str,
    ManagedLoginVersion: int | None = None,
    CustomDomainConfig: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Give a domain another branding version or certificate (API UpdateUserPoolDomain)."""
    pool = pool_named(call, UserPoolId)
    domain = _named(call, Domain, pool.id)
    if ManagedLoginVersion is not None:
        _check_version(call, pool, ManagedLoginVersion)
        domain = msgspec.structs.replace(domain, managed_login_version=ManagedLoginVersion)
    if CustomDomainConfig:
        # No capture of AWS's text is known.
        error = invalid_parameter("CustomDomainConfig can only be set for a custom domain.")
        call.require("idp.domain.custom", domain.certificate_arn, error, domain=domain.name)
        domain = _with_certificate(call, domain, CustomDomainConfig)
    call.tx.put(DOMAINS, domain)
    return _outcome(domain)


def delete_user_pool_domain(call: Call, *, Domain: str, UserPoolId: str) -> dict[str, Any]:
    """Take a pool's domain away (API DeleteUserPoolDomain)."""
    pool = call.tx.get(POOLS, (UserPoolId,))
    here = pool is not None and (pool.account, pool.region) == (call.account, call.region)
    call.require("idp.domain.pool", here, errors.domain_unknown(), pool=UserPoolId)
    domain = _named(call, Domain, UserPoolId)
    call.tx.delete(DOMAINS, (domain.name,))
    call.tx.delete(DOMAINS_OF_POOLS, (domain.pool_id, domain.name))
    return {}


def domains_of(reader: Reader, pool_id: str) -> list[Domain]:
    """Return a pool's domains: none, one, or a prefix and a custom one."""
    found = (reader.get(DOMAINS, (row.name,)) for row in reader.scan(DOMAINS_OF_POOLS, pool_id))
    return [domain for domain in found if domain is not None]


def described_in_pool(reader: Reader, pool_id: str) -> dict[str, str]:
    """Return the members of DescribeUserPool that name the pool's domains."""
    found = domains_of(reader, pool_id)
    return {"CustomDomain" if domain.certificate_arn else "Domain": domain.name for domain in found}


def _named(call: Call, name: str, pool_id: str) -> Domain:
    domain = call.tx.get(DOMAINS, (name,))
    own = domain is not None and domain.pool_id == pool_id
    call.require("idp.domain.exists", own, errors.domain_unknown(), domain=name, pool=pool_id)
    assert domain is not None
    return domain


def _domain(pool: UserPool, name: str, now: float, version: int) -> Domain:
    return Domain(name, pool.id, pool.region, now, version)


def _outcome(domain: Domain) -> dict[str, Any]:
    custom = {"CloudFrontDomain": domain.distribution} if domain.certificate_arn else {}
    return {"ManagedLoginVersion": domain.managed_login_version, **custom}


def _check_name(call: Call, name: str, *, has_certificate: bool) -> None:
    """Refuse a name that has the wrong form for its kind; a prefix may not look like Amazon's own."""
    if has_certificate:
        error = invalid_parameter("Custom domain is not a valid subdomain")  # AWS adds what its DNS look-up found
        call.require("idp.domain.custom_form", _CUSTOM.fullmatch(name), error, has=name)
        return
    constraint = r"Member must satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"
    text = f"1 validation error detected: Value '{name}' at 'domain' failed to satisfy constraint: {constraint}"
    call.require("idp.domain.prefix_form", _PREFIX.fullmatch(name), invalid_parameter(text), has=name)
    reserved = next((word for word in RESERVED if word in name), "")
    error = invalid_parameter(f"Domain cannot contain reserved word: {reserved}")
    call.require("idp.domain.reserved", not reserved, error, has=name, reserved=list(RESERVED))


def _check_version(call: Call, pool: UserPool, version: int) -> None:
    # No captures of AWS's texts are known.
    error = invalid_parameter("ManagedLoginVersion must be 1 or 2.")
    call.require("idp.domain.version", version in BRANDING_VERSIONS, error, has=version)
    tier = pool.settings.get("UserPoolTier", "")
    lite = AwsError("FeatureUnavailableInTierException", "Managed login is not available in the LITE tier.")
    call.require("idp.domain.tier", version == 1 or tier != "LITE", lite, tier=tier)


def _with_certificate(call: Call, domain: Domain, custom: dict[str, str]) -> Domain:
    arn = custom["CertificateArn"]
    error = invalid_parameter(
        "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, "
        "or doesn't include a valid certificate chain."
    )
    call.require("idp.domain.certificate", _CERTIFICATE.fullmatch(arn), error, has=arn)
    return msgspec.structs.replace(domain, certificate_arn=arn, security_policy=custom.get("SecurityPolicy", ""))
