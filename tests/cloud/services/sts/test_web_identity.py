"""AssumeRoleWithWebIdentity: which tokens STS believes, whom a trust policy lets in, and what the session is then."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud import issuers
from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.principals import Role, trust_source
from cogtui.cloud.callers import Operator
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.policy.request import PolicyRequest, Principal
from cogtui.cloud.services.sts.trust import ACTION, RULE, TrustEvaluation
from cogtui.cloud.store import Store, Transaction
from cogtui.cloud.tokens import mint
from cogtui.cloud.trail import Record, Reply
from tests.builders import a_token, app_at, cognito_trust, done, facebook_login, policy, role_of, state
from tests.cloud.services.federation import (
    ELSEWHERE,
    FACEBOOK,
    GOOGLE,
    GOOGLE_CLIENT,
    PEOPLE,
    Federation,
    as_keys,
    federation,
    on,
    statement,
)

DENIED = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
COGNITO = "cognito-identity.amazonaws.com"


@pytest.fixture
def fed() -> Federation:
    return federation("sts")


def ana(fed: Federation) -> str:
    """Return Ana's OpenID token."""
    return fed.openid(fed.get_id(people=fed.people()), people=fed.people())


def cause(record: Record) -> str:
    """Return the rule that names the cause: the first step of a token that failed, unless another check says more."""
    rules = record.refused_by
    is_step = rules[0] == "sts.token" and rules[-1].startswith("jwt.")
    return rules[1] if is_step else rules[-1]


def refused(reply: Reply, code: str, message: str, status: int = 400) -> None:
    assert reply.error is not None
    assert (reply.error.code, reply.error.message, reply.error.status) == (code, message, status)


def test_a_token_of_cognito_opens_a_session_with_the_name_that_the_caller_chose(fed: Federation) -> None:
    token = ana(fed)
    reply = fed.assume(token, RoleSessionName="phone", DurationSeconds=900)
    output = reply.output
    identity = fed.get_id(people=fed.people())
    assert output["AssumedRoleUser"]["Arn"] == "arn:aws:sts::111122223333:assumed-role/Readers/phone"
    assert output["AssumedRoleUser"]["AssumedRoleId"].endswith(":phone")
    assert (output["Provider"], output["Audience"]) == (COGNITO, fed.pool)
    assert output["SubjectFromWebIdentityToken"] == identity
    assert output["Credentials"]["Expiration"].timestamp() == fed.world.now + 900
    assert "PackedPolicySize" not in output
    who = fed.world.call("sts", "GetCallerIdentity", {}, caller=as_keys(output["Credentials"])).output
    assert who == {
        "UserId": output["AssumedRoleUser"]["AssumedRoleId"],
        "Account": "111122223333",
        "Arn": output["AssumedRoleUser"]["Arn"],
    }


def test_the_path_of_a_role_is_not_in_the_session_s_arn(fed: Federation) -> None:
    arn = role_of(fed.world, "Deep", trust=cognito_trust(fed.pool), Path="/team/")
    assert arn == "arn:aws:iam::111122223333:role/team/Deep"
    user = fed.assume(ana(fed), RoleArn=arn).output["AssumedRoleUser"]
    assert user["Arn"] == "arn:aws:sts::111122223333:assumed-role/Deep/ana"


# ------------------------------------------------------------------------------------------------- tokens that don't hold


def own(fed: Federation, **claims: Any) -> str:
    """Mint a token with Cognito's key, its claims changed; None leaves one out."""
    usual = {"aud": fed.pool, "sub": "us-east-1:1", "amr": ["authenticated"]}
    return a_token(fed.world, issuers.COGNITO_IDENTITY, **(usual | claims))


def signed_by_a_stranger(fed: Federation) -> str:
    """Mint a token that names Cognito's key and is signed with another."""
    tx = Transaction(fed.world.store)
    key = issuers.keys_of(tx, issuers.GOOGLE)[0]
    now = int(fed.world.now)
    claims = {"iss": issuers.COGNITO_IDENTITY, "aud": fed.pool, "sub": "us-east-1:1", "iat": now, "exp": now + 60}
    return mint(claims, key, {"kid": "us-east-1-15", "alg": "RS512"})


TOO_OLD = 86401
NO_KEY = (
    "Couldn't retrieve verification key from your identity provider,  "
    "please reference AssumeRoleWithWebIdentity documentation for requirements"
)
BAD: dict[str, tuple[str, str, str, Callable[[Federation], str]]] = {
    "no JWT": (
        "InvalidIdentityToken",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
        "jwt.format",
        lambda fed: "EAABsbCS1234",
    ),
    "the issuer is no URL": (
        "InvalidIdentityToken",
        "Issuer must be a valid URL",
        "sts.token.issuer",
        lambda fed: a_token(fed.world, "login.example.org"),
    ),
    "no issuer": (
        "InvalidIdentityToken",
        "Issuer must be a valid URL",
        "sts.token.issuer",
        lambda fed: own(fed, iss=None),
    ),
    "an issuer that nobody registered": (
        "InvalidIdentityToken",
        f"No OpenIDConnect provider found in your account for https://{PEOPLE}",
        "sts.token.provider",
        lambda fed: fed.people(),
    ),
    "a key that the issuer does not publish": (
        "InvalidIdentityToken",
        NO_KEY,
        "jwt.kid",
        lambda fed: a_token(fed.world, f"https://{PEOPLE}", iss=issuers.COGNITO_IDENTITY),
    ),
    "another algorithm than the key's": (
        "InvalidIdentityToken",
        NO_KEY,
        "jwt.alg",
        lambda fed: "eyJhbGciOiJub25lIiwia2lkIjoidXMtZWFzdC0xLTE1In0" + own(fed)[own(fed).index(".") :],
    ),
    "another key's signature": (
        "InvalidIdentityToken",
        "The token's signature is invalid",
        "jwt.signature",
        signed_by_a_stranger,
    ),
    "no iat": ("InvalidIdentityToken", "Missing a required claim: iat", "jwt.claims", lambda fed: own(fed, iat=None)),
    "expired": (
        "ExpiredTokenException",
        "Token expired: current date/time 1767603600 must be before the expiration date/time 1767603600",
        "jwt.expiry",
        lambda fed: own(fed, exp=1767603600),
    ),
    "too old": (
        "InvalidIdentityToken",
        f"Token too old: {TOO_OLD}",
        "jwt.issued_at",
        lambda fed: own(fed, iat=1767603600 - TOO_OLD),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_token_that_does_not_hold_opens_no_session(fed: Federation, case: str) -> None:
    code, message, rule, make = BAD[case]
    token = make(fed)
    before = state(fed.world)
    reply = fed.assume(token)
    refused(reply, code, message)
    assert cause(reply.record) == rule
    assert state(fed.world) == before


def test_a_token_of_the_future_is_refused_in_other_words_than_an_old_one(fed: Federation) -> None:
    reply = fed.assume(own(fed, iat=int(fed.world.now) + 301))
    assert cause(reply.record) == "jwt.issued_at"
    assert reply.error is not None
    assert "too old" not in reply.error.message


@pytest.mark.parametrize(
    "arn", ["nothing-valid-in-here", "arn:a:::something/test-role", "arn:aws:iam::1234:role/short"]
)
def test_a_text_that_is_no_arn_is_invalid(fed: Federation, arn: str) -> None:
    reply = fed.assume(ana(fed), RoleArn=arn)
    refused(reply, "ValidationError", f"{arn} is invalid")
    assert reply.record.refused_by == ("sts.role.arn",)


# -------------------------------------------------------------------------------------------------------- trust policies


def sub_of(fed: Federation) -> str:
    return fed.get_id(people=fed.people())


def deny(fed: Federation) -> str:
    conditions = {"StringEquals": {f"{COGNITO}:sub": sub_of(fed)}}
    denial = {"Effect": "Deny", "Principal": {"Federated": COGNITO}, "Action": ACTION, "Condition": conditions}
    [usual] = statement(fed.pool)["Statement"]
    return policy(usual, denial)


def two_statements(fed: Federation) -> str:
    """A statement about something else, and one that Ana misses by her audience."""
    [nearly] = statement(ELSEWHERE)["Statement"]
    return policy({"Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}, nearly)


REFUSING: dict[str, tuple[str, Callable[[Federation], Any]]] = {
    "another pool": ("sts.trust.aud", lambda fed: cognito_trust(ELSEWHERE)),
    "a wildcard that StringEquals does not know": ("sts.trust.aud", lambda fed: cognito_trust("us-east-1:*")),
    "guests only": ("sts.trust.amr", lambda fed: cognito_trust(fed.pool, "unauthenticated")),
    "somebody else": (
        "sts.trust.sub",
        lambda fed: statement(fed.pool, Condition=on(fed.pool) | {"StringLike": {f"{COGNITO}:sub": "us-east-1:0000"}}),
    ),
    "another session name": (
        "sts.trust.condition",
        lambda fed: statement(fed.pool, Condition=on(fed.pool) | {"StringLike": {"sts:RoleSessionName": "web-*"}}),
    ),
    "a principal key, which nobody has yet": (
        "sts.trust.condition",
        lambda fed: statement(fed.pool, Condition=on(fed.pool) | {"StringLike": {"aws:PrincipalType": "*"}}),
    ),
    "another action": ("sts.trust.action", lambda fed: statement(fed.pool, Action="sts:AssumeRole")),
    "another principal": ("sts.trust.principal", lambda fed: statement(fed.pool, Principal={"Federated": FACEBOOK})),
    "an explicit deny": ("sts.trust.deny", deny),
    "the nearest of two statements": ("sts.trust.aud", two_statements),
}


@pytest.mark.parametrize("case", REFUSING)
def test_a_trust_policy_that_does_not_match_gives_one_line_but_the_why_names_the_question(
    fed: Federation, case: str
) -> None:
    rule, document = REFUSING[case]
    token = ana(fed)
    fed.trust(document(fed))
    before = state(fed.world)
    reply = fed.assume(token)
    refused(reply, "AccessDenied", DENIED, 403)
    assert [one for one in reply.record.refused_by if one.startswith("sts.")] == ["sts.trust", rule]
    assert state(fed.world) == before


LETTING_IN: dict[str, Callable[[Federation], Any]] = {
    "one of several pools": lambda fed: statement(fed.pool, Condition=on([ELSEWHERE, fed.pool], "authenticated")),
    "every pool of the region": lambda fed: statement(fed.pool, Condition=on("us-east-1:*", equals="StringLike")),
    "one user pool": lambda fed: cognito_trust(fed.pool, PEOPLE),
    "one user": lambda fed: cognito_trust(fed.pool, f"{PEOPLE}:CognitoSignIn:ana-sub"),
    "one identity": lambda fed: statement(
        fed.pool, Condition={"StringEquals": {f"{COGNITO}:sub": sub_of(fed), f"{COGNITO}:aud": fed.pool}}
    ),
    "any action of STS": lambda fed: statement(fed.pool, Action="sts:*"),
    "the session's name": lambda fed: statement(
        fed.pool, Condition=on(fed.pool) | {"StringLike": {"sts:RoleSessionName": "a*"}}
    ),
}


@pytest.mark.parametrize("case", LETTING_IN)
def test_a_trust_policy_that_matches_lets_ana_in(fed: Federation, case: str) -> None:
    token = ana(fed)
    fed.trust(LETTING_IN[case](fed))
    assert fed.assume(token).ok


def test_a_role_that_does_not_exist_answers_like_one_that_does_not_trust(fed: Federation) -> None:
    reply = fed.assume(ana(fed), RoleArn="arn:aws:iam::111122223333:role/Nobody")
    refused(reply, "AccessDenied", DENIED, 403)
    assert reply.record.refused_by == ("sts.role.exists",)


def test_a_role_of_another_account_must_ask_for_the_pool() -> None:
    fed = federation("accounts", accounts=("111122223333", "444455556666"))
    token = ana(fed)

    def role(name: str, conditions: dict[str, Any]) -> Reply:
        document = json.dumps(statement(fed.pool, Condition=conditions))
        params = {"RoleName": name, "AssumeRolePolicyDocument": document}
        made = fed.world.call("iam", "CreateRole", params, caller=Operator("444455556666"))
        return fed.assume(token, RoleArn=made.output["Role"]["Arn"])

    let_in = role("WithAud", on(fed.pool, "authenticated"))
    assert let_in.output["AssumedRoleUser"]["Arn"].startswith("arn:aws:sts::444455556666:assumed-role/WithAud/")
    assert let_in.record.account == "444455556666"
    kept_out = role("WithoutAud", on(amr="authenticated"))
    refused(kept_out, "AccessDenied", DENIED, 403)
    assert kept_out.record.refused_by == ("sts.trust.cross_account",)


AMR = st.sampled_from(["authenticated", "unauthenticated", PEOPLE, "*", "auth*"])
AUD = st.sampled_from([ELSEWHERE, "us-east-1:*", "us-east-1:1"])
OPERATORS = st.sampled_from(
    ["StringEquals", "StringLike", "StringNotEquals", "ForAnyValue:StringLike", "ForAllValues:StringLike"]
)
CONDITIONS = st.dictionaries(
    OPERATORS,
    st.fixed_dictionaries({}, optional={f"{COGNITO}:aud": AUD, f"{COGNITO}:amr": AMR, f"{COGNITO}:sub": AUD}),
    max_size=3,
)
STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Principal": st.sampled_from([{"Federated": COGNITO}, {"Federated": FACEBOOK}, {"AWS": "*"}]),
        "Action": st.sampled_from([ACTION, "sts:AssumeRole", "sts:*"]),
        "Condition": CONDITIONS,
    }
)


@given(statements=st.lists(STATEMENTS, min_size=1, max_size=3), signed_in=st.booleans())
def test_the_verdict_and_its_why_agree(statements: list[dict[str, Any]], *, signed_in: bool) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    role = Role("111122223333", "Readers", "/", "AROA1", document, 0)
    amr = ("authenticated", PEOPLE) if signed_in else ("unauthenticated",)
    context = {f"{COGNITO}:aud": "us-east-1:1", f"{COGNITO}:sub": "us-east-1:2", f"{COGNITO}:amr": amr}
    request = PolicyRequest(Principal("web-identity", federated=COGNITO), ACTION, role.arn, role.account, context)
    policies = (trust_source(Store(), role),)
    evaluation = TrustEvaluation(RULE, decide(request, policies).allowed, request, policies)
    why = evaluation.explain()
    assert why.passed == evaluation.passed
    questions = [check for check in why.children if check.rule.startswith("sts.trust.")]
    if evaluation.passed:
        assert questions
        assert all(check.passed for check in questions)
    elif questions:
        assert not all(check.passed for check in questions)


# ------------------------------------------------------------------------------------------------- Google and Facebook


def google_trust(client: str) -> dict[str, Any]:
    conditions = {"StringEquals": {f"{GOOGLE}:aud": client, f"{GOOGLE}:sub": "1042"}}
    return statement("", Principal={"Federated": GOOGLE}, Condition=conditions)


def test_google_s_id_token_goes_to_sts_directly(fed: Federation) -> None:
    fed.trust(google_trust(GOOGLE_CLIENT))
    reply = fed.assume(fed.google(aud="server.apps.googleusercontent.com", email="ana@example.com"))
    assert (reply.output["Provider"], reply.output["Audience"]) == ("https://accounts.google.com", GOOGLE_CLIENT)
    key = credentials.find(fed.world.store, reply.output["Credentials"]["AccessKeyId"])
    assert key is not None
    carried = {name: value for name, value in key.context.items() if name.startswith(GOOGLE)}
    assert carried == {f"{GOOGLE}:aud": GOOGLE_CLIENT, f"{GOOGLE}:sub": "1042"}


def test_a_google_token_of_another_app_meets_the_trust_policy(fed: Federation) -> None:
    fed.trust(google_trust("another.apps.googleusercontent.com"))
    reply = fed.assume(fed.google())
    refused(reply, "AccessDenied", DENIED, 403)
    assert "sts.trust.aud" in reply.record.refused_by


def facebook_trust(app: str, user: str) -> dict[str, Any]:
    conditions = {"StringEquals": {f"{FACEBOOK}:app_id": app, f"{FACEBOOK}:id": user}}
    return statement("", Principal={"Federated": FACEBOOK}, Condition=conditions)


def test_facebook_s_access_token_goes_to_sts_with_a_provider_id(fed: Federation) -> None:
    fed.trust(facebook_trust(fed.facebook_app, fed.facebook_user))
    reply = fed.assume(fed.facebook(), ProviderId=FACEBOOK)
    output = reply.output
    assert (output["Provider"], output["Audience"]) == (FACEBOOK, fed.facebook_app)
    assert output["SubjectFromWebIdentityToken"] == fed.facebook_user
    [child] = reply.record.children
    assert (child.source, child.target) == ("STS", "FB")


def test_a_facebook_token_of_another_app_meets_the_trust_policy(fed: Federation) -> None:
    other = app_at(fed.world, "facebook", name="Other", redirect_uris=["https://app.example.com/callback"])
    fed.trust(facebook_trust(fed.facebook_app, fed.facebook_user))
    reply = fed.assume(facebook_login(fed.world, other), ProviderId=FACEBOOK)
    refused(reply, "AccessDenied", DENIED, 403)
    assert [one for one in reply.record.refused_by if one.startswith("sts.")] == ["sts.trust", "sts.trust.aud"]


def test_a_facebook_user_that_the_role_is_not_for_meets_the_trust_policy(fed: Federation) -> None:
    fed.trust(facebook_trust(fed.facebook_app, "1"))
    reply = fed.assume(fed.facebook(), ProviderId=FACEBOOK)
    assert [one for one in reply.record.refused_by if one.startswith("sts.")] == ["sts.trust", "sts.trust.sub"]


def test_a_token_that_facebook_disowns_is_rejected(fed: Federation) -> None:
    token = fed.facebook()
    fed.world.act("clock.advance", seconds=7200)
    reply = fed.assume(token, ProviderId=FACEBOOK)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("IDPRejectedClaim", 403)
    assert "sts.provider.accepted" in reply.record.refused_by
    assert "Session has expired" in reply.record.why()[-1].note


def test_other_provider_ids_are_refused(fed: Federation) -> None:
    reply = fed.assume("Atza|1234", ProviderId="accounts.google.com")
    assert reply.error is not None
    assert (reply.error.code, reply.record.refused_by) == ("InvalidIdentityToken", ("sts.token.provider",))


# ------------------------------------------------------------------------------------------------------------- sessions


def test_a_session_is_no_longer_than_the_role_allows(fed: Federation) -> None:
    token = ana(fed)
    reply = fed.assume(token, DurationSeconds=3601)
    message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    refused(reply, "ValidationError", message)
    assert reply.record.refused_by == ("sts.duration.role",)
    done(fed.world, "iam", "UpdateRole", RoleName="Readers", MaxSessionDuration=7200)
    assert fed.assume(token, DurationSeconds=7200).ok


def test_a_role_that_does_not_trust_is_refused_before_its_duration_is_looked_at(fed: Federation) -> None:
    token = ana(fed)
    fed.trust(cognito_trust(ELSEWHERE))
    refused(fed.assume(token, DurationSeconds=43200), "AccessDenied", DENIED, 403)


READ_ONLY = {"arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}


def test_session_policies_are_kept_with_the_session_and_their_size_is_told(fed: Federation) -> None:
    inline = policy({"Action": "s3:GetObject", "Resource": "*"})
    reply = fed.assume(ana(fed), Policy=inline, PolicyArns=[READ_ONLY])
    key = credentials.find(fed.world.store, reply.output["Credentials"]["AccessKeyId"])
    assert key is not None
    assert [(source.kind, source.arn) for source in key.session_policies] == [
        ("session", ""),
        ("session", READ_ONLY["arn"]),
    ]
    assert key.session_policies[0].document == inline
    characters = len(inline) + len(READ_ONLY["arn"])
    assert reply.output["PackedPolicySize"] == -(-100 * characters // 2048)


@pytest.mark.parametrize(
    ("params", "code", "message", "rule"),
    [
        (
            {"Policy": "{"},
            "MalformedPolicyDocument",
            "This policy contains invalid Json",
            "sts.session_policy.grammar",
        ),
        (
            {
                "Policy": policy({"Action": "s3:GetObject", "Resource": "*", "Sid": "x" * 1880}),
                "PolicyArns": [READ_ONLY] * 4,
            },
            "PackedPolicyTooLarge",
            "Packed policy consumes 107% of allotted space, please use smaller policy.",
            "sts.session_policy.size",
        ),
        (
            {"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/AmazonEC2FullAccess"}]},
            "NotImplemented",
            "the managed policy arn:aws:iam::aws:policy/AmazonEC2FullAccess is not simulated by CogTUI",
            "door.simulated",
        ),
    ],
)
def test_session_policies_that_cannot_be_are_refused(
    fed: Federation, params: dict[str, Any], code: str, message: str, rule: str
) -> None:
    token = ana(fed)
    before = state(fed.world)
    reply = fed.assume(token, **params)
    status = 501 if code == "NotImplemented" else 400
    refused(reply, code, message, status)
    assert reply.record.refused_by == (rule,)
    assert state(fed.world) == before
