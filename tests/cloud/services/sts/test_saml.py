"""AssumeRoleWithSAML: from the company's portal to AWS's credentials, and everything that may be wrong on the way."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from cogtui.cloud.trail import Reply
from tests.builders import done
from tests.cloud.services.federation import as_keys
from tests.cloud.services.iam.people import refusal
from tests.cloud.services.sts.chains import carried, key_of
from tests.cloud.services.sts.company import ACTION, HERE, PROVIDER, SIGN_IN, STAFF, Company, company

ALL = [ACTION, "sts:TagSession", "sts:SetSourceIdentity"]
DENIED = "Not authorized to perform sts:AssumeRoleWithSAML"
LATE = "Token must be redeemed within 5 minutes of issuance"


@pytest.fixture
def corp() -> Company:
    return company()


def test_somebody_logs_in_at_the_company_and_becomes_the_role(corp: Company) -> None:
    reply = corp.assume(corp.portal())
    output = reply.output
    assert output["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{HERE}:assumed-role/Staff/ana"
    assert (output["Subject"], output["SubjectType"]) == ("Ana-1", "persistent")
    assert (output["Issuer"], output["Audience"]) == ("https://saml.example.com/corp", SIGN_IN)
    digest = hashlib.sha1(f"{output['Issuer']}{HERE}/corp".encode(), usedforsecurity=False).digest()
    assert output["NameQualifier"] == base64.b64encode(digest).decode()
    assert output["SourceIdentity"] == "ana.silva"
    assert output["Credentials"]["Expiration"].timestamp() == int(corp.world.now) + 1800, "SessionDuration"
    keys = as_keys(output["Credentials"])
    assert carried(corp.world, keys) == {
        "aws:FederatedProvider": PROVIDER,
        "aws:MultiFactorAuthPresent": "false",
        "aws:PrincipalTag/team": "red",
        "aws:PrincipalTag/desk": "9",
        "aws:SourceIdentity": "ana.silva",
        "saml:sub": "Ana-1",
        "saml:sub_type": "persistent",
        "saml:namequalifier": output["NameQualifier"],
    }
    assert key_of(corp.world, keys).transitive == ("team",)
    assert corp.world.call("s3", "ListBuckets", {}, caller=keys).ok


@pytest.mark.parametrize(
    ("condition", "ok"),
    [
        ({"StringEquals": {"saml:aud": SIGN_IN}}, True),
        ({"StringEquals": {"saml:iss": "https://saml.example.com/corp"}}, True),
        ({"StringEquals": {"saml:sub": "Ana-1", "saml:sub_type": "persistent"}}, True),
        ({"StringEquals": {"saml:sub_type": "transient"}}, False),
        ({"StringEquals": {"saml:doc": f"{HERE}/corp"}}, True),
        ({"Null": {"saml:namequalifier": "false"}}, True),
        ({"ForAnyValue:StringEquals": {"saml:edupersonaffiliation": "staff"}}, True),
        ({"ForAllValues:StringEquals": {"saml:edupersonaffiliation": "staff"}}, False),
        ({"StringEquals": {"aws:RequestTag/team": "red"}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "desk"]}}, True),
        ({"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["team"]}}, True),
        ({"StringEquals": {"sts:SourceIdentity": "ana.silva"}}, True),
        ({"StringEquals": {"sts:SourceIdentity": "bo"}}, False),
        ({"StringEquals": {"sts:RoleSessionName": "ana"}}, True),
        ({"StringEquals": {"aws:ResourceAccount": HERE}}, True),
        ({"Null": {"aws:PrincipalArn": "true"}}, True),
    ],
)
def test_a_trust_policy_sees_what_the_assertion_says(corp: Company, condition: dict[str, Any], *, ok: bool) -> None:
    corp.trust(ALL, Condition=condition)
    reply = corp.assume(corp.portal())
    assert reply.ok == ok
    if not ok:
        assert refusal(reply)[:3] == ("AccessDenied", 403, DENIED)


@pytest.mark.parametrize("missing", ["sts:TagSession", "sts:SetSourceIdentity"])
def test_tags_and_source_identity_must_be_trusted_too(corp: Company, missing: str) -> None:
    corp.trust([action for action in ALL if action != missing])
    code, status, text, rules = refusal(corp.assume(corp.portal()))
    assert (code, status, text) == ("AccessDenied", 403, f"Not authorized to perform {missing}")
    assert {"sts:TagSession": "sts.trust.tag_session", "sts:SetSourceIdentity": "sts.trust.set_source"}[
        missing
    ] in rules


@pytest.mark.parametrize(
    ("asked", "attributes", "lasts"),
    [
        ({}, {}, 3600),
        ({"DurationSeconds": 900}, {"SessionDuration": ("1800",)}, 900),
        ({"DurationSeconds": 3600}, {"SessionDuration": ("900",)}, 900),
    ],
)
def test_the_shortest_of_all_that_is_asked_counts(
    corp: Company, asked: dict[str, Any], attributes: dict[str, Any], lasts: int
) -> None:
    reply = corp.assume(corp.with_attributes(**attributes), **asked)
    assert reply.output["Credentials"]["Expiration"].timestamp() == int(corp.world.now) + lasts


def _tampered(corp: Company) -> str:
    response = base64.b64decode(corp.portal()).replace(b"Ana-1", b"Bob-1")
    return base64.b64encode(response).decode()


def _late(corp: Company) -> Reply:
    response = corp.signed(corp.said(not_on_or_after=corp.world.now + 3600))
    corp.world.act("clock.advance", seconds=300)
    return corp.assume(response)


def _expired(corp: Company) -> Reply:
    response = corp.portal()
    corp.world.act("clock.advance", seconds=301)
    return corp.assume(response)


INVALID = "InvalidIdentityToken"
REFUSED: dict[str, tuple[Any, str, int, str, str]] = {
    "no base64": (lambda corp: corp.assume("****"), INVALID, 400, "Invalid base64 SAMLResponse", "saml.format"),
    "changed on the way": (lambda corp: corp.assume(_tampered(corp)), INVALID, 400, "Response signature invalid", "saml.signature"),
    "another issuer": (
        lambda corp: corp.assume(corp.signed(corp.said(issuer="https://evil.example"))),
        INVALID, 400, "Issuer not present in specified provider", "saml.issuer",
    ),
    "for another audience": (
        lambda corp: corp.assume(corp.signed(corp.said(audiences=("urn:other",)))),
        INVALID, 400, "Response does not contain the required audience", "saml.audience",
    ),
    "for another recipient": (
        lambda corp: corp.assume(corp.signed(corp.said(recipient="https://other.example/acs"))),
        INVALID, 400, "Response does not contain the required audience", "saml.recipient",
    ),
    "expired": (_expired, "ExpiredTokenException", 400, LATE, "saml.expiry"),
    "issued too long ago": (_late, "ExpiredTokenException", 400, LATE, "sts.saml.fresh"),
    "no such provider": (
        lambda corp: corp.assume(corp.portal(), PrincipalArn=PROVIDER + "x"),
        INVALID, 400, "Specified provider doesn't exist", "sts.saml.provider",
    ),
    "no session name": (
        lambda corp: corp.assume(corp.with_attributes(RoleSessionName=None)),
        INVALID, 400, "RoleSessionName is required in AuthnResponse", "sts.saml.session_name",
    ),
    "a bad session name": (
        lambda corp: corp.assume(corp.with_attributes(RoleSessionName=("a b",))),
        INVALID, 400, "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}", "sts.saml.session_name_form",
    ),
    "a bad source identity": (
        lambda corp: corp.assume(corp.with_attributes(SourceIdentity=("aws:root",))),
        INVALID, 400,
        'Source Identity in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"', "sts.saml.source",
    ),
    "a bad duration": (
        lambda corp: corp.assume(corp.with_attributes(SessionDuration=("long",))),
        INVALID, 400, "SessionDuration in AuthnResponse must be a number between 900 and 43200", "sts.saml.duration",
    ),
    "two session names": (
        lambda corp: corp.assume(corp.with_attributes(RoleSessionName=("ana", "bo"))),
        INVALID, 400, "RoleSessionName in AuthnResponse must have one value", "sts.saml.single",
    ),
    "another role": (
        lambda corp: corp.assume(corp.with_attributes(Role=(f"{STAFF}x,{PROVIDER}",))), "AccessDenied", 403, DENIED, "sts.saml.role",
    ),
    "no such role": (
        lambda corp: corp.assume(corp.with_attributes(Role=(f"{STAFF}x,{PROVIDER}",)), RoleArn=STAFF + "x"),
        "AccessDenied", 403, DENIED, "sts.role.exists",
    ),
    "too long": (
        lambda corp: corp.assume(corp.portal(), DurationSeconds=3601),
        "ValidationError", 400, "Requested DurationSeconds exceeds MaxSessionDuration set for this role", "sts.duration.role",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_an_assertion_that_does_not_hold_is_refused_and_nothing_changes(corp: Company, case: str) -> None:
    ask, code, status, text, rule = REFUSED[case]
    reply = ask(corp)
    assert refusal(reply) == (code, status, text, (rule,))
    assert not reply.record.changes


def test_a_role_of_one_account_does_not_take_another_account_s_provider(corp: Company) -> None:
    done(corp.world, "iam", "DeleteSAMLProvider", SAMLProviderArn=PROVIDER)
    assert refusal(corp.assume(corp.portal()))[3] == ("sts.saml.provider",)
