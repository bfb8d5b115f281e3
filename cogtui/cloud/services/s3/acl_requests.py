"""The access control list that a request gives: a canned one, grants in headers, or a list in the body.

S3 API Reference, PutBucketAcl and PutObjectAcl. DIFFERS: the order in which AWS looks at a wrong list is not documented.
"""

from __future__ import annotations

import re
from typing import Any, Final

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import acl_errors, errors
from cogtui.cloud.services.s3.acl_grants import (
    CANNED,
    GROUPS,
    HEADERS,
    accounts_by_id,
    canned,
    gives_bucket_owner_everything,
    is_public_acl,
)
from cogtui.cloud.services.s3.records import Acl, Bucket, Grant, canonical_id

ACL: Final = ("ACL", *HEADERS)
OWNER_ONLY: Final = "bucket-owner-full-control"
"""The canned list that says what holds anyway where lists are off, and is taken therefore."""

MOST_GRANTS: Final = 100

_LISTS: Final = frozenset((*ACL, "AccessControlPolicy"))
_GRANTEE: Final = re.compile(r'\s*(id|uri|emailAddress)\s*=\s*"?([^",]*)"?\s*')


def lists_in(call: Call) -> dict[str, Any]:
    """Return the parameters of a request that say something of a list."""
    if _LISTS.isdisjoint(call.params):
        return {}
    return {name: value for name, value in call.params.items() if name in _LISTS and value is not None}


def list_asked(call: Call, bucket: Bucket, owner: str) -> Acl | None:
    """Return the list that a request gives something that `owner` owns; None where it gives none."""
    given = lists_in(call)
    if not given:
        return None
    _require_one_way(call, given)
    if "ACL" in given:
        name: str = given["ACL"]
        call.require("s3.acl.form", name in CANNED, errors.invalid_argument("", "x-amz-acl", name), has=name)
        acl = canned(name, owner, bucket.account)
    elif "AccessControlPolicy" in given:
        acl = _in_body(call, given["AccessControlPolicy"], owner)
    else:
        acl = _in_headers(call, given)
    _require_not_blocked(call, bucket, acl)
    return acl


def require_no_list(call: Call, bucket: Bucket, owner: str) -> None:
    """Refuse a list where they are off, but for one that gives the bucket's owner what it has anyway."""
    has = lists_in(call)
    if not has:
        return
    harmless = has == {"ACL": OWNER_ONLY}
    if not harmless and "ACL" not in has:
        acl = _in_body(call, has["AccessControlPolicy"], owner) if "AccessControlPolicy" in has else ()
        harmless = len(acl) == 1 and gives_bucket_owner_everything(acl, bucket.account)
    call.require("s3.acl", harmless, errors.no_acls, wants=OWNER_ONLY, has=has)


def _require_one_way(call: Call, given: dict[str, Any]) -> None:
    headers = [name for name in HEADERS if name in given]
    both = "ACL" in given and headers
    call.require("s3.acl.form", not both, acl_errors.canned_and_grants, has=["ACL", *headers])
    mixed = "AccessControlPolicy" in given and ("ACL" in given or headers)
    call.require("s3.acl.form", not mixed, acl_errors.unexpected_content, has=sorted(given))


def _in_headers(call: Call, given: dict[str, Any]) -> Acl:
    """Return the grants of headers: `id="...", uri="..."`; the owner has nothing by itself then."""
    known = accounts_by_id(call.tx)
    grants: list[Grant] = []
    for name, permission in HEADERS.items():
        for part in str(given[name]).split(",") if name in given else ():
            found = _GRANTEE.fullmatch(part)
            error = errors.invalid_argument("Argument format not recognized", _header_of(name), given[name])
            call.require("s3.acl.grantee", found, error, has=given[name])
            assert found is not None
            grants.append(_granted(call, known, found[1], found[2], permission))
    return _limited(call, grants)


def _in_body(call: Call, document: dict[str, Any], owner: str) -> Acl:
    """Return the grants of a list in the body, whose Owner must be the one that there is."""
    said = document.get("Owner", {}).get("ID")
    call.require("s3.acl.form", said and "Grants" in document, acl_errors.malformed_acl, has=sorted(document))
    call.require("s3.acl.owner", said == canonical_id(owner), errors.access_denied, wants=canonical_id(owner), has=said)
    known = accounts_by_id(call.tx)
    grants: list[Grant] = []
    for line in document["Grants"]:
        kind, value = _grantee_in(line.get("Grantee") or {})
        call.require("s3.acl.form", kind and "Permission" in line, acl_errors.malformed_acl, has=sorted(line))
        grants.append(_granted(call, known, kind, value, line["Permission"]))
    return _limited(call, grants)


def _grantee_in(grantee: dict[str, Any]) -> tuple[str, str]:
    for member, kind in (("ID", "id"), ("URI", "uri"), ("EmailAddress", "emailAddress")):
        if grantee.get(member):
            return kind, grantee[member]
    return "", ""


def _granted(call: Call, known: dict[str, str], kind: str, value: str, permission: str) -> Grant:
    call.require("s3.acl.email", kind != "emailAddress", acl_errors.no_emails, has=value)
    if kind == "uri":
        error = errors.invalid_argument("Invalid group uri", "uri", value)
        call.require("s3.acl.grantee", value in GROUPS, error, has=value)
    else:
        error = errors.invalid_argument("Invalid id", "CanonicalUser/ID", value)
        call.require("s3.acl.grantee", value in known, error, has=value)
    return Grant(value, permission)


def _limited(call: Call, grants: list[Grant]) -> Acl:
    acl = tuple(dict.fromkeys(grants))
    call.require("s3.acl.form", len(acl) <= MOST_GRANTS, acl_errors.malformed_acl, most=MOST_GRANTS, has=len(acl))
    return acl


def _require_not_blocked(call: Call, bucket: Bucket, acl: Acl) -> None:
    """Refuse a public list where Block Public Access is against them; at CreateBucket the settings aren't there yet."""
    if call.operation == "CreateBucket" or not bucket.blocks("BlockPublicAcls"):
        return
    place = bucket.place("BlockPublicAcls of Block Public Access", "public_access")
    own = call.principal.account == bucket.account
    call.require(
        "s3.public.acl",
        not is_public_acl(acl),
        lambda: acl_errors.public_acl_blocked(call, bucket) if own else errors.access_denied(),
        place=place,
        has=lists_in(call),
    )


def _header_of(member: str) -> str:
    """Return a parameter's header: GrantReadACP is x-amz-grant-read-acp."""
    return "x-amz-" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", member).lower()
