"""SAML assertions straight to an identity pool: whose they are, what is checked, and which role they get."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from cogtui.cloud.clock import timestamp
from cogtui.cloud.providers import saml_directory
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import WebRequest
from cogtui.cloud.world import World
from tests.builders import done, state
from tests.cloud.services.cognito_idp.domain.browser import Browser
from tests.cloud.services.cognito_idp.domain.company import provider_of

ACS = "https://signin.aws.amazon.com/saml"
ROLE = "https://aws.amazon.com/SAML/Attributes/Role"

TEMPLATE = """
Resources:
  Company:
    Type: CogTUI::SamlProvider
    Properties:
      Name: corp
      Users:
        - Email: ana@corp.example
          Name: Ana Silva
          Password: correct horse
          NameId: Ana-1
          Attributes: ATTRIBUTES
      ServiceProviders: [{EntityId: "urn:amazon:webservices", AcsUrl: "https://signin.aws.amazon.com/saml"}]
  Corp:
    Type: AWS::IAM::SAMLProvider
    Properties: {Name: corp, SamlMetadataDocument: !GetAtt Company.Metadata}
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties:
      IdentityPoolName: reports
      AllowUnauthenticatedIdentities: false
      SamlProviderARNs: [!Ref Corp]
  Staff:
    Type: AWS::IAM::Role
    Properties: {RoleName: Staff, AssumeRolePolicyDocument: &trust
      {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Federated: cognito-identity.amazonaws.com},
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {StringEquals: {"cognito-identity.amazonaws.com:aud": !Ref Pool}}}]}}
  Research:
    Type: AWS::IAM::Role
    Properties: {RoleName: Research, AssumeRolePolicyDocument: TRUST}
  Roles:
    Type: AWS::Cognito::IdentityPoolRoleAttachment
    Properties:
      IdentityPoolId: !Ref Pool
      Roles: {authenticated: !GetAtt Staff.Arn}
Outputs:
  Pool: {Value: !Ref Pool}
  Arn: {Value: !Ref Corp}
"""
TRUST = """{Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Federated: cognito-identity.amazonaws.com},
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {StringEquals: {"cognito-identity.amazonaws.com:aud": !Ref Pool}}}]}"""


class Here(msgspec.Struct, frozen=True):
    """A world with a company, and an identity pool that takes its assertions."""

    world: World
    pool: str
    arn: str

    def assertion(self) -> str:
        """Log Ana in at the company's portal and return the response that her browser carries."""
        browser = Browser(self.world)
        query = {"idp": "corp", "sp": "urn:amazon:webservices"}
        page = browser.send(WebRequest("GET", saml_directory.HOST, "/start", query)).page
        page = browser.submit(page).page
        assert page is not None
        return next(field.value for field in page.fields if field.name == "SAMLResponse")

    def call(self, operation: str, **params: Any) -> Reply:
        return self.world.call("cognito-identity", operation, params)

    def get_id(self, text: str, key: str = "") -> Reply:
        return self.call("GetId", IdentityPoolId=self.pool, Logins={key or self.arn: text})

    def role_of(self, **params: str) -> str:
        """Return the role that Ana's assertion gets."""
        logins = {self.arn: self.assertion()}
        identity = self.call("GetId", IdentityPoolId=self.pool, Logins=logins).output["IdentityId"]
        reply = self.call("GetCredentialsForIdentity", IdentityId=identity, Logins=logins, **params)
        assert reply.ok, reply.error
        child = next(one for one in reply.record.children if one.service == "sts")
        return child.request["RoleArn"].rpartition("/")[2]

    def map_roles(self, mapping: dict[str, Any]) -> None:
        """Let the pool choose roles by what assertions say."""
        roles = done(self.world, "cognito-identity", "GetIdentityPoolRoles", IdentityPoolId=self.pool)["Roles"]
        whole = {"IdentityPoolId": self.pool, "Roles": roles, "RoleMappings": {self.arn: mapping}}
        done(self.world, "cognito-identity", "SetIdentityPoolRoles", **whole)


def company(attributes: str = "{department: [research]}") -> Here:
    world = World("company")
    text = TEMPLATE.replace("&trust\n      ", "").replace("TRUST", TRUST).replace("ATTRIBUTES", attributes)
    outputs = apply(world, text, "company.yaml").outputs
    return Here(world, outputs["Pool"], outputs["Arn"])


def role_arn(here: Here, name: str) -> str:
    return f"arn:aws:iam::{here.world.account}:role/{name}"


def forged(here: Here, **changed: Any) -> str:
    """Return a response of the company that says something else."""
    from cogtui.cloud.saml import reading, responses, signed

    root = reading.response(here.assertion())
    said = reading.assertion(signed.assertions_in(root)[0])
    signer = saml_directory.signer(here.world.store, provider_of(here.world))
    return responses.encoded(msgspec.structs.replace(said, **changed), signer, "_r", here.world.now)


def test_an_assertion_gives_an_identity_and_the_same_one_again() -> None:
    here = company()
    first = here.get_id(here.assertion()).output["IdentityId"]
    assert here.get_id(here.assertion()).output["IdentityId"] == first
    shown = done(here.world, "cognito-identity", "DescribeIdentity", IdentityId=first)
    assert shown["Logins"] == [here.arn]


def test_an_assertion_gets_the_pool_s_role_in_the_enhanced_flow() -> None:
    assert company().role_of() == "Staff"


def test_the_why_shows_every_check_of_the_assertion() -> None:
    here = company()
    found = dict(here.get_id(here.assertion()).record.rules())
    asked = ("plain", "signed", "signature", "issuer", "audience", "recipient", "not_before", "expiry", "subject")
    assert all(found[f"saml.{name}"] is True for name in asked)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"issuer": "https://other.example"}, "saml.issuer"),
    "another audience": ({"audiences": ("urn:other",)}, "saml.audience"),
    "another recipient": ({"recipient": "https://other.example/saml"}, "saml.recipient"),
    "not yet valid": ({"not_before": 1767603601.0}, "saml.not_before"),
    "expired": ({"not_on_or_after": 1767603600.0}, "saml.expiry"),
    "nobody": ({"subject": ""}, "saml.subject"),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_assertion_that_does_not_hold_gives_nothing(case: str) -> None:
    changed, rule = WRONG[case]
    here = company()
    text = forged(here, **changed)
    before = state(here.world)
    reply = here.get_id(text)
    assert reply.error is not None
    assert reply.error.code == "NotAuthorizedException"
    assert reply.error.message.startswith("Invalid login token.")
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before


def test_a_changed_assertion_gives_nothing() -> None:
    import base64

    here = company()
    text = base64.b64encode(base64.b64decode(here.assertion()).replace(b"Ana-1", b"Ben-2")).decode()
    assert here.get_id(text).record.refused_by == ("saml.signature",)


@pytest.mark.parametrize("text", ["x", "AAAA", "PGEvPg=="])
def test_what_is_no_response_gives_nothing(text: str) -> None:
    assert company().get_id(text).record.refused_by == ("saml.format",)


def test_a_provider_that_the_pool_does_not_list_gives_nothing() -> None:
    here = company()
    reply = here.get_id(here.assertion(), here.arn + "x")
    assert reply.record.refused_by == ("identity.login.provider",)


def test_a_provider_that_iam_has_forgotten_gives_nothing() -> None:
    here = company()
    done(here.world, "iam", "DeleteSAMLProvider", SAMLProviderArn=here.arn)
    assert here.get_id(here.assertion()).record.refused_by == ("identity.login.registered",)


def test_the_basic_flow_takes_no_assertion() -> None:
    here = company()
    logins = {here.arn: here.assertion()}
    identity = here.get_id(here.assertion()).output["IdentityId"]
    reply = here.call("GetOpenIdToken", IdentityId=identity, Logins=logins)
    assert reply.record.refused_by == ("identity.login.enhanced",)


def test_a_rule_on_an_attribute_chooses_the_role() -> None:
    here = company()
    rule = {"Claim": "department", "MatchType": "Equals", "Value": "research", "RoleARN": role_arn(here, "Research")}
    here.map_roles({"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": {"Rules": [rule]}})
    assert here.role_of() == "Research"


def offered(*names: str) -> Here:
    """Make a company whose assertions offer roles."""
    pairs = [f"arn:aws:iam::111122223333:role/{name},arn:aws:iam::111122223333:saml-provider/corp" for name in names]
    here = company(f'{{"{ROLE}": {pairs!r}}}')
    here.map_roles({"Type": "Token", "AmbiguousRoleResolution": "Deny"})
    return here


def test_the_only_role_that_an_assertion_offers_is_taken() -> None:
    assert offered("Research").role_of() == "Research"


def test_of_several_offered_roles_the_app_chooses_one() -> None:
    here = offered("Research", "Staff")
    assert here.role_of(CustomRoleArn=role_arn(here, "Research")) == "Research"
    logins = {here.arn: here.assertion()}
    identity = here.get_id(here.assertion()).output["IdentityId"]
    reply = here.call("GetCredentialsForIdentity", IdentityId=identity, Logins=logins)
    assert reply.error is not None
    assert reply.error.code == "NotAuthorizedException"


# --------------------------------------------------------------------------------------------------------------------- IAM


def test_iam_tells_what_it_keeps_of_a_provider() -> None:
    here = company()
    found = done(here.world, "iam", "GetSAMLProvider", SAMLProviderArn=here.arn)
    assert "EntityDescriptor" in found["SAMLMetadataDocument"]
    assert found["CreateDate"] == timestamp(here.world.now)
    assert found["ValidUntil"] > found["CreateDate"]
    (listed,) = done(here.world, "iam", "ListSAMLProviders")["SAMLProviderList"]
    assert listed == {name: found[name] for name in ("ValidUntil", "CreateDate")} | {"Arn": here.arn}


def test_other_metadata_is_other_trust() -> None:
    here = company()
    other = apply(
        here.world,
        "Resources: {Other: {Type: 'CogTUI::SamlProvider'}}\nOutputs: {M: {Value: !GetAtt Other.Metadata}}",
        "o.yaml",
    )
    done(here.world, "iam", "UpdateSAMLProvider", SAMLProviderArn=here.arn, SAMLMetadataDocument=other.outputs["M"])
    assert here.get_id(here.assertion()).record.refused_by == ("saml.signature",)


@pytest.mark.parametrize(
    ("given", "code", "rule"),
    [
        ({"Name": "corp"}, "EntityAlreadyExists", "iam.saml.free"),
        ({"SAMLMetadataDocument": "<a>" + "x" * 1000 + "</a>"}, "InvalidInput", "iam.saml.metadata"),
    ],
)
def test_iam_takes_metadata_of_providers_once(given: dict[str, str], code: str, rule: str) -> None:
    here = company()
    metadata = done(here.world, "iam", "GetSAMLProvider", SAMLProviderArn=here.arn)["SAMLMetadataDocument"]
    params = {"Name": "other", "SAMLMetadataDocument": metadata} | given
    reply = here.world.call("iam", "CreateSAMLProvider", params, caller=here.world.operator)
    assert reply.error is not None
    assert (reply.error.code, reply.record.refused_by) == (code, (rule,))


def test_a_provider_is_tagged() -> None:
    here = company()
    named = {"SAMLProviderArn": here.arn}
    done(here.world, "iam", "TagSAMLProvider", **named, Tags=[{"Key": "team", "Value": "red"}])
    assert done(here.world, "iam", "ListSAMLProviderTags", **named)["Tags"] == [{"Key": "team", "Value": "red"}]
    done(here.world, "iam", "UntagSAMLProvider", **named, TagKeys=["team"])
    assert done(here.world, "iam", "ListSAMLProviderTags", **named)["Tags"] == []


def test_nobody_deletes_a_provider_that_is_not_there() -> None:
    here = company()
    params = {"SAMLProviderArn": here.arn + "x"}
    reply = here.world.call("iam", "DeleteSAMLProvider", params, caller=here.world.operator)
    assert reply.error is not None
    assert (reply.error.code, reply.record.refused_by) == ("NoSuchEntity", ("iam.saml",))
