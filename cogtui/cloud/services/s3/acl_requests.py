"""The access control list that a request gives: a canned one, grants in headers, or a list in the body.

S3 API Reference, PutBucketAcl and PutObjectAcl. DIFFERS: the order in which AWS looks at a wrong list is not documented; that
a list's form comes before the question whether lists are on is so in answers recorded at AWS.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import acl_errors, errors
from cogtui.cloud.services.s3.acl_grants import (
    CANNED,
    GROUPS,
    HEADERS,
    PUBLIC,
    PUBLIC_CANNED,
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
_OWNER: Final = "CanonicalUser/ID"
_MEMBERS: Final = {
    "CanonicalUser": ("id", "ID", _OWNER),
    "Group": ("uri", "URI", "Group/URI"),
    "AmazonCustomerByEmail": ("emailAddress", "EmailAddress", "AmazonCustomerByEmail/EmailAddress"),
}
"""Type of a grantee in a body -> what headers call it, the member that names it, and what errors call that."""

_GRANTEE: Final = re.compile(r'\s*(id|uri|emailAddress)\s*=\s*"?([^",]*)"?\s*')


class _Grantee(msgspec.Struct, frozen=True):
    """Whom a grant is to."""

    kind: str
    """As headers call it: id, uri, emailAddress."""
    name: str
    argument: str
    """What errors call the place where it stands."""


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
    acl = _read(call, given, owner, bucket)
    if not bucket.has_acls:
        _require_nothing_new(call, bucket, given, acl)
        return None
    _require_not_blocked(call, bucket, acl)
    return acl


def names_everybody(given: dict[str, Any]) -> bool:
    """Tell whether a list is public by what it says, well-formed or not."""
    said = [given.get("ACL"), *(given.get(name) for name in HEADERS)]
    if given.get("ACL") in PUBLIC_CANNED or any(group in str(one) for one in said for group in PUBLIC):
        return True
    body: dict[str, Any] = given.get("AccessControlPolicy") or {}
    lines: list[dict[str, dict[str, str]]] = body.get("Grants", [])
    return any(line.get("Grantee", {}).get("URI") in PUBLIC for line in lines)


def _read(call: Call, given: dict[str, Any], owner: str, bucket: Bucket) -> Acl:
    if "ACL" in given:
        name: str = given["ACL"]
        call.require("s3.acl.form", name in CANNED, errors.invalid_argument("", "x-amz-acl", name), has=name)
        return canned(name, owner, bucket.account)
    if "AccessControlPolicy" in given:
        return _in_body(call, given["AccessControlPolicy"], owner)
    return _in_headers(call, given)


def _require_nothing_new(call: Call, bucket: Bucket, given: dict[str, Any], acl: Acl) -> None:
    """Refuse a list where they are off, but for one that gives the bucket's owner what it has anyway."""
    same = "AccessControlPolicy" in given and len(acl) == 1 and gives_bucket_owner_everything(acl, bucket.account)
    harmless = same or given == {"ACL": OWNER_ONLY}
    call.require("s3.acl", harmless, errors.no_acls, wants=OWNER_ONLY, has=given)


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
            _require_grantee(call, known, _Grantee(found[1], found[2], found[1]))
            grants.append(Grant(found[2], permission))
    return _limited(call, grants)


def _in_body(call: Call, document: dict[str, Any], owner: str) -> Acl:
    """Return the grants of a list in the body, whose Owner must be the one that there is."""
    said = document.get("Owner", {}).get("ID")
    call.require("s3.acl.form", said and "Grants" in document, acl_errors.malformed_acl, has=sorted(document))
    known, own = accounts_by_id(call.tx), canonical_id(owner)
    error = errors.access_denied() if said in known else errors.invalid_argument("Invalid id", _OWNER, said)
    call.require("s3.acl.owner", said == own, error, wants=own, has=said)
    grants: list[Grant] = []
    for line in document["Grants"]:
        grantee = _grantee_in(line.get("Grantee") or {})
        call.require("s3.acl.form", grantee and "Permission" in line, acl_errors.malformed_acl, has=sorted(line))
        assert grantee is not None
        _require_grantee(call, known, grantee)
        grants.append(Grant(grantee.name, line["Permission"]))
    return _limited(call, grants)


def _grantee_in(said: dict[str, Any]) -> _Grantee | None:
    """Return a grantee of a body; None where its Type wants another member than it has."""
    kind, member, argument = _MEMBERS.get(said.get("Type", ""), ("", "", ""))
    name = said.get(member)
    return _Grantee(kind, name, argument) if name else None


def _require_grantee(call: Call, known: dict[str, str], grantee: _Grantee) -> None:
    kind, name = grantee.kind, grantee.name
    call.require("s3.acl.email", kind != "emailAddress", acl_errors.no_emails, has=name)
    text, there = ("Invalid group uri", name in GROUPS) if kind == "uri" else ("Invalid id", name in known)
    call.require("s3.acl.grantee", there, errors.invalid_argument(text, grantee.argument, name), has=name)


def _limited(call: Call, grants: list[Grant]) -> Acl:
    acl = tuple(dict.fromkeys(grants))
    call.require("s3.acl.form", len(acl) <= MOST_GRANTS, acl_errors.malformed_acl, most=MOST_GRANTS, has=len(acl))
    return acl


def _require_not_blocked(call: Call, bucket: Bucket, acl: Acl) -> None:
    """Refuse a public list where Block Public Access is against them; at CreateBucket the settings aren't there yet."""
    if call.operation != "CreateBucket" and bucket.blocks("BlockPublicAcls"):
        require_not_public(call, bucket, public=is_public_acl(acl))


def require_not_public(call: Call, bucket: Bucket, *, public: bool) -> None:
    """Refuse a public list; the reason is for the bucket's own account."""
    own = call.principal.account == bucket.account
    call.require(
        "s3.public.acl",
        not public,
        lambda: acl_errors.public_acl_blocked(call, bucket) if own else errors.access_denied(),
        place=bucket.place("BlockPublicAcls of Block Public Access", "public_access"),
        has=lists_in(call),
    )


def _header_of(member: str) -> str:
    """Return a parameter's header: GrantReadACP is x-amz-grant-read-acp."""
    return "x-amz-" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", member).lower()
