"""Laws of a pool's settings: whatever administrators call in which order, it answers in AWS's shapes or changes nothing."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import asked, state
from tests.cloud.services.cognito_idp.people import People, people

NAMES = st.sampled_from(["editors", "readers", "nobody"])
USERS = st.sampled_from(["ana", "ben", "zoe"])
ROLES = st.sampled_from([None, "arn:aws:iam::111122223333:role/Readers", "arn:aws:iam::111122223333:role/Writers"])
SERVERS = st.sampled_from(["notes", "https://notes.example.com"])
SCOPES = st.lists(
    st.sampled_from(["read", "write"]).map(lambda name: {"ScopeName": name, "ScopeDescription": name}), max_size=2
)
DOMAINS = st.sampled_from(["ana-demo", "my-aws", "auth.example.com"])
CERTIFICATES = st.sampled_from([None, {"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/12345678"}])
PROVIDERS = st.sampled_from(["Google", "Okta"])
DETAILS = st.sampled_from(
    [
        {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"},
        {
            "client_id": "x",
            "authorize_scopes": "openid",
            "oidc_issuer": "https://login.example.com",
            "attributes_request_method": "GET",
        },
    ]
)
TAGS = st.dictionaries(st.sampled_from(["stage", "owner", "aws:x"]), st.sampled_from(["a", "b"]), max_size=2)

Step = tuple[str, dict[str, Any]]


def steps(operation: str, **params: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(operation), st.fixed_dictionaries(params))


STEPS = st.one_of(
    steps("CreateGroup", GroupName=NAMES, RoleArn=ROLES, Precedence=st.sampled_from([None, 0, 5])),
    steps("UpdateGroup", GroupName=NAMES, RoleArn=ROLES),
    steps("DeleteGroup", GroupName=NAMES),
    steps("GetGroup", GroupName=NAMES),
    steps("ListGroups"),
    steps("AdminAddUserToGroup", GroupName=NAMES, Username=USERS),
    steps("AdminRemoveUserFromGroup", GroupName=NAMES, Username=USERS),
    steps("AdminListGroupsForUser", Username=USERS),
    steps("ListUsersInGroup", GroupName=NAMES),
    steps("CreateResourceServer", Identifier=SERVERS, Name=NAMES, Scopes=SCOPES),
    steps("UpdateResourceServer", Identifier=SERVERS, Name=NAMES, Scopes=SCOPES),
    steps("DescribeResourceServer", Identifier=SERVERS),
    steps("DeleteResourceServer", Identifier=SERVERS),
    steps("ListResourceServers"),
    steps("CreateUserPoolDomain", Domain=DOMAINS, CustomDomainConfig=CERTIFICATES),
    steps("UpdateUserPoolDomain", Domain=DOMAINS, ManagedLoginVersion=st.integers(1, 3)),
    steps("DeleteUserPoolDomain", Domain=DOMAINS),
    steps(
        "CreateIdentityProvider",
        ProviderName=PROVIDERS,
        ProviderType=st.sampled_from(["Google", "OIDC"]),
        ProviderDetails=DETAILS,
    ),
    steps("UpdateIdentityProvider", ProviderName=PROVIDERS, ProviderDetails=DETAILS),
    steps("DescribeIdentityProvider", ProviderName=PROVIDERS),
    steps("DeleteIdentityProvider", ProviderName=PROVIDERS),
    steps("ListIdentityProviders"),
    steps("UpdateUserPool", UserPoolTags=TAGS, DeletionProtection=st.sampled_from(["ACTIVE", "INACTIVE"])),
    steps("UpdateUserPoolClient", SupportedIdentityProviders=st.lists(PROVIDERS, max_size=2)),
    steps("UpdateUserPoolClient", AllowedOAuthScopes=st.lists(st.sampled_from(["openid", "notes/read"]), max_size=2)),
    steps("AddUserPoolClientSecret"),
    steps("ListUserPoolClientSecrets"),
    steps("DescribeUserPoolClient"),
    steps("DescribeUserPool"),
    steps("GetUserPoolMfaConfig"),
    steps("DeleteUserPoolClient"),
    steps("DeleteUserPool"),
    steps("TagResource", Tags=TAGS),
    steps("ListTagsForResource"),
    steps("DescribeUserPoolDomain", Domain=DOMAINS),
)


def inhabited() -> People:
    """Return a pool that has one of everything, so that most calls find what they are about."""
    here = people({"GenerateSecret": True})
    here.user("ana")
    here.user("ben")
    google = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
    here.administered("CreateGroup", GroupName="editors")
    here.administered("CreateResourceServer", Identifier="notes", Name="Notes")
    here.administered("CreateUserPoolDomain", Domain="ana-demo")
    here.administered("CreateIdentityProvider", ProviderName="Google", ProviderType="Google", ProviderDetails=google)
    return here


def play(here: People, operation: str, params: dict[str, Any]) -> None:
    if operation in {"TagResource", "ListTagsForResource"}:
        arn = f"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{here.pool}"
        asked(here.world, "cognito-idp", operation, ResourceArn=arn, **params)
    elif operation == "DescribeUserPoolDomain":
        asked(here.world, "cognito-idp", operation, **params)
    else:
        client = {"ClientId": here.client} if "PoolClient" in operation else {}
        here.asked(operation, **client, **{name: value for name, value in params.items() if value is not None})


@pytest.fixture(scope="module")
def api() -> Any:
    """Return AWS's own model of user pools."""
    return botocore.session.get_session().get_service_model("cognito-idp")


@settings(max_examples=50)
@given(played=st.lists(STEPS, min_size=10, max_size=30))
def test_every_answer_has_aws_s_shape_and_a_refusal_changes_nothing_and_says_why(api: Any, played: list[Step]) -> None:
    here = inhabited()
    for operation, params in played:
        before = state(here.world)
        play(here, operation, params)
        record = here.world.trail[-1]
        if not record.ok:
            assert state(here.world) == before
            assert record.refused_by, operation
            documented = {shape.name for shape in api.operation_model(operation).error_shapes}
            assert record.error is not None
            assert record.error.code in documented, operation
        elif (shape := api.operation_model(operation).output_shape) is not None:
            assert ParamValidator().validate(record.output, shape).generate_report() == "", operation


@settings(max_examples=30)
@given(st.lists(STEPS, min_size=5, max_size=15))
def test_every_call_can_be_undone_and_done_again(played: list[Step]) -> None:
    here = inhabited()
    begin = here.world.history.position
    moments = [state(here.world)]
    for operation, params in played:
        play(here, operation, params)
        moments.append(state(here.world))
    for position in (*reversed(range(len(moments))), *range(len(moments))):
        here.world.seek(begin + position)
        assert state(here.world) == moments[position]
