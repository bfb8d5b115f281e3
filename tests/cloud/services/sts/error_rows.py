"""The errors of STS: what brings each about."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud import issuers
from cogtui.cloud.accounts.credentials import root_key
from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Operator
from cogtui.cloud.store import Transaction
from cogtui.cloud.world import World
from tests.builders import a_token, done, policy, role_of
from tests.cloud.services.error_table import Row
from tests.cloud.services.federation import Federation, federation
from tests.cloud.services.iam.people import a_user
from tests.cloud.services.iam.phone import Phone, a_factor
from tests.cloud.services.sts.chains import ASSUME, EVERYTHING, arn_of, assumed, session, tags, trusting, user_arn
from tests.cloud.services.sts.company import PROVIDER, STAFF, Company, company
from tests.cloud.services.sts.error_texts import MAY_NOT, TEXTS

HERE = "111122223333"
THERE = "444455556666"
ROOT = Keys("AKIAROOT", "secret")
DENIED = "AccessDenied"
INVALID = "InvalidIdentityToken"


class Team(msgspec.Struct, frozen=True):
    """Two accounts; ana, who may ask anything of STS and is trusted by First, which Second trusts."""

    world: World
    ana: Keys
    phone: Phone

    def first(self, **params: Any) -> Keys:
        return session(self.world, self.ana, "First", **params)

    def assume(self, role: str = "First", caller: Caller | None = None, **params: Any) -> object:
        return assumed(self.world, caller or self.ana, role, **params)

    def proof(self, **changes: str) -> dict[str, Any]:
        return self.phone.fresh() | changes

    def call(self, operation: str, caller: Caller | None = None, **params: Any) -> object:
        return self.world.call("sts", operation, params, caller=caller or self.ana)


def team() -> Team:
    world = World(seed="team", accounts=(HERE, THERE))
    ana = a_user(world, "ana", "sts:*")
    a_user(world, "bo")
    role_of(world, "First", trust=trusting(user_arn("ana"), EVERYTHING))
    role_of(world, "Second", trust=trusting(arn_of("First"), EVERYTHING), MaxSessionDuration=7200)
    role_of(world, "Closed", trust=trusting(user_arn("bo")))
    deny = {"Effect": "Deny", "Principal": {"AWS": user_arn("ana")}, "Action": ASSUME}
    role_of(world, "Denying", trust=policy({"Principal": {"AWS": user_arn("bo")}, "Action": ASSUME}, deny))
    role_of(world, "Open", trust=trusting(f"arn:aws:iam::{HERE}:root"))
    made = {"RoleName": "Far", "AssumeRolePolicyDocument": trusting(f"arn:aws:iam::{THERE}:root")}
    assert world.call("iam", "CreateRole", made, caller=Operator(THERE)).ok
    tx = Transaction(world.store)
    root_key(tx, HERE, ROOT.access_key_id, ROOT.secret_access_key, now=world.now)
    tx.commit()
    return Team(world, ana, a_factor(world))


def bo(here: Team) -> Keys:
    """Give bo, who may do nothing, a key."""
    key = done(here.world, "iam", "CreateAccessKey", UserName="bo")["AccessKey"]
    return Keys(key["AccessKeyId"], key["SecretAccessKey"])


def forbidden(here: Team) -> object:
    document = policy({"Effect": "Deny", "Action": ASSUME, "Resource": "*"})
    done(here.world, "iam", "PutUserPolicy", UserName="ana", PolicyName="deny", PolicyDocument=document)
    return here.assume()


def ended(here: Team) -> object:
    keys = here.first()
    here.world.act("clock.advance", seconds=3600)
    return here.call("GetCallerIdentity", keys)


def by_text(code: str, text: str, ask: Callable[[Team], object], status: int = 400, /, **parts: str) -> Row[Team]:
    return Row(code, text, team, ask, lambda _: parts, status)


def denied(text: str, ask: Callable[[Team], object], /, **parts: str) -> Row[Team]:
    return by_text(DENIED, text, ask, 403, **parts)


ANA = {"arn": user_arn("ana")}
RESOURCE = " on resource: <role>"
VALUE = "v" * 256
LARGE = [{"Key": f"key-{number:02}", "Value": VALUE} for number in range(10)]
LONG = policy({"Action": "s3:GetObject", "Resource": "*", "Sid": "x" * 1900})
SESSION_NAME, _, NO_ARN, OVER_ROLE, OVER_CHAIN, OVER_SAML = TEXTS["ValidationError"]
MFA_WRONG, MFA_NONE = TEXTS[DENIED][6:8]

CALLERS: list[Row[Team]] = [
    by_text("ValidationError", SESSION_NAME, lambda here: here.assume(RoleSessionName="a:b"), value="a:b"),
    by_text("ValidationError", NO_ARN, lambda here: here.assume("arn:a:::something/test-role"),
            role="arn:a:::something/test-role"),
    by_text("ValidationError", OVER_ROLE, lambda here: here.assume(DurationSeconds=3601)),
    by_text("ValidationError", OVER_CHAIN, lambda here: here.assume("Second", here.first(), DurationSeconds=3601)),
    denied("Roles may not be assumed by root accounts.", lambda here: here.assume(caller=ROOT)),
    denied(MAY_NOT + RESOURCE, lambda here: here.assume(arn_of("Far", THERE)), **ANA, role=arn_of("Far", THERE)),
    denied(MAY_NOT + RESOURCE + " because no identity-based policy allows the sts:AssumeRole action",
           lambda here: here.assume("Open", bo(here)), arn=user_arn("bo"), role=arn_of("Open")),
    denied(MAY_NOT + RESOURCE + " with an explicit deny in an identity-based policy", forbidden,
           **ANA, role=arn_of("First")),
    denied(MAY_NOT + " because no role trust policy allows the sts:AssumeRole action",
           lambda here: here.assume("Closed"), **ANA),
    denied(MAY_NOT + " with an explicit deny in the role trust policy", lambda here: here.assume("Denying"), **ANA),
    denied(MFA_WRONG, lambda here: here.assume(**here.proof(TokenCode="000000"))),
    denied(MFA_NONE, lambda here: here.assume(**here.proof(SerialNumber="GAHT12345678"))),
    denied("Cannot call GetSessionToken with session credentials",
           lambda here: here.call("GetSessionToken", here.first())),
    denied("Cannot call GetFederationToken with session credentials", lambda here: (
        done(here.world, "iam", "PutRolePolicy", RoleName="First", PolicyName="own",
             PolicyDocument=policy({"Action": "sts:*", "Resource": "*"})),
        here.call("GetFederationToken", here.first(), Name="bo"))),
    by_text("InvalidParameterValue", TEXTS["InvalidParameterValue"][0],
            lambda here: here.assume(Tags=tags(team="red") + tags(TEAM="red"))),
    by_text("InvalidParameterValue", TEXTS["InvalidParameterValue"][1],
            lambda here: here.assume(Tags=tags(team="red"), TransitiveTagKeys=["desk"])),
    by_text("InvalidParameterValue", TEXTS["InvalidParameterValue"][2], lambda here: here.assume(
        "Second", here.first(Tags=tags(team="red"), TransitiveTagKeys=["team"]), Tags=tags(team="blue"))),
    by_text("MalformedPolicyDocument", "This policy contains invalid Json", lambda here: here.assume(Policy="{")),
    by_text("PackedPolicyTooLarge", TEXTS["PackedPolicyTooLarge"][0],
            lambda here: here.assume(Policy=LONG, Tags=tags(key=VALUE)), percent=str(-(-100 * (len(LONG) + 259) // 2048))),
    by_text("PackedPolicyTooLarge", TEXTS["PackedPolicyTooLarge"][1], lambda here: here.assume(Tags=LARGE), percent="128"),
    by_text("ExpiredToken", "The security token included in the request is expired", ended, 403),
    by_text("InvalidClientTokenId", "The security token included in the request is invalid.",
            lambda here: here.call("GetCallerIdentity", Keys("ASIAXXXXXXXXXXXXXXXX", "x", "y")), 403),
    by_text("MissingAuthenticationToken", "Request is missing Authentication Token",
            lambda here: here.call("GetCallerIdentity", ANONYMOUS), 403),
    by_text("InvalidAction", "Could not find operation <operation> for version 2011-06-15",
            lambda here: here.call("AssumeNothing"), operation="AssumeNothing"),
]  # fmt: skip


def own(fed: Federation, **claims: Any) -> str:
    """Mint a token with Cognito's key, its claims changed; None leaves one out."""
    usual = {"aud": fed.pool, "sub": "us-east-1:1", "amr": ["authenticated"]}
    return a_token(fed.world, issuers.COGNITO_IDENTITY, **(usual | claims))


def registered(fed: Federation, *, thumbprint: bool = True, client: str = "reports", **claims: Any) -> object:
    """Take a token of a registered provider to STS."""
    fed.world.act("provider.add_issuer", name="own", issuer="https://own.example", trusted=thumbprint)
    named = {"Url": "https://own.example", "ClientIDList": [client], "ThumbprintList": ["a1" * 20]}
    done(fed.world, "iam", "CreateOpenIDConnectProvider", **named)
    return fed.assume(a_token(fed.world, "https://own.example", **({"aud": "reports"} | claims)))


def late(fed: Federation) -> object:
    token = own(fed)
    fed.world.act("clock.advance", seconds=3601)
    return fed.assume(token)


def times(fed: Federation) -> dict[str, str]:
    return {"now": str(int(fed.world.now)), "exp": str(int(fed.world.now) - 1)}


def token(
    text: str, ask: Callable[[Federation], object], parts: Callable[[Federation], dict[str, str]] = lambda _: {}
) -> Row[Federation]:
    return Row(INVALID, text, federation, ask, parts)


TOKENS: list[Row[Federation]] = [
    Row(DENIED, "Not authorized to perform sts:AssumeRoleWithWebIdentity", federation,
        lambda fed: fed.assume(own(fed, aud="us-east-1:other")), status=403),
    token(TEXTS[INVALID][0], lambda fed: fed.assume("Atza|no-token")),
    token(TEXTS[INVALID][1], lambda fed: fed.assume(own(fed, iss="login.example"))),
    token(TEXTS[INVALID][2], lambda fed: fed.assume(own(fed, iss="https://a.example")),
          lambda _: {"issuer": "https://a.example"}),
    token(TEXTS[INVALID][3], lambda fed: fed.assume(_unknown_key(fed))),
    token(TEXTS[INVALID][4], lambda fed: registered(fed, thumbprint=False)),
    token(TEXTS[INVALID][5], lambda fed: registered(fed, client="other")),
    token(TEXTS[INVALID][6], lambda fed: fed.assume(own(fed, iat=int(fed.world.now) - 90_000)), lambda _: {"age": "90000"}),
    token(TEXTS[INVALID][7], lambda fed: fed.assume(own(fed, iat=None))),
    Row("ExpiredTokenException", TEXTS["ExpiredTokenException"][0], federation, late, times),
]  # fmt: skip


def _unknown_key(fed: Federation) -> str:
    """Return a token whose header names a key that Cognito does not publish."""
    header, rest = own(fed).split(".", 1)
    members = msgspec.json.decode(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    changed = base64.urlsafe_b64encode(msgspec.json.encode(members | {"kid": "another"})).rstrip(b"=")
    return f"{changed.decode()}.{rest}"


def assertion(text: str, ask: Callable[[Company], object], code: str = INVALID, status: int = 400) -> Row[Company]:
    return Row(code, text, company, ask, status=status)


def tampered(corp: Company) -> object:
    changed = base64.b64decode(corp.portal()).replace(b"Ana-1", b"Bob-1")
    return corp.assume(base64.b64encode(changed).decode())


def stale(corp: Company) -> object:
    response = corp.portal()
    corp.world.act("clock.advance", seconds=301)
    return corp.assume(response)


ASSERTIONS: list[Row[Company]] = [
    assertion("Not authorized to perform sts:AssumeRoleWithSAML",
              lambda corp: corp.assume(corp.with_attributes(Role=(f"{STAFF}x,{PROVIDER}",))), DENIED, 403),
    assertion(OVER_SAML, lambda corp: corp.assume(corp.portal(), DurationSeconds=3601), "ValidationError"),
    assertion(TEXTS[INVALID][8], lambda corp: corp.assume("****")),
    assertion(TEXTS[INVALID][9], lambda corp: corp.assume(corp.with_attributes(RoleSessionName=None))),
    assertion(TEXTS[INVALID][10], lambda corp: corp.assume(corp.with_attributes(RoleSessionName=("a b",)))),
    assertion(TEXTS[INVALID][11], lambda corp: corp.assume(corp.with_attributes(SourceIdentity=("aws:x",)))),
    assertion(TEXTS[INVALID][12], tampered),
    assertion(TEXTS[INVALID][13], lambda corp: corp.assume(corp.signed(corp.said(issuer="https://x.example")))),
    assertion(TEXTS[INVALID][14], lambda corp: corp.assume(corp.portal(), PrincipalArn=PROVIDER + "x")),
    assertion(TEXTS[INVALID][15], lambda corp: corp.assume(corp.signed(corp.said(audiences=("urn:x",))))),
    assertion(TEXTS["ExpiredTokenException"][2], stale, "ExpiredTokenException"),
]  # fmt: skip

ROWS: list[Row[Any]] = [*CALLERS, *TOKENS, *ASSERTIONS]

OWN_WORDS: list[Row[Any]] = [
    by_text("InvalidParameterValue", "Tag key aws:x is not valid: the prefix aws: is reserved.",
            lambda here: here.assume(Tags=[{"Key": "aws:x", "Value": "1"}])),
    denied("User: <arn> is not authorized to perform: sts:SetSourceIdentity on resource: <role>",
           lambda here: here.assume("Second", here.first(SourceIdentity="ana"), SourceIdentity="bo"),
           arn=f"arn:aws:sts::{HERE}:assumed-role/First/work", role=arn_of("Second")),
    denied("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
           lambda here: here.assume(TokenCode="123456")),
    by_text("InvalidAuthorizationMessageException", "The encoded authorization message is not valid.",
            lambda here: here.call("DecodeAuthorizationMessage", EncodedMessage="x")),
    by_text("ValidationError", "The access key id AKIAIOSFODNN7EXAMPLE is not valid",
            lambda here: here.call("GetAccessKeyInfo", AccessKeyId="AKIAIOSFODNN7EXAMPLE")),
    assertion("SessionDuration in AuthnResponse must be a number between 900 and 43200",
              lambda corp: corp.assume(corp.with_attributes(SessionDuration=("1",)))),
    assertion("RoleSessionName in AuthnResponse must have one value",
              lambda corp: corp.assume(corp.with_attributes(RoleSessionName=("ana", "bo")))),
    token("The token's source identity must match [\\w+=,.@-]{2,64}",
          lambda fed: fed.assume(own(fed, **{"https://aws.amazon.com/source_identity": "aws:x"}))),
]  # fmt: skip
"""Errors whose texts AWS does not publish."""
