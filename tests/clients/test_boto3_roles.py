"""boto3 at an endpoint: a second factor, a chain of roles with tags, a company's assertion, and a denial decoded."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.accounts import totp
from cogtui.cloud.callers import Keys
from cogtui.cloud.door.authorization_messages import message_of
from cogtui.cloud.templates.apply import apply
from tests.builders import policy
from tests.clients.serving import Served
from tests.cloud.services.federation import as_keys
from tests.cloud.services.sts.chains import EVERYTHING, tags, trusting
from tests.cloud.services.sts.company import PROVIDER, STAFF, TEMPLATE, Company

Boto = Callable[..., Any]

WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


class Ana:
    """An IAM user with a phone; the role Guarded trusts her when she shows a code, Next trusts Guarded."""

    def __init__(self, here: Served, boto: Boto) -> None:
        self.here = here
        iam = boto("iam")
        self.arn = iam.create_user(UserName="ana")["User"]["Arn"]
        key = iam.create_access_key(UserName="ana")["AccessKey"]
        self.keys = Keys(key["AccessKeyId"], key["SecretAccessKey"])
        made = iam.create_virtual_mfa_device(VirtualMFADeviceName="ana")["VirtualMFADevice"]
        self.serial, self._secret = made["SerialNumber"], totp.read(made["Base32StringSeed"].decode())
        iam.enable_mfa_device(
            UserName="ana",
            SerialNumber=self.serial,
            AuthenticationCode1=self.code(-2),
            AuthenticationCode2=self.code(-1),
        )
        trust = trusting(self.arn, EVERYTHING, Condition=WITH_MFA)
        self.guarded = iam.create_role(RoleName="Guarded", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        trust = trusting(self.guarded, EVERYTHING)
        self.next = iam.create_role(RoleName="Next", AssumeRolePolicyDocument=trust)["Role"]["Arn"]

    def code(self, steps: int = 0) -> str:
        return totp.code_at(self._secret, totp.step_at(self.here.world.now) + steps)


@pytest.fixture
def ana(here: Served, boto: Boto) -> Ana:
    return Ana(here, boto)


def test_a_code_opens_a_guarded_role_once(boto: Boto, ana: Ana) -> None:
    sts = boto("sts", ana.keys)
    asked = {"RoleArn": ana.guarded, "RoleSessionName": "ana"}
    with pytest.raises(ClientError, match="because no role trust policy allows the sts:AssumeRole action"):
        sts.assume_role(**asked)
    proof = {"SerialNumber": ana.serial, "TokenCode": ana.code()}
    assert sts.assume_role(**asked, **proof)["AssumedRoleUser"]["Arn"].endswith(":assumed-role/Guarded/ana")
    with pytest.raises(ClientError, match="MultiFactorAuthentication failed with invalid MFA one time pass code"):
        sts.assume_role(**asked, **proof)


def test_a_session_that_began_with_a_code_may_call_iam(boto: Boto, ana: Ana) -> None:
    boto("iam").put_user_policy(
        UserName="ana", PolicyName="own", PolicyDocument=policy({"Action": "iam:Get*", "Resource": "*"})
    )
    sts = boto("sts", ana.keys)
    plain = as_keys(sts.get_session_token()["Credentials"])
    with pytest.raises(ClientError, match="InvalidClientTokenId"):
        boto("iam", plain).get_user()
    proved = as_keys(sts.get_session_token(SerialNumber=ana.serial, TokenCode=ana.code())["Credentials"])
    assert boto("iam", proved).get_user()["User"]["UserName"] == "ana"


def test_tags_and_source_identity_go_down_a_chain(boto: Boto, ana: Ana) -> None:
    condition = {"StringEquals": {"aws:PrincipalTag/team": "red", "aws:SourceIdentity": "ana"}}
    document = policy({"Action": "s3:*", "Resource": "*", "Condition": condition})
    boto("iam").put_role_policy(RoleName="Next", PolicyName="own", PolicyDocument=document)
    first = boto("sts", ana.keys).assume_role(
        RoleArn=ana.guarded,
        RoleSessionName="ana",
        SerialNumber=ana.serial,
        TokenCode=ana.code(),
        Tags=tags(team="red", desk="9"),
        TransitiveTagKeys=["team"],
        SourceIdentity="ana",
    )
    assert (first["SourceIdentity"], first["PackedPolicySize"]) == ("ana", 1)
    chained = boto("sts", as_keys(first["Credentials"])).assume_role(RoleArn=ana.next, RoleSessionName="on")
    assert boto("s3", as_keys(chained["Credentials"])).list_buckets()["Buckets"]
    with pytest.raises(ClientError, match="conflicts with a transitive tag key"):
        boto("sts", as_keys(first["Credentials"])).assume_role(
            RoleArn=ana.next, RoleSessionName="on", Tags=tags(Team="blue")
        )


def test_a_company_s_assertion_becomes_credentials(here: Served, boto: Boto) -> None:
    here.do(lambda: apply(here.world, TEMPLATE, "company.yaml"))
    response = here.do(lambda: Company(here.world).portal())
    made = boto("sts", None).assume_role_with_saml(RoleArn=STAFF, PrincipalArn=PROVIDER, SAMLAssertion=response)
    assert (made["Subject"], made["SubjectType"], made["SourceIdentity"]) == ("Ana-1", "persistent", "ana.silva")
    assert boto("s3", as_keys(made["Credentials"])).list_buckets()["Buckets"]
    with pytest.raises(ClientError, match="Response signature invalid"):
        boto("sts", None).assume_role_with_saml(
            RoleArn=STAFF, PrincipalArn=PROVIDER, SAMLAssertion=here.do(lambda: _of_a_stranger(here))
        )


def _of_a_stranger(here: Served) -> str:
    """Return a response of Ana's provider's form, signed by another."""
    other = TEMPLATE.replace("Name: corp", "Name: other", 1).split("  Corp:")[0]
    apply(here.world, other, "other.yaml")
    company = Company(here.world)
    return company.signed(company.said(), by="other")


def test_a_denial_is_decoded_by_whoever_may(here: Served, boto: Boto, ana: Ana) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        boto("s3", ana.keys).list_buckets()
    message = here.do(lambda: message_of(here.world, here.world.trail[-1]))
    found = json.loads(boto("sts").decode_authorization_message(EncodedMessage=message)["DecodedMessage"])
    assert found["context"]["action"] == "s3:ListAllMyBuckets"
    assert found["context"]["principal"]["arn"] == ana.arn
