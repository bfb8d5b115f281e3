"""A company with a SAML provider that AWS knows, and a role for its people."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.providers import saml_directory
from cogtui.cloud.providers.saml_records import PROVIDERS
from cogtui.cloud.saml import responses
from cogtui.cloud.saml.aws import ROLE, SESSION_NAME
from cogtui.cloud.saml.names import PERSISTENT
from cogtui.cloud.saml.records import Assertion
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import WebRequest
from cogtui.cloud.world import World
from tests.builders import done, policy
from tests.cloud.services.cognito_idp.domain.browser import Browser

SIGN_IN = "https://signin.aws.amazon.com/saml"
HERE = "111122223333"
PROVIDER = f"arn:aws:iam::{HERE}:saml-provider/corp"
STAFF = f"arn:aws:iam::{HERE}:role/Staff"
ACTION = "sts:AssumeRoleWithSAML"

TEMPLATE = f"""
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
          Attributes:
            "https://aws.amazon.com/SAML/Attributes/Role": ["{STAFF},{PROVIDER}"]
            "https://aws.amazon.com/SAML/Attributes/RoleSessionName": [ana]
            "https://aws.amazon.com/SAML/Attributes/SessionDuration": ["1800"]
            "https://aws.amazon.com/SAML/Attributes/SourceIdentity": [ana.silva]
            "https://aws.amazon.com/SAML/Attributes/PrincipalTag:team": [red]
            "https://aws.amazon.com/SAML/Attributes/PrincipalTag:desk": ["9"]
            "https://aws.amazon.com/SAML/Attributes/TransitiveTagKeys": [team]
            "urn:oid:1.3.6.1.4.1.5923.1.1.1.1": [staff, member]
      ServiceProviders: [{{EntityId: "urn:amazon:webservices", AcsUrl: "{SIGN_IN}"}}]
  Corp:
    Type: AWS::IAM::SAMLProvider
    Properties: {{Name: corp, SamlMetadataDocument: !GetAtt Company.Metadata}}
  Staff:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Staff
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{Federated: !Ref Corp}}
            Action: ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]
            Condition: {{StringEquals: {{"SAML:aud": "{SIGN_IN}"}}}}
      Policies:
        - PolicyName: own
          PolicyDocument: {{Version: "2012-10-17", Statement: [{{Effect: Allow, Action: "s3:*", Resource: "*"}}]}}
"""


class Company(msgspec.Struct, frozen=True):
    """The world with both in it."""

    world: World

    def portal(self) -> str:
        """Log Ana in at the company's portal, and return the response that her browser is to carry to AWS."""
        browser = Browser(self.world)
        query = {"idp": "corp", "sp": "urn:amazon:webservices"}
        page = browser.submit(browser.send(WebRequest("GET", saml_directory.HOST, "/start", query)).page).page
        assert page is not None
        assert page.action is not None
        assert (page.action.host, page.action.path) == ("signin.aws.amazon.com", "/saml")
        return next(field.value for field in page.fields if field.name == "SAMLResponse")

    def said(self, **changes: Any) -> Assertion:
        """Return what the provider says of Ana, the necessary alone, with members changed."""
        provider = self.world.store.get(PROVIDERS, ("corp",))
        assert provider is not None
        now = self.world.now
        attributes = {ROLE: (f"{PROVIDER}, {STAFF}",), SESSION_NAME: ("ana",)}
        usual = Assertion(
            "_1", provider.entity_id, "Ana-1", PERSISTENT, (SIGN_IN,), SIGN_IN, "", now, now + 300, attributes
        )
        return msgspec.structs.replace(usual, **changes)

    def signed(self, said: Assertion, by: str = "corp") -> str:
        """Return a response that carries what is said, signed by a provider."""
        provider = self.world.store.get(PROVIDERS, (by,))
        assert provider is not None
        signer = saml_directory.signer(self.world.store, provider)
        return responses.encoded(said, signer, "_2", self.world.now)

    def with_attributes(self, **changes: Any) -> str:
        """Return a response with attributes changed, `Role=`; None leaves one out."""
        begin = "https://aws.amazon.com/SAML/Attributes/"
        given = self.said().attributes | {begin + name.replace("__", ":"): one for name, one in changes.items()}
        return self.signed(self.said(attributes={name: one for name, one in given.items() if one is not None}))

    def assume(self, text: str, **params: Any) -> Reply:
        """Take a response to STS."""
        usual = {"RoleArn": STAFF, "PrincipalArn": PROVIDER, "SAMLAssertion": text}
        return self.world.call("sts", "AssumeRoleWithSAML", usual | params)

    def trust(self, action: Any = ACTION, **rest: Any) -> None:
        """Give the role another trust policy."""
        document = policy({"Principal": {"Federated": PROVIDER}, "Action": action, **rest})
        done(self.world, "iam", "UpdateAssumeRolePolicy", RoleName="Staff", PolicyDocument=document)


def company(seed: str = "company") -> Company:
    """Make the world."""
    world = World(seed)
    apply(world, TEMPLATE, "company.yaml")
    return Company(world)
