"""What holds for every simulated operation, whatever it is asked and by whom."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogtui.cloud import codec
from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.accounts.customer_policies import MANAGED_POLICIES
from cogtui.cloud.accounts.organizations import CONTROL_POLICIES, ORGANIZATIONS, UNITS
from cogtui.cloud.accounts.principals import ROLES
from cogtui.cloud.accounts.saml_providers import SAML_PROVIDERS
from cogtui.cloud.accounts.users import USERS, user_principal
from cogtui.cloud.callers import ANONYMOUS, Caller, Keys
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Reference, Service
from cogtui.cloud.explain import walk
from cogtui.cloud.holdings import keys_of
from cogtui.cloud.rules import rule
from cogtui.cloud.services import registry
from cogtui.cloud.services.cognito_idp.devices.device_records import DEVICES
from cogtui.cloud.services.cognito_idp.looks.looks_records import BRANDINGS, TERMS
from cogtui.cloud.services.cognito_idp.users.import_records import IMPORT_JOBS
from cogtui.cloud.services.organizations.records import INVITATIONS, REQUESTS
from cogtui.cloud.services.s3.records import PARTS
from cogtui.cloud.services.sns.records import APPLICATIONS, ENDPOINTS
from cogtui.cloud.services.sns.topic_records import SUBSCRIPTIONS, TOPICS
from cogtui.cloud.store import rows_of
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from tests.cloud.sync_push_worlds import furnish_push, known_in_push
from tests.cloud.sync_worlds import furnish_sync, known_in_sync
from tests.cloud.worlds import (
    CONTROL,
    furnish_bucket,
    furnish_device,
    furnish_identity_pool,
    furnish_import,
    furnish_looks,
    furnish_mfa,
    furnish_oidc,
    furnish_organization,
    furnish_pool,
    furnish_saml,
    furnish_sessions,
    furnish_sns,
    other_account,
    ready_made,
    settle_users,
    upload_in,
)
from tests.cloud.worlds import walk as walk_flow

SIMULATED = [(service, name) for service in reader.services() for name in sorted(registry.simulated(service))]

OIDC_ARN = "arn:aws:iam::{}:oidc-provider/{}"

NOBODYS_ID = "00000000-0000-4000-8000-000000000000"

DECLARED = {"idp.failures", "idp.attempts", "idp.auth_events"}
"""Tables that an operation may change although it fails: counters of failed attempts."""


def someone_signed_in(world: World | None = None) -> World:
    world = world or ready_made()
    settle_users(world)
    walk_flow(world, "user_pool", until="get-object")
    furnish_pool(world)
    furnish_device(world)
    furnish_sessions(world)
    furnish_import(world)
    furnish_looks(world)
    furnish_identity_pool(world)
    furnish_oidc(world)
    furnish_saml(world)
    furnish_mfa(world)
    furnish_bucket(world)
    furnish_organization(world)
    furnish_sns(world)
    furnish_sync(world)
    furnish_push(world)
    return world


one_signed_in = cache(someone_signed_in)


@contextmanager
def lent() -> Generator[World]:
    """Lend the one world in which somebody is signed in; whatever is done there is taken back, and leaves nothing."""
    world = one_signed_in()
    before = list(world.store.every())
    with world.what_if() as trial:
        yield trial
    assert list(world.store.every()) == before


def key_of_ana(world: World) -> AccessKey:
    user = next(world.store.scan(USERS, world.account))
    return credentials.keys_of(world.store, user_principal(user))[0]


def _identity_of_dev_ana(world: World) -> str:
    asked = {"IdentityPoolId": settings_of(world).identity_pool_id, "DeveloperUserIdentifier": "dev-ana"}
    found = world.call("cognito-identity", "LookupDeveloperIdentity", asked, caller=world.operator)
    return found.output["IdentityId"]


def identified(provider: str, value: str) -> dict[str, str]:
    """Return a user as linking names one."""
    return {
        "ProviderName": provider,
        "ProviderAttributeName": "Cognito_Subject",
        "ProviderAttributeValue": value,
    }


def _import_of(world: World, pool_id: str) -> str:
    return next(world.store.scan(IMPORT_JOBS, pool_id)).id


def _session_of_ana(world: World) -> str:
    pools = world.call("cognito-idp", "ListUserPools", {"MaxResults": 1}, caller=world.operator).output["UserPools"]
    asked = {"UserPoolId": pools[0]["Id"], "Username": "ana"}
    listed = world.call("cognito-idp", "AdminListUserSessions", asked, caller=world.operator).output
    return listed["Sessions"][0]["SessionId"]


def _device_of_ana(world: World) -> str:
    return next(device.key for scope in world.store.scopes(DEVICES) for device in world.store.scan(DEVICES, scope))


def known_in_organization(world: World) -> dict[str, list[Any]]:
    """Return values of this world's organization by the names of the members that take them."""
    whole = next(world.store.get(ORGANIZATIONS, (scope,)) for scope in world.store.scopes(ORGANIZATIONS))
    assert whole is not None
    unit, policy = next(world.store.scan(UNITS, whole.id)), next(world.store.scan(CONTROL_POLICIES, whole.id))
    places, other = [whole.root_id, unit.id], other_account(world)
    policies = [policy.id, "p-FullAWSAccess"]
    return {
        "AccountId": [world.account, other],
        "ChildId": [unit.id, world.account],
        "Email": ["dev@example.com", "ops@example.com"],
        "Content": [CONTROL, "{"],
        "DestinationParentId": places,
        "CreateAccountRequestId": [next(world.store.scan(REQUESTS, whole.id)).id],
        "HandshakeId": [next(world.store.scan(INVITATIONS, other)).id],
        "OrganizationalUnitId": [unit.id],
        "ParentId": places,
        "PolicyId": policies,
        "PolicyType": ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"],
        "RootId": [whole.root_id],
        "SourceParentId": places,
        "Target": [{"Type": "ACCOUNT", "Id": other}, {"Type": "EMAIL", "Id": "nobody@example.com"}],
        "TargetId": [*places, world.account],
    }


def known_in_sns(world: World) -> dict[str, list[Any]]:
    """Return values of this world's SNS by the names of the members that take them."""
    (application,), (topic,) = rows_of(world.store, APPLICATIONS), rows_of(world.store, TOPICS)
    endpoint = next(world.store.scan(ENDPOINTS, application.arn))
    subscriptions = [row.arn for row in world.store.scan(SUBSCRIPTIONS, topic.arn)]
    return {
        "PlatformApplicationArn": [application.arn, application.arn + "x"],
        "Platform": ["GCM", "APNS", "WNS"],
        "EndpointArn": [endpoint.arn, endpoint.arn + "x"],
        "TargetArn": [endpoint.arn, topic.arn, topic.arn + "x"],
        "TopicArn": [topic.arn, topic.arn + "x"],
        "SubscriptionArn": [*subscriptions, topic.arn + ":x"],
        "Protocol": ["email", "sms", "lambda", "application", "fax"],
        "Endpoint": ["ana@example.com", "+15551234567", endpoint.arn],
        "PhoneNumber": ["+15551234567", "nobody"],
        "MessageStructure": ["json"],
        "Message": ["hello", '{"default": "hello", "GCM": "{}"}'],
        "MessageAttributes": [{"team": {"DataType": "String", "StringValue": "red"}}],
        "PublishBatchRequestEntries": [[{"Id": "1", "Message": "hello"}, {"Id": "2", "Message": ""}]],
        "Label": ["others", "more"],
        "AWSAccountId": [[world.account]],
        "ActionName": [["Publish"], ["Fly"]],
        "AttributeValue": ["true", '{"team": ["red"]}', "{"],
    }


def known_values(world: World) -> dict[str, list[Any]]:
    """Return values of this world by the names of the members that take them."""
    held, app = world.held("app"), settings_of(world)
    pools = world.call("cognito-idp", "ListUserPools", {"MaxResults": 1}, caller=world.operator).output["UserPools"]
    role = next(world.store.scan(ROLES, world.account))
    own_policy = next(world.store.scan(MANAGED_POLICIES, world.account))
    ana = key_of_ana(world)
    terms = next(world.store.scan(TERMS, pools[0]["Id"]))
    branding = next(world.store.scan(BRANDINGS, pools[0]["Id"]))
    upload = upload_in(world)
    parts = [{"PartNumber": part.number, "ETag": part.etag} for part in world.store.scan(PARTS, upload.upload_id)]
    identity_pool = f"arn:aws:cognito-identity:us-east-1:{world.account}:identitypool/{app.identity_pool_id}"
    return {
        **known_in_organization(world),
        **known_in_sns(world),
        **known_in_sync(world),
        **known_in_push(world),
        "UserPoolId": [pools[0]["Id"]],
        "LambdaConfig": [{"PreSignUp": f"arn:aws:lambda:us-east-1:{world.account}:function:f"}, {}],
        "ClientId": [app.user_pool_client_id],
        "Username": ["ana", "nobody"],
        "Identifier": ["notes", "more notes"],
        "Domain": ["ana-demo", "another-demo"],
        "ProviderName": ["Google", "Okta"],
        "IdpIdentifier": ["ana", "nobody"],
        "DestinationUser": [{"ProviderName": "Cognito", "ProviderAttributeValue": name} for name in ("ana", "nobody")],
        "SourceUser": [source := identified("Google", "1042"), identified("Okta", "1042")],
        "User": [source, identified("Cognito", "ana")],
        "ResourceArn": [
            f"arn:aws:cognito-idp:us-east-1:{world.account}:userpool/{pools[0]['Id']}",
            identity_pool,
            next(rows_of(world.store, TOPICS)).arn,
        ],
        "Password": ["Pool-ana-1", "Other-pass-2"],
        "ConfirmationCode": ["000000"],
        "UserCode": ["000000", "12345"],
        "Session": ["A" * 30],
        "SoftwareTokenMfaSettings": [{"Enabled": True, "PreferredMfa": True}, {"Enabled": False}],
        "AccessToken": [held["user_pool_access_token"], held["user_pool_id_token"]],
        "Token": [held["user_pool_refresh_token"]],
        "RefreshToken": [held["user_pool_refresh_token"]],
        "AuthFlow": ["USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH", "USER_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH"],
        "AuthParameters": [
            {"USERNAME": "ana", "PASSWORD": "wrong"},
            {"USERNAME": "ana", "PASSWORD": "wrong", "SRP_A": "a1b2c3"},
            {"REFRESH_TOKEN": held["user_pool_refresh_token"]},
        ],
        "ChallengeName": ["NEW_PASSWORD_REQUIRED", "PASSWORD_VERIFIER", "SOFTWARE_TOKEN_MFA", "MFA_SETUP"],
        "ChallengeResponses": [
            {"USERNAME": "ana", "NEW_PASSWORD": "Other-pass-2"},
            {"USERNAME": "ana", "SOFTWARE_TOKEN_MFA_CODE": "000000"},
            dict.fromkeys(["PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE"], "AAAA")
            | {"USERNAME": "ana", "TIMESTAMP": "Mon Jan 5 09:00:00 UTC 2026"},
        ],
        "PreviousPassword": ["Pool-ana-1", "Other-pass-2"],
        "ProposedPassword": ["Other-pass-2", "pass-word"],
        "AttributeName": ["email", "nickname", "DisplayName", "FilterPolicy", "Policy"],
        "UserAttributes": [
            [{"Name": "nickname", "Value": "ann"}],
            [{"Name": "email", "Value": "ana@example.org"}],
            [{"Name": "email", "Value": "ana@example.net"}, {"Name": "email_verified", "Value": "true"}],
        ],
        "UserAttributeNames": [["nickname"], ["email"], ["sub"]],
        "IdentityPoolId": [app.identity_pool_id],
        "IdentityId": [held["identity_id"], _identity_of_dev_ana(world)],
        "DeveloperProviderName": ["login.example", "another.example"],
        "DeveloperUserIdentifier": ["dev-ana", "nobody"],
        "SourceUserIdentifier": ["dev-ana", "nobody"],
        "DestinationUserIdentifier": ["dev-ben", "nobody"],
        "IdentityIdsToDelete": [[held["identity_id"], "us-east-1:0"]],
        "LoginsToRemove": [[f"cognito-idp.us-east-1.amazonaws.com/{pools[0]['Id']}"]],
        "Logins": [
            {f"cognito-idp.us-east-1.amazonaws.com/{pools[0]['Id']}": held["user_pool_id_token"]},
            {"graph.facebook.com": "x"},
            {"login.example": "dev-ana"},
        ],
        "Roles": [{"authenticated": app.role_arn}],
        "EventId": ["0-nothing"],
        "TermsId": [terms.id, NOBODYS_ID],
        "TermsName": ["terms-of-use", "privacy-policy"],
        "ManagedLoginBrandingId": [branding.id, NOBODYS_ID],
        "Settings": [{"components": {"form": {"borderRadius": 8}}}],
        "CSS": [".label-customizable {font-weight: 400;}", "body {}"],
        "JobId": [_import_of(world, pools[0]["Id"]), "import-nothing"],
        "CloudWatchLogsRoleArn": [app.role_arn],
        "RoleArn": [app.role_arn, app.guest_role_arn],
        "RoleSessionName": ["me"],
        "SessionId": [_session_of_ana(world), f"tkn{'0' * 25}"],
        "DeviceKey": [_device_of_ana(world), "us-east-1_0"],
        "DeviceSecretVerifierConfig": [{"PasswordVerifier": "Kg==", "Salt": "Kg=="}, {}],
        "WebIdentityToken": [held["openid_token"], held["user_pool_id_token"]],
        "UserName": ["ana", "nobody"],
        "GroupName": ["Readers", "editors", "nobody"],
        "AccessKeyId": [ana.access_key_id, "AKIAIOSFODNN7EXAMPLE"],
        "VersionId": ["v1", "v2", "null"],
        "Tags": [[{"Key": "team", "Value": "red"}], [{"Key": "a", "Value": ""}, {"Key": "A", "Value": ""}]],
        "TagKeys": [["team"], ["x"]],
        "RoleName": ["Readers", "Operator", role.name],
        "PolicyName": ["ReadReports"],
        "PolicyDocument": [role.trust_policy, "{}", "{"],
        "AssumeRolePolicyDocument": [role.trust_policy, "{"],
        "PolicySourceArn": [f"arn:aws:iam::{world.account}:user/team/ana", role.arn, role.arn + "x"],
        "CallerArn": [f"arn:aws:iam::{world.account}:user/team/ana", role.arn],
        "ActionNames": [["s3:GetObject", "iam:ListUsers"], ["s3:*"]],
        "PolicyInputList": [['{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'], ["{"]],
        "PermissionsBoundary": [own_policy.arn, "arn:aws:iam::aws:policy/none"],
        "PolicyArn": ["arn:aws:iam::aws:policy/AdministratorAccess", own_policy.arn],
        "SAMLProviderArn": [saml := f"arn:aws:iam::{world.account}:saml-provider/corp", saml + "x"],
        "PrincipalArn": [saml, saml + "x"],
        "SerialNumber": [f"arn:aws:iam::{world.account}:mfa/{name}" for name in ("ana", "spare", "nobody")],
        "VirtualMFADeviceName": ["ana", "tablet"],
        "AuthenticationCode1": ["000000", "12345"],
        "TokenCode": ["000000", "12345"],
        "SourceIdentity": ["ana", "aws:ana"],
        "SAMLAssertion": ["AAAA", "****"],
        "SamlProviderARNs": [[saml], [saml + "x"]],
        "SAMLMetadataDocument": [next(world.store.scan(SAML_PROVIDERS, world.account)).metadata, "x" * 1000],
        "OpenIDConnectProviderArn": [
            OIDC_ARN.format(world.account, "login.example.org/a"),
            "arn:aws:iam::1:oidc-provider/x",
        ],
        "OpenIdConnectProviderARNs": [[OIDC_ARN.format(world.account, "login.example.org/a")], ["x"]],
        "Url": ["https://login.example.org/a", "https://login.example.org/b", "http://x"],
        "ClientID": ["reports", "other"],
        "ThumbprintList": [["b2" * 20], ["z" * 40]],
        "Bucket": [app.bucket, "another-bucket"],
        "Key": ["reports/welcome.txt", "private/x", "reports/tagged.txt", upload.key],
        "CopySource": [f"{app.bucket}/reports/welcome.txt", f"{app.bucket}/reports/tagged.txt", f"{app.bucket}/none"],
        "UploadId": [upload.upload_id],
        "MultipartUpload": [{"Parts": parts}, {}],
        "Range": ["bytes=0-1", "bytes=999-"],
        "Policy": ['{"Version": "2012-10-17", "Statement": []}'],
        "ContinuationToken": ["x"],
    }


KNOWN = known_values(someone_signed_in())
TEXT = st.text(max_size=12) | st.sampled_from(["", "x[/]y", "\x1b[2J", "é", "a" * 300])


def values(service: Service, name: str, use: Reference) -> st.SearchStrategy[Any]:
    """Generate values for a member: mostly the world's own, now and then anything of the shape's form."""
    known = st.sampled_from(KNOWN[name]) if name in KNOWN else st.nothing()
    return known | known | of_shape(service, use)


def of_shape(service: Service, use: Reference, depth: int = 0) -> st.SearchStrategy[Any]:
    shape = service.target(use)
    if shape.enum:
        return st.sampled_from(shape.enum)
    if shape.type == "structure":
        members = {name: of_shape(service, part, depth + 1) for name, part in list(shape.members.items())[:6]}
        return st.fixed_dictionaries({}, optional=members) if depth < 3 else st.just({})
    if shape.member is not None:
        return st.lists(of_shape(service, shape.member, depth + 1), max_size=2)
    if shape.value is not None:
        return st.dictionaries(TEXT, of_shape(service, shape.value, depth + 1), max_size=2)
    simple: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": st.integers(-2, 100_000),
        "long": st.integers(-2, 100_000),
        "blob": st.binary(max_size=20),
    }
    return simple.get(shape.type, TEXT)


def params_of(service_name: str, operation: str) -> st.SearchStrategy[dict[str, Any]]:
    """Generate parameters: required members always, the others that are simulated sometimes."""
    service = reader.service(service_name)
    shape = service.input(operation)
    if shape is None:
        return st.just({})
    taken = registry.accepted(service_name, operation)
    members = {name: values(service, name, use) for name, use in shape.members.items() if name in taken}
    required = {name: members[name] for name in shape.required if name in members}
    optional = {name: value for name, value in members.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def callers(world: World) -> list[Caller]:
    mine = keys_of(world.held("app"))
    assert mine is not None
    ana = key_of_ana(world)
    hers = Keys(ana.access_key_id, ana.secret)
    return [world.operator, world.operator, ANONYMOUS, mine, hers, Keys("ASIAXXXXXXXXXXXXXXXX", "x", "y")]


@pytest.mark.parametrize(("service", "operation"), SIMULATED, ids=lambda part: part)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_operation_answers_or_refuses_in_aws_terms_and_a_refusal_changes_nothing(service, operation, data):
    with lent() as world:
        before = list(world.store.every())
        caller = data.draw(st.sampled_from(callers(world)))
        record = world.call(service, operation, data.draw(params_of(service, operation)), caller=caller).record
        if record.error is not None:
            assert record.error.code
            assert record.error.message or service == "s3"
            assert 400 <= record.error.status < 600
            assert {change.table for change in record.changes} <= DECLARED
            assert record.changes or list(world.store.every()) == before
            assert record.refused_by, "a refusal without a reason"
        for check, opened in zip(record.checks, record.why(), strict=True):
            assert check.passed == opened.passed
            assert all(rule(found.rule).source for found in walk(opened))


@pytest.mark.parametrize(("service", "operation"), SIMULATED, ids=lambda part: part)
@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_call_can_be_undone_redone_packed_and_unpacked(service, operation, data):
    codec.load_tables()
    with lent() as world:
        before = list(world.store.every())
        caller = data.draw(st.sampled_from(callers(world)))
        record = world.call(service, operation, data.draw(params_of(service, operation)), caller=caller).record
        after = list(world.store.every())
        loaded = codec.unpack_record(codec.pack_record(record))
        assert loaded.why() == record.why()
        assert loaded.changes == record.changes
        if record.changes:
            world.undo()
            assert list(world.store.every()) == before
            world.redo()
            assert list(world.store.every()) == after
