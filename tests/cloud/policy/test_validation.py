"""What IAM refuses to save, in its words; what an editor says about the same, and where."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.errors import AwsError
from cogtui.cloud.policy.document import compiled
from cogtui.cloud.policy.managed import GUEST_SESSION_POLICY_ARN, NAMES, guest_session_policy, managed
from cogtui.cloud.policy.validate import Diagnostic, diagnose, validate_identity_policy, validate_trust_policy
from tests.cloud.policy.questions import allow, document, without

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"
VERSION = "Policy document must be version 2012-10-17 or greater."
SID = "Statement IDs (SID) in a single policy must be unique."
SID_FORM = (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
)
IAM_PATH = (
    'IAM resource path must either be "*", root, or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, '
    "server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/."
)


def when(operator: str, value: Any) -> dict[str, Any]:
    return {"Condition": {operator: {"aws:key": value}}}


MONTH_13 = when("DateLessThan", "2025-13-01T00:00:00Z")
NO_ACTIONS = "Policy statement must contain actions."
NO_RESOURCES = "Policy statement must contain resources."
NO_VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."

IDENTITY = [
    ("not JSON", "{", SYNTAX),
    ("a name twice", '{"Version": "2012-10-17", "Version": "2012-10-17"}', SYNTAX),
    ("no statement", '{"Version": "2012-10-17"}', SYNTAX),
    ("an empty statement", document({}), SYNTAX),
    ("an unknown element", document(allow(Extra="x")), SYNTAX),
    ("both forms", document(allow(NotAction="*")), SYNTAX),
    ("an unknown operator", document(allow(**when("StringMatches", "x"))), SYNTAX),
    ("no effect", document(without(allow(), "Effect")), SYNTAX),
    ("the old version", document(allow(), version="2008-10-17"), VERSION),
    ("no version", json.dumps({"Statement": allow()}), VERSION),
    ("no actions", document(without(allow(), "Action")), "Policy statement must contain actions."),
    ("no actions in the list", document(allow([])), "Policy statement must contain actions."),
    ("a principal", document(allow(Principal="*")), "Policy document should not specify a principal."),
    ("others' principal", document(allow(NotPrincipal="*")), "Policy document should not specify a principal."),
    (
        "an action without service",
        document(allow("GetObject")),
        NO_VENDOR,
    ),
    ("two colons", document(allow("s3:Get:Object")), "Actions/Condition can contain only one colon."),
    ("a space in the service", document(allow("a a:b")), "Vendor a a is not valid"),
    ("a wildcard service", document(allow("s*:Get")), "Vendor s* is not valid"),
    ("no ARN", document(allow(resource="bucket")), 'Resource bucket must be in ARN format or "*".'),
    ("an empty resource", document(allow(resource="")), 'Resource  must be in ARN format or "*".'),
    (
        "another partition",
        document(allow(resource="arn:b:c:d:e:f")),
        'Partition "b" is not valid for resource "arn:b:c:d:e:f".',
    ),
    (
        "a wildcard service in an ARN",
        document(allow(resource="arn:aws:s*:::b")),
        "Resource vendor must be fully qualified and cannot contain regexes.",
    ),
    ("an IAM path", document(allow(resource="arn:aws:iam::111111111111:x/y")), IAM_PATH),
    (
        "an IAM region",
        document(allow(resource="arn:aws:iam:us-east-1:111111111111:role/x")),
        "IAM resource arn:aws:iam:us-east-1:111111111111:role/x cannot contain region information.",
    ),
    (
        "a bucket's region",
        document(allow(resource="arn:aws:s3:us-east-1::b")),
        "Resource arn:aws:s3:us-east-1::b can not contain region information.",
    ),
    ("no resources", document(without(allow(), "Resource")), "Policy statement must contain resources."),
    ("no resources in the list", document(allow(resource=[])), "Policy statement must contain resources."),
    ("a Sid twice", document(allow(Sid="A"), allow(Sid="A")), SID),
    ("a Sid with a blank", document(allow(Sid="Read it")), SID_FORM),
    ("an effect in small letters", document({**allow(), "Effect": "allow"}), LEGACY),
    ("month 13", document(allow(**when("DateLessThan", "2025-13-01T00:00:00Z"))), LEGACY),
    ("hour 25", document(allow(**when("DateLessThan", "2025-12-01T25:00:00Z"))), LEGACY),
    ("before 1970", document(allow(**when("DateLessThan", -1))), LEGACY),
    ("a short ARN", document(allow(resource="arn:aws:s3::b")), LEGACY),
    ("the first of several", document(allow("GetObject", "b"), allow([])), "Policy statement must contain actions."),
    ("syntax before all else", document(allow("GetObject", "b"), {}), SYNTAX),
    *(  # which of several mistakes is told, and how: recorded of AWS by LocalStack's tests of CreatePolicy (2026)
        ("the version before an effect", document({**allow(), "Effect": "deny"}, version="2008-10-17"), VERSION),
        ("a date before missing elements", document(without(allow(**MONTH_13), "Action", "Resource")), LEGACY),
        ("a date before a partition", document(allow(resource="arn:b:s3:::x", **MONTH_13)), LEGACY),
        ("an effect before a Sid", document({**allow(Sid="A"), "Effect": "aLLOW"}, allow(Sid="A")), LEGACY),
        ("a short ARN before missing actions", document(without(allow(resource="arn:aws:s3::b"), "Action")), LEGACY),
        ("a Sid before missing actions", document(allow(Sid="A"), without(allow(Sid="A"), "Action")), SID),
        ("actions before resources", document(without(allow(), "Action", "Resource")), NO_ACTIONS),
        ("a missing resource before an action", document(without(allow("Get"), "Resource")), NO_RESOURCES),
        ("a resource before an action", document(allow("a:b:Get", "x")), 'Resource x must be in ARN format or "*".'),
        ("an action of no letters", document(allow("")), NO_VENDOR),
        (
            "a region before an IAM path",
            document(allow(resource="arn:aws:iam:us-east-1::x")),
            "IAM resource arn:aws:iam:us-east-1::x cannot contain region information.",
        ),
        ("no service", document(allow(resource="arn:aws::::b")), LEGACY),
        ("no service in a short ARN", document(allow(resource="arn:aws::b")), LEGACY),
        (
            "a partition alone",
            document(allow(resource="arn:aws")),
            "Resource vendor must be fully qualified and cannot contain regexes.",
        ),
        (
            "a short ARN is told in full",
            document(allow(resource="x:b")),
            'Partition "b" is not valid for resource "arn:b:*:*:*:*".',
        ),
        (
            "whatever stands before the first colon",
            document(allow(resource="aws:s3:::b")),
            'Partition "s3" is not valid for resource "arn:s3:::b:*".',
        ),
    ),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in IDENTITY], ids=[case[0] for case in IDENTITY])
def test_iam_refuses_an_identity_policy(text: str, message: str) -> None:
    with pytest.raises(AwsError) as raised:
        validate_identity_policy(text)
    assert (raised.value.code, raised.value.message, raised.value.status) == ("MalformedPolicyDocument", message, 400)
    assert diagnose(text, "identity")


FINE = [
    allow(),
    allow("s3.s:Get", "arn:aws:s3"),
    allow(resource=["arn:aws:iam::111111111111:root", "arn:aws:s33:::b"]),
    allow(["s3:Get*", "iam:*"], ["arn:aws:s3:::b/*", "arn:aws:iam::*:role/*"], Sid="A1"),
    allow(resource="arn:aws:s3:::${aws:username}/*"),
    allow(resource="arn:aws:s3:us-east-1:111111111111:accesspoint/x"),
    allow(resource="arn:aws:dynamodb:*:*:table/${aws:username}"),
    allow(**when("NumericLessThan", "many")),
    without(allow(NotAction="iam:*", NotResource="arn:aws:s3:::b"), "Action", "Resource"),
]


@pytest.mark.parametrize("statement", FINE)
def test_iam_accepts_an_identity_policy(statement: dict[str, Any]) -> None:
    validate_identity_policy(document(statement))


COGNITO = {"Federated": "cognito-identity.amazonaws.com"}
ASSUME = "sts:AssumeRoleWithWebIdentity"
TRUST_ACTIONS = "AssumeRole policy may only specify STS AssumeRole actions."


def trusting(**elements: Any) -> str:
    return document(without(allow(ASSUME, Principal=COGNITO), "Resource") | elements)


TRUST = [
    ("not JSON", "nothing", "This policy contains invalid Json"),
    ("a resource", trusting(Resource="*"), "Has prohibited field Resource"),
    ("an action of another service", trusting(Action="s3:GetObject"), TRUST_ACTIONS),
    ("everything", trusting(Action="*"), TRUST_ACTIONS),
    ("no principal", document(without(allow(ASSUME), "Resource")), "Missing required field Principal"),
    (
        "a wildcard in an ARN",
        trusting(Principal={"AWS": "arn:aws:iam::111111111111:role/*"}),
        'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/*"',
    ),
    (
        "a principal that is gone",
        trusting(Principal={"AWS": "AROAGONE"}),
        'Invalid principal in policy: "AWS":"AROAGONE"',
    ),
    (
        "a group",
        trusting(Principal={"AWS": "arn:aws:iam::111111111111:group/g"}),
        'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:group/g"',
    ),
    ("a Sid with a hyphen", trusting(Sid="let-in"), SID_FORM),
    ("an unknown operator", trusting(Condition={"StringIs": {}}), SYNTAX),
    ("no effect", document({"Principal": "*", "Action": ASSUME}), SYNTAX),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in TRUST], ids=[case[0] for case in TRUST])
def test_iam_refuses_a_trust_policy(text: str, message: str) -> None:
    with pytest.raises(AwsError) as raised:
        validate_trust_policy(text)
    assert (raised.value.code, raised.value.message) == ("MalformedPolicyDocument", message)
    assert diagnose(text, "trust")


PRINCIPALS = [
    "*",
    COGNITO,
    {"AWS": ["111111111111", "arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:role/path/R"]},
    {"AWS": ["arn:aws:iam::111111111111:user/alice", "arn:aws:sts::111111111111:assumed-role/R/s1", "*"]},
    {"AWS": "arn:aws:sts::111111111111:federated-user/bob", "Service": "lambda.amazonaws.com"},
]


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_iam_accepts_a_trust_policy(principal: Any) -> None:
    validate_trust_policy(trusting(Principal=principal, Action=[ASSUME, "STS:TagSession", "sts:SetSourceIdentity"]))
    validate_trust_policy(trusting(Principal=principal).replace("2012-10-17", "2008-10-17"))


def test_a_principal_that_does_not_exist_is_refused() -> None:
    text = trusting(Principal={"Service": "x.amazonaws.com"})
    with pytest.raises(AwsError) as raised:
        validate_trust_policy(text, lambda kind, value: (kind, value) != ("Service", "x.amazonaws.com"))
    assert raised.value.message == 'Invalid principal in policy: "SERVICE":"x.amazonaws.com"'


def test_the_editor_sees_everything_at_its_place() -> None:
    text = '{"Version": "2012-10-17", "Statement": [\n  {"Effect": "Allow", "Action": "x"},\n  {"Effect": "allow", "Action": "*", "Resource": "b"}]}'
    assert diagnose(text, "identity") == [
        Diagnostic(2, 3, "a statement needs a `Resource` or a `NotResource`"),
        Diagnostic(2, 33, "expected `service:Action`, or `*` for everything"),
        Diagnostic(3, 14, "expected `Allow` or `Deny`; case counts"),
        Diagnostic(3, 50, "expected an ARN (`arn:aws:s3:::bucket/*`) or `*`"),
    ]


UNREADABLE = [
    ("NumericLessThan", ["5", "many"], "NumericLessThan expects a number"),
    ("Bool", "yes", "Bool expects true or false"),
    ("IpAddress", "everywhere", "IpAddress expects an address or a range such as 203.0.113.0/24"),
    ("ArnLike", ["arn:aws:s3:::b", "*"], "ArnLike expects an ARN of six parts; * and ? may stand in each"),
    ("BinaryEquals", "?", "BinaryEquals expects base64"),
    ("Null", "perhaps", "Null expects true or false"),
]


@pytest.mark.parametrize(("operator", "values", "message"), UNREADABLE)
def test_the_editor_sees_values_that_iam_lets_pass(operator: str, values: Any, message: str) -> None:
    text = document(allow(**when(operator, values)))
    validate_identity_policy(text)
    assert [one.message for one in diagnose(text, "identity")] == [message]


@pytest.mark.parametrize(
    ("operator", "value"), [("Bool", "${aws:x}"), ("ArnLike", "${aws:x}"), ("Bool", True), ("Null", False)]
)
def test_values_that_can_mean_something_are_fine(operator: str, value: Any) -> None:
    assert diagnose(document(allow(**when(operator, value))), "identity") == []


def test_a_resource_s_policy_wants_principal_and_resource() -> None:
    assert [one.message for one in diagnose(document({"Effect": "Allow", "Action": "s3:*"}), "resource")] == [
        "a statement here needs a `Principal`",
        "a statement needs a `Resource` or a `NotResource`",
    ]


def test_a_resource_s_policy_may_have_sids_with_blanks() -> None:
    assert diagnose(document(allow("s3:*", Principal="*", Sid="Let everybody in")), "resource") == []


def test_a_good_policy_has_no_diagnostics() -> None:
    assert diagnose(trusting(), "trust") == []
    assert diagnose(document(allow()), "identity") == []


TEXTS = st.sampled_from(
    ["s3:Get*", "*", "x", "arn:aws:s3:::b", "arn:aws:iam::1:x", "2025-01-01", "", "a:b:c", "${aws:x}"]
)
STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny", "allow"])},
    optional={
        "Sid": st.sampled_from(["", "A", "B"]),
        "Action": TEXTS | st.lists(TEXTS, max_size=2),
        "Resource": TEXTS | st.lists(TEXTS, max_size=2),
        "Principal": st.just("*") | st.dictionaries(st.sampled_from(["AWS", "Federated"]), TEXTS, min_size=1),
        "Condition": st.dictionaries(
            st.sampled_from(["StringLike", "DateEquals", "Bool"]), st.dictionaries(TEXTS, TEXTS, max_size=2), max_size=2
        ),
    },
)


@given(st.lists(STATEMENTS, min_size=1, max_size=3))
def test_what_iam_saves_can_be_compiled(statements: list[dict[str, Any]]) -> None:
    text = document(*statements)
    for validate in (validate_identity_policy, validate_trust_policy):
        try:
            validate(text)
        except AwsError:
            continue
        assert len(compiled(text).statements) == len(statements)


@pytest.mark.parametrize("name", NAMES)
def test_managed_policies_are_ones_that_iam_would_save(name: str) -> None:
    text = managed(f"arn:aws:iam::aws:policy/{name}")
    assert text is not None
    assert diagnose(text, "identity") == []


def test_an_unknown_managed_policy_has_no_text() -> None:
    assert managed("arn:aws:iam::aws:policy/guest-inline") is None
    assert managed("arn:aws:iam::111111111111:policy/AdministratorAccess") is None


def test_guests_have_two_session_policies() -> None:
    assert diagnose(guest_session_policy(), "session") == []
    assert managed(GUEST_SESSION_POLICY_ARN) is not None
