"""Terms of use and privacy policies: the six operations on Terms.

Source: API CreateTerms; Developer Guide, "Terms documents".
DIFFERS: the sign-up page does not link to them yet.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.looks import looks_errors
from cogtui.cloud.services.cognito_idp.looks.looks_records import TERMS, Terms
from cogtui.cloud.services.cognito_idp.lookup import client_named, pool_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.pools.setting_errors import quota_exceeded
from cogtui.cloud.services.cognito_idp.pools.settings import present
from cogtui.cloud.services.cognito_idp.records import UserPool

Output = dict[str, Any]

MOST = 40
"""Per pool (Quotas in Amazon Cognito)."""
MOST_SHOWN = 60


def create_terms(
    call: Call,
    *,
    UserPoolId: str,
    ClientId: str,
    TermsName: str,
    TermsSource: str,
    Enforcement: str,
    Links: dict[str, str] | None = None,
) -> Output:
    """Give an app client its terms of use or its privacy policy."""
    pool = pool_named(call, UserPoolId)
    client = client_named(call, pool, ClientId)
    known = list(call.tx.scan(TERMS, pool.id))
    _require_free(call, pool, client.client_id, TermsName)
    call.require("idp.terms.quota", len(known) < MOST, quota_exceeded("terms", MOST), most=MOST, has=len(known))
    made = Terms(
        pool_id=pool.id,
        id=call.ids.uuid(),
        client_id=client.client_id,
        name=TermsName,
        source=TermsSource,
        enforcement=Enforcement,
        created=call.now,
        modified=call.now,
        links=Links or {},
    )
    call.tx.put(TERMS, made)
    return {"Terms": _described(made)}


def describe_terms(call: Call, *, UserPoolId: str, TermsId: str) -> Output:
    """Return terms by their id."""
    return {"Terms": _described(_named(call, pool_named(call, UserPoolId), TermsId))}


def describe_terms_by_client(call: Call, *, UserPoolId: str, ClientId: str, TermsName: str) -> Output:
    """Return an app client's terms of that name."""
    pool = pool_named(call, UserPoolId)
    client = client_named(call, pool, ClientId)
    found = _of_client(call, pool, client.client_id, TermsName)
    call.require("idp.terms.exist", found is not None, looks_errors.terms_not_found, client=ClientId, name=TermsName)
    assert found is not None
    return {"Terms": _described(found)}


def update_terms(
    call: Call,
    *,
    UserPoolId: str,
    TermsId: str,
    TermsName: str | None = None,
    TermsSource: str | None = None,
    Enforcement: str | None = None,
    Links: dict[str, str] | None = None,
) -> Output:
    """Change terms; what is left out stays."""
    pool = pool_named(call, UserPoolId)
    terms = _named(call, pool, TermsId)
    if TermsName not in (None, terms.name):
        _require_free(call, pool, terms.client_id, TermsName)
    given = present(name=TermsName, source=TermsSource, enforcement=Enforcement, links=Links)
    changed = msgspec.structs.replace(terms, modified=call.now, **given)
    call.tx.put(TERMS, changed)
    return {"Terms": _described(changed)}


def delete_terms(call: Call, *, UserPoolId: str, TermsId: str) -> Output:
    """Take terms away."""
    terms = _named(call, pool_named(call, UserPoolId), TermsId)
    call.tx.delete(TERMS, (terms.pool_id, terms.id))
    return {}


def list_terms(call: Call, *, UserPoolId: str, MaxResults: int | None = None, NextToken: str | None = None) -> Output:
    """List the pool's terms."""
    del NextToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    found = list(call.tx.scan(TERMS, pool.id))
    page = page_of(call, found, lambda terms: terms.id, MaxResults or MOST_SHOWN, BY_NEXT_TOKEN)
    names = ("TermsId", "TermsName", "Enforcement", "CreationDate", "LastModifiedDate")
    shapes = [_described(terms) for terms in page.rows]
    return {"Terms": [{name: shape[name] for name in names} for shape in shapes], **page.more}


def _named(call: Call, pool: UserPool, terms_id: str) -> Terms:
    found = call.tx.get(TERMS, (pool.id, terms_id))
    call.require("idp.terms.exist", found is not None, looks_errors.terms_not_found, terms=terms_id, pool=pool.id)
    assert found is not None
    return found


def _of_client(call: Call, pool: UserPool, client_id: str, name: str | None) -> Terms | None:
    rows = call.tx.scan(TERMS, pool.id)
    return next((terms for terms in rows if (terms.client_id, terms.name) == (client_id, name)), None)


def _require_free(call: Call, pool: UserPool, client_id: str, name: str | None) -> None:
    free = _of_client(call, pool, client_id, name) is None
    error = looks_errors.terms_exist(name or "", client_id)
    call.require("idp.terms.free", free, error, client=client_id, name=name)


def _described(terms: Terms) -> Output:
    """Return terms in AWS's shape (TermsType)."""
    return {
        "TermsId": terms.id,
        "UserPoolId": terms.pool_id,
        "ClientId": terms.client_id,
        "TermsName": terms.name,
        "TermsSource": terms.source,
        "Enforcement": terms.enforcement,
        "Links": dict(terms.links),
        "CreationDate": timestamp(terms.created),
        "LastModifiedDate": timestamp(terms.modified),
    }
